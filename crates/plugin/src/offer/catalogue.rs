//! What a provider offers: its resources, data sources, actions and functions,
//! each under the name that Terraform uses.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde_json::{Map, Value};
use tf_provider::value::ValueEmpty;
use tf_provider::{DataSource, Diagnostics, Function, Provider, Resource};

use super::action::Action;
use super::ephemeral::EphemeralResource;
use super::identity::{Identity, IdentityAttribute};
use super::list_resource::ListResource;
use super::{
    ErasedAction, ErasedDataSource, ErasedEphemeralResource, ErasedFunction, ErasedListResource,
    ErasedResource, Offered, Typed,
};
use crate::private::PrivateBytes;

/// A provider together with everything it offers.
///
/// Stands beside [`Provider`] and replaces its `get_resources`,
/// `get_data_sources` and `get_functions`, which this server never calls.
pub trait Catalogue: Provider {
    /// Enters everything that is offered into `registry`.
    ///
    /// Called once, before the first call is served.
    fn register(&self, registry: &mut Registry);
}

/// What a provider offers, by name.
///
/// A name that is entered twice keeps the later entry.
#[derive(Default)]
pub struct Registry {
    pub(crate) resources: BTreeMap<&'static str, Offered<dyn ErasedResource>>,
    pub(crate) data_sources: BTreeMap<&'static str, Offered<dyn ErasedDataSource>>,
    pub(crate) list_resources: BTreeMap<&'static str, Offered<dyn ErasedListResource>>,
    pub(crate) ephemeral_resources: BTreeMap<&'static str, Offered<dyn ErasedEphemeralResource>>,
    pub(crate) actions: BTreeMap<&'static str, Offered<dyn ErasedAction>>,
    pub(crate) functions: BTreeMap<&'static str, Box<dyn ErasedFunction>>,
}

impl Registry {
    /// Offers a managed resource under its full type name, provider prefix
    /// included.
    pub fn resource<R: ManagedResource + 'static>(&mut self, type_name: &'static str, resource: R) {
        self.resources
            .insert(type_name, Offered::new(Box::new(Typed(resource))));
    }

    /// Offers a data source under its full type name, provider prefix included.
    pub fn data_source<D>(&mut self, type_name: &'static str, data_source: D)
    where
        D: for<'a> DataSource<ProviderMetaState<'a> = ValueEmpty> + 'static,
    {
        self.data_sources
            .insert(type_name, Offered::new(Box::new(Typed(data_source))));
    }

    /// Offers the list of a managed resource that has an identity, under the
    /// same type name.
    pub fn list_resource<L: ListResource + 'static>(&mut self, type_name: &'static str, list: L) {
        self.list_resources
            .insert(type_name, Offered::new(Box::new(Typed(list))));
    }

    /// Offers an ephemeral resource under its full type name, provider prefix
    /// included.
    pub fn ephemeral_resource<E>(&mut self, type_name: &'static str, ephemeral: E)
    where
        E: EphemeralResource + 'static,
    {
        self.ephemeral_resources
            .insert(type_name, Offered::new(Box::new(Typed(ephemeral))));
    }

    /// Offers an action under its full type name, provider prefix included.
    pub fn action<A: Action + 'static>(&mut self, action_type: &'static str, action: A) {
        self.actions
            .insert(action_type, Offered::new(Box::new(Typed(action))));
    }

    /// Offers a function; HCL calls it as `provider::<local name>::<name>`.
    pub fn function<F: Function + 'static>(&mut self, name: &'static str, f: F) {
        self.functions.insert(name, Box::new(Typed(f)));
    }
}

/// What a managed resource says beyond [`Resource`].
///
/// An empty `impl` is enough for a resource without write-only attributes
/// whose state never changed shape. Private state is bytes and modules pass no
/// metadata. [`Resource::upgrade`] is never called: its argument has no public
/// type.
#[async_trait]
pub trait ManagedResource:
    for<'a> Resource<PrivateState<'a> = PrivateBytes, ProviderMetaState<'a> = ValueEmpty>
{
    /// Names of the attributes on the top level that are write-only: known
    /// from the configuration while a call runs, never kept in plan or state.
    ///
    /// The server marks them in the schema and turns them into null in every
    /// answer.
    fn write_only(&self) -> &'static [&'static str] {
        &[]
    }

    /// What identifies an object of this type, whatever else of it changes;
    /// nothing by default: then its objects have no identity.
    ///
    /// Ids that never change, and nothing secret. Once released, the names stay.
    fn identity_attributes(&self) -> &'static [IdentityAttribute] {
        &[]
    }

    /// The identity of an object with this state; none while it is not known.
    fn identity(&self, state: &Self::State<'_>) -> Option<Identity> {
        _ = state;
        None
    }

    /// Takes the object with this identity under control, like
    /// [`Resource::import`] the one with an id.
    ///
    /// Returns its state and private bytes, or [`None`] with an error in
    /// `diags`. Only called where there are [identity
    /// attributes](Self::identity_attributes).
    async fn import_by_identity<'a>(
        &self,
        diags: &mut Diagnostics,
        identity: Identity,
    ) -> Option<(Self::State<'a>, PrivateBytes)> {
        _ = (diags, identity);
        None
    }

    /// Shortens the configuration that `-generate-config-out` writes for an
    /// object: its state without what only the provider sets.
    ///
    /// What becomes null here is left out where the attribute is computed too.
    /// Planned beside the state, what remains must change nothing.
    fn shorten(&self, config: &mut Self::State<'_>) {
        _ = config;
    }

    /// Told before each plan whether Terraform would let it be deferred.
    ///
    /// Stable releases of Terraform say so in the plans that an apply makes
    /// again, and in no other (`internal/terraform/context_apply.go`); `OpenTofu`
    /// never does. So a resource that hears it knows that this is an apply.
    fn before_plan(&self, may_defer: bool) {
        _ = may_defer;
    }

    /// Plans the new object of a replacement.
    ///
    /// Terraform plans a replacement as a change first and then again without
    /// prior state. `private` is what the first of the two planned, which lets
    /// the second know what it replaces; what is returned here is also what the
    /// removal of the old object gets, unless the new one is created first. By
    /// default it is planned like any other new object.
    async fn plan_replacement<'a>(
        &self,
        diags: &mut Diagnostics,
        request: ReplacementRequest<Self::State<'a>>,
    ) -> Option<(Self::State<'a>, PrivateBytes)> {
        let ReplacementRequest {
            proposed, config, ..
        } = request;
        self.plan_create(diags, proposed, config, ValueEmpty::Null)
            .await
    }

    /// Brings stored state to the shape of today's schema.
    ///
    /// Terraform asks this in every plan and apply, also for state that is
    /// up to date. The server afterwards drops attributes that the schema does
    /// not know and adds missing ones as null, so the default hands the state
    /// on as it is.
    ///
    /// Returns the state, or [`None`] with an error in `diags`.
    async fn upgrade_state(
        &self,
        diags: &mut Diagnostics,
        request: UpgradeRequest,
    ) -> Option<Map<String, Value>> {
        _ = diags;
        Some(request.state)
    }
}

/// What the plan of a replacement's new object starts from, for
/// [`ManagedResource::plan_replacement`].
#[derive(Clone, Debug)]
pub struct ReplacementRequest<S> {
    /// The state proposed by Terraform, computed attributes unknown.
    pub proposed: S,
    /// The configuration.
    pub config: S,
    /// What the plan of the change left.
    pub private: PrivateBytes,
}

/// State as it is stored, for [`ManagedResource::upgrade_state`].
#[derive(Clone, Debug)]
pub struct UpgradeRequest {
    /// Schema version the state was written with; never above today's.
    pub version: i64,
    /// The stored attributes by name.
    pub state: Map<String, Value>,
}
