variable "file" {
  description = "Path of the CSV file, such as \"$${path.module}/team.csv\"."
  type        = string
}

variable "apps" {
  description = "The apps, each by ID or by name; the keys are the names used in the column `apps`."
  type        = map(string)

  validation {
    condition     = alltrue([for key in keys(var.apps) : can(regex("^[^\\sA-Z,;\"]+$", key))])
    error_message = "Keys must be in lower case, without blanks, commas, semicolons and quotes."
  }
}

variable "now" {
  description = "The time at which people are wanted or not, such as \"2027-01-31T12:00:00Z\"; that of the plan when null."
  type        = string
  default     = null
}

variable "ignored" {
  description = "Addresses of people who are never touched, such as robots."
  type        = set(string)
  default     = []
}

variable "max_removals" {
  description = "How many people one plan may remove from one app; no limit by default."
  type        = number
  default     = null
}

variable "adopt_existing" {
  description = "Whether people who are already on an app are taken over without an e-mail."
  type        = bool
  default     = false
}
