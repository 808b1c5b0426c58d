//! The Terraform and OpenTofu provider for the collaborators of Scalingo apps.
//!
//! | module | what lives there |
//! | --- | --- |
//! | [`provider`] | configuration and the catalogue of resources, data sources, functions |
//! | [`settings`] | provider block and environment, checked and made into client settings |
//! | [`setting`] | one setting: the names it goes by, and where its text comes from |
//! | [`session`] | what one configured provider shares: client, rosters, stop |
//! | [`resources`] | one file per resource: state, schema, validate, read, plan, create, update, delete, import |
//! | [`data_sources`] | one file per data source: state, schema, validate, read |
//! | [`membership`] | what resources do with a person on an app, told in diagnostics |
//! | [`import_id`] | the one builder and the one parser of import ids |
//! | [`diagnostics`] | every message a user can see |
//! | [`walk`] | what one walk of Terraform has seen of each person |
//! | [`schema`] | small constructors the schemas are made of |
//!
//! Arrows run one way: `main → provider → resources → session → scalingo`. The
//! crates `plugin` and `scalingo` import nothing from here, nor from each other.

pub mod data_sources;
pub mod diagnostics;
pub mod functions;
pub mod import_id;
pub mod membership;
pub mod provider;
pub mod resources;
pub mod schema;
pub mod session;
pub mod setting;
pub mod settings;
pub mod walk;
