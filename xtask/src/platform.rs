//! Platforms under the names the registry has for them, which are Go's.

use std::env::consts::{ARCH, OS};
use std::fmt;

/// An operating system and a processor, printed as `linux_amd64`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Platform {
    os: String,
    arch: String,
}

impl Platform {
    /// The platform this program runs on.
    pub(crate) fn here() -> Self {
        Self::of(OS, ARCH)
    }

    /// The platform of a target such as `aarch64-apple-darwin`.
    pub(crate) fn of_target(triple: &str) -> Option<Self> {
        let (arch, rest) = triple.split_once('-')?;
        let os = ["linux", "darwin", "windows"]
            .into_iter()
            .find(|os| rest.contains(os))?;
        Some(Self::of(os, arch))
    }

    /// From Rust's names, such as `macos` and `aarch64`.
    fn of(os: &str, arch: &str) -> Self {
        let os = match os {
            "macos" => "darwin",
            same => same,
        };
        let arch = match arch {
            "x86_64" => "amd64",
            "aarch64" => "arm64",
            same => same,
        };
        Self {
            os: os.to_owned(),
            arch: arch.to_owned(),
        }
    }

    /// The ending of a program's file name.
    pub(crate) fn executable_ending(&self) -> &'static str {
        match self.os.as_str() {
            "windows" => ".exe",
            _ => "",
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.os, self.arch)
    }
}

#[cfg(test)]
mod tests {
    use super::Platform;

    #[test]
    fn platforms_have_the_names_of_the_registry() {
        assert_eq!(Platform::of("macos", "aarch64").to_string(), "darwin_arm64");
        assert_eq!(
            Platform::of("windows", "x86_64").to_string(),
            "windows_amd64"
        );
    }

    #[test]
    fn platform_is_read_from_the_target() {
        let platform = |triple| Platform::of_target(triple).map(|platform| platform.to_string());
        for (triple, expected) in [
            ("x86_64-unknown-linux-musl", "linux_amd64"),
            ("aarch64-apple-darwin", "darwin_arm64"),
            ("x86_64-pc-windows-msvc", "windows_amd64"),
        ] {
            assert_eq!(platform(triple).as_deref(), Some(expected));
        }
        assert_eq!(platform("sparc-sun-solaris"), None);
    }
}
