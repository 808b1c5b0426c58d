# People who are on the app already come under Terraform without a new
# invitation.
locals {
  team = ["carol@example.com", "dave@example.com"]
}

import {
  for_each = toset(local.team)

  to = scalingo_collaborator.team[each.key]
  id = provider::scalingo::import_id("my-app", each.key)
}

resource "scalingo_collaborator" "team" {
  for_each = toset(local.team)

  app   = "my-app"
  email = each.key
}
