//! `aka` ("also known as"): a list of person mentions in, persons out.

pub mod mention;

pub use mention::Mention;
