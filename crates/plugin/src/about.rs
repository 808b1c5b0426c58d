//! Who the plugin is: in logs, in the handshake, to a debugger.

/// Who the plugin is.
#[derive(Clone, Copy, Debug)]
pub struct Plugin {
    /// The type part of the source address, such as `scalingo`. It names the
    /// log variable `TF_LOG_PROVIDER_<NAME>`.
    pub name: &'static str,
    /// The source address with its host, such as
    /// `registry.terraform.io/example/scalingo`: shown in logs and used as the
    /// key of `TF_REATTACH_PROVIDERS`.
    pub address: &'static str,
    /// The provider's own version, without a leading `v`.
    pub version: &'static str,
}
