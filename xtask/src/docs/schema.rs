//! The schema as `terraform providers schema -json` prints it.
//!
//! Where a page is made of it, a key that is not known here is an error: a page
//! that leaves something out would be worse than none.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// All of the command's output.
#[derive(Deserialize)]
pub(super) struct Schemas {
    /// By source address.
    pub(super) provider_schemas: BTreeMap<String, Provider>,
}

/// What one provider has.
#[derive(Deserialize)]
pub(super) struct Provider {
    #[serde(rename = "provider")]
    pub(super) own: Object,
    #[serde(default)]
    pub(super) resource_schemas: BTreeMap<String, Object>,
    #[serde(default)]
    pub(super) data_source_schemas: BTreeMap<String, Object>,
    #[serde(default)]
    pub(super) functions: BTreeMap<String, Function>,
}

/// A resource type, a data source type, or the provider block.
#[derive(Deserialize)]
pub(super) struct Object {
    pub(super) block: Block,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Block {
    #[serde(default)]
    pub(super) attributes: BTreeMap<String, Attribute>,
    pub(super) description: String,
    #[serde(rename = "description_kind")]
    _description_kind: Markdown,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "Terraform prints these flags"
)]
pub(super) struct Attribute {
    #[serde(rename = "type")]
    pub(super) attr_type: Option<Value>,
    pub(super) nested_type: Option<Nested>,
    pub(super) description: String,
    #[serde(rename = "description_kind")]
    _description_kind: Markdown,
    #[serde(default)]
    pub(super) required: bool,
    #[serde(default)]
    pub(super) optional: bool,
    #[serde(default, rename = "computed")]
    _computed: bool,
    #[serde(default)]
    pub(super) sensitive: bool,
    #[serde(default)]
    pub(super) deprecated: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nested {
    pub(super) attributes: BTreeMap<String, Attribute>,
    pub(super) nesting_mode: Nesting,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Nesting {
    Single,
    List,
    Set,
    Map,
}

/// The pages are Markdown, so the descriptions must be too.
#[derive(Deserialize)]
enum Markdown {
    #[serde(rename = "markdown")]
    Markdown,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Function {
    pub(super) summary: String,
    pub(super) description: String,
    pub(super) return_type: Value,
    #[serde(default)]
    pub(super) parameters: Vec<Parameter>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) description: String,
    #[serde(rename = "type")]
    pub(super) param_type: Value,
}
