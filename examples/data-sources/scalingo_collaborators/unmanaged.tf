# People on an app whom no resource here manages: added by hand, or by another
# configuration.

resource "scalingo_collaborator" "team" {
  for_each = provider::scalingo::normalize_emails([
    "ann@example.com",
    "bob@example.com",
  ])

  app   = "my-app"
  email = each.key
}

data "scalingo_collaborators" "my_app" {
  app = "my-app"
}

output "unmanaged" {
  value = setsubtract(
    [for person in data.scalingo_collaborators.my_app.collaborators : lower(person.email)],
    [for person in scalingo_collaborator.team : lower(person.email)],
  )
}
