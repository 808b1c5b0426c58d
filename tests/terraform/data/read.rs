//! What is read, and in which order.

use serde_json::json;

use super::{LISTED, block, read, rows, staffed};
use crate::world::{Outcome, World};

#[tokio::test]
async fn people_come_in_order_of_address_whatever_its_case() -> Outcome {
    let world = staffed().await?;
    let found = read(&world, r#"app = "my-app""#).await?;
    assert_eq!(
        rows(&found, "collaborators", &["app_name", "email", "limited"]),
        [
            "my-app ann@example.com false",
            "my-app Bob@example.com false",
            "my-app Zoe@example.com true"
        ]
    );
    Ok(())
}

#[tokio::test]
async fn each_person_is_told_as_the_api_tells() -> Outcome {
    let world = staffed().await?;
    let app = world.emulator.app("my-app")?;
    let known = world.emulator.collaborators("my-app")?;
    let found = read(&world, r#"app = "my-app""#).await?;
    let by_address = |email: &str| known.iter().find(|person| person.email == email).unwrap();
    let (ann, bob) = (by_address("ann@example.com"), by_address("Bob@example.com"));
    assert_eq!(
        found["collaborators"][0],
        json!({
            "app_id": app.id, "app_name": "my-app", "id": ann.id,
            "email": "ann@example.com", "username": ann.username, "user_id": ann.user_id,
            "status": "accepted", "limited": false, "tfa_status": true,
        })
    );
    assert_eq!(
        found["collaborators"][1],
        json!({
            "app_id": app.id, "app_name": "my-app", "id": bob.id,
            "email": "Bob@example.com", "username": "n/a", "user_id": null,
            "status": "pending", "limited": false, "tfa_status": null,
        })
    );
    Ok(())
}

#[tokio::test]
async fn owner_is_told_apart_from_the_people() -> Outcome {
    let world = staffed().await?;
    let app = world.emulator.app("my-app")?;
    let found = read(&world, "app = \"my-app\"\nstatus = \"nobody has this one\"").await?;
    assert_eq!(found["collaborators"], json!([]));
    assert_eq!(
        found["owners"],
        json!([{
            "app_id": app.id, "app_name": "my-app", "id": app.owner.id,
            "username": app.owner.username, "email": app.owner.email,
        }])
    );
    Ok(())
}

#[tokio::test]
async fn filters_let_through_who_fits_both() -> Outcome {
    let world = staffed().await?;
    let table = [
        ("limited = true", vec!["Zoe@example.com"]),
        (
            "limited = false",
            vec!["ann@example.com", "Bob@example.com"],
        ),
        (
            r#"status = "pending""#,
            vec!["Bob@example.com", "Zoe@example.com"],
        ),
        (
            "status = \"pending\"\nlimited = false",
            vec!["Bob@example.com"],
        ),
    ];
    for (arguments, expected) in table {
        let found = read(&world, &format!("app = \"my-app\"\n{arguments}")).await?;
        let addresses = rows(&found, "collaborators", &["email"]);
        assert_eq!(addresses, expected, "{arguments}");
    }
    Ok(())
}

#[tokio::test]
async fn status_words_that_are_not_documented_pass_through() -> Outcome {
    let world = staffed().await?;
    for status in ["user account deleted", "on holiday"] {
        world
            .emulator
            .set_status("my-app", "ann@example.com", status)?;
        let found = read(&world, &format!("app = \"my-app\"\nstatus = {status:?}")).await?;
        assert_eq!(
            rows(&found, "collaborators", &["email", "status"]),
            [format!("ann@example.com {status}")]
        );
    }
    Ok(())
}

#[tokio::test]
async fn app_named_by_id_and_by_name_is_read_once() -> Outcome {
    let world = staffed().await?;
    world.emulator.add_app("a-second-app")?;
    world
        .emulator
        .add_collaborator("a-second-app", "ann@example.com", false)?;
    let id = world.emulator.app("my-app")?.id;
    let found = read(
        &world,
        &format!(r#"apps = ["my-app", "a-second-app", {id:?}]"#),
    )
    .await?;
    assert_eq!(
        rows(&found, "collaborators", &["app_name", "email"]),
        [
            "a-second-app ann@example.com",
            "my-app ann@example.com",
            "my-app Bob@example.com",
            "my-app Zoe@example.com"
        ]
    );
    assert_eq!(
        rows(&found, "owners", &["app_name"]),
        ["a-second-app", "my-app"]
    );
    Ok(())
}

#[tokio::test]
async fn without_a_name_all_owned_apps_are_read_and_no_shared_one() -> Outcome {
    let world = staffed().await?;
    world.emulator.add_app("empty-app")?;
    let stranger = world
        .emulator
        .add_user("stranger", "stranger@example.com")?;
    world.emulator.add_app_owned_by("their-app", &stranger)?;
    world.emulator.share("their-app", world.emulator.user())?;
    let found = read(&world, "").await?;
    assert_eq!(
        rows(&found, "owners", &["app_name", "username"]),
        ["empty-app owner", "my-app owner"]
    );
    assert_eq!(
        rows(&found, "collaborators", &["app_name"]),
        ["my-app", "my-app", "my-app"]
    );
    Ok(())
}

#[tokio::test]
async fn shared_app_can_be_read_by_name() -> Outcome {
    let world = World::new().await?;
    let stranger = world
        .emulator
        .add_user("stranger", "stranger@example.com")?;
    world.emulator.add_app_owned_by("their-app", &stranger)?;
    world.emulator.share("their-app", world.emulator.user())?;
    let found = read(&world, r#"app = "their-app""#).await?;
    assert_eq!(
        rows(&found, "collaborators", &["email", "status"]),
        ["owner@example.com accepted"]
    );
    assert_eq!(rows(&found, "owners", &["username"]), ["stranger"]);
    Ok(())
}

#[tokio::test]
async fn app_known_only_at_apply_is_read_then() -> Outcome {
    let world = staffed().await?;
    let app = "resource \"terraform_data\" \"app\" {\n  input = \"my-app\"\n}\n";
    let later = block("app = terraform_data.app.output");
    world.configure(&format!("{app}{later}"))?;
    world.apply().await?;
    let found = world.attributes(LISTED).await?;
    assert_eq!(rows(&found, "collaborators", &["email"]).len(), 3);
    Ok(())
}
