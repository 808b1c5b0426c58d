variable "file" {
  description = "Path of the CSV file."
  type        = string

  # file() reads UTF-8 and nothing else.
  validation {
    condition     = can(file(var.file))
    error_message = "No such file, or not text in UTF-8. A spreadsheet calls the format \"CSV UTF-8\"."
  }
}

variable "apps" {
  description = "What the column `apps` may name."
  type        = set(string)
}

variable "now" {
  description = "The time at which people are wanted or not, such as \"2027-01-31T12:00:00Z\"; that of the plan when null."
  type        = string
  default     = null

  validation {
    condition     = var.now == null || can(timeadd(var.now, "0s"))
    error_message = "The time must look like \"2027-01-31T12:00:00Z\"."
  }
}
