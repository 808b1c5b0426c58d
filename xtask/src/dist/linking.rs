//! What a program needs from the system it runs on.

use anyhow::{Context, ensure};
use goblin::Object;
use goblin::elf::Elf;

/// The libraries a Linux program may need: glibc's own and gcc's unwinder,
/// which are on every system with glibc.
const OF_GLIBC: [&str; 6] = [
    "ld-linux-aarch64.so.1",
    "ld-linux-x86-64.so.2",
    "libc.so.6",
    "libgcc_s.so.1",
    "libm.so.6",
    "libpthread.so.0",
];

/// Says what the program is linked to. On Linux anything but glibc is refused.
pub(super) fn check(program: &[u8]) -> anyhow::Result<String> {
    match Object::parse(program).context("the binary cannot be read")? {
        Object::Elf(elf) => check_elf(&elf),
        Object::Mach(goblin::mach::Mach::Binary(mach)) => {
            // The first entry stands for the program itself.
            let libraries = mach.libs.iter().skip(1).copied();
            Ok(format!("needs {}", listed(libraries)))
        }
        Object::PE(pe) => Ok(format!("needs {}", listed(pe.libraries.iter().copied()))),
        _ => anyhow::bail!("the binary is of an unknown kind"),
    }
}

fn check_elf(elf: &Elf<'_>) -> anyhow::Result<String> {
    if elf.libraries.is_empty() {
        return Ok("static, needs nothing of the system".to_owned());
    }
    for library in &elf.libraries {
        ensure!(
            OF_GLIBC.contains(library),
            "the binary needs {library}, which not every system has"
        );
    }
    let libraries = listed(elf.libraries.iter().copied());
    let Some((major, minor)) = glibc(elf) else {
        return Ok(format!("needs {libraries}"));
    };
    Ok(format!(
        "needs {libraries} of glibc {major}.{minor} or newer"
    ))
}

/// The newest glibc version a symbol is taken from.
fn glibc(elf: &Elf<'_>) -> Option<(u32, u32)> {
    let needed = elf.verneed.as_ref()?.iter();
    needed
        .flat_map(|library| {
            library
                .iter()
                .map(|symbols| symbols.vna_name)
                .collect::<Vec<_>>()
        })
        .filter_map(|name| elf.dynstrtab.get_at(name))
        .filter_map(version)
        .max()
}

/// `GLIBC_2.34` as numbers.
fn version(symbols: &str) -> Option<(u32, u32)> {
    let (major, rest) = symbols.strip_prefix("GLIBC_")?.split_once('.')?;
    let minor = rest.split('.').next()?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

fn listed<'a>(libraries: impl Iterator<Item = &'a str>) -> String {
    let mut libraries: Vec<&str> = libraries.collect();
    libraries.sort_unstable();
    libraries.join(", ")
}

#[cfg(test)]
mod tests {
    use super::{check, version};

    #[test]
    fn glibc_versions_compare_as_numbers() {
        assert!(version("GLIBC_2.34") > version("GLIBC_2.9"));
        assert_eq!(version("GLIBC_2.2.5"), Some((2, 2)));
        assert_eq!(version("GCC_3.0"), None);
        assert_eq!(version("GLIBC_PRIVATE"), None);
    }

    #[test]
    fn what_is_no_program_is_refused() {
        assert!(check(b"#!/bin/sh\necho this is only a script, but a long one\n").is_err());
    }
}
