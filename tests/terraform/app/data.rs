//! The data source `scalingo_app`.

use serde_json::json;

use crate::world::{Outcome, World};

fn looked_up(world: &World, name: &str) -> Outcome {
    world.configure(&format!(
        "data \"scalingo_app\" \"it\" {{\n  name = {name:?}\n}}\n"
    ))
}

#[tokio::test]
async fn app_is_found_by_name_and_by_id() -> Outcome {
    let world = World::new().await?;
    world.emulator.set_variable("my-app", "LEVEL", "info")?;
    world.emulator.change_app("my-app", |settings| {
        settings.sticky_session = true;
    })?;
    let app = world.emulator.app("my-app")?;
    let user = world.emulator.user();
    for name in [app.name.as_str(), app.id.as_str()] {
        looked_up(&world, name)?;
        world.apply().await?;
        assert_eq!(
            world.attributes("data.scalingo_app.it").await?,
            json!({
                "name": name,
                "id": app.id,
                "status": "new",
                "owner": {"id": user.id, "username": user.username, "email": user.email},
                "all_environment": {"LEVEL": "info"},
                "base_url": "https://my-app.osc-fr1.example",
                "url": "https://my-app.osc-fr1.example",
                "git_url": "git@ssh.osc-fr1.example:my-app.git",
                "force_https": false,
                "router_logs": false,
                "sticky_session": true,
                "stack_id": world.emulator.app_settings("my-app")?.stack_id,
                "project_id": world.emulator.project_of("my-app")?.id,
                "hds_resource": false,
            })
        );
    }
    Ok(())
}

#[tokio::test]
async fn app_of_the_same_run_is_read_after_its_rename() -> Outcome {
    let world = super::empty().await?;
    let hcl = |name: &str| {
        format!(
            r#"
resource "scalingo_app" "my-app" {{ name = {name:?} }}

data "scalingo_app" "it" {{ name = scalingo_app.my-app.id }}

output "url" {{ value = data.scalingo_app.it.url }}
"#
        )
    };
    world.configure(&hcl("my-app"))?;
    world.apply().await?;
    world.plan_is_empty().await?;
    world.configure(&hcl("our-app"))?;
    world.apply().await?;
    world.apply().await?;
    let url = world.run(["output", "-raw", "url"]).await?.success()?;
    assert_eq!(url.stdout, "https://our-app.osc-fr1.example");
    Ok(())
}

#[tokio::test]
async fn variables_are_not_shown() -> Outcome {
    let world = World::new().await?;
    world.emulator.set_variable("my-app", "KEY", "hush-hush")?;
    looked_up(&world, "my-app")?;
    world.apply().await?;
    let shown = world.run(["show", "-no-color"]).await?.success()?;
    assert!(shown.stdout.contains("all_environment"));
    assert!(!shown.stdout.contains("hush-hush"), "{}", shown.stdout);
    Ok(())
}
