//! The decisions about access: wanted × actual → what to do. Pure, so that a
//! table shows every case.

/// What is known of a person who is wanted and not in the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    /// Not on the app.
    Absent,
    /// The owner, who has every right.
    Owner,
    /// Invited, and has not accepted yet.
    Pending {
        /// Whether the role is the configured one.
        role_fits: bool,
    },
    /// On the app.
    Accepted {
        /// Whether the role is the configured one.
        role_fits: bool,
    },
}

/// What to do with a person who is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arrival {
    /// Send an invitation.
    Invite,
    /// No e-mail; the role as configured.
    TakeOver,
    /// Nothing to do: the owner has access.
    IsOwner,
    /// An owner cannot be limited: an error.
    RefuseLimitedOwner,
    /// They are there and nothing says that they belong here: an error.
    RefuseUnasked,
}

/// Decides what to do with a person who is wanted.
///
/// `has_reason` says that somebody asked to take the person over, or that the
/// object which held them was this configuration's own. Without a reason only a
/// pending invitation in the configured role is taken over: that heals an apply
/// that was killed, and raises nobody's role.
pub(super) fn arrival(presence: Presence, is_limited: bool, has_reason: bool) -> Arrival {
    match presence {
        Presence::Absent => Arrival::Invite,
        Presence::Owner if is_limited => Arrival::RefuseLimitedOwner,
        Presence::Owner => Arrival::IsOwner,
        Presence::Pending { role_fits: true } => Arrival::TakeOver,
        _ if has_reason => Arrival::TakeOver,
        _ => Arrival::RefuseUnasked,
    }
}

/// What is known of a person whose instance goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Departing {
    /// They own the app, or another object of this run has the seat.
    pub(super) stays: bool,
    /// It is the account whose token is in use.
    pub(super) is_self: bool,
    /// The configuration allowed that.
    pub(super) allow_self_removal: bool,
}

/// What to do with a person whose instance goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Departure {
    /// Remove them from the app.
    Remove,
    /// Only the state forgets them.
    Forget,
    /// They would lock themselves out: an error.
    RefuseSelf,
}

/// Decides what to do with a person whose instance goes.
pub(super) fn departure(departing: Departing) -> Departure {
    match departing {
        Departing { stays: true, .. } => Departure::Forget,
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

    #[test]
    fn every_arrival_has_its_answer() {
        use Presence::{Absent, Accepted, Owner, Pending};
        let (fits, differs) = (true, false);
        let (full, limited) = (false, true);
        let table = [
            (Absent, full, false, Arrival::Invite),
            (Absent, limited, true, Arrival::Invite),
            (Owner, full, false, Arrival::IsOwner),
            (Owner, full, true, Arrival::IsOwner),
            (Owner, limited, true, Arrival::RefuseLimitedOwner),
            (Pending { role_fits: fits }, full, false, Arrival::TakeOver),
            (
                Pending { role_fits: differs },
                full,
                false,
                Arrival::RefuseUnasked,
            ),
            (
                Pending { role_fits: differs },
                full,
                true,
                Arrival::TakeOver,
            ),
            (
                Accepted { role_fits: fits },
                limited,
                false,
                Arrival::RefuseUnasked,
            ),
            (
                Accepted { role_fits: fits },
                limited,
                true,
                Arrival::TakeOver,
            ),
            (
                Accepted { role_fits: differs },
                full,
                false,
                Arrival::RefuseUnasked,
            ),
            (
                Accepted { role_fits: differs },
                full,
                true,
                Arrival::TakeOver,
            ),
        ];
        for (presence, is_limited, has_reason, expected) in table {
            assert_eq!(
                arrival(presence, is_limited, has_reason),
                expected,
                "{presence:?}, limited {is_limited}, reason {has_reason}"
            );
        }
    }

    #[test]
    fn every_departure_has_its_answer() {
        let (stays, goes) = (true, false);
        let (oneself, another) = (true, false);
        let table = [
            (goes, another, false, Departure::Remove),
            (goes, another, true, Departure::Remove),
            (goes, oneself, false, Departure::RefuseSelf),
            (goes, oneself, true, Departure::Remove),
            (stays, oneself, false, Departure::Forget),
            (stays, another, false, Departure::Forget),
        ];
        for (stays, is_self, allow_self_removal, expected) in table {
            let departing = Departing {
                stays,
                is_self,
                allow_self_removal,
            };
            assert_eq!(departure(departing), expected, "{departing:?}");
        }
    }
}
