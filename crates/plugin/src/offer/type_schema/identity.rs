//! The identity of a type's objects, on its way into the provider and out of it.

use tf_provider::Diagnostics;

use super::super::identity::Identity;
use super::{TypeSchema, decode, encode};
use crate::problems;
use crate::value::{Direction, Field, Shape, Value, conform};
use crate::wire::tfplugin6::ResourceIdentityData;

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

    use super::super::super::identity::IdentityAttribute;
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
