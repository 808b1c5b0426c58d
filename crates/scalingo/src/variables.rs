//! Environment variables of an app. Their values are treated as secrets.

use http::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

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
    pub async fn list_variables(&self, app: &str) -> Result<Vec<Variable>, Error> {
        let call = self
            .api_call(Method::GET, &["apps", app, "variables"])
            .await?;
        let list: List = self.perform(call).await?.json("a list of variables")?;
        Ok(list.variables.into_iter().map(Row::into_variable).collect())
    }

    /// Sets variables by name, in one call; others stay as they are.
    pub async fn set_variables(
        &self,
        app: &str,
        variables: &[(String, SecretString)],
    ) -> Result<(), Error> {
        let variables = variables
            .iter()
            .map(|(name, value)| Setting {
                name,
                value: value.expose_secret(),
            })
            .collect();
        let call = self
            .api_call(Method::PUT, &["apps", app, "variables"])
            .await?;
        self.perform(call.json(&Bulk { variables })?).await?;
        Ok(())
    }

    /// Unsets the variable with this id.
    pub async fn unset_variable(&self, app: &str, id: &str) -> Result<(), Error> {
        let call = self
            .api_call(Method::DELETE, &["apps", app, "variables", id])
            .await?;
        self.perform(call).await?;
        Ok(())
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
