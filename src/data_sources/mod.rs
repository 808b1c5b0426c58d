//! One file per data source, the same order inside each: state, schema,
//! validate, read.

pub mod app;
pub mod collaborators;
