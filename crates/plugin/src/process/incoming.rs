//! From a listener to connections that may speak.
//!
//! Each connection proves itself in a task of its own and within a time limit,
//! so that a stranger who connects and says nothing holds up nobody.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::Stream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::either::Either;
use tonic::transport::server::Connected;

use super::listener::{Listener, Socket};

/// How long a peer may take for its TLS handshake.
const HANDSHAKE_LIMIT: Duration = Duration::from_secs(10);

/// The pause after the system refused a connection, most likely for want of
/// file descriptors: trying again at once would spin.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Connections that may wait for the server to take them.
const BACKLOG: usize = 16;

/// Connections ready to be served. Dropping it stops listening.
pub(super) struct Incoming {
    ready: mpsc::Receiver<Connection>,
    _accepting: JoinSet<()>,
}

impl Incoming {
    /// Accepts from `listener` in the background: over TLS if `tls` is given,
    /// plain if not.
    pub(super) fn accept(listener: Listener, tls: Option<TlsAcceptor>) -> Self {
        Self::accept_within(listener, tls, HANDSHAKE_LIMIT)
    }

    pub(super) fn accept_within(
        listener: Listener,
        tls: Option<TlsAcceptor>,
        limit: Duration,
    ) -> Self {
        let (sender, ready) = mpsc::channel(BACKLOG);
        let door = Door { tls, limit, sender };
        let mut accepting = JoinSet::new();
        accepting.spawn(door.open(listener));
        Self {
            ready,
            _accepting: accepting,
        }
    }
}

impl Stream for Incoming {
    type Item = Result<Connection, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.ready
            .poll_recv(context)
            .map(|connection| connection.map(Ok))
    }
}

/// What a socket has to pass to become a connection.
#[derive(Clone)]
struct Door {
    tls: Option<TlsAcceptor>,
    limit: Duration,
    sender: mpsc::Sender<Connection>,
}

impl Door {
    async fn open(self, listener: Listener) {
        let mut arrivals = JoinSet::new();
        loop {
            tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((socket, _)) => {
                        arrivals.spawn(self.clone().let_in(socket));
                    }
                    Err(error) => {
                        tracing::warn!(error = &error as &dyn std::error::Error, "cannot accept a connection");
                        tokio::time::sleep(ACCEPT_PAUSE).await;
                    }
                },
                Some(_) = arrivals.join_next() => {}
            }
        }
    }

    async fn let_in(self, socket: Socket) {
        match self.admit(socket).await {
            // The server is gone only when the process ends.
            Ok(connection) => drop(self.sender.send(connection).await),
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "connection refused"
                );
            }
        }
    }

    async fn admit(&self, socket: Socket) -> io::Result<Connection> {
        let Some(tls) = &self.tls else {
            return Ok(Connection(Either::Left(socket)));
        };
        let stream = tokio::time::timeout(self.limit, tls.accept(socket)).await??;
        Ok(Connection(Either::Right(Box::new(stream))))
    }
}

/// A connection whose peer is known, or any connection when TLS is off.
pub(super) struct Connection(Either<Socket, Box<TlsStream<Socket>>>);

impl Connected for Connection {
    type ConnectInfo = ();

    fn connect_info(&self) -> Self::ConnectInfo {}
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.0.is_write_vectored()
    }
}
