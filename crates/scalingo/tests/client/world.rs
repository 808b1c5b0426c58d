//! An emulator and a client that points to it.

use std::time::Duration;

use emulator::{Emulator, Method};
use scalingo::{Client, Email, Error, Invitation, Removal, Rosters, SecretString, Settings, Who};

pub(crate) type TestResult<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// The app that most tests are about; owned by the account.
pub(crate) const APP: &str = "my-app";

pub(crate) struct World {
    pub(crate) emulator: Emulator,
    pub(crate) settings: Settings,
    pub(crate) client: Client,
    pub(crate) rosters: Rosters,
}

impl World {
    /// An emulator with one app, and a patient client.
    pub(crate) async fn new() -> TestResult<Self> {
        Self::with(emulator::Settings::default(), |_| {}).await
    }

    pub(crate) async fn with(
        emulator: emulator::Settings,
        change: impl FnOnce(&mut Settings),
    ) -> TestResult<Self> {
        let emulator = Emulator::start(emulator).await?;
        emulator.add_app(APP)?;
        let mut settings = settings(&emulator, emulator.api_token())?;
        change(&mut settings);
        let client = Client::new(settings.clone());
        let rosters = Rosters::new(&client, Duration::from_mins(5));
        Ok(Self {
            emulator,
            settings,
            client,
            rosters,
        })
    }

    /// A client of its own for somebody else.
    pub(crate) fn client_of(&self, user: &emulator::User) -> TestResult<Client> {
        Ok(Client::new(settings(&self.emulator, &user.api_token)?))
    }

    /// Removes the person with this collaborator id from the app.
    pub(crate) async fn remove(&self, client: &Client, id: &str) -> Result<Removal, Error> {
        let who = Who {
            id: Some(id),
            email: &Email::as_given("somebody.else@example.com"),
        };
        self.rosters.remove(client, APP, who).await
    }

    pub(crate) fn lists(&self) -> usize {
        self.emulator.count(Method::GET, "/v1/apps/*/collaborators")
    }

    pub(crate) fn account_lists(&self) -> usize {
        self.emulator.count(Method::GET, "/v1/collaborators")
    }

    pub(crate) fn invitations(&self) -> usize {
        self.emulator
            .count(Method::POST, "/v1/apps/*/collaborators")
    }

    pub(crate) fn exchanges(&self) -> usize {
        self.emulator.count(Method::POST, "/v1/tokens/exchange")
    }

    /// The addresses on the app, sorted, as the emulator has them.
    pub(crate) fn addresses(&self) -> TestResult<Vec<String>> {
        let people = self.emulator.collaborators(APP)?;
        let mut addresses: Vec<_> = people.into_iter().map(|person| person.email).collect();
        addresses.sort();
        Ok(addresses)
    }
}

pub(crate) fn settings(emulator: &Emulator, token: &str) -> TestResult<Settings> {
    let url: scalingo::Url = emulator.url().parse()?;
    Ok(Settings {
        auth_url: Some(url.clone()),
        api_url: Some(url),
        rate_window: Duration::from_millis(200),
        ..Settings::new(SecretString::from(token), "scalingo-test/1.0")
    })
}

pub(crate) fn invitation(email: &str) -> TestResult<Invitation> {
    Ok(Invitation {
        email: Email::parse(email)?,
        is_limited: false,
    })
}

/// `user<number>@example.com`.
pub(crate) fn address(number: usize) -> String {
    format!("user{number}@example.com")
}
