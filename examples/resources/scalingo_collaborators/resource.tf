locals {
  team        = ["ann@example.com", "ben@example.com"]
  contractors = ["cleo@example.com"]
}

resource "scalingo_collaborators" "team" {
  app                   = "my-app"
  collaborators         = local.team
  limited_collaborators = local.contractors
  ignored               = ["robot@example.com"]
  max_removals          = 5
}
