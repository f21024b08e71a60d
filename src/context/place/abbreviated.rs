//! An abbreviation (Eur., Soph.) → the most prominent whose name begins so.

use rustc_hash::FxHashMap;

use super::claims::{Claim, choose};
use super::fit::GIVEN_NAME;
use super::standing::Standing;
use super::{Bearers, OWN_PERSON, Place, Placement, Placements};
use crate::context::Scene;
use crate::lexicon::Lexicon;
use crate::score::Role;

/// Bearers that an abbreviation is tried with.
const ABBREVIATED_MAX: usize = 2_000;

impl Bearers<'_> {
    /// An abbreviation (Eur., Soph.) stands for the most prominent whose name begins so.
    pub(super) fn place_abbreviated(
        &self,
        (node, document): Place,
        own: &[u32],
        standing: &Standing,
        beginnings: &Beginnings,
    ) -> Placement {
        let edition = self.edition(document);
        let mut claims: FxHashMap<u32, Claim> = FxHashMap::default();
        let text = self.scene.nodes[node as usize].form.words.first();
        let text = text.map_or("", |word| self.lexicon.word(word.id).skeleton());
        for &(bearer, at) in beginnings.of(text) {
            let full = &self.scene.nodes[bearer as usize];
            let (group, bits) = if full.full {
                let group = self.group_of[bearer as usize];
                let given = if self.is_family(&full.form, at) { 0.0 } else { GIVEN_NAME };
                (group, self.presence(group, edition) + given)
            } else {
                let group = own[bearer as usize];
                (group, (standing.all(group) as f64 + 0.5).log2())
            };
            let claim = Claim { bits, to: Some((group, bearer)), given: false, denied: false };
            claim.keep_if_best(claims.entry(group).or_insert(claim));
        }
        let mut all: Vec<Claim> =
            vec![Claim { bits: OWN_PERSON, to: None, given: false, denied: false }];
        all.extend(claims.into_values());
        choose(all, own[node as usize], 0.0, 0.0)
    }
}

/// Names that an abbreviation may stand for, in order of their spelling: words of full names, and
/// single names that nobody took.
pub(super) struct Beginnings<'a> {
    words: Vec<(&'a str, (u32, usize))>,
    bearers: Vec<(u32, usize)>,
}

impl<'a> Beginnings<'a> {
    pub(super) fn new(scene: &Scene, lexicon: &'a Lexicon<'a>, placed: &Placements) -> Self {
        let mut single: Vec<u32> = placed
            .iter()
            .filter(|(_, at)| at.group.is_none())
            .map(|((node, _), _)| *node)
            .collect();
        single.sort_unstable();
        single.dedup();
        let mut words = Vec::new();
        let full = (0..scene.nodes.len() as u32).filter(|&id| scene.nodes[id as usize].full);
        for id in full.chain(single) {
            for (at, word) in scene.nodes[id as usize].form.words.iter().enumerate() {
                if word.role == Role::Word {
                    words.push((lexicon.word(word.id).skeleton(), (id, at)));
                }
            }
        }
        words.sort_unstable();
        let bearers = words.iter().map(|(_, bearer)| *bearer).collect();
        Self { words, bearers }
    }

    /// Nodes with a word that begins so and goes on, and which word it is.
    fn of(&self, beginning: &str) -> &[(u32, usize)] {
        const LETTERS_MIN: usize = 2;
        if beginning.len() < LETTERS_MIN {
            return &[];
        }
        let from = self.words.partition_point(|(word, _)| *word <= beginning);
        let after = &self.words[from..];
        let count = after.partition_point(|(word, _)| word.starts_with(beginning));
        &self.bearers[from..from + count.min(ABBREVIATED_MAX)]
    }
}
