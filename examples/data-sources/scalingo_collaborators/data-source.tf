# Everybody on every app that the token's user owns.
data "scalingo_collaborators" "all" {}

# The open invitations on two apps.
data "scalingo_collaborators" "pending" {
  apps   = ["my-app", "my-api"]
  status = "pending"
}

# The full collaborators of one app, and its owner.
data "scalingo_collaborators" "my_app" {
  app     = "my-app"
  limited = false
}

output "apps_by_person" {
  value = {
    for person in data.scalingo_collaborators.all.collaborators :
    lower(person.email) => person.app_name...
  }
}

output "open_invitations" {
  value = data.scalingo_collaborators.pending.collaborators[*].email
}

output "owner_of_my_app" {
  value = one(data.scalingo_collaborators.my_app.owners).username
}
