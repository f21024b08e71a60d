//! Pairs of words → what each has in common, for pairs that could be one name.
//!
//! The words of two names are compared where the names could be one person's, not before: of all
//! words of a list that are alike, few ever meet. A word that stands alone meets all that are like
//! it, by their keys (a fuzzy join).

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Lexicon;
use super::compare::{Relation, Scratch, WordMatch};
use super::keys::Keys;
use super::screen::Screen;

/// A bucket larger than this is cut to its commonest words: work stays bounded.
const BUCKET_MAX: usize = 400;
/// Odds below which two words are as good as unrelated: just below those that agree.
const NEAR: f32 = -3.0;
/// How far words may be apart, of what leaves room at all, where nothing but their letters is known.
const LIKE: f32 = 0.65;
/// Words that one is compared with where nothing but their letters is known: the nearest. On lists of
/// declined names 16 are too few.
const LIKE_MAX: usize = 32;
/// In the place of a match: two words that were compared, and are not near.
const FAR: u32 = u32::MAX;

/// Two words, the smaller id first, and what was found if they are near.
type Found = (u32, u32, Option<WordMatch>);

/// What was found between the words of a lexicon.
#[derive(Debug)]
pub struct Neighbors {
    keys: Keys,
    screen: Screen,
    /// Where the words that each word was compared with begin in `ids`, one more at the end.
    starts: Vec<usize>,
    /// Words that each word was compared with, by word, then in order of id.
    ids: Vec<u32>,
    /// Beside each, what was found: a place in `matches`, or [`FAR`].
    places: Vec<u32>,
    /// What was found, the smaller id on the left.
    matches: Vec<WordMatch>,
    /// Buckets that were cut.
    pub(crate) cut: usize,
}

impl Neighbors {
    /// Makes the words of a lexicon ready; nothing is compared yet.
    #[must_use]
    pub fn new(lexicon: &Lexicon<'_>) -> Self {
        Self {
            keys: Keys::new(lexicon.words()),
            screen: Screen::new(lexicon.words()),
            starts: vec![0; lexicon.words().len() + 1],
            ids: Vec::new(),
            places: Vec::new(),
            matches: Vec::new(),
            cut: 0,
        }
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.keys
    }

    pub(crate) fn screen(&self) -> &Screen {
        &self.screen
    }

    /// Compares pairs of words that were not compared yet, in any order and number, if their letters
    /// leave room for one name.
    pub fn compare(
        &mut self,
        pairs: impl ParallelIterator<Item = (u32, u32)>,
        lexicon: &Lexicon<'_>,
    ) {
        let pairs = self.new_pairs(pairs);
        let pairs = pairs.into_par_iter().filter(|&(a, b)| self.screen.lets(a, b)).collect();
        let found = self.found(pairs, NEAR, lexicon);
        self.gather(found);
    }

    /// The pairs of two words that were not compared yet, the smaller word first, in order.
    fn new_pairs(&self, pairs: impl ParallelIterator<Item = (u32, u32)>) -> Vec<(u32, u32)> {
        let ordered = |(one, other): (u32, u32)| {
            (one != other).then(|| u64::from(one.min(other)) << 32 | u64::from(one.max(other)))
        };
        let mut pairs: Vec<u64> = pairs.filter_map(ordered).collect();
        pairs.par_sort_unstable();
        pairs.dedup();
        let words = pairs.par_iter().map(|&pair| ((pair >> 32) as u32, pair as u32));
        words.filter(|&(one, other)| self.place(one, other).is_none()).collect()
    }

    /// What is found of pairs of words, the smaller first, in order.
    fn found(&self, pairs: Vec<(u32, u32)>, least: f32, lexicon: &Lexicon<'_>) -> Vec<Found> {
        // One word with many: what is known of its letters is used again.
        let groups = pairs.par_chunk_by(|a, b| a.0 == b.0).map_init(
            Scratch::default,
            |scratch, pairs| -> Vec<Found> {
                let compare = |&(one, other): &(u32, u32)| {
                    (one, other, lexicon.compare_above(one, other, least, scratch))
                };
                pairs.iter().map(compare).collect()
            },
        );
        groups.collect::<Vec<_>>().into_iter().flatten().collect()
    }

    /// Compares words with all that are like them: a little, where `together` says that the two are
    /// met in one place, or else a good deal. `weights` says how often each word is met, for what to
    /// keep where too many are alike.
    pub(crate) fn compare_with_all(
        &mut self,
        words: &[u32],
        weights: &[u32],
        together: impl Fn(u32, u32) -> bool + Sync,
        lexicon: &Lexicon<'_>,
    ) {
        let mut buckets: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        for &word in words {
            for &key in self.keys.of(word) {
                buckets.entry(key).or_default();
            }
        }
        for word in (0..weights.len() as u32).filter(|&word| weights[word as usize] > 0) {
            for key in self.keys.of(word) {
                if let Some(bucket) = buckets.get_mut(key) {
                    bucket.push(word);
                }
            }
        }
        for bucket in buckets.values_mut().filter(|bucket| bucket.len() > BUCKET_MAX) {
            self.cut += 1;
            bucket.sort_by_key(|&id| (std::cmp::Reverse(weights[id as usize]), id));
            bucket.truncate(BUCKET_MAX);
        }
        let weight = |word: u32| weights[word as usize];
        let like = |word: u32, other: u32| {
            let apart = self.screen.apart(word, other);
            (apart <= LIKE || (apart <= 1.0 && together(word, other))).then_some((apart, other))
        };
        let met: Vec<(u32, u32)> = words
            .par_iter()
            .flat_map_iter(|&word| {
                let buckets = self.keys.of(word).iter().filter_map(|key| buckets.get(key));
                let mut met: Vec<u32> = buckets.flatten().copied().collect();
                met.sort_unstable();
                met.dedup();
                let mut like: Vec<(f32, u32)> =
                    met.into_iter().filter_map(|other| like(word, other)).collect();
                if like.len() > LIKE_MAX {
                    like.sort_unstable_by(|a, b| {
                        a.0.total_cmp(&b.0).then(weight(b.1).cmp(&weight(a.1))).then(a.1.cmp(&b.1))
                    });
                    like.truncate(LIKE_MAX);
                }
                like.into_iter().map(move |(_, other)| (word, other))
            })
            .collect();
        let found = self.found(self.new_pairs(met.into_par_iter()), NEAR, lexicon);
        self.gather(found);
    }

    /// Adds what was found of pairs that were not known before.
    fn gather(&mut self, found: Vec<Found>) {
        let mut all: Vec<(u32, u32, u32)> = Vec::with_capacity(self.ids.len() / 2 + found.len());
        for word in 0..self.starts.len() as u32 - 1 {
            let range = self.starts[word as usize]..self.starts[word as usize + 1];
            let larger = range.filter(|&at| self.ids[at] > word);
            all.extend(larger.map(|at| (word, self.ids[at], self.places[at])));
        }
        for (one, other, found) in found {
            let place = found.map_or(FAR, |found| {
                self.matches.push(found);
                self.matches.len() as u32 - 1
            });
            all.push((one, other, place));
        }
        all.par_sort_unstable();
        self.starts.fill(0);
        for &(one, other, _) in &all {
            self.starts[one as usize + 1] += 1;
            self.starts[other as usize + 1] += 1;
        }
        for word in 1..self.starts.len() {
            self.starts[word] += self.starts[word - 1];
        }
        self.ids.resize(all.len() * 2, 0);
        self.places.resize(all.len() * 2, 0);
        let mut next = self.starts.clone();
        // Pairs come in order of the smaller word: each word gets its smaller ones first, then, at
        // its own turn, the larger ones.
        for (one, other, place) in all {
            for (word, neighbor) in [(one, other), (other, one)] {
                let at = &mut next[word as usize];
                (self.ids[*at], self.places[*at]) = (neighbor, place);
                *at += 1;
            }
        }
    }

    /// Where two words' match is, [`FAR`] if they have none; `None` if they were never compared.
    fn place(&self, left: u32, right: u32) -> Option<u32> {
        let range = |word: u32| self.starts[word as usize]..self.starts[word as usize + 1];
        let (of_left, of_right) = (range(left), range(right));
        let (range, wanted) =
            if of_left.len() <= of_right.len() { (of_left, right) } else { (of_right, left) };
        let found = self.ids[range.clone()].binary_search(&wanted).ok()?;
        Some(self.places[range.start + found])
    }

    /// What two words have in common; nothing, where they were never near.
    #[must_use]
    pub fn get(&self, left: u32, right: u32, lexicon: &Lexicon<'_>) -> WordMatch {
        if left == right {
            return WordMatch::identical(lexicon.word(left));
        }
        let place = self.place(left, right).filter(|&place| place != FAR);
        let Some(found) = place.map(|place| self.matches[place as usize]) else {
            return WordMatch::none();
        };
        if left < right { found } else { found.mirrored() }
    }

    /// Words that were found near this one, and what was found, the genders of the smaller id on the
    /// left.
    pub(crate) fn matches(&self, id: u32) -> impl Iterator<Item = (u32, WordMatch)> + '_ {
        let range = self.starts[id as usize]..self.starts[id as usize + 1];
        let near = range.filter(|&at| self.places[at] != FAR);
        near.map(|at| (self.ids[at], self.matches[self.places[at] as usize]))
    }

    /// Words that were found near this one.
    pub fn of(&self, id: u32) -> impl Iterator<Item = u32> + '_ {
        let range = self.starts[id as usize]..self.starts[id as usize + 1];
        range.filter(|&at| self.places[at] != FAR).map(|at| self.ids[at])
    }
}

impl WordMatch {
    /// A word beside itself.
    #[must_use]
    pub(crate) fn identical(word: &super::Word) -> Self {
        let surprisal = word.surprisal() as f32;
        Self {
            bits: surprisal,
            cost: 0.0,
            surprisal,
            given: word.is_given(),
            family: word.family_odds().unwrap_or_default(),
            fathers: word.has_father(),
            whole: word.has_no_parts(),
            odds: super::compare::ODDS_MAX as f32,
            lone: super::compare::ODDS_MAX as f32,
            written: super::compare::ODDS_MAX as f32,
            relation: Relation::Identical,
            ..Self::none()
        }
    }

    /// The same, seen from the right.
    pub(crate) fn mirrored(mut self) -> Self {
        self.genders = (self.genders.1, self.genders.0);
        self
    }
}
