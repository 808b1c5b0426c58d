variable "service_account_token" {
  type      = string
  sensitive = true
  ephemeral = true
}

# Who joins; the other provider block invites.
provider "scalingo" {
  alias     = "service_account"
  api_token = var.service_account_token
}

resource "scalingo_collaborator" "service_account" {
  app   = "my-app"
  email = "service-account@example.com"
}

ephemeral "scalingo_invitation" "service_account" {
  app   = scalingo_collaborator.service_account.app
  email = scalingo_collaborator.service_account.email
}

resource "scalingo_collaboration" "service_account" {
  provider = scalingo.service_account

  app                = scalingo_collaborator.service_account.app
  invitation_link_wo = ephemeral.scalingo_invitation.service_account.link
}
