//! `ReadResource`: what has become of an object.

use tf_provider::Diagnostics;

use super::{Call, Offer, Subject};
use crate::erased::{Kept, Read};
use crate::value::Value;

/// An object as it was known last.
pub(crate) struct ReadResource {
    pub(crate) type_name: String,
    pub(crate) current: Kept,
    pub(crate) meta: Value,
    pub(crate) identity: Option<Value>,
}

/// The object as it is; null when it is gone.
#[derive(Default)]
pub(crate) struct Refreshed {
    pub(crate) object: Kept,
    pub(crate) identity: Option<Value>,
}

impl Call for ReadResource {
    type Answer = Refreshed;
    const RPC: &'static str = "ReadResource";

    fn subject(&self) -> Subject<'_> {
        Subject::Resource(&self.type_name)
    }

    fn unanswered(&self) -> Refreshed {
        Refreshed {
            object: self.current.clone(),
            identity: self.identity.clone(),
        }
    }

    async fn run(mut self, offer: &Offer, diags: &mut Diagnostics) -> Option<Refreshed> {
        let identity = self.identity.take();
        match self.read(offer, diags).await {
            Some(object) => Some(Refreshed { object, identity }),
            None if diags.errors.is_empty() => Some(Refreshed::default()),
            // Nobody knows whether it is gone, so nothing is forgotten.
            None => None,
        }
    }
}

impl ReadResource {
    async fn read(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Kept> {
        let (resource, known) = offer.resource(diags, &self.type_name)?;
        let state = known.incoming(diags, self.current.state)?;
        let meta = offer.module_meta(diags, self.meta)?;
        let private = self.current.private;
        let current = Kept { state, private };
        let object = resource.read(diags, Read { current, meta }).await?;
        Some(Kept {
            state: known.settled(diags, object.state)?,
            ..object
        })
    }
}
