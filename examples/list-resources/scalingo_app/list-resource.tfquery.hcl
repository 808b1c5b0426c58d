# Every app of the region that the token's user owns or works on.
list "scalingo_app" "all" {
  provider = scalingo
}
