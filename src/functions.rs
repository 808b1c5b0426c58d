//! Provider functions: pure, without token or network.

mod import_id;
mod normalize_emails;

pub(crate) use import_id::ImportIdFunction;
pub(crate) use normalize_emails::NormalizeEmails;
