//! One file per resource, the same order inside each: state, schema, validate,
//! read, plan, create, update, delete, import, upgrade, tests.

pub mod collaborator;
