//! Documents → who is named together, for placing names that are not written out.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Bearers, Place};
use crate::context::company::Company;

/// Who is named together with whom.
#[derive(Debug, Default)]
pub(super) struct Companions {
    /// By edition, the groups that other editions name together with one of its own, and with how many of
    /// its own; in order.
    beside: FxHashMap<u32, Vec<(u32, usize)>>,
}

impl Companions {
    /// The companions of all whom each edition names.
    pub(super) fn new(company: &Company) -> Self {
        let beside = company.editions().par_iter().map(|(&edition, groups)| {
            let beside = groups.iter().flat_map(|&group| {
                let editions = company.told_by(group).iter();
                let others = editions.flat_map(|&edition| company.named(edition));
                others.filter(move |&&other| other != group).map(move |&other| (other, group))
            });
            let mut beside: Vec<(u32, u32)> = beside.collect();
            beside.sort_unstable();
            beside.dedup();
            let by_group = beside.chunk_by(|a, b| a.0 == b.0);
            (edition, by_group.map(|by| (by[0].0, by.len())).collect())
        });
        Self { beside: beside.collect() }
    }

    /// How many whom an edition names are named elsewhere together with a group.
    pub(super) fn shared(&self, group: u32, edition: Option<u32>) -> usize {
        let found = edition.and_then(|edition| {
            let beside = self.beside.get(&edition)?;
            let at = beside.binary_search_by_key(&group, |(group, _)| *group).ok()?;
            Some(beside[at].1)
        });
        found.unwrap_or(0)
    }
}

impl Bearers<'_> {
    /// Which of these places, where nobody took a name, are of one story: texts that name somebody else of
    /// one company; outside of documents, one spelling. In pairs, by their numbers.
    #[must_use]
    pub fn of_one_story(&self, open: &[Place], own: &[u32]) -> Vec<(u32, u32)> {
        let mut met: FxHashMap<(u32, Shared), u32> = FxHashMap::default();
        let mut pairs = Vec::new();
        for (at, &(node, document)) in (0..).zip(open) {
            for shared in self.shared_by(node, document) {
                let first = *met.entry((own[node as usize], shared)).or_insert(at);
                pairs.push((first, at));
            }
        }
        pairs
    }

    /// What makes texts that print one name one story.
    fn shared_by(&self, node: u32, document: Option<u32>) -> Vec<Shared> {
        let Some(document) = document else { return vec![Shared::Name(node)] };
        let document = &self.scene.documents[document as usize];
        let telling = self.company.telling(document.edition).iter();
        telling
            .map(|&group| Shared::Group(group))
            .chain([Shared::Lineage(document.lineage)])
            .collect()
    }
}

/// What two texts have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Shared {
    /// Both are outside of documents: the name itself.
    Name(u32),
    /// Both are copies of one text.
    Lineage(u32),
    /// Both name a person.
    Group(u32),
}
