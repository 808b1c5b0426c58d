//! What tells one object from all others, whatever else of it changes.

use std::collections::BTreeMap;

use tf_provider::Diagnostics;

use super::type_schema::{TypeSchema, decode, encode};
use crate::problems;
use crate::value::{Direction, Field, Shape, Value, conform};
use crate::wire::tfplugin6::ResourceIdentityData;

/// One attribute of an identity: a text, which an import by identity must name.
#[derive(Clone, Copy, Debug)]
pub struct IdentityAttribute {
    /// Its name.
    pub name: &'static str,
    /// What it is, as plain text.
    pub description: &'static str,
}

/// The identity of one object, which Terraform keeps beside the state: a text
/// for each [`IdentityAttribute`] of its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity(BTreeMap<String, String>);

impl Identity {
    /// The identity of these texts by name.
    pub fn new<const N: usize>(texts: [(&'static str, String); N]) -> Self {
        Self(
            texts
                .map(|(name, text)| (name.to_owned(), text))
                .into_iter()
                .collect(),
        )
    }

    /// The text of that name; empty for one that the type does not have.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Reads a whole identity; none where a text is missing.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        let members = value.as_map().filter(|members| !members.is_empty())?;
        let texts = members.iter().map(|(name, text)| {
            let (name, text) = (name.as_str()?, text.as_str()?);
            Some((name.to_owned(), text.to_owned()))
        });
        texts.collect::<Option<_>>().map(Self)
    }
}

impl From<Identity> for Value {
    fn from(identity: Identity) -> Self {
        let members = identity.0.into_iter();
        Self::Map(
            members
                .map(|(name, text)| (name.into(), text.into()))
                .collect(),
        )
    }
}

/// Null stands for no identity. Wherever [`None`] is returned, an error is in
/// `diags`.
impl TypeSchema {
    /// An identity of the request. One with a null in it counts as none: some
    /// releases of Terraform stored such.
    pub(crate) fn decode_identity(
        &self,
        diags: &mut Diagnostics,
        field: &'static str,
        identity: Option<ResourceIdentityData>,
    ) -> Option<Value> {
        let data = identity.and_then(|identity| identity.identity_data);
        let value = decode(diags, field, data, &self.identity_shape())?;
        Some(Identity::read(&value).map_or(Value::Nil, |_| value))
    }

    /// An identity for the answer; none where there is none.
    pub(crate) fn encode_identity(
        &self,
        diags: &mut Diagnostics,
        identity: Value,
    ) -> Option<ResourceIdentityData> {
        if identity.is_nil() {
            return None;
        }
        let value = conform(identity, &self.identity_shape(), Direction::ToCore)
            .map_err(|mismatch| diags.add_error(problems::unfit_answer(mismatch)))
            .ok()?;
        Some(ResourceIdentityData {
            identity_data: Some(encode(diags, &value)?),
        })
    }

    /// The shape of an identity.
    pub(crate) fn identity_shape(&self) -> Shape {
        let fields = self.identity.iter().map(|attribute| {
            let field = Field {
                shape: Shape::String,
                computed: false,
                required: true,
                read_only: false,
            };
            (attribute.name.to_owned(), field)
        });
        Shape::Object(fields.collect())
    }
}

#[cfg(test)]
mod tests {
    use tf_provider::Diagnostics;
    use tf_provider::schema::{Block, Schema};

    use super::*;

    fn schema(identity: &'static [IdentityAttribute]) -> Option<TypeSchema> {
        let schema = Schema {
            version: 0,
            block: Block::default(),
        };
        let known = TypeSchema::new(schema, &[], &mut Diagnostics::default())?;
        Some(TypeSchema { identity, ..known })
    }

    /// Core takes an identity of a type that has none for granted and crashes.
    #[test]
    fn type_without_identity_answers_none() {
        let mut diags = Diagnostics::default();
        let identity = Identity::new([("id", "1".to_owned())]);
        let sent = schema(&[]).and_then(|known| known.encode_identity(&mut diags, identity.into()));
        assert_eq!(sent, None);
        assert_eq!(diags.errors.len(), 1);
    }

    #[test]
    fn identity_is_read_back_as_it_was_sent() {
        const ID: IdentityAttribute = IdentityAttribute {
            name: "id",
            description: "Its id.",
        };
        let mut diags = Diagnostics::default();
        let identity = Value::from(Identity::new([("id", "1".to_owned())]));
        let back = schema(&[ID]).and_then(|known| {
            let sent = known.encode_identity(&mut diags, identity.clone());
            known.decode_identity(&mut diags, "identity", sent)
        });
        assert_eq!(back, Some(identity));
    }
}
