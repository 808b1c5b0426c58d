//! The handshake: is the caller Terraform, and the line that tells it where
//! to connect.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use crate::environment::{Environment, MAGIC_COOKIE, MULTIPLEX_GRPC};

/// The value hosts put into `TF_PLUGIN_MAGIC_COOKIE`; `tofu` uses the same.
const COOKIE: &str = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/// Version of the handshake itself.
const CORE_VERSION: u32 = 1;

/// The only plugin protocol this server speaks. A host that does not list it
/// in `PLUGIN_PROTOCOL_VERSIONS` is told so all the same: its own message
/// about incompatible versions is better than any of ours.
pub(super) const PROTOCOL_VERSION: u32 = 6;

/// Where the server listens, in the words of the handshake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Endpoint {
    /// `unix` or `tcp`.
    pub(super) network: &'static str,
    /// Socket path, or address and port.
    pub(super) address: String,
}

/// Whether the process was started by `terraform` or `tofu`.
pub(super) fn started_by_terraform(environment: &impl Environment) -> bool {
    environment.text(MAGIC_COOKIE).as_deref() == Some(COOKIE)
}

/// The handshake line without its line end.
///
/// `certificate` is the DER of the server's certificate; without TLS the sixth
/// field stays empty. The host decodes it without padding. The seventh field
/// is sent only to a host that asks for it: this server does not carry several
/// plugin connections over one.
pub(super) fn line(
    environment: &impl Environment,
    endpoint: &Endpoint,
    certificate: Option<&[u8]>,
) -> String {
    let Endpoint { network, address } = endpoint;
    let certificate = STANDARD_NO_PAD.encode(certificate.unwrap_or_default());
    let multiplexing = match environment.text(MULTIPLEX_GRPC) {
        Some(_) => "|false",
        None => "",
    };
    format!(
        "{CORE_VERSION}|{PROTOCOL_VERSION}|{network}|{address}|grpc|{certificate}{multiplexing}"
    )
}

#[cfg(test)]
mod tests {
    use super::{COOKIE, Endpoint, line, started_by_terraform};

    fn endpoint() -> Endpoint {
        Endpoint {
            network: "unix",
            address: "/tmp/plugin1/s".to_owned(),
        }
    }

    #[test]
    fn only_the_exact_cookie_is_accepted() {
        assert!(started_by_terraform(&[("TF_PLUGIN_MAGIC_COOKIE", COOKIE)]));
        let longer = format!("{COOKIE} ");
        assert!(!started_by_terraform(&[(
            "TF_PLUGIN_MAGIC_COOKIE",
            longer.as_str()
        )]));
        assert!(!started_by_terraform(&[("TF_PLUGIN_MAGIC_COOKIE", "")]));
        assert!(!started_by_terraform(&[]));
    }

    #[test]
    fn certificate_field_has_no_padding() {
        assert_eq!(
            line(&[], &endpoint(), Some(b"x")),
            "1|6|unix|/tmp/plugin1/s|grpc|eA"
        );
    }

    #[test]
    fn line_without_tls_ends_in_an_empty_field() {
        assert_eq!(
            line(&[], &endpoint(), None),
            "1|6|unix|/tmp/plugin1/s|grpc|"
        );
    }

    #[test]
    fn seventh_field_is_sent_when_asked_for() {
        let line = line(&[("PLUGIN_MULTIPLEX_GRPC", "true")], &endpoint(), None);
        assert_eq!(line, "1|6|unix|/tmp/plugin1/s|grpc||false");
    }

    #[test]
    fn core_that_only_knows_5_is_told_6() {
        let environment = [("PLUGIN_PROTOCOL_VERSIONS", "5")];
        assert!(line(&environment, &endpoint(), None).starts_with("1|6|"));
    }
}
