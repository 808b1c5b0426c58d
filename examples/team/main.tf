locals {
  members = {
    for key, member in var.members : key => member
    if member.environments == null ? true : contains(member.environments, var.environment)
  }
}

resource "scalingo_collaborator" "members" {
  for_each = local.members

  app            = var.app
  email          = each.value.email
  limited        = each.value.role == "limited"
  adopt_existing = var.adopt_existing
}
