import {
  to = scalingo_collaboration.partner
  id = "partner-app"
}
