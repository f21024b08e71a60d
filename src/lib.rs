//! `aka` ("also known as"): a list of person mentions in, persons out.

pub mod mention;
pub mod normalize;
pub mod transliterate;
pub mod lexicon;
pub mod block;
pub mod score;
pub mod context;
pub mod cluster;
pub mod person;
pub mod evaluate;
mod resolver;

pub use mention::Mention;
pub use person::{CanonicalName, Person};
pub use resolver::{
    Assignment, BuildError, Comparison, Link, LinkKind, Resolution, Resolver, ResolverBuilder,
    Verdict,
};
pub use score::{Addend, AddendKind, Evidence};
