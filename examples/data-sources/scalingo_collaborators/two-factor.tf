# Scalingo shows who has two-factor authentication on, but does not enforce it.
# This check warns in every plan and apply until everybody has.

# Outside the check: with a data block nested in it, no plan would be empty.
data "scalingo_collaborators" "accepted" {
  status = "accepted"
}

check "two_factor" {
  assert {
    condition = alltrue(data.scalingo_collaborators.accepted.collaborators[*].tfa_status)

    error_message = format("No two-factor authentication: %s.", join(", ", distinct([
      for person in data.scalingo_collaborators.accepted.collaborators :
      person.email if person.tfa_status != true
    ])))
  }
}
