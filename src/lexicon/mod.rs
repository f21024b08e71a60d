//! Tokens → the distinct words of a list, made ready once, and what each pair of them has in
//! common, in bits.
//!
//! Invariants:
//! - work that depends on a word alone is done once per distinct word, never per mention;
//! - [`compare`] is symmetric: the order of two words changes neither bits nor relation;
//! - a lexicon belongs to the call that made it; nothing is kept between calls.

mod alphabet;
mod channel;
mod letters;
mod paradigms;
mod derivation;
mod frequency;
mod relations;
mod knowledge;
mod word;
mod compare;

pub use channel::{Channel, Spelling};
pub use compare::{Relation, Scratch, WordMatch, compare};
pub use knowledge::Knowledge;
pub use letters::LetterModel;
pub use word::{Word, Writing};
