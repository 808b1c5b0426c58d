# Everybody on one database.
list "scalingo_database_collaborator" "orders" {
  provider = scalingo

  config {
    database = "my-orders-db"
  }
}
