//! A Unix socket in a directory that only this user can enter.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The private directory; the socket goes with it.
pub(in crate::process) use tempfile::TempDir as Place;
pub(in crate::process) use tokio::net::{UnixListener as Listener, UnixStream as Socket};

use super::{Bound, Endpoint, ListenError};
use crate::environment::{Environment, TEMP_DIR, UNIX_SOCKET_DIR};

/// The directory every Unix has; used when the user's own one does not do.
const SHORT_TEMP_DIR: &str = "/tmp";

/// Listens in a fresh private directory. Must be called inside a runtime.
///
/// `PLUGIN_UNIX_SOCKET_DIR` is taken at its word; a temporary directory that
/// cannot be used, or whose path is too long for a socket, gives way to `/tmp`.
pub(in crate::process) fn bind(environment: &impl Environment) -> Result<Bound, ListenError> {
    let (place, address) = find_place(environment)?;
    let listener = Listener::bind(&address).map_err(|source| ListenError::Bind {
        address: address.clone(),
        source,
    })?;
    let endpoint = Endpoint {
        network: "unix",
        address,
    };
    Ok(Bound {
        listener,
        endpoint,
        place,
    })
}

fn find_place(environment: &impl Environment) -> Result<(Place, String), ListenError> {
    if let Some(wanted) = environment.path(UNIX_SOCKET_DIR) {
        return place_in(&wanted);
    }
    let temporary = environment
        .path(TEMP_DIR)
        .unwrap_or_else(|| PathBuf::from(SHORT_TEMP_DIR));
    place_in(&temporary).or_else(|_| place_in(Path::new(SHORT_TEMP_DIR)))
}

fn place_in(within: &Path) -> Result<(Place, String), ListenError> {
    let directory = tempfile::Builder::new()
        .prefix("plugin")
        .permissions(Permissions::from_mode(0o700))
        .tempdir_in(within)
        .map_err(|source| ListenError::Directory {
            within: within.to_owned(),
            source,
        })?;
    let path = directory.path().join("s");
    match sendable(&path) {
        Some(address) => Ok((directory, address)),
        None => Err(ListenError::Path { path }),
    }
}

/// The path as text, if a socket can have it and the handshake line can carry
/// it.
fn sendable(path: &Path) -> Option<String> {
    SocketAddr::from_pathname(path).ok()?;
    let text = path.to_str()?;
    let plain = !text.contains(['|', '\n', '\r']);
    plain.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::os::unix::fs::PermissionsExt;
    use std::path::{Path, PathBuf};

    use super::{ListenError, bind};

    type Outcome = Result<(), Box<dyn Error>>;

    fn deep_directory(within: &Path) -> std::io::Result<PathBuf> {
        let deep = within.join("d".repeat(120));
        std::fs::create_dir(&deep)?;
        Ok(deep)
    }

    #[tokio::test]
    async fn only_the_user_can_enter_the_directory() -> Outcome {
        let bound = bind(&[])?;
        let mode = std::fs::metadata(bound.place.path())?.permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        Ok(())
    }

    #[tokio::test]
    async fn socket_and_directory_go_with_the_listener() -> Outcome {
        let bound = bind(&[])?;
        let directory = bound.place.path().to_owned();
        assert!(Path::new(&bound.endpoint.address).exists());
        drop(bound);
        assert!(!directory.exists());
        Ok(())
    }

    #[tokio::test]
    async fn host_chooses_the_directory() -> Outcome {
        let home = tempfile::tempdir()?;
        let wanted = home.path().to_str().ok_or("temporary path is text")?;
        let bound = bind(&[("PLUGIN_UNIX_SOCKET_DIR", wanted), ("TMPDIR", "/nowhere")])?;
        assert!(bound.endpoint.address.starts_with(wanted));
        Ok(())
    }

    #[tokio::test]
    async fn deep_temporary_directory_gives_way_to_a_short_one() -> Outcome {
        let home = tempfile::tempdir()?;
        let deep = deep_directory(home.path())?;
        let bound = bind(&[("TMPDIR", deep.to_str().ok_or("temporary path is text")?)])?;
        assert!(bound.endpoint.address.starts_with("/tmp/plugin"));
        assert_eq!(std::fs::read_dir(deep)?.count(), 0);
        Ok(())
    }

    #[tokio::test]
    async fn temporary_directory_that_cannot_be_used_gives_way() -> Outcome {
        let home = tempfile::tempdir()?;
        let file = home.path().join("file");
        std::fs::write(&file, "")?;
        for unusable in [file, home.path().join("missing")] {
            let bound = bind(&[("TMPDIR", unusable.to_str().ok_or("path is text")?)])?;
            assert!(bound.endpoint.address.starts_with("/tmp/plugin"));
        }
        Ok(())
    }

    #[tokio::test]
    async fn chosen_directory_that_is_too_deep_is_an_error() -> Outcome {
        let home = tempfile::tempdir()?;
        let deep = deep_directory(home.path())?;
        let environment = [(
            "PLUGIN_UNIX_SOCKET_DIR",
            deep.to_str().ok_or("temporary path is text")?,
        )];
        let refused = bind(&environment);
        assert!(matches!(refused, Err(ListenError::Path { .. })));
        Ok(())
    }

    #[tokio::test]
    async fn missing_directory_is_named() {
        let refused = bind(&[("PLUGIN_UNIX_SOCKET_DIR", "/nowhere/at/all")]);
        assert!(matches!(
            refused,
            Err(ListenError::Directory { within, .. }) if within == Path::new("/nowhere/at/all")
        ));
    }
}
