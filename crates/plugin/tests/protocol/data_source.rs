//! `ValidateDataResourceConfig` and `ReadDataSource`.

use serde_json::json;

use super::support::{Tested, client, received, send, told};
use plugin::protocol::{ReadDataSourceRequest, ValidateDataResourceConfigRequest};

#[tokio::test]
async fn data_source_fills_what_it_computes() -> Tested {
    let request = ReadDataSourceRequest {
        type_name: "toy_echo".to_owned(),
        config: send(json!({"text": "four", "length": null})),
        ..ReadDataSourceRequest::default()
    };
    let response = client().read_data_source(request).await?.into_inner();
    assert!(response.diagnostics.is_empty());
    assert_eq!(
        received(response.state)?,
        json!({"text": "four", "length": 4})
    );
    Ok(())
}

#[tokio::test]
async fn data_source_warns_at_its_attribute() -> Tested {
    let request = ValidateDataResourceConfigRequest {
        type_name: "toy_echo".to_owned(),
        config: send(json!({"text": "silence", "length": null})),
    };
    let response = client().validate_data_resource_config(request).await?;
    assert_eq!(
        told(&response.into_inner().diagnostics),
        ["warning at text: Nothing to repeat"]
    );
    Ok(())
}

#[tokio::test]
async fn required_attribute_that_is_null_is_refused_before_anything_is_read() -> Tested {
    let expected = ["error at text: Required attribute is null"];
    let request = ValidateDataResourceConfigRequest {
        type_name: "toy_echo".to_owned(),
        config: send(json!({"text": null, "length": null})),
    };
    let response = client().validate_data_resource_config(request).await?;
    assert_eq!(told(&response.into_inner().diagnostics), expected);
    let request = ReadDataSourceRequest {
        type_name: "toy_echo".to_owned(),
        config: send(json!({"text": null, "length": null})),
        ..ReadDataSourceRequest::default()
    };
    let response = client().read_data_source(request).await?.into_inner();
    assert_eq!(told(&response.diagnostics), expected);
    assert_eq!(response.state, None);
    Ok(())
}
