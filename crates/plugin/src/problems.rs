//! Every message that the server itself puts before a user.
//!
//! Built as literals: the constructors of [`Diagnostic`] append a backtrace to
//! the detail when `RUST_BACKTRACE` is set.

use std::any::type_name;
use std::error::Error;

use tf_provider::{AttributePath, Diagnostic, Diagnostics};

use crate::causes::line;
use crate::value::Mismatch;

const PROVIDER_BUG: &str = "This is a bug in the provider; please report it to its developers.";

fn problem(summary: &'static str, detail: String) -> Diagnostic {
    Diagnostic {
        summary: summary.into(),
        detail: detail.into(),
        attribute: AttributePath::root(),
    }
}

/// Diagnostics that hold one error.
pub(crate) fn alone(error: Diagnostic) -> Diagnostics {
    Diagnostics {
        errors: vec![error],
        warnings: Vec::new(),
    }
}

/// Adds an error when there is no result and nothing says why.
pub(crate) fn with_error(mut diags: Diagnostics, what: &str) -> Diagnostics {
    if diags.errors.is_empty() {
        diags.add_error(problem(
            "No result and no reason",
            format!(
                "The provider gave no result for \"{what}\" and named no error. {PROVIDER_BUG}"
            ),
        ));
    }
    diags
}

/// Terraform asked for something this provider does not have.
pub(crate) fn not_offered(kind: &str, name: &str) -> Diagnostic {
    problem(
        "Not offered by this provider",
        format!(
            "This provider has no {kind} \"{name}\". Terraform may have read its schema from \
             another version: run \"terraform init -upgrade\" and try again."
        ),
    )
}

/// A request that is not what the protocol says.
fn unreadable(what: String) -> Diagnostic {
    problem("Request not understood", what)
}

/// A value that is not msgpack.
pub(crate) fn unreadable_value(field: &str, error: &(dyn Error + 'static)) -> Diagnostic {
    unreadable(format!(
        "The field {field} holds no value: {}.",
        line(error)
    ))
}

/// A value that came as JSON, which core never sends.
pub(crate) fn json_value(field: &str) -> Diagnostic {
    unreadable(format!(
        "The field {field} holds JSON, msgpack is expected."
    ))
}

/// Stored state that is not a JSON object.
pub(crate) fn unreadable_state(error: &(dyn Error + 'static)) -> Diagnostic {
    unreadable(format!(
        "The stored state is not a JSON object: {}.",
        line(error)
    ))
}

/// Stored state that is older than Terraform 0.12.
pub(crate) fn flatmap_state() -> Diagnostic {
    unreadable(
        "The state was stored by Terraform 0.11 or older. Apply once with the provider version \
         that wrote it."
            .to_owned(),
    )
}

/// No stored state came along.
pub(crate) fn no_state() -> Diagnostic {
    unreadable("The request holds no state.".to_owned())
}

/// A value from Terraform that does not fit the schema.
pub(crate) fn unfit_request(mismatch: Mismatch) -> Diagnostic {
    let detail = format!(
        "A value does not have the shape that the provider's schema gives it: {}. Terraform may \
         have read the schema from another version: run \"terraform init -upgrade\" and try again.",
        mismatch.what
    );
    Diagnostic {
        attribute: mismatch.path,
        ..problem("Value does not fit the schema", detail)
    }
}

/// A value from the provider that does not fit its own schema.
pub(crate) fn unfit_answer(mismatch: Mismatch) -> Diagnostic {
    let detail = format!(
        "The provider returned a value that its own schema does not allow: {}. {PROVIDER_BUG}",
        mismatch.what
    );
    Diagnostic {
        attribute: mismatch.path,
        ..problem("Result does not fit the schema", detail)
    }
}

/// A required attribute whose value is null.
pub(crate) fn required_is_null(attribute: AttributePath) -> Diagnostic {
    let detail = format!(
        "A value is expected for {attribute}, which is required, but it is null. Set it. If it \
         comes from a variable, an output or another resource, make sure that this one has a value."
    );
    Diagnostic {
        attribute,
        ..problem("Required attribute is null", detail)
    }
}

/// Stored state that does not fit the schema.
pub(crate) fn unfit_state(mismatch: Mismatch) -> Diagnostic {
    let detail = format!(
        "The stored state cannot be brought to the shape of today's schema: {}. If another \
         provider or version wrote it, remove the object with \"terraform state rm\" and import \
         it again.",
        mismatch.what
    );
    Diagnostic {
        attribute: mismatch.path,
        ..problem("State does not fit the schema", detail)
    }
}

/// State written by a later version of the provider.
pub(crate) fn newer_state(stored: i64, supported: i64) -> Diagnostic {
    problem(
        "State of a newer provider",
        format!(
            "The state has schema version {stored}, this provider knows versions up to \
             {supported}. Use the provider version that wrote the state, or a later one."
        ),
    )
}

/// A finished state with unknown values in it.
pub(crate) fn unknown_in_state() -> Diagnostic {
    problem(
        "Unknown value in the result",
        format!(
            "The provider returned a state in which a value is still unknown; it is kept as null. \
             {PROVIDER_BUG}"
        ),
    )
}

/// A state that must not be null is.
pub(crate) fn null_state(rpc: &str) -> Diagnostic {
    problem(
        "Result is missing",
        format!("The provider answered {rpc} with null where an object is wanted. {PROVIDER_BUG}"),
    )
}

/// An identity that leaves open which object is meant.
pub(crate) fn incomplete_identity() -> Diagnostic {
    problem(
        "Identity is incomplete",
        "A text is expected for every attribute of the identity, but one is null or missing. Set \
         all of them, or import by id."
            .to_owned(),
    )
}

/// A stored identity that is no JSON.
pub(crate) fn unreadable_identity(error: &(dyn Error + 'static)) -> Diagnostic {
    unreadable(format!("The stored identity is not JSON: {}.", line(error)))
}

/// An identity written by a later version of the provider.
pub(crate) fn newer_identity(stored: i64, supported: i64) -> Diagnostic {
    problem(
        "Identity of a newer provider",
        format!(
            "The stored identity has schema version {stored}, this provider knows versions up to \
             {supported}. Use the provider version that wrote it, or a later one."
        ),
    )
}

/// A write-only attribute is set, but Terraform would keep it.
pub(crate) fn write_only_not_supported(name: &'static str) -> Diagnostic {
    Diagnostic {
        attribute: AttributePath::new(name),
        ..problem(
            "Write-only attribute not supported",
            "This attribute must not be kept in state, and this version of Terraform cannot \
             promise that. Use Terraform 1.11 or later, or leave the attribute out."
                .to_owned(),
        )
    }
}

/// An ephemeral resource is to be renewed.
pub(crate) fn never_renewed(type_name: &str) -> Diagnostic {
    unreadable(format!(
        "Terraform wants to renew \"{type_name}\", which is never opened with a time at which it \
         has to be renewed."
    ))
}

/// A list of fewer than no objects.
pub(crate) fn negative_limit(limit: i64) -> Diagnostic {
    unreadable(format!("The limit is {limit}, 0 or more is expected."))
}

/// Configuration is to be generated from no state.
pub(crate) fn nothing_to_generate_from() -> Diagnostic {
    problem(
        "No state to generate configuration from",
        "Terraform sent no state along, which 1.14.0 never does. Use Terraform 1.14.1 or later."
            .to_owned(),
    )
}

/// More arguments than the function has parameters.
pub(crate) fn too_many_arguments(wanted: usize) -> Diagnostic {
    problem(
        "Too many arguments",
        format!("This function takes {wanted} arguments."),
    )
}

/// A name in the list of write-only attributes that is no attribute.
pub(crate) fn write_only_not_in_schema(name: &str) -> Diagnostic {
    problem(
        "Write-only attribute without schema",
        format!("\"{name}\" is declared write-only but is not in the schema. {PROVIDER_BUG}"),
    )
}

/// A schema with something that this server does not serve.
pub(crate) fn unsupported_schema() -> Diagnostic {
    problem(
        "Schema not supported",
        format!("The schema has nested blocks, dynamic types or tuples. {PROVIDER_BUG}"),
    )
}

/// A value that cannot be written as msgpack.
pub(crate) fn unwritable_value(error: &(dyn Error + 'static)) -> Diagnostic {
    problem(
        "Value cannot be passed on",
        format!("{}. {PROVIDER_BUG}", line(error)),
    )
}

/// The provider's type does not fit the value that its schema allows.
pub(crate) fn unreadable_type<T>(error: &rmpv::ext::Error) -> Diagnostic {
    problem(
        "Type does not fit the schema",
        format!(
            "A value that the schema allows cannot be read as {}: {}. {PROVIDER_BUG}",
            type_name::<T>(),
            without_value(&error.to_string()),
        ),
    )
}

/// The provider's type cannot be written.
pub(crate) fn unwritable_type<T>(error: &(dyn Error + 'static)) -> Diagnostic {
    problem(
        "Type does not fit the schema",
        format!(
            "{} cannot be written as a value: {}. {PROVIDER_BUG}",
            type_name::<T>(),
            line(error)
        ),
    )
}

/// A call that panicked.
pub(crate) fn panicked(rpc: &str, message: &str) -> Diagnostic {
    problem(
        "The provider crashed in this call",
        format!(
            "{rpc} panicked: {message}. Other calls went on. If something was being created, \
             changed or removed, its outcome is unknown: look at it before you apply again. \
             {PROVIDER_BUG}"
        ),
    )
}

/// A call that came in just after Terraform said stop.
pub(crate) fn not_begun() -> Diagnostic {
    problem(
        "Cancelled",
        "Terraform was interrupted a moment ago, so this call was not begun: nothing was sent and \
         nothing was changed. Run the command again."
            .to_owned(),
    )
}

/// A call that was dropped because Terraform stops.
pub(crate) fn cancelled() -> Diagnostic {
    problem(
        "Cancelled",
        "Terraform was interrupted, so this call was ended. Nothing was changed by it.".to_owned(),
    )
}

/// Leaves out the value that serde quotes: it may be a secret.
fn without_value(message: &str) -> String {
    match message.rsplit_once(", expected") {
        Some((_, expected)) => format!("unexpected value, expected{expected}"),
        None => message.to_owned(),
    }
}
