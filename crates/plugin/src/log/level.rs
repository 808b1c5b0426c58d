//! Which level is logged.

use tracing::level_filters::LevelFilter;

use crate::environment::Environment;

/// The level for the provider called `name`, from the most specific variable
/// that is set: `TF_LOG_PROVIDER_<NAME>`, `TF_LOG_PROVIDER`, `TF_LOG`. Off when
/// none is.
pub(super) fn wanted(environment: &impl Environment, name: &str) -> LevelFilter {
    let own = format!("TF_LOG_PROVIDER_{}", name.to_uppercase().replace('-', "_"));
    [own.as_str(), "TF_LOG_PROVIDER", "TF_LOG"]
        .iter()
        .find_map(|variable| environment.text(variable))
        .map_or(LevelFilter::OFF, |value| parse(&value))
}

/// Terraform takes a value it does not know for `trace`, `JSON` included.
fn parse(value: &str) -> LevelFilter {
    match value.trim().to_lowercase().as_str() {
        "off" => LevelFilter::OFF,
        "error" => LevelFilter::ERROR,
        "warn" => LevelFilter::WARN,
        "info" => LevelFilter::INFO,
        "debug" => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    }
}

#[cfg(test)]
mod tests {
    use tracing::level_filters::LevelFilter;

    use super::wanted;

    #[test]
    fn silent_unless_asked() {
        assert_eq!(wanted(&[], "toy"), LevelFilter::OFF);
        assert_eq!(wanted(&[("TF_LOG", "")], "toy"), LevelFilter::OFF);
        assert_eq!(wanted(&[("TF_LOG_CORE", "trace")], "toy"), LevelFilter::OFF);
    }

    #[test]
    fn most_specific_variable_wins() {
        let environment = [
            ("TF_LOG", "trace"),
            ("TF_LOG_PROVIDER", "info"),
            ("TF_LOG_PROVIDER_MY_TOY", "warn"),
        ];
        assert_eq!(wanted(&environment, "my-toy"), LevelFilter::WARN);
        assert_eq!(wanted(&environment, "other"), LevelFilter::INFO);
        assert_eq!(wanted(&[("TF_LOG", "debug")], "toy"), LevelFilter::DEBUG);
    }

    #[test]
    fn specific_off_silences_a_general_level() {
        let environment = [("TF_LOG", "trace"), ("TF_LOG_PROVIDER", "OFF")];
        assert_eq!(wanted(&environment, "toy"), LevelFilter::OFF);
    }

    #[test]
    fn json_and_unknown_words_mean_trace() {
        assert_eq!(wanted(&[("TF_LOG", "JSON")], "toy"), LevelFilter::TRACE);
        assert_eq!(wanted(&[("TF_LOG", "loud")], "toy"), LevelFilter::TRACE);
    }
}
