# Who invites: the owner or a full collaborator of the app, by SCALINGO_API_TOKEN.
provider "scalingo" {}

# Who joins.
provider "scalingo" {
  alias     = "service_account"
  api_token = var.service_account_token
}

resource "scalingo_collaborator" "service_account" {
  app   = var.app
  email = var.service_account
}

# The link of the invitation: null until the service account is invited, and
# once it has joined.
ephemeral "scalingo_invitation" "service_account" {
  app   = scalingo_collaborator.service_account.app
  email = scalingo_collaborator.service_account.email
}

resource "scalingo_collaboration" "service_account" {
  provider = scalingo.service_account

  app                = scalingo_collaborator.service_account.app
  invitation_link_wo = ephemeral.scalingo_invitation.service_account.link
}
