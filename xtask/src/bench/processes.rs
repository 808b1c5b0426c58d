//! What processes use, as Linux tells it in `/proc`; elsewhere nothing is known.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Time between two looks. What a process does after the last look at it is
/// not seen.
const PERIOD: Duration = Duration::from_millis(20);
/// Linux counts CPU time for other programs in hundredths of a second.
const TICK: Duration = Duration::from_millis(10);

/// What all processes of a program used together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Usage {
    /// CPU time, user and system.
    pub(super) cpu: Duration,
    /// The most memory one of them held, in bytes.
    pub(super) peak: u64,
}

/// Looks at the processes of one program until it is told to stop.
pub(super) struct Watch {
    stop: Sender<()>,
    thread: JoinHandle<Option<Usage>>,
}

impl Watch {
    /// Watches the processes of `program`.
    pub(super) fn begin(program: &Path) -> Self {
        let (stop, stopped) = channel();
        let program = program.to_owned();
        let look = move || {
            let mut seen = HashMap::new();
            while stopped.recv_timeout(PERIOD) == Err(RecvTimeoutError::Timeout) {
                for process in processes_of(&program) {
                    if let Some(usage) = usage(process) {
                        seen.insert(process, usage);
                    }
                }
            }
            (!seen.is_empty()).then(|| together(seen.values()))
        };
        Self {
            stop,
            thread: std::thread::spawn(look),
        }
    }

    /// Stops, and gives what was seen; none when no process was.
    pub(super) fn end(self) -> Option<Usage> {
        drop(self.stop);
        self.thread.join().ok()?
    }
}

fn together<'a>(all: impl Iterator<Item = &'a Usage>) -> Usage {
    all.fold(Usage::default(), |sum, one| Usage {
        cpu: sum.cpu + one.cpu,
        peak: sum.peak.max(one.peak),
    })
}

fn processes_of(program: &Path) -> Vec<u32> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let is_ours = |process: &u32| {
        std::fs::read_link(folder(*process).join("exe")).is_ok_and(|exe| exe == program)
    };
    numbers.filter(is_ours).collect()
}

fn usage(process: u32) -> Option<Usage> {
    let stat = std::fs::read_to_string(folder(process).join("stat")).ok()?;
    Some(Usage {
        cpu: cpu_time(&stat)?,
        peak: memory(process, "VmHWM")?,
    })
}

/// User and system time in the text of `/proc/<process>/stat`: the 14th and
/// 15th field, counted behind the name, which may hold blanks.
fn cpu_time(stat: &str) -> Option<Duration> {
    let (_, fields) = stat.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(11);
    let user: u32 = times.next()?.parse().ok()?;
    let system: u32 = times.next()?.parse().ok()?;
    Some(TICK * (user + system))
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
    use std::time::Duration;

    use super::{cpu_time, memory_in};

    #[test]
    fn cpu_time_is_found_behind_a_name_with_blanks() {
        let stat = "7 (a ) b) S 1 2 3 4 5 6 7 8 9 10 12 30 0 0 20 0";
        assert_eq!(cpu_time(stat), Some(Duration::from_millis(420)));
    }

    #[test]
    fn memory_is_read_in_bytes() {
        let status = "Name:\tx\nVmHWM:\t    8 kB\nVmRSS:\t    4 kB\n";
        assert_eq!(memory_in(status, "VmRSS"), Some(4096));
        assert_eq!(memory_in(status, "VmSwap"), None);
    }
}
