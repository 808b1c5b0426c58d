//! `scalingo_collaborator`: one person on one app.

use async_trait::async_trait;
use plugin::{ManagedResource, PrivateBytes};
use scalingo::{Collaborator, Email, Invitation};
use serde::{Deserialize, Serialize};
use tf_provider::schema::{AttributeType, Schema};
use tf_provider::value::{Value, ValueEmpty};
use tf_provider::{AttributePath, Diagnostic, Diagnostics, Resource};

use crate::diagnostics::{collaborator as messages, provider as provider_messages, settle};
use crate::import_id::ImportId;
use crate::membership;
use crate::schema::{computed, optional_computed, required, schema};
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
}

impl State {
    /// The app to ask for: by id once that is known, because names change.
    fn app(&self) -> Result<&str, Diagnostic> {
        self.app_id
            .as_deref_option()
            .or_else(|| self.app.as_deref_option())
            .ok_or_else(|| messages::incomplete_state("app"))
    }

    fn email(&self) -> Result<Email, Diagnostic> {
        let text = self
            .email
            .as_deref_option()
            .ok_or_else(|| messages::incomplete_state("email"))?;
        Ok(Email::as_given(text))
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
        ],
    )
}

fn validate(config: &State) -> Vec<Diagnostic> {
    [
        membership::check_app("app", &config.app).err(),
        membership::check_email("email", &config.email).err(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

async fn read(session: &Session, state: State) -> Result<Option<State>, Diagnostic> {
    let found = membership::find(
        session,
        state.app()?,
        &state.email()?,
        state.id.as_deref_option(),
    )
    .await?;
    Ok(found.map(|person| state.with(&person)))
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
        let mut replace = Vec::new();
        let mut planned = State {
            limited: planned_role(config, &proposed),
            ..proposed
        };
        if membership::same_email(&prior.email, &planned.email) {
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
        Ok((planned, replace))
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

async fn create(session: &Session, planned: State) -> Result<State, Diagnostic> {
    let invitation = Invitation {
        email: planned.email()?,
        is_limited: planned.limited.unwrap_or(false),
    };
    let person = membership::invite(session, planned.app()?, &invitation).await?;
    Ok(State {
        limited: planned.limited,
        ..planned.with(&person)
    })
}

async fn update(session: &Session, prior: &State, planned: State) -> Result<State, Diagnostic> {
    if prior.limited == planned.limited {
        return Ok(planned);
    }
    let id = prior
        .id
        .as_deref_option()
        .ok_or_else(|| messages::incomplete_state("id"))?;
    let limited = planned.limited.unwrap_or(false);
    membership::change_role(session, prior.app()?, id, limited).await?;
    Ok(planned)
}

async fn delete(session: &Session, prior: &State) -> Result<(), Diagnostic> {
    membership::remove(
        session,
        prior.app()?,
        &prior.email()?,
        prior.id.as_deref_option(),
    )
    .await
}

async fn import(session: &Session, id: &str) -> Result<State, Diagnostic> {
    let wanted =
        ImportId::parse(id).map_err(|problem| messages::malformed_import_id(id, problem))?;
    let person = membership::look_up(session, &wanted).await?;
    let email = match &wanted.person {
        crate::import_id::Person::Email(email) => email,
        crate::import_id::Person::Id(_) => &person.email,
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
impl ManagedResource for CollaboratorResource {}

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
            Err(NotReady::Unknown(attributes)) => {
                diags
                    .warnings
                    .push(provider_messages::planned_from_state(&attributes));
                Ok(Some(state))
            }
            Err(reason) => Err(reason.into()),
        };
        Some((settle(diags, outcome)??, private))
    }

    async fn plan_create<'a>(
        &self,
        _diags: &mut Diagnostics,
        proposed: State,
        config: State,
        _meta: ValueEmpty,
    ) -> Option<(State, PrivateBytes)> {
        let planned = State {
            limited: planned_role(&config, &proposed),
            ..proposed
        };
        Some((planned, PrivateBytes::default()))
    }

    async fn plan_update<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State,
        proposed: State,
        config: State,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(State, PrivateBytes, Vec<AttributePath>)> {
        let outcome = self.plan_update(prior, proposed, &config).await;
        let (planned, replace) = settle(diags, outcome)?;
        Some((planned, private, replace))
    }

    async fn plan_destroy<'a>(
        &self,
        _diags: &mut Diagnostics,
        _prior: State,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<PrivateBytes> {
        Some(private)
    }

    async fn create<'a>(
        &self,
        diags: &mut Diagnostics,
        planned: State,
        _config: State,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(State, PrivateBytes)> {
        let session = settle(diags, self.session.get().map_err(Diagnostic::from))?;
        let outcome = create(&session, planned).await;
        diags.warnings.extend(session.wait_notice());
        Some((settle(diags, outcome)?, private))
    }

    async fn update<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State,
        planned: State,
        _config: State,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(State, PrivateBytes)> {
        let session = settle(diags, self.session.get().map_err(Diagnostic::from))?;
        let outcome = update(&session, &prior, planned).await;
        diags.warnings.extend(session.wait_notice());
        Some((settle(diags, outcome)?, private))
    }

    async fn destroy<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State,
        _private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<()> {
        let session = settle(diags, self.session.get().map_err(Diagnostic::from))?;
        let outcome = delete(&session, &prior).await;
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
