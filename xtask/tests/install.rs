//! `cargo xtask install` into a home of its own, then Terraform as a user runs it.

use std::path::Path;

use anyhow::{Context, ensure};
use emulator::{Emulator, Settings};
use harness::{Run, Workspace};
use tokio::process::Command;

const PROVIDER: &str = "\n\nprovider \"scalingo\" {\n  max_wait = \"1m\"\n}\n";

/// A home with nothing but a work folder's settings in it, and an API to talk to.
struct Home {
    workspace: Workspace,
    emulator: Emulator,
}

impl Home {
    async fn new() -> anyhow::Result<Self> {
        let emulator = Emulator::start(Settings::default()).await?;
        let mut workspace = Workspace::new(Path::new(".")).await?;
        workspace.write("terraform.rc", "")?;
        workspace.set("SCALINGO_API_TOKEN", emulator.api_token());
        workspace.set("SCALINGO_API_URL", emulator.url());
        workspace.set("SCALINGO_AUTH_URL", emulator.url());
        Ok(Self {
            workspace,
            emulator,
        })
    }

    /// A recipe that knows this home and no other. Cargo itself keeps its own.
    fn recipe(&self, arguments: &[&str]) -> anyhow::Result<Command> {
        let real = std::env::home_dir().context("no home folder")?;
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        for (variable, folder) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
            if std::env::var_os(variable).is_none() {
                command.env(variable, real.join(folder));
            }
        }
        command
            .args(arguments)
            .env("HOME", self.workspace.path())
            .env("APPDATA", self.workspace.path())
            .env(
                "TF_CLI_CONFIG_FILE",
                self.workspace.path().join("terraform.rc"),
            )
            .current_dir(self.workspace.path())
            .kill_on_drop(true);
        Ok(command)
    }

    async fn run(&self, arguments: &[&str]) -> anyhow::Result<Run> {
        let output = self.recipe(arguments)?.output().await?;
        let run = Run {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout)?,
            stderr: String::from_utf8(output.stderr)?,
        };
        run.success()
    }

    /// What is in the home, sorted; folders end with a slash.
    fn listing(&self) -> anyhow::Result<Vec<String>> {
        let mut found = Vec::new();
        list(self.workspace.path(), "", &mut found)?;
        found.sort();
        Ok(found)
    }

    async fn init_and_plan(&self) -> anyhow::Result<()> {
        self.workspace.terraform(["init"]).await?.success()?;
        let resource = "resource \"scalingo_collaborator\" \"one\" {\n  app   = \"my-app\"\n  email = \"ann@example.com\"\n}\n";
        self.workspace.write("people.tf", resource)?;
        self.emulator.add_app("my-app")?;
        let plan = ["plan", "-detailed-exitcode", "-no-color"];
        let run = self.workspace.terraform(plan).await?.expect_code(2)?;
        ensure!(run.stdout.contains("1 to add"), "{}", run.stdout);
        Ok(())
    }
}

fn list(folder: &Path, prefix: &str, found: &mut Vec<String>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{name}/"), found)?;
            found.push(format!("{name}/"));
        } else {
            found.push(name);
        }
    }
    Ok(())
}

#[tokio::test]
async fn installed_provider_is_found_by_plain_init() -> anyhow::Result<()> {
    let home = Home::new().await?;
    let before = home.listing()?;

    let block = home.run(&["install", "--profile", "dev"]).await?.stdout;
    home.workspace
        .write("main.tf", &format!("{block}{PROVIDER}"))?;
    home.workspace.terraform(["init"]).await?.success()?;
    home.workspace.terraform(["plan"]).await?.success()?;
    home.init_and_plan().await?;

    for made in ["main.tf", "people.tf", ".terraform.lock.hcl"] {
        std::fs::remove_file(home.workspace.path().join(made))?;
    }
    std::fs::remove_dir_all(home.workspace.path().join(".terraform"))?;
    home.run(&["uninstall"]).await?;
    assert_eq!(home.listing()?, before);
    Ok(())
}

#[tokio::test]
async fn named_mirror_works_beside_a_plugin_cache() -> anyhow::Result<()> {
    let mut home = Home::new().await?;
    let cache = home.workspace.path().join("cache");
    std::fs::create_dir(&cache)?;
    home.workspace.set("TF_PLUGIN_CACHE_DIR", cache);
    let before = home.listing()?;

    let install = ["install", "--profile", "dev", "--plugin-dir", "mirror"];
    let block = home.run(&install).await?.stdout;
    home.run(&install).await?;
    home.workspace.write("main.tf", &block)?;
    let init = home.workspace.terraform(["init", "-plugin-dir=mirror"]);
    init.await?.success()?;

    home.run(&["uninstall", "--plugin-dir", "mirror"]).await?;
    assert!(!home.workspace.path().join("mirror").exists());
    for made in before {
        assert!(home.listing()?.contains(&made), "{made} was removed");
    }
    Ok(())
}

#[tokio::test]
async fn install_over_another_build_warns_of_the_lock_file() -> anyhow::Result<()> {
    let home = Home::new().await?;
    let install = ["install", "--profile", "dev", "--plugin-dir", "mirror"];
    home.run(&install).await?;
    let same = home.run(&install).await?;
    assert!(
        !same.stderr.contains(".terraform.lock.hcl"),
        "{}",
        same.stderr
    );

    let listing = home.listing()?;
    let is_program = |path: &&String| path.contains("terraform-provider-scalingo_v");
    let program = listing.iter().find(is_program).context("not installed")?;
    std::fs::write(home.workspace.path().join(program), "another build")?;
    let other = home.run(&install).await?;
    assert!(
        other.stderr.contains(".terraform.lock.hcl"),
        "{}",
        other.stderr
    );
    Ok(())
}

#[tokio::test]
async fn uninstall_without_install_removes_nothing() -> anyhow::Result<()> {
    let home = Home::new().await?;
    let before = home.listing()?;
    let run = home.run(&["uninstall"]).await?;
    assert!(run.stdout.starts_with("Nothing of `cargo xtask install`"));
    assert_eq!(home.listing()?, before);
    Ok(())
}
