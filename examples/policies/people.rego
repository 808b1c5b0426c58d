# Rules about people, for every plan of a team:
#
#     terraform show -json team.tfplan > plan.json
#     conftest test --policy people.rego plan.json
package main

import rego.v1

# Whose addresses may be invited, and whose people are contractors.
domains := {"example.com", "contractor.example"}

contractors := {"contractor.example"}

# More removals than this are refused; raise it in the same pull request.
max_removals := 3

deny contains message if {
	some person in after
	not domain(person.email) in domains
	message := sprintf("%s on %s: the domain is none of ours", [person.email, person.app])
}

deny contains message if {
	some person in after
	domain(person.email) in contractors
	person.role == "full"
	message := sprintf("%s on %s: contractors are limited collaborators", [person.email, person.app])
}

deny contains message if {
	removed := before_seats - after_seats
	count(removed) > max_removals
	message := sprintf("%d people lose access, at most %d may at once", [count(removed), max_removals])
}

# Known of single people in the state, and of everybody in a data source
# "scalingo_collaborators" of the root module.
deny contains message if {
	some person in after
	person.role == "full"
	some known in two_factor
	lower(known.email) == lower(person.email)
	known.tfa_status == false
	message := sprintf("%s on %s: full collaborators need two-factor authentication", [person.email, person.app])
}

domain(email) := lower(split(email, "@")[count(split(email, "@")) - 1])

changes contains change if {
	some resource in input.resource_changes
	resource.mode == "managed"
	regex.match(`^scalingo_(database_)?collaborators?$`, resource.type)
	change := resource.change
}

two_factor contains known if {
	some change in changes
	known := change.before
	is_string(known.email)
}

two_factor contains known if {
	some resource in input.prior_state.values.root_module.resources
	resource.mode == "data"
	resource.type == "scalingo_collaborators"
	some known in resource.values.collaborators
}

before contains person if {
	some change in changes
	some person in people(change.before)
}

after contains person if {
	some change in changes
	some person in people(remaining(change))
}

# A forgotten object leaves its people where they are.
remaining(change) := change.before if change.actions == ["forget"]

remaining(change) := change.after if change.actions != ["forget"]

before_seats := {seat(person) | some person in before}

after_seats := {seat(person) | some person in after}

seat(person) := [person.app, lower(person.email)]

people(state) := single(state) | team(state)

single(state) := {person |
	is_string(state.email)
	person := {"app": app(state), "email": state.email, "role": role(state)}
}

team(state) := {person |
	some attribute, kind in {"collaborators": "full", "limited_collaborators": "limited"}
	some email in state[attribute]
	person := {"app": app(state), "email": email, "role": kind}
}

app(state) := object.get(state, "app", object.get(state, "database", ""))

role(state) := "limited" if state.limited

role(state) := "full" if not state.limited
