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

use rustc_hash::FxHashMap;

/// The distinct words of a list.
#[derive(Debug)]
pub struct Lexicon<'k> {
    knowledge: &'k Knowledge,
    words: Vec<Word>,
    ids: FxHashMap<String, u32>,
    scratch: Scratch,
}

impl<'k> Lexicon<'k> {
    /// An empty lexicon over these tables.
    #[must_use]
    pub fn new(knowledge: &'k Knowledge) -> Self {
        Self {
            knowledge,
            words: Vec::new(),
            ids: FxHashMap::default(),
            scratch: Scratch::default(),
        }
    }

    /// The id of a word, known or new.
    pub fn intern(&mut self, text: &str) -> u32 {
        if let Some(&id) = self.ids.get(text) {
            return id;
        }
        let id = self.words.len() as u32;
        self.words.push(Word::new(text, self.knowledge));
        self.ids.insert(text.to_owned(), id);
        id
    }

    /// The word with this id.
    #[must_use]
    pub fn word(&self, id: u32) -> &Word {
        &self.words[id as usize]
    }

    /// Evidence that two words are one name.
    pub fn compare(&mut self, left: u32, right: u32) -> WordMatch {
        let (a, b) = (
            self.words[left as usize].writing,
            self.words[right as usize].writing,
        );
        self.words[left as usize].spell(&[b], self.knowledge);
        self.words[right as usize].spell(&[a], self.knowledge);
        let (one, other) = (&self.words[left as usize], &self.words[right as usize]);
        compare(one, other, self.knowledge, &mut self.scratch)
    }
}
