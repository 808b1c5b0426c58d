terraform {
  required_providers {
    scalingo = {
      source = "terraform.local/scalingo/scalingo"
    }
  }
}

# The token comes from the environment variable SCALINGO_API_TOKEN.
provider "scalingo" {}

resource "scalingo_collaborator" "ann" {
  app   = "my-app"
  email = "ann@example.com"
}
