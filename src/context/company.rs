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
    /// Of these, those that tell one story from another: those of few texts.
    telling: FxHashMap<u32, Vec<u32>>,
    /// The editions of each of them.
    told_by: FxHashMap<u32, Vec<u32>>,
}

/// What documents of two names have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Met {
    /// How many persons, beside those of the two names, a document of each names, at most.
    pub persons: usize,
    /// Of how many pairs of documents that is the most.
    pub texts: usize,
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
        let mut told_by: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (&edition, groups) in &mut named {
            groups.sort_unstable();
            groups.dedup();
            groups.iter().for_each(|group| told_by.entry(*group).or_default().push(edition));
        }
        told_by.retain(|_, editions| editions.len() <= EDITIONS_MAX);
        let tells = |group: &u32| told_by.contains_key(group);
        let telling = named
            .iter()
            .map(|(&edition, groups)| (edition, groups.iter().copied().filter(tells).collect()));
        Self { telling: telling.collect(), named, told_by }
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

    /// Of the groups that an edition names, those that tell one story from another, in order.
    #[must_use]
    pub fn telling(&self, edition: u32) -> &[u32] {
        self.telling.get(&edition).map_or(&[], Vec::as_slice)
    }

    /// The editions that name a group, if it tells one story from another.
    pub(super) fn told_by(&self, group: u32) -> &[u32] {
        self.told_by.get(&group).map_or(&[], Vec::as_slice)
    }

    /// Whether an edition names enough to tell one story from another.
    #[must_use]
    pub fn is_company(&self, edition: u32) -> bool {
        self.named(edition).len() > COMPANY_MIN
    }

    /// What independent documents of two names have in common; `None` where either name stands in no
    /// company. `groups` are those of the names.
    #[must_use]
    pub fn met(&self, scene: &Scene, names: [u32; 2], groups: [u32; 2]) -> Option<Met> {
        let [left, right] = names.map(|name| {
            let documents = scene.nodes[name as usize].documents.iter().take(DOCUMENTS_MAX);
            let documents = documents.map(|&document| &scene.documents[document as usize]);
            documents.map(|document| (document.lineage, document.edition))
        });
        let in_company = |(_, edition): (u32, u32)| self.is_company(edition);
        if !(left.clone().any(in_company) && right.clone().any(in_company)) {
            return None;
        }
        let telling = |(lineage, edition): (u32, u32)| (lineage, self.telling(edition));
        let right: Vec<(u32, &[u32])> = right.map(telling).collect();
        let pairs = left.map(telling).flat_map(|one| right.iter().map(move |other| (one, *other)));
        let independent = pairs.filter(|((one, _), (other, _))| one != other);
        let met = independent.map(|((_, one), (_, other))| {
            let both = common(one, other);
            Met { persons: both.filter(|group| !groups.contains(group)).count(), texts: 1 }
        });
        met.reduce(|a, b| Met { persons: a.persons.max(b.persons), texts: a.texts + b.texts })
    }
}

/// What two lists in order have in common.
fn common<'a>(mut one: &'a [u32], mut other: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    std::iter::from_fn(move || {
        while let (Some(&a), Some(&b)) = (one.first(), other.first()) {
            if a <= b {
                one = &one[1..];
            }
            if b <= a {
                other = &other[1..];
            }
            if a == b {
                return Some(a);
            }
        }
        None
    })
}
