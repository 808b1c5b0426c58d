//! Environment variables of an app. Their values are treated as secrets.

use http::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::text::check_segment;
use crate::transport::Reply;
use crate::{Client, Error};

/// One environment variable.
#[derive(Debug, Clone)]
pub struct Variable {
    /// Opaque id, needed to unset it.
    pub id: String,
    /// Name, such as `DATABASE_URL`.
    pub name: String,
    /// Value; never shown by `Debug`.
    pub value: SecretString,
}

#[derive(Deserialize)]
struct List {
    variables: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    name: String,
    #[serde(default)]
    value: Option<String>,
}

#[derive(Serialize)]
struct Bulk<'a> {
    variables: Vec<Setting<'a>>,
}

#[derive(Serialize)]
struct Setting<'a> {
    name: &'a str,
    value: &'a str,
}

impl Client {
    /// All environment variables of an app.
    ///
    /// # Errors
    ///
    /// [The usual ones](Client#errors-of-every-call), and [`Error::NotFound`] when the account has no such app.
    pub async fn list_variables(&self, app: &str) -> Result<Vec<Variable>, Error> {
        let call = self
            .api_call(Method::GET, &["apps", app, "variables"])
            .await?;
        variables(&self.perform(call).await?)
    }

    /// Sets variables by name, in one call; others stay as they are. The reply must show them.
    ///
    /// # Errors
    ///
    /// [The usual ones](Client#errors-of-every-call), [`Error::NotFound`] when the account has no such app, and
    /// [`Error::Invalid`] for a name or value that is not accepted.
    pub async fn set_variables(
        &self,
        app: &str,
        variables: &[(String, SecretString)],
    ) -> Result<(), Error> {
        let call = self
            .api_call(Method::PUT, &["apps", app, "variables"])
            .await?;
        let call = call
            .hiding(variables.iter().map(|(_, value)| value.clone()))
            .json(&Bulk::of(variables))?;
        let reply = self.perform(call).await?;
        let shown = self::variables(&reply)?;
        if variables.iter().all(|wanted| is_shown(&shown, wanted)) {
            return Ok(());
        }
        Err(reply.unexpected("the reply does not show the variables that were set"))
    }

    /// Unsets the variable with this id. One that is gone already is no error; where the reply is not the documented
    /// one, the list decides.
    ///
    /// # Errors
    ///
    /// [The usual ones](Client#errors-of-every-call), and [`Error::NotFound`] when the app, or in contradiction to the
    /// list the variable, is not there.
    pub async fn unset_variable(&self, app: &str, id: &str) -> Result<(), Error> {
        let call = self
            .api_call(Method::DELETE, &["apps", app, "variables", id])
            .await?;
        let doubt = match self.perform(call).await {
            Ok(reply) => match reply.confirms_removal() {
                Ok(()) => return Ok(()),
                Err(doubt) => doubt,
            },
            Err(absence @ Error::NotFound { .. }) => absence,
            Err(error) => return Err(error),
        };
        let left = self.list_variables(app).await.map_err(|_| doubt.clone())?;
        if left.iter().all(|variable| variable.id != id) {
            return Ok(());
        }
        Err(doubt)
    }
}

fn variables(reply: &Reply) -> Result<Vec<Variable>, Error> {
    let list: List = reply.json("a list of variables")?;
    for row in &list.variables {
        check_segment(&row.id)
            .map_err(|problem| reply.unexpected(format!("the id of a variable {problem}")))?;
    }
    Ok(list.variables.into_iter().map(Row::into_variable).collect())
}

fn is_shown(shown: &[Variable], (name, value): &(String, SecretString)) -> bool {
    let is_it = |variable: &&Variable| variable.name == *name;
    let value_shown = shown.iter().find(is_it).map(|it| it.value.expose_secret());
    value_shown == Some(value.expose_secret())
}

impl<'a> Bulk<'a> {
    fn of(variables: &'a [(String, SecretString)]) -> Self {
        let setting = |(name, value): &'a (String, SecretString)| Setting {
            name,
            value: value.expose_secret(),
        };
        Self {
            variables: variables.iter().map(setting).collect(),
        }
    }
}

impl Row {
    fn into_variable(self) -> Variable {
        Variable {
            id: self.id,
            name: self.name,
            value: SecretString::from(self.value.unwrap_or_default()),
        }
    }
}
