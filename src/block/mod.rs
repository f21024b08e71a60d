//! Names → the pairs worth scoring.
//!
//! Two names are a candidate pair if they share a rare word, or near spellings of it, or if they
//! share two words, or near spellings of them. The number of candidates of one name is bounded.
//!
//! Invariants:
//! - a pair is listed once, the smaller index first, in order;
//! - what is listed does not depend on the number of threads.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::lexicon::Neighbors;
use crate::score::{Form, Role};

/// A word in more names than this is too common to make candidates alone.
const RARE_NAMES_MAX: usize = 60;
/// Candidates that one name may have.
const CANDIDATES_MAX: usize = 300;

/// Pairs worth scoring.
#[derive(Debug, Default)]
pub struct Candidates {
    /// Indices of two forms, the smaller first, in order.
    pub pairs: Vec<(u32, u32)>,
    /// Names whose candidates were cut to the bound.
    pub cut: usize,
}

/// The candidate pairs among `forms`.
#[must_use]
pub fn candidates(forms: &[&Form], neighbors: &Neighbors) -> Candidates {
    let index = Index::new(forms);
    let found: Vec<(Vec<u32>, bool)> = (0..forms.len() as u32)
        .into_par_iter()
        .map_init(Room::default, |room, id| {
            index.candidates_of(id, forms[id as usize], neighbors, room)
        })
        .collect();
    let mut candidates = Candidates::default();
    for (id, (others, cut)) in found.into_iter().enumerate() {
        candidates.cut += usize::from(cut);
        candidates.pairs.extend(others.into_iter().map(|other| (id as u32, other)));
    }
    candidates
}

/// Where each word, and each pair of words, occurs.
struct Index {
    /// Forms by word.
    words: Vec<Vec<u32>>,
    /// By word, in order: a word beside it in some form, and where the forms of both are listed.
    partners: Vec<Vec<(u32, u32)>>,
    /// Forms of each pair of words.
    pairs: Vec<Vec<u32>>,
}

/// Room for the work on one form.
#[derive(Default)]
struct Room {
    /// By word, the last round that it was marked in.
    marks: Vec<u32>,
    round: u32,
    shared: FxHashMap<u32, u32>,
}

impl Room {
    /// Marks these words, and no others.
    fn mark(&mut self, words: &[u32], count: usize) {
        self.marks.resize(count, 0);
        self.round = self.round.wrapping_add(1);
        if self.round == 0 {
            self.marks.fill(0);
            self.round = 1;
        }
        for &word in words {
            if let Some(mark) = self.marks.get_mut(word as usize) {
                *mark = self.round;
            }
        }
    }

    fn marked(&self, word: u32) -> bool {
        self.marks[word as usize] == self.round
    }

    fn add(&mut self, list: &[u32], id: u32, count: u32) {
        let after = list.partition_point(|&other| other <= id);
        for &other in list[after..].iter().take(CANDIDATES_MAX) {
            *self.shared.entry(other).or_default() += count;
        }
    }
}

impl Index {
    fn new(forms: &[&Form]) -> Self {
        let mut index = Self { words: Vec::new(), partners: Vec::new(), pairs: Vec::new() };
        let mut known: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        for (id, form) in forms.iter().enumerate() {
            let words = words(form);
            if let Some(&last) = words.last().filter(|&&last| last as usize >= index.words.len()) {
                index.words.resize(last as usize + 1, Vec::new());
            }
            for (at, &word) in words.iter().enumerate() {
                index.words[word as usize].push(id as u32);
                for &next in &words[at + 1..] {
                    let place = *known.entry((word, next)).or_insert(index.pairs.len() as u32);
                    if place as usize == index.pairs.len() {
                        index.pairs.push(Vec::new());
                    }
                    index.pairs[place as usize].push(id as u32);
                }
            }
        }
        index.partners.resize(index.words.len(), Vec::new());
        for ((word, next), place) in known {
            index.partners[word as usize].push((next, place));
            index.partners[next as usize].push((word, place));
        }
        index.partners.par_iter_mut().for_each(|partners| partners.sort_unstable());
        index
    }

    /// Candidates of one form with a larger index, most shared words first where they are cut.
    fn candidates_of(
        &self,
        id: u32,
        form: &Form,
        neighbors: &Neighbors,
        room: &mut Room,
    ) -> (Vec<u32>, bool) {
        let words = words(form);
        // A spelling that no form has leads nowhere.
        let near: Vec<Vec<u32>> = words
            .iter()
            .map(|&word| {
                let all = [word].into_iter().chain(neighbors.of(word).iter().copied());
                all.filter(|&word| self.words.get(word as usize).is_some_and(|l| !l.is_empty()))
                    .collect()
            })
            .collect();
        room.shared.clear();
        for &word in near.iter().flatten() {
            let list = &self.words[word as usize];
            if list.len() <= RARE_NAMES_MAX {
                room.add(list, id, 2);
            }
        }
        for at in 1..near.len() {
            room.mark(&near[at], self.words.len());
            for &word in near[..at].iter().flatten() {
                self.add_partners(word, &near[at], id, room);
            }
        }
        let mut others: Vec<(u32, u32)> = room.shared.drain().collect();
        let cut = others.len() > CANDIDATES_MAX;
        if cut {
            others.sort_by_key(|&(other, count)| (std::cmp::Reverse(count), other));
            others.truncate(CANDIDATES_MAX);
        }
        let mut others: Vec<u32> = others.into_iter().map(|(other, _)| other).collect();
        others.sort_unstable();
        (others, cut)
    }

    /// Counts the forms that have `word` beside one of the marked words, `next`: by whichever list
    /// is shorter, what stands beside the word or what is marked.
    fn add_partners(&self, word: u32, next: &[u32], id: u32, room: &mut Room) {
        const SEARCH: usize = 8;
        let partners = &self.partners[word as usize];
        if partners.len() <= next.len() * SEARCH {
            for &(partner, place) in partners {
                if room.marked(partner) {
                    room.add(&self.pairs[place as usize], id, 3);
                }
            }
            return;
        }
        for &partner in next {
            if let Ok(at) = partners.binary_search_by_key(&partner, |(partner, _)| *partner) {
                room.add(&self.pairs[partners[at].1 as usize], id, 3);
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
