output "people" {
  description = "Who is wanted on each app: role by address."

  value = {
    for app in var.apps : app => {
      for person in local.wanted : person.email => person.role if contains(person.apps, app)
    }
  }

  precondition {
    condition     = length(local.refusals) == 0
    error_message = "Correct these lines:\n\n  ${join("\n  ", local.refusals)}"
  }
}

output "ended" {
  description = "Who is no longer wanted, why, and the line that says so."

  value = [
    for person in local.people : "${person.email}: ${local.ends[person.number]} (${local.name}:${person.number})"
    if local.ends[person.number] != "" && person.email != null
  ]
}
