//! Full names → which of them meet, and what their names and attributes say of each pair.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{PRIOR, Scored, Work};
use crate::block::{candidates, words_of};
use crate::cluster::components;
use crate::context::Scene;
use crate::lexicon::{Lexicon, Relation};
use crate::resolver::Mechanism;
use crate::resolver::remarks::NAMES_MAX;
use crate::resolver::watch::{Count, Stage};
use crate::score::{
    Alignment, Form, Role, alignment, bits, genders_conflict, name_bits_and_doubts,
};

/// What a document that lists two half-agreeing names as two says against their being one.
const EXCLUSIVE: f64 = -3.0;
/// The same where it says so outright: no name is so rare that two persons cannot bear it.
pub(super) const FIRM: f64 = -30.0;
/// Names with bits above this are one name, spelled twice even in one document.
pub(super) const SPELLED_TWICE: f64 = 5.0;
/// Odds of two patronymics below which they name two fathers.
const FATHERS_DIFFER: f32 = -3.0;

impl Work<'_> {
    /// Scores all candidate pairs of full names.
    pub(super) fn score(&mut self, full: &[u32]) -> (Vec<Scored>, Vec<String>) {
        let forms: Vec<&Form> =
            full.iter().map(|&id| &self.scene.nodes[id as usize].form).collect();
        let weights = &self.resolver.weights;
        let found = candidates(&forms, &mut self.neighbors, self.lexicon, weights);
        let count = Count::new(self.watch, Stage::Scoring, found.pairs.len());
        let pairs: Vec<Scored> = found
            .pairs
            .par_iter()
            .enumerate()
            .map(|(at, &(a, b))| {
                count.tick(at);
                self.score_pair(full[a as usize], full[b as usize])
            })
            .collect();
        let mut notes = Vec::new();
        if found.cut > 0 {
            notes.push(format!(
                "{} names had too many candidates: the nearest were scored",
                found.cut
            ));
        }
        if found.crowded > 0 {
            notes.push(format!(
                "{} groups of like names were large: each name was compared with the nearest",
                found.crowded
            ));
        }
        (pairs, notes)
    }

    /// Names that others would bring together are compared too, whatever they share: what keeps
    /// John and James apart is not found by what they have in common, but by J. between them.
    pub(super) fn complete(&mut self, pairs: &mut Vec<Scored>) {
        let least = bits(self.resolver.threshold) - self.resolver.prior.unwrap_or(PRIOR);
        let joining = pairs.iter().filter(|pair| pair.bits > least);
        let joining = joining.map(|pair| (pair.left, pair.right));
        let joining: Vec<(u32, u32)> = joining.chain(self.scene.same.iter().copied()).collect();
        let together = components(self.scene.nodes.len(), joining.iter().copied());
        let mut members: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (left, right) in joining {
            members.entry(together[left as usize]).or_default().extend([left, right]);
        }
        let mut groups: Vec<Vec<u32>> = members.into_values().collect();
        for group in &mut groups {
            group.sort_unstable();
            group.dedup();
        }
        groups.retain(|group| (3..=NAMES_MAX).contains(&group.len()));
        groups.sort_unstable();
        let scored: FxHashSet<(u32, u32)> = pairs
            .iter()
            .filter(|pair| together[pair.left as usize] == together[pair.right as usize])
            .map(|pair| (pair.left.min(pair.right), pair.left.max(pair.right)))
            .collect();
        let missing: Vec<(u32, u32)> = groups
            .par_iter()
            .flat_map_iter(|group| {
                let pairs = group.iter().enumerate().flat_map(move |(at, &left)| {
                    group[at + 1..].iter().map(move |&right| (left, right))
                });
                pairs.filter(|pair| !scored.contains(pair))
            })
            .collect();
        self.meet(&missing);
        let found = missing.par_iter().map(|&(left, right)| self.score_pair(left, right));
        pairs.par_extend(found);
    }

    /// Makes the words of these pairs of names known to each other.
    pub(super) fn meet(&mut self, pairs: &[(u32, u32)]) {
        let form = |node: u32| &self.scene.nodes[node as usize].form;
        self.neighbors.compare(words_of(form, pairs), self.lexicon);
    }

    /// Words of names that are not written out meet all that are like them: in the documents that
    /// name them, and among themselves, even a little.
    pub(super) fn meet_partial(&mut self) {
        let mut partial = vec![false; self.lexicon.words().len()];
        let mut documents: Vec<Vec<u32>> = vec![Vec::new(); partial.len()];
        for node in &self.scene.nodes {
            for word in node.form.words.iter().filter(|word| word.role != Role::Initial) {
                partial[word.id as usize] |= !node.full;
                documents[word.id as usize].extend(&node.documents);
            }
        }
        documents.par_iter_mut().for_each(|documents| {
            documents.sort_unstable();
            documents.dedup();
        });
        let words = (0..partial.len() as u32).filter(|&word| partial[word as usize]).collect();
        self.meet_all(words, |word, other| {
            let (one, two) = (&documents[word as usize], &documents[other as usize]);
            let (few, many) = if one.len() < two.len() { (one, two) } else { (two, one) };
            partial[other as usize] || few.iter().any(|at| many.binary_search(at).is_ok())
        });
    }

    /// Makes words known to all that are like them, as [`Neighbors::compare_with_all`].
    pub(super) fn meet_all(&mut self, words: Vec<u32>, together: impl Fn(u32, u32) -> bool + Sync) {
        let weights = word_weights(&self.scene, self.lexicon);
        self.neighbors.compare_with_all(&words, &weights, together, self.lexicon);
    }

    pub(in crate::resolver) fn score_pair(&self, left: u32, right: u32) -> Scored {
        let (one, other) = (&self.scene.nodes[left as usize], &self.scene.nodes[right as usize]);
        let found = alignment(&one.form, &other.form, self.lexicon, |a, b| {
            self.neighbors.get(a, b, self.lexicon)
        });
        let conflict = genders_conflict(&one.form, &other.form, &found, self.lexicon);
        let weights = &self.resolver.weights;
        let (names, doubts) =
            name_bits_and_doubts(&one.form, &other.form, &found, conflict, weights);
        let bits = names + one.attributes.bits(&other.attributes);
        let named_twice = bits < SPELLED_TWICE && !is_declined(&found);
        // Who prints two birth dates beside one name means two.
        let dated = one.attributes.contradict(&other.attributes);
        let listed = (named_twice || dated)
            && self.resolver.has(Mechanism::Exclusivity)
            && !self.scene.shared_documents(left, right).is_empty();
        let firm = self.firm.told(left, right, bits < SPELLED_TWICE, &self.scene).is_some();
        let exclusive = if firm {
            FIRM
        } else if listed {
            EXCLUSIVE
        } else {
            0.0
        };
        let apart = firm || (dated && listed) || are_two(&one.form, &other.form, &found);
        Scored { left, right, bits, exclusive, doubts, apart, namesakes: 0.0 }
    }
}

/// How many mentions each word is in.
fn word_weights(scene: &Scene, lexicon: &Lexicon<'_>) -> Vec<u32> {
    let mut weights = vec![0; lexicon.words().len()];
    for node in &scene.nodes {
        for word in &node.form.words {
            weights[word.id as usize] += node.mentions.len().max(1) as u32;
        }
    }
    weights
}

/// Whether two names differ in nothing but their cases: a text that declines names prints one
/// person's so, side by side.
fn is_declined(found: &Alignment) -> bool {
    let same = |relation| matches!(relation, Relation::Identical | Relation::Inflection);
    found.contradicted.is_empty()
        && found.words().any(|pairing| pairing.found.relation == Relation::Inflection)
        && found.words().all(|pairing| same(pairing.found.relation))
}

/// Whether the names say that there are two: other fathers, or another generation. A name that says
/// neither fits both, and must not bring them together.
fn are_two(one: &Form, other: &Form, found: &Alignment) -> bool {
    let father = |form: &Form, at: u8| form.words[at as usize].role == Role::Patronymic;
    let generations = one.generation != other.generation;
    (generations && one.generation != 0 && other.generation != 0)
        || found.contradicted.iter().any(|pairing| {
            pairing.found.odds < FATHERS_DIFFER
                && father(one, pairing.left)
                && father(other, pairing.right)
        })
}
