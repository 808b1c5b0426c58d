module "csv" {
  source = "./csv"

  file = var.file
  apps = keys(var.apps)
  now  = var.now
}

resource "scalingo_collaborators" "team" {
  for_each = var.apps

  app                   = each.value
  collaborators         = [for email, role in module.csv.people[each.key] : email if role == "full"]
  limited_collaborators = [for email, role in module.csv.people[each.key] : email if role == "limited"]
  ignored               = var.ignored
  max_removals          = var.max_removals
  adopt_existing        = var.adopt_existing
}
