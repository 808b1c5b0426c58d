# A team list as people write it: any letter case, blanks, repetitions.
locals {
  team = provider::scalingo::normalize_emails([
    "Bob@Example.com",
    " ann@example.com ",
    "bob@example.com",
    "",
  ])
}

# One instance for ann@example.com and one for bob@example.com.
resource "scalingo_collaborator" "team" {
  for_each = local.team

  app   = "my-app"
  email = each.key
}
