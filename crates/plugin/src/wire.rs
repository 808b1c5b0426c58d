//! The messages and services of the protocol, generated from `proto/`.
//!
//! Nothing here leaves the crate, and only `decode`, `encode`, `service` and
//! `controller` may use it.

#[expect(
    unreachable_pub,
    unused_qualifications,
    clippy::allow_attributes,
    clippy::pedantic,
    reason = "generated"
)]
pub(crate) mod plugin {
    //! Services the host expects beside the provider.
    tonic::include_proto!("plugin");
}

#[expect(
    unreachable_pub,
    unused_qualifications,
    clippy::allow_attributes,
    clippy::pedantic,
    reason = "generated"
)]
pub(crate) mod tfplugin6 {
    //! The provider protocol.
    tonic::include_proto!("tfplugin6");
}
