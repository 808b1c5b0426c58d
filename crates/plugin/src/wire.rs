//! The messages and services of the protocol, generated from `proto/`.
//!
//! Tests that play Terraform's part see the messages as `plugin::protocol`.

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
    missing_docs,
    unused_qualifications,
    clippy::allow_attributes,
    clippy::pedantic,
    reason = "generated"
)]
pub mod tfplugin6 {
    //! Messages and services of the provider protocol, as Terraform documents
    //! them in `tfplugin6.proto`.
    tonic::include_proto!("tfplugin6");
}
