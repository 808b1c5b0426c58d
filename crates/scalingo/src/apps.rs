//! Apps.

use http::Method;
use serde::{Deserialize, Serialize};

use crate::decode::{envelope, or_default, shown_text};
use crate::text::check_segment;
use crate::transport::{Call, Reply};
use crate::{Client, Error};

/// An app. Fields that a reply leaves out are empty, false or none.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the API's own switches, independent of each other"
)]
pub struct App {
    /// Opaque id.
    pub id: String,
    /// Name; the API takes it wherever it takes the id.
    pub name: String,
    /// The account that owns it.
    #[serde(default, deserialize_with = "or_default")]
    pub owner: Owner,
    /// State of the app, such as `running`.
    #[serde(default, deserialize_with = "shown_text")]
    pub status: String,
    /// Main address.
    #[serde(default, deserialize_with = "shown_text")]
    pub url: String,
    /// Address under Scalingo's own domain.
    #[serde(default, deserialize_with = "shown_text")]
    pub base_url: String,
    /// Where to push to.
    #[serde(default, deserialize_with = "shown_text")]
    pub git_url: String,
    /// Whether HTTP is redirected to HTTPS.
    #[serde(default, deserialize_with = "or_default")]
    pub force_https: bool,
    /// Whether requests of one visitor go to one container.
    #[serde(default, deserialize_with = "or_default")]
    pub sticky_session: bool,
    /// Whether the router's log lines stand in the app's log.
    #[serde(default, deserialize_with = "or_default")]
    pub router_logs: bool,
    /// Id of the stack it is built on.
    #[serde(default)]
    pub stack_id: Option<String>,
    /// Whether it is hosted for health data.
    #[serde(default, deserialize_with = "or_default")]
    pub hds_resource: bool,
    /// The project it belongs to.
    #[serde(default)]
    pub project: Option<Project>,
}

/// The account that owns an app.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Owner {
    /// Opaque id.
    #[serde(default, deserialize_with = "shown_text")]
    pub id: String,
    /// Name of the account.
    #[serde(default, deserialize_with = "shown_text")]
    pub username: String,
    /// Address of the account.
    #[serde(default, deserialize_with = "shown_text")]
    pub email: String,
}

/// A project, which groups apps.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Project {
    /// Opaque id.
    pub id: String,
    /// Name.
    #[serde(default, deserialize_with = "shown_text")]
    pub name: String,
}

/// An app to be created. What is none is left to the API.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NewApp {
    /// 6 to 48 lower-case letters, digits and single inner hyphens, as Scalingo documents.
    pub name: String,
    /// Id of the stack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stack_id: Option<String>,
    /// Id of the project; the account's default project otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_id: Option<String>,
    /// Whether to host it for health data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hds_resource: Option<bool>,
}

/// Settings of an app to be changed. What is none stays as it is.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AppSettings {
    /// See [`App::force_https`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub force_https: Option<bool>,
    /// See [`App::sticky_session`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sticky_session: Option<bool>,
    /// See [`App::router_logs`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub router_logs: Option<bool>,
    /// See [`App::stack_id`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stack_id: Option<String>,
}

impl App {
    /// Whether this is its id or its name.
    pub fn goes_by(&self, text: &str) -> bool {
        self.id == text || self.name.eq_ignore_ascii_case(text)
    }
}

impl AppSettings {
    /// Whether there is nothing to change.
    pub fn is_empty(&self) -> bool {
        self.force_https.is_none()
            && self.sticky_session.is_none()
            && self.router_logs.is_none()
            && self.stack_id.is_none()
    }
}

#[derive(Serialize)]
struct Move<'a> {
    project_id: &'a str,
}

#[derive(Serialize)]
struct Rename<'a> {
    current_name: &'a str,
    new_name: &'a str,
}

#[derive(Deserialize)]
struct Single {
    app: App,
}

#[derive(Deserialize)]
struct List {
    apps: Vec<App>,
}

impl Client {
    /// An app by id or name.
    ///
    /// # Errors
    ///
    /// [The usual ones](Client#errors-of-every-call), [`Error::NotFound`] when the account has no such app.
    pub async fn get_app(&self, app: &str) -> Result<App, Error> {
        let call = self.api_call(Method::GET, &["apps", app]).await?;
        let found = self.app_of(call, app).await?;
        self.names().learn(app, &found.id);
        Ok(found)
    }

    /// All apps of the region that the account owns or works on.
    ///
    /// # Errors
    ///
    /// [The usual ones](Client#errors-of-every-call).
    pub async fn list_apps(&self) -> Result<Vec<App>, Error> {
        let call = self.api_call(Method::GET, &["apps"]).await?;
        let reply = self.perform(call).await?;
        let list: List = reply.json("a list of apps")?;
        for app in &list.apps {
            self.checked(&reply, app)?;
        }
        Ok(list.apps)
    }

    /// Creates an app. Made again only when it surely had no effect, as a name can be taken once.
    ///
    /// # Errors
    ///
    /// [The usual ones](Client#errors-of-every-call), [`Error::Invalid`] or [`Error::Conflict`] when the name cannot be
    /// taken, [`Error::NotFound`] for an unknown stack or project.
    pub async fn create_app(&self, app: &NewApp) -> Result<App, Error> {
        let call = self.api_call(Method::POST, &["apps"]).await?;
        let call = call.json(&envelope("app", app))?;
        self.app_of(call, &app.name).await
    }

    /// Changes settings of an app.
    ///
    /// # Errors
    ///
    /// [The usual ones](Client#errors-of-every-call), [`Error::NotFound`], and [`Error::Invalid`] for a value that is
    /// not accepted.
    pub async fn update_app(&self, app: &str, settings: &AppSettings) -> Result<App, Error> {
        let call = self.api_call(Method::PATCH, &["apps", app]).await?;
        let call = call.json(&envelope("app", settings))?;
        self.app_of(call, app).await
    }

    /// Moves an app to another project of its owner. Not documented: Scalingo's own Go client does it with this `PUT`.
    ///
    /// # Errors
    ///
    /// [The usual ones](Client#errors-of-every-call), and [`Error::NotFound`] for an unknown app or project.
    pub async fn move_app(&self, app: &str, project_id: &str) -> Result<App, Error> {
        let call = self.api_call(Method::PUT, &["apps", app]).await?;
        self.app_of(call.json(&Move { project_id })?, app).await
    }

    /// Gives an app another name. Only the owner may.
    ///
    /// # Errors
    ///
    /// [The usual ones](Client#errors-of-every-call), [`Error::NotFound`], and [`Error::Invalid`] or
    /// [`Error::Conflict`] when the name cannot be taken.
    pub async fn rename_app(
        &self,
        app: &str,
        current_name: &str,
        new_name: &str,
    ) -> Result<App, Error> {
        let call = self
            .api_call(Method::POST, &["apps", app, "rename"])
            .await?;
        let call = call.json(&Rename {
            current_name,
            new_name,
        })?;
        let renamed = self.app_of(call, new_name).await?;
        if current_name != renamed.name {
            self.names().forget(current_name);
        }
        Ok(renamed)
    }

    /// Deletes an app. Only the owner may, and must say its present name. A success that Scalingo does not document is
    /// believed when the app is missing in the list of all apps.
    ///
    /// # Errors
    ///
    /// [The usual ones](Client#errors-of-every-call), and [`Error::NotFound`], which a second attempt after a lost
    /// answer can be.
    pub async fn delete_app(&self, app: &str, current_name: &str) -> Result<(), Error> {
        let call = self.api_call(Method::DELETE, &["apps", app]).await?;
        let reply = self
            .perform(call.query("current_name", current_name))
            .await?;
        if let Err(doubt) = reply.confirms_removal() {
            let apps = self.list_apps().await.map_err(|_| doubt.clone())?;
            let is_it = |listed: &App| listed.id == app || listed.name == current_name;
            if apps.iter().any(is_it) {
                return Err(doubt);
            }
        }
        self.names().forget(current_name);
        self.names().forget(app);
        Ok(())
    }

    /// The app of a reply, which must be the one that was asked for, by id or name.
    async fn app_of(&self, call: Call, asked: &str) -> Result<App, Error> {
        let reply = self.perform(call).await?;
        let app = self.app_in(&reply)?;
        if app.goes_by(asked) {
            return Ok(app);
        }
        Err(reply.unexpected("the reply is about another app"))
    }

    /// The app of a reply, whichever it is.
    pub(crate) fn app_in(&self, reply: &Reply) -> Result<App, Error> {
        let Single { app } = reply.json("an app")?;
        self.checked(reply, &app)?;
        Ok(app)
    }

    fn checked(&self, reply: &Reply, app: &App) -> Result<(), Error> {
        for (field, text) in [("id", &app.id), ("name", &app.name)] {
            check_segment(text)
                .map_err(|problem| reply.unexpected(format!("the {field} of an app {problem}")))?;
        }
        self.names().learn(&app.name, &app.id);
        Ok(())
    }
}
