//! Reads one setting after another and collects what is wrong with them.

use std::env::VarError;
use std::ops::RangeInclusive;
use std::time::Duration;

use scalingo::Url;
use secrecy::SecretString;
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use super::token;
use crate::diagnostics::provider::{self as messages, Origin};

/// Reads an environment variable; a function, so that tests pass a map.
pub(crate) type Environment<'a> = &'a (dyn Fn(&str) -> Result<String, VarError> + Sync);

/// The names that one setting goes by.
#[derive(Clone, Copy)]
pub(super) struct Setting {
    attribute: Option<&'static str>,
    variable: Option<&'static str>,
}

impl Setting {
    /// An attribute, and the environment variable that stands in for it.
    pub(super) const fn of(attribute: &'static str, variable: &'static str) -> Self {
        Self {
            attribute: Some(attribute),
            variable: Some(variable),
        }
    }

    /// An attribute that no environment variable stands in for.
    pub(super) const fn only(attribute: &'static str) -> Self {
        Self {
            attribute: Some(attribute),
            variable: None,
        }
    }

    /// An environment variable without an attribute.
    pub(super) const fn environment(variable: &'static str) -> Self {
        Self {
            attribute: None,
            variable: Some(variable),
        }
    }

    fn found(self, text: &str, is_from_variable: bool) -> Found {
        Found {
            origin: self.origin(is_from_variable),
            text: text.to_owned(),
        }
    }

    fn origin(self, is_from_variable: bool) -> Origin {
        Origin {
            attribute: self.attribute,
            variable: self.variable.filter(|_| is_from_variable),
        }
    }
}

/// A setting's text, never empty, and where it came from.
struct Found {
    origin: Origin,
    text: String,
}

/// Reads settings: nothing where one is unset, unknown or wrong.
pub(super) struct Reader<'a> {
    environment: Environment<'a>,
    problems: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(environment: Environment<'a>) -> Self {
        Self {
            environment,
            problems: Vec::new(),
        }
    }

    /// What was read, unless something was wrong.
    pub(super) fn finish<T>(self, read: T) -> Result<T, Vec<Diagnostic>> {
        if self.problems.is_empty() {
            Ok(read)
        } else {
            Err(self.problems)
        }
    }

    /// Adds what was found wrong with something that is not one text.
    pub(super) fn note(&mut self, problems: impl IntoIterator<Item = Diagnostic>) {
        self.problems.extend(problems);
    }

    pub(super) fn text(&mut self, setting: Setting, value: &Value<String>) -> Option<String> {
        self.read(setting, value, |found| Ok(found.text))
    }

    pub(super) fn token(
        &mut self,
        setting: Setting,
        value: &Value<String>,
    ) -> Option<SecretString> {
        self.read(setting, value, |found| match token::problem(&found.text) {
            Some(problem) => Err(messages::invalid_token(&found.origin, &problem)),
            None => Ok(SecretString::from(found.text)),
        })
    }

    pub(super) fn url(&mut self, setting: Setting, value: &Value<String>) -> Option<Url> {
        self.read(setting, value, |found| base_url(&found))
    }

    pub(super) fn duration(
        &mut self,
        setting: Setting,
        value: &Value<String>,
        bounds: RangeInclusive<Duration>,
    ) -> Option<Duration> {
        self.read(setting, value, |found| duration(&found, bounds))
    }

    fn read<T>(
        &mut self,
        setting: Setting,
        value: &Value<String>,
        parse: impl FnOnce(Found) -> Result<T, Diagnostic>,
    ) -> Option<T> {
        let outcome = self
            .find(setting, value)
            .and_then(|found| found.map(parse).transpose());
        outcome.unwrap_or_else(|problem| {
            self.problems.push(problem);
            None
        })
    }

    /// The block's text, else the environment's. Blanks and line ends around
    /// it, which files and pipelines leave there, are cut off.
    fn find(&self, setting: Setting, value: &Value<String>) -> Result<Option<Found>, Diagnostic> {
        if is_set(value) {
            return Ok(trimmed(value).map(|text| setting.found(text, false)));
        }
        let Some(variable) = setting.variable else {
            return Ok(None);
        };
        match (self.environment)(variable) {
            Ok(text) => Ok(unless_empty(&text).map(|text| setting.found(text, true))),
            Err(VarError::NotPresent) => Ok(None),
            Err(VarError::NotUnicode(_)) => Err(messages::unreadable(&setting.origin(true))),
        }
    }
}

/// Whether the provider block sets it; a value that is not known yet does.
pub(super) fn is_set(value: &Value<String>) -> bool {
    value.is_unknown() || trimmed(value).is_some()
}

fn trimmed(value: &Value<String>) -> Option<&str> {
    value.as_deref_option().and_then(unless_empty)
}

fn unless_empty(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

fn duration(found: &Found, bounds: RangeInclusive<Duration>) -> Result<Duration, Diagnostic> {
    let Found { origin, text } = found;
    match humantime::parse_duration(text) {
        Ok(duration) if bounds.contains(&duration) => Ok(duration),
        Ok(_) => Err(messages::duration_out_of_bounds(origin, text, bounds)),
        Err(cause) => Err(messages::not_a_duration(origin, text, bounds, &cause)),
    }
}

fn base_url(found: &Found) -> Result<Url, Diagnostic> {
    let origin = &found.origin;
    let url =
        Url::parse(&found.text).map_err(|cause| messages::not_a_url(origin, &cause.to_string()))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(messages::credentials_in_url(origin));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(messages::not_a_base_url(origin));
    }
    match url.scheme() {
        _ if scalingo::safe_for_secrets(&url) => Ok(url),
        "http" => Err(messages::insecure_url(origin)),
        scheme => Err(messages::not_a_url(
            origin,
            &format!("its scheme is {scheme:?}"),
        )),
    }
}
