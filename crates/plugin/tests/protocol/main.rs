//! Every call of the protocol against the toy provider: real messages through
//! the generated client and server, without a socket between them.

mod action;
mod apply;
mod data_source;
mod ephemeral;
mod function;
mod garbage;
mod generate;
mod identity;
mod import;
mod list;
mod plan;
mod read;
mod schema;
mod stop;
mod support;
mod upgrade;
mod validate;

#[path = "../../examples/toy/provider/mod.rs"]
mod toy;
