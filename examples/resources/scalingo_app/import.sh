# The name or the id of the app
terraform import scalingo_app.shop my-shop-2026
