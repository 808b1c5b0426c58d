//! The attributes of the two resources for one person.

use serde::Serialize;
use serde::de::DeserializeOwned;
use tf_provider::schema::Schema;

use super::host::Host;
use super::person::{DatabasePerson, Person};
use super::schema;

/// The attributes of one of the two resources.
pub(crate) trait Attributes:
    Clone + Serialize + DeserializeOwned + From<Person> + Into<Person> + Send + Sync + 'static
{
    /// What the person works on.
    const HOST: Host;

    /// The resource's schema.
    fn schema() -> Schema;
}

impl Attributes for Person {
    const HOST: Host = Host::App;

    fn schema() -> Schema {
        schema::on_app()
    }
}

impl Attributes for DatabasePerson {
    const HOST: Host = Host::Database;

    fn schema() -> Schema {
        schema::on_database()
    }
}
