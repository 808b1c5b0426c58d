output "members" {
  description = "Role and status of each member of this environment, by key."

  value = {
    for key, member in scalingo_collaborator.members : key => {
      role   = member.limited ? "limited" : "full"
      status = member.status
    }
  }
}

output "pending" {
  description = "Keys of the members who have not accepted their invitation yet."
  value       = sort([for key, member in scalingo_collaborator.members : key if member.status == "pending"])
}
