//! The plan's decisions: wanted × actual → what to do. Pure, so that a table
//! shows every case.

use crate::seats::Fate;

/// What is known of a person who is wanted and not in the state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Arriving {
    /// They own the app.
    pub(crate) is_owner: bool,
    /// They are on the app (or invited) already.
    pub(crate) is_there: bool,
    /// The configuration says that somebody who is there is taken over.
    pub(crate) adopt_existing: bool,
    /// What the walk has seen of the seat, this instance included.
    pub(crate) fate: Fate,
}

/// What to do with a person who is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// They are not there: send an invitation.
    Invite,
    /// They are there: no e-mail, the role as configured.
    TakeOver,
    /// They own the app: an error.
    RefuseOwner,
    /// Two instances want them: an error.
    RefuseTwice,
    /// Their removal has been planned by an instance that could not wait: an
    /// error, or they would lose access and be invited again.
    RefuseLate,
    /// They are there and nobody said to take them over: an error, unless an
    /// instance that manages them turns out to go in the same run.
    AlreadyThere,
}

/// Decides what to do with a person who is wanted.
pub(crate) fn arrival(arriving: Arriving) -> Arrival {
    match arriving {
        Arriving { is_owner: true, .. } => Arrival::RefuseOwner,
        Arriving { fate, .. } if fate.is_claimed_twice() => Arrival::RefuseTwice,
        Arriving { fate, .. } if fate.is_leaving => Arrival::RefuseLate,
        Arriving {
            is_there: false, ..
        } => Arrival::Invite,
        Arriving {
            adopt_existing: true,
            ..
        } => Arrival::TakeOver,
        Arriving { fate, .. } if fate.goes > 0 => Arrival::TakeOver,
        _ => Arrival::AlreadyThere,
    }
}

/// What is known of a person whose instance goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Departing {
    /// It is the user whose token is in use.
    pub(crate) is_self: bool,
    /// The configuration allowed that.
    pub(crate) allow_self_removal: bool,
    /// What the walk has seen of the seat, this instance included.
    pub(crate) fate: Fate,
}

/// What to do with a person whose instance goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Departure {
    /// Remove them from the app.
    Remove,
    /// Another instance holds them: only the state forgets this one.
    Keep,
    /// They would lock themselves out: an error.
    RefuseSelf,
}

/// Decides what to do with a person whose instance goes.
pub(crate) fn departure(departing: Departing) -> Departure {
    match departing {
        Departing { fate, .. } if fate.is_claimed() => Departure::Keep,
        Departing {
            is_self: true,
            allow_self_removal: false,
            ..
        } => Departure::RefuseSelf,
        _ => Departure::Remove,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALONE: Fate = Fate {
        stays: 0,
        goes: 0,
        wanted: 1,
        is_leaving: false,
    };
    const LATE: Fate = Fate {
        goes: 1,
        is_leaving: true,
        ..ALONE
    };
    const MOVED: Fate = Fate { goes: 1, ..ALONE };
    const TWICE: Fate = Fate { stays: 1, ..ALONE };

    #[test]
    fn every_arrival_has_its_answer() {
        let table = [
            (false, false, false, ALONE, Arrival::Invite),
            (false, false, true, ALONE, Arrival::Invite),
            (false, false, false, MOVED, Arrival::Invite),
            (false, true, false, ALONE, Arrival::AlreadyThere),
            (false, true, true, ALONE, Arrival::TakeOver),
            (false, true, false, MOVED, Arrival::TakeOver),
            (false, true, true, TWICE, Arrival::RefuseTwice),
            (false, false, false, TWICE, Arrival::RefuseTwice),
            (false, true, true, LATE, Arrival::RefuseLate),
            (true, true, true, LATE, Arrival::RefuseOwner),
            (true, false, false, ALONE, Arrival::RefuseOwner),
            (true, true, true, MOVED, Arrival::RefuseOwner),
        ];
        for (is_owner, is_there, adopt_existing, fate, expected) in table {
            let arriving = Arriving {
                is_owner,
                is_there,
                adopt_existing,
                fate,
            };
            assert_eq!(arrival(arriving), expected, "{arriving:?}");
        }
    }

    #[test]
    fn every_departure_has_its_answer() {
        const GOES: Fate = Fate {
            stays: 0,
            goes: 1,
            wanted: 0,
            is_leaving: false,
        };
        let table = [
            (false, false, GOES, Departure::Remove),
            (true, false, GOES, Departure::RefuseSelf),
            (true, true, GOES, Departure::Remove),
            (false, false, MOVED, Departure::Keep),
            (true, false, MOVED, Departure::Keep),
            (false, false, Fate { stays: 1, ..GOES }, Departure::Keep),
        ];
        for (is_self, allow_self_removal, fate, expected) in table {
            let departing = Departing {
                is_self,
                allow_self_removal,
                fate,
            };
            assert_eq!(departure(departing), expected, "{departing:?}");
        }
    }
}
