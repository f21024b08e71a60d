//! Chosen persons → the pairs of names that keep them apart from their nearest.

use rustc_hash::FxHashMap;

use super::{Outcome, Scored, Work};
use crate::context::Scene;
use crate::resolver::{Link, LinkKind, Resolution};

/// Persons that an explanation sets the chosen apart from.
const APART_MAX: usize = 50;

impl Work<'_> {
    /// Pairs of the chosen persons' names with all names that share a word with them: those that
    /// could not be one person's were never scored, and may still be asked about.
    fn acquaintances(
        &mut self,
        outcome: &Outcome,
        resolution: &Resolution,
        chosen: &[usize],
    ) -> Vec<Scored> {
        const NAMES_MAX: usize = 10_000;
        let mut by_word: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let full = self.full_nodes();
        for &node in &full {
            words(&self.scene, node).for_each(|word| by_word.entry(word).or_default().push(node));
        }
        let is_chosen = |node: &u32| {
            let at = resolution.assignments.get(self.representative(*node));
            at.and_then(|at| at.person).is_some_and(|person| chosen.contains(&person))
        };
        let own: Vec<u32> = full.iter().copied().filter(is_chosen).collect();
        let mut known: Vec<u32> = own.iter().flat_map(|&node| words(&self.scene, node)).collect();
        known.sort_unstable();
        known.dedup();
        self.meet_all(known, |_, _| true);
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for node in own {
            let near = words(&self.scene, node)
                .flat_map(|word| [word].into_iter().chain(self.neighbors.of(word)));
            let others = near.filter_map(|word| by_word.get(&word)).flatten().copied();
            pairs.extend(
                others
                    .filter(|&other| other != node)
                    .map(|other| (node.min(other), node.max(other)))
                    .take(NAMES_MAX),
            );
        }
        pairs.sort_unstable();
        pairs.dedup();
        self.meet(&pairs);
        let pairs = pairs.into_iter().map(|(left, right)| self.score_pair(left, right));
        let mut pairs: Vec<Scored> = pairs.collect();
        outcome.namesakes.weigh(self, outcome.prior, &mut pairs);
        pairs
    }

    /// Of every person that shares a word with one of the chosen and was not joined, the pair of
    /// names that came nearest; the nearest persons first.
    pub(super) fn apart(
        &mut self,
        outcome: &Outcome,
        resolution: &Resolution,
        chosen: &[usize],
    ) -> Vec<Link> {
        let acquaintances = self.acquaintances(outcome, resolution, chosen);
        let person = |node: u32| {
            resolution.assignments.get(self.representative(node)).and_then(|a| a.person)
        };
        let mut nearest: FxHashMap<(usize, usize), (f64, &Scored)> = FxHashMap::default();
        let apart = outcome.pairs.iter().chain(&acquaintances).filter(|pair| {
            outcome.groups[pair.left as usize] != outcome.groups[pair.right as usize]
        });
        for pair in apart {
            let (Some(left), Some(right)) = (person(pair.left), person(pair.right)) else {
                continue;
            };
            if !chosen.contains(&left) && !chosen.contains(&right) {
                continue;
            }
            let bits = pair.own_bits(&outcome.context);
            let best = nearest.entry((left.min(right), left.max(right))).or_insert((bits, pair));
            if bits > best.0 {
                *best = (bits, pair);
            }
        }
        let mut nearest: Vec<_> = nearest.into_iter().collect();
        nearest.sort_by(|(a, (one, _)), (b, (other, _))| other.total_cmp(one).then(a.cmp(b)));
        nearest.truncate(APART_MAX);
        nearest
            .into_iter()
            .map(|(_, (_, pair))| {
                let open = self.link(pair, outcome, resolution);
                open.unwrap_or_else(|| self.link_as(LinkKind::Apart, pair, outcome, resolution))
            })
            .collect()
    }
}

fn words(scene: &Scene, node: u32) -> impl Iterator<Item = u32> + '_ {
    scene.nodes[node as usize].form.names().map(|word| word.id)
}
