//! The real Terraform against the example provider `toy`.
#![cfg(unix)]

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use harness::Workspace;
use tempfile::TempDir;

const SOURCE: &str = "registry.terraform.io/example/toy";

/// A Terraform folder whose provider is the toy. The second value holds the
/// binary under the name Terraform looks for.
async fn workspace(configuration: &str) -> anyhow::Result<(Workspace, TempDir)> {
    let folder = tempfile::tempdir()?;
    let link = folder.path().join("terraform-provider-toy");
    std::os::unix::fs::symlink(toy()?, link)?;
    let workspace = Workspace::with_source(SOURCE, folder.path()).await?;
    let head = format!(
        "terraform {{\n  required_providers {{\n    toy = {{ source = {SOURCE:?} }}\n  }}\n}}\n"
    );
    workspace.write("main.tf", &format!("{head}{configuration}"))?;
    Ok((workspace, folder))
}

fn toy() -> anyhow::Result<PathBuf> {
    let test = std::env::current_exe()?;
    let profile = test.ancestors().nth(2).unwrap_or(Path::new("."));
    let toy = profile.join("examples").join("toy");
    ensure!(
        toy.exists(),
        "{} is missing; `cargo build --examples` makes it",
        toy.display()
    );
    Ok(toy)
}

#[tokio::test]
async fn panic_of_one_in_twenty_leaves_the_other_nineteen_applied_and_saved() -> anyhow::Result<()>
{
    let (workspace, _binary) = workspace(
        r#"
resource "toy_note" "notes" {
  count = 20
  text  = count.index == 7 ? "panic" : "note ${count.index}"
}
"#,
    )
    .await?;
    let run = workspace
        .terraform(["apply", "-auto-approve", "-json"])
        .await?
        .expect_code(1)?;
    let errors = run
        .diagnostics()?
        .into_iter()
        .filter(|diagnostic| diagnostic.severity == "error");
    let about: Vec<_> = errors.map(|error| error.address).collect();
    assert_eq!(about, [Some("toy_note.notes[7]".to_owned())]);
    assert_eq!(workspace.addresses().await?.len(), 19);
    Ok(())
}

#[tokio::test]
async fn value_of_five_megabytes_passes_both_ways() -> anyhow::Result<()> {
    let (workspace, _binary) = workspace(
        r#"
resource "toy_note" "large" {
  text = file("large.txt")
}

data "toy_echo" "large" {
  text = toy_note.large.text
}

output "length" {
  value = data.toy_echo.large.length
}
"#,
    )
    .await?;
    let large = "0123456789".repeat(500_000);
    workspace.write("large.txt", &large)?;
    workspace
        .terraform(["apply", "-auto-approve"])
        .await?
        .success()?;
    let run = workspace.terraform(["output", "length"]).await?.success()?;
    assert_eq!(run.stdout.trim(), "5000000");
    let state = workspace.read("terraform.tfstate").context("no state")?;
    assert!(state.contains(&large));
    workspace
        .terraform(["plan", "-detailed-exitcode"])
        .await?
        .success()?;
    Ok(())
}
