//! Roles and dates that sources give beside names → a little evidence about pairs of names.
//!
//! Roles are free text in any language, and a person has several: that two texts call two names
//! other things means nothing, unless both texts call the persons that they share the same. That
//! they say the same tells the more, the fewer others it is said of. A text cannot name somebody
//! who is not born yet.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::roster::Roster;
use super::scene::{Scene, year};
use crate::mention::Mention;
use crate::score::AddendKind;

/// A reason for or against two names being one person's.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// What kind of reason it is.
    pub kind: AddendKind,
    /// In favor, or against.
    pub bits: f64,
    /// The reason in words.
    pub label: String,
}

/// Most that a role can add: brothers have one trade, and all the accused are accused.
const ROLE_MAX: f64 = 2.0;
/// What each doubling of those who are called so takes away.
const ROLE_COMMON: f64 = 0.5;
/// How often two texts call one person other things, where nothing is known of their habits; it
/// weighs as much as one person whom both call something.
const ROLES_DIFFER: f64 = 0.9;
/// Named before the birth: as telling as another date of birth, but that two dates may be wrong.
const BEFORE_BIRTH: f64 = -8.0;
/// Roles of a name that are looked at.
const ROLES_MAX: usize = 32;

/// A role, and the lineage of a document that says it.
type Told = (u32, Option<u32>);

/// What stands beside the names of a list.
pub struct Beside<'a> {
    scene: &'a Scene,
    group_of: &'a [u32],
    /// Distinct roles, in order.
    roles: Vec<String>,
    of_node: FxHashMap<u32, Vec<Told>>,
    /// Roles by group and lineage.
    in_lineage: FxHashMap<(u32, u32), Vec<u32>>,
    /// How many groups are called so.
    bearers: Vec<usize>,
    /// First year in which a document names a node.
    named: FxHashMap<u32, i32>,
}

impl<'a> Beside<'a> {
    /// What stands beside the names of a scene, grouped by `group_of`.
    #[must_use]
    pub fn new(mentions: &[Mention], scene: &'a Scene, group_of: &'a [u32]) -> Self {
        let told = mentions.iter().filter_map(|mention| mention.role.as_deref());
        let roles: BTreeSet<String> = told.flat_map(parts).collect();
        let mut beside = Self {
            scene,
            group_of,
            bearers: vec![0; roles.len()],
            roles: roles.into_iter().collect(),
            of_node: FxHashMap::default(),
            in_lineage: FxHashMap::default(),
            named: FxHashMap::default(),
        };
        beside.read(mentions);
        beside
    }

    fn read(&mut self, mentions: &[Mention]) {
        for (row, mention) in mentions.iter().enumerate() {
            let Some(node) = self.scene.node_of[row] else { continue };
            if let Some(year) = mention.date.as_deref().and_then(year) {
                let first = self.named.entry(node).or_insert(year);
                *first = year.min(*first);
            }
            let document = self.scene.document_of[row];
            let lineage = document.map(|document| self.scene.documents[document as usize].lineage);
            for part in mention.role.iter().flat_map(|role| parts(role)) {
                let Ok(role) = self.roles.binary_search(&part) else { continue };
                self.of_node.entry(node).or_default().push((role as u32, lineage));
            }
        }
        let mut known: FxHashSet<(u32, u32)> = FxHashSet::default();
        for (&node, told) in &mut self.of_node {
            told.sort_unstable();
            told.dedup();
            let group = self.group_of[node as usize];
            for &(role, lineage) in told.iter() {
                if let Some(lineage) = lineage {
                    self.in_lineage.entry((group, lineage)).or_default().push(role);
                }
                if known.insert((role, group)) {
                    self.bearers[role as usize] += 1;
                }
            }
            told.truncate(ROLES_MAX);
        }
    }

    /// Whether nothing stands beside any name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.roles.is_empty() && self.named.is_empty()
    }

    /// What two independent sources call both, if they say the same.
    #[must_use]
    pub fn alike(&self, left: u32, right: u32) -> Option<Said> {
        let (one, other) = (self.of_node.get(&left)?, self.of_node.get(&right)?);
        let independent = |(role, lineage): &&Told| {
            let said = other.iter().filter(|(also, _)| also == role);
            said.into_iter().any(|(_, also)| also.is_none() || also != lineage)
        };
        let own = 1 + usize::from(self.group_of[left as usize] != self.group_of[right as usize]);
        let others = |role: u32| self.bearers[role as usize].saturating_sub(own);
        let rarest = one.iter().filter(independent).min_by_key(|(role, _)| (others(*role), *role));
        let (role, _) = *rarest?;
        let bits = ROLE_MAX - ROLE_COMMON * (1.0 + others(role) as f64).log2();
        let label = format!("both are called “{}”", self.roles[role as usize]);
        (bits > 0.0).then_some(Said { kind: AddendKind::Role, bits, label })
    }

    /// What the roles of two names tell whose documents share company, by what both documents call
    /// those whom they share.
    #[must_use]
    pub fn in_company(&self, left: u32, right: u32, roster: &Roster) -> Option<Said> {
        let lineage = |at: u32| self.scene.documents[at as usize].lineage;
        let (mut a, mut b) = (lineage(roster.documents.0), lineage(roster.documents.1));
        let own = [self.group_of[left as usize], self.group_of[right as usize]];
        let at = |group: u32, lineage: u32| self.in_lineage.get(&(group, lineage));
        if at(own[0], a).is_none() {
            (a, b) = (b, a);
        }
        let (one, other) = (at(own[0], a)?, at(own[1], b)?);
        let mut same = [0usize; 2];
        for &node in &roster.shared {
            let group = self.group_of[node as usize];
            if let (Some(one), Some(other)) = (at(group, a), at(group, b)) {
                same[usize::from(meet(one, other))] += 1;
            }
        }
        let [differ, agree] = same.map(|count| count as f64);
        if differ >= agree {
            // Texts of other habits: what they say alike may tell, what they do not cannot.
            return meet(one, other).then(|| self.alike(left, right)).flatten();
        }
        // What two persons would be called: each of the two beside the others of the other's text.
        let strangers = self.strangers(one, b, own).chain(self.strangers(other, a, own));
        let (mut all, mut alike) = (0.0, 0.0);
        strangers.for_each(|met| {
            all += 1.0;
            alike += f64::from(u8::from(met));
        });
        let chance = |count: f64| (count + 0.5) / (all + 1.0);
        let total = differ + agree + 1.0;
        let text = |roles: &[u32]| self.roles[roles[0] as usize].as_str();
        let document = |at: u32| self.scene.documents[at as usize].name.as_str();
        let (bits, label) = if meet(one, other) {
            let one_person = (agree + 1.0 - ROLES_DIFFER) / total;
            let role = one.iter().find(|role| other.contains(role)).copied()?;
            let bits = (one_person / chance(alike)).log2().clamp(0.0, ROLE_MAX);
            (bits, format!("both are called “{}”", text(&[role])))
        } else {
            let one_person = (differ + ROLES_DIFFER) / total;
            let bits = (one_person / chance(all - alike)).log2().min(0.0);
            // Company tells that a seat is filled; by another role it is another seat.
            let bits = bits - roster.bits * (agree / total).powi(2);
            let (here, there) = (document(a), document(b));
            let label = format!(
                "“{}” in {here}, “{}” in {there}, which call {agree} of {} others the same",
                text(one),
                text(other),
                agree + differ
            );
            (bits, label)
        };
        (bits != 0.0).then_some(Said { kind: AddendKind::Role, bits, label })
    }

    /// Whether a role is that of each other person of a document.
    fn strangers(&self, role: &[u32], lineage: u32, own: [u32; 2]) -> impl Iterator<Item = bool> {
        let nodes = &self.scene.documents[lineage as usize].nodes;
        let groups: BTreeSet<u32> =
            nodes.iter().map(|&node| self.group_of[node as usize]).collect();
        let others = groups.into_iter().filter(move |group| !own.contains(group));
        others
            .filter_map(move |group| self.in_lineage.get(&(group, lineage)))
            .map(move |other| meet(role, other))
    }

    /// That one is named before the other is born.
    #[must_use]
    pub fn before_birth(&self, left: u32, right: u32) -> Option<Said> {
        let born = |node: u32| {
            let birth = self.scene.nodes[node as usize].attributes.birth.as_deref();
            birth.and_then(year)
        };
        let named = |node: u32| self.named.get(&node).copied();
        let found = [(left, right), (right, left)].into_iter().find_map(|(one, other)| {
            let (born, named_other) = (born(one)?, named(other)?);
            // Somebody named before the own birth has a date that is not what it seems.
            let trusted = named(one).is_none_or(|named| named >= born);
            (trusted && named_other + 1 < born).then_some((born, named_other))
        });
        let (born, named) = found?;
        let label = format!("one is born in {born}, the other named in {named}");
        Some(Said { kind: AddendKind::Attribute, bits: BEFORE_BIRTH, label })
    }
}

/// Whether two lists of roles have one in common.
fn meet(one: &[u32], other: &[u32]) -> bool {
    one.iter().any(|role| other.contains(role))
}

/// The roles that a text names: a source may give several, with commas between.
fn parts(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split([',', ';', '/', '、', '，', '；', '،']);
    let folded = parts.map(|part| {
        let words: Vec<String> = part.split_whitespace().map(str::to_lowercase).collect();
        words.join(" ")
    });
    folded.filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_may_give_several_roles() {
        let found: Vec<String> = parts("Customs  inspector, defendant;").collect();
        assert_eq!(found, ["customs inspector", "defendant"]);
        assert_eq!(year("2024-07-04"), Some(2024));
        assert_eq!(year("04.07.2024"), None);
        assert_eq!(year("é2024"), None);
    }
}
