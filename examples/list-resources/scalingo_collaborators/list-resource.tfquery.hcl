# One team for each app that the token's user owns.
list "scalingo_collaborators" "all" {
  provider = scalingo
}
