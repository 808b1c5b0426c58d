//! A provider that offers nothing, a running server, and clients for it.

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use hyper_util::rt::TokioIo;
use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair, PKCS_ECDSA_P521_SHA512};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tf_provider::schema::Schema;
use tf_provider::{Diagnostics, Provider};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::UnixStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;
use tonic::codegen::Service;
use tonic::transport::{Channel, Endpoint, Uri};

use crate::about::Plugin;
use crate::environment::Environment;
use crate::offer::catalogue::{Catalogue, Registry};
use crate::process::lifetime::Lifetime;
use crate::process::{Drain, Ended, Mode, ServeError, Start};
use crate::stop::Stop;

pub(super) type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

pub(super) const PLUGIN: Plugin = Plugin {
    name: "toy",
    address: "registry.terraform.io/example/toy",
    version: "0.1.0",
};

/// A provider without anything.
pub(super) struct Nothing;

#[async_trait::async_trait]
impl Provider for Nothing {
    type Config<'a> = ();
    type MetaState<'a> = ();

    fn schema(&self, _diags: &mut Diagnostics) -> Option<Schema> {
        None
    }
}

impl Catalogue for Nothing {
    fn register(&self, _registry: &mut Registry) {}
}

/// A server in a task, with what it said and what it got.
pub(super) struct Running {
    pub(super) greeting: String,
    pub(super) lifetime: Lifetime,
    pub(super) stop: Stop,
    serving: JoinHandle<Result<Ended, ServeError>>,
}

impl Running {
    /// Starts a server and waits until it listens.
    pub(super) async fn start(
        environment: impl Environment + Send + Sync + 'static,
        mode: Mode,
    ) -> Outcome<Self> {
        let start = start(environment, mode);
        let lifetime = start.lifetime.clone();
        let (say, greeting) = oneshot::channel();
        let (give, stop) = oneshot::channel();
        let announce = |line: &str| say.send(line.to_owned()).map_err(io::Error::other);
        let make = |stop| {
            drop(give.send(stop));
            Nothing
        };
        let serving = tokio::spawn(start.serve(announce, make));
        let Ok(greeting) = greeting.await else {
            return Err(serving
                .await?
                .err()
                .map_or("no greeting".into(), Into::into));
        };
        Ok(Self {
            greeting,
            lifetime,
            stop: stop.await?,
            serving,
        })
    }

    /// A field of the handshake line.
    pub(super) fn field(&self, index: usize) -> &str {
        self.greeting.split('|').nth(index).unwrap_or_default()
    }

    /// A socket connected to the server, nothing said yet.
    pub(super) async fn dial(&self) -> io::Result<UnixStream> {
        UnixStream::connect(self.field(3)).await
    }

    /// A channel over a plain connection.
    pub(super) async fn plain(&self) -> Outcome<Channel> {
        channel(self.dial().await?).await
    }

    /// A channel over TLS that presents `client`, if any.
    pub(super) async fn over_tls(&self, client: Option<&Identity>) -> Outcome<Channel> {
        let server = STANDARD_NO_PAD.decode(self.field(5))?;
        let connector = TlsConnector::from(Arc::new(client_config(server, client)?));
        let name = ServerName::try_from("localhost")?;
        channel(connector.connect(name, self.dial().await?).await?).await
    }

    /// Waits for the server to end.
    pub(super) async fn ended(self) -> Outcome<Ended> {
        Ok(self.serving.await??)
    }
}

/// A server about to start, with short limits.
pub(super) fn start<E: Environment>(environment: E, mode: Mode) -> Start<E> {
    Start {
        plugin: PLUGIN,
        mode,
        environment,
        lifetime: Lifetime::default(),
        drain: Drain {
            after_shutdown: Duration::from_millis(200),
            after_signal: Duration::from_millis(200),
            of_actions: Duration::from_millis(200),
        },
    }
}

/// A certificate as Terraform makes it: P-521, self-signed, marked as an
/// authority.
pub(super) struct Identity {
    certificate: CertificateDer<'static>,
    key: KeyPair,
}

impl Identity {
    pub(super) fn new() -> Outcome<Self> {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P521_SHA512)?;
        let mut certificate = CertificateParams::new(["localhost".to_owned()])?;
        certificate.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = certificate.self_signed(&key)?.into();
        Ok(Self { certificate, key })
    }

    pub(super) fn pem(&self) -> String {
        pem(&self.certificate)
    }
}

/// Bytes dressed as a PEM certificate.
pub(super) fn pem(der: &[u8]) -> String {
    let body = STANDARD.encode(der);
    format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
}

fn client_config(server: Vec<u8>, client: Option<&Identity>) -> Outcome<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(server))?;
    let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots);
    let mut config = match client {
        None => builder.with_no_client_auth(),
        Some(Identity { certificate, key }) => {
            let key = PrivateKeyDer::try_from(key.serialize_der())?;
            builder.with_client_auth_cert(vec![certificate.clone()], key)?
        }
    };
    config.alpn_protocols = vec![b"h2".to_vec()];
    Ok(config)
}

pub(super) async fn channel(
    io: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
) -> Outcome<Channel> {
    let endpoint = Endpoint::from_static("http://localhost");
    Ok(endpoint.connect_with_connector(Once(Some(io))).await?)
}

/// Hands out one connection and no second one.
struct Once<T>(Option<T>);

impl<T: AsyncRead + AsyncWrite> Service<Uri> for Once<T> {
    type Response = TokioIo<T>;
    type Error = io::Error;
    type Future = std::future::Ready<io::Result<TokioIo<T>>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _uri: Uri) -> Self::Future {
        let lost = || io::Error::from(io::ErrorKind::ConnectionReset);
        std::future::ready(self.0.take().map(TokioIo::new).ok_or_else(lost))
    }
}
