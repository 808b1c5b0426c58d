#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test may panic"
)]

use std::collections::HashMap;

use super::*;

fn with_token() -> Config {
    Config {
        api_token: Value::Value("tk-us-test".to_owned()),
        ..Config::default()
    }
}

fn environment(pairs: &[(&str, &str)]) -> impl Fn(&str) -> Option<String> + Sync {
    let map: HashMap<String, String> = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    move |name: &str| map.get(name).cloned()
}

fn resolved(config: &Config, pairs: &[(&str, &str)]) -> Result<scalingo::Settings, Vec<String>> {
    resolve(config, &environment(pairs), "0.0.0").map_err(|problems| {
        let name = |problem: Diagnostic| format!("{}: {}", problem.attribute, problem.summary);
        problems.into_iter().map(name).collect()
    })
}

#[test]
fn token_comes_from_the_environment_when_the_block_has_none() {
    assert!(resolved(&Config::default(), &[("SCALINGO_API_TOKEN", "tk-us-x")]).is_ok());
    let empty = Config {
        api_token: Value::Value(String::new()),
        ..Config::default()
    };
    assert!(resolved(&empty, &[("SCALINGO_API_TOKEN", "tk-us-x")]).is_ok());
}

#[test]
fn missing_token_is_named_first() {
    let config = Config {
        api_url: Value::Value("ftp://example.com".to_owned()),
        ..Config::default()
    };
    let problems = resolved(&config, &[]).map(|_| ()).unwrap_err();
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].starts_with("api_token"), "{problems:?}");
    assert!(problems[1].starts_with("api_url"), "{problems:?}");
}

#[test]
fn explicit_url_is_kept_beside_the_region() {
    let config = Config {
        region: Value::Value("osc-secnum-fr1".to_owned()),
        api_url: Value::Value("https://api.example.com/v1/".to_owned()),
        ..with_token()
    };
    let settings = resolved(&config, &[]).unwrap();
    assert_eq!(
        settings.api_url.unwrap().as_str(),
        "https://api.example.com/v1/"
    );
}

#[test]
fn plain_http_is_for_loopback_only() {
    let table = [
        ("http://127.0.0.1:8080", true),
        ("http://127.8.8.8", true),
        ("http://localhost:1234/", true),
        ("http://[::1]:80", true),
        ("http://api.osc-fr1.scalingo.com", false),
        ("http://localhost.example.com", false),
        ("http://10.0.0.1", false),
        ("https://api.example.com", true),
        ("https://user:secret@api.example.com", false),
        ("api.example.com", false),
    ];
    for (url, allowed) in table {
        let config = Config {
            auth_api_url: Value::Value(url.to_owned()),
            ..with_token()
        };
        assert_eq!(resolved(&config, &[]).is_ok(), allowed, "{url}");
    }
}

#[test]
fn environment_urls_are_checked_too() {
    let problems = resolved(&with_token(), &[("SCALINGO_API_URL", "http://example.com")])
        .map(|_| ())
        .unwrap_err();
    assert!(problems[0].starts_with("api_url"), "{problems:?}");
}

#[test]
fn nonsense_durations_are_refused_with_their_attribute() {
    let table = [
        ("10m", true),
        ("0s", true),
        ("-1s", false),
        ("soon", false),
        ("48h", false),
    ];
    for (text, allowed) in table {
        let config = Config {
            max_wait: Value::Value(text.to_owned()),
            ..with_token()
        };
        let outcome = resolved(&config, &[]);
        assert_eq!(outcome.is_ok(), allowed, "{text}");
        if let Err(problems) = outcome {
            assert!(problems[0].starts_with("max_wait"), "{problems:?}");
        }
    }
}

#[test]
fn unknown_values_pass_and_are_named() {
    let config = Config {
        api_token: Value::Unknown,
        api_url: Value::Unknown,
        ..Config::default()
    };
    assert!(check(&config, &environment(&[])).is_empty());
    assert_eq!(unknown(&config), ["api_token", "api_url"]);
}
