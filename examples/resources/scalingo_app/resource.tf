variable "session_secret" {
  type      = string
  sensitive = true
}

resource "scalingo_app" "shop" {
  name        = "my-shop-2026"
  force_https = true

  environment = {
    LOG_LEVEL      = "info"
    SESSION_SECRET = var.session_secret
  }
}

# People of an app that is created in the same apply.
resource "scalingo_collaborator" "shop" {
  for_each = toset(["ann@example.com", "ben@example.com"])

  app   = scalingo_app.shop.id
  email = each.key
}
