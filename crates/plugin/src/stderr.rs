//! Writing to stderr without waiting for a reader that never comes: a provider
//! must not hang because nobody reads its log.

use std::io::Write;

/// Writes the bytes in one piece where somebody reads; drops what is left of
/// them where nobody does.
pub(crate) fn write(bytes: &[u8]) {
    let mut stderr = std::io::stderr().lock();
    for part in bytes.chunks(PART) {
        if !has_room(&stderr) || stderr.write_all(part).is_err() {
            return;
        }
    }
}

/// As much as a pipe takes at once when it says that it has room.
const PART: usize = 4096;

#[cfg(unix)]
fn has_room(stderr: &std::io::StderrLock<'_>) -> bool {
    use std::sync::atomic::{AtomicBool, Ordering};

    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    /// Once nobody has read for [`PATIENCE`], nothing waits any more.
    static GIVEN_UP: AtomicBool = AtomicBool::new(false);
    const PATIENCE: Timespec = Timespec {
        tv_sec: 0,
        tv_nsec: 200_000_000,
    };
    const NONE: Timespec = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    let patience = if GIVEN_UP.load(Ordering::Relaxed) {
        NONE
    } else {
        PATIENCE
    };
    let mut stderr = [PollFd::new(stderr, PollFlags::OUT)];
    let ready = poll(&mut stderr, Some(&patience));
    GIVEN_UP.store(ready == Ok(0), Ordering::Relaxed);
    ready != Ok(0)
}

#[cfg(not(unix))]
fn has_room(_stderr: &std::io::StderrLock<'_>) -> bool {
    true
}
