//! One emulator, one Terraform folder, and the words the tests are written in.

use std::path::Path;
#[cfg(unix)]
use std::time::{Duration, Instant};

#[cfg(unix)]
use anyhow::Context;
#[cfg(unix)]
use emulator::RecordedRequest;
use emulator::{Answer, Collaborator, Emulator, LetterCase, Settings};
use harness::{REQUIREMENT, Run, Which, Workspace};
#[cfg(unix)]
use rustix::process::{Pid, Signal, kill_process_group};

pub(crate) type Outcome = anyhow::Result<()>;

/// A refusal in the documented form.
pub(crate) fn refusal(status: u16) -> Answer {
    Answer::json(status, &serde_json::json!({"error": "not allowed"}))
}

/// The folder of the provider built here.
pub(crate) fn provider_folder() -> &'static Path {
    let binary = Path::new(env!("CARGO_BIN_EXE_terraform-provider-scalingo"));
    binary.parent().unwrap()
}

pub(crate) struct World {
    pub(crate) emulator: Emulator,
    pub(crate) workspace: Workspace,
}

impl World {
    /// An emulator with the app `my-app`, and an empty folder that points to it.
    pub(crate) async fn new() -> anyhow::Result<Self> {
        let world = Self::with(Settings::default()).await?;
        world.emulator.add_app("my-app")?;
        Ok(world)
    }

    /// Two worlds with the app `my-app`: an API that keeps the letter case of
    /// addresses, and one that folds it.
    pub(crate) async fn both() -> anyhow::Result<Vec<Self>> {
        let mut worlds = Vec::new();
        for letter_case in [LetterCase::Kept, LetterCase::Folded] {
            let settings = Settings {
                letter_case,
                ..Settings::default()
            };
            let world = Self::with(settings).await?;
            world.emulator.add_app("my-app")?;
            worlds.push(world);
        }
        Ok(worlds)
    }

    /// An emulator with these knobs and no app.
    pub(crate) async fn with(settings: Settings) -> anyhow::Result<Self> {
        let workspace = Workspace::new(provider_folder()).await?;
        Self::in_workspace(workspace, settings).await
    }

    /// Like [`new`](Self::new), on the newer Terraform.
    pub(crate) async fn newer() -> anyhow::Result<Self> {
        let workspace = Workspace::on(Which::Newer, provider_folder()).await?;
        let world = Self::in_workspace(workspace, Settings::default()).await?;
        world.emulator.add_app("my-app")?;
        Ok(world)
    }

    async fn in_workspace(mut workspace: Workspace, settings: Settings) -> anyhow::Result<Self> {
        let emulator = Emulator::start(settings).await?;
        workspace.set("SCALINGO_API_TOKEN", emulator.api_token());
        workspace.set("SCALINGO_API_URL", emulator.url());
        workspace.set("SCALINGO_AUTH_URL", emulator.url());
        Ok(Self {
            emulator,
            workspace,
        })
    }

    /// Replaces the configuration; the provider requirement is added.
    pub(crate) fn configure(&self, hcl: &str) -> Outcome {
        self.workspace
            .write("main.tf", &format!("{REQUIREMENT}{hcl}"))
    }

    /// Adds a provider block with these arguments.
    pub(crate) fn provider(&self, arguments: &str) -> Outcome {
        self.workspace.write(
            "provider.tf",
            &format!("provider \"scalingo\" {{\n{arguments}\n}}\n"),
        )
    }

    /// A team list on `my-app`, one instance an address.
    pub(crate) fn team(&self, addresses: &[&str]) -> Outcome {
        self.team_with(addresses, "")
    }

    /// The same with more arguments in the resource block.
    pub(crate) fn team_with(&self, addresses: &[&str], arguments: &str) -> Outcome {
        self.configure(&format!(
            r#"
locals {{ team = {addresses:?} }}

resource "scalingo_collaborator" "collaborators" {{
  for_each = toset(local.team)
  app      = "my-app"
  email    = each.key
  {arguments}
}}
"#
        ))
    }

    /// One collaborator `scalingo_collaborator.one` with these arguments.
    pub(crate) fn one(&self, app: &str, email: &str, arguments: &str) -> Outcome {
        self.configure(&format!(
            r#"
resource "scalingo_collaborator" "one" {{
  app   = {app:?}
  email = {email:?}
  {arguments}
}}
"#
        ))
    }

    /// `terraform apply`, which must succeed.
    pub(crate) async fn apply(&self) -> anyhow::Result<Run> {
        self.run(["apply", "-auto-approve", "-json"])
            .await?
            .success()
    }

    /// `terraform destroy -refresh=false`, which must succeed.
    pub(crate) async fn destroy_unrefreshed(&self) -> anyhow::Result<Run> {
        self.run(["destroy", "-auto-approve", "-refresh=false"])
            .await?
            .success()
    }

    /// `terraform destroy`, which must succeed.
    pub(crate) async fn destroy(&self) -> anyhow::Result<Run> {
        self.run(["destroy", "-auto-approve", "-json"])
            .await?
            .success()
    }

    /// `terraform plan -detailed-exitcode`: 0 nothing to do, 1 error, 2 changes.
    pub(crate) async fn plan(&self) -> anyhow::Result<Run> {
        self.run(["plan", "-detailed-exitcode", "-json"]).await
    }

    /// A plan that must have nothing to do.
    pub(crate) async fn plan_is_empty(&self) -> Outcome {
        self.plan().await?.success().map(drop)
    }

    /// A plan that moves so many instances to other addresses and does nothing
    /// else.
    pub(crate) async fn plan_has_only_moves(&self, count: usize) -> Outcome {
        let planned = self.planned().await?;
        anyhow::ensure!(
            planned.len() == count && planned.iter().all(|change| change.ends_with(": move")),
            "{planned:?}"
        );
        Ok(())
    }

    /// The `address: action` pairs a plan would carry out, sorted.
    pub(crate) async fn planned(&self) -> anyhow::Result<Vec<String>> {
        let run = self.plan().await?;
        anyhow::ensure!(run.code != 1, "{}\n{}", run.stdout, run.stderr);
        let mut planned: Vec<String> = run
            .stdout
            .lines()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
            .filter(|line| line["type"] == "planned_change")
            .map(|line| {
                let change = &line["change"];
                let text = |value: &serde_json::Value| value.as_str().unwrap_or("").to_owned();
                format!(
                    "{}: {}",
                    text(&change["resource"]["addr"]),
                    text(&change["action"])
                )
            })
            .collect();
        planned.sort();
        Ok(planned)
    }

    /// `terraform test` of one test file with this text.
    pub(crate) async fn terraform_test(&self, text: &str) -> anyhow::Result<Run> {
        self.workspace.write("world.tftest.hcl", text)?;
        self.run(["test", "-no-color"]).await
    }

    /// A command that gets a signal once the requests satisfy `when`, sent to its
    /// whole process group as a terminal does. Gives the run and how long its
    /// end took.
    #[cfg(unix)]
    pub(crate) async fn signalled<const N: usize>(
        &self,
        signal: Signal,
        arguments: [&str; N],
        when: impl Fn(&[RecordedRequest]) -> bool,
    ) -> anyhow::Result<(Run, Duration)> {
        let (run, took) = self.signalled_or_ended(signal, arguments, when).await?;
        let said = &run.stdout;
        let took = took.with_context(|| format!("ended before the signal: {said}"))?;
        Ok((run, took))
    }

    /// The same for a command that may end before that; then nothing is told of
    /// its end.
    #[cfg(unix)]
    pub(crate) async fn signalled_or_ended<const N: usize>(
        &self,
        signal: Signal,
        arguments: [&str; N],
        when: impl Fn(&[RecordedRequest]) -> bool,
    ) -> anyhow::Result<(Run, Option<Duration>)> {
        let mut command = self.workspace.command(arguments);
        let child = command.process_group(0).spawn()?;
        let group = child.id().context("terraform has ended already")?;
        let group = Pid::from_raw(i32::try_from(group)?).context("no process has this id")?;
        let mut run = std::pin::pin!(Run::of(child, Duration::from_mins(2)));
        tokio::select! {
            run = &mut run => return Ok((run?, None)),
            due = self.emulator.wait_for(when) => due?,
        }
        kill_process_group(group, signal)?;
        let pressed = Instant::now();
        Ok((run.await?, Some(pressed.elapsed())))
    }

    /// Any command.
    pub(crate) async fn run<const N: usize>(&self, arguments: [&str; N]) -> anyhow::Result<Run> {
        self.workspace.terraform(arguments).await
    }

    /// The diagnostics of a failing command, as text with the emulator's port
    /// taken out.
    pub(crate) async fn failure<const N: usize>(
        &self,
        arguments: [&str; N],
    ) -> anyhow::Result<String> {
        let run = self.run(arguments).await?.expect_code(1)?;
        self.diagnostics(&run)
    }

    /// A run's diagnostics as text with the emulator's port taken out.
    pub(crate) fn diagnostics(&self, run: &Run) -> anyhow::Result<String> {
        let texts: Vec<String> = run
            .diagnostics()?
            .iter()
            .map(|diagnostic| self.redacted(&diagnostic.to_string()))
            .collect();
        Ok(texts.join("\n---\n"))
    }

    /// A text without the emulator's port and without the app's random id.
    fn redacted(&self, text: &str) -> String {
        let text = text.replace(&self.emulator.url(), "<url>");
        match self.emulator.app("my-app") {
            Ok(app) => text.replace(&app.id, "<app id>"),
            Err(_) => text,
        }
    }

    /// The people on `my-app`, as `address role status`, sorted.
    pub(crate) fn people(&self) -> anyhow::Result<Vec<String>> {
        let line = |person: Collaborator| {
            let role = if person.is_limited { "limited" } else { "full" };
            format!("{} {role} {}", person.email, person.status)
        };
        let people = self.emulator.collaborators("my-app")?;
        let mut lines: Vec<String> = people.into_iter().map(line).collect();
        lines.sort();
        Ok(lines)
    }

    /// The attributes of one resource in the state.
    pub(crate) async fn attributes(&self, address: &str) -> anyhow::Result<serde_json::Value> {
        let state = self.workspace.state().await?;
        let resources = state["values"]["root_module"]["resources"]
            .as_array()
            .cloned();
        let found = resources
            .unwrap_or_default()
            .into_iter()
            .find(|resource| resource["address"] == address)
            .ok_or_else(|| anyhow::anyhow!("{address} is not in the state: {state}"))?;
        Ok(found["values"].clone())
    }
}
