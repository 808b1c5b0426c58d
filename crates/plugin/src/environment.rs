//! The variables the process is started with, behind a trait so that tests
//! need no process environment.

use std::ffi::OsString;
#[cfg(unix)]
use std::path::PathBuf;

/// The secret handshake that says "Terraform started you".
pub(crate) const MAGIC_COOKIE: &str = "TF_PLUGIN_MAGIC_COOKIE";

/// PEM of the one certificate that may connect. Absent when the user turned
/// TLS off.
pub(crate) const CLIENT_CERT: &str = "PLUGIN_CLIENT_CERT";

/// Directory for the socket; set only by hosts with a runner of their own.
#[cfg(unix)]
pub(crate) const UNIX_SOCKET_DIR: &str = "PLUGIN_UNIX_SOCKET_DIR";

/// Directory for temporary files.
#[cfg(unix)]
pub(crate) const TEMP_DIR: &str = "TMPDIR";

/// Lowest TCP port to listen on.
#[cfg(any(not(unix), test))]
pub(crate) const MIN_PORT: &str = "PLUGIN_MIN_PORT";

/// Highest TCP port to listen on.
#[cfg(any(not(unix), test))]
pub(crate) const MAX_PORT: &str = "PLUGIN_MAX_PORT";

/// Set when the host reads a seventh field in the handshake line.
pub(crate) const MULTIPLEX_GRPC: &str = "PLUGIN_MULTIPLEX_GRPC";

/// Where variables are looked up.
pub(crate) trait Environment {
    /// The raw value of a variable, if it is set.
    fn var(&self, name: &str) -> Option<OsString>;

    /// The value as text. The host treats an empty variable like an absent
    /// one, so it is `None` here; text that is not Unicode can match nothing
    /// the protocol knows and is `None` too.
    fn text(&self, name: &str) -> Option<String> {
        let text = self.var(name)?.into_string().ok()?;
        (!text.is_empty()).then_some(text)
    }

    /// The value as a path, `None` when empty.
    #[cfg(unix)]
    fn path(&self, name: &str) -> Option<PathBuf> {
        let path = self.var(name)?;
        (!path.is_empty()).then(|| PathBuf::from(path))
    }
}

/// The environment of this process.
#[derive(Debug)]
pub(crate) struct ProcessEnvironment;

impl Environment for ProcessEnvironment {
    fn var(&self, name: &str) -> Option<OsString> {
        std::env::var_os(name)
    }
}

#[cfg(test)]
impl<const N: usize> Environment for [(&str, &str); N] {
    fn var(&self, name: &str) -> Option<OsString> {
        let (_, value) = self.iter().find(|(key, _)| *key == name)?;
        Some(OsString::from(value))
    }
}

#[cfg(test)]
mod tests {
    use super::Environment;

    #[test]
    fn empty_variable_counts_as_absent() {
        let environment = [("EMPTY", ""), ("SET", "a")];
        assert_eq!(environment.text("EMPTY"), None);
        #[cfg(unix)]
        assert_eq!(environment.path("EMPTY"), None);
        assert_eq!(environment.text("MISSING"), None);
        assert_eq!(environment.text("SET").as_deref(), Some("a"));
    }
}
