//! Any bytes where core sends a value.
#![no_main]

mod service;

use libfuzzer_sys::fuzz_target;
use plugin::ProviderService;
use plugin::protocol::provider_server::Provider;
use plugin::protocol::{
    Diagnostic, DynamicValue, PlanResourceChangeRequest, ReadResourceRequest,
    ValidateResourceConfigRequest,
};
use tonic::Request;

const TYPE: &str = "scalingo_collaborator";

fn value(msgpack: &[u8]) -> Option<DynamicValue> {
    Some(DynamicValue {
        msgpack: msgpack.to_vec(),
        json: Vec::new(),
    })
}

async fn validate(service: &ProviderService, config: &[u8]) -> Vec<Diagnostic> {
    let request = ValidateResourceConfigRequest {
        type_name: TYPE.to_owned(),
        config: value(config),
        ..ValidateResourceConfigRequest::default()
    };
    let answer = service.validate_resource_config(Request::new(request));
    answer.await.expect("an answer").into_inner().diagnostics
}

async fn plan(service: &ProviderService, prior: &[u8], config: &[u8]) -> Vec<Diagnostic> {
    let request = PlanResourceChangeRequest {
        type_name: TYPE.to_owned(),
        prior_state: value(prior),
        proposed_new_state: value(config),
        config: value(config),
        ..PlanResourceChangeRequest::default()
    };
    let answer = service.plan_resource_change(Request::new(request));
    answer.await.expect("an answer").into_inner().diagnostics
}

async fn read(service: &ProviderService, state: &[u8], private: &[u8]) -> Vec<Diagnostic> {
    let request = ReadResourceRequest {
        type_name: TYPE.to_owned(),
        current_state: value(state),
        private: private.to_vec(),
        ..ReadResourceRequest::default()
    };
    let answer = service.read_resource(Request::new(request));
    answer.await.expect("an answer").into_inner().diagnostics
}

fuzz_target!(|bytes: (&[u8], &[u8])| {
    let (config, prior) = bytes;
    service::ask(async |service| {
        service::assert_calm(&validate(&service, config).await);
        service::assert_calm(&plan(&service, prior, config).await);
        service::assert_calm(&read(&service, prior, config).await);
    });
});
