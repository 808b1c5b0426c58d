import {
  to = scalingo_app.shop
  id = "my-shop-2026"
}
