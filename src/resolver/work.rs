//! Rooms in the order of the pipeline: a scene in, decisions out, and the decisions as a resolution.

mod meet;
mod join;
mod company;
mod placed;
mod persons;
mod links;
mod without;
mod apart;
mod stories;

use company::Context;

use super::namesakes::Namesakes;
use super::watch::{Stage, Watch};
use super::{Explanation, Resolution, Resolver};
use crate::context::{Firm, Placements, Scene};
use crate::lexicon::{Lexicon, Neighbors};
use crate::mention::Mention;

/// One resolution under way.
pub(super) struct Work<'a> {
    pub(super) resolver: &'a Resolver,
    pub(super) watch: Watch<'a>,
    pub(super) mentions: &'a [Mention],
    pub(super) scene: Scene,
    pub(super) lexicon: &'a Lexicon<'a>,
    pub(super) neighbors: Neighbors,
    /// What texts say outright.
    pub(super) firm: Firm,
}

/// A scored pair of nodes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scored {
    pub(super) left: u32,
    pub(super) right: u32,
    /// Bits of names and attributes, without prior and context.
    pub(super) bits: f64,
    /// Bits that documents which list both take away.
    pub(super) exclusive: f64,
    /// What of `bits` makes the names weaker without telling two persons apart.
    doubts: f64,
    /// Whether the names are those of two persons, whoever else may be like both.
    apart: bool,
    /// Bits that strangers of the same name, as many as the list lets expect, take away.
    pub(super) namesakes: f64,
}

impl Scored {
    /// Bits of names, attributes and documents: everything but the prior.
    pub(super) fn own_bits(&self, context: &Context) -> f64 {
        let pair = (self.left, self.right);
        let roster = context.rosters.get(&pair).map_or(0.0, |roster| roster.bits);
        self.bits + self.namesakes + self.exclusive + roster + context.said_bits(pair)
    }
}

/// Log2 odds that a candidate pair of a list is one person, before its names are compared: three
/// in ten. A prior estimated from each list (EM over the pairs' own probabilities) moved persons
/// whenever an unrelated document was added, and did no better on the lists it was tried on.
const PRIOR: f64 = -1.2;

impl Work<'_> {
    pub(super) fn resolve(mut self) -> Resolution {
        let (outcome, notes) = self.decide();
        self.finish(&outcome, notes)
    }

    /// The same, and the pairs that keep chosen persons apart from their nearest.
    pub(super) fn explain(mut self, choose: impl FnOnce(&Resolution) -> Vec<usize>) -> Explanation {
        let (outcome, notes) = self.decide();
        let resolution = self.finish(&outcome, notes);
        let apart = self.apart(&outcome, &resolution, &choose(&resolution));
        Explanation { resolution, apart }
    }

    fn decide(&mut self) -> (Outcome, Vec<String>) {
        let full = self.full_nodes();
        let (mut pairs, notes) = self.score(&full);
        let prior = self.resolver.prior.unwrap_or(PRIOR);
        self.complete(&mut pairs);
        let alone = self.groups(&pairs, prior, &Context::default(), &[]);
        let mut namesakes = Namesakes::new(self, &pairs, alone.clone());
        let split = self.split_by_story(prior, &mut pairs, &mut namesakes);
        namesakes.weigh(self, prior, &mut pairs);
        self.meet_partial();
        (self.watch)(Stage::Grouping, 0, 0);
        let alone = if split || pairs.iter().any(|pair| pair.namesakes != 0.0) {
            self.groups(&pairs, prior, &Context::default(), &[])
        } else {
            alone
        };
        let rosters = self.rosters(&pairs, &alone);
        let mut context =
            Context { rosters: rosters.found, withheld: rosters.withheld, ..Context::default() };
        self.read_beside(&pairs, prior, &alone, &mut context);
        let groups = if context.rosters.is_empty() && context.said.is_empty() {
            alone
        } else {
            self.groups(&pairs, prior, &context, &alone)
        };
        let own = self.own_groups(&groups);
        let placed = self.place(&groups, &own);
        (Outcome { pairs, prior, namesakes, context, groups, placed }, notes)
    }

    fn full_nodes(&self) -> Vec<u32> {
        let nodes = &self.scene.nodes;
        (0..nodes.len() as u32).filter(|&id| nodes[id as usize].full).collect()
    }
}

/// Everything that was decided.
pub(super) struct Outcome {
    pub(super) pairs: Vec<Scored>,
    pub(super) prior: f64,
    /// How many bear the words of the list.
    namesakes: Namesakes,
    pub(super) context: Context,
    pub(super) groups: Vec<u32>,
    pub(super) placed: Placements,
}
