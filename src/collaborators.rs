//! People on apps and on databases.
//!
//! | file | what lives there |
//! | --- | --- |
//! | `access.rs` | the decisions about access, pure |
//! | `arrival.rs` | somebody comes: planned |
//! | `invite.rs` | somebody comes: invited, or taken over |
//! | `stay.rs` | somebody stays: refreshed, planned, given another role |
//! | `departure.rs` | somebody goes: planned, then removed or forgotten |
//! | `identity.rs` | what identifies a person |
//! | `import.rs` | somebody is brought in by an import id |
//! | `person.rs` | the attributes of one person |
//! | `attributes.rs` | whose attributes they are: an app's or a database's |
//! | `schema.rs` | their schema, for apps and for databases |
//! | `host.rs` | what a person works on |
//! | `seat.rs` | a person's seat, and who is on the app or database |
//! | `list.rs` | who is where, for `terraform query` |
//! | `places.rs` | apps with the people on them, and with how few calls |
//! | `invitation` | the link of an invitation, and sending it again |
//! | `note.rs` | what one call leaves for the next in the private bytes |
//! | `upgrade.rs` | state of the official provider, completed |
//! | `resource.rs` | the traits of the two resources |
//! | `team` | everybody on one app or database as one resource |
//! | `collaboration` | that the account whose token is in use works on an app |
//! | `data_source.rs` | the data source `scalingo_collaborators` |

mod access;
mod arrival;
mod attributes;
mod collaboration;
mod data_source;
mod departure;
mod host;
mod identity;
mod import;
mod invitation;
mod invite;
mod list;
mod note;
mod person;
mod places;
mod resource;
mod schema;
mod seat;
mod stay;
mod team;
mod upgrade;

pub(crate) use collaboration::CollaborationResource;
pub(crate) use data_source::CollaboratorsDataSource;
pub(crate) use invitation::{InvitationLink, InvitationResend};
pub(crate) use list::{CollaboratorList, DatabaseCollaboratorList};
pub(crate) use resource::{CollaboratorResource, DatabaseCollaboratorResource};
pub(crate) use team::{DatabaseTeamList, DatabaseTeamResource, TeamList, TeamResource};
