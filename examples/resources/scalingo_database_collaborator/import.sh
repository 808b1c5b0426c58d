# database:email or database:collaborator_id, the database by name or by ID
terraform import 'scalingo_database_collaborator.orders["ann@example.com"]' my-orders-db:ann@example.com
