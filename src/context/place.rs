//! A name that is not written out → the one bearer that it most likely stands for.
//!
//! A single word, or an initial with a word, is never an edge between persons: it is placed with
//! one bearer, by how prominent the bearer is in the list and whether the bearer's full name
//! stands in the same document, against the chance that it is somebody else. The confidence says
//! how close the runner-up is.

use super::scene::Scene;
use crate::lexicon::{Lexicon, Neighbors};
use crate::normalize::Part;
use crate::score::{Alignment, Form, Role, alignment};
use rustc_hash::FxHashMap;

/// Where a partial name was placed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// The group of the bearer; `None` for a person of its own.
    pub group: Option<u32>,
    /// Probability of this choice among all.
    pub probability: f64,
    /// The bearer's node that it was compared with.
    pub node: Option<u32>,
    /// Probability of the runner-up.
    pub runner_up: f64,
}

/// Weights of the choice, in bits.
const IN_DOCUMENT: f64 = 6.0;
const GIVEN_NAME: f64 = -3.0;
const GIVEN_NAME_ELSEWHERE: f64 = -4.0;
const INITIAL: f64 = 3.0;
const ANOTHER_SPELLING: f64 = 0.5;
const OWN_PERSON: f64 = -1.5;
const GENDER: f64 = -5.0;
/// Surprisal above which a family name has few bearers, in bits.
const RARE: f64 = 13.0;

/// Bearers by the words of their full names.
pub struct Bearers<'a> {
    scene: &'a Scene,
    lexicon: &'a Lexicon<'a>,
    neighbors: &'a Neighbors,
    group_of: &'a [u32],
    by_word: FxHashMap<u32, Vec<u32>>,
    prominence: FxHashMap<u32, usize>,
    in_document: FxHashMap<u32, Vec<u32>>,
}

impl<'a> Bearers<'a> {
    /// The bearers in a scene, grouped by `group_of`.
    #[must_use]
    pub fn new(
        scene: &'a Scene,
        lexicon: &'a Lexicon<'a>,
        neighbors: &'a Neighbors,
        group_of: &'a [u32],
    ) -> Self {
        let mut by_word: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut documents: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut prominence: FxHashMap<u32, usize> = FxHashMap::default();
        for (id, node) in scene.nodes.iter().enumerate().filter(|(_, node)| node.full) {
            for word in node.form.words.iter().filter(|word| word.role == Role::Word) {
                by_word.entry(word.id).or_default().push(id as u32);
            }
            let group = group_of[id];
            documents.entry(group).or_default().extend(scene.lineages_of(id as u32));
            if node.documents.is_empty() {
                *prominence.entry(group).or_default() += node.mentions.len();
            }
        }
        let mut in_document: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (group, mut lineages) in documents {
            lineages.sort_unstable();
            lineages.dedup();
            *prominence.entry(group).or_default() += lineages.len();
            for lineage in lineages {
                in_document.entry(lineage).or_default().push(group);
            }
        }
        in_document.values_mut().for_each(|groups| groups.sort_unstable());
        Self { scene, lexicon, neighbors, group_of, by_word, prominence, in_document }
    }

    /// Places one partial name in one document.
    #[must_use]
    pub fn place(&self, node: u32, document: Option<u32>) -> Placement {
        let form = &self.scene.nodes[node as usize].form;
        let mut claims: FxHashMap<u32, (f64, u32)> = FxHashMap::default();
        for bearer in self.bearers_of(form) {
            let group = self.group_of[bearer as usize];
            if let Some(bits) = self.claim(node, bearer, group, document) {
                let best = claims.entry(group).or_insert((bits, bearer));
                if bits > best.0 || (bits == best.0 && bearer < best.1) {
                    *best = (bits, bearer);
                }
            }
        }
        let own = self.own_person(form);
        let mut all: Vec<(f64, Option<(u32, u32)>)> = vec![(own, None)];
        all.extend(claims.into_iter().map(|(group, (bits, node))| (bits, Some((group, node)))));
        all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let total: f64 = all.iter().map(|(bits, _)| bits.exp2()).sum();
        let share = |at: usize| all.get(at).map_or(0.0, |(bits, _)| bits.exp2() / total);
        let chosen = all[0].1;
        Placement {
            group: chosen.map(|(group, _)| group),
            node: chosen.map(|(_, node)| node),
            probability: share(0),
            runner_up: share(1),
        }
    }

    /// Full names that have one of the words of a partial name, or a near spelling of it.
    fn bearers_of(&self, form: &Form) -> Vec<u32> {
        let mut found: Vec<u32> = form
            .words
            .iter()
            .filter(|word| word.role == Role::Word)
            .flat_map(|word| {
                [word.id].into_iter().chain(self.neighbors.of(word.id).iter().copied())
            })
            .filter_map(|id| self.by_word.get(&id))
            .flatten()
            .copied()
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// What speaks for one bearer, in bits; `None` where the names contradict each other.
    fn claim(&self, node: u32, bearer: u32, group: u32, document: Option<u32>) -> Option<f64> {
        let (form, full) =
            (&self.scene.nodes[node as usize].form, &self.scene.nodes[bearer as usize].form);
        let found =
            alignment(form, full, self.lexicon, |a, b| self.neighbors.get(a, b, self.lexicon));
        let word = found.words().find(|pairing| pairing.found.odds > 0.0)?;
        if !found.contradicted.is_empty() || !found.left_only.is_empty() {
            return None;
        }
        let lineage = document.map(|document| self.scene.documents[document as usize].lineage);
        let present = lineage
            .and_then(|lineage| self.in_document.get(&lineage))
            .is_some_and(|groups| groups.binary_search(&group).is_ok());
        let mut bits = (self.prominence.get(&group).copied().unwrap_or(0) as f64 + 0.5).log2();
        bits += if present { IN_DOCUMENT } else { 0.0 };
        if !self.is_family(full, word.right as usize) && initials(&found) == 0 {
            bits += if present { GIVEN_NAME } else { GIVEN_NAME + GIVEN_NAME_ELSEWHERE };
        }
        bits += INITIAL * initials(&found) as f64;
        bits += ANOTHER_SPELLING * (f64::from(word.found.odds) - 8.0);
        if crate::score::genders_conflict(form, full, &found, self.lexicon) {
            bits += GENDER;
        }
        Some(bits)
    }

    /// That it is none of the listed bearers: the likelier, the commoner the name.
    fn own_person(&self, form: &Form) -> f64 {
        let surprisal = form
            .words
            .iter()
            .filter(|word| word.role == Role::Word)
            .map(|word| self.lexicon.word(word.id).surprisal())
            .fold(0.0, f64::max);
        OWN_PERSON + ((RARE - surprisal) * 0.3).clamp(-1.0, 2.0)
    }

    /// Whether a word of a full name is its family name: as the writing says, else as lists of
    /// names know it, else by its place at the end.
    fn is_family(&self, form: &Form, index: usize) -> bool {
        match form.words[index].part {
            Part::Family => return true,
            Part::Given | Part::Patronymic => return false,
            Part::Unknown => {}
        }
        if form.words.iter().any(|word| word.part == Part::Family) {
            return false;
        }
        let share = |at: usize| self.lexicon.word(form.words[at].id).family_share().unwrap_or(0.5);
        let last = form.words.iter().rposition(|word| word.role == Role::Word).unwrap_or(index);
        let place = if index == last { 0.3 } else { -0.3 };
        let other = if index == last { 0 } else { last };
        share(index) - share(other) + place > 0.0
    }
}

fn initials(found: &Alignment) -> usize {
    found.agreed.len() - found.words().count()
}
