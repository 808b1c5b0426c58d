//! `CallFunction`.

use super::{Decode, DecodeError, value};
use crate::logic::function::CallFunction;
use crate::wire::tfplugin6::CallFunctionRequest as Request;

impl Decode for CallFunction {
    type Request = Request;

    fn decode(request: Self::Request) -> Result<Self, DecodeError> {
        let arguments = request.arguments.into_iter();
        Ok(CallFunction {
            name: request.name,
            arguments: arguments
                .map(|argument| value("arguments", Some(argument)))
                .collect::<Result<_, _>>()?,
        })
    }
}
