//! Zip archives that have the same bytes wherever and whenever they are made.

use std::io::{Cursor, Write};

use anyhow::Context;
use time::{OffsetDateTime, PrimitiveDateTime};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// A file to pack.
pub(super) struct Entry {
    name: String,
    content: Vec<u8>,
    /// Unix permissions.
    mode: u32,
}

impl Entry {
    /// A file to read.
    pub(super) fn text(name: &str, content: &str) -> Self {
        Self {
            name: name.to_owned(),
            content: content.as_bytes().to_owned(),
            mode: 0o644,
        }
    }

    /// A file to run.
    pub(super) fn program(name: &str, content: Vec<u8>) -> Self {
        Self {
            name: name.to_owned(),
            content,
            mode: 0o755,
        }
    }
}

/// The archive of these entries in this order, each dated `seconds` after 1970.
///
/// Order, date, permissions and the "made on" mark are fixed: they are all that
/// would differ between two makings.
pub(super) fn pack(entries: &[Entry], seconds: i64) -> anyhow::Result<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(date(seconds)?)
        .system(System::Unix);
    for entry in entries {
        writer
            .start_file(&entry.name, options.unix_permissions(entry.mode))
            .with_context(|| format!("cannot pack {}", entry.name))?;
        writer
            .write_all(&entry.content)
            .with_context(|| format!("cannot pack {}", entry.name))?;
    }
    let archive = writer.finish().context("cannot finish the archive")?;
    Ok(archive.into_inner())
}

fn date(seconds: i64) -> anyhow::Result<DateTime> {
    let moment = OffsetDateTime::from_unix_timestamp(seconds).context("no such moment")?;
    DateTime::try_from(PrimitiveDateTime::new(moment.date(), moment.time()))
        .with_context(|| format!("a zip archive cannot be dated {moment}"))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use zip::ZipArchive;

    use super::{Entry, pack};

    const MOMENT: i64 = 1_795_291_188;

    fn entries() -> [Entry; 2] {
        [
            Entry::text("LICENSE", "free"),
            Entry::program("program", b"run me".to_vec()),
        ]
    }

    #[test]
    fn same_entries_give_the_same_bytes() -> anyhow::Result<()> {
        assert_eq!(pack(&entries(), MOMENT)?, pack(&entries(), MOMENT)?);
        assert_ne!(pack(&entries(), MOMENT)?, pack(&entries(), MOMENT + 60)?);
        Ok(())
    }

    #[test]
    fn program_can_be_run_after_unpacking() -> anyhow::Result<()> {
        let mut archive = ZipArchive::new(Cursor::new(pack(&entries(), MOMENT)?))?;
        let mut program = archive.by_name("program")?;
        assert_eq!(program.unix_mode(), Some(0o100_755));
        let date = program.last_modified().map(|date| date.to_string());
        assert_eq!(date.as_deref(), Some("2026-11-21 19:59:48"));
        let mut content = String::new();
        program.read_to_string(&mut content)?;
        assert_eq!(content, "run me");
        Ok(())
    }

    #[test]
    fn date_before_zip_is_refused() {
        assert!(pack(&entries(), 0).is_err());
    }
}
