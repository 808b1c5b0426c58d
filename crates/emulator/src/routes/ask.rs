//! What every call of somebody signed in is about.

use std::collections::HashMap;
use std::sync::{Arc, MutexGuard};

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;

use crate::caller::Caller;
use crate::errors::ApiError;
use crate::state::Scope;
use crate::world::{Shared, World};

/// A call of somebody signed in; all others get 401.
pub(super) struct Ask {
    shared: Arc<Shared>,
    pub(super) caller: Caller,
    path: HashMap<String, String>,
    query: HashMap<String, String>,
}

impl FromRequestParts<Arc<Shared>> for Ask {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, ApiError> {
        let caller = parts.extensions.get::<Caller>().cloned();
        let caller = caller.ok_or(ApiError::Unauthorised("unauthorized"))?;
        let Path(path) = Path::from_request_parts(parts, shared)
            .await
            .map_err(|error| ApiError::BadRequest(error.to_string()))?;
        let Query(query) = Query::from_request_parts(parts, shared)
            .await
            .map_err(|error| ApiError::BadRequest(error.to_string()))?;
        Ok(Self {
            shared: Arc::clone(shared),
            caller,
            path,
            query,
        })
    }
}

impl Ask {
    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        self.shared.lock()
    }

    /// Who asks, and about which app or database.
    pub(super) fn scope(&self) -> Scope<'_> {
        self.caller.at(value(&self.path, "app"))
    }

    /// Id of the collaborator or variable in the path.
    pub(super) fn id(&self) -> &str {
        value(&self.path, "id")
    }

    /// A parameter of the query; empty when it is absent.
    pub(super) fn parameter(&self, name: &str) -> &str {
        value(&self.query, name)
    }
}

fn value<'map>(map: &'map HashMap<String, String>, name: &str) -> &'map str {
    map.get(name).map_or("", String::as_str)
}
