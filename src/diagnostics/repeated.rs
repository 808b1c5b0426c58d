//! What would be equal for everybody is told once in full, then in one line.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use tf_provider::Diagnostic;

/// What stands between the advice and the cause of a failed call.
pub(super) const CAUSE: &str = "\n\nCause: ";

/// The advice that this process has given already.
#[derive(Debug, Default)]
pub(crate) struct Repeated(Mutex<HashSet<String>>);

impl Repeated {
    /// The diagnostic in full the first time; its cause alone when the same
    /// advice was given before. One without a cause stays as it is.
    pub(crate) fn brief(&self, diagnostic: Diagnostic) -> Diagnostic {
        let Some((advice, cause)) = diagnostic.detail.split_once(CAUSE) else {
            return diagnostic;
        };
        let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if given.insert(advice.to_owned()) {
            return diagnostic;
        }
        Diagnostic {
            detail: format!("As above. Cause: {cause}").into(),
            ..diagnostic
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::whole;

    fn told(repeated: &Repeated, detail: &str) -> String {
        repeated
            .brief(whole("Nothing to import", detail))
            .detail
            .into_owned()
    }

    #[test]
    fn same_advice_is_given_once_and_every_cause_is_told() {
        let repeated = Repeated::default();
        let first = "Try again later.\n\nCause: POST a: 503";
        assert_eq!(told(&repeated, first), first);
        assert_eq!(
            told(&repeated, "Try again later.\n\nCause: POST b: 503"),
            "As above. Cause: POST b: 503"
        );
        let other = "Make a new token.\n\nCause: POST a: 401";
        assert_eq!(told(&repeated, other), other);
    }

    #[test]
    fn text_without_a_cause_is_never_shortened() {
        let repeated = Repeated::default();
        for _ in 0..2 {
            assert_eq!(told(&repeated, "No such app."), "No such app.");
        }
    }
}
