//! What an app survives: lost answers, refusals, garbage.

use emulator::{Action, FaultRule, Garbage, Method};

use super::{ADDRESS, app, applied, empty, writes};
use crate::world::{Outcome, World, refusal};

#[tokio::test]
async fn refused_or_garbled_read_is_an_error_and_the_app_is_kept() -> Outcome {
    let world = applied(r#"environment = { A = "1" }"#).await?;
    let actions = [
        Action::Status(refusal(401)),
        Action::Status(refusal(403)),
        Action::Garbage(Garbage::HtmlPage),
        Action::Garbage(Garbage::WrongTypes),
    ];
    for action in actions {
        for path in ["/v1/apps/*", "/v1/apps/*/variables"] {
            let rule = FaultRule::on(Method::GET, path).does(action.clone());
            world.emulator.fault(rule);
            let failure = world.failure(["plan", "-json"]).await?;
            assert!(failure.starts_with("error: Cannot read"), "{failure}");
            world.emulator.clear_faults();
        }
    }
    world.plan_is_empty().await
}

#[tokio::test]
async fn variables_that_cannot_be_found_do_not_make_the_app_gone() -> Outcome {
    let world = applied("").await?;
    let rule = FaultRule::on(Method::GET, "/v1/apps/*/variables");
    world
        .emulator
        .fault(rule.does(Action::Status(refusal(404))));
    let failure = world.failure(["plan", "-json"]).await?;
    assert!(
        failure.starts_with("error: Cannot read the environment"),
        "{failure}"
    );
    Ok(())
}

/// An apply in which the new app's settings are refused.
async fn half_created() -> anyhow::Result<(World, String)> {
    let world = empty().await?;
    app(
        &world,
        "my-app",
        "force_https = true\n  environment = { A = \"1\" }",
    )?;
    world
        .emulator
        .fault(FaultRule::on(Method::PATCH, "/v1/apps/*").does(Action::Status(refusal(403))));
    let failure = world.failure(["apply", "-auto-approve", "-json"]).await?;
    world.emulator.clear_faults();
    Ok((world, failure))
}

#[tokio::test]
async fn app_that_was_created_but_not_set_up_stays_in_the_state() -> Outcome {
    let (world, failure) = half_created().await?;
    assert!(
        failure.starts_with("error: App created, but not set up"),
        "{failure}"
    );
    assert!(failure.contains("terraform untaint"), "{failure}");
    let state = world.attributes(ADDRESS).await?;
    assert_eq!(state["id"], world.emulator.app("my-app")?.id);
    assert_eq!(state["force_https"], false);
    assert_eq!(state["environment"]["A"], "1");
    assert_eq!(world.planned().await?, ["scalingo_app.my-app: replace"]);
    Ok(())
}

#[tokio::test]
async fn untainted_app_is_set_up_by_the_next_apply() -> Outcome {
    let (world, _) = half_created().await?;
    let id = world.emulator.app("my-app")?.id;
    world.run(["untaint", ADDRESS]).await?.success()?;
    assert_eq!(world.planned().await?, ["scalingo_app.my-app: update"]);
    world.apply().await?;
    assert_eq!(world.emulator.app("my-app")?.id, id);
    assert!(world.emulator.app_settings("my-app")?.force_https);
    world.plan_is_empty().await
}

#[tokio::test]
async fn creation_whose_answer_is_lost_is_not_repeated_and_not_taken_for_granted() -> Outcome {
    let world = empty().await?;
    app(&world, "my-app", "")?;
    let rule = FaultRule::on(Method::POST, "/v1/apps").does(Action::DropAfter);
    world.emulator.fault(rule);
    let failure = world.failure(["apply", "-auto-approve", "-json"]).await?;
    assert!(
        failure.starts_with("error: App creation status unknown"),
        "{failure}"
    );
    assert_eq!(writes(&world), ["POST "]);
    assert!(world.workspace.addresses().await?.is_empty());
    world.emulator.clear_faults();
    world.run(["import", ADDRESS, "my-app"]).await?.success()?;
    world.plan_is_empty().await
}

#[tokio::test]
async fn failed_rename_keeps_the_old_name_in_the_state() -> Outcome {
    let world = applied("").await?;
    world.emulator.add_app("taken-app")?;
    app(&world, "taken-app", "")?;
    let failure = world.failure(["apply", "-auto-approve", "-json"]).await?;
    assert!(
        failure.starts_with("error: Cannot rename an app"),
        "{failure}"
    );
    assert_eq!(world.attributes(ADDRESS).await?["name"], "my-app");
    app(&world, "my-app", "")?;
    world.plan_is_empty().await
}

#[tokio::test]
async fn refused_deletion_keeps_the_app() -> Outcome {
    let world = applied("").await?;
    let rule = FaultRule::on(Method::DELETE, "/v1/apps/*");
    world
        .emulator
        .fault(rule.does(Action::Status(refusal(403))));
    world.failure(["destroy", "-auto-approve", "-json"]).await?;
    assert_eq!(world.workspace.addresses().await?, [ADDRESS]);
    world.emulator.clear_faults();
    world.destroy().await?;
    assert!(world.emulator.app("my-app").is_err());
    Ok(())
}
