//! A running server seen from the host's side.

mod support;

use std::path::Path;
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tonic::Code;
use tonic::transport::Channel;

use self::support::{Identity, Outcome, Running, pem};
use super::incoming::Incoming;
use super::{Ended, Mode, ServeError, tls};
use crate::wire::plugin::Empty;
use crate::wire::plugin::grpc_controller_client::GrpcControllerClient;
use crate::wire::plugin::grpc_stdio_client::GrpcStdioClient;

async fn shut_down(channel: Channel) -> Result<(), tonic::Status> {
    let mut controller = GrpcControllerClient::new(channel);
    controller.shutdown(Empty {}).await.map(drop)
}

#[tokio::test]
async fn without_a_certificate_the_server_speaks_plainly() -> Outcome {
    let server = Running::start([("PLUGIN_CLIENT_CERT", "")], Mode::Terraform).await?;
    assert!(server.greeting.starts_with("1|6|unix|/"));
    assert_eq!(server.field(5), "");
    shut_down(server.plain().await?).await?;
    assert_eq!(server.ended().await?, Ended::Shutdown);
    Ok(())
}

#[tokio::test]
async fn only_the_announced_certificate_is_served() -> Outcome {
    let client = Identity::new()?;
    let pem: &'static str = client.pem().leak();
    let server = Running::start([("PLUGIN_CLIENT_CERT", pem)], Mode::Terraform).await?;
    assert!(refused(server.plain().await).await, "plain connection");
    assert!(refused(server.over_tls(None).await).await, "no certificate");
    let other = Identity::new()?;
    assert!(
        refused(server.over_tls(Some(&other)).await).await,
        "other certificate"
    );
    shut_down(server.over_tls(Some(&client)).await?).await?;
    assert_eq!(server.ended().await?, Ended::Shutdown);
    Ok(())
}

/// Whether a peer got no answer. With TLS 1.3 a client learns that its
/// certificate was refused only after its part of the handshake.
async fn refused(channel: Outcome<Channel>) -> bool {
    match channel {
        Ok(channel) => shut_down(channel).await.is_err(),
        Err(_) => true,
    }
}

#[tokio::test]
async fn broken_certificate_stops_the_start() -> Outcome {
    for (broken, said) in [
        (
            "not a certificate".to_owned(),
            "does not hold a certificate",
        ),
        (pem(b"not DER"), "cannot be read"),
    ] {
        let variable = [("PLUGIN_CLIENT_CERT", &*broken.leak())];
        let error = Running::start(variable, Mode::Terraform).await.err();
        let text = error.ok_or("started")?.to_string();
        assert!(text.contains(said), "{text}");
    }
    Ok(())
}

#[tokio::test]
async fn socket_and_directory_are_gone_after_the_end() -> Outcome {
    let server = Running::start([], Mode::Terraform).await?;
    let socket = server.field(3).to_owned();
    let directory = Path::new(&socket).parent().ok_or("no directory")?;
    assert!(directory.exists());
    server.lifetime.end(Ended::Terminated);
    assert_eq!(server.ended().await?, Ended::Terminated);
    assert!(!directory.exists());
    Ok(())
}

#[tokio::test]
async fn end_of_the_process_stops_work_in_flight() -> Outcome {
    let server = Running::start([], Mode::Terraform).await?;
    let work = server.stop.token();
    // A connection that says nothing keeps the server from ending at once.
    let _silent = server.dial().await?;
    server.lifetime.end(Ended::ParentGone);
    work.cancelled().await;
    assert_eq!(server.ended().await?, Ended::ParentGone);
    Ok(())
}

#[tokio::test]
async fn stdio_stream_stays_silent_and_ends_with_the_process() -> Outcome {
    let server = Running::start([], Mode::Terraform).await?;
    let channel = server.plain().await?;
    let mut stdio = GrpcStdioClient::new(channel.clone());
    let mut stream = stdio.stream_stdio(()).await?.into_inner();
    shut_down(channel).await?;
    assert!(stream.message().await?.is_none());
    assert_eq!(server.ended().await?, Ended::Shutdown);
    Ok(())
}

#[tokio::test]
async fn debug_session_ignores_the_certificate_and_survives_a_probe() -> Outcome {
    let environment = [("PLUGIN_CLIENT_CERT", "not a certificate")];
    let server = Running::start(environment, Mode::Debug).await?;
    let (_, rest) = server
        .greeting
        .split_once(r#""String":""#)
        .ok_or("no address printed")?;
    let (socket, _) = rest.split_once('"').ok_or("address is not closed")?;
    drop(tokio::net::UnixStream::connect(socket).await?);
    let io = tokio::net::UnixStream::connect(socket).await?;
    shut_down(support::channel(io).await?).await?;
    assert_eq!(server.ended().await?, Ended::Shutdown);
    Ok(())
}

#[tokio::test]
async fn broker_is_not_offered() -> Outcome {
    use crate::wire::plugin::grpc_broker_client::GrpcBrokerClient;

    let server = Running::start([], Mode::Terraform).await?;
    let mut broker = GrpcBrokerClient::new(server.plain().await?);
    let refusal = broker
        .start_stream(futures_util::stream::empty())
        .await
        .err();
    assert_eq!(
        refusal.map(|status| status.code()),
        Some(Code::Unimplemented)
    );
    server.lifetime.end(Ended::Shutdown);
    server.ended().await?;
    Ok(())
}

#[tokio::test]
async fn silent_strangers_block_nobody() -> Outcome {
    let client = Identity::new()?;
    let pem: &'static str = client.pem().leak();
    let server = Running::start([("PLUGIN_CLIENT_CERT", pem)], Mode::Terraform).await?;
    let mut strangers = Vec::new();
    for _ in 0..40 {
        strangers.push(server.dial().await?);
    }
    shut_down(server.over_tls(Some(&client)).await?).await?;
    assert_eq!(server.ended().await?, Ended::Shutdown);
    Ok(())
}

#[tokio::test]
async fn silent_stranger_is_let_go() -> Outcome {
    let client = Identity::new()?;
    let pem: &'static str = client.pem().leak();
    let tls = tls::from_environment(&[("PLUGIN_CLIENT_CERT", pem)])?.ok_or("no TLS")?;
    let bound = super::listener::bind(&[])?;
    let limit = Duration::from_millis(20);
    let _incoming = Incoming::accept_within(bound.listener, Some(tls.acceptor), limit);
    let mut stranger = tokio::net::UnixStream::connect(&bound.endpoint.address).await?;
    assert_eq!(stranger.read(&mut [0; 16]).await?, 0);
    Ok(())
}

#[tokio::test]
async fn failed_announcement_is_an_error() -> Outcome {
    let start = support::start([], Mode::Terraform);
    let closed = |_: &str| Err(std::io::ErrorKind::BrokenPipe.into());
    let ended = start.serve(closed, |_| support::Nothing).await;
    assert!(matches!(ended, Err(ServeError::Announce(_))));
    Ok(())
}
