//! The main job, start to end, on the embedded emulator.
//!
//! Each step says what it does, shows the HCL, runs Terraform and then looks at
//! the emulator: a step that did not do what it says ends the demo with an error.

mod stage;

use emulator::Method;
use stage::Stage;

const ANN: &str = "ann@example.com";
const BEN: &str = "ben@example.com";
const CLEO: &str = "cleo@example.com";
const DAN: &str = "dan@example.com";

/// Runs the story; the temporary folder and the emulator are gone afterwards.
pub(crate) async fn run() -> anyhow::Result<()> {
    let stage = Stage::set().await?;
    apply_a_team_list(&stage).await?;
    plan_is_empty(&stage).await?;
    add_a_person(&stage).await?;
    remove_a_person(&stage).await?;
    change_a_role(&stage).await?;
    import_somebody(&stage).await?;
    destroy(&stage).await?;
    one_resource_for_all(&stage).await?;
    stage.close().await
}

async fn apply_a_team_list(stage: &Stage) -> anyhow::Result<()> {
    stage.step("Apply a team list: two people are invited");
    stage.team(&[ANN, BEN], "")?;
    stage.apply().await?;
    stage.expect("people on my-app", &[ANN, BEN], &stage.people()?)?;
    stage.expect("e-mails sent", &2, &stage.emulator.emails_sent().len())
}

async fn plan_is_empty(stage: &Stage) -> anyhow::Result<()> {
    stage.step("Plan again: nothing to do");
    stage.emulator.take_requests();
    stage.plan(0).await?;
    let lists = stage
        .emulator
        .count(Method::GET, "/v1/apps/*/collaborators");
    stage.expect("list calls for the whole plan", &1, &lists)
}

async fn add_a_person(stage: &Stage) -> anyhow::Result<()> {
    stage.step("Add a person to the list: only that person is invited");
    stage.team(&[ANN, BEN, CLEO], "")?;
    stage.plan(2).await?;
    stage.apply().await?;
    stage.expect("people on my-app", &[ANN, BEN, CLEO], &stage.people()?)?;
    stage.expect("e-mails sent", &3, &stage.emulator.emails_sent().len())
}

async fn remove_a_person(stage: &Stage) -> anyhow::Result<()> {
    stage.step("Take a person out of the list: only that person is removed");
    stage.team(&[ANN, CLEO], "")?;
    stage.apply().await?;
    stage.expect("people on my-app", &[ANN, CLEO], &stage.people()?)
}

async fn change_a_role(stage: &Stage) -> anyhow::Result<()> {
    stage.step("Make them limited collaborators: roles change in place, nobody is invited again");
    stage.team(&[ANN, CLEO], "limited  = true")?;
    stage.emulator.take_requests();
    stage.apply().await?;
    stage.expect("limited people", &2, &stage.limited()?)?;
    let patches = stage
        .emulator
        .count(Method::PATCH, "/v1/apps/*/collaborators/*");
    stage.expect("role changes sent", &2, &patches)?;
    stage.expect("e-mails sent", &3, &stage.emulator.emails_sent().len())
}

async fn import_somebody(stage: &Stage) -> anyhow::Result<()> {
    stage.step("Import somebody who was invited by hand: no second e-mail");
    stage.emulator.add_collaborator("my-app", DAN, true)?;
    stage.team(&[ANN, CLEO, DAN], "limited  = true")?;
    let address = format!("scalingo_collaborator.collaborators[{DAN:?}]");
    stage.import(&address, &format!("my-app:{DAN}")).await?;
    stage.plan(0).await?;
    stage.expect("people on my-app", &[ANN, CLEO, DAN], &stage.people()?)?;
    stage.expect("e-mails sent", &3, &stage.emulator.emails_sent().len())
}

async fn destroy(stage: &Stage) -> anyhow::Result<()> {
    stage.step("Destroy: everybody the state knows is removed");
    stage.destroy().await?;
    stage.expect("people on my-app", &[""; 0], &stage.people()?)
}

async fn one_resource_for_all(stage: &Stage) -> anyhow::Result<()> {
    stage.step("The whole team as one resource: somebody added by hand is planned to leave");
    stage.whole_team(&[ANN, BEN])?;
    stage.apply().await?;
    stage.emulator.add_collaborator("my-app", DAN, false)?;
    stage.expect("removals in the next plan", &1, &stage.removals().await?)?;
    stage.expect("people on my-app", &[ANN, BEN, DAN], &stage.people()?)
}
