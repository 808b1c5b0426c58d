//! The recipes in `examples/pipelines`, run as their forges would run them: the
//! real Terraform against the emulator, the forge itself a stand-in.

mod atlantis;
mod curl;
mod forge;
mod gh;
mod github;
mod gitlab;
mod stand_ins;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;
use std::sync::MutexGuard;

use harness::Run;
use serde::de::DeserializeOwned;

use crate::documents::{copy, root};
use crate::world::{Outcome, World, provider_folder};
use forge::Forge;
use stand_ins::{StandIns, write_program};

const REPOSITORY: &str = "example/team";

const HEADER: &str = "email,role,apps,until,revoked";

/// The repository of a team as the guide describes it, checked out, and what
/// runs its pipelines.
struct Checkout {
    world: World,
    bin: PathBuf,
    stand_ins: StandIns,
}

/// A job that has ended, with everything that it printed.
#[derive(Debug, Default)]
struct Job {
    code: i32,
    log: String,
}

/// A recipe as its forge reads it.
fn recipe<T: DeserializeOwned>(file: &str) -> anyhow::Result<T> {
    let text = std::fs::read_to_string(root().join("examples/pipelines").join(file))?;
    Ok(serde_saphyr::from_str(&text)?)
}

impl Checkout {
    /// A checkout whose file says that Ann is on the team.
    async fn new() -> anyhow::Result<Self> {
        let mut world = World::new().await?;
        let folder = world.workspace.path().to_owned();
        for (example, name) in [
            ("review/review.jq", "review.jq"),
            ("policies/people.rego", "people.rego"),
        ] {
            std::fs::copy(root().join("examples").join(example), folder.join(name))?;
        }
        copy(&root().join("examples/team"), &folder.join("team"))?;
        world.configure(
            r#"
module "team" {
  source = "./team"

  file = "${path.module}/team.csv"
  apps = { shop = "my-app" }
}
"#,
        )?;
        world.workspace.write("team.csv", HEADER)?;
        install(&mut world)?;
        let bin = folder.join("bin");
        std::fs::create_dir(&bin)?;
        write_program(&bin.join("terraform"), &as_program(&world))?;
        let stand_ins = StandIns::new(&bin, &folder).await?;
        // The repository has the lock file, and only the forge has the token.
        world.run(["init"]).await?.success()?;
        world.workspace.unset("SCALINGO_API_TOKEN");
        let checkout = Self {
            world,
            bin,
            stand_ins,
        };
        checkout.team(&["ann@example.com,full,,,"])?;
        Ok(checkout)
    }

    /// From now on the file has these rows.
    fn team(&self, rows: &[&str]) -> Outcome {
        let text = [&[HEADER], rows].concat().join("\n");
        self.world.workspace.write("team.csv", &text)
    }

    fn forge(&self) -> MutexGuard<'_, Forge> {
        self.stand_ins.forge.lock().unwrap()
    }

    /// Runs a script as the forge does: with this shell and environment, in the
    /// checkout.
    async fn script(
        &self,
        shell: &[&str],
        script: &str,
        environment: &BTreeMap<String, String>,
    ) -> anyhow::Result<Run> {
        let terraform = self.world.workspace.command([""; 0]);
        let inherited = terraform.as_std().get_envs();
        let mut path = OsString::from(&self.bin);
        path.push(":");
        path.push(std::env::var_os("PATH").unwrap_or_default());
        let child = tokio::process::Command::new(shell[0])
            .args(&shell[1..])
            .arg(script)
            .current_dir(self.world.workspace.path())
            .env_clear()
            .envs(inherited.filter_map(|(name, value)| Some((name, value?))))
            .env("PATH", path)
            .env("STAND_INS", self.stand_ins.port.to_string())
            .envs(environment)
            .stdin(std::process::Stdio::null())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        Run::of(child, std::time::Duration::from_mins(2)).await
    }

    /// Nobody may read a token anywhere.
    fn no_secret_in(&self, log: &str) {
        let texts = self.forge().texts();
        for secret in [
            self.world.emulator.api_token(),
            github::TOKEN,
            gitlab::TOKEN,
        ] {
            assert!(!log.contains(secret), "{log}");
            assert!(!texts.contains(secret), "{texts}");
        }
    }

    /// Everybody on the app, whether invited or not.
    fn people(&self) -> anyhow::Result<Vec<String>> {
        let people = self.world.people()?;
        let email = |line: String| line.split(' ').next().unwrap_or_default().to_owned();
        Ok(people.into_iter().map(email).collect())
    }
}

/// Whether a condition holds: comparisons joined by `&&`, as far as the recipes
/// use them. Anything else is an error.
fn holds(
    condition: &str,
    left: impl Fn(&str) -> anyhow::Result<String>,
    right: impl Fn(&str) -> anyhow::Result<String>,
) -> anyhow::Result<bool> {
    let mut holds = true;
    for part in condition.split(" && ") {
        let words: Vec<&str> = part.split(' ').collect();
        let [first, operator @ ("==" | "!="), second] = words[..] else {
            anyhow::bail!("unknown condition {part}")
        };
        holds &= (left(first)? == right(second)?) == (operator == "==");
    }
    Ok(holds)
}

/// Puts the provider where plain `terraform init` finds it, as the guide says.
fn install(world: &mut World) -> Outcome {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        other => other,
    };
    let processor = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    let name = "terraform-provider-scalingo";
    let folder = world
        .workspace
        .path()
        .join("terraform.d/plugins/terraform.local/scalingo/scalingo")
        .join(env!("CARGO_PKG_VERSION"))
        .join(format!("{system}_{processor}"));
    std::fs::create_dir_all(&folder)?;
    std::fs::hard_link(provider_folder().join(name), folder.join(name))
        .or_else(|_| std::fs::copy(provider_folder().join(name), folder.join(name)).map(drop))?;
    world.workspace.write("empty.rc", "")?;
    let configuration = world.workspace.path().join("empty.rc");
    world.workspace.set("TF_CLI_CONFIG_FILE", configuration);
    Ok(())
}

/// The Terraform of these tests as a script.
fn as_program(world: &World) -> String {
    let terraform = world.workspace.command([""; 0]);
    let terraform: &Command = terraform.as_std();
    let words = std::iter::once(terraform.get_program()).chain(terraform.get_args());
    let words: Vec<String> = words.map(|word| format!("'{}'", word.display())).collect();
    let path = std::env::var("PATH").unwrap_or_default();
    format!("PATH='{path}' exec {} \"$@\"", words.join(" "))
}

#[test]
fn every_recipe_is_run_by_a_test() -> Outcome {
    let mut recipes = Vec::new();
    for folder in std::fs::read_dir(root().join("examples/pipelines"))? {
        for file in std::fs::read_dir(folder?.path())? {
            recipes.push(file?.file_name().to_string_lossy().into_owned());
        }
    }
    recipes.sort();
    assert_eq!(
        recipes,
        [
            ".gitlab-ci.yml",
            "atlantis.yaml",
            "drift.yml",
            "repos.yaml",
            "team.yml"
        ]
    );
    Ok(())
}
