output "people" {
  description = "Who is wanted on each app: role by address."
  value       = module.csv.people
}

output "ended" {
  description = "Who is no longer wanted, why, and the line that says so."
  value       = module.csv.ended
}

output "pending" {
  description = "Who has not accepted yet, by app."
  value       = { for key, team in scalingo_collaborators.team : key => sort(team.pending) }
}
