//! What a debugging session prints, so that Terraform finds the running
//! server.

use serde_json::json;

use super::handshake::{Endpoint, PROTOCOL_VERSION};

/// A sentence for the reader and the `TF_REATTACH_PROVIDERS` assignment, ready
/// for a POSIX shell.
///
/// `Test` tells Terraform to leave the process alone when a walk ends.
pub(super) fn instructions(address: &str, endpoint: &Endpoint, pid: u32) -> String {
    let value = json!({
        address: {
            "Protocol": "grpc",
            "ProtocolVersion": PROTOCOL_VERSION,
            "Pid": pid,
            "Test": true,
            "Addr": { "Network": endpoint.network, "String": endpoint.address },
        }
    });
    let quoted = value.to_string().replace('\'', r"'\''");
    format!(
        "Serving until Ctrl-C. Set this variable where terraform runs:\n\nTF_REATTACH_PROVIDERS='{quoted}'\n"
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Endpoint, instructions};

    fn printed(address: &str) -> String {
        let endpoint = Endpoint {
            network: "unix",
            address: address.to_owned(),
        };
        instructions("example.com/ns/toy", &endpoint, 42)
    }

    #[test]
    fn variable_holds_what_terraform_reads() -> Result<(), Box<dyn std::error::Error>> {
        let text = printed("/tmp/p/s");
        let value = text
            .lines()
            .find_map(|line| line.strip_prefix("TF_REATTACH_PROVIDERS='"))
            .and_then(|rest| rest.strip_suffix('\''))
            .ok_or("no assignment printed")?;
        let expected = json!({"example.com/ns/toy": {
            "Protocol": "grpc", "ProtocolVersion": 6, "Pid": 42, "Test": true,
            "Addr": {"Network": "unix", "String": "/tmp/p/s"},
        }});
        assert_eq!(serde_json::from_str::<Value>(value)?, expected);
        Ok(())
    }

    #[test]
    fn quote_in_the_path_survives_the_shell() {
        assert!(printed("/tmp/it's/s").contains(r"/tmp/it'\''s/s"));
    }
}
