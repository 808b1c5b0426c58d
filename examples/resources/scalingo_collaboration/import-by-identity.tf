import {
  to = scalingo_collaboration.partner
  identity = {
    app_id = "5343eccd646aa30012620000"
  }
}
