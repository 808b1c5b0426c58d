//! Apps.
//!
//! | file | what lives there |
//! | --- | --- |
//! | `resource.rs` | `scalingo_app` as a resource |
//! | `data_source.rs` | `scalingo_app` as a data source |
//! | `list.rs` | the apps there are, for `terraform query` |
//! | `attributes.rs` | what both have in common |
//! | `state.rs` | the attributes, and how replies become attributes |
//! | `schema.rs` | their schema |
//! | `name.rs` | the rule for names |
//! | `plan.rs` | what an app will be, pure |
//! | `variables.rs` | which variables a change sets and unsets, pure |
//! | `read.rs` | find an app, for refresh and import |
//! | `write.rs` | create, update, delete |

mod attributes;
mod data_source;
mod list;
mod name;
mod plan;
mod read;
mod resource;
mod schema;
mod state;
mod variables;
mod write;

pub(crate) use data_source::AppDataSource;
pub(crate) use list::AppList;
pub(crate) use resource::AppResource;
