# People who may work on a Dedicated Resources database. Everybody has the full
# role there.
resource "scalingo_database_collaborator" "orders" {
  for_each = toset(["ann@example.com", "ben@example.com"])

  database = "my-orders-db"
  email    = each.key
}
