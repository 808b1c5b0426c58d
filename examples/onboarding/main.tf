data "scalingo_collaborators" "all" {}

locals {
  apps = toset(data.scalingo_collaborators.all.collaborators[*].app_name)

  # Names of old apps may begin with a digit, which a label must not.
  labels = { for app in local.apps : app => can(regex("^[a-z]", app)) ? app : "app-${app}" }

  people = {
    for app in local.apps : app => [
      for person in data.scalingo_collaborators.all.collaborators : {
        # As a string of HCL, where "${" and "%{" would begin a template.
        email   = replace(replace(jsonencode(person.email), "$${", format("%s{", "$$")), "%%{", format("%s{", "%%"))
        limited = person.limited
      } if person.app_name == app
    ]
  }

  blocks = [
    for app in sort(local.apps) : templatefile("${path.module}/team.tftpl", {
      app     = app
      label   = local.labels[app]
      full    = [for person in local.people[app] : person.email if !person.limited]
      limited = [for person in local.people[app] : person.email if person.limited]
    })
  ]
}

output "hcl" {
  description = "A team and its import block for each app."
  value       = join("\n", local.blocks)
}
