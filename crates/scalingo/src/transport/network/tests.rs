use reqwest::Proxy;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

type TestResult<T = ()> = Result<T, Box<dyn StdError>>;

/// The obstacle that a request to `url` meets, through `proxy` if there is one.
async fn met(url: &str, proxy: Option<String>) -> TestResult<Option<Obstacle>> {
    let builder = Client::builder().no_proxy();
    let builder = match &proxy {
        Some(proxy) => builder.proxy(Proxy::all(proxy)?),
        None => builder,
    };
    let client = build(builder).map_err(|fault| format!("{fault:?}"))?;
    let error = client.get(url).send().await.err().ok_or("was answered")?;
    match fault(error, proxy.is_some()) {
        Fault::Blocked(obstacle, _) => Ok(Some(obstacle)),
        Fault::NotSent(_) => Ok(None),
        other => Err(format!("{other:?}").into()),
    }
}

/// A proxy that gives every connection this answer.
async fn proxy(answer: &'static str) -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 1024];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    Ok(format!("http://{address}"))
}

/// An address at which nobody listens.
async fn nobody() -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    Ok(format!("http://{}", listener.local_addr()?))
}

#[tokio::test]
async fn host_without_an_address_is_an_obstacle() -> TestResult {
    // No name server is asked for a label of more than 63 characters.
    let host = format!("http://{}.example.com", "a".repeat(64));
    assert_eq!(met(&host, None).await?, Some(Obstacle::UnknownHost));
    Ok(())
}

#[tokio::test]
async fn proxy_that_refuses_or_wants_a_sign_in_is_an_obstacle() -> TestResult {
    let url = "https://api.example.com";
    let wants = proxy("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n").await?;
    assert_eq!(met(url, Some(wants)).await?, Some(Obstacle::ProxySignIn));
    let refuses = nobody().await?;
    assert_eq!(met(url, Some(refuses)).await?, Some(Obstacle::ProxyRefused));
    Ok(())
}

#[tokio::test]
async fn what_may_pass_is_no_obstacle() -> TestResult {
    let busy = proxy("HTTP/1.1 503 Service Unavailable\r\n\r\n").await?;
    assert_eq!(met("https://api.example.com", Some(busy)).await?, None);
    assert_eq!(met(&nobody().await?, None).await?, None);
    Ok(())
}
