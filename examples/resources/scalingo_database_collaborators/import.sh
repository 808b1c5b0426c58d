# the database by name or by ID
terraform import scalingo_database_collaborators.orders my-orders-db
