locals {
  # Address and role of everybody on the team.
  team = {
    "ann@example.com" = "full"
    "ben@example.com" = "limited"
  }
}

resource "scalingo_collaborator" "team" {
  for_each = local.team

  app     = "my-app"
  email   = each.key
  limited = each.value == "limited"
}
