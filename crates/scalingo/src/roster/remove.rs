//! A removal is done when it is proved: by the documented reply, or by a list
//! that was read afterwards.

use std::sync::Arc;
use std::time::Duration;

use super::book::Change;
use super::view::{View, Who};
use super::{Rosters, list_name};
use crate::{Client, Error};

/// How old a list may be that tells which rows are a person's.
const FRESH: Duration = Duration::from_mins(1);

/// How a removal ended. Either way the person is not on the app any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// The API removed the person.
    Removed,
    /// The person was not in the list.
    AlreadyGone,
}

impl Rosters {
    /// Removes every row of a person, from the API and from the view.
    ///
    /// A list of the last minute, kept right by own writes, tells which rows these are, so that 300 removals do not
    /// cost 300 lists. What it does not prove is left to a list that is begun after this call: that somebody is not
    /// there, and what became of a row whose removal was not answered as documented.
    ///
    /// # Errors
    ///
    /// [The usual ones](Client#errors-of-every-call), [`Error::NotFound`] when the account has no such app,
    /// [`Error::OddRow`] when the person's row cannot be read, and [`Error::Unexpected`] when the person is still in
    /// the list although the API said otherwise.
    pub async fn remove(&self, client: &Client, app: &str, who: Who<'_>) -> Result<Removal, Error> {
        let recent = self.people_within(client, app, FRESH).await?;
        let tried = ids_of(&recent, who);
        let doubt = self.remove_rows(client, app, &tried).await?;
        if doubt.is_none() && !tried.is_empty() {
            return Ok(Removal::Removed);
        }
        let fresh = self.list_after(client, app, doubt.as_ref()).await?;
        let left = ids_of(&fresh, who);
        if let (true, Some(odd)) = (left.is_empty(), fresh.odd_row_of(who)) {
            let (call, problem) = (list_name(app), odd.problem.clone());
            return Err(Error::OddRow { call, problem });
        }
        let was_gone = doubt.as_ref().is_none_or(Error::is_not_found);
        if let Some(doubt) = doubt.filter(|_| left.iter().any(|id| tried.contains(id))) {
            return Err(contradicted(doubt));
        }
        match self.remove_rows(client, app, &left).await? {
            Some(doubt) => Err(contradicted(doubt)),
            None if was_gone && left.is_empty() => Ok(Removal::AlreadyGone),
            None => Ok(Removal::Removed),
        }
    }

    /// Removes rows one by one; returns the last outcome that only a list can prove.
    async fn remove_rows(
        &self,
        client: &Client,
        app: &str,
        ids: &[String],
    ) -> Result<Option<Error>, Error> {
        let mut doubt = None;
        for id in ids {
            let Err(error) = client.remove(app, id).await else {
                self.record(app, Change::Remove(id.clone()));
                continue;
            };
            self.distrust_after(&error, app);
            let is_open = error.is_not_found() || error.outcome_unknown();
            if !is_open || error.is_cancelled() {
                return Err(error);
            }
            doubt = Some(error);
        }
        Ok(doubt)
    }

    /// A list that is begun now. Without one, the doubt stands that it should end.
    async fn list_after(
        &self,
        client: &Client,
        app: &str,
        doubt: Option<&Error>,
    ) -> Result<Arc<View>, Error> {
        let listed = self.refreshed(client, app).await;
        listed.map_err(|error| match doubt {
            Some(doubt) if !error.is_not_found() => contradicted(doubt.clone()),
            _ => error,
        })
    }
}

fn ids_of(view: &View, who: Who<'_>) -> Vec<String> {
    view.rows_of(who).map(|row| row.id.clone()).collect()
}

/// An absence that no list confirms is none.
fn contradicted(doubt: Error) -> Error {
    match doubt {
        Error::NotFound { call, .. } => Error::Unexpected {
            call,
            status: 404,
            problem: "nothing shows that the person is gone from the list".to_owned(),
            source: None,
        },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contradicted_absence_does_not_look_like_one() {
        let call = crate::CallName::new(http::Method::DELETE, "/v1/apps/my-app/collaborators/1");
        let resource = Some("collaborator".to_owned());
        assert!(!contradicted(Error::NotFound { call, resource }).is_not_found());
    }
}
