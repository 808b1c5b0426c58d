use std::path::{Path, PathBuf};

use super::Receipt;

type Outcome = anyhow::Result<()>;

/// Makes the folders and the file `path` under a receipt, as an install does.
fn install(receipt: &mut Receipt, path: &Path, text: &str) -> anyhow::Result<bool> {
    receipt.make_folders(path.parent().unwrap_or(path))?;
    std::fs::write(path, text)?;
    receipt.note(path, path)
}

fn everything_in(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(everything_in(&path)?);
        }
        found.push(path);
    }
    found.sort();
    Ok(found)
}

#[test]
fn undoing_leaves_nothing() -> Outcome {
    let home = tempfile::tempdir()?;
    let receipt_path = home.path().join("a/receipt.json");
    let mut receipt = Receipt::default();
    install(&mut receipt, &home.path().join("a/b/c/program"), "one")?;
    receipt.write(&receipt_path)?;

    let receipt = Receipt::read(&receipt_path)?.unwrap_or_default();
    assert!(receipt.undo(&receipt_path)?.is_empty());
    assert!(everything_in(home.path())?.is_empty());
    Ok(())
}

#[test]
fn folders_that_were_there_before_stay() -> Outcome {
    let home = tempfile::tempdir()?;
    let before = home.path().join("before");
    std::fs::create_dir(&before)?;
    let receipt_path = before.join("receipt.json");
    let mut receipt = Receipt::default();
    install(&mut receipt, &before.join("made/program"), "one")?;
    receipt.write(&receipt_path)?;

    receipt.undo(&receipt_path)?;
    assert_eq!(everything_in(home.path())?, [before]);
    Ok(())
}

#[test]
fn files_of_others_stay_with_their_folders() -> Outcome {
    let home = tempfile::tempdir()?;
    let receipt_path = home.path().join("receipt.json");
    let mut receipt = Receipt::default();
    install(&mut receipt, &home.path().join("made/1/program"), "one")?;
    receipt.write(&receipt_path)?;
    let foreign = home.path().join("made/other");
    std::fs::write(&foreign, "not ours")?;

    receipt.undo(&receipt_path)?;
    let made = home.path().join("made");
    assert_eq!(everything_in(home.path())?, [made, foreign]);
    Ok(())
}

#[test]
fn changed_file_is_left_and_named() -> Outcome {
    let home = tempfile::tempdir()?;
    let receipt_path = home.path().join("receipt.json");
    let program = home.path().join("made/program");
    let mut receipt = Receipt::default();
    install(&mut receipt, &program, "one")?;
    receipt.write(&receipt_path)?;
    std::fs::write(&program, "somebody's own")?;

    assert_eq!(receipt.undo(&receipt_path)?, [program.as_path()]);
    assert!(program.exists());
    Ok(())
}

#[test]
fn second_install_of_other_bytes_is_a_replacement() -> Outcome {
    let home = tempfile::tempdir()?;
    let program = home.path().join("made/program");
    let mut receipt = Receipt::default();
    assert!(!install(&mut receipt, &program, "one")?);
    assert!(!install(&mut receipt, &program, "one")?);
    assert!(install(&mut receipt, &program, "two")?);

    let receipt_path = home.path().join("receipt.json");
    receipt.write(&receipt_path)?;
    receipt.undo(&receipt_path)?;
    assert!(everything_in(home.path())?.is_empty());
    Ok(())
}
