//! `aka` ("also known as"): a list of person mentions in, persons out.
//!
//! A [`Mention`] is a name as one source printed it, in any script, with whatever the source said
//! beside it: document, language, role, birth date. A [`Resolver`] finds the persons behind a list of
//! them: who is who, how sure, and why.
//!
//! ```
//! use aka::{Mention, Resolver};
//!
//! let people = Resolver::new().resolve(&[
//!     Mention::new("Vikram Ruzahunov"), Mention::new("Викрам Рузахунов"), Mention::new("V. Ruzakhunov"),
//! ]);
//! assert_eq!(people.len(), 1);
//! assert_eq!(people.person_of(1), people.person_of(2));
//! ```
//!
//! [`Resolver::compare`] judges two names alone. Every result can say why: [`Evidence`] is a prior and
//! addends in bits, each with its reason, and a probability is `1 / (1 + 2^-bits)` of their sum.
//!
//! # The rooms
//!
//! The modules below are a pipeline. Data flows one way, in the order in which they are listed here: a
//! room may use those above it, never one below.
//!
//! | room | what goes through it |
//! |---|---|
//! | [`mention`] | a row of a list → what a source wrote |
//! | [`normalize`] | a string as printed → a name: tokens, their kinds, what was repaired |
//! | [`transliterate`] | a token → every way a standard would write it, and the one way to compare it by |
//! | [`lexicon`] | tokens → the distinct words of a list, and which of them could be one name, in bits |
//! | [`score`] | two names → the evidence that they are one person's, addend by addend |
//! | [`index`] | names → an index; a name → the indexed names that it could be |
//! | [`block`] | names → the pairs worth scoring |
//! | [`context`] | documents → evidence that no name holds |
//! | [`cluster`] | evidence → groups that are one person each |
//! | [`person`] | groups → persons: names, id, confidence |
//! | [`evaluate`] | predicted persons and gold → how well they agree |
//!
//! `resolver` is the one that knows every room. Most callers need nothing but what this page
//! re-exports; the rooms are public for those who want a part: [`normalize::read`],
//! [`transliterate::Romanizer`], [`evaluate::evaluate`].
//!
//! # What the library does not do
//!
//! It reads no file, no environment and no clock, prints nothing, keeps nothing between calls, and does
//! not panic, whatever the input. The answer depends neither on the order of the rows nor on the number
//! of threads.

pub mod mention;
pub mod normalize;
pub mod transliterate;
pub mod lexicon;
pub mod score;
pub mod index;
pub mod block;
pub mod context;
pub mod cluster;
pub mod person;
pub mod evaluate;
mod resolver;

pub use index::{Hit, Index, IndexError, Searcher};
pub use mention::Mention;
pub use person::{CanonicalName, Person};
pub use resolver::{
    Assignment, BuildError, Comparer, Comparison, Explanation, Link, LinkKind, Mechanism, NameId,
    Resolution, Resolver, ResolverBuilder, Stage, Verdict, Without,
};
pub use score::{Addend, AddendKind, Evidence};

/// The examples of the README are compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
