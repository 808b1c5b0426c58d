import {
  to = scalingo_collaborators.team
  id = "my-app"
}
