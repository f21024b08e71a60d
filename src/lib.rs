//! `aka` ("also known as"): a list of person mentions in, persons out.

pub mod mention;
pub mod normalize;
pub mod transliterate;
pub mod lexicon;

pub use mention::Mention;
