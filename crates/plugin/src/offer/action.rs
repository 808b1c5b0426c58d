//! Actions: work without an object, done when somebody asks for it.

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use tf_provider::Diagnostics;
use tf_provider::schema::Schema;
use tokio::sync::mpsc::UnboundedSender;

use super::typed::typed;
use super::{TypeSchema, Typed};
use crate::stop::is_call_stopped;
use crate::value::Value;

/// Work that `terraform apply -invoke` or a trigger asks for (Terraform 1.14).
///
/// It leaves nothing in the state, so Terraform never makes up for one that
/// failed half-way: doing it again must be harmless.
#[async_trait]
pub trait Action: Send + Sync {
    /// What the `config` block may say.
    type Config: DeserializeOwned + Send + 'static;

    /// The schema of the `config` block, or [`None`] with an error in `diags`.
    fn schema(&self, diags: &mut Diagnostics) -> Option<Schema>;

    /// Names of the attributes on the top level that are write-only: Terraform
    /// lets ephemeral values into no others.
    fn write_only(&self) -> &'static [&'static str] {
        &[]
    }

    /// Checks a `config` block, whose values may be unknown: before each plan,
    /// and in it. [`None`] means the same as an error in `diags`.
    async fn validate(&self, diags: &mut Diagnostics, config: Self::Config) -> Option<()> {
        _ = (diags, config);
        Some(())
    }

    /// Does the work. [`None`] means the same as an error in `diags`.
    ///
    /// After a stop it goes on, as a write does: it ends its waits itself. It
    /// also goes on when nobody reads its progress any more.
    ///
    /// Terraform up to 1.15 shows all diagnostics as one, under a heading of its
    /// own: each has to be understood without its attribute.
    async fn invoke(
        &self,
        diags: &mut Diagnostics,
        config: Self::Config,
        progress: &Progress,
    ) -> Option<()>;
}

/// Where an action says how far it is.
#[derive(Debug)]
pub struct Progress(UnboundedSender<String>);

impl Progress {
    /// Progress that is sent to `lines`.
    pub(crate) fn new(lines: UnboundedSender<String>) -> Self {
        Self(lines)
    }

    /// Shows one line at once, whether somebody reads it or not; nothing after a
    /// stop. There Terraform takes progress as the end of the stream, and would
    /// show no diagnostics.
    pub fn say(&self, line: impl Into<String>) {
        if is_call_stopped() {
            return;
        }
        // Nobody reads any more when Terraform is gone; the work goes on.
        drop(self.0.send(line.into()));
    }
}

/// [`Action`] over untyped values. Wherever [`None`] is returned, `diags`
/// should hold an error.
#[async_trait]
pub(crate) trait ErasedAction: Send + Sync {
    fn schema(&self, diags: &mut Diagnostics) -> Option<TypeSchema>;
    async fn validate(&self, diags: &mut Diagnostics, config: Value) -> Option<()>;
    async fn invoke(
        &self,
        diags: &mut Diagnostics,
        config: Value,
        progress: &Progress,
    ) -> Option<()>;
}

#[async_trait]
impl<A: Action> ErasedAction for Typed<A> {
    fn schema(&self, diags: &mut Diagnostics) -> Option<TypeSchema> {
        TypeSchema::new(self.0.schema(diags)?, self.0.write_only(), diags)
    }

    async fn validate(&self, diags: &mut Diagnostics, config: Value) -> Option<()> {
        let config = typed(diags, config)?;
        self.0.validate(diags, config).await
    }

    async fn invoke(
        &self,
        diags: &mut Diagnostics,
        config: Value,
        progress: &Progress,
    ) -> Option<()> {
        let config = typed(diags, config)?;
        self.0.invoke(diags, config, progress).await
    }
}
