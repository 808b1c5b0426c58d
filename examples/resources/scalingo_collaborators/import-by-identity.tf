import {
  to = scalingo_collaborators.team
  identity = {
    app_id = "5343eccd646aa30012620000"
  }
}
