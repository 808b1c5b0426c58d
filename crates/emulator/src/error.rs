//! What can go wrong for the person who runs or seeds the emulator.

use std::net::SocketAddr;

/// Errors of [`Emulator`](crate::Emulator) itself, not of the API it serves.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EmulatorError {
    /// The listening socket could not be opened.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the system answered.
        source: std::io::Error,
    },
    /// The address is not a loopback one; the emulator serves this machine only.
    #[error("{0} is not a loopback address")]
    NotLoopback(SocketAddr),
    /// A test named something that was never added.
    #[error("no {kind} \"{key}\" in the emulator")]
    Unknown {
        /// `app`, `collaborator`, `user` and so on.
        kind: &'static str,
        /// The id, name or address that was asked for.
        key: String,
    },
    /// A test added something twice.
    #[error("{kind} \"{key}\" is already in the emulator")]
    Taken {
        /// `app`, `collaborator`, `user` and so on.
        kind: &'static str,
        /// The name or address that is in use.
        key: String,
    },
    /// The calls that [`wait_for`](crate::Emulator::wait_for) was told to expect did not come.
    #[error("the expected requests did not come within {0:?}")]
    WaitedInVain(std::time::Duration),
}

impl EmulatorError {
    pub(crate) fn unknown(kind: &'static str, key: &str) -> Self {
        Self::Unknown {
            kind,
            key: key.to_owned(),
        }
    }

    pub(crate) fn taken(kind: &'static str, key: &str) -> Self {
        Self::Taken {
            kind,
            key: key.to_owned(),
        }
    }
}
