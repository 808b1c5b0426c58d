# Who may work on what, as CSV:
# terraform output -raw access_csv > access.csv

data "scalingo_collaborators" "all" {}

locals {
  access_head = ["app", "email", "role", "status", "two_factor"]

  access_rows = [
    for person in data.scalingo_collaborators.all.collaborators : [
      person.app_name,
      person.email,
      person.limited ? "limited" : "full",
      person.status,
      person.tfa_status == null ? "" : person.tfa_status ? "on" : "off",
    ]
  ]

  # Terraform reads CSV (csvdecode) but has no function that writes it. Each
  # field is quoted, and quotes inside it are doubled.
  access_csv = join("", [
    for row in concat([local.access_head], local.access_rows) :
    "${join(",", [for field in row : "\"${replace(field, "\"", "\"\"")}\""])}\n"
  ])
}

output "access_csv" {
  value = local.access_csv
}
