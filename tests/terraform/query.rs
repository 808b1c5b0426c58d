//! `terraform query` and generated configuration, since Terraform 1.14.

use emulator::{Action, FaultRule, Method};
use serde_json::{Value, json};

use crate::world::{Outcome, World, refusal};

/// A world with this list and the provider requirement.
async fn with_list(type_name: &str, arguments: &str) -> anyhow::Result<World> {
    let world = World::newer().await?;
    world.configure("")?;
    list(&world, type_name, arguments)?;
    Ok(world)
}

fn list(world: &World, type_name: &str, arguments: &str) -> Outcome {
    let list = format!("list {type_name:?} \"all\" {{\n  provider = scalingo\n{arguments}\n}}\n");
    world.workspace.write("all.tfquery.hcl", &list)
}

/// What a query found, in its order.
async fn found(world: &World) -> anyhow::Result<Vec<Value>> {
    let run = world.run(["query", "-json"]).await?.success()?;
    let lines = run.stdout.lines().map(serde_json::from_str::<Value>);
    let mut found = Vec::new();
    for line in lines {
        let line = line?;
        if line["type"] == "list_resource_found" {
            found.push(line["list_resource_found"].clone());
        }
    }
    Ok(found)
}

async fn names(world: &World) -> anyhow::Result<Vec<String>> {
    let name = |one: &Value| one["display_name"].as_str().unwrap_or_default().to_owned();
    Ok(found(world).await?.iter().map(name).collect())
}

fn calls(world: &World) -> Vec<String> {
    let requests = world.emulator.take_requests().into_iter();
    requests
        .map(|request| format!("{} {}", request.method, request.path))
        .collect()
}

/// Writes configuration for everything the list finds.
async fn generate(world: &World) -> Outcome {
    let query = ["query", "-generate-config-out=generated.tf"];
    world.run(query).await?.success()?;
    std::fs::remove_file(world.workspace.path().join("all.tfquery.hcl"))?;
    Ok(())
}

/// A plan that imports so many objects and does nothing else.
async fn plan_only_imports(world: &World, count: usize) -> Outcome {
    let run = world.run(["plan", "-no-color"]).await?.success()?;
    let expected = format!("Plan: {count} to import, 0 to add, 0 to change, 0 to destroy.");
    assert!(run.stdout.contains(&expected), "{}", run.stdout);
    Ok(())
}

fn forty_people(world: &World, app: &str) -> Outcome {
    for number in 0..40 {
        let email = format!("User{number:02}@example.com");
        world
            .emulator
            .add_collaborator(app, &email, number % 2 == 1)?;
    }
    Ok(())
}

#[tokio::test]
async fn team_of_three_apps_is_found_with_three_calls_and_imported_as_it_is() -> Outcome {
    let world = with_list("scalingo_collaborator", "  limit = 500").await?;
    world.emulator.add_app("my-api")?;
    world.emulator.add_app("my-web")?;
    for app in ["my-api", "my-app", "my-web"] {
        forty_people(&world, app)?;
    }
    generate(&world).await?;
    let mut queried = calls(&world);
    queried.sort();
    assert_eq!(
        queried,
        [
            "GET /v1/apps",
            "GET /v1/collaborators",
            "POST /v1/tokens/exchange"
        ]
    );
    plan_only_imports(&world, 120).await?;
    let planned = calls(&world);
    assert!(planned.len() <= 4, "{planned:?}");
    let generated = world.workspace.read("generated.tf")?;
    assert_eq!(generated.matches("resource \"").count(), 120);
    assert_eq!(generated.matches("= true").count(), 60);
    assert!(!generated.contains("= false"), "{generated}");
    Ok(())
}

#[tokio::test]
async fn generated_person_is_what_somebody_would_write() -> Outcome {
    let world = with_list("scalingo_collaborator", "").await?;
    world
        .emulator
        .add_collaborator("my-app", "Ann@Example.com", false)?;
    generate(&world).await?;
    let app = world.emulator.app("my-app")?.id;
    let generated = world.workspace.read("generated.tf")?.replace(&app, "(id)");
    insta::assert_snapshot!(generated, @r#"
    # __generated__ by Terraform
    # Please review these resources and move them into your main configuration files.

    # __generated__ by Terraform
    resource "scalingo_collaborator" "all_0" {
      provider = scalingo
      app      = "(id)"
      email    = "ann@example.com"
    }

    import {
      to       = scalingo_collaborator.all_0
      provider = scalingo
      identity = {
        app_id = "(id)"
        email  = "ann@example.com"
      }
    }
    "#);
    world.apply().await?;
    world.plan_is_empty().await?;
    assert!(world.emulator.emails_sent().is_empty());
    Ok(())
}

#[tokio::test]
async fn people_are_found_by_filter_in_order_under_names_to_search_for() -> Outcome {
    let world = with_list("scalingo_collaborator", "").await?;
    world.emulator.add_app("my-api")?;
    for (app, email, limited) in [
        ("my-app", "ben@example.com", true),
        ("my-app", "Ann@example.com", false),
        ("my-api", "carl@example.com", true),
    ] {
        world.emulator.add_collaborator(app, email, limited)?;
    }
    world.emulator.accept("my-app", "ben@example.com")?;
    let (carl, ann, ben) = (
        "carl@example.com on my-api",
        "Ann@example.com on my-app",
        "ben@example.com on my-app",
    );
    let rows: [(&str, &[&str]); 7] = [
        ("", &[carl, ann, ben]),
        ("limit = 2", &[carl, ann]),
        ("limit = 0", &[]),
        ("config { limited = true }", &[carl, ben]),
        ("config { status = \"pending\" }", &[carl, ann]),
        ("config {\n app = \"my-app\"\n limited = false\n }", &[ann]),
        ("config { status = \"lost\" }", &[]),
    ];
    for (arguments, expected) in rows {
        list(&world, "scalingo_collaborator", arguments)?;
        assert_eq!(names(&world).await?, expected, "{arguments}");
    }
    Ok(())
}

#[tokio::test]
async fn found_person_has_identity_and_the_object_when_it_is_asked_for() -> Outcome {
    let world = with_list("scalingo_collaborator", "include_resource = true").await?;
    let app = world.emulator.app("my-app")?.id;
    world
        .emulator
        .add_collaborator("my-app", "Ann@example.com", true)?;
    let ann = found(&world).await?.remove(0);
    let identity = json!({"app_id": app, "email": "ann@example.com"});
    assert_eq!(ann["identity"], identity);
    assert_eq!(ann["identity_version"], 0);
    let object = &ann["resource_object"];
    assert_eq!(object["app"], app);
    assert_eq!(object["limited"], true);
    assert_eq!(object["status"], "pending");
    list(&world, "scalingo_collaborator", "")?;
    assert_eq!(found(&world).await?.remove(0).get("resource_object"), None);
    Ok(())
}

#[tokio::test]
async fn failed_call_is_an_error_and_not_a_short_list() -> Outcome {
    let arguments = "for_each = toset([\"my-api\", \"my-app\"])\n config { app = each.key }";
    let world = with_list("scalingo_collaborator", arguments).await?;
    let api = world.emulator.add_app("my-api")?.id;
    world
        .emulator
        .add_collaborator("my-app", "ann@example.com", false)?;
    world
        .emulator
        .add_collaborator("my-api", "ann@example.com", false)?;
    assert_eq!(names(&world).await?.len(), 2);
    let of_api = format!("/v1/apps/{api}/collaborators");
    for path in [&*of_api, "/v1/collaborators"] {
        let rule = FaultRule::on(Method::GET, path);
        world
            .emulator
            .fault(rule.does(Action::Status(refusal(403))));
        let run = world.run(["query", "-json"]).await?.expect_code(1)?;
        let said = world.diagnostics(&run)?;
        assert!(
            said.starts_with("error: Cannot read the collaborators"),
            "{said}"
        );
        list(&world, "scalingo_collaborator", "")?;
        world.emulator.clear_faults();
    }
    Ok(())
}

#[tokio::test]
async fn app_that_is_not_there_is_named() -> Outcome {
    let config = "config { app = \"no-such-app\" }";
    let world = with_list("scalingo_collaborator", config).await?;
    let run = world.run(["query", "-json"]).await?.expect_code(1)?;
    let said = world.diagnostics(&run)?;
    assert!(said.contains("no-such-app"), "{said}");
    list(
        &world,
        "scalingo_collaborator",
        "config { app = \"../apps\" }",
    )?;
    let run = world
        .run(["validate", "-query", "-json"])
        .await?
        .expect_code(1)?;
    assert!(
        run.stdout.contains("Not an ID or name: app"),
        "{}",
        run.stdout
    );
    Ok(())
}

#[tokio::test]
async fn row_that_cannot_be_read_is_told() -> Outcome {
    let world = with_list("scalingo_collaborator", "").await?;
    let app = world.emulator.app("my-app")?.id;
    let rows = json!({"collaborators": [
        {"id": "1", "email": "ann@example.com", "app_id": app, "status": "pending"},
        {"id": {}, "email": "ben@example.com", "app_id": app},
    ]});
    let answer = emulator::Answer::json(200, &rows);
    let rule = FaultRule::on(Method::GET, "/v1/collaborators");
    world.emulator.fault(rule.does(Action::Status(answer)));
    let run = world.run(["query", "-json"]).await?.success()?;
    let said = world.diagnostics(&run)?;
    assert!(
        said.starts_with("warning: Unreadable rows are left out"),
        "{said}"
    );
    assert!(
        run.stdout.contains("ann@example.com on my-app"),
        "{}",
        run.stdout
    );
    Ok(())
}

#[tokio::test]
async fn people_on_a_database_are_found_and_imported_as_they_are() -> Outcome {
    let type_name = "scalingo_database_collaborator";
    let world = with_list(type_name, "config { database = \"my-db\" }").await?;
    world.emulator.add_database("my-db")?;
    world
        .emulator
        .add_collaborator("my-db", "ann@example.com", false)?;
    assert_eq!(names(&world).await?, ["ann@example.com on my-db"]);
    generate(&world).await?;
    plan_only_imports(&world, 1).await
}

#[tokio::test]
async fn apps_are_found_and_imported_as_they_are() -> Outcome {
    let world = with_list("scalingo_app", "").await?;
    world.emulator.add_app("my-api")?;
    world.emulator.set_variable("my-api", "SECRET", "hush")?;
    world
        .emulator
        .change_app("my-api", |settings| settings.force_https = true)?;
    assert_eq!(names(&world).await?, ["my-api", "my-app"]);
    generate(&world).await?;
    let generated = world.workspace.read("generated.tf")?;
    assert_eq!(generated.matches("= true").count(), 1);
    assert!(
        !generated.contains("false") && !generated.contains("hush"),
        "{generated}"
    );
    plan_only_imports(&world, 2).await
}

#[tokio::test]
async fn plan_generates_what_an_import_block_lacks() -> Outcome {
    let world = World::newer().await?;
    let app = world.emulator.app("my-app")?.id;
    world
        .emulator
        .add_collaborator("my-app", "ann@example.com", false)?;
    world.configure(&format!(
        r#"
import {{
  to       = scalingo_collaborator.ann
  identity = {{ app_id = {app:?}, email = "ann@example.com" }}
}}

import {{
  to = scalingo_app.one
  id = "my-app"
}}
"#
    ))?;
    let plan = ["plan", "-no-color", "-generate-config-out=generated.tf"];
    let run = world.run(plan).await?.success()?;
    let expected = "Plan: 2 to import, 0 to add, 0 to change, 0 to destroy.";
    assert!(run.stdout.contains(expected), "{}", run.stdout);
    plan_only_imports(&world, 2).await
}

#[tokio::test]
async fn teams_are_found_and_imported_as_their_two_sets() -> Outcome {
    let world = with_list("scalingo_collaborators", "").await?;
    world.emulator.add_app("my-api")?;
    for (email, limited) in [
        ("ann@example.com", false),
        ("ben@example.com", true),
        ("eve@example.com", false),
    ] {
        world.emulator.add_collaborator("my-app", email, limited)?;
    }
    assert_eq!(names(&world).await?, ["team of my-api", "team of my-app"]);
    list(
        &world,
        "scalingo_collaborators",
        "config { app = \"my-app\" }",
    )?;
    generate(&world).await?;
    let app = world.emulator.app("my-app")?.id;
    let generated = world.workspace.read("generated.tf")?.replace(&app, "(id)");
    insta::assert_snapshot!(generated, @r#"
    # __generated__ by Terraform
    # Please review these resources and move them into your main configuration files.

    # __generated__ by Terraform
    resource "scalingo_collaborators" "all_0" {
      provider              = scalingo
      app                   = "(id)"
      collaborators         = ["ann@example.com", "eve@example.com"]
      limited_collaborators = ["ben@example.com"]
    }

    import {
      to       = scalingo_collaborators.all_0
      provider = scalingo
      identity = {
        app_id = "(id)"
      }
    }
    "#);
    world.apply().await?;
    world.plan_is_empty().await?;
    assert_eq!(world.people()?.len(), 3);
    Ok(())
}

#[tokio::test]
async fn team_of_a_database_is_found_and_imported_as_it_is() -> Outcome {
    let type_name = "scalingo_database_collaborators";
    let world = with_list(type_name, "config { database = \"my-db\" }").await?;
    world.emulator.add_database("my-db")?;
    assert_eq!(names(&world).await?, Vec::<String>::new());
    world
        .emulator
        .add_collaborator("my-db", "ann@example.com", false)?;
    assert_eq!(names(&world).await?, ["team of my-db"]);
    generate(&world).await?;
    plan_only_imports(&world, 1).await
}
