data "scalingo_app" "my_app" {
  name = "my-app"
}

output "owner" {
  value = data.scalingo_app.my_app.owner.username
}

output "url" {
  value = data.scalingo_app.my_app.url
}
