//! `CallFunction`. Runs on providers that were never configured.

use tf_provider::schema::FunctionSchema;
use tf_provider::{AttributePathStep, Diagnostics};

use super::{Call, Offer, Outcome, Subject, problems};
use crate::value::{Direction, Shape, Value, conform};

/// A function and its arguments, variadic ones flattened behind the others.
pub(crate) struct CallFunction {
    pub(crate) name: String,
    pub(crate) arguments: Vec<Value>,
}

impl Call for CallFunction {
    /// What the function returned. An error whose path begins with an index
    /// is about that argument.
    type Answer = Outcome;
    const RPC: &'static str = "CallFunction";

    fn subject(&self) -> Subject<'_> {
        Subject::Function(&self.name)
    }

    async fn run(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Outcome> {
        let function = offer.function(diags, &self.name)?;
        let schema = function.schema(diags)?;
        let arguments = arguments(diags, &schema, self.arguments)?;
        let result = function.call(diags, arguments).await?;
        conform(result, &Shape::from(&schema.return_type), Direction::ToCore)
            .map_err(|mismatch| diags.add_error(problems::unfit_answer(mismatch)))
            .ok()
            .map(Outcome::from)
    }
}

fn arguments(
    diags: &mut Diagnostics,
    schema: &FunctionSchema,
    values: Vec<Value>,
) -> Option<Vec<Value>> {
    let parameters = schema.parameters.iter().map(Some);
    let parameters = parameters.chain(std::iter::repeat(schema.variadic.as_ref()));
    let arguments = values.into_iter().zip(parameters).enumerate();
    arguments
        .map(|(index, (value, parameter))| {
            let Some(parameter) = parameter else {
                diags.add_error(problems::too_many_arguments(schema.parameters.len()));
                return None;
            };
            let step = AttributePathStep::Index(i64::try_from(index).unwrap_or(i64::MAX));
            conform(
                value,
                &Shape::from(&parameter.param_type),
                Direction::FromCore,
            )
            .map_err(|e| diags.add_error(problems::unfit_request(e.within(step))))
            .ok()
        })
        .collect()
}
