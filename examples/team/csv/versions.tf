terraform {
  required_version = ">= 1.8"

  required_providers {
    scalingo = {
      source = "terraform.local/scalingo/scalingo"
    }
  }
}
