//! Any text as an import id.
#![no_main]

mod service;

use libfuzzer_sys::fuzz_target;
use plugin::protocol::ImportResourceStateRequest;
use plugin::protocol::provider_server::Provider;
use tonic::Request;

fuzz_target!(|id: &str| {
    let import = ImportResourceStateRequest {
        type_name: "scalingo_collaborator".to_owned(),
        id: id.to_owned(),
        ..ImportResourceStateRequest::default()
    };
    let told = service::ask(async |service| {
        let answer = service.import_resource_state(Request::new(import));
        answer.await.expect("an answer").into_inner()
    });
    assert!(told.imported_resources.is_empty());
    service::assert_calm(&told.diagnostics);
    for told in told.diagnostics {
        let shown = told.summary + &told.detail;
        assert!(!shown.contains(|c: char| c.is_control() && c != '\n'));
    }
});
