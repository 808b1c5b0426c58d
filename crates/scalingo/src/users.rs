//! Users: whose token it is.

use http::Method;
use serde::Deserialize;

use crate::decode::shown_text;
use crate::text::shown;
use crate::transport::Call;
use crate::{Client, Email, Error};

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Opaque id, the `user_id` of a collaborator who accepted.
    pub id: String,
    /// User name.
    pub username: String,
    /// Address.
    pub email: Email,
}

#[derive(Deserialize)]
struct Reply {
    user: Row,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    #[serde(default, deserialize_with = "shown_text")]
    username: String,
    email: String,
}

impl Client {
    /// The user whose token this client signs in with: `GET /v1/users/self` of the auth API, as Scalingo's own Go
    /// client calls it.
    ///
    /// # Errors
    ///
    /// [The usual ones](Client#errors-of-every-call).
    pub async fn current_user(&self) -> Result<User, Error> {
        let call = Call::new(Method::GET, self.auth_url()?, &["users", "self"])?;
        let reply = self.perform(call).await?;
        let Reply { user } = reply.json("a user")?;
        Ok(User {
            id: user.id,
            username: user.username,
            email: Email::as_given(shown(&user.email)),
        })
    }
}
