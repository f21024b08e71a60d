//! Names → the pairs worth scoring.
//!
//! Two names are a candidate pair if they share two words, or near spellings of them, that could
//! outweigh what else there is: one word and a contradiction never make one person. The number of
//! candidates of one name is bounded; the likeliest by those two words are kept.
//!
//! Invariants:
//! - a pair is listed once, the smaller index first, in order;
//! - what is listed does not depend on the number of threads.

mod duos;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::lexicon::{Lexicon, Neighbors};
use crate::score::{AGREES, Form, Role, SHAPE_BITS, Weights, agreed_bits};
use duos::{Duos, Meetings, meetings};

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
    /// Groups of like names that were too large to compare all with all.
    pub crowded: usize,
}

/// The candidate pairs among `forms`, whose words are in `lexicon`. What it takes to score them is
/// added to `neighbors`.
#[must_use]
pub fn candidates(
    forms: &[&Form],
    neighbors: &mut Neighbors,
    lexicon: &Lexicon<'_>,
    weights: &Weights,
) -> Candidates {
    let duos = Duos::new(forms, neighbors.screen());
    let Meetings { pairs, crowded } = meetings(&duos, neighbors.keys(), neighbors.screen());
    neighbors.compare(duos.words_of(&pairs, neighbors.screen()).into_par_iter(), lexicon);
    let near = Near::new(&duos, &pairs, neighbors, lexicon, weights);
    let found: Vec<(Vec<u32>, bool)> = (0..forms.len() as u32)
        .into_par_iter()
        .map_init(FxHashMap::default, |room, name| near.candidates_of(name, forms, room))
        .collect();
    let mut candidates = Candidates { crowded, ..Candidates::default() };
    for (name, (others, cut)) in found.into_iter().enumerate() {
        candidates.cut += usize::from(cut);
        candidates.pairs.extend(others.into_iter().map(|other| (name as u32, other)));
    }
    neighbors.compare(words_of(|name| forms[name as usize], &candidates.pairs), lexicon);
    candidates
}

/// All pairs of words that the alignment of some pairs of names may look up.
pub fn words_of<'a>(
    form: impl Fn(u32) -> &'a Form + Sync + Send + 'a,
    pairs: &'a [(u32, u32)],
) -> impl ParallelIterator<Item = (u32, u32)> + 'a {
    pairs.par_iter().flat_map_iter(move |&(one, other)| {
        let compared = |form: &'a Form| form.words.iter().filter(|word| word.role != Role::Initial);
        let others = form(other);
        compared(form(one)).flat_map(move |one| {
            compared(others).flat_map(move |other| {
                let whole = Some((one.id, other.id));
                let left = one.with_next.map(|together| (together, other.id));
                let right = other.with_next.map(|together| (one.id, together));
                [whole, left, right].into_iter().flatten()
            })
        })
    })
}

/// Which duos are near, and what that is worth.
struct Near<'a> {
    duos: &'a Duos,
    /// Duos near each, itself among them, with the bits of both their words, by duo.
    near: Vec<(u32, f32)>,
    starts: Vec<u32>,
    /// What two names have before their words are looked at.
    shape: f32,
}

impl<'a> Near<'a> {
    fn new(
        duos: &'a Duos,
        pairs: &[(u32, u32)],
        neighbors: &Neighbors,
        lexicon: &Lexicon<'_>,
        weights: &Weights,
    ) -> Self {
        let word = |one: u32, other: u32| {
            let found = neighbors.get(one, other, lexicon);
            (found.odds > AGREES).then(|| agreed_bits(&found, weights) as f32)
        };
        let both = |one: u32, other: u32| {
            let ways = duos.ways(one, other).into_iter();
            let bits = ways.filter_map(|[(a, b), (c, d)]| Some(word(a, b)? + word(c, d)?));
            bits.max_by(f32::total_cmp)
        };
        let found: Vec<(u32, u32, f32)> = pairs
            .par_iter()
            .filter_map(|&(one, other)| Some((one, other, both(one, other)?)))
            .collect();
        let own = (0..duos.words.len() as u32).into_par_iter();
        let own = own.filter_map(|duo| Some((duo, duo, both(duo, duo)?)));
        let mut near: Vec<(u32, u32, f32)> =
            found.par_iter().flat_map_iter(|&(a, b, bits)| [(a, b, bits), (b, a, bits)]).collect();
        near.par_extend(own);
        near.par_sort_unstable_by_key(|&(one, other, _)| (one, other));
        let mut starts = vec![0; duos.words.len() + 1];
        near.iter().for_each(|&(one, ..)| starts[one as usize + 1] += 1);
        (0..duos.words.len()).for_each(|duo| starts[duo + 1] += starts[duo]);
        let near = near.into_iter().map(|(_, other, bits)| (other, bits)).collect();
        Self { duos, near, starts, shape: weights.of(SHAPE_BITS) as f32 }
    }

    /// Candidates of one name with a larger index, the likeliest where they are cut.
    fn candidates_of(
        &self,
        name: u32,
        forms: &[&Form],
        shared: &mut FxHashMap<u32, f32>,
    ) -> (Vec<u32>, bool) {
        shared.clear();
        for &duo in self.duos.of(name) {
            let range = self.starts[duo as usize]..self.starts[duo as usize + 1];
            for &(near, bits) in &self.near[range.start as usize..range.end as usize] {
                let names = self.duos.names(near);
                let after = names.partition_point(|&other| other <= name);
                for &other in names[after..].iter().take(SAME_WORDS_MAX) {
                    let most = shared.entry(other).or_insert(bits);
                    *most = most.max(bits);
                }
            }
        }
        let more = |other: u32| {
            let words = forms[name as usize].words.len().min(forms[other as usize].words.len());
            THIRD_WORD * words.saturating_sub(2) as f32
        };
        let mut others: Vec<(u32, f32)> = shared
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
}
