//! `aka` ("also known as"): a list of person mentions in, persons out.

pub mod mention;
pub mod normalize;
pub mod transliterate;
pub mod lexicon;
pub mod score;

pub use mention::Mention;
