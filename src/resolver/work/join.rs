//! What was found between full names → groups that are one person each.

use rustc_hash::{FxHashMap, FxHashSet};

use super::company::Context;
use super::{Scored, Work};
use crate::cluster::{Edge, cluster};
use crate::resolver::Mechanism;
use crate::score::bits;

/// Two names that a source gives one person are that person's, whatever they look like.
const TOLD: f64 = 100.0;

impl Work<'_> {
    pub(super) fn groups(
        &self,
        pairs: &[Scored],
        prior: f64,
        context: &Context,
        alone: &[u32],
    ) -> Vec<u32> {
        // Company speaks of persons: what it says of two names, it says of all that both have.
        let persons = |left: u32, right: u32| {
            let (one, other) = (alone[left as usize], alone[right as usize]);
            (one.min(other), one.max(other))
        };
        let mut company: FxHashMap<(u32, u32), f64> = FxHashMap::default();
        for (&(left, right), roster) in &context.rosters {
            let most = company.entry(persons(left, right)).or_default();
            *most = most.max(roster.bits);
        }
        let conflicts = self.resolver.has(Mechanism::Conflicts);
        let agreed = self.agreed(pairs, context);
        let names = self.names_of_bearers(pairs, context);
        let one_bearer = |pair: &Scored| {
            let (one, other) = self.bearers(pair);
            one == other
                || agreed.contains(&(one, other))
                || by_two_names(&names, pair.left, pair.right)
        };
        let scored = pairs.iter().map(|pair| {
            let own = pair.own_bits(context);
            let bits = prior + own;
            let has_roster = context.rosters.contains_key(&(pair.left, pair.right));
            let company = if company.is_empty() || has_roster {
                None
            } else {
                company.get(&persons(pair.left, pair.right))
            };
            // That strangers may share a name tells nobody apart.
            let against =
                (pair.doubts + pair.namesakes - own - company.copied().unwrap_or(0.0)).max(0.0);
            let against = if conflicts && !one_bearer(pair) { against } else { 0.0 };
            Edge { left: pair.left, right: pair.right, bits, against }
        });
        let told = self.scene.same.iter().map(|&(left, right)| Edge {
            left,
            right,
            bits: TOLD,
            against: 0.0,
        });
        let apart = pairs.iter().filter(|pair| pair.apart && conflicts && !one_bearer(pair));
        let apart = apart.map(|pair| (pair.left, pair.right)).chain(self.firm.pairs());
        let apart: Vec<(u32, u32)> = apart.collect();
        let least = bits(self.resolver.threshold);
        cluster(self.scene.nodes.len(), scored.chain(told), least, &apart)
    }

    /// Bearers of several names that agree by one of them: that their other names differ is no
    /// contradiction.
    fn agreed(&self, pairs: &[Scored], context: &Context) -> FxHashSet<(u32, u32)> {
        let is_alias = |node: u32| self.scene.nodes[node as usize].alias_of.is_some();
        let by_alias = pairs.iter().filter(|pair| is_alias(pair.left) || is_alias(pair.right));
        let agree = by_alias.filter(|pair| pair.own_bits(context) > 0.0);
        agree.map(|pair| self.bearers(pair)).collect()
    }

    /// For each name that agrees with one of several that a source gives a person: these persons, each
    /// with the name that it agrees best with.
    fn names_of_bearers(
        &self,
        pairs: &[Scored],
        context: &Context,
    ) -> FxHashMap<u32, FxHashMap<u32, (f64, u32)>> {
        let mut names: FxHashMap<u32, FxHashMap<u32, (f64, u32)>> = FxHashMap::default();
        if self.scene.same.is_empty() {
            return names;
        }
        let several: FxHashSet<u32> = self.scene.same.iter().map(|&(node, _)| node).collect();
        for pair in pairs {
            let bits = pair.own_bits(context);
            for (name, other) in [(pair.left, pair.right), (pair.right, pair.left)] {
                let bearer = self.bearer(name);
                if bits > 0.0 && several.contains(&bearer) && bearer != self.bearer(other) {
                    let best =
                        names.entry(other).or_default().entry(bearer).or_insert((bits, name));
                    if (bits, std::cmp::Reverse(name)) > (best.0, std::cmp::Reverse(best.1)) {
                        *best = (bits, name);
                    }
                }
            }
        }
        names
    }

    /// The node of the mention that a name belongs to.
    fn bearer(&self, node: u32) -> u32 {
        let row = self.scene.nodes[node as usize].alias_of;
        row.and_then(|row| self.scene.node_of[row as usize]).unwrap_or(node)
    }

    /// The nodes of the mentions that a pair's names belong to, the smaller first.
    fn bearers(&self, pair: &Scored) -> (u32, u32) {
        let (one, other) = (self.bearer(pair.left), self.bearer(pair.right));
        (one.min(other), one.max(other))
    }
}

/// Whether two names are each another of the names of one person: that they differ is no contradiction.
fn by_two_names(names: &FxHashMap<u32, FxHashMap<u32, (f64, u32)>>, left: u32, right: u32) -> bool {
    let (Some(one), Some(other)) = (names.get(&left), names.get(&right)) else { return false };
    let (few, many) = if one.len() < other.len() { (one, other) } else { (other, one) };
    few.iter().any(|(bearer, a)| many.get(bearer).is_some_and(|b| a.1 != b.1))
}
