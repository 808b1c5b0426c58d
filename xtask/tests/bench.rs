//! `cargo xtask bench` in its quick form: that it measures, not what.

use anyhow::{Context, ensure};
use tokio::process::Command;

/// The second column of a row.
fn measured<'a>(table: &'a str, name: &str) -> anyhow::Result<&'a str> {
    let row = table
        .lines()
        .find_map(|line| line.trim_start().strip_prefix(name))
        .with_context(|| format!("no row {name:?} in\n{table}"))?;
    row.split("  ")
        .map(str::trim)
        .find(|column| !column.is_empty())
        .with_context(|| format!("nothing measured in {row:?}"))
}

#[tokio::test]
async fn quick_benchmark_measures_every_row() -> anyhow::Result<()> {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["bench", "--quick", "--profile", "dev"])
        .kill_on_drop(true)
        .output()
        .await?;
    let table = String::from_utf8(output.stdout)?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{table}\n{said}");
    for (name, unit) in [
        ("handshake", " ms"),
        ("size of the binary", " MB"),
        ("collaborators", " s"),
        ("terraform_data", " s"),
        ("plan -destroy  ", " s"),
    ] {
        assert!(measured(&table, name)?.ends_with(unit), "{table}");
    }
    for ratio in ["ratio of the medians", "ratio  "] {
        assert!(measured(&table, ratio)?.parse::<f64>()? > 0.0);
    }
    assert_eq!(measured(&table, "requests")?, "2", "{table}");
    if cfg!(target_os = "linux") {
        assert!(!table.contains("not measured"), "{table}");
    }
    Ok(())
}
