//! The people on the app, as the emulator has them.

use std::collections::BTreeMap;

use emulator::{Emulator, Method};

use crate::draft::Team;

/// Roles by address: true for limited.
pub(crate) type People = BTreeMap<String, bool>;

pub(crate) fn on_app(emulator: &Emulator) -> People {
    let people = emulator.collaborators("my-app").unwrap();
    people
        .into_iter()
        .map(|person| (person.email, person.is_limited))
        .collect()
}

/// Everybody's collaborator id.
pub(crate) fn ids(emulator: &Emulator) -> BTreeMap<String, String> {
    let people = emulator.collaborators("my-app").unwrap();
    let people = people.into_iter().map(|person| (person.email, person.id));
    people.collect()
}

pub(crate) fn of(team: &Team) -> People {
    team.values()
        .map(|instance| (instance.email.clone(), instance.limited))
        .collect()
}

/// How many e-mails each address got.
pub(crate) fn mails(emulator: &Emulator) -> BTreeMap<String, usize> {
    let mut mails = BTreeMap::new();
    for mail in emulator.emails_sent() {
        *mails.entry(mail.to).or_default() += 1;
    }
    mails
}

/// The collaborator ids that were removed through the API so far.
pub(crate) fn removals(emulator: &Emulator) -> Vec<String> {
    let removal = |call: &emulator::RecordedRequest| {
        call.effect && call.is(&Method::DELETE, "/v1/apps/*/collaborators/*")
    };
    let requests = emulator.requests();
    let removed = requests.iter().filter(|call| removal(call));
    removed
        .filter_map(|call| call.path.rsplit('/').next().map(str::to_owned))
        .collect()
}
