//! The login of the Scalingo CLI, enough for whoever runs Terraform by hand.
//!
//! `scalingo login` writes a file with one entry per authentication host, and
//! its default region into `config.json` (form of the files: CLI 1.48). Both
//! are read, never written.

use std::collections::HashMap;
use std::env::VarError;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use scalingo::{Region, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tf_provider::Diagnostic;

use super::Environment;
use super::token;
use crate::diagnostics::login as messages;

const FOLDER: &str = ".config/scalingo";
/// The version of the file that has one entry per authentication host.
const VERSION: &str = "2.1";
/// The one before, and the name of its only entry.
const OLD_VERSION: (&str, &str) = ("2.0", "api.scalingo.com");

/// Where the CLI keeps its files.
pub(super) struct Files {
    auth: PathBuf,
    config: PathBuf,
}

/// Somebody who signed in with the CLI.
pub(super) struct Login {
    /// Their API token.
    pub(super) token: SecretString,
    /// What the CLI calls them.
    pub(super) username: String,
}

#[derive(Deserialize)]
struct Version {
    auth_data_version: String,
}

#[derive(Deserialize)]
struct AuthFile {
    auth_config_data: HashMap<String, Value>,
}

#[derive(Deserialize)]
struct Entry {
    tokens: Tokens,
    user: User,
}

#[derive(Deserialize)]
struct Tokens {
    token: String,
}

#[derive(Deserialize)]
struct User {
    username: String,
}

#[derive(Deserialize)]
struct ConfigFile {
    region: Option<String>,
}

impl Files {
    /// As the CLI finds them: by `AUTH_FILE` and `CONFIG_DIR`, else below the
    /// home folder. None where no home folder is known.
    pub(super) fn locate(environment: Environment<'_>) -> Option<Self> {
        let home = || path(environment, "HOME").or_else(|| path(environment, "USERPROFILE"));
        let folder =
            path(environment, "CONFIG_DIR").or_else(|| home().map(|home| home.join(FOLDER)))?;
        Some(Self {
            auth: path(environment, "AUTH_FILE").unwrap_or_else(|| folder.join("auth")),
            config: folder.join("config.json"),
        })
    }

    /// The login for this authentication host, such as `auth.scalingo.com`, if
    /// there is one. A file in another form is an error.
    pub(super) async fn login(&self, host: &str) -> Result<Option<Login>, Diagnostic> {
        let Some(bytes) = read(&self.auth).await? else {
            return Ok(None);
        };
        let Version { auth_data_version } = parse(&self.auth, &bytes)?;
        let name = match &*auth_data_version {
            VERSION => host,
            version if version == OLD_VERSION.0 && host == scalingo::AUTH_HOST => OLD_VERSION.1,
            version if version == OLD_VERSION.0 => return Ok(None),
            version => return Err(messages::unknown_version(&self.auth, version)),
        };
        let mut file: AuthFile = parse(&self.auth, &bytes)?;
        let entry = file.auth_config_data.remove(name);
        entry.map(|entry| self.entry(entry)).transpose()
    }

    fn entry(&self, entry: Value) -> Result<Login, Diagnostic> {
        let entry: Entry = serde_json::from_value(entry)
            .map_err(|_| messages::malformed(&self.auth, "its entry has no token or no user"))?;
        let token = entry.tokens.token;
        match token::problem(&token) {
            _ if token.is_empty() => Err(messages::malformed(&self.auth, "its token is empty")),
            Some(problem) => Err(messages::malformed(
                &self.auth,
                &format!("its token is odd: {problem}"),
            )),
            None => Ok(Login {
                token: SecretString::from(token),
                username: entry.user.username,
            }),
        }
    }

    /// The CLI's default region, if it has one.
    pub(super) async fn region(&self) -> Result<Option<Region>, Diagnostic> {
        let Some(bytes) = read(&self.config).await? else {
            return Ok(None);
        };
        let file: ConfigFile = parse(&self.config, &bytes)?;
        Ok(file.region.filter(|name| !name.is_empty()).map(Region::new))
    }
}

/// A variable that holds a path, which need not be text.
fn path(environment: Environment<'_>, variable: &str) -> Option<PathBuf> {
    let path = match environment(variable) {
        Ok(text) => PathBuf::from(text),
        Err(VarError::NotUnicode(path)) => PathBuf::from(path),
        Err(VarError::NotPresent) => return None,
    };
    Some(path).filter(|path| !path.as_os_str().is_empty())
}

async fn read(path: &Path) -> Result<Option<Vec<u8>>, Diagnostic> {
    match tokio::fs::read(path).await {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(messages::unreadable(path, &error)),
    }
}

/// The place of the fault is told, not its text, which may hold the token.
fn parse<T: DeserializeOwned>(path: &Path, bytes: &[u8]) -> Result<T, Diagnostic> {
    serde_json::from_slice(bytes).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        messages::malformed(path, &place)
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed test may panic")]

    use scalingo::ExposeSecret;
    use serde_json::json;
    use tempfile::TempDir;

    use super::*;

    fn in_folder(auth: &str, config: Option<&str>) -> (TempDir, Files) {
        let folder = TempDir::new().unwrap();
        let files = Files {
            auth: folder.path().join("auth"),
            config: folder.path().join("config.json"),
        };
        std::fs::write(&files.auth, auth).unwrap();
        if let Some(config) = config {
            std::fs::write(&files.config, config).unwrap();
        }
        (folder, files)
    }

    fn auth_file(version: &str, host: &str) -> String {
        let entry = json!({
            "tokens": {"token": "tk-us-cli"},
            "user": {"id": "us-1", "username": "ann", "email": "ann@example.com"},
        });
        let file = json!({
            "auth_data_version": version,
            "last_update": "2026-11-01T10:00:00Z",
            "auth_config_data": {"auth.example.org": "foreign", host: entry},
        });
        file.to_string()
    }

    async fn token(auth: &str, host: &str) -> Result<Option<String>, String> {
        let (_folder, files) = in_folder(auth, None);
        let login = files.login(host).await;
        login
            .map(|login| login.map(|login| login.token.expose_secret().to_owned()))
            .map_err(|problem| problem.detail.into_owned())
    }

    #[tokio::test]
    async fn login_counts_for_its_own_host_only() {
        let token = async |version, host, asked| token(&auth_file(version, host), asked).await;
        let found = Ok(Some("tk-us-cli".to_owned()));
        let default = scalingo::AUTH_HOST;
        assert_eq!(token("2.1", default, default).await, found);
        assert_eq!(token("2.1", default, "127.0.0.1:80").await, Ok(None));
        assert_eq!(token("2.0", "api.scalingo.com", default).await, found);
        assert_eq!(
            token("2.0", "api.scalingo.com", "127.0.0.1").await,
            Ok(None)
        );
    }

    #[tokio::test]
    async fn files_in_another_form_are_errors_that_name_them_and_no_token() {
        let table = [
            ("", "line 1, column 0"),
            ("{", "line 1, column 1"),
            ("tk-us-cli", "line 1, column 2"),
            ("{\"auth_data_version\": 3}", "line 1"),
            ("{\"tokens\": \"tk-us-cli\"}", "line 1"),
            (&auth_file("3.0", "auth.scalingo.com"), "version \"3.0\""),
            (
                &auth_file("2.1", "x")
                    .replace("auth.example.org", "auth.example.com")
                    .replace("foreign", "tk-us-cli"),
                "no token or no user",
            ),
            (
                &auth_file("2.1", "auth.example.com").replace("tk-us-cli", "tk-us-\u{202e}cli"),
                "its token is odd",
            ),
        ];
        for (auth, expected) in table {
            let problem = token(auth, "auth.example.com").await.unwrap_err();
            assert!(problem.contains(expected), "{auth}: {problem}");
            assert!(problem.contains("/auth\""), "{auth}: {problem}");
            assert!(!problem.contains("tk-us-cli"), "{auth}: {problem}");
        }
    }

    #[tokio::test]
    async fn folder_in_place_of_the_file_is_an_error() {
        let folder = TempDir::new().unwrap();
        let files = Files {
            auth: folder.path().to_owned(),
            config: folder.path().to_owned(),
        };
        assert!(files.login(scalingo::AUTH_HOST).await.is_err());
    }

    #[tokio::test]
    async fn default_region_is_read_from_the_file_beside() {
        let region = async |config| {
            let (_folder, files) = in_folder("{}", config);
            let region = files.region().await;
            region.map(|region| region.map(|region| region.name().to_owned()))
        };
        let found = Some("osc-secnum-fr1".to_owned());
        assert_eq!(
            region(Some(r#"{"region":"osc-secnum-fr1"}"#))
                .await
                .unwrap(),
            found
        );
        assert_eq!(region(Some("{}")).await.unwrap(), None);
        assert_eq!(region(Some(r#"{"region":""}"#)).await.unwrap(), None);
        assert_eq!(region(None).await.unwrap(), None);
        assert!(region(Some("[")).await.is_err());
    }

    #[test]
    fn files_are_found_as_the_cli_finds_them() {
        let found = |pairs: &'static [(&str, &str)]| {
            let environment = move |name: &str| {
                let pair = pairs.iter().find(|(variable, _)| *variable == name);
                pair.map(|(_, value)| (*value).to_owned())
                    .ok_or(VarError::NotPresent)
            };
            let files = Files::locate(&environment)?;
            Some([files.auth, files.config].map(|path| path.to_string_lossy().into_owned()))
        };
        let expected = |auth: &str, config: &str| Some([auth.to_owned(), config.to_owned()]);
        assert_eq!(
            found(&[("HOME", "/home/ann")]),
            expected(
                "/home/ann/.config/scalingo/auth",
                "/home/ann/.config/scalingo/config.json"
            )
        );
        assert_eq!(
            found(&[("HOME", "/home/ann"), ("CONFIG_DIR", "/c")]),
            expected("/c/auth", "/c/config.json")
        );
        assert_eq!(
            found(&[
                ("USERPROFILE", "/u"),
                ("AUTH_FILE", "/a"),
                ("CONFIG_DIR", "")
            ]),
            expected("/a", "/u/.config/scalingo/config.json")
        );
        assert_eq!(found(&[]), None);
    }
}
