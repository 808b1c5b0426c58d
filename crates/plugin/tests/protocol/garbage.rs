//! Whatever bytes stand where a value is expected, a call answers and nothing
//! panics.

use std::future::Future;

use plugin::protocol as wire;
use plugin::protocol::{Diagnostic, DynamicValue};
use proptest::prelude::{Strategy, TestCaseError, any, prop, proptest};

use super::support::client;

const CRASH: &str = "The provider crashed in this call";

fn value(msgpack: &[u8]) -> DynamicValue {
    DynamicValue {
        msgpack: msgpack.to_vec(),
        json: Vec::new(),
    }
}

/// Map heads, names of the note and odd extensions are likelier here than in
/// noise.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let part = prop::sample::select(vec![
        vec![0x81],
        vec![0x82],
        vec![0x91],
        vec![0xc0],
        b"\xa4text".to_vec(),
        b"\xa5parts".to_vec(),
        vec![0xd4, 0, 0],
        vec![0xc7, 3, 12, 0x81, 1, 0xc2],
        vec![0xcb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0],
        vec![0xd9, 2, 0xff, 0xfe],
    ]);
    let parts = prop::collection::vec(part, 0..8);
    (parts, any::<Vec<u8>>(), any::<bool>()).prop_map(|(parts, noise, noisy)| {
        let noise = if noisy { noise } else { Vec::new() };
        [parts.concat(), noise].concat()
    })
}

fn block_on<T>(answer: impl Future<Output = Result<T, tonic::Status>>) -> Result<T, TestCaseError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    let runtime = runtime.map_err(|error| TestCaseError::fail(error.to_string()))?;
    let answer = runtime.block_on(answer);
    answer.map_err(|status| TestCaseError::fail(status.to_string()))
}

fn calm(diagnostics: &[Diagnostic]) -> Result<(), TestCaseError> {
    let crashed = diagnostics.iter().any(|told| told.summary == CRASH);
    proptest::prop_assert!(!crashed, "{diagnostics:?}");
    Ok(())
}

proptest! {
    #[test]
    fn bytes_in_place_of_values_are_answered(a in bytes(), b in bytes(), c in bytes()) {
        let type_name = "toy_note".to_owned();
        let plan = wire::PlanResourceChangeRequest {
            type_name: type_name.clone(),
            prior_state: Some(value(&a)),
            proposed_new_state: Some(value(&b)),
            config: Some(value(&c)),
            ..wire::PlanResourceChangeRequest::default()
        };
        let planned = block_on(client().plan_resource_change(plan))?;
        calm(&planned.into_inner().diagnostics)?;
        let apply = wire::ApplyResourceChangeRequest {
            type_name: type_name.clone(),
            prior_state: Some(value(&a)),
            planned_state: Some(value(&b)),
            config: Some(value(&c)),
            ..wire::ApplyResourceChangeRequest::default()
        };
        let applied = block_on(client().apply_resource_change(apply))?;
        calm(&applied.into_inner().diagnostics)?;
        let generate = wire::GenerateResourceConfigRequest {
            type_name: type_name.clone(),
            state: Some(value(&a)),
        };
        let generated = block_on(client().generate_resource_config(generate))?;
        calm(&generated.into_inner().diagnostics)?;
        let list = wire::ListResourceRequest {
            type_name: type_name.clone(),
            config: Some(value(&a)),
            include_resource_object: true,
            limit: 3,
        };
        let mut listed = block_on(client().list_resource(list))?.into_inner();
        while let Some(event) = block_on(listed.message())? {
            calm(&event.diagnostic)?;
        }
        let read = wire::ReadResourceRequest {
            type_name,
            current_state: Some(value(&a)),
            private: b,
            current_identity: Some(wire::ResourceIdentityData {
                identity_data: Some(value(&c)),
            }),
            ..wire::ReadResourceRequest::default()
        };
        let read = block_on(client().read_resource(read))?;
        calm(&read.into_inner().diagnostics)?;
    }

    #[test]
    fn bytes_in_place_of_configurations_are_answered(a in bytes()) {
        let open = wire::OpenEphemeralResourceRequest {
            type_name: "toy_whisper".to_owned(),
            config: Some(value(&a)),
            ..wire::OpenEphemeralResourceRequest::default()
        };
        let opened = block_on(client().open_ephemeral_resource(open))?;
        calm(&opened.into_inner().diagnostics)?;
        let plan = wire::PlanActionRequest {
            action_type: "toy_ring".to_owned(),
            config: Some(value(&a)),
            ..wire::PlanActionRequest::default()
        };
        let planned = block_on(client().plan_action(plan))?;
        calm(&planned.into_inner().diagnostics)?;
    }

    #[test]
    fn stored_bytes_are_upgraded_or_refused(json: Vec<u8>, version: i64) {
        let request = wire::UpgradeResourceIdentityRequest {
            type_name: "toy_note".to_owned(),
            version,
            raw_identity: Some(wire::RawState { json: json.clone(), ..wire::RawState::default() }),
        };
        let upgraded = block_on(client().upgrade_resource_identity(request))?;
        calm(&upgraded.into_inner().diagnostics)?;
        let request = wire::UpgradeResourceStateRequest {
            type_name: "toy_note".to_owned(),
            version,
            raw_state: Some(wire::RawState { json, ..wire::RawState::default() }),
        };
        let upgraded = block_on(client().upgrade_resource_state(request))?;
        calm(&upgraded.into_inner().diagnostics)?;
    }

    #[test]
    fn bytes_in_place_of_arguments_are_answered(a in bytes(), b in bytes()) {
        let arguments = vec![value(&a), value(&b)];
        let request = wire::CallFunctionRequest { name: "join".to_owned(), arguments };
        let called = block_on(client().call_function(request))?.into_inner();
        let crashed = called.error.is_some_and(|error| error.text.contains(CRASH));
        proptest::prop_assert!(!crashed);
    }
}
