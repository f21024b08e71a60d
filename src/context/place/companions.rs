//! Documents → who is named together, for placing names that are not written out.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Bearers, Place, Placements};
use crate::context::company::Company;

/// Who is named together with whom.
#[derive(Debug, Default)]
pub(super) struct Companions {
    /// By edition, the groups that other editions name together with one of its own, and with how many of
    /// its own; in order.
    beside: FxHashMap<u32, Vec<(u32, u32)>>,
}

impl Companions {
    /// The companions of all whom each edition names.
    pub(super) fn new(company: &Company) -> Self {
        let mut editions: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (&edition, groups) in company.editions() {
            for &group in groups.iter().filter(|group| company.tells(**group)) {
                editions.entry(group).or_default().push(edition);
            }
        }
        let beside = company.editions().par_iter().map(|(&edition, groups)| {
            let beside = groups.iter().flat_map(|&group| {
                let editions = editions.get(&group).into_iter().flatten();
                let others = editions.flat_map(|&edition| company.named(edition));
                others.filter(move |&&other| other != group).map(move |&other| (other, group))
            });
            let mut beside: Vec<(u32, u32)> = beside.collect();
            beside.sort_unstable();
            beside.dedup();
            let by_group = beside.chunk_by(|a, b| a.0 == b.0);
            (edition, by_group.map(|by| (by[0].0, by.len() as u32)).collect())
        });
        Self { beside: beside.collect() }
    }

    /// How many whom an edition names are named elsewhere together with a group.
    pub(super) fn shared(&self, group: u32, edition: Option<u32>) -> u32 {
        let found = edition.and_then(|edition| {
            let beside = self.beside.get(&edition)?;
            let at = beside.binary_search_by_key(&group, |(group, _)| *group).ok()?;
            Some(beside[at].1)
        });
        found.unwrap_or(0)
    }
}

impl Bearers<'_> {
    /// Gives common names that nobody took persons of their own: one for each story, which is texts that
    /// name somebody else of one company; outside of documents, one for each spelling.
    pub(super) fn part(&self, placed: &mut Placements, own: &[u32]) {
        let open = placed.iter().filter(|(_, at)| at.group.is_none() && at.common);
        let mut open: Vec<Place> = open.map(|(place, _)| *place).collect();
        open.sort_unstable();
        let mut stories = Stories { parent: (0..open.len()).collect() };
        let mut met: FxHashMap<(u32, Shared), usize> = FxHashMap::default();
        for (at, &(node, document)) in open.iter().enumerate() {
            for shared in self.shared_by(node, document) {
                let first = *met.entry((own[node as usize], shared)).or_insert(at);
                stories.join(first, at);
            }
        }
        let next = own.iter().max().map_or(0, |most| most + 1);
        for (at, place) in open.iter().enumerate() {
            let first = stories.first(at);
            if let Some(placement) = placed.get_mut(place) {
                placement.own = next + first as u32;
            }
        }
    }

    /// What makes texts that print one name one story.
    fn shared_by(&self, node: u32, document: Option<u32>) -> Vec<Shared> {
        let Some(document) = document else { return vec![Shared::Name(node)] };
        let document = &self.scene.documents[document as usize];
        let beside = self.company.named(document.edition).iter();
        let telling = beside.filter(|group| self.company.tells(**group));
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

/// Sets that only grow, each named by its first.
struct Stories {
    parent: Vec<usize>,
}

impl Stories {
    fn first(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        self.parent[one.max(other)] = one.min(other);
    }
}
