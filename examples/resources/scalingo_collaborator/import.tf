import {
  to = scalingo_collaborator.team["ann@example.com"]
  id = "my-app:ann@example.com"
}
