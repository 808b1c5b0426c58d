# the app by name or by ID
terraform import scalingo_collaborators.team my-app
