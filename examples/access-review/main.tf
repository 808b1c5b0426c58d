data "scalingo_collaborators" "all" {}

locals {
  # Owners have access as well; theirs is no role of a collaborator.
  access = concat(
    [for owner in data.scalingo_collaborators.all.owners : {
      app        = owner.app_name
      email      = owner.email
      role       = "owner"
      status     = "accepted"
      two_factor = null
    }],
    [for person in data.scalingo_collaborators.all.collaborators : {
      app        = person.app_name
      email      = person.email
      role       = person.limited ? "limited" : "full"
      status     = person.status
      two_factor = person.tfa_status
    }],
  )

  apps   = sort(distinct(local.access[*].app))
  people = sort(distinct([for entry in local.access : lower(entry.email)]))
  team   = [for email in var.team : lower(email)]

  cells = {
    for entry in local.access : "${lower(entry.email)} ${entry.app}" =>
    entry.status == "accepted" ? entry.role : "${entry.role} (${entry.status})"
  }

  table = concat(
    [concat(["person"], local.apps), [for column in range(length(local.apps) + 1) : "---"]],
    [for email in local.people : concat(
      # In backticks, so that no forge takes an address for a mention.
      ["`${email}`"],
      [for app in local.apps : lookup(local.cells, "${email} ${app}", "")],
    )],
  )

  csv = concat([["app", "email", "role", "status", "two_factor"]], [
    for entry in local.access : [
      entry.app, entry.email, entry.role, entry.status,
      entry.two_factor == null ? "" : entry.two_factor ? "on" : "off",
    ]
  ])
}
