//! The exact messages about apps.

use emulator::{Action, FaultRule, Method};
use insta::assert_snapshot;

use super::{app, applied, empty};
use crate::world::{Outcome, World, refusal};

#[tokio::test]
async fn wrong_name() -> Outcome {
    let world = empty().await?;
    app(&world, "My_App", "")?;
    assert_snapshot!(world.failure(["plan", "-json"]).await?, @"");
    Ok(())
}

#[tokio::test]
async fn name_that_is_taken_by_an_app_of_ours() -> Outcome {
    let world = World::new().await?;
    app(&world, "my-app", "")?;
    assert_snapshot!(world.failure(["apply", "-auto-approve", "-json"]).await?, @"");
    Ok(())
}

#[tokio::test]
async fn name_that_is_taken_by_a_stranger() -> Outcome {
    let world = empty().await?;
    let ann = world.emulator.add_user("ann", "ann@example.com")?;
    world.emulator.add_app_owned_by("my-app", &ann)?;
    app(&world, "my-app", "")?;
    assert_snapshot!(world.failure(["apply", "-auto-approve", "-json"]).await?, @"");
    Ok(())
}

#[tokio::test]
async fn variable_without_a_name() -> Outcome {
    let world = empty().await?;
    app(&world, "my-app", r#"environment = { "" = "1" }"#)?;
    assert_snapshot!(world.failure(["validate", "-json"]).await?, @"");
    Ok(())
}

#[tokio::test]
async fn other_hosting_is_refused_at_plan() -> Outcome {
    let world = applied("").await?;
    app(&world, "my-app", "hds_resource = true")?;
    assert_snapshot!(world.failure(["plan", "-json"]).await?, @"");
    assert!(super::writes(&world).is_empty());
    Ok(())
}

#[tokio::test]
async fn unknown_project() -> Outcome {
    let world = applied("").await?;
    app(&world, "my-app", r#"project_id = "no-such-project""#)?;
    assert_snapshot!(world.failure(["apply", "-auto-approve", "-json"]).await?, @"");
    Ok(())
}

#[tokio::test]
async fn app_created_but_not_set_up() -> Outcome {
    let world = empty().await?;
    app(&world, "my-app", "force_https = true")?;
    let rule = FaultRule::on(Method::PATCH, "/v1/apps/*");
    world
        .emulator
        .fault(rule.does(Action::Status(refusal(403))));
    assert_snapshot!(world.failure(["apply", "-auto-approve", "-json"]).await?, @"");
    Ok(())
}

#[tokio::test]
async fn creation_without_an_answer() -> Outcome {
    let world = empty().await?;
    app(&world, "my-app", "")?;
    let rule = FaultRule::on(Method::POST, "/v1/apps").does(Action::DropAfter);
    world.emulator.fault(rule);
    assert_snapshot!(world.failure(["apply", "-auto-approve", "-json"]).await?, @"");
    Ok(())
}

#[tokio::test]
async fn wrong_import_ids() -> Outcome {
    let world = empty().await?;
    app(&world, "my-app", "")?;
    let mut said = Vec::new();
    for id in ["no-such-app", "my-app:user1@example.com"] {
        let run = world
            .run(["import", "-no-color", super::ADDRESS, id])
            .await?
            .expect_code(1)?;
        said.push(run.stderr.replace("\n│ ", " ").replace('\n', " "));
    }
    assert_snapshot!(said.join("\n"), @"");
    Ok(())
}

#[tokio::test]
async fn app_to_look_at_is_unknown() -> Outcome {
    let world = empty().await?;
    world.configure("data \"scalingo_app\" \"it\" {\n  name = \"no-such-app\"\n}\n")?;
    assert_snapshot!(world.failure(["plan", "-json"]).await?, @"");
    Ok(())
}
