# Runs with `terraform test`, without token or network.

mock_provider "scalingo" {}

variables {
  file = "tests/team.csv"
  apps = { shop = "my-shop", api = "my-api" }
  now  = "2027-01-31T23:59:59Z"
}

run "everybody_is_invited_to_their_apps_with_their_role" {
  assert {
    condition     = toset(scalingo_collaborators.team["shop"].collaborators) == toset(["ann@example.com"])
    error_message = "Ann is a full collaborator of the shop; Dan was revoked."
  }

  assert {
    condition     = toset(scalingo_collaborators.team["shop"].limited_collaborators) == toset(["ben@example.com", "cat@example.com"])
    error_message = "Ben and Cat are limited collaborators of the shop."
  }

  assert {
    condition     = toset(scalingo_collaborators.team["api"].limited_collaborators) == toset(["cat@example.com"])
    error_message = "Ben is on the shop only."
  }
}

run "nobody_is_wanted_after_the_day_in_until" {
  command = plan

  variables {
    now = "2027-02-01T00:00:00Z"
  }

  assert {
    condition     = !contains(scalingo_collaborators.team["api"].limited_collaborators, "cat@example.com")
    error_message = "Cat was wanted until the end of January."
  }

  assert {
    condition     = contains(output.ended, "cat@example.com: until 2027-01-31 (team.csv:4)")
    error_message = "The plan says why Cat leaves."
  }
}

run "line_that_cannot_be_read_is_refused" {
  command = plan

  module {
    source = "./csv"
  }

  variables {
    file = "tests/refused.csv"
    apps = ["shop"]
  }

  expect_failures = [output.people]
}
