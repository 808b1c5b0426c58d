# The name or the ID of the app
terraform import scalingo_collaboration.partner partner-app
