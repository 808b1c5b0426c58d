//! A program that behaves like Terraform.

use std::ffi::OsString;
use std::path::PathBuf;

use tokio::process::Command;

/// A program that takes Terraform's arguments, behind some of its own.
#[derive(Clone, Debug)]
pub(crate) struct Terraform {
    program: PathBuf,
    own_arguments: Vec<OsString>,
}

impl Terraform {
    pub(crate) fn new(
        program: impl Into<PathBuf>,
        own_arguments: impl IntoIterator<Item = OsString>,
    ) -> Self {
        Self {
            program: program.into(),
            own_arguments: own_arguments.into_iter().collect(),
        }
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.own_arguments);
        command
    }
}
