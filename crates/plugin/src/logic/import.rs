//! `ImportResourceState`: takes an existing object under control.

use tf_provider::Diagnostics;

use super::{Call, Offer, Subject, problems};
use crate::erased::Kept;

/// The object that a user names.
pub(crate) struct ImportResourceState {
    pub(crate) type_name: String,
    pub(crate) id: String,
    /// The user wrote an identity instead of an id.
    pub(crate) by_identity: bool,
}

/// The object found.
pub(crate) struct Imported {
    pub(crate) type_name: String,
    pub(crate) object: Kept,
}

impl Call for ImportResourceState {
    /// One object, or none with errors.
    type Answer = Vec<Imported>;
    const RPC: &'static str = "ImportResourceState";

    fn subject(&self) -> Subject<'_> {
        Subject::Resource(&self.type_name)
    }

    async fn run(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Self::Answer> {
        let (resource, known) = offer.resource(diags, &self.type_name)?;
        if self.by_identity {
            diags.add_error(problems::import_by_identity());
            return None;
        }
        let object = resource.import(diags, self.id).await?;
        let state = known.settled(diags, object.state)?;
        if state.is_nil() {
            diags.add_error(problems::null_state(Self::RPC));
            return None;
        }
        Some(vec![Imported {
            type_name: self.type_name,
            object: Kept { state, ..object },
        }])
    }
}
