//! `InvokeAction`, whose answer is a stream that is sent while the work is done.

use futures_util::{StreamExt, stream};
use tokio::sync::mpsc::unbounded_channel;
use tonic::Status;
use tonic::codegen::BoxStream;

use super::ProviderService;
use crate::offer::action::Progress;
use crate::rpc::action::Invocation;
use crate::wire::tfplugin6::invoke_action_event::{Progress as Line, Type};
use crate::wire::tfplugin6::{InvokeActionEvent, InvokeActionRequest};

impl ProviderService {
    /// Begins the work and returns its events: progress while it goes on, then
    /// `completed`, once.
    ///
    /// It is a task of its own, so that it comes to its end when the stream is
    /// read slowly or not at all.
    pub(super) fn invoke(&self, request: InvokeActionRequest) -> BoxStream<InvokeActionEvent> {
        let (sender, mut lines) = unbounded_channel();
        let progress = Progress::new(sender);
        let service = self.clone();
        let work = async move {
            let invocation = Invocation { request, progress };
            service.run_in_span(invocation).await
        };
        let work = self.invocations.spawn(work);
        let completed = async {
            let completed = work
                .await
                .map_err(|error| Status::internal(error.to_string()))?;
            Ok(event(Type::Completed(completed)))
        };
        let lines = stream::poll_fn(move |context| lines.poll_recv(context));
        lines
            .map(|message| Ok(event(Type::Progress(Line { message }))))
            .chain(stream::once(completed))
            .boxed()
    }

    /// Waits until the work of every action is done, read or not: a server ends
    /// after it.
    pub async fn all_invoked(&self) {
        self.invocations.close();
        self.invocations.wait().await;
    }
}

fn event(of: Type) -> InvokeActionEvent {
    InvokeActionEvent { r#type: Some(of) }
}
