import {
  to = scalingo_database_collaborator.orders["ann@example.com"]
  identity = {
    database_id = "5343eccd646aa30012620000"
    email       = "ann@example.com"
  }
}
