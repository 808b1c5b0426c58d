//! Many apps at once.

use std::sync::Arc;

use super::Rosters;
use super::book::Need;
use super::view::View;
use crate::{Client, Error};

impl Rosters {
    /// Notes apps, given by id or name, that are about to be asked for one after the other, so that the first of them
    /// already counts as one of many.
    pub fn announce<'a>(&self, apps: impl IntoIterator<Item = &'a str>) {
        for app in apps {
            self.note_asked(app);
        }
    }

    /// The people on apps that this account owns, in the order of `apps`, by one account-wide list.
    ///
    /// Scalingo documents that this list has every owned app, so one that it does not mention has nobody. The caller
    /// must know that the apps are owned: others, and all when the list fails, would cost a list each.
    ///
    /// # Errors
    ///
    /// As of [`Rosters::people`].
    pub async fn people_of_owned(
        &self,
        client: &Client,
        apps: &[&str],
    ) -> Result<Vec<Arc<View>>, Error> {
        let is_kept = |app: &&str| self.kept(app, Need::Recent).is_some();
        if !apps.iter().all(is_kept) && !self.book().has_account_list() {
            self.list_account(client).await?;
        }
        let mut views = Vec::with_capacity(apps.len());
        for app in apps {
            views.push(self.people_of_one_owned(client, app).await?);
        }
        Ok(views)
    }

    async fn people_of_one_owned(&self, client: &Client, app: &str) -> Result<Arc<View>, Error> {
        if let Some(view) = self.kept(app, Need::Recent) {
            return Ok(view);
        }
        let key = self.client.names().key(app);
        let nobody = self.book().store_nobody(&key);
        match nobody {
            Some(view) => Ok(view),
            None => self.listed(client, app, Need::Recent).await,
        }
    }
}
