variable "team" {
  description = "Everybody whom a team file names, in any letter case."
  type        = set(string)
  default     = []
}
