//! Where the story plays: emulator, folder, and an account of what happens.

use std::cell::Cell;
use std::fmt::Debug;

use anyhow::{Context, ensure};
use emulator::{Emulator, Settings};
use harness::{REQUIREMENT, Run, Workspace};

use crate::build;

pub(crate) struct Stage {
    pub(crate) emulator: Emulator,
    workspace: Workspace,
    steps: Cell<u32>,
}

impl Stage {
    /// Builds the provider, starts the emulator with the app `my-app`, and
    /// makes an empty folder.
    pub(crate) async fn set() -> anyhow::Result<Self> {
        println!("Building the provider …");
        let binary = build::provider("dev").await?;
        let folder = binary.parent().context("the binary is in no folder")?;
        let emulator = Emulator::start(Settings::default()).await?;
        emulator.add_app("my-app")?;
        let mut workspace = Workspace::new(folder).await?;
        workspace.set("TF_CLI_ARGS", "-no-color");
        workspace.set("SCALINGO_API_TOKEN", emulator.api_token());
        workspace.set("SCALINGO_API_URL", emulator.url());
        workspace.set("SCALINGO_AUTH_URL", emulator.url());
        println!("A stand-in Scalingo API listens on {}.", emulator.url());
        Ok(Self {
            emulator,
            workspace,
            steps: Cell::new(0),
        })
    }

    /// Announces the next step.
    pub(crate) fn step(&self, title: &str) {
        self.steps.set(self.steps.get() + 1);
        println!("\n{}. {title}", self.steps.get());
    }

    /// Writes a team list and shows the part that matters.
    pub(crate) fn team(&self, addresses: &[&str], argument: &str) -> anyhow::Result<()> {
        let shown = format!(
            r#"locals {{ team = {addresses:?} }}

resource "scalingo_collaborator" "collaborators" {{
  for_each = toset(local.team)
  app      = "my-app"
  email    = each.key
  {argument}
}}
"#
        );
        self.configure(&shown)
    }

    /// The same people as one resource.
    pub(crate) fn whole_team(&self, addresses: &[&str]) -> anyhow::Result<()> {
        self.configure(&format!(
            r#"resource "scalingo_collaborators" "team" {{
  app           = "my-app"
  collaborators = {addresses:?}
}}
"#
        ))
    }

    fn configure(&self, shown: &str) -> anyhow::Result<()> {
        for line in shown.lines().filter(|line| !line.trim().is_empty()) {
            println!("      {line}");
        }
        let text = format!("{REQUIREMENT}\n{shown}");
        self.workspace.write("main.tf", &text)
    }

    /// How many people the next plan removes, as a policy would ask.
    pub(crate) async fn removals(&self) -> anyhow::Result<u64> {
        let terraform = async |arguments: &[&str]| self.workspace.terraform(arguments).await;
        terraform(&["plan", "-out=saved"]).await?.success()?;
        let shown = terraform(&["show", "-json", "saved"]).await?.success()?;
        let plan: serde_json::Value = serde_json::from_str(&shown.stdout)?;
        let removals = plan.pointer("/resource_changes/0/change/after/removals");
        let removals = removals.and_then(serde_json::Value::as_u64);
        removals.context("the plan has no removals")
    }

    /// `terraform apply`, which must succeed.
    pub(crate) async fn apply(&self) -> anyhow::Result<()> {
        self.terraform(&["apply", "-auto-approve"], 0).await
    }

    /// `terraform plan`, which must end with this `-detailed-exitcode`.
    pub(crate) async fn plan(&self, code: i32) -> anyhow::Result<()> {
        self.terraform(&["plan", "-detailed-exitcode"], code).await
    }

    /// `terraform import`, which must succeed.
    pub(crate) async fn import(&self, address: &str, id: &str) -> anyhow::Result<()> {
        self.terraform(&["import", address, id], 0).await
    }

    /// `terraform destroy`, which must succeed.
    pub(crate) async fn destroy(&self) -> anyhow::Result<()> {
        self.terraform(&["destroy", "-auto-approve"], 0).await
    }

    async fn terraform(&self, arguments: &[&str], code: i32) -> anyhow::Result<()> {
        println!("   $ terraform {}", quoted(arguments));
        let run = self
            .workspace
            .terraform(arguments)
            .await?
            .expect_code(code)?;
        println!("     {}", last_words(&run));
        Ok(())
    }

    /// Says what was looked at, and fails when it is not as expected.
    pub(crate) fn expect<A, B>(&self, what: &str, expected: &A, found: &B) -> anyhow::Result<()>
    where
        A: Debug,
        B: Debug + PartialEq<A>,
    {
        ensure!(
            *found == *expected,
            "step {}: {what}: expected {expected:?}, found {found:?}",
            self.steps.get()
        );
        println!("   ✓ {what}: {found:?}");
        Ok(())
    }

    /// The addresses on `my-app`, sorted.
    pub(crate) fn people(&self) -> anyhow::Result<Vec<String>> {
        let people = self.emulator.collaborators("my-app")?;
        let mut addresses: Vec<String> = people.into_iter().map(|person| person.email).collect();
        addresses.sort();
        Ok(addresses)
    }

    /// How many people on `my-app` are limited collaborators.
    pub(crate) fn limited(&self) -> anyhow::Result<usize> {
        let people = self.emulator.collaborators("my-app")?;
        Ok(people.iter().filter(|person| person.is_limited).count())
    }

    /// Stops the emulator and takes the folder away.
    pub(crate) async fn close(self) -> anyhow::Result<()> {
        let path = self.workspace.path().to_owned();
        drop(self.workspace);
        self.emulator.stop().await;
        ensure!(!path.exists(), "{} was left behind", path.display());
        println!("\nDone: every step did what it says, and nothing was left behind.");
        Ok(())
    }
}

/// The arguments as a person would type them.
fn quoted(arguments: &[&str]) -> String {
    let quote = |argument: &&str| {
        let mark = if argument.contains('"') { "'" } else { "" };
        format!("{mark}{argument}{mark}")
    };
    arguments.iter().map(quote).collect::<Vec<_>>().join(" ")
}

/// The line in which Terraform sums up what it did.
fn last_words(run: &Run) -> String {
    const SUMMARIES: [&str; 5] = [
        "Apply complete!",
        "Destroy complete!",
        "Import successful!",
        "No changes.",
        "Plan:",
    ];
    run.stdout
        .lines()
        .rfind(|line| SUMMARIES.iter().any(|summary| line.starts_with(summary)))
        .unwrap_or_default()
        .to_owned()
}
