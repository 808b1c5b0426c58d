import {
  to = scalingo_database_collaborator.orders["ann@example.com"]
  id = "my-orders-db:ann@example.com"
}
