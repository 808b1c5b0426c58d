# Everybody on every app that the token's user owns.
list "scalingo_collaborator" "all" {
  provider = scalingo
  limit    = 1000
}

# Invitations to one app that nobody has accepted yet.
list "scalingo_collaborator" "pending" {
  provider = scalingo

  config {
    app    = "my-app"
    status = "pending"
  }
}
