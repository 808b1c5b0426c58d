# Who may work on what, as JSON, one entry per app, owner included:
# terraform output -raw access_json > access.json

data "scalingo_collaborators" "all" {}

output "access_json" {
  value = jsonencode({
    for owner in data.scalingo_collaborators.all.owners : owner.app_name => {
      owner = owner.email
      collaborators = [
        for person in data.scalingo_collaborators.all.collaborators : {
          email      = person.email
          role       = person.limited ? "limited" : "full"
          status     = person.status
          two_factor = person.tfa_status
        } if person.app_id == owner.app_id
      ]
    }
  })
}
