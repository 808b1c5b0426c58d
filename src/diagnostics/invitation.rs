//! Messages about invitations.

use tf_provider::Diagnostic;

use super::{api, hcl};

/// The app of an invitation does not answer.
pub(crate) fn app_unknown(app: &str) -> Diagnostic {
    let unknown = api::app_unknown("app", app);
    let detail = format!(
        "{} An app that this configuration creates is named by its id (app = \
         scalingo_app.<name>.id): Terraform then waits until it is there. If the app was deleted, \
         say so in the provider block: gone_apps = [{}].",
        unknown.detail,
        hcl(app)
    );
    Diagnostic {
        detail: detail.into(),
        ..unknown
    }
}
