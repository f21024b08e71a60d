//! Tokens → the distinct words of a list, made ready once, and what each pair of them has in
//! common, in bits.
//!
//! Invariants:
//! - work that depends on a word alone is done once per distinct word, never per mention;
//! - [`compare`] is symmetric: the order of two words changes neither bits nor relation;
//! - a lexicon belongs to the call that made it; nothing is kept between calls.

mod alphabet;
mod channel;
mod forward;
mod letters;
mod paradigms;
mod derivation;
mod frequency;
mod relations;
mod knowledge;
mod word;
mod cases;
mod stored;
mod compare;
mod keys;
mod screen;
mod neighbors;

pub use channel::{Channel, Spelling};
pub use compare::{
    Relation, Scratch, WORD_FEATURES, WORD_NAMES, WordMatch, compare, compare_above, lone_features,
};
pub(crate) use frequency::skeleton;
pub(crate) use keys::{Keys, key_hash, less_one};
pub use knowledge::{CHANNELS, Knowledge, LETTERS};
pub use letters::LetterModel;
pub use neighbors::Neighbors;
pub(crate) use screen::Screen;
pub use word::{Word, Writing};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// The distinct words of a list.
#[derive(Debug)]
pub struct Lexicon<'k> {
    knowledge: &'k Knowledge,
    words: Vec<Word>,
    ids: FxHashMap<String, u32>,
}

impl<'k> Lexicon<'k> {
    /// An empty lexicon over these tables.
    #[must_use]
    pub fn new(knowledge: &'k Knowledge) -> Self {
        Self { knowledge, words: Vec::new(), ids: FxHashMap::default() }
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

    /// The id of a word that was made ready elsewhere, known or new.
    pub(crate) fn insert(&mut self, word: Word) -> u32 {
        if let Some(&id) = self.ids.get(&word.text) {
            return id;
        }
        let id = self.words.len() as u32;
        self.ids.insert(word.text.clone(), id);
        self.words.push(word);
        id
    }

    /// Makes one word ready to meet words of these writings.
    pub(crate) fn prepare_for(&mut self, id: u32, met: &[Writing]) {
        self.words[id as usize].spell(met, self.knowledge);
    }

    /// The tables.
    pub(crate) fn knowledge(&self) -> &'k Knowledge {
        self.knowledge
    }

    /// The word with this id.
    #[must_use]
    pub fn word(&self, id: u32) -> &Word {
        &self.words[id as usize]
    }

    /// All words, by id.
    #[must_use]
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// Makes every word ready to meet every other; to be called before [`Lexicon::compare`].
    pub fn prepare(&mut self) {
        let mut met: Vec<Writing> = self.words.iter().map(|word| word.writing).collect();
        met.sort_unstable();
        met.dedup();
        let knowledge = self.knowledge;
        self.words.par_iter_mut().for_each(|word| word.spell(&met, knowledge));
    }

    /// Evidence that two words are one name.
    #[must_use]
    pub fn compare(&self, left: u32, right: u32, scratch: &mut Scratch) -> WordMatch {
        compare(self.word(left), self.word(right), self.knowledge, scratch)
    }

    /// The same where the odds are above `least`; `None`, and sooner, where they are not.
    #[must_use]
    pub fn compare_above(
        &self,
        left: u32,
        right: u32,
        least: f32,
        scratch: &mut Scratch,
    ) -> Option<WordMatch> {
        compare_above(self.word(left), self.word(right), least, self.knowledge, scratch)
    }
}
