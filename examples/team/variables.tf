variable "app" {
  description = "The app, by id or by name."
  type        = string
}

variable "environment" {
  description = "Which environment this app is, such as \"production\"."
  type        = string
}

variable "members" {
  description = <<-EOT
    The team. The key of each member is a name of your choice, such as "ann".
    `role` is "full" (default) or "limited"; `environments` are those the member works on, all when left out.
  EOT

  type = map(object({
    email        = string
    role         = optional(string, "full")
    environments = optional(set(string))
  }))

  validation {
    condition     = alltrue([for member in var.members : contains(["full", "limited"], member.role)])
    error_message = "Each role must be \"full\" or \"limited\"."
  }
}

variable "ignored" {
  description = "Addresses of people who are never touched, such as robots."
  type        = set(string)
  default     = []
}

variable "max_removals" {
  description = "How many people one plan may remove; no limit by default."
  type        = number
  default     = null
}

variable "adopt_existing" {
  description = "Whether people who are on the app already are taken over without an e-mail."
  type        = bool
  default     = false
}
