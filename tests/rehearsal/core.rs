//! What core does: one walk to plan, one to apply, each with a provider of its
//! own, instances side by side and in no order.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use futures_util::StreamExt;
use plugin::protocol::provider_server::Provider;
use plugin::protocol::{
    ApplyResourceChangeRequest, ClientCapabilities, ConfigureProviderRequest, Diagnostic,
    ImportResourceStateRequest, PlanResourceChangeRequest, ReadResourceRequest,
    StopProviderRequest, ValidateResourceConfigRequest, diagnostic::Severity,
};
use plugin::{ProviderService, Stop};
use rmpv::Value;
use scalingo::Transport;
use tonic::Request;

use crate::values::{Object, from_wire, is_unknown, people, to_wire};

/// A type of resource.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) computed: &'static [&'static str],
}

/// An instance of the configuration.
pub(crate) trait Declared {
    fn kind(&self) -> &'static Kind;
    /// Its attributes; at apply everything is known.
    fn config(&self, is_apply: bool) -> Object;
    /// Whether a replacement is made before the old object goes.
    fn creates_first(&self) -> bool;
}

/// Instances by key.
pub(crate) type Configuration<D> = BTreeMap<String, D>;

/// An object of the state.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) kind: &'static Kind,
    pub(crate) object: Object,
    pub(crate) private: Vec<u8>,
    pub(crate) is_tainted: bool,
}

/// The state: current objects by key, and deposed ones.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    pub(crate) current: BTreeMap<String, Stored>,
    pub(crate) deposed: Vec<(String, Stored)>,
}

#[derive(Clone, Debug)]
enum Change {
    Create { planned: Object },
    Update { planned: Object },
    Delete { private: Vec<u8> },
    Replace { planned: Object, private: Vec<u8> },
}

/// What a plan came to.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    changes: BTreeMap<String, Change>,
    deposed: Vec<usize>,
    /// The state after the refresh.
    pub(crate) state: State,
    /// Summaries of what was refused.
    pub(crate) errors: Vec<String>,
}

impl Plan {
    pub(crate) fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.deposed.is_empty() && self.errors.is_empty()
    }

    /// Everybody whose removal the plan names.
    pub(crate) fn named(&self) -> BTreeSet<String> {
        let of_key = |(key, stored): (&String, &Stored)| {
            let before = people(&stored.object);
            let after = match self.changes.get(key) {
                Some(Change::Delete { .. } | Change::Replace { .. }) => BTreeMap::new(),
                Some(Change::Update { planned }) => people(planned),
                _ => before.clone(),
            };
            let goes = |email: &String| !after.contains_key(email);
            before.into_keys().filter(goes).collect::<Vec<_>>()
        };
        let deposed = self.state.deposed.iter();
        let deposed = deposed.flat_map(|(_, stored)| people(&stored.object).into_keys());
        let current = self.state.current.iter().flat_map(of_key);
        current.chain(deposed).collect()
    }
}

/// What the user asks of a plan, beside the configuration.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wish {
    /// Keys given to `-replace`.
    pub(crate) replaced: Vec<String>,
    /// Import blocks: the id of what a key is to hold.
    pub(crate) imports: BTreeMap<String, String>,
    /// Keys given to `-target`; none is all of them.
    pub(crate) targets: Option<BTreeSet<String>>,
}

impl Wish {
    fn is_about(&self, key: &str) -> bool {
        let targets = self.targets.as_ref();
        targets.is_none_or(|targets| targets.contains(key))
    }
}

/// How a walk goes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pace {
    pub(crate) parallelism: usize,
    pub(crate) order: u64,
    /// Stop after so many calls.
    pub(crate) interrupt: Option<usize>,
    /// Keys whose resource depends on the one of all other keys.
    pub(crate) dependent: BTreeSet<String>,
}

impl Pace {
    pub(crate) fn drawn(rng: &mut Rng) -> Self {
        Self {
            parallelism: *rng.choice(&[1, 2, 10, 30]).unwrap(),
            order: rng.u64(..),
            ..Self::default()
        }
    }
}

/// A provider that is configured.
pub(crate) struct Process {
    service: ProviderService,
}

/// One walk.
struct Walk<'a> {
    service: &'a ProviderService,
    pace: Pace,
    calls: Cell<usize>,
    is_stopped: Cell<bool>,
    errors: RefCell<Vec<String>>,
}

fn proposed(kind: &Kind, config: &Object, prior: Option<&Object>) -> Object {
    let mut object = config.clone();
    for attribute in kind.computed {
        let value = prior.and_then(|prior| prior.get(*attribute)).cloned();
        object.insert((*attribute).to_owned(), value.unwrap_or(Value::Nil));
    }
    object
}

/// Whether the second plan keeps what the first one knew.
fn is_consistent(first: &Object, second: &Object) -> bool {
    first
        .iter()
        .all(|(name, value)| is_unknown(value) || second.get(name) == Some(value))
}

impl Process {
    pub(crate) async fn start(transport: Transport, token: &str) -> Self {
        Self::patient(transport, token, "2s").await
    }

    /// One whose calls may wait for this long.
    pub(crate) async fn patient(transport: Transport, token: &str, max_wait: &str) -> Self {
        let stop = Stop::default();
        let provider = provider::over(transport, stop.clone());
        let service = ProviderService::new(&provider::PLUGIN, provider, stop);
        let mut block: Object = [
            "region",
            "db_api_url",
            "request_timeout",
            "adopt_existing",
            "gone_apps",
            "mask_addresses",
            "use_cli_login",
        ]
        .into_iter()
        .map(|name| (name.to_owned(), Value::Nil))
        .collect();
        block.insert("api_token".to_owned(), token.into());
        block.insert("api_url".to_owned(), "http://localhost".into());
        block.insert("auth_api_url".to_owned(), "http://localhost".into());
        block.insert("max_wait".to_owned(), max_wait.into());
        let request = ConfigureProviderRequest {
            terraform_version: "1.11.4".to_owned(),
            config: to_wire(Some(&block)),
            client_capabilities: None,
        };
        let response = service.configure_provider(Request::new(request)).await;
        assert_eq!(response.unwrap().into_inner().diagnostics, []);
        Self { service }
    }

    /// Validates a resource as a whole, when nothing of its instances is known.
    pub(crate) async fn validate(&self, instance: &impl Declared) {
        validate(&self.service, instance.kind(), &instance.config(false)).await;
    }

    /// What the provider finds by an import id, as it is stored.
    pub(crate) async fn import(&self, kind: &'static Kind, id: &str) -> Option<Stored> {
        import(&self.service, kind, id).await.0
    }
}

async fn import(
    service: &ProviderService,
    kind: &'static Kind,
    id: &str,
) -> (Option<Stored>, Vec<Diagnostic>) {
    let request = ImportResourceStateRequest {
        type_name: kind.name.to_owned(),
        id: id.to_owned(),
        ..ImportResourceStateRequest::default()
    };
    let response = service.import_resource_state(Request::new(request));
    let response = response.await.unwrap().into_inner();
    let stored = response.imported_resources.into_iter().next();
    let stored = stored.and_then(|imported| {
        Some(Stored {
            kind,
            object: from_wire(imported.state)?,
            private: imported.private,
            is_tainted: false,
        })
    });
    (stored, response.diagnostics)
}

/// Core validates each instance before it plans it.
async fn validate(service: &ProviderService, kind: &Kind, config: &Object) {
    let request = ValidateResourceConfigRequest {
        type_name: kind.name.to_owned(),
        config: to_wire(Some(config)),
        ..ValidateResourceConfigRequest::default()
    };
    let response = service.validate_resource_config(Request::new(request));
    assert_eq!(response.await.unwrap().into_inner().diagnostics, []);
}

impl<'a> Walk<'a> {
    fn begin(process: &'a Process, pace: Pace) -> Self {
        Self {
            service: &process.service,
            pace,
            calls: Cell::new(0),
            is_stopped: Cell::new(false),
            errors: RefCell::default(),
        }
    }

    /// Notes errors; true when there were any.
    fn hear(&self, diagnostics: Vec<Diagnostic>) -> bool {
        let errors: Vec<String> = diagnostics
            .into_iter()
            .filter(|diagnostic| diagnostic.severity() == Severity::Error)
            .map(|diagnostic| diagnostic.summary)
            .collect();
        let failed = !errors.is_empty();
        self.errors.borrow_mut().extend(errors);
        failed
    }

    /// Counts a call, and presses Ctrl-C when it is time.
    async fn tick(&self) {
        self.calls.set(self.calls.get() + 1);
        if self.pace.interrupt == Some(self.calls.get()) {
            self.is_stopped.set(true);
            let request = Request::new(StopProviderRequest {});
            self.service.stop_provider(request).await.unwrap();
        }
    }

    /// Runs `work` for each item, side by side and in the walk's order.
    async fn each<T, F: Future<Output = ()>>(&self, mut items: Vec<T>, work: impl Fn(T) -> F) {
        Rng::with_seed(self.pace.order).shuffle(&mut items);
        futures_util::stream::iter(items)
            .for_each_concurrent(self.pace.parallelism, |item| async {
                if !self.is_stopped.get() {
                    work(item).await;
                }
            })
            .await;
    }

    /// What an import block brings; none when it failed.
    async fn import(&self, instance: &impl Declared, id: &str) -> Option<Stored> {
        let (imported, diagnostics) = import(self.service, instance.kind(), id).await;
        let failed = self.hear(diagnostics);
        imported.filter(|_| !failed)
    }

    async fn read(&self, stored: &Stored) -> Result<Option<Stored>, ()> {
        let request = ReadResourceRequest {
            type_name: stored.kind.name.to_owned(),
            current_state: to_wire(Some(&stored.object)),
            private: stored.private.clone(),
            ..ReadResourceRequest::default()
        };
        let response = self.service.read_resource(Request::new(request)).await;
        let response = response.unwrap().into_inner();
        if self.hear(response.diagnostics) {
            return Err(());
        }
        let object = from_wire(response.new_state);
        Ok(object.map(|object| Stored {
            kind: stored.kind,
            object,
            private: response.private,
            is_tainted: stored.is_tainted,
        }))
    }

    /// `PlanResourceChange`: what is planned, its private bytes, and whether it
    /// needs another object.
    async fn plan(
        &self,
        kind: &Kind,
        prior: Option<&Object>,
        config: Option<&Object>,
        private: Vec<u8>,
        is_apply: bool,
    ) -> Result<(Option<Object>, Vec<u8>, bool), ()> {
        if let Some(config) = config {
            validate(self.service, kind, config).await;
        }
        let proposed = config.map(|config| proposed(kind, config, prior));
        let request = PlanResourceChangeRequest {
            type_name: kind.name.to_owned(),
            prior_state: to_wire(prior),
            proposed_new_state: to_wire(proposed.as_ref()),
            config: to_wire(config),
            prior_private: private,
            client_capabilities: Some(ClientCapabilities {
                deferral_allowed: is_apply,
                ..ClientCapabilities::default()
            }),
            ..PlanResourceChangeRequest::default()
        };
        let response = self.service.plan_resource_change(Request::new(request));
        let response = response.await.unwrap().into_inner();
        if self.hear(response.diagnostics) {
            return Err(());
        }
        let needs_another = prior.is_some() && !response.requires_replace.is_empty();
        let planned = from_wire(response.planned_state);
        Ok((planned, response.planned_private, needs_another))
    }

    /// `ApplyResourceChange`: what is there afterwards, and whether it failed.
    async fn apply(
        &self,
        kind: &'static Kind,
        prior: Option<&Object>,
        planned: Option<&Object>,
        config: Option<&Object>,
        private: Vec<u8>,
    ) -> (Option<Stored>, bool) {
        self.tick().await;
        let request = ApplyResourceChangeRequest {
            type_name: kind.name.to_owned(),
            prior_state: to_wire(prior),
            planned_state: to_wire(planned),
            config: to_wire(config),
            planned_private: private,
            ..ApplyResourceChangeRequest::default()
        };
        let response = self.service.apply_resource_change(Request::new(request));
        let response = response.await.unwrap().into_inner();
        let failed = self.hear(response.diagnostics);
        let object = from_wire(response.new_state);
        let stored = object.map(|object| Stored {
            kind,
            object,
            private: response.private,
            is_tainted: failed && prior.is_none(),
        });
        (stored, failed)
    }

    async fn plan_existing(
        &self,
        stored: Stored,
        instance: &impl Declared,
        is_replaced: bool,
    ) -> Result<(Option<Stored>, Option<Change>), ()> {
        let (kind, config) = (instance.kind(), instance.config(false));
        let Some(stored) = self.read(&stored).await? else {
            let change = self.plan_new(instance).await?;
            return Ok((None, Some(change)));
        };
        if stored.is_tainted {
            let planned = self
                .plan(kind, None, Some(&config), Vec::new(), false)
                .await?;
            let change = Change::Replace {
                planned: planned.0.unwrap(),
                private: planned.1,
            };
            return Ok((Some(stored), Some(change)));
        }
        let prior = Some(&stored.object);
        let private = stored.private.clone();
        let (planned, private, needs_another) = self
            .plan(kind, prior, Some(&config), private, false)
            .await?;
        let planned = planned.unwrap();
        let change = if needs_another || is_replaced {
            let planned = self.plan(kind, None, Some(&config), private, false).await?;
            Some(Change::Replace {
                planned: planned.0.unwrap(),
                private: planned.1,
            })
        } else if planned == stored.object {
            None
        } else {
            Some(Change::Update { planned })
        };
        Ok((Some(stored), change))
    }

    async fn plan_new(&self, instance: &impl Declared) -> Result<Change, ()> {
        let (kind, config) = (instance.kind(), instance.config(false));
        let (planned, ..) = self
            .plan(kind, None, Some(&config), Vec::new(), false)
            .await?;
        Ok(Change::Create {
            planned: planned.unwrap(),
        })
    }

    /// Core plans what left the configuration first and reads it then.
    async fn plan_orphan(&self, stored: Stored) -> Result<Option<(Stored, Change)>, ()> {
        let prior = Some(&stored.object);
        let private = stored.private.clone();
        let (_, private, _) = self.plan(stored.kind, prior, None, private, false).await?;
        let stored = self.read(&stored).await?;
        Ok(stored.map(|stored| (stored, Change::Delete { private })))
    }
}

/// A plan of a configuration over `state`.
pub(crate) async fn plan<D: Declared>(
    process: &Process,
    state: &State,
    (team, wish): (&Configuration<D>, &Wish),
    pace: Pace,
) -> Plan {
    let walk = Walk::begin(process, pace);
    let plan = RefCell::new(Plan::default());
    let orphans = state.current.keys().filter(|key| !team.contains_key(*key));
    let keys = team.keys().chain(orphans).cloned();
    let (keys, untouched): (Vec<String>, Vec<String>) = keys.partition(|key| wish.is_about(key));
    let keep = |key: String| Some((key.clone(), state.current.get(&key)?.clone()));
    plan.borrow_mut()
        .state
        .current
        .extend(untouched.into_iter().filter_map(keep));
    let (later, first): (Vec<String>, Vec<String>) = keys
        .into_iter()
        .partition(|key| walk.pace.dependent.contains(key));
    let mut first: Vec<Result<String, usize>> = first.into_iter().map(Ok).collect();
    for index in 0..state.deposed.len() {
        if wish.is_about(&state.deposed[index].0) {
            first.push(Err(index));
        } else {
            plan.borrow_mut()
                .state
                .deposed
                .push(state.deposed[index].clone());
        }
    }
    for keys in [first, later.into_iter().map(Ok).collect()] {
        if !walk.errors.borrow().is_empty() {
            // Core plans nothing that depends on what failed.
            let mut plan = plan.borrow_mut();
            plan.state
                .current
                .extend(keys.into_iter().filter_map(|key| keep(key.ok()?)));
            break;
        }
        walk_plan(&walk, state, (team, wish), keys, &plan).await;
    }
    let mut plan = plan.into_inner();
    plan.errors = walk.errors.into_inner();
    plan
}

async fn walk_plan<D: Declared>(
    walk: &Walk<'_>,
    state: &State,
    (team, wish): (&Configuration<D>, &Wish),
    keys: Vec<Result<String, usize>>,
    plan: &RefCell<Plan>,
) {
    walk.each(keys, |key| async move {
        let key = match key {
            Ok(key) => key,
            Err(index) => return plan_deposed(walk, state, index, plan).await,
        };
        let stored = match (state.current.get(&key), wish.imports.get(&key)) {
            (None, Some(id)) if team.contains_key(&key) => walk.import(&team[&key], id).await,
            (stored, _) => stored.cloned(),
        };
        let (kept, change) = match (stored, team.get(&key)) {
            (Some(stored), Some(instance)) => {
                let is_replaced = wish.replaced.contains(&key);
                match walk
                    .plan_existing(stored.clone(), instance, is_replaced)
                    .await
                {
                    Ok(planned) => planned,
                    Err(()) => (Some(stored), None),
                }
            }
            (None, Some(_)) if wish.imports.contains_key(&key) => (None, None),
            (None, Some(instance)) => (None, walk.plan_new(instance).await.ok()),
            (Some(stored), None) => match walk.plan_orphan(stored.clone()).await {
                Ok(Some((stored, change))) => (Some(stored), Some(change)),
                Ok(None) => (None, None),
                Err(()) => (Some(stored), None),
            },
            (None, None) => (None, None),
        };
        let mut plan = plan.borrow_mut();
        plan.state
            .current
            .extend(kept.map(|kept| (key.clone(), kept)));
        plan.changes.extend(change.map(|change| (key, change)));
    })
    .await;
}

async fn plan_deposed(walk: &Walk<'_>, state: &State, index: usize, plan: &RefCell<Plan>) {
    let (key, stored) = &state.deposed[index];
    let read = walk.read(stored).await;
    let Ok(Some(read)) = read else {
        if read.is_err() {
            plan.borrow_mut()
                .state
                .deposed
                .push((key.clone(), stored.clone()));
        }
        return;
    };
    let private = read.private.clone();
    let prior = Some(&read.object);
    let planned = walk.plan(read.kind, prior, None, private, false).await;
    let mut plan = plan.borrow_mut();
    plan.state.deposed.push((key.clone(), read));
    if planned.is_ok() {
        let place = plan.state.deposed.len() - 1;
        plan.deposed.push(place);
    }
}

/// Carries a plan out. Returns the state and the summaries of what failed.
pub(crate) async fn apply<D: Declared>(
    process: &Process,
    plan: &Plan,
    team: &Configuration<D>,
    pace: Pace,
) -> (State, Vec<String>) {
    let walk = Walk::begin(process, pace);
    let state = RefCell::new(plan.state.clone());
    let mut keys: Vec<String> = plan.changes.keys().cloned().collect();
    keys.extend(
        plan.deposed
            .iter()
            .map(|index| plan.state.deposed[*index].0.clone()),
    );
    keys.sort();
    keys.dedup();
    // What depends on another resource comes after it and goes before it.
    let goes = |key: &String| matches!(plan.changes.get(key), None | Some(Change::Delete { .. }));
    let (first, later): (Vec<String>, Vec<String>) = keys
        .into_iter()
        .partition(|key| goes(key) == walk.pace.dependent.contains(key));
    for keys in [first, later] {
        if !walk.errors.borrow().is_empty() {
            break;
        }
        walk_apply(&walk, &state, (plan, team), keys).await;
    }
    (state.into_inner(), walk.errors.into_inner())
}

async fn walk_apply<D: Declared>(
    walk: &Walk<'_>,
    state: &RefCell<State>,
    (plan, team): (&Plan, &Configuration<D>),
    keys: Vec<String>,
) {
    let deposed = |key: &str| {
        let of_key = plan.deposed.iter().map(|index| &plan.state.deposed[*index]);
        of_key.filter(|(other, _)| other == key).cloned().collect()
    };
    walk.each(keys, |key| {
        // Core lets the current object go first.
        let deposed: Vec<(String, Stored)> = deposed(&key);
        async move {
            if plan.changes.contains_key(&key) {
                carry_out(walk, state, plan, team, &key).await;
            }
            for object in deposed {
                if !walk.is_stopped.get() {
                    destroy_deposed(walk, state, object).await;
                }
            }
        }
    })
    .await;
}

async fn carry_out<D: Declared>(
    walk: &Walk<'_>,
    state: &RefCell<State>,
    plan: &Plan,
    team: &Configuration<D>,
    key: &str,
) {
    let prior = plan.state.current.get(key).cloned();
    match (&plan.changes[key], team.get(key), prior) {
        (Change::Create { planned }, Some(instance), _) => {
            create(walk, state, instance, planned, key).await;
        }
        (Change::Update { planned }, Some(instance), Some(prior)) => {
            update(walk, state, (instance, planned), prior, key).await;
        }
        (Change::Delete { private }, _, Some(prior)) => {
            destroy(walk, state, &prior, private.clone(), key).await;
        }
        (Change::Replace { planned, private }, Some(instance), Some(prior)) => {
            if instance.creates_first() {
                state.borrow_mut().current.remove(key);
                state
                    .borrow_mut()
                    .deposed
                    .push((key.to_owned(), prior.clone()));
                create(walk, state, instance, planned, key).await;
                if !state.borrow().current.contains_key(key) {
                    // Nothing was made: the deposed object is current again.
                    let mut state = state.borrow_mut();
                    state
                        .deposed
                        .retain(|(_, stored)| stored.private != prior.private);
                    state.current.insert(key.to_owned(), prior);
                } else if !walk.is_stopped.get() {
                    destroy_deposed(walk, state, (key.to_owned(), prior)).await;
                }
            } else if destroy(walk, state, &prior, private.clone(), key).await
                && !walk.is_stopped.get()
            {
                create(walk, state, instance, planned, key).await;
            }
        }
        _ => {}
    }
}

async fn create(
    walk: &Walk<'_>,
    state: &RefCell<State>,
    instance: &impl Declared,
    first: &Object,
    key: &str,
) {
    let (kind, config) = (instance.kind(), instance.config(true));
    let Ok((Some(planned), private, _)) =
        walk.plan(kind, None, Some(&config), Vec::new(), true).await
    else {
        return;
    };
    if !is_consistent(first, &planned) {
        walk.errors
            .borrow_mut()
            .push("inconsistent final plan".to_owned());
        return;
    }
    let (stored, _) = walk
        .apply(kind, None, Some(&planned), Some(&config), private)
        .await;
    let stored = stored.map(|stored| (key.to_owned(), stored));
    state.borrow_mut().current.extend(stored);
}

async fn update(
    walk: &Walk<'_>,
    state: &RefCell<State>,
    (instance, first): (&impl Declared, &Object),
    prior: Stored,
    key: &str,
) {
    let (kind, config) = (instance.kind(), instance.config(true));
    let private = prior.private.clone();
    let planned = walk
        .plan(kind, Some(&prior.object), Some(&config), private, true)
        .await;
    let Ok((Some(planned), private, needs_another)) = planned else {
        return;
    };
    if planned == prior.object {
        return;
    }
    if needs_another || !is_consistent(first, &planned) {
        walk.errors
            .borrow_mut()
            .push("inconsistent final plan".to_owned());
        return;
    }
    let prior_object = Some(&prior.object);
    let (stored, _) = walk
        .apply(kind, prior_object, Some(&planned), Some(&config), private)
        .await;
    let stored = stored.map(|stored| (key.to_owned(), stored));
    state.borrow_mut().current.extend(stored);
}

async fn destroy(
    walk: &Walk<'_>,
    state: &RefCell<State>,
    prior: &Stored,
    private: Vec<u8>,
    key: &str,
) -> bool {
    let (_, failed) = walk
        .apply(prior.kind, Some(&prior.object), None, None, private)
        .await;
    if !failed {
        state.borrow_mut().current.remove(key);
    }
    !failed
}

/// A deposed object is planned again at apply.
async fn destroy_deposed(walk: &Walk<'_>, state: &RefCell<State>, (key, stored): (String, Stored)) {
    let private = stored.private.clone();
    let Ok((_, private, _)) = walk
        .plan(stored.kind, Some(&stored.object), None, private, true)
        .await
    else {
        return;
    };
    let (_, failed) = walk
        .apply(stored.kind, Some(&stored.object), None, None, private)
        .await;
    if !failed {
        let is_other = |(other, deposed): &(String, Stored)| {
            *other != key || deposed.private != stored.private
        };
        state.borrow_mut().deposed.retain(is_other);
    }
}
