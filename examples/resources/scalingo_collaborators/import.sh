# the app by name or by id
terraform import scalingo_collaborators.team my-app
