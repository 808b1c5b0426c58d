# Everybody who may work on a Dedicated Resources database.
resource "scalingo_database_collaborators" "orders" {
  database      = "my-orders-db"
  collaborators = ["ann@example.com", "ben@example.com"]
}
