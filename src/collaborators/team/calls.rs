//! Calls for many people, some at a time.

use futures_util::StreamExt;
use futures_util::stream;
use scalingo::Email;
use tf_provider::Diagnostic;

use crate::diagnostics::team::Failure;
use crate::session::Session;

/// So many people are dealt with at a time, as many as Terraform's own default.
const SIDE_BY_SIDE: usize = 10;

/// Runs `work` for each item, some at a time.
pub(super) async fn each<T, F: Future>(items: Vec<T>, work: impl Fn(T) -> F) -> Vec<F::Output> {
    let work = stream::iter(items).map(work);
    work.buffer_unordered(SIDE_BY_SIDE).collect().await
}

/// A change of one person that failed.
pub(super) fn failed(
    session: &Session,
    email: &Email,
    undone: &'static str,
    problem: Diagnostic,
) -> Failure {
    Failure {
        who: session.shown(email),
        undone,
        problem,
    }
}
