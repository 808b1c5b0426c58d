//! The accept loop and the connections, which can be cut at any moment.

use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::calls::{self, Line};
use crate::routes;
use crate::world::Shared;

/// Connections open at once; further ones wait in the system's queue.
const MOST_CONNECTIONS: usize = 1024;

/// Serves until `shared.stop` is cancelled, then closes every connection.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let router = routes::router(Arc::clone(&shared));
    let mut connections = JoinSet::new();
    loop {
        let has_room = connections.len() < MOST_CONNECTIONS;
        tokio::select! {
            () = shared.stop.cancelled() => break,
            accepted = listener.accept(), if has_room => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(converse(stream, open_line(&shared, router.clone())));
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

fn open_line(shared: &Arc<Shared>, router: axum::Router) -> Line {
    let mut world = shared.lock();
    world.log.connections += 1;
    Line {
        shared: Arc::clone(shared),
        router,
        number: world.log.connections,
        cut: world.connections.clone(),
    }
}

/// Serves one connection. Its end is never news: clients leave, faults cut.
async fn converse(stream: TcpStream, line: Line) {
    let cut = line.cut.clone();
    let service = service_fn(move |request| calls::answer(line.clone(), request));
    let conversation = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        () = cut.cancelled() => {}
        _ = conversation => {}
    }
}
