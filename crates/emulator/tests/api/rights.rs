//! Owner, Collaborator, Limited Collaborator, stranger.

use emulator::Refusal;
use serde_json::json;

use crate::lab::{Lab, Session, TestResult};

const PATH: &str = "/v1/apps/my-app/collaborators";

/// A lab whose app has ann as a Limited Collaborator, who is signed in.
async fn with_limited_ann() -> anyhow::Result<(Lab, Session)> {
    let lab = Lab::with_app("my-app").await?;
    let (ann, session) = lab.visitor("ann").await?;
    lab.emulator.share("my-app", &ann)?;
    lab.emulator.set_limited("my-app", &ann.email, true)?;
    Ok((lab, session))
}

async fn statuses(session: &Session, id: &str) -> anyhow::Result<[u16; 4]> {
    let path = format!("{PATH}/{id}");
    let body = json!({ "collaborator": { "is_limited": true } });
    Ok([
        session.get(PATH).await?.status,
        session.invite("my-app", "new@example.com").await?.status,
        session.patch(&path, body).await?.status,
        session.delete(&path).await?.status,
    ])
}

#[tokio::test]
async fn collaborator_manages_collaborators() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let (ann, session) = lab.visitor("ann").await?;
    lab.emulator.share("my-app", &ann)?;
    let zoe = lab
        .emulator
        .add_collaborator("my-app", "zoe@example.com", false)?;
    assert_eq!(statuses(&session, &zoe.id).await?, [200, 201, 200, 204]);
    Ok(())
}

#[tokio::test]
async fn limited_collaborator_manages_nobody() -> TestResult {
    let (lab, session) = with_limited_ann().await?;
    let zoe = lab
        .emulator
        .add_collaborator("my-app", "zoe@example.com", false)?;
    assert_eq!(statuses(&session, &zoe.id).await?, [403; 4]);
    assert_eq!(session.get("/v1/apps/my-app").await?.status, 200);
    assert_eq!(lab.emulator.collaborators("my-app")?.len(), 2);
    Ok(())
}

#[tokio::test]
async fn missing_rights_can_be_401() -> TestResult {
    let (lab, session) = with_limited_ann().await?;
    let change =
        |settings: &mut emulator::Settings| settings.rights.refusal = Refusal::Unauthorized401;
    lab.emulator.configure(change);
    let reply = session.get(PATH).await?;
    assert_eq!(reply.status, 401);
    assert!(!reply.text_at("/error")?.is_empty());
    Ok(())
}

#[tokio::test]
async fn limited_collaborator_reads_the_list_when_the_knob_says_so() -> TestResult {
    let (lab, session) = with_limited_ann().await?;
    lab.emulator
        .configure(|settings| settings.rights.limited_may_list = true);
    assert_eq!(session.get(PATH).await?.status, 200);
    assert_eq!(
        session.invite("my-app", "new@example.com").await?.status,
        403
    );
    Ok(())
}

#[tokio::test]
async fn limited_collaborator_removes_only_themself() -> TestResult {
    let (lab, session) = with_limited_ann().await?;
    let people = lab.emulator.collaborators("my-app")?;
    let ids: Vec<&str> = people.iter().map(|person| person.id.as_str()).collect();
    let [ann] = ids.as_slice() else {
        anyhow::bail!("{} people instead of one", ids.len());
    };
    assert_eq!(session.delete(&format!("{PATH}/{ann}")).await?.status, 204);
    assert_eq!(session.get("/v1/apps/my-app").await?.status, 404);
    Ok(())
}

#[tokio::test]
async fn stranger_and_invited_person_see_no_app() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let (_, session) = lab.visitor("ann").await?;
    let ann = lab
        .emulator
        .add_collaborator("my-app", "ann@example.com", false)?;
    assert_eq!(statuses(&session, &ann.id).await?, [404; 4]);
    assert_eq!(lab.emulator.collaborators("my-app")?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn person_whose_account_is_deleted_has_no_rights() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let (ann, session) = lab.visitor("ann").await?;
    lab.emulator.share("my-app", &ann)?;
    lab.emulator
        .set_status("my-app", &ann.email, "user account deleted")?;
    assert_eq!(session.get("/v1/apps/my-app").await?.status, 404);
    let reply = lab.owner.get(PATH).await?;
    assert_eq!(
        reply.text_at("/collaborators/0/status")?,
        "user account deleted"
    );
    assert_eq!(reply.text_at("/collaborators/0/username")?, "ann");
    Ok(())
}
