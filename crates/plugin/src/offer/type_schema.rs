//! A schema, and what happens to its values on their way into the provider and
//! out of it.

mod identity;

use serde_json::{Map, Value as Json};
use tf_provider::schema::Schema;
use tf_provider::{Diagnostic, Diagnostics};

use super::identity::IdentityAttribute;
use crate::problems;
use crate::value::{
    Direction, Mismatch, Shape, Value, conform, from_json, from_msgpack, null_attributes, or,
    required_nulls, to_msgpack, unknowns_to_null,
};
use crate::wire::tfplugin6::DynamicValue;

/// The schema of something offered.
pub(crate) struct TypeSchema {
    pub(crate) schema: Schema,
    pub(crate) shape: Shape,
    /// Names of write-only attributes on the top level.
    pub(crate) write_only: &'static [&'static str],
    /// What identifies an object; nothing where the type has no identity.
    pub(crate) identity: &'static [IdentityAttribute],
}

/// Wherever [`None`] is returned, an error is in `diags`.
impl TypeSchema {
    /// A schema in which every write-only attribute must be found.
    pub(super) fn new(
        schema: Schema,
        write_only: &'static [&'static str],
        diags: &mut Diagnostics,
    ) -> Option<Self> {
        let known = |name: &&str| schema.block.attributes.contains_key(*name);
        if let Some(foreign) = write_only.iter().find(|name| !known(name)) {
            diags.add_error(problems::write_only_not_in_schema(foreign));
            return None;
        }
        let Some(shape) = Shape::of_schema(&schema) else {
            diags.add_error(problems::unsupported_schema());
            return None;
        };
        Some(Self {
            schema,
            shape,
            write_only,
            identity: &[],
        })
    }

    /// A value of the request in the shape of the schema; an absent one is
    /// null.
    pub(crate) fn decode(
        &self,
        diags: &mut Diagnostics,
        field: &'static str,
        value: Option<DynamicValue>,
    ) -> Option<Value> {
        decode(diags, field, value, &self.shape)
    }

    /// The configuration in the shape of the schema. A required attribute that
    /// is null is an error: core refuses only one that is not written at all.
    pub(crate) fn decode_config(
        &self,
        diags: &mut Diagnostics,
        config: Option<DynamicValue>,
    ) -> Option<Value> {
        let config = self.decode(diags, "config", config)?;
        self.without_required_nulls(diags, config)
    }

    /// The same where null is a block with nothing in it: Terraform up to 1.15
    /// sends it for an action that has no `config` block.
    pub(crate) fn decode_block(
        &self,
        diags: &mut Diagnostics,
        config: Option<DynamicValue>,
    ) -> Option<Value> {
        let config = or(read(diags, "config", config)?, Value::Map(Vec::new()));
        let config = conform(config, &self.shape, Direction::FromCore);
        let config = or_told(diags, config, problems::unfit_request)?;
        self.without_required_nulls(diags, config)
    }

    fn without_required_nulls(&self, diags: &mut Diagnostics, config: Value) -> Option<Value> {
        let nulls = required_nulls(&config, &self.shape);
        let accepted = nulls.is_empty();
        diags
            .errors
            .extend(nulls.into_iter().map(problems::required_is_null));
        accepted.then_some(config)
    }

    /// Stored state for the answer.
    pub(crate) fn encode_stored(
        &self,
        diags: &mut Diagnostics,
        state: Map<String, Json>,
    ) -> Option<DynamicValue> {
        let state = conform(
            from_json(Json::Object(state)),
            &self.shape,
            Direction::FromState,
        );
        let mut state = or_told(diags, state, problems::unfit_state)?;
        null_attributes(&mut state, self.write_only);
        encode(diags, &state)
    }

    /// A plan for the answer.
    pub(crate) fn encode_plan(&self, diags: &mut Diagnostics, plan: Value) -> Option<DynamicValue> {
        let plan = self.outgoing(diags, plan)?;
        encode(diags, &plan)
    }

    /// A state for the answer: nothing in it may be unknown any more. Unknown
    /// leaves become null, and unless the call failed anyway they are an error.
    pub(crate) fn encode_state(
        &self,
        diags: &mut Diagnostics,
        state: Value,
    ) -> Option<DynamicValue> {
        let mut state = self.outgoing(diags, state)?;
        if unknowns_to_null(&mut state) && diags.errors.is_empty() {
            diags.add_error(problems::unknown_in_state());
        }
        encode(diags, &state)
    }

    /// In the shape of the schema, write-only attributes null.
    fn outgoing(&self, diags: &mut Diagnostics, value: Value) -> Option<Value> {
        let value = conform(value, &self.shape, Direction::ToCore);
        let mut value = or_told(diags, value, problems::unfit_answer)?;
        null_attributes(&mut value, self.write_only);
        Some(value)
    }
}

/// A value of the request in this shape; an absent one is null. [`None`] comes
/// with an error in `diags`.
pub(crate) fn decode(
    diags: &mut Diagnostics,
    field: &'static str,
    value: Option<DynamicValue>,
    shape: &Shape,
) -> Option<Value> {
    let tree = conform(read(diags, field, value)?, shape, Direction::FromCore);
    or_told(diags, tree, problems::unfit_request)
}

/// A value of the request in whatever shape it has.
fn read(
    diags: &mut Diagnostics,
    field: &'static str,
    value: Option<DynamicValue>,
) -> Option<Value> {
    let value = value.unwrap_or_default();
    if value.msgpack.is_empty() && !value.json.is_empty() {
        diags.add_error(problems::json_value(field));
        return None;
    }
    from_msgpack(&value.msgpack)
        .map_err(|error| diags.add_error(problems::unreadable_value(field, &error)))
        .ok()
}

/// A value for the answer; [`None`] comes with an error in `diags`.
pub(crate) fn encode(diags: &mut Diagnostics, value: &Value) -> Option<DynamicValue> {
    let msgpack = to_msgpack(value)
        .map_err(|error| diags.add_error(problems::unwritable_value(&error)))
        .ok()?;
    Some(DynamicValue {
        msgpack,
        json: Vec::new(),
    })
}

fn or_told(
    diags: &mut Diagnostics,
    conformed: Result<Value, Mismatch>,
    told: fn(Mismatch) -> Diagnostic,
) -> Option<Value> {
    conformed
        .map_err(|mismatch| diags.add_error(told(mismatch)))
        .ok()
}
