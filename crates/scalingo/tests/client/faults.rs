//! Each fault on each call, once: either the call finishes, or it ends with the right error; the state agrees.

use std::time::Duration;

use emulator::{Action, Answer, FaultRule, Garbage, Method};
use futures_util::future::join_all;
use scalingo::{
    AppSettings, Client, Email, Error, InviteError, NewApp, Region, Rosters, SecretString,
    Settings, Who,
};

use crate::world::{APP, TestResult, World, invitation};

/// An app of somebody else, to which the account is invited.
const THEIRS: &str = "their-app";

/// The calls, each with the way its faults must be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Exchange,
    Regions,
    People,
    OwnedPeople,
    Invite,
    ChangeRole,
    Remove,
    Accept,
    GetApp,
    ListApps,
    CreateApp,
    UpdateApp,
    RenameApp,
    DeleteApp,
    ListVariables,
    SetVariables,
    UnsetVariable,
}

use Step::{
    Accept, ChangeRole, CreateApp, DeleteApp, Exchange, GetApp, Invite, ListApps, ListVariables,
    OwnedPeople, People, Regions, Remove, RenameApp, SetVariables, UnsetVariable, UpdateApp,
};

const STEPS: [Step; 17] = [
    Exchange,
    Regions,
    People,
    OwnedPeople,
    Invite,
    ChangeRole,
    Remove,
    Accept,
    GetApp,
    ListApps,
    CreateApp,
    UpdateApp,
    RenameApp,
    DeleteApp,
    ListVariables,
    SetVariables,
    UnsetVariable,
];
const READS: [Step; 7] = [
    Exchange,
    Regions,
    People,
    OwnedPeople,
    GetApp,
    ListApps,
    ListVariables,
];
/// Calls that are made once, as twice would do more.
const ONCE: [Step; 3] = [Accept, CreateApp, RenameApp];
/// Changes whose second attempt finds nothing left to do.
const GONE_THE_SECOND_TIME: [Step; 1] = [DeleteApp];
/// Removals: where the reply proves nothing, a list does.
const PROVED_BY_A_LIST: [Step; 3] = [Remove, DeleteApp, UnsetVariable];

/// What the call must end with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Fine,
    Unavailable,
    Unexpected,
    NotFound,
}

impl Step {
    fn route(self) -> (Method, &'static str) {
        match self {
            Exchange => (Method::POST, "/v1/tokens/exchange"),
            Regions => (Method::GET, "/v1/regions"),
            People => (Method::GET, "/v1/apps/*/collaborators"),
            OwnedPeople => (Method::GET, "/v1/collaborators"),
            Invite => (Method::POST, "/v1/apps/*/collaborators"),
            ChangeRole => (Method::PATCH, "/v1/apps/*/collaborators/*"),
            Remove => (Method::DELETE, "/v1/apps/*/collaborators/*"),
            Accept => (Method::GET, "/v1/apps/collaboration"),
            GetApp => (Method::GET, "/v1/apps/*"),
            ListApps => (Method::GET, "/v1/apps"),
            CreateApp => (Method::POST, "/v1/apps"),
            UpdateApp => (Method::PATCH, "/v1/apps/*"),
            RenameApp => (Method::POST, "/v1/apps/*/rename"),
            DeleteApp => (Method::DELETE, "/v1/apps/*"),
            ListVariables => (Method::GET, "/v1/apps/*/variables"),
            SetVariables => (Method::PUT, "/v1/apps/*/variables"),
            UnsetVariable => (Method::DELETE, "/v1/apps/*/variables/*"),
        }
    }

    async fn run(self, world: &World) -> Result<(), Error> {
        let (client, rosters) = (&world.client, &world.rosters);
        match self {
            Exchange | Regions => elsewhere(world).list_apps().await.map(drop),
            People => rosters.people(client, APP).await.map(drop),
            OwnedPeople => client.list_owned_collaborators().await.map(drop),
            Invite => invite(client, rosters).await,
            ChangeRole => rosters
                .change_role(client, APP, &person(world)?, true)
                .await
                .map(drop),
            Remove => {
                let (id, email) = (person(world)?, Email::as_given("user1@example.com"));
                let who = Who {
                    id: Some(&id),
                    email: &email,
                };
                rosters.remove(client, APP, who).await.map(drop)
            }
            Accept => client.accept_invitation(&token(world)?).await.map(drop),
            GetApp => client.get_app(APP).await.map(drop),
            ListApps => client.list_apps().await.map(drop),
            CreateApp => client
                .create_app(&NewApp {
                    name: "new-app".to_owned(),
                    ..NewApp::default()
                })
                .await
                .map(drop),
            UpdateApp => {
                let wanted = AppSettings {
                    force_https: Some(true),
                    ..AppSettings::default()
                };
                client.update_app(APP, &wanted).await.map(drop)
            }
            RenameApp => client.rename_app(APP, APP, "renamed-app").await.map(drop),
            DeleteApp => client.delete_app(APP, APP).await,
            ListVariables => client.list_variables(APP).await.map(drop),
            SetVariables => {
                client
                    .set_variables(APP, &[("B".to_owned(), SecretString::from("2"))])
                    .await
            }
            UnsetVariable => client.unset_variable(APP, &variable(world)?).await,
        }
    }

    /// Whether the emulator shows what the step was for.
    fn is_done(self, world: &World) -> TestResult<bool> {
        let emulator = &world.emulator;
        let people = || emulator.collaborators(APP);
        Ok(match self {
            Invite => people()?.len() == 2 && emulator.emails_sent().len() == 1,
            ChangeRole => people()?.iter().all(|person| person.is_limited),
            Remove => people()?.is_empty(),
            Accept => emulator
                .collaborators(THEIRS)?
                .iter()
                .all(|person| person.status == "accepted"),
            CreateApp => emulator.app("new-app").is_ok(),
            UpdateApp => emulator
                .requests()
                .iter()
                .any(|request| request.method == Method::PATCH && request.effect),
            RenameApp => emulator.app("renamed-app").is_ok(),
            DeleteApp => emulator.app(APP).is_err(),
            SetVariables => emulator.variables(APP)?.len() == 2,
            UnsetVariable => emulator.variables(APP)?.is_empty(),
            _ => true,
        })
    }
}

/// A client that still has to sign in and to find its region.
fn elsewhere(world: &World) -> Client {
    Client::new(Settings {
        api_url: None,
        region: Region::new("osc-test"),
        ..world.settings.clone()
    })
}

async fn invite(client: &Client, rosters: &Rosters) -> Result<(), Error> {
    let wanted = invitation("new@example.com").map_err(|error| setup(&error.to_string()))?;
    match rosters.invite(client, APP, &wanted).await {
        Ok(_) => Ok(()),
        Err(InviteError::Failed(error)) => Err(error),
        Err(other) => Err(setup(&other.to_string())),
    }
}

fn person(world: &World) -> Result<String, Error> {
    let people = world
        .emulator
        .collaborators(APP)
        .map_err(|error| setup(&error.to_string()))?;
    people
        .into_iter()
        .map(|person| person.id)
        .next()
        .ok_or_else(|| setup("nobody"))
}

fn variable(world: &World) -> Result<String, Error> {
    let variables = world
        .emulator
        .variables(APP)
        .map_err(|error| setup(&error.to_string()))?;
    variables
        .into_iter()
        .map(|variable| variable.id)
        .next()
        .ok_or_else(|| setup("no variable"))
}

/// The token of the invitation to somebody else's app.
fn token(world: &World) -> Result<SecretString, Error> {
    let people = world.emulator.collaborators(THEIRS);
    let people = people.map_err(|error| setup(&error.to_string()))?;
    let link = people.first().map(|person| &*person.invitation_link);
    let token = link.and_then(|link| link.split_once("token="));
    let (_, token) = token.ok_or_else(|| setup("no invitation"))?;
    Ok(SecretString::from(token))
}

/// A fault of the test itself.
fn setup(problem: &str) -> Error {
    Error::Setup {
        source: std::sync::Arc::new(std::io::Error::other(problem.to_owned())),
    }
}

/// Only a fault that never answers needs a client that does not wait for long.
async fn world_for(step: Step, action: &Action) -> TestResult<World> {
    let world = World::with(emulator::Settings::default(), |settings| {
        if matches!(action, Action::Hang) {
            settings.request_timeout = Duration::from_secs(1);
        }
    })
    .await?;
    world.emulator.set_region("osc-test", &world.emulator.url());
    world
        .emulator
        .add_collaborator(APP, "user1@example.com", false)?;
    world.emulator.set_variable(APP, "A", "1")?;
    let founder = world.emulator.add_user("founder", "founder@example.com")?;
    world.emulator.add_app_owned_by(THEIRS, &founder)?;
    let own = &world.emulator.user().email;
    world.emulator.add_collaborator(THEIRS, own, false)?;
    if !matches!(step, Exchange | Regions) {
        world.client.list_apps().await?;
    }
    Ok(world)
}

/// Runs each step with the fault at its first call, and checks how it ends and what it leaves behind.
async fn table(action: Action, takes_effect: bool, end: impl Fn(Step) -> End) -> TestResult {
    let rows = STEPS.into_iter().map(async |step| {
        let world = world_for(step, &action).await?;
        let (method, pattern) = step.route();
        world
            .emulator
            .fault(FaultRule::on(method, pattern).nth(1).does(action.clone()));
        let result = step.run(&world).await;
        let seen = match &result {
            Ok(()) => End::Fine,
            Err(Error::Unavailable { .. }) => End::Unavailable,
            Err(Error::Unexpected { .. }) => End::Unexpected,
            Err(Error::NotFound { .. }) => End::NotFound,
            Err(error) => return Err(format!("{step:?}: {error:?}").into()),
        };
        assert_eq!(seen, end(step), "{step:?} with {action:?}: {result:?}");
        let done = seen == End::Fine || takes_effect;
        assert_eq!(
            step.is_done(&world)?,
            done || is_read(step),
            "{step:?} with {action:?}"
        );
        TestResult::Ok(())
    });
    join_all(rows).await.into_iter().collect()
}

fn is_read(step: Step) -> bool {
    READS.contains(&step)
}

/// Calls that are made once end with the fault, everything else makes up for it.
fn unless_once(step: Step) -> End {
    if ONCE.contains(&step) {
        End::Unavailable
    } else {
        End::Fine
    }
}

/// As above, where the first attempt took effect: a second removal finds nothing.
fn after_effect(step: Step) -> End {
    if GONE_THE_SECOND_TIME.contains(&step) {
        End::NotFound
    } else {
        unless_once(step)
    }
}

fn only_reads(step: Step) -> End {
    if READS.contains(&step) || step == Invite {
        End::Fine
    } else {
        End::Unavailable
    }
}

fn unless_read_closely(step: Step) -> End {
    if PROVED_BY_A_LIST.contains(&step) || step == Invite {
        End::Fine
    } else {
        End::Unexpected
    }
}

fn status(code: u16) -> Action {
    Action::Status(Answer::text(code, ""))
}

#[tokio::test]
async fn refusal_by_the_rate_limit_is_waited_out() -> TestResult {
    table(
        Action::Status(Answer::text(429, "Retry later")),
        false,
        |_| End::Fine,
    )
    .await
}

#[tokio::test]
async fn refusal_that_says_when_is_waited_out() -> TestResult {
    let answer = Answer::text(429, "Retry later").header("retry-after", "1");
    table(Action::Status(answer), false, |_| End::Fine).await
}

#[tokio::test]
async fn server_error_is_repeated_for_reads_only() -> TestResult {
    table(status(500), false, only_reads).await
}

#[tokio::test]
async fn gateway_errors_are_repeated_unless_twice_would_do_more() -> TestResult {
    for code in [502, 503, 504] {
        table(status(code), false, unless_once).await?;
    }
    Ok(())
}

#[tokio::test]
async fn gateway_errors_after_the_effect_leave_the_same_state() -> TestResult {
    table(
        Action::StatusAfter(Answer::text(504, "")),
        true,
        after_effect,
    )
    .await
}

#[tokio::test]
async fn line_dropped_before_the_effect_is_made_up_for() -> TestResult {
    table(Action::DropBefore, false, unless_once).await
}

#[tokio::test]
async fn line_dropped_after_the_effect_is_made_up_for() -> TestResult {
    table(Action::DropAfter, true, after_effect).await
}

#[tokio::test]
async fn reply_that_never_comes_is_given_up_in_time() -> TestResult {
    table(Action::Hang, false, unless_once).await
}

#[tokio::test]
async fn spoilt_reply_is_unexpected() -> TestResult {
    for garbage in [
        Garbage::TruncatedJson,
        Garbage::HtmlPage,
        Garbage::EmptyBody,
        Garbage::WrongTypes,
    ] {
        table(Action::Garbage(garbage), true, unless_read_closely).await?;
    }
    Ok(())
}

#[tokio::test]
async fn bearer_that_ends_before_any_call_is_renewed() -> TestResult {
    for step in STEPS {
        let world = world_for(step, &Action::DropBefore).await?;
        world.emulator.expire_bearers();
        step.run(&world).await?;
        assert!(step.is_done(&world)?, "{step:?}");
    }
    Ok(())
}
