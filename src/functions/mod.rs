//! Provider functions: pure, without token or network.

pub mod import_id;
pub mod normalize_emails;
