//! What the log says, and what it must not say.
//!
//! A program of its own: `tracing` keeps one answer per call site for the whole
//! process, and tests that run beside this one without a subscriber would set
//! it to "nobody listens".

#[expect(dead_code, reason = "the other tests use the rest")]
#[path = "client/world.rs"]
mod world;

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use emulator::{Action, Answer, FaultRule, Method};
use scalingo::SecretString;
use tracing_subscriber::layer::{Context, SubscriberExt};

use crate::world::{APP, TestResult, World, invitation};

/// Collects every event of every crate as one line of text.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<String>>);

impl<S: tracing::Subscriber> tracing_subscriber::Layer<S> for Lines {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if let Ok(mut lines) = self.0.lock() {
            event.record(&mut |field: &tracing::field::Field, value: &dyn Debug| {
                // Writing to a string cannot fail.
                let _ = write!(lines, "{}={value:?} ", field.name());
            });
            lines.push('\n');
        }
    }
}

/// A guest accepts an invitation, whose first answer is lost and whose token the
/// API repeats. The token.
async fn accept(world: &World) -> TestResult<String> {
    let invited = world
        .emulator
        .add_collaborator(APP, "guest@example.com", false)?;
    let link = invited.invitation_link;
    let (_, token) = link.split_once("token=").ok_or("no token")?;
    let guest = world.emulator.add_user("guest", "guest@example.com")?;
    let client = world.client_of(&guest)?;
    let repeated = serde_json::json!({"error": format!("no invitation {token}")});
    let acceptance = || FaultRule::on(Method::GET, "/v1/apps/collaboration");
    let faults = [
        Action::DropBefore,
        Action::Status(Answer::json(400, &repeated)),
    ];
    for fault in faults {
        world.emulator.clear_faults();
        world.emulator.fault(acceptance().nth(1).does(fault));
        let failure = client.accept_invitation(&token.into()).await;
        let failure = failure.err().ok_or("was accepted")?;
        let (shown, debug) = (failure.to_string(), format!("{failure:?}"));
        assert!(!shown.contains(token) && !debug.contains(token), "{debug}");
    }
    client.accept_invitation(&token.into()).await?;
    Ok(token.to_owned())
}

#[tokio::test]
async fn calls_are_logged_without_secrets_addresses_or_bodies() -> TestResult {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::registry().with(lines.clone());
    let _guard = tracing::subscriber::set_default(subscriber);
    let world = World::new().await?;
    world.emulator.fault(
        FaultRule::on(Method::POST, "/v1/apps/*/collaborators")
            .nth(1)
            .does(Action::DropAfter),
    );
    let invited = world
        .rosters
        .invite(&world.client, APP, &invitation("user1@example.com")?)
        .await?;
    let invitations: Vec<_> = world
        .emulator
        .collaborators(APP)?
        .into_iter()
        .map(|person| person.invitation_link)
        .collect();
    assert!(invitations.iter().all(|link| !link.is_empty()));
    world
        .rosters
        .change_role(&world.client, APP, &invited.id, true)
        .await?;
    world
        .client
        .set_variables(
            APP,
            &[("NAME".to_owned(), SecretString::from("secret value"))],
        )
        .await?;
    world.client.list_variables(APP).await?;
    world.emulator.fault(
        FaultRule::on(Method::DELETE, "/v1/apps/*/collaborators/*")
            .nth(1)
            .does(Action::DropBefore),
    );
    world.remove(&world.client, &invited.id).await?;
    let token = accept(&world).await?;

    let log = lines
        .0
        .lock()
        .map(|lines| lines.clone())
        .map_err(|_| "poisoned")?;
    assert!(
        log.contains("method=\"PATCH\"") && log.contains("status=200") && log.contains("attempt=2"),
        "{log}"
    );
    let secrets = [
        world.emulator.api_token().to_owned(),
        "user1@".to_owned(),
        "secret value".to_owned(),
        "Bearer ".to_owned(),
        "is_limited".to_owned(),
        token,
    ];
    for secret in secrets.into_iter().chain(invitations) {
        assert!(!log.contains(&secret), "the log holds {secret:?}");
    }
    Ok(())
}
