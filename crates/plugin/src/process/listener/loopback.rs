//! TCP on loopback, in the range of ports the host allows.

use std::io;
use std::net::Ipv4Addr;
use std::ops::RangeInclusive;

#[cfg(not(unix))]
pub(in crate::process) use tokio::net::{TcpListener as Listener, TcpStream as Socket};

use super::ListenError;
#[cfg(not(unix))]
use super::{Bound, Endpoint};
use crate::environment::{Environment, MAX_PORT, MIN_PORT};

/// A port leaves nothing behind.
#[cfg(not(unix))]
#[derive(Debug)]
pub(in crate::process) struct Place;

/// Listens on the first free port of the range. Must be called inside a
/// runtime.
#[cfg(not(unix))]
pub(in crate::process) fn bind(environment: &impl Environment) -> Result<Bound, ListenError> {
    let ports = ports(environment)?;
    let refused = |source| ListenError::Bind {
        address: format!("127.0.0.1, ports {} to {}", ports.start(), ports.end()),
        source,
    };
    let listener = first_free(ports.clone()).map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?.to_string();
    Ok(Bound {
        listener: Listener::from_std(listener).map_err(refused)?,
        endpoint: Endpoint {
            network: "tcp",
            address,
        },
        place: Place,
    })
}

/// The allowed ports; a missing bound is 0 and means that the system picks.
fn ports(environment: &impl Environment) -> Result<RangeInclusive<u16>, ListenError> {
    let lowest = environment.text(MIN_PORT).unwrap_or_else(|| "0".to_owned());
    let highest = environment.text(MAX_PORT).unwrap_or_else(|| "0".to_owned());
    match (lowest.parse(), highest.parse()) {
        (Ok(from), Ok(to)) if from <= to => Ok(from..=to),
        _ => Err(ListenError::Ports { lowest, highest }),
    }
}

/// A listener on the first port that is free, with the last refusal if none
/// is. Ready for the runtime: it does not block.
fn first_free(ports: RangeInclusive<u16>) -> io::Result<std::net::TcpListener> {
    let mut refusal = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for port in ports {
        match std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => {
                listener.set_nonblocking(true)?;
                return Ok(listener);
            }
            Err(error) => refusal = error,
        }
    }
    Err(refusal)
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use super::{ListenError, first_free, ports};

    #[test]
    fn missing_ports_let_the_system_pick() -> Result<(), Box<dyn Error>> {
        assert_eq!(ports(&[])?, 0..=0);
        let listener = first_free(0..=0)?;
        assert!(listener.local_addr()?.ip().is_loopback());
        Ok(())
    }

    #[test]
    fn busy_port_is_passed_over() -> Result<(), Box<dyn Error>> {
        let busy = first_free(0..=0)?;
        let port = busy.local_addr()?.port();
        assert!(first_free(port..=port).is_err());
        let next = first_free(port..=port.saturating_add(50))?;
        assert!(next.local_addr()?.port() > port);
        Ok(())
    }

    #[test]
    fn range_that_is_none_is_refused() {
        for (lowest, highest) in [("25000", "10000"), ("x", "1"), ("1", "70000")] {
            let environment = [("PLUGIN_MIN_PORT", lowest), ("PLUGIN_MAX_PORT", highest)];
            assert!(matches!(
                ports(&environment),
                Err(ListenError::Ports { .. })
            ));
        }
    }
}
