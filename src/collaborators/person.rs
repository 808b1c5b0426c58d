//! The life of one person on one app or database, for both resources.
//!
//! The resources differ in the names of their attributes only, so each has its
//! own state that converts to and from [`Member`]; everything that happens is
//! here.

use plugin::PrivateBytes;
use scalingo::{Collaborator, Email};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tf_provider::schema::Schema;
use tf_provider::value::Value;
use tf_provider::{AttributePath, Diagnostic};

use super::notes::is_kept;
use super::place::{self, Place, Stored, Wanted};
use super::plan::{self, Going};
use super::read::{self, Found};
use super::write;
use crate::checks;
use crate::diagnostics::collaborator as messages;
use crate::import_id::{ImportId, Person};
use crate::session::{Session, SessionCell};

/// The attributes of both resources, under names of our own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Member {
    /// The app or database, by id or by name, in the user's spelling.
    pub(crate) app: Value<String>,
    /// Its id, whatever `app` says.
    pub(crate) app_id: Value<String>,
    /// The address, in the user's spelling.
    pub(crate) email: Value<String>,
    /// Whether the role is Limited Collaborator.
    pub(crate) limited: Value<bool>,
    /// Opaque collaborator id.
    pub(crate) id: Value<String>,
    /// User name, `n/a` while the invitation is pending.
    pub(crate) username: Value<String>,
    /// `pending`, `accepted`, or what else the API says.
    pub(crate) status: Value<String>,
    /// Id of the user who accepted; null while pending.
    pub(crate) user_id: Value<String>,
    /// Whether the person has two-factor on; null while pending.
    pub(crate) tfa_status: Value<bool>,
    /// Whether somebody who is there already is taken over.
    pub(crate) adopt_existing: Value<bool>,
    /// Whether the user of the token in use may be removed.
    pub(crate) allow_self_removal: Value<bool>,
}

/// The state of one of the resources.
pub(crate) trait MemberState:
    Clone + Serialize + DeserializeOwned + From<Member> + Into<Member> + Send + Sync + 'static
{
    /// What the person works on.
    const PLACE: Place;

    /// The resource's schema.
    fn schema() -> Schema;
}

impl Member {
    /// The person as the state has them.
    fn stored(&self, place: Place) -> Result<Stored<'_>, Diagnostic> {
        Ok(Stored {
            place,
            app: known(place.attribute(), &self.app)?,
            app_id: self.app_id.as_deref_option(),
            email: Email::as_given(known("email", &self.email)?),
            id: self.id.as_deref_option(),
            user_id: self.user_id.as_deref_option(),
            allow_self_removal: self.allow_self_removal.unwrap_or(false),
        })
    }

    /// The person as a plan wants them; none while app or address are unknown.
    fn wanted(&self, place: Place) -> Option<Wanted<'_>> {
        Some(Wanted {
            place,
            app: self.app.as_deref_option()?,
            email: Email::as_given(self.email.as_deref_option()?),
            is_limited: self.limited.unwrap_or(false),
            adopt_existing: self.adopt_existing.unwrap_or(false),
        })
    }

    /// This state with what the API says; `app` and `email` keep the user's
    /// spelling.
    fn with(self, person: &Collaborator) -> Self {
        Self {
            limited: Value::Value(person.is_limited),
            id: Value::Value(person.id.clone()),
            app_id: Value::Value(person.app_id.clone()),
            username: Value::Value(person.username.clone()),
            status: Value::Value(person.status.as_str().to_owned()),
            user_id: person.user_id.clone().into(),
            tfa_status: person.tfa_status.into(),
            ..self
        }
    }

    /// The role as configured, full when it is not.
    pub(super) fn planned(self, config: &Self) -> Self {
        Self {
            limited: if config.limited.is_null() {
                Value::Value(false)
            } else {
                self.limited
            },
            ..self
        }
    }
}

/// A value that every object in the state has.
fn known<'a>(attribute: &'static str, value: &'a Value<String>) -> Result<&'a str, Diagnostic> {
    value
        .as_deref_option()
        .ok_or_else(|| messages::incomplete_state(attribute))
}

pub(super) fn validate(place: Place, config: &Member) -> Vec<Diagnostic> {
    [
        checks::app(place.attribute(), &config.app).err(),
        checks::email("email", &config.email).err(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The state after a refresh, none when the person is gone, and a warning.
pub(super) async fn read(
    session: &Session,
    place: Place,
    state: Member,
) -> Result<(Option<Member>, Option<Diagnostic>), Diagnostic> {
    let _call = session.walk.begin();
    Ok(match read::find(session, &state.stored(place)?).await? {
        Found::There(person, warning) => (Some(state.with(&person)), warning),
        Found::OwnsIt(warning) => (Some(state), Some(warning)),
        Found::Gone => (None, None),
    })
}

/// Decides at plan what becomes of a person who is wanted; nothing is asked
/// while app, address or provider configuration are unknown.
pub(super) async fn plan_create(
    sessions: &SessionCell,
    place: Place,
    planned: &Member,
) -> Result<Option<Diagnostic>, Diagnostic> {
    let (Ok(session), Some(wanted)) = (sessions.get(), planned.wanted(place)) else {
        return Ok(None);
    };
    let call = session.walk.begin();
    plan::comes(&session, &call, &wanted).await
}

/// The same for an instance that held `old` until now.
pub(super) async fn plan_replacement(
    sessions: &SessionCell,
    place: Place,
    planned: &Member,
    old: &Member,
) -> Result<(Option<Diagnostic>, Going), Diagnostic> {
    let (Ok(session), Some(wanted)) = (sessions.get(), planned.wanted(place)) else {
        return Ok((None, Going::Removed));
    };
    let call = session.walk.begin();
    plan::replaces(&session, &call, &wanted, &old.stored(place)?).await
}

/// The planned state, with the recorded spelling where that means the same, and
/// the attributes that need another object.
pub(super) async fn plan_update(
    sessions: &SessionCell,
    place: Place,
    prior: &Member,
    mut planned: Member,
) -> Result<(Member, Vec<AttributePath>), Diagnostic> {
    let mut replace = Vec::new();
    if checks::same_email(&prior.email, &planned.email) {
        planned.email = prior.email.clone();
    } else {
        replace.push(AttributePath::new("email"));
    }
    if same_app(sessions, place, prior, &planned.app).await? {
        planned.app = prior.app.clone();
    } else {
        replace.push(AttributePath::new(place.attribute()));
    }
    if let Ok(session) = sessions.get() {
        let (call, stored) = (session.walk.begin(), prior.stored(place)?);
        if replace.is_empty() {
            plan::stays(&session, &call, &stored).await?;
        } else {
            plan::is_replaced(&session, &call, &stored).await;
        }
    }
    Ok((planned, replace))
}

/// Whether `planned` names what the state holds, asking the API only when the
/// spellings leave it open.
async fn same_app(
    sessions: &SessionCell,
    place: Place,
    prior: &Member,
    planned: &Value<String>,
) -> Result<bool, Diagnostic> {
    let (Some(app), Some(planned)) = (prior.app.as_deref_option(), planned.as_deref_option())
    else {
        return Ok(false);
    };
    let app_id = prior.app_id.as_deref_option();
    if app == planned || app_id == Some(planned) {
        return Ok(true);
    }
    place::is_named(&*sessions.get()?, place, planned, [Some(app), app_id]).await
}

/// Decides at plan what becomes of a person whose instance goes.
pub(super) async fn plan_destroy(
    sessions: &SessionCell,
    place: Place,
    prior: &Member,
) -> Result<Going, Diagnostic> {
    let Ok(session) = sessions.get() else {
        return Ok(Going::Removed);
    };
    let call = session.walk.begin();
    plan::goes(&session, &call, &prior.stored(place)?).await
}

pub(super) async fn create(
    session: &Session,
    place: Place,
    planned: Member,
) -> Result<Member, Diagnostic> {
    let call = session.walk.begin();
    let wanted = planned
        .wanted(place)
        .ok_or_else(|| messages::incomplete_state("email"))?;
    let person = write::invite(session, &call, &wanted).await?;
    Ok(Member {
        limited: planned.limited,
        ..planned.with(&person)
    })
}

pub(super) async fn update(
    session: &Session,
    place: Place,
    prior: &Member,
    planned: Member,
) -> Result<Member, Diagnostic> {
    if prior.limited == planned.limited {
        return Ok(planned);
    }
    let id = known("id", &prior.id)?;
    let limited = planned.limited.unwrap_or(false);
    write::change_role(session, prior.stored(place)?.target(), id, limited).await?;
    Ok(planned)
}

pub(super) async fn delete(
    session: &Session,
    place: Place,
    prior: &Member,
    private: &PrivateBytes,
) -> Result<(), Diagnostic> {
    let call = session.walk.begin();
    write::remove(session, &call, &prior.stored(place)?, is_kept(private)).await
}

pub(super) async fn import(
    session: &Session,
    place: Place,
    id: &str,
) -> Result<Member, Diagnostic> {
    let wanted =
        ImportId::parse(id).map_err(|problem| messages::malformed_import_id(id, problem))?;
    let person = read::look_up(session, place, &wanted).await?;
    let email = match &wanted.person {
        Person::Email(email) => email,
        Person::Id(_) => &person.email,
    };
    let state = Member {
        app: Value::Value(wanted.app.clone()),
        email: Value::Value(email.to_string()),
        ..Member::default()
    };
    Ok(state.with(&person))
}
