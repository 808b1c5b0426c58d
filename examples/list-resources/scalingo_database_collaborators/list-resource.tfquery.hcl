# The team of one database.
list "scalingo_database_collaborators" "orders" {
  provider = scalingo

  config {
    database = "my-orders-db"
  }
}
