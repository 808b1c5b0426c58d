import {
  to = scalingo_database_collaborators.orders
  id = "my-orders-db"
}
