# The link of the invitation in the e-mail; needed once.
variable "invitation_link" {
  type      = string
  sensitive = true
  ephemeral = true
  default   = null
}

# The user of the token works on an app of somebody else.
resource "scalingo_collaboration" "partner" {
  app                = "partner-app"
  invitation_link_wo = var.invitation_link
}
