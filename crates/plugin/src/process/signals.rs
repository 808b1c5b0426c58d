//! The signals that would otherwise kill the process and leave its socket
//! behind.

use std::io;

use super::lifetime::{Ended, Lifetime, Mode};

#[cfg(unix)]
pub(super) use unix::watch;
#[cfg(not(unix))]
pub(super) use windows::watch;

/// What a signal to Terraform's whole group means: Terraform gets it too and
/// says what is to stop, and the outcome of what was sent must still reach it.
/// So the process serves on while Terraform lives, unless it runs by hand.
fn unless_left_to_host(mode: Mode, reason: Ended) -> Option<Ended> {
    (mode == Mode::Debug).then_some(reason)
}

fn arrived(reason: Option<Ended>, lifetime: &Lifetime) {
    if let Some(reason) = reason {
        lifetime.end(reason);
    } else {
        tracing::debug!("signal left to the host");
    }
}

#[cfg(unix)]
mod unix {
    use tokio::signal::unix::{Signal, SignalKind, signal};

    use super::{Ended, Lifetime, Mode, arrived, io, unless_left_to_host};

    /// Installs the handlers and goes on in the background.
    pub(in crate::process) fn watch(mode: Mode, lifetime: &Lifetime) -> io::Result<()> {
        let interrupted = unless_left_to_host(mode, Ended::Interrupted);
        let terminated = unless_left_to_host(mode, Ended::Terminated);
        let meanings = [
            (SignalKind::interrupt(), interrupted),
            (SignalKind::terminate(), terminated),
            (SignalKind::hangup(), terminated),
            (SignalKind::quit(), Some(Ended::Terminated)),
            (SignalKind::alarm(), Some(Ended::Terminated)),
            (SignalKind::user_defined1(), Some(Ended::Terminated)),
            (SignalKind::user_defined2(), Some(Ended::Terminated)),
        ];
        let ignored = ignored();
        for (kind, reason) in meanings {
            if !is_in(ignored, kind) {
                tokio::spawn(listen(signal(kind)?, reason, lifetime.clone()));
            }
        }
        Ok(())
    }

    async fn listen(mut signal: Signal, reason: Option<Ended>, lifetime: Lifetime) {
        while let Some(()) = signal.recv().await {
            arrived(reason, &lifetime);
        }
    }

    /// The signals that the process was started to ignore, as `nohup` does: a
    /// handler would undo it. Only Linux tells without unsafe code.
    fn ignored() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        mask(&status)
    }

    fn mask(status: &str) -> u64 {
        status
            .lines()
            .find_map(|line| line.strip_prefix("SigIgn:"))
            .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
            .unwrap_or_default()
    }

    fn is_in(mask: u64, kind: SignalKind) -> bool {
        let bit = kind.as_raw_value().saturating_sub(1);
        let bit = u32::try_from(bit)
            .ok()
            .and_then(|bit| 1_u64.checked_shl(bit));
        bit.is_some_and(|bit| mask & bit != 0)
    }

    #[cfg(test)]
    mod tests {
        use tokio::signal::unix::SignalKind;

        use super::{is_in, mask};

        #[test]
        fn mask_of_ignored_signals_is_read() {
            let status = "Name:\tx\nSigIgn:\t0000000000001001\nSigCgt:\t0000000000000002\n";
            assert!(is_in(mask(status), SignalKind::hangup()));
            assert!(!is_in(mask(status), SignalKind::interrupt()));
            assert_eq!(mask(""), 0);
        }
    }
}

#[cfg(not(unix))]
mod windows {
    use tokio::signal::windows::ctrl_c;

    use super::{Ended, Lifetime, Mode, arrived, io, unless_left_to_host};

    /// Installs the Ctrl-C handler and goes on in the background.
    pub(in crate::process) fn watch(mode: Mode, lifetime: &Lifetime) -> io::Result<()> {
        let reason = unless_left_to_host(mode, Ended::Interrupted);
        let (mut ctrl_c, lifetime) = (ctrl_c()?, lifetime.clone());
        tokio::spawn(async move {
            while let Some(()) = ctrl_c.recv().await {
                arrived(reason, &lifetime);
            }
        });
        Ok(())
    }
}
