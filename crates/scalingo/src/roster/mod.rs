//! One shared view of each app's collaborators.

mod book;
mod invite;
mod many;
mod remove;
mod view;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::Method;
use tracing::debug;

use crate::flight::Flight;
use crate::{CallName, Client, Collaborator, Error, Listed};

use book::{Book, Change, Need};
pub use invite::InviteError;
pub use remove::Removal;
pub use view::{View, Who};

/// From this many apps on one account-wide list is cheaper than a list each.
const MANY_APPS: usize = 3;

/// The collaborators of all apps that are asked for, listed as rarely as possible and kept right by own writes.
///
/// Everything takes the caller's own [`Client`] handle, so that each caller can be cancelled alone. Nobody depends on
/// a caller that goes away: whoever waits for its list makes the list then.
#[derive(Debug)]
pub struct Rosters {
    client: Client,
    book: Mutex<Book>,
    flights: Mutex<HashMap<String, Arc<Flight>>>,
    account: Flight,
}

impl Rosters {
    /// Views over the account of `client`. A view older than `max_age` is listed again at next need.
    pub fn new(client: &Client, max_age: Duration) -> Self {
        Self {
            client: client.clone(),
            book: Mutex::new(Book::new(max_age)),
            flights: Mutex::default(),
            account: Flight::default(),
        }
    }

    /// The people on an app, given by id or name. One list is in flight per app; from the third app on the list of
    /// all owned apps is tried first. Nothing is kept of a failed list; an app that is not there is
    /// [`Error::NotFound`].
    ///
    /// # Errors
    ///
    /// [The usual ones](Client#errors-of-every-call), and [`Error::NotFound`] when the account has no such app.
    pub async fn people(&self, client: &Client, app: &str) -> Result<Arc<View>, Error> {
        if let Some(view) = self.kept(app, Need::Recent) {
            return Ok(view);
        }
        if self.prefers_account_list(app) {
            self.list_account(client).await?;
        }
        self.listed(client, app, Need::Recent).await
    }

    /// The people on an app from a list that is begun after this call.
    ///
    /// # Errors
    ///
    /// As of [`Rosters::people`].
    pub async fn refreshed(&self, client: &Client, app: &str) -> Result<Arc<View>, Error> {
        let since = self.book().tick();
        self.listed(client, app, Need::Since(since)).await
    }

    /// Drops the view of an app that changed otherwise than through these methods, also where it was read by another
    /// name. The next reader lists again.
    pub fn forget(&self, app: &str) {
        let key = self.key(app);
        for name in self.client.names().of(&key) {
            self.book().merge(&name, &key);
        }
        self.book().forget(&key);
    }

    /// The people on an app from a list that is no older than `age`, kept right by own writes.
    ///
    /// # Errors
    ///
    /// As of [`Rosters::people`].
    pub async fn people_within(
        &self,
        client: &Client,
        app: &str,
        age: Duration,
    ) -> Result<Arc<View>, Error> {
        self.listed(client, app, Need::Within(age)).await
    }

    /// Changes somebody's role, in the API and in the view.
    ///
    /// # Errors
    ///
    /// As of [`Client::change_role`].
    pub async fn change_role(
        &self,
        client: &Client,
        app: &str,
        id: &str,
        is_limited: bool,
    ) -> Result<Collaborator, Error> {
        match client.change_role(app, id, is_limited).await {
            Ok(changed) => {
                self.record(app, Change::Put(Arc::new(changed.clone())));
                Ok(changed)
            }
            Err(error) => {
                self.distrust_after(&error, app);
                Err(error)
            }
        }
    }

    /// Whether two texts, each a name or an id, mean the same app; none while no reply has told.
    pub fn same_app(&self, a: &str, b: &str) -> Option<bool> {
        self.client.names().same(a, b)
    }

    fn kept(&self, app: &str, need: Need) -> Option<Arc<View>> {
        let key = self.key(app);
        self.book().view(&key, need)
    }

    /// The key of an app's page. What was noted under a name moves to the id once that is known.
    fn key(&self, app: &str) -> String {
        let key = self.client.names().key(app);
        self.book().merge(app, &key);
        key
    }

    fn prefers_account_list(&self, app: &str) -> bool {
        self.note_asked(app) >= MANY_APPS && !self.book().has_account_list()
    }

    /// Counts the different apps asked for, this one among them.
    fn note_asked(&self, app: &str) -> usize {
        self.book()
            .apps_asked(app, |asked| self.client.names().key(asked))
    }

    /// Lists one app, or waits for whoever is listing it.
    async fn listed(&self, client: &Client, app: &str, need: Need) -> Result<Arc<View>, Error> {
        let flight = self.flight(app);
        let ready = || self.kept(app, need);
        let call = || list_name(app);
        flight
            .share(client.cancel(), call, ready, self.list(client, app))
            .await
    }

    async fn list(&self, client: &Client, app: &str) -> Result<Arc<View>, Error> {
        let begun = self.book().begin();
        match client.list_collaborators(app).await {
            Ok(listed) => {
                let key = self.key(app);
                self.merge_name(&listed.people);
                Ok(self.book().store(&key, listed, begun))
            }
            Err(error) => {
                if error.is_not_found() {
                    self.forget(app);
                    self.client.names().forget(app);
                }
                Err(error)
            }
        }
    }

    /// Lists all owned apps, or waits for whoever is doing so. Its failure is nobody's: each app can be listed alone.
    async fn list_account(&self, client: &Client) -> Result<(), Error> {
        let ready = || self.book().has_account_list().then_some(());
        let call = || CallName::new(Method::GET, "/v1/collaborators");
        self.account
            .share(client.cancel(), call, ready, self.read_account(client))
            .await
    }

    async fn read_account(&self, client: &Client) -> Result<(), Error> {
        let begun = self.book().begin();
        let listed = match client.list_owned_collaborators().await {
            Ok(listed) => {
                for (id, listed) in by_app(listed) {
                    self.merge_name(&listed.people);
                    self.book().store(&id, listed, begun);
                }
                Some(begun)
            }
            Err(error) if error.is_cancelled() => return Err(error),
            Err(error) => {
                debug!(%error, "no account-wide list, so each app is listed alone");
                None
            }
        };
        self.book().account_listed(listed);
        Ok(())
    }

    /// The rows' app may have been asked for by its name before.
    fn merge_name(&self, rows: &[Collaborator]) {
        if let Some(name) = rows.first().and_then(|row| row.app_name.as_deref()) {
            self.key(name);
        }
    }

    fn record(&self, app: &str, change: Change) {
        let key = self.key(app);
        self.book().record(&key, change);
    }

    /// A write that was refused changed nothing. After any other error the view may be wrong.
    fn distrust_after(&self, error: &Error, app: &str) {
        let refused = matches!(
            error,
            Error::Refused { .. } | Error::Invalid { .. } | Error::Conflict { .. }
        );
        if !refused {
            self.forget(app);
        }
    }

    fn flight(&self, app: &str) -> Arc<Flight> {
        let key = self.client.names().key(app);
        let mut flights = self.flights.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(flights.entry(key).or_default())
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn list_name(app: &str) -> CallName {
    CallName::new(Method::GET, &format!("/v1/apps/{app}/collaborators"))
}

fn by_app(listed: Listed) -> HashMap<String, Listed> {
    let mut apps: HashMap<String, Listed> = HashMap::new();
    for row in listed.people {
        let app = apps.entry(row.app_id.clone()).or_default();
        app.people.push(row);
    }
    for row in listed.odd {
        let app = apps.entry(row.app_id.clone().unwrap_or_default());
        app.or_default().odd.push(row);
    }
    apps
}
