//! An emulator and people signed in to it.

use anyhow::{Context as _, Result, ensure};
use emulator::{Emulator, Method, Settings, User};
use reqwest::header::HeaderMap;
use serde_json::Value;

pub(crate) type TestResult = Result<()>;

/// An emulator with the default user signed in.
pub(crate) struct Lab {
    pub(crate) emulator: Emulator,
    pub(crate) owner: Session,
}

impl Lab {
    pub(crate) async fn start() -> Result<Self> {
        Self::with(Settings::default()).await
    }

    pub(crate) async fn with(settings: Settings) -> Result<Self> {
        let emulator = Emulator::start(settings).await?;
        let owner = Session::sign_in(&emulator, emulator.api_token()).await?;
        Ok(Self { emulator, owner })
    }

    /// A lab with one app.
    pub(crate) async fn with_app(name: &str) -> Result<Self> {
        let lab = Self::start().await?;
        lab.emulator.add_app(name)?;
        Ok(lab)
    }

    /// A new user, signed in.
    pub(crate) async fn visitor(&self, name: &str) -> Result<(User, Session)> {
        let user = self
            .emulator
            .add_user(name, &format!("{name}@example.com"))?;
        let session = Session::sign_in(&self.emulator, &user.api_token).await?;
        Ok((user, session))
    }
}

/// A client without proxies and without help from reqwest's own gzip.
pub(crate) fn plain_client() -> Result<reqwest::Client> {
    Ok(reqwest::Client::builder().no_proxy().no_gzip().build()?)
}

/// Somebody with a bearer token.
#[derive(Clone)]
pub(crate) struct Session {
    http: reqwest::Client,
    url: String,
    bearer: String,
}

impl Session {
    pub(crate) async fn sign_in(emulator: &Emulator, api_token: &str) -> Result<Self> {
        Self::sign_in_at(&emulator.url(), api_token).await
    }

    pub(crate) async fn sign_in_at(url: &str, api_token: &str) -> Result<Self> {
        let http = plain_client()?;
        let url = url.to_owned();
        let reply = exchange(&http, &url, api_token).await?;
        ensure!(reply.status == 200, "sign-in answered {}", reply.status);
        let bearer = reply.at("/token")?.as_str().context("no token")?.to_owned();
        Ok(Self { http, url, bearer })
    }

    pub(crate) fn bearer(&self) -> &str {
        &self.bearer
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.url))
            .bearer_auth(&self.bearer)
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Reply> {
        Reply::to(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Result<Reply> {
        Reply::to(self.request(Method::POST, path).json(&body)).await
    }

    /// Invites an address with the full role.
    pub(crate) async fn invite(&self, app: &str, email: &str) -> Result<Reply> {
        let body = serde_json::json!({ "collaborator": { "email": email, "is_limited": false } });
        self.post(&format!("/v1/apps/{app}/collaborators"), body)
            .await
    }
}

/// A token exchange as documented: empty user, token as password.
pub(crate) async fn exchange(http: &reqwest::Client, url: &str, token: &str) -> Result<Reply> {
    let request = http.post(format!("{url}/v1/tokens/exchange"));
    Reply::to(request.basic_auth("", Some(token))).await
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) async fn to(request: reqwest::RequestBuilder) -> Result<Self> {
        let response = request.send().await?;
        Ok(Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.bytes().await?.to_vec(),
        })
    }

    pub(crate) fn json(&self) -> Result<Value> {
        serde_json::from_slice(&self.body).context("the body is not JSON")
    }

    /// The value at a JSON pointer.
    pub(crate) fn at(&self, pointer: &str) -> Result<Value> {
        let body = self.json()?;
        let found = body.pointer(pointer).cloned();
        found.with_context(|| format!("nothing at {pointer} in {body}"))
    }

    pub(crate) fn text_at(&self, pointer: &str) -> Result<String> {
        let value = self.at(pointer)?;
        Ok(value.as_str().context("not a text")?.to_owned())
    }

    /// The values of one field in a list.
    pub(crate) fn column(&self, list: &str, field: &str) -> Result<Vec<Value>> {
        let rows = self.at(list)?;
        let rows = rows.as_array().context("not a list")?;
        let cell = |row: &Value| row.get(field).cloned().unwrap_or_default();
        Ok(rows.iter().map(cell).collect())
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}
