import {
  to = scalingo_database_collaborators.orders
  identity = {
    database_id = "5343eccd646aa30012620000"
  }
}
