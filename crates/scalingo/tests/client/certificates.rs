//! Which servers are trusted, with a TLS server of our own.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::{CertifiedKey, KeyPair};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::PrivateKeyDer;
use scalingo::{Client, Error, Obstacle, SecretString, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::world::TestResult;

/// Set for the child process, which runs the same test in another environment and only makes the call.
const SERVER: &str = "SCALINGO_TEST_SERVER";
const TEST: &str = "certificates::certificate_file_of_the_environment_is_trusted";
/// Does for the exchange and for the list of apps.
const REPLY: &str = "HTTP/1.1 200 OK\r\ncontent-length: 23\r\nconnection: close\r\n\r\n{\"token\":\"x\",\"apps\":[]}";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn certificate_file_of_the_environment_is_trusted() -> TestResult {
    if let Ok(url) = std::env::var(SERVER) {
        client(&url)?.list_apps().await?;
        return Ok(());
    }
    let certified = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()])?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("roots.pem");
    std::fs::write(&file, pem(certified.cert.der()))?;
    let url = serve(&certified).await?;

    let stranger = client(&url)?.list_apps().await;
    assert!(
        matches!(
            stranger,
            Err(Error::Unreachable {
                obstacle: Obstacle::Certificate,
                ..
            })
        ),
        "{stranger:?}"
    );
    let child = tokio::task::spawn_blocking(move || call_from_child(&url, &file)).await??;
    assert!(
        child.status.success(),
        "{}",
        String::from_utf8_lossy(&child.stdout)
    );
    Ok(())
}

fn client(url: &str) -> TestResult<Client> {
    let url: scalingo::Url = url.parse()?;
    Ok(Client::new(Settings {
        auth_url: Some(url.clone()),
        api_url: Some(url),
        ..Settings::new(SecretString::from("tk-us-1"), "scalingo-test/1.0")
    }))
}

fn call_from_child(url: &str, roots: &Path) -> std::io::Result<std::process::Output> {
    Command::new(std::env::current_exe()?)
        .args(["--exact", TEST])
        .env(SERVER, url)
        .env("SSL_CERT_FILE", roots)
        .output()
}

fn pem(der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
}

/// Answers every connection once; ends with the test's runtime.
async fn serve(certified: &CertifiedKey<KeyPair>) -> TestResult<String> {
    let key = PrivateKeyDer::try_from(certified.signing_key.serialize_der())?;
    let config =
        rustls::ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certified.cert.der().clone()], key)?;
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("https://{}", listener.local_addr()?);
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            tokio::spawn(answer(acceptor.clone(), connection));
        }
    });
    Ok(url)
}

async fn answer(acceptor: TlsAcceptor, connection: TcpStream) -> std::io::Result<()> {
    let mut connection = acceptor.accept(connection).await?;
    let mut request = Vec::new();
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        if connection.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
    }
    connection.write_all(REPLY.as_bytes()).await?;
    connection.shutdown().await
}
