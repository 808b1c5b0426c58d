import {
  to = scalingo_collaborator.team["ann@example.com"]
  identity = {
    app_id = "5343eccd646aa30012620000"
    email  = "ann@example.com"
  }
}
