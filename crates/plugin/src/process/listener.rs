//! Where the server listens: a Unix socket, or TCP on loopback where there are
//! none.

use std::io;
use std::path::PathBuf;

#[cfg(any(not(unix), test))]
mod loopback;
#[cfg(unix)]
mod unix_socket;

#[cfg(not(unix))]
pub(super) use loopback::{Listener, Place, Socket, bind};
#[cfg(unix)]
pub(super) use unix_socket::{Listener, Place, Socket, bind};

use super::handshake::Endpoint;

/// A listening server and what has to outlive it.
#[derive(Debug)]
pub(super) struct Bound {
    /// Accepts connections.
    pub(super) listener: Listener,
    /// What the host is told.
    pub(super) endpoint: Endpoint,
    /// What the listener leaves behind; dropping it cleans up.
    pub(super) place: Place,
}

/// Why the server cannot listen.
#[derive(Debug, thiserror::Error)]
pub(super) enum ListenError {
    /// The private directory for the socket cannot be made.
    #[error("cannot make a private directory for the plugin socket in {}", .within.display())]
    Directory {
        /// Where it was tried.
        within: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The path is longer than a socket address holds (about 100 bytes), or
    /// has a character that the handshake line cannot carry.
    #[error(
        "{} cannot be the path of a plugin socket: it is too long or holds `|` or a line break; \
         set PLUGIN_UNIX_SOCKET_DIR to a directory with a short, plain path",
        .path.display()
    )]
    Path {
        /// The path that was wanted.
        path: PathBuf,
    },
    /// The system refuses to listen.
    #[error("cannot listen on {address}")]
    Bind {
        /// Socket path or TCP address.
        address: String,
        /// What the system said.
        source: io::Error,
    },
    /// A port variable is not a port number, or the lowest is above the
    /// highest.
    #[cfg(any(not(unix), test))]
    #[error("PLUGIN_MIN_PORT ({lowest}) and PLUGIN_MAX_PORT ({highest}) are not a range of ports")]
    Ports {
        /// The lowest port as given.
        lowest: String,
        /// The highest port as given.
        highest: String,
    },
}
