//! Documents → who is named beside whom.

use rustc_hash::FxHashMap;

use super::scene::Scene;

/// Texts that name a person, above which he tells nothing of two that do.
const EDITIONS_MAX: usize = 30;
/// Documents of a name that are looked at.
const DOCUMENTS_MAX: usize = 12;
/// Fewest persons beside a name that make a company.
const COMPANY_MIN: usize = 2;

/// The persons that each document names.
#[derive(Debug, Default)]
pub struct Company {
    /// Groups of full names by edition, in order.
    named: FxHashMap<u32, Vec<u32>>,
    /// Editions of the groups that tell one story from another: those of few texts.
    telling: FxHashMap<u32, Vec<u32>>,
}

/// How much of what company can say so many shared persons say: half for one, the rest by halves for
/// each more.
#[must_use]
pub fn by_halves(shared: usize) -> f64 {
    1.0 - (-(shared as f64)).exp2()
}

impl Company {
    /// The company in a scene, `group_of` being the group of each node.
    #[must_use]
    pub fn new(scene: &Scene, group_of: &[u32]) -> Self {
        let mut named: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (node, &group) in scene.nodes.iter().zip(group_of).filter(|(node, _)| node.full) {
            for &document in &node.documents {
                let edition = scene.documents[document as usize].edition;
                named.entry(edition).or_default().push(group);
            }
        }
        let mut telling: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (&edition, groups) in &mut named {
            groups.sort_unstable();
            groups.dedup();
            groups.iter().for_each(|group| telling.entry(*group).or_default().push(edition));
        }
        telling.retain(|_, editions| editions.len() <= EDITIONS_MAX);
        Self { named, telling }
    }

    /// The groups that an edition names, in order.
    #[must_use]
    pub fn named(&self, edition: u32) -> &[u32] {
        self.named.get(&edition).map_or(&[], Vec::as_slice)
    }

    /// All editions, each with the groups that it names.
    pub(super) fn editions(&self) -> &FxHashMap<u32, Vec<u32>> {
        &self.named
    }

    /// Whether a group tells one story from another.
    pub(super) fn tells(&self, group: u32) -> bool {
        self.telling.contains_key(&group)
    }

    /// The editions that name a group, if it tells one story from another.
    pub(super) fn told_by(&self, group: u32) -> &[u32] {
        self.telling.get(&group).map_or(&[], Vec::as_slice)
    }

    /// How many persons, beside those of two names, two independent documents of theirs both name, at
    /// most; `None` where either name stands in no company. `groups` are those of the names.
    #[must_use]
    pub fn shared(&self, scene: &Scene, names: [u32; 2], groups: [u32; 2]) -> Option<usize> {
        let documents = names.map(|name| {
            let documents = &scene.nodes[name as usize].documents;
            let documents = documents.iter().take(DOCUMENTS_MAX);
            documents.map(|&document| &scene.documents[document as usize])
        });
        let [left, right] = documents.map(|documents| {
            documents.map(|document| (document.lineage, self.named(document.edition)))
        });
        let in_company = |(_, named): (u32, &[u32])| named.len() > COMPANY_MIN;
        if !(left.clone().any(in_company) && right.clone().any(in_company)) {
            return None;
        }
        let meet = |one: &[u32], other: &[u32]| {
            let beside = one.iter().filter(|group| !groups.contains(group) && self.tells(**group));
            beside.filter(|group| other.binary_search(group).is_ok()).count()
        };
        let pairs = left.flat_map(|one| right.clone().map(move |other| (one, other)));
        let independent = pairs.filter(|((one, _), (other, _))| one != other);
        independent.map(|((_, one), (_, other))| meet(one, other)).max()
    }
}
