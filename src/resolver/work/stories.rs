//! Names that strangers share → one node for each story that they are in.
//!
//! A node is a distinct name, whoever bears it. Where a list has so many bearers of its words that two
//! texts with nobody else in common are likelier to mean two persons, its texts are told apart before
//! names are joined: by whom they name beside.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Scored, Work};
use crate::cluster::components;
use crate::context::Firm;
use crate::resolver::Mechanism;
use crate::resolver::namesakes::Namesakes;

/// Pairs of two names' stories that are all looked at; of more, those in one company, and each name's
/// largest story beside all of the other's.
const STORIES_MAX: usize = 16;

impl Work<'_> {
    /// Cuts the nodes of names that strangers share by story, and sees to the pairs that they were in.
    /// Gives whether any was cut.
    pub(super) fn split_by_story(
        &mut self,
        prior: f64,
        pairs: &mut Vec<Scored>,
        namesakes: &mut Namesakes,
    ) -> bool {
        if !self.resolver.has(Mechanism::Rosters) {
            return false;
        }
        // Whose other names a source gives is one person.
        let owners: FxHashSet<u32> = self.scene.same.iter().map(|&(node, _)| node).collect();
        let mut nodes = self.full_nodes();
        nodes.retain(|node| !owners.contains(node));
        let told: Vec<(u32, Vec<Vec<u32>>)> = nodes
            .into_par_iter()
            .map(|node| (node, self.stories(node, prior, namesakes)))
            .filter(|(_, stories)| stories.len() > 1)
            .collect();
        if told.is_empty() {
            return false;
        }
        let mut stories: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (node, documents) in told {
            let more = self.scene.split(node, &documents[1..]);
            namesakes.add(node, more.len());
            stories.insert(node, std::iter::once(node).chain(more).collect());
        }
        if !self.firm.is_empty() {
            self.firm = Firm::new(self.mentions, &self.scene);
        }
        let is_cut =
            |pair: &Scored| [pair.left, pair.right].iter().any(|it| stories.contains_key(it));
        let met = pairs.iter().filter(|pair| is_cut(pair)).map(|pair| (pair.left, pair.right));
        let whole: Vec<(u32, u32)> = met.chain(stories.keys().map(|&node| (node, node))).collect();
        pairs.retain(|pair| !is_cut(pair));
        let parts: Vec<Scored> = whole
            .par_iter()
            .flat_map_iter(|&pair| self.parts(pair, &stories, namesakes))
            .map(|(left, right)| self.score_pair(left, right))
            .collect();
        pairs.extend(parts);
        pairs.par_sort_unstable_by_key(|pair| (pair.left, pair.right));
        true
    }

    /// The documents of a node by story, the longest first; one, where all are likely to mean one person.
    fn stories(&self, node: u32, prior: f64, namesakes: &Namesakes) -> Vec<Vec<u32>> {
        let documents = &self.scene.nodes[node as usize].documents;
        if documents.len() < 2 {
            return Vec::new();
        }
        let Some(needed) = namesakes.needed(self, node, prior) else { return Vec::new() };
        let together = self.texts_of_one(node, needed.persons, namesakes);
        let story_of = components(documents.len(), together.into_iter());
        let mut stories: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut alone = Vec::new();
        for (&document, story) in documents.iter().zip(story_of) {
            let edition = self.scene.documents[document as usize].edition;
            if needed.alone && !namesakes.in_company(edition) {
                alone.push(document);
            } else {
                stories.entry(story).or_default().push(document);
            }
        }
        let mut stories: Vec<Vec<u32>> = stories.into_values().collect();
        stories.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        // What nothing tells of goes to the likeliest.
        if let Some(largest) = stories.first_mut() {
            largest.extend(alone);
        }
        stories
    }

    /// Which documents of a node, in pairs by their places, are copies of one text or name at least so many
    /// persons in common.
    fn texts_of_one(&self, node: u32, persons: usize, namesakes: &Namesakes) -> Vec<(u32, u32)> {
        let mut copies: FxHashMap<u32, u32> = FxHashMap::default();
        let mut lineages: FxHashMap<u32, u32> = FxHashMap::default();
        let mut naming: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut pairs = Vec::new();
        for (at, &document) in (0..).zip(&self.scene.nodes[node as usize].documents) {
            let document = &self.scene.documents[document as usize];
            let copied = *copies.entry(document.edition).or_insert(at);
            pairs.extend([(copied, at), (*lineages.entry(document.lineage).or_insert(at), at)]);
            if copied == at {
                let beside = namesakes.beside(node, document.edition);
                beside.for_each(|person| naming.entry(person).or_default().push(at));
            }
        }
        let mut shared: FxHashMap<(u32, u32), usize> = FxHashMap::default();
        for texts in naming.values() {
            for (at, &text) in texts.iter().enumerate() {
                let others = texts[at + 1..].iter();
                others.for_each(|&other| *shared.entry((text, other)).or_default() += 1);
            }
        }
        let enough = shared.into_iter().filter(|(_, shared)| *shared >= persons);
        pairs.extend(enough.map(|(pair, _)| pair));
        pairs
    }

    /// The pairs of the stories of two names that are worth scoring.
    fn parts(
        &self,
        (left, right): (u32, u32),
        stories: &FxHashMap<u32, Vec<u32>>,
        namesakes: &Namesakes,
    ) -> Vec<(u32, u32)> {
        let (whole_left, whole_right) = ([left], [right]);
        let one = stories.get(&left).map_or(&whole_left[..], Vec::as_slice);
        let other = stories.get(&right).map_or(&whole_right[..], Vec::as_slice);
        let mut parts: Vec<(u32, u32)> = Vec::new();
        if one.len() * other.len() <= STORIES_MAX {
            parts.extend(one.iter().flat_map(|&a| other.iter().map(move |&b| (a, b))));
        } else {
            parts.extend(one.iter().map(|&a| (a, other[0])));
            parts.extend(other.iter().map(|&b| (one[0], b)));
            let company = |&node: &u32| {
                let documents = &self.scene.nodes[node as usize].documents;
                let editions =
                    documents.iter().map(|&at| self.scene.documents[at as usize].edition);
                editions.flat_map(move |edition| {
                    namesakes.beside(node, edition).map(move |beside| (beside, node))
                })
            };
            let mut beside: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
            for (group, node) in one.iter().flat_map(company) {
                beside.entry(group).or_default().push(node);
            }
            for (group, b) in other.iter().flat_map(company) {
                parts.extend(beside.get(&group).into_iter().flatten().map(|&a| (a, b)));
            }
        }
        for (a, b) in &mut parts {
            (*a, *b) = ((*a).min(*b), (*a).max(*b));
        }
        parts.retain(|(a, b)| a != b);
        parts.sort_unstable();
        parts.dedup();
        parts
    }
}
