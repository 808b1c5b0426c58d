//! Environment variables of an app.

use super::{Model, Place, Scope};
use crate::errors::ApiError;

/// An environment variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// 24 hex digits.
    pub id: String,
    /// Name, unique in its app.
    pub name: String,
    /// Value.
    pub value: String,
}

impl Model {
    /// Adds one variable; a name in use is refused.
    pub(crate) fn add_variable(
        &mut self,
        scope: Scope<'_>,
        pair: (String, String),
    ) -> Result<Variable, ApiError> {
        let id = self.next_id();
        let (place, _) = self.visible_app_mut(scope)?;
        if place.variables.iter().any(|kept| kept.name == pair.0) {
            return Err(ApiError::taken("name"));
        }
        Ok(set(place, id, pair))
    }

    /// Sets many variables, old and new, and returns them; others stay.
    pub(crate) fn set_variables(
        &mut self,
        scope: Scope<'_>,
        pairs: Vec<(String, String)>,
    ) -> Result<Vec<Variable>, ApiError> {
        let ids: Vec<String> = pairs.iter().map(|_| self.next_id()).collect();
        let (place, _) = self.visible_app_mut(scope)?;
        let pairs = ids.into_iter().zip(pairs);
        Ok(pairs.map(|(id, pair)| set(place, id, pair)).collect())
    }

    pub(crate) fn delete_variable(&mut self, scope: Scope<'_>, id: &str) -> Result<(), ApiError> {
        let (place, _) = self.visible_app_mut(scope)?;
        let before = place.variables.len();
        place.variables.retain(|variable| variable.id != id);
        if place.variables.len() == before {
            return Err(ApiError::NotFound("variable"));
        }
        Ok(())
    }
}

/// Writes a variable under its own id, or under `id` if it is new.
pub(crate) fn set(place: &mut Place, id: String, (name, value): (String, String)) -> Variable {
    if let Some(kept) = place.variables.iter_mut().find(|kept| kept.name == name) {
        kept.value = value;
        return kept.clone();
    }
    let variable = Variable { id, name, value };
    place.variables.push(variable.clone());
    variable
}
