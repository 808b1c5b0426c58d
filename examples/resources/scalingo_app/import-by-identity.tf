import {
  to = scalingo_app.shop
  identity = {
    id = "5343eccd646aa30012620000"
  }
}
