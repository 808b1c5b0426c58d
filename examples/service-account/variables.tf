variable "app" {
  description = "The app that the service account is to work on, by ID or by name."
  type        = string
}

variable "service_account" {
  description = "Address of the service account."
  type        = string
}

variable "service_account_token" {
  description = "API token of the service account."
  type        = string
  sensitive   = true
  ephemeral   = true
}
