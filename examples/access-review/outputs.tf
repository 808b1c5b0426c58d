output "markdown" {
  description = "People and apps as a table."
  value       = join("", [for row in local.table : "| ${join(" | ", row)} |\n"])
}

output "csv" {
  description = "One line for each person on each app. Fields are quoted, and quotes inside them doubled."
  value = join("", [
    for row in local.csv : "${join(",", [for field in row : "\"${replace(field, "\"", "\"\"")}\""])}\n"
  ])
}

output "json" {
  description = "The same as JSON."
  value       = jsonencode(local.access)
}

output "pending" {
  description = "Who has been invited to which app and has not accepted."
  value       = [for entry in local.access : "${entry.email} on ${entry.app}" if entry.status == "pending"]
}

output "without_two_factor" {
  description = "Who has accepted and has no two-factor authentication. It is not known of owners."
  value       = sort(distinct([for entry in local.access : lower(entry.email) if entry.two_factor == false]))
}

output "unknown" {
  description = "Who has access and is in no team file."
  value       = sort(setsubtract(local.people, local.team))
}
