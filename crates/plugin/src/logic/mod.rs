//! What each call does, free of generated types: one file per call, with the
//! rules of the life cycle kept once for all resources.

pub(crate) mod apply;
pub(crate) mod data_source;
pub(crate) mod function;
mod guard;
pub(crate) mod import;
mod offer;
pub(crate) mod plan;
pub(crate) mod problems;
pub(crate) mod provider_config;
pub(crate) mod read;
pub(crate) mod schema;
pub(crate) mod upgrade;
pub(crate) mod validate;
mod values;

pub(crate) use guard::{GRACE, Guard};
pub(crate) use offer::{Entry, Offer};

use std::future::Future;

use tf_provider::Diagnostics;

use crate::value::Value;

/// One decoded call.
pub(crate) trait Call: Send {
    /// What goes back beside the diagnostics. The default is what goes back
    /// when the call could not even be decoded.
    type Answer: Default + Send;

    /// Name of the call in the protocol.
    const RPC: &'static str;

    /// What becomes of the call when Terraform wants to stop.
    const ON_STOP: OnStop = OnStop::Drop;

    /// What the call is about.
    fn subject(&self) -> Subject<'_>;

    /// What goes back when the call does not come to its end.
    fn unanswered(&self) -> Self::Answer {
        Self::Answer::default()
    }

    /// Does it. [`None`] means that [`Call::unanswered`] goes back; where
    /// `diags` then holds no error, one is added.
    fn run(
        self,
        offer: &Offer,
        diags: &mut Diagnostics,
    ) -> impl Future<Output = Option<Self::Answer>> + Send;
}

/// A value that goes back; absent when there is none to give.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) value: Option<Value>,
}

impl From<Value> for Outcome {
    fn from(value: Value) -> Self {
        Self { value: Some(value) }
    }
}

/// What becomes of a call when Terraform wants to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnStop {
    /// It is dropped at once: it changes nothing.
    Drop,
    /// It gets a short grace, so that the outcome of a write reaches the state.
    Grace,
}

/// What a call is about, for the log.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Subject<'a> {
    /// The provider as a whole.
    Provider,
    /// A managed resource of this type.
    Resource(&'a str),
    /// A data source of this type.
    DataSource(&'a str),
    /// The function of this name.
    Function(&'a str),
}
