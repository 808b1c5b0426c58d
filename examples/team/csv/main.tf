# The function csvdecode gives no line numbers, so the file is taken apart here:
# lines, fields, rows, and what is wrong with each.

locals {
  name    = basename(var.file)
  now     = var.now == null ? plantimestamp() : var.now
  columns = ["email", "role", "apps", "until", "revoked"]

  # Spreadsheets begin a file with a byte order mark and end lines with CR LF.
  text = replace(trimprefix(file(var.file), "\ufeff"), "/\r\n?/", "\n")

  # Only lines with something on them: spreadsheets leave rows of separators.
  lines = [
    for index, line in split("\n", local.text) : { number = index + 1, text = line }
    if trimspace(replace(line, "/[,;]/", "")) != ""
  ]

  # Where the comma is the decimal sign, spreadsheets separate by semicolons.
  separator = strcontains(try(local.lines[0].text, ""), ";") ? ";" : ","

  # A field, blanks around it, and a separator, which is added to the last one.
  # In quotes a quote is doubled.
  field = "[ \t]*(?:\"((?:[^\"]|\"\")*)\"|([^\"${local.separator}]*))[ \t]*${local.separator}"

  rows = [
    for line in local.lines : {
      number    = line.number
      is_intact = can(regex("^(?:${local.field})*$", "${line.text}${local.separator}"))
      fields = [
        for field in regexall(local.field, "${line.text}${local.separator}") :
        trimspace(field[0] == null ? field[1] : replace(field[0], "\"\"", "\""))
      ]
    }
  ]

  header = [for name in try(local.rows[0].fields, []) : lower(name)]
  below  = try(slice(local.rows, 1, length(local.rows)), [])

  quote_problem = "a quote is not closed or stands inside a field; quote the whole field, on one line, and double the quotes in it"

  # Under a wrong header nothing can be read.
  header_problems = compact([
    try(local.rows[0].is_intact, true) ? "" : local.quote_problem,
    length(setsubtract(local.columns, local.header)) == 0 ? "" :
    "missing column ${join(", ", setsubtract(local.columns, local.header))}; separate columns by commas or semicolons",
    length(setsubtract(local.header, local.columns)) == 0 ? "" :
    "unknown column \"${join("\", \"", setsubtract(local.header, local.columns))}\"; the columns are ${join(",", local.columns)}, in any order",
    length(local.header) == length(distinct(local.header)) ? "" :
    "two columns have the same name; delete one",
    length(local.below) > 0 ? "" :
    "there is nobody below the header; to remove everybody, revoke them or destroy the team",
  ])

  row_problems = {
    for row in local.below : row.number => compact([
      !row.is_intact ? local.quote_problem :
      length(row.fields) != length(local.header) ?
      "the number of fields is ${length(row.fields)} and not ${length(local.header)}; quote a field that holds a separator" : "",
    ])
  }
}

# People, as the rows that can be read name them.
locals {
  # Letter case means nothing in any column.
  people = [
    for row in [
      for row in local.below : merge(zipmap(local.header, row.fields), { number = row.number })
      if length(local.header_problems) == 0 && length(local.row_problems[row.number]) == 0
    ] :
    {
      number  = row.number
      email   = try(one(provider::scalingo::normalize_emails([row.email])), null)
      role    = lower(row.role)
      apps    = row.apps == "" ? var.apps : toset(compact(split(" ", replace(lower(row.apps), "/[\\s,;]+/", " "))))
      until   = row.until
      revoked = row.revoked
    }
  ]

  # Why somebody is no longer wanted; empty for everybody else. Days are those of
  # UTC, and until holds to the end of its day.
  ends = {
    for person in local.people : person.number => (
      person.revoked != "" ? "revoked ${person.revoked}" :
      try(timecmp(local.now, timeadd("${person.until}T00:00:00Z", "24h")) >= 0, false) ? "until ${person.until}" : ""
    )
  }
  wanted = [for person in local.people : person if local.ends[person.number] == "" && person.email != null]

  # The rows that bring one person to one app.
  seats = {
    for seat in flatten([
      for person in local.wanted : [
        for app in person.apps : { key = "${app} ${person.email}", app = app, person = person }
      ]
    ]) : seat.key => seat...
  }

  # All of these but the first, by its line and that of the first: of two rows
  # nobody could tell which one counts.
  repeated = {
    for row in flatten([
      for rows in local.seats : [
        for row in slice(rows, 1, length(rows)) : { app = row.app, person = row.person, first = rows[0].person }
      ]
    ]) : "${row.person.number} ${row.first.number}" => row...
  }
}

# What is wrong. The column email is never shown: logs may be public.
locals {
  repeat_problems = {
    for rows in local.repeated : rows[0].person.number => join(" ", [
      "the same person as on line ${rows[0].first.number}, also for ${join(" and ", rows[*].app)},",
      rows[0].person.role == rows[0].first.role ? "with the same role;" : "as ${rows[0].person.role} instead of ${rows[0].first.role};",
      "delete or revoke one of the two",
    ])...
  }

  person_problems = {
    for person in local.people : person.number => compact(concat(
      [
        person.email != null ? "" :
        "email is not an address",
        contains(["full", "limited"], person.role) ? "" :
        "role must be full or limited, not \"${person.role}\"",
        length(person.apps) > 0 ? "" :
        "apps names none; leave it empty for all apps",
        person.until == "" || can(timeadd("${person.until}T00:00:00Z", "0s")) ? "" :
        "until must be empty or a day such as 2027-01-31, not \"${person.until}\"",
        person.revoked == "" || can(timeadd("${person.revoked}T00:00:00Z", "0s")) ? "" :
        "revoked must be empty or a day such as 2027-01-31, not \"${person.revoked}\"",
        !try(timecmp("${person.revoked}T00:00:00Z", timeadd(local.now, "24h")) > 0, false) ? "" :
        "revoked counts at once, and ${person.revoked} is still to come; write the last day into until",
      ],
      # A row that is history may name an app that is gone.
      [
        for app in setsubtract(local.ends[person.number] == "" ? person.apps : [], var.apps) :
        "unknown app \"${app}\"; write some of ${join(", ", var.apps)} with blanks between them, or nothing for all of them"
      ],
      lookup(local.repeat_problems, person.number, []),
    ))
  }

  refusals = concat(
    [for problem in local.header_problems : "${local.name}:${try(local.lines[0].number, 1)}: ${problem}"],
    length(local.header_problems) > 0 ? [] : flatten([
      for row in local.below : [
        for problem in concat(local.row_problems[row.number], lookup(local.person_problems, row.number, [])) :
        "${local.name}:${row.number}: ${problem}"
      ]
    ]),
  )
}
