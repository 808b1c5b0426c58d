//! `terraform query`: one team for each app, or the team of a database.

use std::marker::PhantomData;
use std::sync::Arc;

use async_trait::async_trait;
use plugin::{ListResource, Listed};
use serde::Deserialize;
use tf_provider::schema::{AttributeType, Schema};
use tf_provider::value::Value;
use tf_provider::{Diagnostic, Diagnostics};

use super::super::host::Host;
use super::super::{identity, places};
use super::attributes::{DatabaseTeam, Team};
use super::import::everybody;
use super::resource::Attributes;
use crate::checks;
use crate::diagnostics::{Told, api};
use crate::schema::{optional, required, schema};
use crate::session::Session;
use crate::session::cell::SessionCell;

/// The list of `scalingo_collaborators`.
pub(crate) type TeamList = TeamsList<Team>;
/// The list of `scalingo_database_collaborators`.
pub(crate) type DatabaseTeamList = TeamsList<DatabaseTeam>;

/// The list of a resource for a team, whose attributes are `A`.
#[derive(Debug)]
pub(crate) struct TeamsList<A> {
    session: SessionCell,
    attributes: PhantomData<fn() -> A>,
}

impl<A> TeamsList<A> {
    /// A list that finds its session in `session`.
    pub(crate) fn new(session: SessionCell) -> Self {
        Self {
            session,
            attributes: PhantomData,
        }
    }
}

/// Whose team a `config` block asks for.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Config {
    #[serde(alias = "database")]
    app: Value<String>,
}

#[async_trait]
impl<A: Attributes> ListResource for TeamsList<A> {
    type Config = Config;
    type State = A;

    fn schema(&self, _diags: &mut Diagnostics) -> Option<Schema> {
        Some(match A::HOST {
            Host::App => schema(
                "Finds the team of one app, or one team for each app that the token's user owns, \
                 by name of the app. Apps without collaborators are found too.",
                [(
                    "app",
                    optional(
                        AttributeType::String,
                        "The app, by ID or by name. All apps owned by the token's user by default.",
                    ),
                )],
            ),
            Host::Database => schema(
                "Finds the team of one Dedicated Resources database, unless nobody is on it.",
                [(
                    "database",
                    required(AttributeType::String, "The database, by ID or by name."),
                )],
            ),
        })
    }

    async fn validate(&self, diags: &mut Diagnostics, config: Config) -> Option<()> {
        let problem = checks::app(A::HOST.attribute(), &config.app).err();
        diags.errors.extend(problem);
        Some(())
    }

    async fn list(&self, diags: &mut Diagnostics, config: Config) -> Option<Vec<Listed<A>>> {
        let list = async |session: Arc<Session>| {
            let name = config.app.as_deref_option();
            let teams = match A::HOST {
                Host::App => on_apps(&session, name).await,
                Host::Database => on_database(&session, name.unwrap_or_default()).await,
            };
            teams.map(Told::quiet)
        };
        let teams = self.session.with(diags, list).await?;
        Some(teams.into_iter().filter_map(listed).collect())
    }
}

/// The teams with the names of what they work on.
type Named = Vec<(String, Team)>;

async fn on_apps(session: &Session, name: Option<&str>) -> Result<Named, Diagnostic> {
    let mut places = match name {
        Some(name) => vec![places::one(session, name).await?],
        None => places::owned(session).await?,
    };
    places.sort_by(|a, b| (&a.app.name, &a.app.id).cmp(&(&b.app.name, &b.app.id)));
    let named = places.into_iter().map(|place| {
        let id = place.app.id;
        let (team, _) = everybody(&id, Some(id.clone()), &place.people);
        (place.app.name, team)
    });
    Ok(named.collect())
}

async fn on_database(session: &Session, name: &str) -> Result<Named, Diagnostic> {
    let Some((_, people)) = Host::Database.look_up(session, name).await? else {
        return Err(api::database_unknown(name));
    };
    let id = people.iter().next().map(|person| person.app_id.clone());
    let team = id.map(|id| everybody(&id, Some(id.clone()), &people).0);
    Ok(team
        .map(|team| (name.to_owned(), team))
        .into_iter()
        .collect())
}

fn listed<A: Attributes>((name, team): (String, Team)) -> Option<Listed<A>> {
    Some(Listed {
        display_name: format!("team of {name}"),
        identity: identity::of_team(A::HOST, team.app_id.as_deref_option()?),
        state: team.into(),
    })
}
