//! `ETag`, gzip, latency, counters.

use std::io::Read as _;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use emulator::Method;
use flate2::read::GzDecoder;

use crate::lab::{Lab, Reply, TestResult};

const PATH: &str = "/v1/apps/my-app/collaborators";

#[tokio::test]
async fn list_has_a_weak_etag_that_changes_with_the_list() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let first = lab.owner.get(PATH).await?;
    let tag = first.header("etag").context("no ETag")?.to_owned();
    assert!(tag.starts_with("W/\""));
    assert_eq!(
        lab.owner.get(PATH).await?.header("etag"),
        Some(tag.as_str())
    );
    lab.emulator
        .add_collaborator("my-app", "ann@example.com", false)?;
    assert_ne!(
        lab.owner.get(PATH).await?.header("etag"),
        Some(tag.as_str())
    );
    Ok(())
}

#[tokio::test]
async fn known_etag_is_answered_304_without_a_body() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let first = lab.owner.get(PATH).await?;
    let tag = first.header("etag").context("no ETag")?;
    let ask = |tags: String| {
        lab.owner
            .request(Method::GET, PATH)
            .header("if-none-match", tags)
    };
    let reply = Reply::to(ask(format!("W/\"old\", {tag}"))).await?;
    assert_eq!(reply.status, 304);
    assert!(reply.body.is_empty());
    assert_eq!(reply.header("etag"), Some(tag));
    assert_eq!(Reply::to(ask("W/\"old\"".to_owned())).await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn etags_can_be_switched_off() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    lab.emulator
        .configure(|settings| settings.replies.etags = false);
    assert_eq!(lab.owner.get(PATH).await?.header("etag"), None);
    Ok(())
}

#[tokio::test]
async fn body_is_gzipped_for_those_who_accept_it() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let plain = lab.owner.get(PATH).await?;
    assert_eq!(plain.header("content-encoding"), None);
    let ask = || {
        lab.owner
            .request(Method::GET, PATH)
            .header("accept-encoding", "br, gzip")
    };
    let zipped = Reply::to(ask()).await?;
    assert_eq!(zipped.header("content-encoding"), Some("gzip"));
    let mut body = Vec::new();
    GzDecoder::new(zipped.body.as_slice()).read_to_end(&mut body)?;
    assert_eq!(body, plain.body);
    lab.emulator
        .configure(|settings| settings.replies.gzip = false);
    assert_eq!(Reply::to(ask()).await?.body, plain.body);
    Ok(())
}

#[tokio::test]
async fn bytes_sent_are_the_bodies_as_they_went_out() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    for number in 0..100 {
        lab.emulator
            .add_collaborator("my-app", &format!("p{number}@example.com"), false)?;
    }
    let before = lab.emulator.bytes_sent();
    let plain = lab.owner.get(PATH).await?;
    let between = lab.emulator.bytes_sent();
    assert_eq!(between - before, u64::try_from(plain.body.len())?);
    let ask = lab
        .owner
        .request(Method::GET, PATH)
        .header("accept-encoding", "gzip");
    let zipped = Reply::to(ask).await?;
    assert_eq!(
        lab.emulator.bytes_sent() - between,
        u64::try_from(zipped.body.len())?
    );
    assert!(zipped.body.len() < plain.body.len() / 2);
    Ok(())
}

#[tokio::test]
async fn connections_are_counted_and_kept_alive() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    for _ in 0..5 {
        lab.owner.get(PATH).await?;
    }
    assert_eq!(lab.emulator.connections(), 1);
    lab.visitor("ann").await?;
    assert_eq!(lab.emulator.connections(), 2);
    Ok(())
}

#[tokio::test]
async fn latency_comes_before_every_answer() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let latency = Duration::from_millis(30);
    lab.emulator
        .configure(|settings| settings.latency = latency);
    let start = Instant::now();
    lab.owner.get(PATH).await?;
    assert!(start.elapsed() >= latency);
    Ok(())
}
