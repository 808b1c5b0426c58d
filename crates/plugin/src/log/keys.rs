//! Names of the fields in log lines.
//!
//! Users of the official plugin SDK search for these names, so they are spelt
//! as there. Use them in `tracing` macros as `{ keys::RPC } = "…"`.

/// Name of the gRPC method, such as `PlanResourceChange`.
pub(crate) const RPC: &str = "tf_rpc";

/// Source address of the provider.
pub(crate) const PROVIDER_ADDRESS: &str = "tf_provider_addr";

/// Protocol version the server implements, as `major.minor`.
pub(crate) const PROTOCOL_VERSION: &str = "tf_proto_version";

/// Type name of the managed resource a call is about.
pub(crate) const RESOURCE_TYPE: &str = "tf_resource_type";

/// Type name of the data source a call is about.
pub(crate) const DATA_SOURCE_TYPE: &str = "tf_data_source_type";

/// Type name of the list resource a call is about.
pub(crate) const LIST_RESOURCE_TYPE: &str = "tf_list_resource_type";

/// Type name of the ephemeral resource a call is about.
pub(crate) const EPHEMERAL_RESOURCE_TYPE: &str = "tf_ephemeral_resource_type";

/// Type name of the action a call is about.
pub(crate) const ACTION_TYPE: &str = "tf_action_type";

/// Random name of one call, the same in all its lines.
pub(crate) const REQUEST_ID: &str = "tf_req_id";

/// How long a call took, in milliseconds.
pub(crate) const REQUEST_DURATION_MS: &str = "tf_req_duration_ms";

/// How many error diagnostics a call answered.
pub(crate) const DIAGNOSTIC_ERROR_COUNT: &str = "diagnostic_error_count";

/// How many warning diagnostics a call answered.
pub(crate) const DIAGNOSTIC_WARNING_COUNT: &str = "diagnostic_warning_count";

/// Summary of one diagnostic. The detail is never logged: it may hold values.
pub(crate) const DIAGNOSTIC_SUMMARY: &str = "diagnostic_summary";

/// Attribute path one diagnostic points at.
pub(crate) const DIAGNOSTIC_ATTRIBUTE: &str = "diagnostic_attribute";

/// Name of the provider function a call is about.
pub(crate) const FUNCTION: &str = "tf_function";
