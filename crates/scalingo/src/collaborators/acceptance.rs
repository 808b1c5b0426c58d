//! The invited account accepts an invitation.

use http::Method;
use secrecy::{ExposeSecret, SecretString};

use crate::transport::Repeat;
use crate::{App, Client, Error};

impl Client {
    /// Accepts an invitation by the token of its link: the account joins the app of the reply, whichever it is.
    ///
    /// A GET that changes something, so it is not made again where it may have had its effect:
    /// [`Error::outcome_unknown`] then, and the list of collaborators tells.
    ///
    /// # Errors
    ///
    /// [The usual ones](Client#errors-of-every-call), [`Error::NotFound`] for an invitation that was accepted or
    /// cancelled, and [`Error::Invalid`] for an account that is on the app already.
    pub async fn accept_invitation(&self, token: &SecretString) -> Result<App, Error> {
        let call = self
            .api_call(Method::GET, &["apps", "collaboration"])
            .await?
            .query("token", token.expose_secret())
            .hiding([token.clone()])
            .repeat(Repeat::Once);
        let reply = self.perform(call).await?;
        self.app_in(&reply)
    }
}
