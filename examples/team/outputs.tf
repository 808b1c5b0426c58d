locals {
  # Letter case makes no difference to an address.
  pending = [for email in scalingo_collaborators.team.pending : lower(email)]
}

output "members" {
  description = "Role and status of each member of this environment, by key."

  value = {
    for key, member in local.members : key => {
      role   = member.role
      status = contains(local.pending, lower(member.email)) ? "pending" : "accepted"
    }
  }
}

output "pending" {
  description = "Keys of the members who have not accepted their invitation yet."
  value       = sort([for key, member in local.members : key if contains(local.pending, lower(member.email))])
}
