//! What processes use, as Linux tells it in `/proc`; elsewhere nothing is known.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Time between two looks. What a process does after the last look at it is
/// not seen.
const PERIOD: Duration = Duration::from_millis(20);

/// Looks at the processes of one program until it is told to stop.
pub(super) struct Watch {
    stop: Sender<()>,
    thread: JoinHandle<Option<u64>>,
}

impl Watch {
    /// Watches the processes of `program`.
    pub(super) fn begin(program: &Path) -> Self {
        let (stop, stopped) = channel();
        let program = program.to_owned();
        let look = move || {
            let mut peak = None;
            while stopped.recv_timeout(PERIOD) == Err(RecvTimeoutError::Timeout) {
                let peaks = processes_of(&program).into_iter();
                peak = peak.max(peaks.filter_map(|process| memory(process, "VmHWM")).max());
            }
            peak
        };
        Self {
            stop,
            thread: std::thread::spawn(look),
        }
    }

    /// Stops, and gives the most memory one of them held, in bytes; none when no
    /// process was seen.
    pub(super) fn end(self) -> Option<u64> {
        drop(self.stop);
        self.thread.join().ok()?
    }
}

fn processes_of(program: &Path) -> Vec<u32> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let is_ours = |process: &u32| {
        std::fs::read_link(folder(*process).join("exe")).is_ok_and(|exe| exe == program)
    };
    numbers.filter(is_ours).collect()
}

/// A memory size of a process in bytes: `VmRSS` now, `VmHWM` at most.
pub(super) fn memory(process: u32, field: &str) -> Option<u64> {
    let status = std::fs::read_to_string(folder(process).join("status")).ok()?;
    memory_in(&status, field)
}

fn memory_in(status: &str, field: &str) -> Option<u64> {
    let mut lines = status.lines().filter_map(|line| line.split_once(':'));
    let (_, value) = lines.find(|(name, _)| *name == field)?;
    let kilobytes: u64 = value.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024)
}

fn folder(process: u32) -> PathBuf {
    Path::new("/proc").join(process.to_string())
}

#[cfg(test)]
mod tests {
    use super::memory_in;

    #[test]
    fn memory_is_read_in_bytes() {
        let status = "Name:\tx\nVmHWM:\t    8 kB\nVmRSS:\t    4 kB\n";
        assert_eq!(memory_in(status, "VmRSS"), Some(4096));
        assert_eq!(memory_in(status, "VmSwap"), None);
    }
}
