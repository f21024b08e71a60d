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
        .map(|id| index.candidates_of(id, forms[id as usize], neighbors))
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
    words: FxHashMap<u32, Vec<u32>>,
    pairs: FxHashMap<(u32, u32), Vec<u32>>,
}

impl Index {
    fn new(forms: &[&Form]) -> Self {
        let mut index = Self { words: FxHashMap::default(), pairs: FxHashMap::default() };
        for (id, form) in forms.iter().enumerate() {
            let words = words(form);
            for (at, &word) in words.iter().enumerate() {
                index.words.entry(word).or_default().push(id as u32);
                for &next in &words[at + 1..] {
                    index
                        .pairs
                        .entry((word.min(next), word.max(next)))
                        .or_default()
                        .push(id as u32);
                }
            }
        }
        index
    }

    /// Candidates of one form with a larger index, most shared words first where they are cut.
    fn candidates_of(&self, id: u32, form: &Form, neighbors: &Neighbors) -> (Vec<u32>, bool) {
        let words = words(form);
        let near: Vec<Vec<u32>> = words
            .iter()
            .map(|&word| [word].into_iter().chain(neighbors.of(word).iter().copied()).collect())
            .collect();
        let mut shared: FxHashMap<u32, u32> = FxHashMap::default();
        for (at, spellings) in near.iter().enumerate() {
            for &word in spellings {
                self.add(
                    self.words.get(&word).filter(|l| l.len() <= RARE_NAMES_MAX),
                    id,
                    2,
                    &mut shared,
                );
                for next in near[at + 1..].iter().flatten() {
                    let key = (word.min(*next), word.max(*next));
                    self.add(self.pairs.get(&key), id, 3, &mut shared);
                }
            }
        }
        let mut others: Vec<(u32, u32)> = shared.into_iter().collect();
        let cut = others.len() > CANDIDATES_MAX;
        if cut {
            others.sort_by_key(|&(other, count)| (std::cmp::Reverse(count), other));
            others.truncate(CANDIDATES_MAX);
        }
        let mut others: Vec<u32> = others.into_iter().map(|(other, _)| other).collect();
        others.sort_unstable();
        (others, cut)
    }

    fn add(&self, list: Option<&Vec<u32>>, id: u32, count: u32, shared: &mut FxHashMap<u32, u32>) {
        let Some(list) = list else { return };
        let after = list.partition_point(|&other| other <= id);
        for &other in list[after..].iter().take(CANDIDATES_MAX) {
            *shared.entry(other).or_default() += count;
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
