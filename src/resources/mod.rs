//! One file per resource, the same order inside each: state, schema, validate,
//! read, plan, create, update, delete, import, upgrade, tests. The two resources
//! for people share their life cycle, in `member.rs`.

pub mod app;
pub mod collaborator;
pub mod database_collaborator;
pub mod member;
mod notes;
