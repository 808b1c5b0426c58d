//! What identifies a person on an app or database: its id and the address.
//!
//! Never the collaborator id, which a renewed invitation changes, and never a
//! name.

use plugin::{Identity, IdentityAttribute};

use super::host::Host;
use super::person::Person;
use crate::import_id::ImportId;

const EMAIL: IdentityAttribute = IdentityAttribute {
    name: "email",
    description: "The address, in lower case.",
};

const APP: IdentityAttribute = IdentityAttribute {
    name: "app_id",
    description: "ID of the app.",
};

const DATABASE: IdentityAttribute = IdentityAttribute {
    name: "database_id",
    description: "ID of the database.",
};

/// What identifies a person on such a host.
pub(super) fn attributes(host: Host) -> &'static [IdentityAttribute] {
    match host {
        Host::App => &[APP, EMAIL],
        Host::Database => &[DATABASE, EMAIL],
    }
}

/// What identifies everybody on such a host together.
pub(super) fn team_attributes(host: Host) -> &'static [IdentityAttribute] {
    match host {
        Host::App => &[APP],
        Host::Database => &[DATABASE],
    }
}

/// The identity of everybody on the host with this id.
pub(super) fn of_team(host: Host, id: &str) -> Identity {
    Identity::new([(host.id_attribute(), id.to_owned())])
}

/// The identity of a person; none while the host's id or the address is open.
pub(super) fn of(host: Host, person: &Person) -> Option<Identity> {
    let id = person.app_id.as_deref_option()?;
    let email = match &person.listed_as {
        Some(email) => email.as_str(),
        None => person.email.as_deref_option()?,
    };
    Some(Identity::new([
        (host.id_attribute(), id.to_owned()),
        (EMAIL.name, email.to_ascii_lowercase()),
    ]))
}

/// The import id that means the same.
pub(super) fn import_id(host: Host, identity: &Identity) -> String {
    let (id, email) = (
        identity.text(host.id_attribute()),
        identity.text(EMAIL.name),
    );
    ImportId::build(id, email)
}

#[cfg(test)]
mod tests {
    use scalingo::Email;
    use tf_provider::value::Value;

    use super::*;

    fn person(app_id: Value<String>, email: &str) -> Person {
        Person {
            app_id,
            email: Value::Value(email.to_owned()),
            ..Person::default()
        }
    }

    #[test]
    fn identity_is_the_id_and_the_address_as_it_is_listed_in_lower_case() {
        let id = || Value::Value("0a".to_owned());
        let ann = person(id(), "Ann@Example.com");
        let married = Person {
            listed_as: Some(Email::as_given("Ann.Smith@example.com")),
            ..ann.clone()
        };
        for (person, email) in [(ann, "ann@example.com"), (married, "ann.smith@example.com")] {
            let texts = |name| [(name, "0a".to_owned()), ("email", email.to_owned())];
            let on_app = Identity::new(texts("app_id"));
            assert_eq!(of(Host::App, &person), Some(on_app));
            let on_database = Identity::new(texts("database_id"));
            assert_eq!(
                import_id(Host::Database, &on_database),
                format!("0a:{email}")
            );
            assert_eq!(of(Host::Database, &person), Some(on_database));
        }
    }

    #[test]
    fn whoever_is_not_known_yet_has_no_identity() {
        for open in [Value::Unknown, Value::Null] {
            assert_eq!(of(Host::App, &person(open, "ann@example.com")), None);
        }
    }
}
