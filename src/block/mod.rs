//! Names → the pairs worth scoring.
//!
//! Two names are a candidate pair if they share two words, or near spellings of them, that could
//! outweigh what else there is: one word and a contradiction never make one person. The number of
//! candidates of one name is bounded; the likeliest by those two words are kept.
//!
//! Invariants:
//! - a pair is listed once, the smaller index first, in order;
//! - what is listed does not depend on the number of threads.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::lexicon::{Lexicon, Neighbors, WordMatch};
use crate::score::{AGREES, Form, Role, SHAPE_BITS, Weights, agreed_bits};

/// Candidates that one name may have.
const CANDIDATES_MAX: usize = 100;
/// Names that have the same two words, of which so many are looked at.
const SAME_WORDS_MAX: usize = 300;
/// Bits of names below which a pair is neither linked, nor reviewed, nor lifted by company.
const LEAST: f32 = -2.0;
/// What a third word that agrees can add.
const THIRD_WORD: f32 = 4.2;

/// Pairs worth scoring.
#[derive(Debug, Default)]
pub struct Candidates {
    /// Indices of two forms, the smaller first, in order.
    pub pairs: Vec<(u32, u32)>,
    /// Names whose candidates were cut to the bound.
    pub cut: usize,
}

/// The candidate pairs among `forms`, whose words are in `lexicon`.
#[must_use]
pub fn candidates(
    forms: &[&Form],
    neighbors: &Neighbors,
    lexicon: &Lexicon<'_>,
    weights: &Weights,
) -> Candidates {
    let index = Index::new(forms, neighbors, lexicon, weights);
    let found: Vec<(Vec<u32>, bool)> = (0..forms.len() as u32)
        .into_par_iter()
        .map_init(Room::default, |room, id| index.candidates_of(id, forms, room))
        .collect();
    let mut candidates = Candidates::default();
    for (id, (others, cut)) in found.into_iter().enumerate() {
        candidates.cut += usize::from(cut);
        candidates.pairs.extend(others.into_iter().map(|other| (id as u32, other)));
    }
    candidates
}

/// Where each pair of words occurs, and which words are near.
struct Index {
    /// By word, in order of id: words that agree with it, itself among them, and what that adds.
    near: Vec<Vec<(u32, f32)>>,
    /// By word, in order: a word beside it in some form, and where the forms of both are listed.
    partners: Vec<Vec<(u32, u32)>>,
    /// Forms of each pair of words.
    pairs: Vec<Vec<u32>>,
    /// What two names have before their words are looked at.
    shape: f32,
}

/// Room for the work on one form.
#[derive(Default)]
struct Room {
    /// By word, the last round that it was marked in, and what agreeing with it adds.
    marks: Vec<(u32, f32)>,
    round: u32,
    shared: FxHashMap<u32, f32>,
}

impl Room {
    /// Marks these words, and no others.
    fn mark(&mut self, words: &[(u32, f32)], count: usize) {
        self.marks.resize(count, (0, 0.0));
        self.round = self.round.wrapping_add(1);
        if self.round == 0 {
            self.marks.fill((0, 0.0));
            self.round = 1;
        }
        for &(word, bits) in words {
            if let Some(mark) = self.marks.get_mut(word as usize) {
                *mark = (self.round, bits);
            }
        }
    }

    fn marked(&self, word: u32) -> Option<f32> {
        let (round, bits) = self.marks[word as usize];
        (round == self.round).then_some(bits)
    }

    fn add(&mut self, list: &[u32], id: u32, bits: f32) {
        let after = list.partition_point(|&other| other <= id);
        for &other in list[after..].iter().take(SAME_WORDS_MAX) {
            let most = self.shared.entry(other).or_insert(bits);
            *most = most.max(bits);
        }
    }
}

impl Index {
    fn new(
        forms: &[&Form],
        neighbors: &Neighbors,
        lexicon: &Lexicon<'_>,
        weights: &Weights,
    ) -> Self {
        let mut index = Self {
            near: Vec::new(),
            partners: vec![Vec::new(); lexicon.words().len()],
            pairs: Vec::new(),
            shape: weights.of(SHAPE_BITS) as f32,
        };
        let mut known: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        for (id, form) in forms.iter().enumerate() {
            let words = words(form);
            for (at, &word) in words.iter().enumerate() {
                for &next in &words[at + 1..] {
                    let place = *known.entry((word, next)).or_insert(index.pairs.len() as u32);
                    if place as usize == index.pairs.len() {
                        index.pairs.push(Vec::new());
                    }
                    index.pairs[place as usize].push(id as u32);
                }
            }
        }
        for ((word, next), place) in known {
            index.partners[word as usize].push((next, place));
            index.partners[next as usize].push((word, place));
        }
        index.partners.par_iter_mut().for_each(|partners| partners.sort_unstable());
        let bits = |found: &WordMatch| agreed_bits(found, weights) as f32;
        index.near = (0..lexicon.words().len() as u32)
            .into_par_iter()
            .map(|word| {
                if index.partners[word as usize].is_empty() {
                    return Vec::new();
                }
                let itself = WordMatch::identical(lexicon.word(word).surprisal());
                // A spelling that no form has leads nowhere.
                let others = neighbors.matches(word).filter(|(other, found)| {
                    found.odds > AGREES && !index.partners[*other as usize].is_empty()
                });
                let others = others.map(|(other, found)| (other, bits(&found)));
                let mut all: Vec<(u32, f32)> = others.chain([(word, bits(&itself))]).collect();
                all.sort_unstable_by_key(|(word, _)| *word);
                all
            })
            .collect();
        index
    }

    /// Candidates of one form with a larger index, the likeliest where they are cut.
    fn candidates_of(&self, id: u32, forms: &[&Form], room: &mut Room) -> (Vec<u32>, bool) {
        let form = forms[id as usize];
        let words = words(form);
        room.shared.clear();
        for at in 1..words.len() {
            room.mark(&self.near[words[at] as usize], self.near.len());
            for &before in &words[..at] {
                for &(word, bits) in &self.near[before as usize] {
                    self.add_partners(word, bits, words[at], id, room);
                }
            }
        }
        let more = |other: u32| {
            let words = form.words.len().min(forms[other as usize].words.len());
            THIRD_WORD * words.saturating_sub(2) as f32
        };
        let mut others: Vec<(u32, f32)> = room
            .shared
            .drain()
            .filter(|&(other, bits)| self.shape + bits + more(other) > LEAST)
            .collect();
        let cut = others.len() > CANDIDATES_MAX;
        if cut {
            others.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            others.truncate(CANDIDATES_MAX);
        }
        let mut others: Vec<u32> = others.into_iter().map(|(other, _)| other).collect();
        others.sort_unstable();
        (others, cut)
    }

    /// Adds the forms that have `word` beside a word near `next`, which are marked: by whichever
    /// list is shorter, what stands beside the word or what is marked.
    fn add_partners(&self, word: u32, bits: f32, next: u32, id: u32, room: &mut Room) {
        const SEARCH: usize = 8;
        let (partners, next) = (&self.partners[word as usize], &self.near[next as usize]);
        if partners.len() <= next.len() * SEARCH {
            for &(partner, place) in partners {
                if let Some(more) = room.marked(partner) {
                    room.add(&self.pairs[place as usize], id, bits + more);
                }
            }
            return;
        }
        for &(partner, more) in next {
            if let Ok(at) = partners.binary_search_by_key(&partner, |(partner, _)| *partner) {
                room.add(&self.pairs[partners[at].1 as usize], id, bits + more);
            }
        }
    }
}

/// Distinct words of a form, written-together neighbors among them.
fn words(form: &Form) -> Vec<u32> {
    let mut words: Vec<u32> = form
        .words
        .iter()
        .filter(|word| matches!(word.role, Role::Word | Role::Patronymic))
        .flat_map(|word| [Some(word.id), word.with_next])
        .flatten()
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}
