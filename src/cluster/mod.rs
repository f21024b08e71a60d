//! Evidence between names → groups that are one person each.
//!
//! Signed evidence is taken strongest first: an edge joins two groups unless a pair across them is
//! forbidden, or all that was found between the groups speaks against it. What speaks for a join is
//! the sum of the bits of all pairs across; against it, what contradictions have beyond the edge,
//! doubled, and a bit for each pair that had nothing in common to be compared by. Where pairs were
//! counted rather than weighed, a few clear contradictions were outvoted by many weak likenesses.
//!
//! Invariants:
//! - the result is a partition, and the same whatever the order of the edges;
//! - no group holds a pair that is forbidden;
//! - memory follows the number of pairs inside what edges connect, never the square of a group.

use rustc_hash::{FxHashMap, FxHashSet};

/// Evidence between two items, in bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// The items, the smaller first.
    pub left: u32,
    /// The larger item.
    pub right: u32,
    /// For (positive) or against (negative) the two being one person.
    pub bits: f64,
    /// What speaks against it, as a positive number: the names' own contradictions, whatever the
    /// prior; nothing where they do not contradict each other.
    pub against: f64,
}

/// What one pair across two groups adds at most, for or against: spellings of one name agree or
/// contradict each other together.
const PAIR_MAX: f64 = 8.0;
/// A contradiction tells more than a likeness: many names are like a name, and of one person.
const CONTRADICTION: f64 = 2.0;
/// What two names say that have no word in common by which they would have been compared.
const STRANGERS: f64 = 1.0;

/// Groups of `count` items: for each its group, numbered by first member.
///
/// `edges`, each pair once, may be in any order and are gone through twice; those with bits above
/// `least` join, unless what was found across the two groups outweighs them; `forbidden` pairs
/// never come together.
#[must_use]
pub fn cluster<I>(count: usize, edges: I, least: f64, forbidden: &[(u32, u32)]) -> Vec<u32>
where
    I: Iterator<Item = Edge> + Clone,
{
    let mut joining: Vec<Edge> = edges.clone().filter(|edge| edge.bits > least).collect();
    joining
        .sort_by(|a, b| b.bits.total_cmp(&a.bits).then((a.left, a.right).cmp(&(b.left, b.right))));
    let ends = joining.iter().map(|edge| (edge.left, edge.right));
    let reach = components(count, ends);
    let mut groups = Groups {
        parts: Parts::new(count),
        members: (0..count as u32).map(|item| vec![item]).collect(),
        pairs: Pairs::new(count, edges, least, forbidden, &reach),
        refused: FxHashMap::default(),
    };
    for edge in joining {
        groups.join(edge);
    }
    groups.parts.labels()
}

/// What pairs connect among `count` items: for each its component, numbered by first member.
#[must_use]
pub fn components(count: usize, pairs: impl Iterator<Item = (u32, u32)>) -> Vec<u32> {
    let mut parts = Parts::new(count);
    for (one, other) in pairs {
        let (a, b) = (parts.find(one), parts.find(other));
        parts.parent[a.max(b) as usize] = a.min(b);
    }
    parts.labels()
}

/// Disjoint parts, each known by one of its items.
struct Parts {
    parent: Vec<u32>,
}

impl Parts {
    fn new(count: usize) -> Self {
        Self { parent: (0..count as u32).collect() }
    }

    fn find(&mut self, item: u32) -> u32 {
        let mut root = item;
        while self.parent[root as usize] != root {
            root = self.parent[root as usize];
        }
        let mut at = item;
        while self.parent[at as usize] != root {
            at = std::mem::replace(&mut self.parent[at as usize], root);
        }
        root
    }

    /// The number of each item's part, in order of first members.
    fn labels(&mut self) -> Vec<u32> {
        let count = self.parent.len();
        let mut number = vec![u32::MAX; count];
        let mut next = 0;
        (0..count as u32)
            .map(|item| {
                let slot = &mut number[self.find(item) as usize];
                if *slot == u32::MAX {
                    *slot = next;
                    next += 1;
                }
                *slot
            })
            .collect()
    }
}

/// What was found between an item and another.
#[derive(Clone, Copy, Default)]
struct Found {
    other: u32,
    /// Bits beyond the least for which items join; none below.
    support: f32,
    against: f32,
}

/// What was found between items that edges connect, by item, in order of the others: pairs beyond
/// that never meet across two groups.
struct Pairs {
    from: Vec<usize>,
    found: Vec<Found>,
}

impl Pairs {
    fn new<I>(count: usize, edges: I, least: f64, forbidden: &[(u32, u32)], reach: &[u32]) -> Self
    where
        I: Iterator<Item = Edge> + Clone,
    {
        let connected = |a: u32, b: u32| reach[a as usize] == reach[b as usize] && a != b;
        let found = edges.map(|edge| {
            let support = (edge.bits - least).clamp(0.0, PAIR_MAX);
            (edge.left, edge.right, support as f32, edge.against as f32)
        });
        let told = forbidden.iter().map(|&(a, b)| (a, b, 0.0, f32::INFINITY));
        let all = found.chain(told).filter(|&(a, b, ..)| connected(a, b));
        let mut from = vec![0; count + 1];
        for (a, b, ..) in all.clone() {
            from[a as usize + 1] += 1;
            from[b as usize + 1] += 1;
        }
        (0..count).for_each(|item| from[item + 1] += from[item]);
        let mut found = vec![Found::default(); from[count]];
        let mut next = from.clone();
        for (a, b, support, against) in all {
            for (item, other) in [(a, b), (b, a)] {
                found[next[item as usize]] = Found { other, support, against };
                next[item as usize] += 1;
            }
        }
        for item in 0..count {
            found[from[item]..from[item + 1]]
                .sort_by(|a, b| (a.other.cmp(&b.other)).then(b.against.total_cmp(&a.against)));
        }
        Self { from, found }
    }

    fn of(&self, item: u32) -> &[Found] {
        &self.found[self.from[item as usize]..self.from[item as usize + 1]]
    }
}

struct Groups {
    parts: Parts,
    members: Vec<Vec<u32>>,
    pairs: Pairs,
    /// Groups that were kept apart, and how many members both had: a weaker edge changes nothing.
    refused: FxHashMap<(u32, u32), usize>,
}

impl Groups {
    fn join(&mut self, edge: Edge) {
        let (mut small, mut large) = (self.parts.find(edge.left), self.parts.find(edge.right));
        if small == large {
            return;
        }
        let size = |group: u32| self.members[group as usize].len();
        let sizes = (size(small), size(large));
        if sizes.0 > sizes.1 || (sizes.0 == sizes.1 && small < large) {
            std::mem::swap(&mut small, &mut large);
        }
        let both = sizes.0 + sizes.1;
        if self.refused.get(&(small, large)) == Some(&both) {
            return;
        }
        if self.refuses(small, large, edge.bits) {
            self.refused.insert((small, large), both);
            return;
        }
        self.parts.parent[small as usize] = large;
        let moved = std::mem::take(&mut self.members[small as usize]);
        self.members[large as usize].extend(moved);
    }

    /// Whether what was found between two groups keeps an edge of so many bits from joining them.
    fn refuses(&mut self, small: u32, large: u32, bits: f64) -> bool {
        let (mut support, mut against, mut compared) = (0.0, 0.0, 0usize);
        for &member in &self.members[small as usize] {
            for found in self.pairs.of(member) {
                if self.parts.find(found.other) != large {
                    continue;
                }
                if found.against == f32::INFINITY {
                    return true;
                }
                compared += 1;
                support += f64::from(found.support);
                against += (f64::from(found.against) - bits.max(0.0)).clamp(0.0, PAIR_MAX);
            }
        }
        let all = self.members[small as usize].len() * self.members[large as usize].len();
        let strangers = all.saturating_sub(compared) as f64;
        against * CONTRADICTION + strangers * STRANGERS >= support
    }
}

/// The pairs that cut a group in two if taken away, given its joining edges: a link that a person
/// hangs on should be looked at.
#[must_use]
pub fn bridges(edges: &[(u32, u32)]) -> FxHashSet<(u32, u32)> {
    let count = edges.iter().map(|&(a, b)| a.max(b) as usize + 1).max().unwrap_or(0);
    let mut near: Vec<Vec<(u32, usize)>> = vec![Vec::new(); count];
    for (edge, &(a, b)) in edges.iter().enumerate() {
        near[a as usize].push((b, edge));
        near[b as usize].push((a, edge));
    }
    let (mut seen, mut low) = (vec![0usize; count], vec![0usize; count]);
    let mut found = FxHashSet::default();
    let mut time = 0;
    for start in 0..count {
        if seen[start] != 0 || near[start].is_empty() {
            continue;
        }
        // Depth first (Tarjan 1974), by hand: groups can be long chains.
        let mut stack = vec![(start as u32, usize::MAX, 0usize)];
        while let Some((at, from, next)) = stack.pop() {
            let here = at as usize;
            if next == 0 {
                time += 1;
                (seen[here], low[here]) = (time, time);
            }
            if let Some(&(other, edge)) = near[here].get(next) {
                stack.push((at, from, next + 1));
                if edge == from {
                    continue;
                }
                if seen[other as usize] == 0 {
                    stack.push((other, edge, 0));
                } else {
                    low[here] = low[here].min(seen[other as usize]);
                }
            } else if let Some(&(above, ..)) = stack.last() {
                let upper = above as usize;
                low[upper] = low[upper].min(low[here]);
                if low[here] > seen[upper] {
                    found.insert((at.min(above), at.max(above)));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(left: u32, right: u32, bits: f64) -> Edge {
        Edge { left, right, bits, against: (-bits).max(0.0) }
    }

    fn groups(count: usize, edges: &[Edge], forbidden: &[(u32, u32)]) -> Vec<u32> {
        cluster(count, edges.iter().copied(), 0.0, forbidden)
    }

    #[test]
    fn a_conflict_stronger_than_the_edge_keeps_groups_apart() {
        let edges = [edge(0, 1, 9.0), edge(1, 2, 3.0), edge(0, 2, -5.0)];
        assert_eq!(groups(3, &edges, &[]), [0, 0, 1]);
        let edges = [edge(0, 1, 9.0), edge(1, 2, 6.0), edge(0, 2, -5.0)];
        assert_eq!(groups(3, &edges, &[]), [0, 0, 0]);
    }

    #[test]
    fn a_forbidden_pair_never_comes_together() {
        let edges = [edge(0, 1, 9.0), edge(1, 2, 8.0)];
        assert_eq!(groups(3, &edges, &[(0, 2)]), [0, 0, 1]);
    }

    #[test]
    fn names_that_were_never_compared_speak_against_a_weak_link() {
        let persons = [edge(0, 1, 9.0), edge(1, 2, 9.0), edge(0, 2, 9.0), edge(3, 4, 9.0)];
        let with = |bits: f64| {
            let edges: Vec<Edge> = persons.iter().copied().chain([edge(2, 3, bits)]).collect();
            groups(5, &edges, &[])
        };
        assert_eq!(with(2.0), [0, 0, 0, 1, 1]);
        assert_eq!(with(7.0), [0, 0, 0, 0, 0]);
    }

    #[test]
    fn the_order_of_edges_changes_nothing() {
        let mut edges = Vec::new();
        for left in 0..12u32 {
            for right in left + 1..12 {
                let bits = f64::from((left * 7 + right * 13) % 17) - 8.0;
                edges.push(edge(left, right, bits));
            }
        }
        let one = groups(12, &edges, &[(0, 5)]);
        edges.reverse();
        assert_eq!(one, groups(12, &edges, &[(0, 5)]));
        edges.rotate_left(23);
        assert_eq!(one, groups(12, &edges, &[(0, 5)]));
    }

    #[test]
    fn the_edge_between_two_triangles_is_a_bridge() {
        let edges = [(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (3, 5)];
        assert_eq!(bridges(&edges).into_iter().collect::<Vec<_>>(), [(2, 3)]);
        assert_eq!(bridges(&[(0, 1)]).len(), 1);
    }
}
