//! Names that are not written out → the groups that they go to.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Work;
use crate::cluster::{Edge, cluster, components};
use crate::context::{Bearers, Place, Placement, Placements};
use crate::lexicon::Relation;
use crate::resolver::Mechanism;
use crate::score::Role;

/// Partial names that are alike are one person only if the names are surely one, in bits.
const PARTIAL: f64 = 1.0;

impl Work<'_> {
    /// Places each partial name in each document.
    pub(super) fn place(&self, groups: &[u32], own: &[u32]) -> Placements {
        let without = |mechanism| !self.resolver.has(mechanism);
        let mut bearers = Bearers::new(&self.scene, self.lexicon, &self.neighbors, groups)
            .blind(without(Mechanism::Presence), without(Mechanism::Standing))
            .heeding(&self.firm);
        let mut places: Vec<Place> = self
            .scene
            .node_of
            .iter()
            .zip(&self.scene.document_of)
            .filter_map(|(node, document)| Some(((*node)?, *document)))
            .filter(|(node, _)| !self.scene.nodes[*node as usize].full)
            .collect();
        places.sort_unstable();
        places.dedup();
        if without(Mechanism::Placement) {
            let alone = |place: Place| (place, Placement::alone(own[place.0 as usize]));
            return places.into_iter().map(alone).collect();
        }
        let abbreviations = self.resolver.has(Mechanism::Abbreviations);
        let mut placed =
            bearers.place(&places, own, &|node| abbreviations && self.is_abbreviated(node));
        part(&mut placed, own, &bearers);
        bearers.adopt(&mut placed);
        placed
    }

    /// Whether a single word is printed with a full stop, mostly.
    fn is_abbreviated(&self, node: u32) -> bool {
        let node = &self.scene.nodes[node as usize];
        let stops = |row: &&u32| self.mentions[**row as usize].name.trim_end().ends_with('.');
        node.form.words.len() == 1
            && node.form.words[0].role == Role::Word
            && 2 * node.mentions.iter().filter(stops).count() > node.mentions.len()
    }

    /// Groups of partial names that no bearer took: equal names are one person.
    pub(super) fn own_groups(&self, full: &[u32]) -> Vec<u32> {
        let nodes = &self.scene.nodes;
        let mut by_word: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let partial = (0..nodes.len() as u32).filter(|&id| !nodes[id as usize].full);
        for id in partial {
            for word in &nodes[id as usize].form.words {
                by_word.entry(word.id).or_default().push(id);
            }
        }
        const SAME_WORD_MAX: usize = 200;
        let met = by_word.par_iter().flat_map_iter(|(&word, list)| {
            let near = [word].into_iter().chain(self.neighbors.of(word));
            let others = near.filter_map(|near| by_word.get(&near)).flatten().take(SAME_WORD_MAX);
            others.flat_map(|&other| {
                let before = list.iter().filter(move |&&id| id < other).take(SAME_WORD_MAX);
                before.map(move |&id| (id, other))
            })
        });
        let mut met: Vec<(u32, u32)> = met.collect();
        met.par_sort_unstable();
        met.dedup();
        let edges = met.par_iter().map(|&(left, right)| {
            let (bits, against) = self.partial_bits(left, right);
            Edge { left, right, bits, against }
        });
        let edges: Vec<Edge> = edges.collect();
        // Mr. and Mrs. are two.
        let gender = |node: u32| nodes[node as usize].form.gender;
        let two = |&(one, other): &(u32, u32)| {
            gender(one).zip(gender(other)).is_some_and(|(one, other)| one != other)
        };
        let apart: Vec<(u32, u32)> = met.into_iter().filter(two).collect();
        let groups = cluster(nodes.len(), edges.into_iter(), 0.0, &apart);
        // Numbers apart from those of full names.
        let offset = full.iter().copied().max().map_or(0, |most| most + 1);
        groups.into_iter().map(|group| group + offset).collect()
    }

    /// What speaks for two partial names being one person's, and what against it. Single words in
    /// two scripts, both declined, are forms of one name: no reason to keep them apart.
    fn partial_bits(&self, left: u32, right: u32) -> (f64, f64) {
        let pair = self.score_pair(left, right);
        let nodes = &self.scene.nodes;
        let (one, other) = (&nodes[left as usize].form.words, &nodes[right as usize].form.words);
        let related = match (one.as_slice(), other.as_slice()) {
            ([one], [other]) => {
                let found = self.neighbors.get(one.id, other.id, self.lexicon);
                let declined = found.relation == Relation::Inflection;
                if declined { f64::from(found.odds) } else { pair.bits }
            }
            _ => pair.bits,
        };
        (pair.bits - PARTIAL, (-pair.bits.max(related)).max(0.0))
    }
}

/// Gives common names that nobody took persons of their own, one for each story.
fn part(placed: &mut Placements, own: &[u32], bearers: &Bearers<'_>) {
    let open = placed.iter().filter(|(_, at)| at.group.is_none() && at.common);
    let mut open: Vec<Place> = open.map(|(place, _)| *place).collect();
    open.sort_unstable();
    let stories = components(open.len(), bearers.of_one_story(&open, own).into_iter());
    let next = own.iter().max().map_or(0, |most| most + 1);
    for (place, story) in open.iter().zip(stories) {
        if let Some(placement) = placed.get_mut(place) {
            placement.own = next + story;
        }
    }
}
