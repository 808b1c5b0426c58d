terraform {
  required_version = ">= 1.11"

  required_providers {
    scalingo = {
      source = "terraform.local/scalingo/scalingo"
    }
  }
}
