//! `import_id(app, email)`: what `terraform import` wants to hear.

use async_trait::async_trait;
use scalingo::Email;
use tf_provider::schema::{Description, FunctionSchema, Parameter, Type};
use tf_provider::{Diagnostic, Diagnostics, Function};

use crate::app_problem::AppProblem;
use crate::diagnostics::functions as messages;
use crate::import_id::ImportId;

const APP: &str = "app must be the ID or the name of an app or database";
const EMAIL: &str = "email must be one address such as \"user1@example.com\"";

/// `provider::scalingo::import_id`.
#[derive(Debug)]
pub(crate) struct ImportIdFunction;

fn build(app: &str, email: &str) -> Result<String, Diagnostic> {
    if let Some(problem) = AppProblem::find(app) {
        return Err(messages::argument(0, APP, &problem));
    }
    if let Err(problem) = Email::parse(email) {
        return Err(messages::argument(1, EMAIL, &problem));
    }
    Ok(ImportId::build(app, email))
}

#[async_trait]
impl Function for ImportIdFunction {
    type Input<'a> = (String, String);
    type Output<'a> = String;

    fn schema(&self, _diags: &mut Diagnostics) -> Option<FunctionSchema> {
        Some(FunctionSchema {
            parameters: vec![
                parameter("app", "Name or ID of the app or database."),
                parameter("email", "E-mail address of the person."),
            ],
            variadic: None,
            return_type: Type::String,
            summary: "Import ID of a collaborator".to_owned(),
            description: Description::markdown(
                "Returns the import ID of a person on an app or database, `app:email`, for \
                 `import` blocks. An invalid app or address is an error.",
            ),
            deprecated: None,
        })
    }

    async fn call<'a>(
        &self,
        diags: &mut Diagnostics,
        (app, email): Self::Input<'a>,
    ) -> Option<Self::Output<'a>> {
        crate::diagnostics::record(diags, build(&app, &email))
    }
}

fn parameter(name: &str, description: &str) -> Parameter {
    Parameter {
        name: name.to_owned(),
        param_type: Type::String,
        allow_null: false,
        allow_unknown: false,
        description: Description::markdown(description),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn app_and_address_make_an_import_id() {
        assert_eq!(
            build("my-app", "User1@example.com"),
            Ok("my-app:User1@example.com".to_owned())
        );
    }

    #[test]
    fn wrong_argument_is_named_by_its_index() {
        let index = |outcome: Result<String, Diagnostic>| outcome.map_err(|d| d.attribute);
        let at = tf_provider::AttributePath::function_argument;
        assert_eq!(index(build("", "user1@example.com")), Err(at(0)));
        assert_eq!(index(build("my-app", "user1")), Err(at(1)));
    }
}
