//! The link of an invitation: whoever holds it can join, so it is read only
//! when somebody asks for it, and of one person.

use http::Method;
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::rows::Loose;
use super::{Collaborator, Status, list_call};
use crate::{Client, Email, Error};

/// A person on an app, with the link that lets anybody join in their place.
#[derive(Debug, Clone)]
pub struct Invited {
    /// Who it is.
    pub person: Collaborator,
    /// The link; none once the invitation is accepted.
    pub link: Option<SecretString>,
}

#[derive(Deserialize)]
struct List {
    collaborators: Vec<Loose<Row>>,
}

/// What tells the row, and its link. A field of another type is as good as none.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Row {
    id: Loose<Option<String>>,
    email: Loose<Option<String>>,
    invitation_link: Loose<Option<Link>>,
}

#[derive(Deserialize)]
#[serde(from = "String")]
struct Link(SecretString);

impl From<String> for Link {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl Client {
    /// The person with this address on an app, with the link of the invitation; none when nobody has the address. The
    /// owner is not found, as in every list.
    ///
    /// # Errors
    ///
    /// As of [`Client::list_collaborators`], and [`Error::OddRow`] when a row of this address cannot be read.
    pub async fn invited(&self, app: &str, email: &Email) -> Result<Option<Invited>, Error> {
        let call = self.api_call(Method::GET, &list_call(app)).await?;
        let reply = self.perform(call).await?;
        let listed = self.listed(app, &reply)?;
        let Some(person) = listed.people.into_iter().find(|row| row.email == *email) else {
            let mut odd = listed.odd.into_iter();
            return match odd.find(|row| row.email.as_ref() == Some(email)) {
                Some(odd) => Err(Error::OddRow {
                    call: reply.call.clone(),
                    problem: odd.problem,
                }),
                None => Ok(None),
            };
        };
        let rows: List = reply.json("a list of collaborators")?;
        let link = link_of(rows, &person);
        Ok(Some(Invited { person, link }))
    }
}

fn link_of(rows: List, person: &Collaborator) -> Option<SecretString> {
    if matches!(person.status, Status::Accepted | Status::UserAccountDeleted) {
        return None;
    }
    let rows = rows.collaborators.into_iter().filter_map(Loose::plain);
    let mut own =
        rows.filter(|row| row.id.text() == person.id && row.email.text() == person.email.as_str());
    let link = own.next()?.invitation_link.get()?.0;
    lets_in(link.expose_secret()).then_some(link)
}

/// Old replies have a link without a token where nobody is invited any more.
fn lets_in(link: &str) -> bool {
    let is_empty = |url: &Url| {
        url.query_pairs()
            .any(|(name, token)| name == "token" && token.is_empty())
    };
    !link.trim().is_empty() && !Url::parse(link).is_ok_and(|url| is_empty(&url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn link_without_a_token_lets_nobody_in() {
        let table = [
            ("", false),
            (" ", false),
            ("https://api.example.com/apps/collaboration?token=abc", true),
            ("https://api.example.com/apps/collaboration?token=", false),
            (
                "https://api.example.com/apps/collaboration?a=b&token=",
                false,
            ),
            ("https://api.example.com/join/abc", true),
            ("abc", true),
        ];
        for (link, expected) in table {
            assert_eq!(lets_in(link), expected, "{link:?}");
        }
    }
}
