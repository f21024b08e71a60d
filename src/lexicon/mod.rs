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
mod lists;
mod frequency;
mod relations;
mod misread;
mod knowledge;
mod syllables;
mod word;
mod cases;
mod stored;
mod spelled;
mod compare;
mod keys;
mod screen;
mod neighbors;

pub use channel::{Channel, Spelling};
pub use compare::{
    Relation, Scratch, WORD_FEATURES, WORD_NAMES, WordMatch, compare, compare_above, lone_features,
};
pub(crate) use keys::{Keys, key_hash, wide_keys, without_article};
pub use knowledge::{CHANNELS, Knowledge, LETTERS};
pub use letters::LetterModel;
pub use neighbors::Neighbors;
pub(crate) use screen::Screen;
pub use word::{Word, Writing};

use std::cmp::Ordering;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// The distinct words of a list.
///
/// Words are listed first and made ready later, all at once and on all cores: of a word that was not
/// made ready, nothing but its text and its script is known.
#[derive(Debug)]
pub struct Lexicon<'k> {
    knowledge: &'k Knowledge,
    words: Vec<Word>,
    ids: FxHashMap<String, u32>,
    /// Words that are to be made ready.
    bare: Vec<u32>,
    /// Of each word its place in order of text, if that was asked for.
    ranks: Vec<u32>,
}

impl<'k> Lexicon<'k> {
    /// An empty lexicon over these tables.
    #[must_use]
    pub fn new(knowledge: &'k Knowledge) -> Self {
        let ids = FxHashMap::default();
        Self { knowledge, words: Vec::new(), ids, bare: Vec::new(), ranks: Vec::new() }
    }

    /// The id of a word, known or new; to be made ready by [`Lexicon::prepare`].
    pub fn intern(&mut self, text: &str) -> u32 {
        if let Some(&id) = self.ids.get(text) {
            return id;
        }
        let id = self.words.len() as u32;
        self.words.push(Word::bare(text));
        self.bare.push(id);
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

    /// Makes all words ready that are not; to be called before any is looked at.
    pub fn prepare(&mut self) {
        // A few are made sooner than they are handed out.
        const FEW: usize = 64;
        let bare = std::mem::take(&mut self.bare);
        let make = |&id: &u32| Word::new(self.words[id as usize].text(), self.knowledge);
        let made: Vec<Word> = if bare.len() < FEW {
            bare.iter().map(make).collect()
        } else {
            bare.par_iter().map(make).collect()
        };
        for (id, word) in bare.into_iter().zip(made) {
            self.words[id as usize] = word;
        }
    }

    /// Numbers the words in order of sound, so that words that are compared lie side by side: a list
    /// of a million names has more of them than a processor's caches hold. Gives the new id of each.
    pub(crate) fn renumber(&mut self) -> Vec<u32> {
        let order = screen::by_sound(&self.words);
        let mut ids = vec![0; order.len()];
        for (id, &old) in order.iter().enumerate() {
            ids[old as usize] = id as u32;
        }
        let mut words: Vec<Word> = Vec::with_capacity(order.len());
        words.extend(
            order
                .iter()
                .map(|&old| std::mem::replace(&mut self.words[old as usize], Word::bare(""))),
        );
        self.words = words;
        self.ids.values_mut().for_each(|id| *id = ids[*id as usize]);
        ids
    }

    /// Puts the words in order of their text, once and for all.
    pub(crate) fn rank(&mut self) {
        let mut order: Vec<u32> = (0..self.words.len() as u32).collect();
        order.par_sort_unstable_by_key(|&id| self.words[id as usize].text());
        self.ranks = vec![0; order.len()];
        for (rank, id) in order.into_iter().enumerate() {
            self.ranks[id as usize] = rank as u32;
        }
    }

    /// The order of two words by their text.
    pub(crate) fn order(&self, one: u32, other: u32) -> Ordering {
        match (self.ranks.get(one as usize), self.ranks.get(other as usize)) {
            (Some(one), Some(other)) => one.cmp(other),
            _ => self.word(one).text().cmp(self.word(other).text()),
        }
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
