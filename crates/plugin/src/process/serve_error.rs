//! Why serving failed, in words for the person at the terminal.

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use super::listener::ListenError;
use super::tls::TlsError;
use crate::about::Plugin;
use crate::{causes, stderr};

/// Why serving did not start or broke off.
#[derive(Debug, thiserror::Error)]
pub(super) enum ServeError {
    /// Something else than `terraform` or `tofu` started the process: the
    /// cookie is missing. The text is what such a person needs to know.
    #[error(
        "terraform-provider-{} {} is a plugin: Terraform or OpenTofu starts it, not you.\n\
         To use it, name {} under required_providers and run `terraform init`.\n\
         To try a build of your own, name its directory under dev_overrides in the CLI configuration.\n\
         To attach a debugger, start it with --debug and export the line it prints.",
        .0.name, .0.version, .0.address
    )]
    NotStartedByTerraform(Plugin),
    /// The client's certificate is broken or TLS cannot be set up.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// There is no place to listen.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// The asynchronous runtime does not start.
    #[error("cannot start the runtime")]
    Runtime(#[source] io::Error),
    /// The signal handlers cannot be installed.
    #[error("cannot handle signals")]
    Signals(#[source] io::Error),
    /// The handshake line cannot be written.
    #[error("cannot write the handshake line to stdout")]
    Announce(#[source] io::Error),
    /// The server broke off.
    #[error("the plugin server failed")]
    Transport(#[source] Box<dyn Error + Send + Sync>),
    /// The listener ended before the process was told to.
    #[error("the plugin server stopped listening")]
    ListenerLost,
}

impl ServeError {
    /// Writes the error and its causes to stderr, and gives the exit code for
    /// it, which is 1.
    ///
    /// Terraform shows a plugin's first line on stdout when it is not a
    /// handshake, so a failed start is told there as well.
    pub(super) fn report(&self) -> ExitCode {
        if self.is_failed_start() {
            let line = causes::line(self).replace(['\n', '\r'], " ");
            // A closed stdout leaves stderr.
            drop(writeln!(io::stdout(), "{line}"));
        }
        let causes = causes::causes(self).skip(1);
        let causes = causes.map(|cause| format!("caused by: {cause}\n"));
        let text = format!("{self}\n{}", causes.collect::<String>());
        stderr::write(text.as_bytes());
        ExitCode::FAILURE
    }

    fn is_failed_start(&self) -> bool {
        match self {
            Self::Tls(_) | Self::Listen(_) | Self::Runtime(_) | Self::Signals(_) => true,
            Self::NotStartedByTerraform(_)
            | Self::Announce(_)
            | Self::Transport(_)
            | Self::ListenerLost => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Plugin, ServeError};

    #[test]
    fn person_at_the_terminal_gets_four_lines() {
        let plugin = Plugin {
            name: "toy",
            address: "registry.terraform.io/example/toy",
            version: "1.2.3",
        };
        let text = ServeError::NotStartedByTerraform(plugin).to_string();
        assert_eq!(text.lines().count(), 4);
        assert!(text.starts_with("terraform-provider-toy 1.2.3 is a plugin"));
        assert!(text.contains("registry.terraform.io/example/toy"));
    }
}
