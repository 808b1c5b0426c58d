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

/// The archive of one platform in a release.
pub(crate) fn archive(platform: &Platform) -> String {
    format!("{BINARY}_{VERSION}_{platform}.zip")
}

/// The folder of the provider in a filesystem mirror: host, namespace, type.
pub(crate) fn in_mirror(mirror: &Path) -> PathBuf {
    mirror.join(SOURCE)
}
