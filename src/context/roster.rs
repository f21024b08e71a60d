//! Two documents that name the same company → evidence that a leftover pair of names, which
//! already half agree, is one person.
//!
//! Beside company that is shared stands company that is missed: where persons are named who are
//! hardly ever named without a third, and instead of the third stands a name that half agrees.
//!
//! Kept narrow on purpose: several shared persons with rare names, names that half agree without
//! the company, one-to-one with a margin, and never for a pair that any document lists as two.
//! Copies of one text are one document, so copying changes nothing.

use rustc_hash::{FxHashMap, FxHashSet};

use super::scene::Scene;

/// A pair of nodes whose names half agree, with what was found between them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HalfAgreed {
    /// Nodes, the smaller first.
    pub left: u32,
    /// The larger node.
    pub right: u32,
    /// Bits of the names and attributes alone.
    pub bits: f64,
}

/// What two documents' company adds to a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Roster {
    /// The documents.
    pub documents: (u32, u32),
    /// Persons that both documents name: a node of each.
    pub shared: Vec<u32>,
    /// Bits it adds.
    pub bits: f64,
    /// Where the company is that of one who is missed: in how many of the documents that name the
    /// shared persons the one is named, and in how many not.
    pub missed: Option<(u32, u32)>,
    /// Bits that other documents would add if the first, or the second, were not known.
    pub without: [f64; 2],
}

/// Most that company can add: it cannot tell who sits in the same seat, only that one does.
const BITS_MAX: f64 = 6.0;
/// Fewest shared persons that say anything.
const SHARED_MIN: usize = 2;
/// A person in more documents than this is everywhere, and says nothing of two of them.
const DOCUMENTS_MAX: usize = 30;
/// Fewest other documents of a person that tell who is named beside.
const COMPANY_MIN: usize = 4;
/// Documents of the rarer name, and persons in each, by which somebody is missed.
const MISSED_MAX: usize = 8;
/// Share of documents below which nobody is missed.
const MISSED_SHARE: f64 = 0.5;
/// How much better than the next a pair must fit, in bits.
const MARGIN: f64 = 1.0;

/// Rosters by pair of nodes.
#[derive(Debug, Default)]
pub struct Rosters {
    /// Those that count.
    pub found: FxHashMap<(u32, u32), Roster>,
    /// Bits of those that would, but for one document that lists both names.
    pub withheld: FxHashMap<(u32, u32), f64>,
}

/// Rosters for the pairs that `half` lists, given the groups that names alone made; `listed` are
/// pairs that one document lists as two, with the document.
///
/// `group_of` is the group of each node, `rare` whether a group's name is rare enough to count.
#[must_use]
pub fn rosters(
    scene: &Scene,
    half: &[HalfAgreed],
    listed: &[(HalfAgreed, u32)],
    group_of: &[u32],
    rare: &dyn Fn(u32) -> bool,
) -> Rosters {
    let company = Company::new(scene, group_of, rare);
    let found = company.rosters(half, group_of);
    let withheld = listed.iter().filter_map(|(pair, document)| {
        let own = [group_of[pair.left as usize], group_of[pair.right as usize]];
        let edition = scene.documents[*document as usize].edition;
        let meet = company.meetings(own[0], own[1]);
        let elsewhere = meet.filter(|&at| scene.documents[at as usize].edition != edition).count();
        let lineage = scene.documents[*document as usize].lineage;
        let roster = company.best_roster(pair, own, Some(lineage)).filter(|_| elsewhere == 0)?;
        Some(((pair.left, pair.right), roster.bits))
    });
    Rosters { withheld: withheld.collect(), found }
}

impl Company<'_> {
    fn rosters(&self, half: &[HalfAgreed], group_of: &[u32]) -> FxHashMap<(u32, u32), Roster> {
        let mut best: FxHashMap<(u32, u32), Roster> = FxHashMap::default();
        let mut missed: FxHashMap<[u32; 2], Option<Roster>> = FxHashMap::default();
        for pair in half {
            if !self.scene.shared_documents(pair.left, pair.right).is_empty()
                || self.meet(group_of[pair.left as usize], group_of[pair.right as usize])
            {
                continue;
            }
            let own = [group_of[pair.left as usize], group_of[pair.right as usize]];
            let missed = missed.entry(own).or_insert_with(|| self.missed(own, None)).clone();
            let shared = self.best_roster(pair, own, None);
            // Both speak of the same company: the stronger tells.
            let found = shared.into_iter().chain(missed);
            if let Some(roster) = found.max_by(|a, b| a.bits.total_cmp(&b.bits)) {
                best.insert((pair.left, pair.right), roster);
            }
        }
        let mut kept = keep_clear(half, best, group_of);
        for pair in half {
            if let Some(roster) = kept.get_mut(&(pair.left, pair.right)) {
                let own = [group_of[pair.left as usize], group_of[pair.right as usize]];
                let (one, other) = roster.documents;
                roster.without = [one, other].map(|document| {
                    let except = Some(self.scene.documents[document as usize].lineage);
                    let shared = self.best_roster(pair, own, except);
                    let found = shared.into_iter().chain(self.missed(own, except));
                    found.map(|roster| roster.bits).fold(0.0, f64::max)
                });
            }
        }
        kept
    }
}

/// Of the pairs that compete for one group, those that fit clearly best stay.
fn keep_clear(
    half: &[HalfAgreed],
    rosters: FxHashMap<(u32, u32), Roster>,
    group_of: &[u32],
) -> FxHashMap<(u32, u32), Roster> {
    let mut claims: FxHashMap<u32, Vec<(f64, u32)>> = FxHashMap::default();
    for pair in half {
        let Some(roster) = rosters.get(&(pair.left, pair.right)) else {
            continue;
        };
        let (a, b) = (group_of[pair.left as usize], group_of[pair.right as usize]);
        claims.entry(a).or_default().push((pair.bits + roster.bits, b));
        claims.entry(b).or_default().push((pair.bits + roster.bits, a));
    }
    let clear = |own: u32, other: u32, bits: f64| {
        claims[&own].iter().all(|&(claim, rival)| rival == other || claim + MARGIN <= bits)
    };
    half.iter()
        .filter_map(|pair| {
            let roster = rosters.get(&(pair.left, pair.right))?;
            let (a, b) = (group_of[pair.left as usize], group_of[pair.right as usize]);
            let bits = pair.bits + roster.bits;
            (clear(a, b, bits) && clear(b, a, bits))
                .then(|| ((pair.left, pair.right), roster.clone()))
        })
        .collect()
}

/// Which groups each lineage names, and which lineages name each group.
struct Company<'a> {
    scene: &'a Scene,
    /// Groups in the first document of each lineage: what its copies add or drop is no company.
    groups: FxHashMap<u32, Vec<u32>>,
    lineages: FxHashMap<u32, Vec<u32>>,
    /// Documents of each group.
    documents: FxHashMap<u32, Vec<u32>>,
    rare: FxHashSet<u32>,
    /// A node of each group.
    node_of: FxHashMap<u32, u32>,
}

impl<'a> Company<'a> {
    fn new(scene: &'a Scene, group_of: &[u32], rare: &dyn Fn(u32) -> bool) -> Self {
        let mut groups: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut lineages: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut documents: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut rare_groups = FxHashSet::default();
        let mut node_of = FxHashMap::default();
        for (at, document) in scene.documents.iter().enumerate() {
            for &node in document.nodes.iter().filter(|&&node| scene.nodes[node as usize].full) {
                let group = group_of[node as usize];
                if document.lineage == at as u32 {
                    groups.entry(document.lineage).or_default().push(group);
                }
                lineages.entry(group).or_default().push(document.lineage);
                documents.entry(group).or_default().push(at as u32);
                node_of.entry(group).or_insert(node);
                if rare(group) {
                    rare_groups.insert(group);
                }
            }
        }
        let lists = groups.values_mut().chain(lineages.values_mut());
        for list in lists.chain(documents.values_mut()) {
            list.sort_unstable();
            list.dedup();
        }
        Self { scene, groups, lineages, documents, rare: rare_groups, node_of }
    }

    /// Whether any document names both groups.
    fn meet(&self, a: u32, b: u32) -> bool {
        self.meetings(a, b).next().is_some()
    }

    /// Documents that name both groups.
    fn meetings(&self, a: u32, b: u32) -> impl Iterator<Item = u32> {
        let of = |group: u32| self.documents.get(&group).map_or(&[][..], Vec::as_slice);
        let (one, other) = (of(a), of(b));
        one.iter().copied().filter(|document| other.binary_search(document).is_ok())
    }

    /// The first document of a lineage that names a group.
    fn document(&self, group: u32, lineage: u32) -> u32 {
        let documents = self.documents.get(&group).into_iter().flatten().copied();
        let here = |at: &u32| self.scene.documents[*at as usize].lineage == lineage;
        documents.filter(here).min_by_key(|&at| (at != lineage, at)).unwrap_or(lineage)
    }

    /// The strongest roster of two sources, `except` left out.
    fn best_roster(&self, pair: &HalfAgreed, own: [u32; 2], except: Option<u32>) -> Option<Roster> {
        let lineages = |node: u32| -> Vec<u32> {
            let mut found = self.scene.lineages_of(node);
            found.truncate(DOCUMENTS_MAX);
            found.retain(|&lineage| Some(lineage) != except);
            found
        };
        let mut best: Option<Roster> = None;
        for a in lineages(pair.left) {
            for b in lineages(pair.right) {
                let Some(roster) = self.roster(a, b, own) else {
                    continue;
                };
                if best.as_ref().is_none_or(|best| roster.bits > best.bits) {
                    best = Some(roster);
                }
            }
        }
        best
    }

    /// What two documents' company adds to a pair of their leftovers.
    fn roster(&self, a: u32, b: u32, own: [u32; 2]) -> Option<Roster> {
        let (left, right) = (self.groups.get(&a)?, self.groups.get(&b)?);
        let shared: Vec<u32> = left
            .iter()
            .copied()
            .filter(|group| right.binary_search(group).is_ok() && !own.contains(group))
            .filter(|group| self.rare.contains(group))
            .filter(|group| self.lineages[group].len() <= DOCUMENTS_MAX)
            .collect();
        if shared.len() < SHARED_MIN {
            return None;
        }
        let count = shared.len() as f64;
        let shared = shared.iter().map(|group| self.node_of[group]).collect();
        let smaller = left.len().min(right.len()) as f64;
        // The share of the company that is the same, and how many it is: five of six say more than
        // two of three, two of twenty next to nothing.
        let bits = BITS_MAX * (count / (smaller - 1.0).max(count)) * (1.0 - (1.0 - count).exp2());
        let documents = (self.document(own[0], a), self.document(own[1], b));
        Some(Roster { documents, shared, bits, missed: None, without: [0.0; 2] })
    }

    /// What it tells of two groups that one of them is missed where the other is named.
    fn missed(&self, own: [u32; 2], except: Option<u32>) -> Option<Roster> {
        let documents = |group: u32| self.lineages.get(&group).map_or(0, Vec::len);
        let [here, absent] =
            if documents(own[0]) < documents(own[1]) { own } else { [own[1], own[0]] };
        let mut best: Option<Roster> = None;
        let mut bits = 0.0;
        for &lineage in self.lineages.get(&here)?.iter().take(MISSED_MAX) {
            if Some(lineage) == except {
                continue;
            }
            let Some(roster) = self.missed_in(lineage, [here, absent]) else { continue };
            bits += roster.bits;
            if best.as_ref().is_none_or(|best| roster.bits > best.bits) {
                best = Some(roster);
            }
        }
        best.map(|roster| Roster { bits: bits.min(BITS_MAX), ..roster })
    }

    /// Two persons of a document who are hardly ever named without `absent`.
    fn missed_in(&self, lineage: u32, [here, absent]: [u32; 2]) -> Option<Roster> {
        let others = self.lineages.get(&absent)?;
        if others.binary_search(&lineage).is_ok() {
            return None;
        }
        let company = self.groups.get(&lineage)?.iter().copied();
        let company = company.filter(|group| *group != here && self.rare.contains(group));
        let mut found: Vec<(f64, u32, [u32; 2], u32)> = company
            .filter(|group| self.lineages[group].len() > COMPANY_MIN)
            .take(MISSED_MAX)
            .filter_map(|group| {
                let all = &self.lineages[&group];
                let both = all.iter().filter(|lineage| others.binary_search(lineage).is_ok());
                let named = both.clone().count();
                // One of two that were not looked at may lack the one: nobody is always named.
                let share = (named as f64 + 0.5) / (all.len() as f64 + 1.0);
                let counts = [named as u32, (all.len() - named) as u32];
                Some((share, group, counts, *both.clone().next()?))
            })
            .filter(|(share, ..)| *share > MISSED_SHARE)
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.truncate(SHARED_MIN);
        let weakest = found.get(SHARED_MIN - 1)?;
        Some(Roster {
            documents: (self.document(here, lineage), weakest.3),
            shared: found.iter().map(|(_, group, ..)| self.node_of[group]).collect(),
            bits: -(1.0 - weakest.0).log2(),
            missed: Some((weakest.2[0], weakest.2[1])),
            without: [0.0; 2],
        })
    }
}
