//! Numbers as text, in columns.

use std::time::Duration;

/// One measured number, and what it is compared with.
pub(super) struct Row {
    name: &'static str,
    measured: String,
    aim: &'static str,
    official: &'static str,
}

impl Row {
    pub(super) fn new(name: &'static str, measured: String) -> Self {
        Self {
            name,
            measured,
            aim: "",
            official: "",
        }
    }

    /// Adds what is aimed at, and what the official provider was measured at.
    pub(super) fn beside(self, aim: &'static str, official: &'static str) -> Self {
        Self {
            aim,
            official,
            ..self
        }
    }
}

/// The rows under a head.
pub(super) fn table(rows: &[Row]) -> String {
    let head = line("", "measured", "aim", "official provider");
    let rows = rows
        .iter()
        .map(|row| line(row.name, &row.measured, row.aim, row.official));
    std::iter::once(head)
        .chain(rows)
        .collect::<Vec<_>>()
        .join("\n")
}

fn line(name: &str, measured: &str, aim: &str, official: &str) -> String {
    let line = format!("  {name:<28} {measured:>24}  {aim:>9}  {official}");
    line.trim_end().to_owned()
}

pub(super) fn milliseconds(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

/// Each time in seconds.
pub(super) fn runs(times: &[Duration]) -> String {
    let seconds = |time: &Duration| format!("{:.2} s", time.as_secs_f64());
    times.iter().map(seconds).collect::<Vec<_>>().join(", ")
}

/// The median of one over that of the other.
pub(super) fn ratio(one: &[Duration], other: &[Duration]) -> String {
    let middle = |times: &[Duration]| median(times).unwrap_or_default().as_secs_f64();
    format!("{:.3}", middle(one) / middle(other))
}

/// Of bytes; a megabyte is a million of them.
pub(super) fn megabytes(bytes: Option<u64>) -> String {
    bytes.map_or_else(
        || "not measured".to_owned(),
        |bytes| format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    )
}

/// The middle one of the values; the lower of two.
pub(super) fn median<T: Copy + Ord>(values: &[T]) -> Option<T> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len().saturating_sub(1) / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::{median, megabytes};

    #[test]
    fn median_is_the_middle_or_the_lower_of_two() {
        assert_eq!(median(&[3, 1, 2]), Some(2));
        assert_eq!(median(&[4, 1, 3, 2]), Some(2));
        assert_eq!(median::<u8>(&[]), None);
    }

    #[test]
    fn megabytes_are_cut_not_rounded_up() {
        assert_eq!(megabytes(Some(8_990_000)), "8.9 MB");
        assert_eq!(megabytes(None), "not measured");
    }
}
