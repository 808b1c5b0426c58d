# Who gains and who loses access, as Markdown:
#
#     terraform show -json team.tfplan | jq -r -f review.jq
#
# With MASK_ADDRESSES=1 in the environment only the domains are shown; an empty
# value is the same as none.

# The people of one object before or after the change.
def people:
  select(. != null)
  | {app: (.app // .database // "an app that the apply makes")}
    + if has("email")
      then {email: (.email // "somebody whom the apply names"), role: (if .limited then "limited" else "full" end)}
      else {email: (.collaborators // [])[], role: "full"},
           {email: (.limited_collaborators // [])[], role: "limited"}
      end
  | .seat = "\(.app) \(.email | ascii_downcase)";

def by_seat: reduce .[] as $person ({}; .[$person.seat] = $person);

# In backticks, so that no forge takes an address for a mention.
def line($what):
  (if ($ENV.MASK_ADDRESSES // "") != "" then .email | sub("^[^@]*@"; "…@") else .email end) as $shown
  | .line = "- **\($what)**: `\($shown)`";

[ .resource_changes[]?
  | select(.mode == "managed" and (.type | test("^scalingo_(database_)?collaborators?$")))
  | .change ] as $changes
| ([$changes[].before | people] | by_seat) as $before
# A forgotten object leaves its people where they are.
| ([$changes[] | if .actions == ["forget"] then .before else .after end | people] | by_seat) as $after
| ([$changes[] | select(.actions | contains(["create", "delete"])) | .before | people] | by_seat) as $replaced
| [ ($after[] | select($before[.seat] == null) | line("gains access") | .line += " (\(.role))"),
    ($before[] | select($after[.seat] == null) | line("loses access")),
    ($after[] | $before[.seat] as $old | select($old != null and $old.role != .role)
      | line("changes role") | .line += " (\($old.role) → \(.role))"),
    ($after[] | select($replaced[.seat] != null) | line("is removed and invited again")) ]
| if . == [] then "Nobody gains or loses access."
  else group_by(.app)[] | "### \(.[0].app)\n\n\(map(.line) | join("\n"))\n"
  end
