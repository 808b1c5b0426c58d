# the database by name or by id
terraform import scalingo_database_collaborators.orders my-orders-db
