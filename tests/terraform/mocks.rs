//! `terraform test` with a mocked provider, as users test their modules: no
//! token, no network.

use serde_json::Value;

use crate::world::{Outcome, World};

/// A module that uses all the provider offers.
const MODULE: &str = r#"
variable "team" {
  type = list(string)
}

resource "scalingo_app" "new" {
  name = "my-new-app"
}

data "scalingo_app" "old" {
  name = "my-old-app"
}

resource "scalingo_collaborator" "team" {
  for_each = provider::scalingo::normalize_emails(var.team)
  app      = scalingo_app.new.id
  email    = each.key
}

resource "scalingo_database_collaborator" "team" {
  for_each = scalingo_collaborator.team
  database = "my-database"
  email    = each.value.email
}

resource "scalingo_collaborators" "crew" {
  app           = "my-crew-app"
  collaborators = provider::scalingo::normalize_emails(var.team)
  max_removals  = 1
}

resource "scalingo_database_collaborators" "crew" {
  database      = "my-crew-database"
  collaborators = scalingo_collaborators.crew.pending
}

resource "scalingo_collaboration" "own" {
  app = data.scalingo_app.old.id
}

data "scalingo_collaborators" "old" {
  app = data.scalingo_app.old.id
}

output "not_moved_yet" {
  value = setsubtract(data.scalingo_collaborators.old.collaborators[*].email, keys(scalingo_collaborator.team))
}

output "import_ids" {
  value = [for person in scalingo_collaborator.team : provider::scalingo::import_id(person.app, person.email)]
}
"#;

const TEST: &str = r#"
mock_provider "scalingo" {
  mock_resource "scalingo_app" {
    defaults = {
      id = "5343eccd646aa30012620000"
    }
  }

  mock_resource "scalingo_collaborator" {
    defaults = {
      status = "pending"
    }
  }

  mock_resource "scalingo_collaborators" {
    defaults = {
      pending = ["ann@example.com"]
    }
  }

  mock_data "scalingo_collaborators" {
    defaults = {
      owners = []
      collaborators = [
        for email in ["ann@example.com", "carol@example.com"] : {
          app_id     = "5343eccd646aa30012629999"
          app_name   = "my-old-app"
          id         = email
          email      = email
          username   = email
          user_id    = null
          status     = "accepted"
          limited    = false
          tfa_status = true
        }
      ]
    }
  }
}

variables {
  team = ["Bob@example.com", "ann@example.com", "bob@example.com "]
}

run "plan" {
  command = plan

  assert {
    condition     = join(" ", keys(scalingo_collaborator.team)) == "ann@example.com bob@example.com"
    error_message = "The keys are not the normal addresses."
  }

  assert {
    condition     = output.not_moved_yet == toset(["carol@example.com"])
    error_message = "The mocked people do not show."
  }
}

run "apply" {
  assert {
    condition     = alltrue([for person in scalingo_collaborator.team : person.status == "pending"])
    error_message = "The mocked status does not show."
  }

  assert {
    condition     = scalingo_database_collaborators.crew.collaborators == toset(["ann@example.com"])
    error_message = "The mocked invitations do not show."
  }

  assert {
    condition = output.import_ids == [
      "5343eccd646aa30012620000:ann@example.com",
      "5343eccd646aa30012620000:bob@example.com",
    ]
    error_message = "The import ids are wrong."
  }
}
"#;

/// A folder with the module, without token and without addresses of the API.
async fn world() -> anyhow::Result<World> {
    let mut world = World::new().await?;
    for name in [
        "SCALINGO_API_TOKEN",
        "SCALINGO_API_URL",
        "SCALINGO_AUTH_URL",
    ] {
        world.workspace.unset(name);
    }
    world.configure(MODULE)?;
    Ok(world)
}

#[tokio::test]
async fn mocked_module_is_tested_without_token_or_network() -> Outcome {
    let world = world().await?;
    let run = world.terraform_test(TEST).await?.success()?;
    assert!(run.stdout.contains("2 passed, 0 failed."), "{}", run.stdout);
    assert!(world.emulator.requests().is_empty());
    Ok(())
}

#[tokio::test]
async fn module_uses_all_the_provider_offers() -> Outcome {
    let world = world().await?;
    let run = world
        .run(["providers", "schema", "-json"])
        .await?
        .success()?;
    let all: Value = serde_json::from_str(&run.stdout)?;
    let offer = &all["provider_schemas"]["terraform.local/scalingo/scalingo"];
    let mut used = 0;
    for (kind, opening) in [
        ("resource_schemas", "\nresource \"NAME\" "),
        ("data_source_schemas", "\ndata \"NAME\" "),
        ("functions", " provider::scalingo::NAME("),
    ] {
        for name in offer[kind].as_object().unwrap().keys() {
            let opening = opening.replace("NAME", name);
            assert!(MODULE.contains(&opening), "{opening:?} is missing");
            used += 1;
        }
    }
    assert!(used >= 7, "{used}");
    Ok(())
}
