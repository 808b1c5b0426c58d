//! Cut lines, clients that leave, the end of the server.

use std::net::SocketAddr;

use emulator::{Action, Emulator, FaultRule, Gate, Method, RecordedRequest, Settings};
use tokio::net::TcpStream;

use crate::lab::{Lab, Reply, TestResult};

const PATH: &str = "/v1/apps/my-app/collaborators";

async fn inviting_into(action: Action) -> anyhow::Result<Lab> {
    let lab = Lab::with_app("my-app").await?;
    let rule = FaultRule::on(Method::POST, "/v1/apps/*/collaborators");
    lab.emulator.fault(rule.times(1).does(action));
    Ok(lab)
}

fn invitation(requests: &[RecordedRequest]) -> Option<&RecordedRequest> {
    requests.iter().find(|one| one.is(&Method::POST, PATH))
}

#[tokio::test]
async fn line_dropped_before_the_effect_invites_nobody() -> TestResult {
    let lab = inviting_into(Action::DropBefore).await?;
    assert!(lab.owner.invite("my-app", "ann@example.com").await.is_err());
    assert!(lab.emulator.collaborators("my-app")?.is_empty());
    assert!(lab.emulator.emails_sent().is_empty());
    assert_eq!(
        lab.owner.invite("my-app", "ann@example.com").await?.status,
        201
    );
    assert_eq!(lab.emulator.connections(), 2);
    Ok(())
}

#[tokio::test]
async fn line_dropped_after_the_effect_has_invited() -> TestResult {
    let lab = inviting_into(Action::DropAfter).await?;
    assert!(lab.owner.invite("my-app", "ann@example.com").await.is_err());
    assert_eq!(lab.emulator.collaborators("my-app")?.len(), 1);
    assert_eq!(lab.emulator.emails_sent().len(), 1);
    let requests = lab.emulator.requests();
    let call = invitation(&requests).map(|one| (one.effect, one.status));
    assert_eq!(call, Some((true, None)));
    Ok(())
}

/// An invitation sent in the background; aborting it closes its connection.
fn invite_meanwhile(lab: &Lab) -> tokio::task::JoinHandle<anyhow::Result<Reply>> {
    let owner = lab.owner.clone();
    tokio::spawn(async move { owner.invite("my-app", "ann@example.com").await })
}

/// Waits until the recorded invitation is as `wanted`.
async fn wait_until(lab: &Lab, wanted: impl Fn(&RecordedRequest) -> bool) -> TestResult {
    let condition = |requests: &[RecordedRequest]| invitation(requests).is_some_and(&wanted);
    Ok(lab.emulator.wait_for(condition).await?)
}

#[tokio::test]
async fn effect_comes_even_if_the_client_left_during_the_delay() -> TestResult {
    let gate = Gate::new();
    let lab = inviting_into(Action::Hold(gate.clone())).await?;
    let call = invite_meanwhile(&lab);
    wait_until(&lab, |_| true).await?;
    call.abort();
    assert!(lab.emulator.emails_sent().is_empty());
    gate.open();
    wait_until(&lab, |one| one.effect).await?;
    assert_eq!(lab.emulator.emails_sent().len(), 1);
    Ok(())
}

fn address(url: &str) -> anyhow::Result<SocketAddr> {
    Ok(url.trim_start_matches("http://").parse()?)
}

#[tokio::test]
async fn stopped_server_ends_held_calls_and_frees_the_port() -> TestResult {
    let lab = inviting_into(Action::Hang).await?;
    let call = invite_meanwhile(&lab);
    wait_until(&lab, |_| true).await?;
    let url = lab.emulator.url();
    lab.emulator.stop().await;
    assert!(call.await?.is_err());
    let again = Emulator::start_on(address(&url)?, Settings::default()).await?;
    assert_eq!(again.url(), url);
    Ok(())
}

#[tokio::test]
async fn dropped_emulator_ends_its_connections() -> TestResult {
    let emulator = Emulator::start(Settings::default()).await?;
    let stream = TcpStream::connect(address(&emulator.url())?).await?;
    drop(emulator);
    stream.readable().await?;
    let read = stream.try_read(&mut [0; 1]);
    assert!(matches!(read, Ok(0) | Err(_)), "{read:?}");
    Ok(())
}
