//! A client of the toy provider, and values written as JSON.

use std::error::Error;

use plugin::protocol::provider_client::ProviderClient;
use plugin::protocol::provider_server::ProviderServer;
use plugin::protocol::{
    AttributePath, Diagnostic, DynamicValue, ResourceIdentityData, attribute_path,
};
use plugin::{Plugin, ProviderService, Stop};
use rmpv::Value;
use serde_json::{Map, Value as Json, json};

use crate::toy::Toy;

/// What every test returns.
pub(super) type Tested = Result<(), Box<dyn Error>>;

/// Calls the toy provider directly.
pub(super) type Client = ProviderClient<ProviderServer<ProviderService>>;

/// Stands for an unknown value in the JSON of tests.
pub(super) const UNKNOWN: &str = "(unknown)";

/// Room for a large message.
const LARGE: usize = 256 << 20;

/// The service of a fresh toy provider.
pub(super) fn service() -> ProviderService {
    let plugin = Plugin {
        name: "toy",
        address: "registry.terraform.io/example/toy",
        version: "0.0.0",
    };
    let stop = Stop::default();
    ProviderService::new(&plugin, Toy::new(stop.clone()), stop)
}

/// A client of a fresh toy provider.
pub(super) fn client() -> Client {
    let server = ProviderServer::new(service()).max_decoding_message_size(LARGE);
    ProviderClient::new(server).max_decoding_message_size(LARGE)
}

/// A whole note: `members`, and null for all others.
pub(super) fn note(members: Json) -> Json {
    let mut note = Map::new();
    let names = [
        "id", "text", "secret", "size", "weight", "tags", "parts", "links",
    ];
    for name in names {
        note.insert(name.to_owned(), Json::Null);
    }
    if let Json::Object(members) = members {
        note.extend(members);
    }
    Json::Object(note)
}

/// A value as core sends it.
pub(super) fn send(json: Json) -> Option<DynamicValue> {
    Some(DynamicValue {
        msgpack: msgpack(&tree(json))?,
        json: Vec::new(),
    })
}

fn msgpack(value: &Value) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    rmpv::encode::write_value(&mut bytes, value).ok()?;
    Some(bytes)
}

/// An identity as core sends it.
pub(super) fn send_identity(json: Json) -> Option<ResourceIdentityData> {
    Some(ResourceIdentityData {
        identity_data: Some(send(json)?),
    })
}

/// A value as core receives it.
pub(super) fn received(value: Option<DynamicValue>) -> Result<Json, Box<dyn Error>> {
    let value = value.ok_or("no value was answered")?;
    json_of(rmpv::decode::read_value(&mut value.msgpack.as_slice())?)
}

/// The text of each diagnostic: severity, path and summary.
pub(super) fn told(diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics
        .iter()
        .map(|diagnostic| {
            let severity = diagnostic.severity().as_str_name().to_lowercase();
            let path = diagnostic.attribute.as_ref().map(path_text);
            let path = path.map_or_else(String::new, |path| format!(" at {path}"));
            format!("{severity}{path}: {}", diagnostic.summary)
        })
        .collect()
}

/// A path such as `parts.0.name`.
pub(super) fn path_text(path: &AttributePath) -> String {
    use attribute_path::step::Selector;
    let steps = path.steps.iter().map(|step| match &step.selector {
        Some(Selector::AttributeName(text) | Selector::ElementKeyString(text)) => text.clone(),
        Some(Selector::ElementKeyInt(index)) => index.to_string(),
        None => String::new(),
    });
    steps.collect::<Vec<_>>().join(".")
}

fn tree(json: Json) -> Value {
    match json {
        Json::Null => Value::Nil,
        Json::Bool(bool) => Value::from(bool),
        Json::Number(number) => match number.as_i64() {
            Some(integer) => Value::from(integer),
            None => number.as_f64().map_or(Value::Nil, Value::from),
        },
        Json::String(text) if text == UNKNOWN => Value::Ext(0, vec![0]),
        Json::String(text) => Value::from(text),
        Json::Array(items) => Value::Array(items.into_iter().map(tree).collect()),
        Json::Object(members) => {
            let members = members.into_iter();
            Value::Map(members.map(|(k, v)| (Value::from(k), tree(v))).collect())
        }
    }
}

fn json_of(value: Value) -> Result<Json, Box<dyn Error>> {
    Ok(match value {
        Value::Ext(..) => json!(UNKNOWN),
        Value::Nil => Json::Null,
        Value::Boolean(bool) => json!(bool),
        Value::Integer(integer) => json!(integer.as_i64()),
        Value::F64(float) => json!(float),
        Value::String(text) => json!(text.as_str()),
        Value::Array(items) => {
            Json::Array(items.into_iter().map(json_of).collect::<Result<_, _>>()?)
        }
        Value::Map(members) => {
            let members = members.into_iter().map(|(key, value)| {
                let key = key.as_str().ok_or("a key is no text")?.to_owned();
                Ok::<_, Box<dyn Error>>((key, json_of(value)?))
            });
            Json::Object(members.collect::<Result<_, _>>()?)
        }
        other => return Err(format!("{other} is no value of Terraform").into()),
    })
}
