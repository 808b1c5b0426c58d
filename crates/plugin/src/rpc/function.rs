//! `CallFunction`. Runs on providers that were never configured.

use tf_provider::schema::{FunctionSchema, Type};
use tf_provider::{AttributePathStep, Diagnostic, Diagnostics};

use super::{Rpc, Subject};
use crate::offer::{Offer, decode, encode};
use crate::problems;
use crate::value::{Direction, Shape, Value, conform};
use crate::wire::tfplugin6::{
    CallFunctionRequest, CallFunctionResponse, DynamicValue, FunctionError,
};

impl Rpc for CallFunctionRequest {
    type Response = CallFunctionResponse;
    const NAME: &'static str = "CallFunction";

    fn subject(&self) -> Subject<'_> {
        Subject::Function(&self.name)
    }

    async fn answer(self, offer: &Offer, diags: &mut Diagnostics) -> Option<CallFunctionResponse> {
        let function = offer.function(diags, &self.name)?;
        let schema = function.schema(diags)?;
        let arguments = arguments(diags, &schema, self.arguments)?;
        let result = function.call(diags, arguments).await?;
        let result = conform(
            result,
            &shape(diags, &schema.return_type)?,
            Direction::ToCore,
        )
        .map_err(|mismatch| diags.add_error(problems::unfit_answer(mismatch)))
        .ok()?;
        Some(CallFunctionResponse {
            result: Some(encode(diags, &result)?),
            error: None,
        })
    }

    /// The protocol has no warnings here; they are in the log.
    fn tell(response: &mut CallFunctionResponse, diags: Diagnostics) {
        if !diags.errors.is_empty() {
            response.result = None;
            response.error = Some(error(&diags.errors));
        }
    }
}

/// The arguments in the shapes of their parameters. Variadic ones are flattened
/// behind the others.
fn arguments(
    diags: &mut Diagnostics,
    schema: &FunctionSchema,
    values: Vec<DynamicValue>,
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
            let shape = shape(diags, &parameter.param_type)?;
            argument(diags, index, value, &shape)
        })
        .collect()
}

fn argument(
    diags: &mut Diagnostics,
    index: usize,
    value: DynamicValue,
    shape: &Shape,
) -> Option<Value> {
    let mut own = Diagnostics::default();
    let argument = decode(&mut own, "arguments", Some(value), shape);
    let step = AttributePathStep::Index(i64::try_from(index).unwrap_or(i64::MAX));
    for mut error in own.errors {
        error.attribute.steps.insert(0, step.clone());
        diags.add_error(error);
    }
    argument
}

fn shape(diags: &mut Diagnostics, of: &Type) -> Option<Shape> {
    let shape = Shape::of_type(of);
    if shape.is_none() {
        diags.add_error(problems::unsupported_schema());
    }
    shape
}

/// All errors in one text. It points at an argument when all of them do.
fn error(errors: &[Diagnostic]) -> FunctionError {
    let texts: Vec<String> = errors.iter().map(text).collect();
    let mut arguments = errors.iter().map(argument_of);
    let first = arguments.next().flatten();
    FunctionError {
        text: texts.join("\n"),
        function_argument: first.filter(|_| arguments.all(|other| other == first)),
    }
}

fn text(error: &Diagnostic) -> String {
    if error.detail.is_empty() {
        error.summary.to_string()
    } else {
        format!("{}: {}", error.summary, error.detail)
    }
}

fn argument_of(error: &Diagnostic) -> Option<i64> {
    match error.attribute.steps.first() {
        Some(AttributePathStep::Index(index)) => Some(*index),
        _ => None,
    }
}
