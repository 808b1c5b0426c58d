locals {
  members = {
    for key, member in var.members : key => member
    if member.environments == null ? true : contains(member.environments, var.environment)
  }
}

resource "scalingo_collaborators" "team" {
  app                   = var.app
  collaborators         = [for member in local.members : member.email if member.role == "full"]
  limited_collaborators = [for member in local.members : member.email if member.role == "limited"]
  ignored               = var.ignored
  max_removals          = var.max_removals
  adopt_existing        = var.adopt_existing
}
