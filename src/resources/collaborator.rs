//! `scalingo_collaborator`: one person on one app.

use async_trait::async_trait;
use plugin::{ManagedResource, PrivateBytes, ReplacementRequest};
use scalingo::{Collaborator, Email};
use serde::{Deserialize, Serialize};
use tf_provider::schema::{AttributeType, Schema};
use tf_provider::value::{Value, ValueEmpty};
use tf_provider::{AttributePath, Diagnostic, Diagnostics, Resource};

use super::{is_kept, known, left_for_apply, replaced, replacing};
use crate::diagnostics::{collaborator as messages, provider as provider_messages, settle};
use crate::import_id::{ImportId, Person};
use crate::membership::plan::Going;
use crate::membership::read::Found;
use crate::membership::{self, Place, Stored, Wanted, checks, plan, write};
use crate::schema::{computed, optional, optional_computed, required, schema};
use crate::session::{NotReady, Session, SessionCell};

/// The resource type.
#[derive(Debug)]
pub struct CollaboratorResource {
    session: SessionCell,
}

impl CollaboratorResource {
    /// A resource that finds its session in `session`.
    pub fn new(session: SessionCell) -> Self {
        Self { session }
    }
}

/// The attributes, as Terraform keeps them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct State {
    /// The app, by id or by name, in the user's spelling.
    pub app: Value<String>,
    /// The address, in the user's spelling.
    pub email: Value<String>,
    /// Whether the role is Limited Collaborator.
    pub limited: Value<bool>,
    /// Opaque collaborator id.
    pub id: Value<String>,
    /// The app's id, whatever `app` says.
    pub app_id: Value<String>,
    /// User name, `n/a` while the invitation is pending.
    pub username: Value<String>,
    /// `pending`, `accepted`, or what else the API says.
    pub status: Value<String>,
    /// Id of the user who accepted; null while pending.
    pub user_id: Value<String>,
    /// Whether the person has two-factor on; null while pending.
    pub tfa_status: Value<bool>,
    /// Whether somebody who is on the app already is taken over.
    pub adopt_existing: Value<bool>,
    /// Whether the user of the token in use may be removed.
    pub allow_self_removal: Value<bool>,
}

impl State {
    /// The person as the state has them.
    fn stored(&self) -> Result<Stored<'_>, Diagnostic> {
        Ok(Stored {
            place: Place::App,
            app: known("app", &self.app)?,
            app_id: self.app_id.as_deref_option(),
            email: Email::as_given(known("email", &self.email)?),
            id: self.id.as_deref_option(),
            user_id: self.user_id.as_deref_option(),
            allow_self_removal: self.allow_self_removal.unwrap_or(false),
        })
    }

    /// The person as a plan wants them; none while app or address are unknown.
    fn wanted(&self) -> Option<Wanted<'_>> {
        Some(Wanted {
            place: Place::App,
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
}

fn collaborator_schema() -> Schema {
    schema(
        "One person who may work on one app. Creating it sends an invitation by e-mail; \
         destroying it removes the person, or cancels the invitation while it is pending. \
         The owner of an app is not one of its collaborators.",
        [
            (
                "app",
                required(
                    AttributeType::String,
                    "The app, by id or by name. Another app means another collaborator: the person \
                     is removed from the old one and invited to the new one.",
                ),
            ),
            (
                "email",
                required(
                    AttributeType::String,
                    "The address to invite. Letter case does not matter. Another address means \
                     another person: the old one is removed and the new one invited.",
                ),
            ),
            (
                "limited",
                optional_computed(
                    AttributeType::Bool,
                    "Whether the role is Limited Collaborator, who may not manage collaborators, \
                     among other things. `false` by default; changed in place.",
                ),
            ),
            (
                "id",
                computed(AttributeType::String, "Opaque id of the collaborator."),
            ),
            (
                "app_id",
                computed(
                    AttributeType::String,
                    "Id of the app, also when `app` is its name.",
                ),
            ),
            (
                "username",
                computed(
                    AttributeType::String,
                    "User name of the person; `n/a` while the invitation is pending.",
                ),
            ),
            (
                "status",
                computed(
                    AttributeType::String,
                    "`pending` until the person accepts, then `accepted`.",
                ),
            ),
            (
                "user_id",
                computed(
                    AttributeType::String,
                    "Id of the user who accepted; null while the invitation is pending.",
                ),
            ),
            (
                "tfa_status",
                computed(
                    AttributeType::Bool,
                    "Whether the person has two-factor authentication on; null while the \
                     invitation is pending.",
                ),
            ),
            (
                "adopt_existing",
                optional(
                    AttributeType::Bool,
                    "Whether somebody who is on the app already, outside this state, is taken over \
                     with the role set as configured and without an e-mail. `false` by default: \
                     then it is an error that shows the `import` block to add.",
                ),
            ),
            (
                "allow_self_removal",
                optional(
                    AttributeType::Bool,
                    "Whether the user whose API token is in use may be removed from the app by \
                     this resource. `false` by default: then it is an error. Must be applied \
                     before the removal.",
                ),
            ),
        ],
    )
}

fn validate(config: &State) -> Vec<Diagnostic> {
    [
        checks::app("app", &config.app).err(),
        checks::email("email", &config.email).err(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The state after a refresh, none when the person is gone, and a warning.
async fn read(
    session: &Session,
    state: State,
) -> Result<(Option<State>, Option<Diagnostic>), Diagnostic> {
    let _call = session.walk.begin();
    Ok(match membership::read::find(session, &state.stored()?).await? {
        Found::There(person, warning) => (Some(state.with(&person)), warning),
        Found::OwnsIt(warning) => (Some(state), Some(warning)),
        Found::Gone => (None, None),
    })
}

/// The planned role: `limited` as configured, `false` when it is not.
fn planned_role(config: &State, proposed: &State) -> Value<bool> {
    if config.limited.is_null() {
        Value::Value(false)
    } else {
        proposed.limited
    }
}

impl CollaboratorResource {
    async fn plan_update(
        &self,
        prior: State,
        proposed: State,
        config: &State,
    ) -> Result<(State, Vec<AttributePath>), Diagnostic> {
        let before = prior.clone();
        let mut replace = Vec::new();
        let mut planned = State {
            limited: planned_role(config, &proposed),
            ..proposed
        };
        if checks::same_email(&prior.email, &planned.email) {
            planned.email = prior.email;
        } else {
            replace.push(AttributePath::new("email"));
        }
        if self
            .same_app(&prior.app, &prior.app_id, &planned.app)
            .await?
        {
            planned.app = prior.app;
        } else {
            replace.push(AttributePath::new("app"));
        }
        self.note_update(&before, !replace.is_empty()).await?;
        Ok((planned, replace))
    }

    /// Puts a person of the state together with what else the walk has seen.
    async fn note_update(&self, prior: &State, is_replaced: bool) -> Result<(), Diagnostic> {
        let Ok(session) = self.session.get() else {
            return Ok(());
        };
        let call = session.walk.begin();
        if is_replaced {
            plan::is_replaced(&session, &call, &prior.stored()?).await;
            return Ok(());
        }
        plan::stays(&session, &call, &prior.stored()?).await
    }

    /// Whether `planned` names the app that the state holds, asking the API
    /// only when the spellings leave it open.
    async fn same_app(
        &self,
        prior: &Value<String>,
        prior_id: &Value<String>,
        planned: &Value<String>,
    ) -> Result<bool, Diagnostic> {
        let (Some(prior), Some(planned)) = (prior.as_deref_option(), planned.as_deref_option())
        else {
            return Ok(false);
        };
        if prior == planned || prior_id.as_deref_option() == Some(planned) {
            return Ok(true);
        }
        let session = self.session.get()?;
        membership::names_app(&session, planned, [Some(prior), prior_id.as_deref_option()]).await
    }
}

/// Decides at plan what becomes of a person who is wanted; nothing is asked
/// while app, address or provider configuration are unknown.
async fn plan_create(
    session: &SessionCell,
    planned: &State,
) -> Result<Option<Diagnostic>, Diagnostic> {
    let (Ok(session), Some(wanted)) = (session.get(), planned.wanted()) else {
        return Ok(None);
    };
    let call = session.walk.begin();
    plan::comes(&session, &call, &wanted).await
}

/// The same for an instance that held `old` until now.
async fn plan_replacement(
    session: &SessionCell,
    planned: &State,
    old: &State,
) -> Result<(Option<Diagnostic>, Going), Diagnostic> {
    let (Ok(session), Some(wanted)) = (session.get(), planned.wanted()) else {
        return Ok((None, Going::Removed));
    };
    let call = session.walk.begin();
    plan::replaces(&session, &call, &wanted, &old.stored()?).await
}

/// Decides at plan what becomes of a person whose instance goes.
async fn plan_destroy(session: &SessionCell, prior: &State) -> Result<Going, Diagnostic> {
    let Ok(session) = session.get() else {
        return Ok(Going::Removed);
    };
    let call = session.walk.begin();
    plan::goes(&session, &call, &prior.stored()?).await
}

async fn create(session: &Session, planned: State) -> Result<State, Diagnostic> {
    let call = session.walk.begin();
    let wanted = planned
        .wanted()
        .ok_or_else(|| messages::incomplete_state("email"))?;
    let person = write::invite(session, &call, &wanted).await?;
    Ok(State {
        limited: planned.limited,
        ..planned.with(&person)
    })
}

async fn update(session: &Session, prior: &State, planned: State) -> Result<State, Diagnostic> {
    if prior.limited == planned.limited {
        return Ok(planned);
    }
    let id = known("id", &prior.id)?;
    let limited = planned.limited.unwrap_or(false);
    write::change_role(session, prior.stored()?.target(), id, limited).await?;
    Ok(planned)
}

async fn delete(
    session: &Session,
    prior: &State,
    private: &PrivateBytes,
) -> Result<(), Diagnostic> {
    let call = session.walk.begin();
    write::remove(session, &call, &prior.stored()?, is_kept(private)).await
}

async fn import(session: &Session, id: &str) -> Result<State, Diagnostic> {
    let wanted =
        ImportId::parse(id).map_err(|problem| messages::malformed_import_id(id, problem))?;
    let person = membership::read::look_up(session, Place::App, &wanted).await?;
    let email = match &wanted.person {
        Person::Email(email) => email,
        Person::Id(_) => &person.email,
    };
    let state = State {
        app: Value::Value(wanted.app.clone()),
        email: Value::Value(email.to_string()),
        ..State::default()
    };
    Ok(state.with(&person))
}

/// State of the official provider has the same version and lacks only what
/// the server fills with null, so the default upgrade serves.
#[async_trait]
impl ManagedResource for CollaboratorResource {
    async fn plan_replacement<'a>(
        &self,
        diags: &mut Diagnostics,
        request: ReplacementRequest<State, PrivateBytes>,
        meta: ValueEmpty,
    ) -> Option<(State, PrivateBytes)> {
        let ReplacementRequest {
            proposed, config, ..
        } = request;
        let Some(old) = replaced::<State>(&request.private) else {
            return self.plan_create(diags, proposed, config, meta).await;
        };
        let planned = State {
            limited: planned_role(&config, &proposed),
            ..proposed
        };
        let outcome = plan_replacement(&self.session, &planned, &old).await;
        let (warning, old_person) = settle(diags, outcome)?;
        diags.warnings.extend(warning);
        Some((planned, left_for_apply(diags, old_person)))
    }
}

#[async_trait]
impl Resource for CollaboratorResource {
    type State<'a> = State;
    type PrivateState<'a> = PrivateBytes;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _diags: &mut Diagnostics) -> Option<Schema> {
        Some(collaborator_schema())
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: State) -> Option<()> {
        diags.errors.extend(validate(&config));
        Some(())
    }

    async fn read<'a>(
        &self,
        diags: &mut Diagnostics,
        state: State,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(State, PrivateBytes)> {
        let outcome = match self.session.get() {
            Ok(session) => read(&session, state).await,
            Err(NotReady::Unknown(attributes)) => Ok((
                Some(state),
                Some(provider_messages::planned_from_state(&attributes)),
            )),
            Err(reason) => Err(reason.into()),
        };
        let (state, warning) = settle(diags, outcome)?;
        diags.warnings.extend(warning);
        Some((state?, private))
    }

    async fn plan_create<'a>(
        &self,
        diags: &mut Diagnostics,
        proposed: State,
        config: State,
        _meta: ValueEmpty,
    ) -> Option<(State, PrivateBytes)> {
        let planned = State {
            limited: planned_role(&config, &proposed),
            ..proposed
        };
        let warning = settle(diags, plan_create(&self.session, &planned).await)?;
        diags.warnings.extend(warning);
        Some((planned, PrivateBytes::default()))
    }

    async fn plan_update<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State,
        proposed: State,
        config: State,
        _private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(State, PrivateBytes, Vec<AttributePath>)> {
        let in_case_of_replacement = replacing(&prior);
        let outcome = self.plan_update(prior, proposed, &config).await;
        let (planned, replace) = settle(diags, outcome)?;
        Some((planned, in_case_of_replacement, replace))
    }

    async fn plan_destroy<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State,
        _private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<PrivateBytes> {
        let going = settle(diags, plan_destroy(&self.session, &prior).await)?;
        Some(left_for_apply(diags, going))
    }

    async fn create<'a>(
        &self,
        diags: &mut Diagnostics,
        planned: State,
        _config: State,
        _private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(State, PrivateBytes)> {
        let session = settle(diags, self.session.get().map_err(Diagnostic::from))?;
        let outcome = create(&session, planned).await;
        diags.warnings.extend(session.wait_notice());
        Some((settle(diags, outcome)?, PrivateBytes::default()))
    }

    async fn update<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State,
        planned: State,
        _config: State,
        _private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(State, PrivateBytes)> {
        let session = settle(diags, self.session.get().map_err(Diagnostic::from))?;
        let outcome = update(&session, &prior, planned).await;
        diags.warnings.extend(session.wait_notice());
        Some((settle(diags, outcome)?, PrivateBytes::default()))
    }

    async fn destroy<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<()> {
        let session = settle(diags, self.session.get().map_err(Diagnostic::from))?;
        let outcome = delete(&session, &prior, &private).await;
        diags.warnings.extend(session.wait_notice());
        settle(diags, outcome)
    }

    async fn import<'a>(
        &self,
        diags: &mut Diagnostics,
        id: String,
    ) -> Option<(State, PrivateBytes)> {
        let session = settle(diags, self.session.get().map_err(Diagnostic::from))?;
        let state = settle(diags, import(&session, &id).await)?;
        Some((state, PrivateBytes::default()))
    }
}
