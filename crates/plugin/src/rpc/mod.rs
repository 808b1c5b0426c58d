//! The calls of the protocol, one file each: the request from the wire, the
//! work, the answer to the wire. The rules of the life cycle are kept here,
//! once for all resources.

pub(crate) mod action;
mod apply;
mod block;
mod data_source;
mod diagnostics;
mod ephemeral;
mod function;
mod generate;
mod identity;
mod import;
mod list;
mod plan;
mod provider;
mod read;
mod schema;
mod upgrade;
mod validate;

use std::future::Future;

use tf_provider::Diagnostics;

use crate::log::keys;
use crate::offer::Offer;

/// A request of the protocol that this server answers.
pub(crate) trait Rpc: Send {
    /// The response. The default is what goes back beside the diagnostics when
    /// there is nothing to say.
    type Response: Default + Send;

    /// Name of the call in the protocol.
    const NAME: &'static str;

    /// What becomes of the call when Terraform wants to stop.
    const ON_STOP: OnStop = OnStop::Drop;

    /// What the call is about.
    fn subject(&self) -> Subject<'_>;

    /// What goes back when the call does not come to its end.
    fn unanswered(&self) -> Self::Response {
        Self::Response::default()
    }

    /// Does it. [`None`] means that [`Rpc::unanswered`] goes back; where
    /// `diags` then holds no error, one is added.
    fn answer(
        self,
        offer: &Offer,
        diags: &mut Diagnostics,
    ) -> impl Future<Output = Option<Self::Response>> + Send;

    /// Puts the diagnostics into the response.
    fn tell(response: &mut Self::Response, diags: Diagnostics);
}

/// What becomes of a call when Terraform wants to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnStop {
    /// It is dropped at once: it changes nothing.
    Drop,
    /// It goes on: it ends its waits itself, and the outcome of what was sent
    /// must reach the state.
    Finish,
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
    /// A list resource of this type.
    ListResource(&'a str),
    /// An ephemeral resource of this type.
    EphemeralResource(&'a str),
    /// An action of this type.
    Action(&'a str),
    /// The function of this name.
    Function(&'a str),
}

impl Subject<'_> {
    /// Its name, if `key` is the one under which the log has it.
    pub(crate) fn under(&self, key: &str) -> Option<&str> {
        let (own, name) = match self {
            Self::Provider => return None,
            Self::Resource(name) => (keys::RESOURCE_TYPE, name),
            Self::DataSource(name) => (keys::DATA_SOURCE_TYPE, name),
            Self::ListResource(name) => (keys::LIST_RESOURCE_TYPE, name),
            Self::EphemeralResource(name) => (keys::EPHEMERAL_RESOURCE_TYPE, name),
            Self::Action(name) => (keys::ACTION_TYPE, name),
            Self::Function(name) => (keys::FUNCTION, name),
        };
        (own == key).then_some(name)
    }
}
