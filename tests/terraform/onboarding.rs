//! An account under code in one sitting.

use std::path::Path;

use crate::world::{Outcome, World};

/// Twelve apps with 150 people, every third limited and every second accepted.
async fn account() -> anyhow::Result<World> {
    let world = World::new().await?;
    let apps: Vec<String> = (1..12).map(|n| format!("{n}-app")).collect();
    for app in &apps {
        world.emulator.add_app(app)?;
    }
    let apps: Vec<&str> = apps.iter().map(String::as_str).chain(["my-app"]).collect();
    for n in 0..149 {
        let (app, email) = (apps[n % apps.len()], format!("User{n}@example.com"));
        world.emulator.add_collaborator(app, &email, n % 3 == 0)?;
        if n % 2 == 0 {
            world.emulator.accept(app, &email)?;
        }
    }
    let odd = "\"a ${b} %{c}\"@example.com";
    world.emulator.add_collaborator("my-app", odd, false)?;
    Ok(world)
}

/// What the example prints for the account.
async fn onboarded(world: &World) -> anyhow::Result<String> {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/onboarding");
    let files = ["main.tf", "team.tftpl", "versions.tf"];
    for file in files {
        let text = std::fs::read_to_string(example.join(file))?;
        world.workspace.write(file, &text)?;
    }
    world.run(["fmt", "-check"]).await?.success()?;
    world.apply().await?;
    let hcl = world.run(["output", "-raw", "hcl"]).await?.success()?;
    for file in files {
        std::fs::remove_file(world.workspace.path().join(file))?;
    }
    Ok(hcl.stdout)
}

#[tokio::test]
async fn account_is_imported_as_it_is_without_a_mail() -> Outcome {
    let world = account().await?;
    let hcl = onboarded(&world).await?;
    world.workspace.write("people.tf", &hcl)?;
    world.run(["fmt", "-check", "people.tf"]).await?.success()?;
    world.configure("")?;
    let planned = world.run(["plan", "-no-color"]).await?.success()?;
    let expected = "Plan: 12 to import, 0 to add, 0 to change, 0 to destroy.";
    assert!(planned.stdout.contains(expected), "{}", planned.stdout);
    world.apply().await?;
    world.plan_is_empty().await?;
    assert!(world.emulator.emails_sent().is_empty());
    assert_eq!(world.people()?.len(), 13);
    Ok(())
}
