# Runs with `terraform test`, without token or network.

mock_provider "scalingo" {
  mock_resource "scalingo_collaborators" {
    defaults = {
      pending = ["ann@example.com", "ben@example.com"]
    }
  }
}

variables {
  app         = "my-app"
  environment = "production"

  members = {
    ann = { email = "ann@example.com" }
    ben = { email = "ben@example.com", role = "limited" }
    eve = { email = "eve@example.com", environments = ["staging"] }
  }
}

run "everybody_of_the_environment_is_invited_with_their_role" {
  assert {
    condition     = tolist(keys(output.members)) == tolist(["ann", "ben"])
    error_message = "Only Ann and Ben work on production."
  }

  assert {
    condition     = output.members["ann"].role == "full" && output.members["ben"].role == "limited"
    error_message = "Ann is a full collaborator, Ben a limited one."
  }

  assert {
    condition     = output.pending == tolist(["ann", "ben"])
    error_message = "Nobody has accepted yet."
  }
}

run "member_of_one_environment_is_invited_there" {
  variables {
    environment = "staging"
  }

  assert {
    condition     = contains(scalingo_collaborators.team.collaborators, "eve@example.com")
    error_message = "Eve works on staging."
  }
}

run "unknown_role_is_refused" {
  command = plan

  variables {
    members = {
      ann = { email = "ann@example.com", role = "owner" }
    }
  }

  expect_failures = [var.members]
}
