//! The accept loop and the connections.

use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::calls::Router;
use crate::world::Shared;

/// Connections open at once; further ones wait in the system's queue.
const MOST_CONNECTIONS: usize = 1024;

/// Serves until `shared.stop` is cancelled, then closes every connection.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let router = Router::new(Arc::clone(&shared));
    let mut connections = JoinSet::new();
    loop {
        let has_room = connections.len() < MOST_CONNECTIONS;
        tokio::select! {
            () = shared.stop.cancelled() => break,
            accepted = listener.accept(), if has_room => match accepted {
                Ok((stream, _)) => {
                    shared.lock().log.connections += 1;
                    connections.spawn(converse(stream, Arc::clone(&shared), router.clone()));
                }
                // Out of file descriptors, most likely; do not spin.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// Serves one connection. Its end is never news: clients leave, faults cut.
async fn converse(stream: TcpStream, shared: Arc<Shared>, router: Router) {
    let service = TowerToHyperService::new(router);
    let conversation = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        () = shared.stop.cancelled() => {}
        _ = conversation => {}
    }
}
