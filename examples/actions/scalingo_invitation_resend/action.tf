# Everybody on the app who has not accepted yet.
action "scalingo_invitation_resend" "all" {
  config {
    app = "my-app"
  }
}

# The same whenever the date of the kick-off changes.
resource "terraform_data" "kick_off" {
  input = "2027-01-11"

  lifecycle {
    action_trigger {
      events  = [after_update]
      actions = [action.scalingo_invitation_resend.all]
    }
  }
}

# Two people, to be invoked by hand.
action "scalingo_invitation_resend" "two" {
  config {
    app    = "my-app"
    emails = ["ann@example.com", "ben@example.com"]
  }
}
