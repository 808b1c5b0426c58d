//! `CallFunction`.

use serde_json::{Value as Json, json};

use super::support::{Tested, client, received, send};
use plugin::protocol::{CallFunctionRequest, CallFunctionResponse};

async fn join(arguments: Vec<Json>) -> Result<CallFunctionResponse, tonic::Status> {
    let request = CallFunctionRequest {
        name: "join".to_owned(),
        arguments: arguments.into_iter().filter_map(send).collect(),
    };
    Ok(client().call_function(request).await?.into_inner())
}

#[tokio::test]
async fn function_returns_its_result() -> Tested {
    let response = join(vec![json!("-"), json!(["a", "b"])]).await?;
    assert_eq!(response.error, None);
    assert_eq!(received(response.result)?, json!("a-b"));
    Ok(())
}

#[tokio::test]
async fn error_points_at_its_argument() -> Tested {
    let rows = [
        (vec![json!("-"), json!([])], Some(1), "nothing to join"),
        (vec![json!(1), json!(["a"])], Some(0), "does not fit"),
        (
            vec![json!("-"), json!(["a"]), json!("b")],
            None,
            "takes 2 arguments",
        ),
    ];
    for (arguments, index, text) in rows {
        let error = join(arguments).await?.error.ok_or("no error")?;
        assert_eq!(error.function_argument, index);
        assert!(error.text.contains(text), "{}", error.text);
    }
    Ok(())
}

#[tokio::test]
async fn function_not_offered_is_an_error() -> Tested {
    let request = CallFunctionRequest {
        name: "split".to_owned(),
        arguments: Vec::new(),
    };
    let response = client().call_function(request).await?.into_inner();
    let error = response.error.ok_or("no error")?;
    assert!(
        error.text.contains("no function \"split\""),
        "{}",
        error.text
    );
    Ok(())
}
