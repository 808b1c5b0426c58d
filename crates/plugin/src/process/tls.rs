//! Mutual TLS with exactly one peer.
//!
//! The host makes a certificate for this one process and passes it in the
//! environment. Its key is P-521, which is why the `aws-lc-rs` provider checks
//! the signatures; and it is marked as an authority, which is why it is
//! compared byte for byte instead of being looked for in a chain.

use std::sync::Arc;

use rcgen::{CertificateParams, DnType, KeyPair, PKCS_ECDSA_P256_SHA256};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime, pem};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{NoServerSessionStorage, ParsedCertificate};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, ServerConfig, SignatureScheme,
};
use tokio_rustls::TlsAcceptor;

use crate::environment::{CLIENT_CERT, Environment};

/// The name hosts expect in the server's certificate.
const SERVER_NAME: &str = "localhost";

/// What connections are wrapped in.
pub(super) struct Tls {
    /// Takes the server's part in a TLS handshake.
    pub(super) acceptor: TlsAcceptor,
    /// DER of the server's certificate, for the handshake line.
    pub(super) certificate: Vec<u8>,
}

/// Why TLS cannot be set up.
#[derive(Debug, thiserror::Error)]
pub(super) enum TlsError {
    /// The variable holds no PEM certificate.
    #[error("PLUGIN_CLIENT_CERT does not hold a certificate in PEM")]
    Pem(#[source] pem::Error),
    /// The PEM holds something that is not a certificate.
    #[error("PLUGIN_CLIENT_CERT holds a certificate that cannot be read")]
    Certificate(#[source] rustls::Error),
    /// The server's own key or certificate cannot be made.
    #[error("cannot make a certificate for this process")]
    Identity(#[from] rcgen::Error),
    /// The TLS library refuses the settings.
    #[error("cannot set up TLS")]
    Settings(#[from] rustls::Error),
}

/// TLS for the peer the environment names; `None` when it names none, and only
/// then may connections be plain.
pub(super) fn from_environment(environment: &impl Environment) -> Result<Option<Tls>, TlsError> {
    // Not as text: what is no text is no certificate either, and must not pass
    // for "none".
    let pem = environment.var(CLIENT_CERT).unwrap_or_default();
    let named = !pem.is_empty();
    named
        .then(|| with_client(pem.as_encoded_bytes()))
        .transpose()
}

/// TLS with a fresh identity that lets in the holder of the certificate in
/// `client_pem`.
fn with_client(client_pem: &[u8]) -> Result<Tls, TlsError> {
    let client = CertificateDer::from_pem_slice(client_pem).map_err(TlsError::Pem)?;
    ParsedCertificate::try_from(&client).map_err(TlsError::Certificate)?;
    let (certificate, key) = identity()?;
    let crypto = Arc::new(aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(Arc::clone(&crypto))
        .with_safe_default_protocol_versions()?
        .with_client_cert_verifier(Arc::new(OnlyThisClient { client, crypto }))
        .with_single_cert(vec![certificate.clone()], key)?;
    config.alpn_protocols = vec![b"h2".to_vec()];
    // One client, one connection: nobody comes back to resume a session.
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(Tls {
        acceptor: TlsAcceptor::from(Arc::new(config)),
        certificate: certificate.to_vec(),
    })
}

/// A key and a certificate that live as long as this process.
fn identity() -> Result<(CertificateDer<'static>, PrivateKeyDer<'static>), TlsError> {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    let mut certificate = CertificateParams::new([SERVER_NAME.to_owned()])?;
    certificate
        .distinguished_name
        .push(DnType::CommonName, SERVER_NAME);
    let certificate = certificate.self_signed(&key)?;
    Ok((certificate.into(), PrivateKeyDer::from(key)))
}

/// Accepts one certificate, byte for byte, from whoever can sign with its key.
#[derive(Debug)]
struct OnlyThisClient {
    client: CertificateDer<'static>,
    crypto: Arc<CryptoProvider>,
}

impl ClientCertVerifier for OnlyThisClient {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, rustls::Error> {
        if *end_entity == self.client {
            Ok(ClientCertVerified::assertion())
        } else {
            Err(CertificateError::ApplicationVerificationFailure.into())
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.crypto.signature_verification_algorithms;
        verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.crypto.signature_verification_algorithms;
        verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.crypto
            .signature_verification_algorithms
            .supported_schemes()
    }
}
