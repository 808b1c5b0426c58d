//! A stand-in for `protoc`, on `protox`: no system package is needed to build.
//!
//! It takes the arguments `prost-build` gives protoc and writes the descriptor
//! set; anything else it refuses.

use std::path::PathBuf;

use anyhow::Context;
use clap::Parser;
use prost::Message;

/// The arguments `prost-build` 0.13 passes.
#[derive(Parser)]
#[command(disable_version_flag = true)]
struct Arguments {
    /// Write imported files to the descriptor set too.
    #[arg(long = "include_imports")]
    include_imports: bool,
    /// Write comments and positions to the descriptor set too.
    #[arg(long = "include_source_info")]
    include_source_info: bool,
    /// Accepted and ignored: `protox` knows proto3 optional fields anyway.
    #[arg(long = "experimental_allow_proto3_optional")]
    _proto3_optional: bool,
    /// Folders to look for imports in.
    #[arg(short = 'I', long = "proto_path")]
    includes: Vec<PathBuf>,
    /// Where the descriptor set goes.
    #[arg(short = 'o', long = "descriptor_set_out")]
    out: PathBuf,
    /// The files to compile.
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let set = protox::Compiler::new(&arguments.includes)?
        .include_imports(arguments.include_imports)
        .include_source_info(arguments.include_source_info)
        .open_files(&arguments.files)?
        .file_descriptor_set();
    std::fs::write(&arguments.out, set.encode_to_vec())
        .with_context(|| format!("cannot write {}", arguments.out.display()))
}
