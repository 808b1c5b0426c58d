# app:email or app:collaborator_id, the app by name or by ID
terraform import 'scalingo_collaborator.team["ann@example.com"]' my-app:ann@example.com
