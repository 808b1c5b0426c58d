#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test may panic"
)]

use std::collections::HashMap;
use std::env::VarError;

use secrecy::ExposeSecret;
use tf_provider::AttributePath;

use super::*;

fn with_token() -> Config {
    Config {
        api_token: Value::Value("tk-us-test".to_owned()),
        ..Config::default()
    }
}

fn environment(pairs: &[(&str, &str)]) -> impl Fn(&str) -> Result<String, VarError> + Sync {
    let map: HashMap<String, String> = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    move |name: &str| map.get(name).cloned().ok_or(VarError::NotPresent)
}

fn resolved(config: &Config, pairs: &[(&str, &str)]) -> Result<Settings, Vec<String>> {
    let resolved = settled(config, pairs).map_err(|problems| {
        let name = |problem: Diagnostic| format!("{}: {}", problem.attribute, problem.summary);
        problems.into_iter().map(name).collect()
    });
    resolved.map(|(settings, _)| settings)
}

fn settled(config: &Config, pairs: &[(&str, &str)]) -> Result<(Settings, Policy), Vec<Diagnostic>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(resolve(config, &environment(pairs)))
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
fn missing_token_is_named_once_everything_else_is_right() {
    let problems = |config: &Config| resolved(config, &[]).map(|_| ()).unwrap_err();
    assert_eq!(
        problems(&Config::default()),
        ["api_token: No Scalingo API token"]
    );
    let config = Config {
        api_url: Value::Value("ftp://example.com".to_owned()),
        ..Config::default()
    };
    assert_eq!(problems(&config), ["api_url: Invalid URL"]);
}

#[test]
fn blanks_and_line_ends_around_a_token_are_cut_off() {
    for token in ["tk-us-x\n", " tk-us-x ", "\ttk-us-x\r\n"] {
        let settings = resolved(&Config::default(), &[("SCALINGO_API_TOKEN", token)]).unwrap();
        assert_eq!(settings.api_token.expose_secret(), "tk-us-x", "{token:?}");
    }
    let blank = resolved(&Config::default(), &[("SCALINGO_API_TOKEN", " \n")]);
    assert_eq!(
        blank.map(|_| ()).unwrap_err(),
        ["api_token: No Scalingo API token"]
    );
}

#[test]
fn what_was_pasted_with_a_token_is_refused() {
    let quoted = resolved(&Config::default(), &[("SCALINGO_API_TOKEN", "\"tk-us-x\"")]);
    assert_eq!(
        quoted.map(|_| ()).unwrap_err(),
        ["api_token: Invalid API token"]
    );
}

#[test]
fn unreadable_variables_are_errors_and_not_unset() {
    let unreadable = |_: &str| Err(VarError::NotUnicode("\u{fffd}".into()));
    let problems = check(&Config::default(), &unreadable);
    let named: Vec<&str> = problems
        .iter()
        .filter_map(|problem| problem.detail.split(' ').next())
        .collect();
    assert_eq!(
        named,
        [
            "SCALINGO_API_TOKEN",
            "SCALINGO_REGION",
            "SCALINGO_API_URL",
            "SCALINGO_AUTH_URL",
            "SCALINGO_RATE_WINDOW",
            "SCALINGO_GONE_APPS",
            "SCALINGO_DB_API_URL",
        ]
    );
}

#[test]
fn block_beats_the_environment_and_a_url_beats_a_region_of_the_same_source() {
    const NONE: &str = "";
    let (here, there) = ("https://api.example.com/", "https://api.example.org/");
    let table = [
        (["osc-de1", NONE], [NONE, there], ("osc-de1", None)),
        (["osc-de1", here], [NONE, there], ("osc-de1", Some(here))),
        (["osc-de1", NONE], ["osc-it1", NONE], ("osc-de1", None)),
        ([NONE, here], ["osc-it1", there], ("osc-it1", Some(here))),
        ([NONE, NONE], ["osc-it1", there], ("osc-it1", Some(there))),
        ([NONE, NONE], ["osc-it1", NONE], ("osc-it1", None)),
        ([NONE, NONE], [NONE, NONE], ("osc-fr1", None)),
    ];
    for ([region, url], [other_region, other_url], expected) in table {
        let config = Config {
            region: Value::Value(region.to_owned()),
            api_url: Value::Value(url.to_owned()),
            ..with_token()
        };
        let variables = [
            ("SCALINGO_REGION", other_region),
            ("SCALINGO_API_URL", other_url),
        ];
        let settings = resolved(&config, &variables).unwrap();
        let found = (
            settings.region.name(),
            settings.api_url.as_ref().map(Url::as_str),
        );
        assert_eq!(found, expected, "{region:?} {url:?} {variables:?}");
    }
}

#[test]
fn rate_window_is_checked_and_points_at_no_attribute() {
    let environment = environment(&[("SCALINGO_RATE_WINDOW", "soon")]);
    let problems = check(&Config::default(), &environment);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].attribute, AttributePath::root());
    assert!(problems[0].detail.starts_with("SCALINGO_RATE_WINDOW is"));
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
        ("https://api.example.com/?debug=1", false),
        ("https://api.example.com/#top", false),
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
    assert_eq!(config.unknown(), ["api_token", "api_url"]);
}

#[test]
fn apps_that_are_gone_come_from_the_block_else_from_the_environment() {
    let block = Config {
        gone_apps: Value::Value(vec![Value::Value("a".to_owned())]),
        ..Config::default()
    };
    let variable = [
        ("SCALINGO_API_TOKEN", "tk-us-x"),
        ("SCALINGO_GONE_APPS", "b, c,"),
    ];
    let gone = |config: &Config| {
        let policy = settled(config, &variable).map(|(_, policy)| policy);
        policy.map(|policy| policy.gone_apps).unwrap_or_default()
    };
    assert_eq!(gone(&block), ["a".to_owned()].into());
    assert_eq!(
        gone(&Config::default()),
        ["b".to_owned(), "c".to_owned()].into()
    );
}

#[test]
fn entries_of_gone_apps_that_cannot_be_ids_are_refused_and_unknown_ones_awaited() {
    let config = Config {
        gone_apps: Value::Value(vec![
            Value::Null,
            Value::Value("../apps".to_owned()),
            Value::Unknown,
        ]),
        ..with_token()
    };
    assert_eq!(check(&config, &environment(&[])).len(), 2);
    assert_eq!(config.unknown(), ["gone_apps"]);
}

#[test]
fn login_of_the_cli_counts_last_and_not_in_a_pipeline() {
    let folder = tempfile::TempDir::new().unwrap();
    let login = r#"{"auth_data_version": "2.1", "auth_config_data": {"auth.scalingo.com": {
        "tokens": {"token": "tk-us-cli"}, "user": {"username": "ann"}}}}"#;
    std::fs::write(folder.path().join("auth"), login).unwrap();
    let region = r#"{"region": "osc-secnum-fr1"}"#;
    std::fs::write(folder.path().join("config.json"), region).unwrap();
    let place = ("CONFIG_DIR", folder.path().to_str().unwrap());
    let found = |config: &Config, pairs: &[(&str, &str)]| {
        let settings = resolved(config, &[&[place], pairs].concat());
        settings.map(|settings| {
            let token = settings.api_token.expose_secret().to_owned();
            (token, settings.region.name().to_owned())
        })
    };
    let pair = |token: &str, region: &str| Ok((token.to_owned(), region.to_owned()));
    let none = Err(vec!["api_token: No Scalingo API token".to_owned()]);
    let off = Config {
        use_cli_login: Value::Value(false),
        ..Config::default()
    };
    let elsewhere = Config {
        auth_api_url: Value::Value("https://auth.example.com".to_owned()),
        ..Config::default()
    };
    let block = Config::default();
    assert_eq!(found(&block, &[]), pair("tk-us-cli", "osc-secnum-fr1"));
    let own_region = [("SCALINGO_REGION", "osc-de1")];
    assert_eq!(found(&block, &own_region), pair("tk-us-cli", "osc-de1"));
    assert_eq!(found(&with_token(), &[]), pair("tk-us-test", "osc-fr1"));
    assert_eq!(
        found(&block, &[("CI", "")]),
        pair("tk-us-cli", "osc-secnum-fr1")
    );
    assert_eq!(found(&block, &[("CI", "true")]), none);
    assert_eq!(found(&off, &[]), none);
    assert_eq!(found(&elsewhere, &[]), none);
}
