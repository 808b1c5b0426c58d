//! People on apps and on databases.
//!
//! | file | what lives there |
//! | --- | --- |
//! | `app.rs`, `database.rs` | the attributes of `scalingo_collaborator` and `scalingo_database_collaborator` |
//! | `attributes.rs` | those that both have |
//! | `resource.rs` | the traits of a resource |
//! | `person.rs` | the life of one person |
//! | `place.rs` | what a person works on |
//! | `decide.rs` | the plan's decisions, pure |
//! | `plan.rs` | a person comes, stays, goes: the decisions fed with facts |
//! | `read.rs` | find somebody, for refresh and import |
//! | `write.rs` | invite, change the role, remove |
//! | `notes.rs` | what a plan leaves for the apply |
//! | `data_source.rs` | `scalingo_collaborators` |

mod app;
mod attributes;
mod data_source;
mod database;
mod decide;
mod notes;
mod person;
mod place;
mod plan;
mod read;
mod resource;
mod write;

pub(crate) use app::CollaboratorResource;
pub(crate) use data_source::CollaboratorsDataSource;
pub(crate) use database::DatabaseCollaboratorResource;
