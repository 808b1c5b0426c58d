//! File names that Terraform and the registry demand.
//!
//! The registry documents them under "Publishing providers": the version is
//! without `v` in the names of the archives and with it in the binary's.

use std::path::{Path, PathBuf};

use harness::SOURCE;

use crate::build::BINARY;
use crate::platform::Platform;
use crate::project::VERSION;

/// The binary as a package holds it.
pub(crate) fn binary(platform: &Platform) -> String {
    format!("{BINARY}_v{VERSION}{}", platform.executable_ending())
}

/// A file of the release that belongs to one platform, such as its `.zip`.
pub(crate) fn for_platform(platform: &Platform, ending: &str) -> String {
    format!("{BINARY}_{VERSION}_{platform}{ending}")
}

/// A file of the release that belongs to all of it, such as `SHA256SUMS`.
pub(crate) fn for_release(ending: &str) -> String {
    format!("{BINARY}_{VERSION}_{ending}")
}

/// The folder of the provider in a filesystem mirror: host, namespace, type.
pub(crate) fn in_mirror(mirror: &Path) -> PathBuf {
    mirror.join(SOURCE)
}
