//! Evidence between names → groups that are one person each.
//!
//! Signed evidence is taken strongest first (single linkage under conflicts): an edge joins two
//! groups unless a pair across them is forbidden, or speaks against it more than the edge speaks
//! for it. With evidence that counts contradictions, this does as well as any linkage tried and
//! does not split persons with many spellings.
//!
//! Invariants:
//! - the result is a partition, and the same whatever the order of the edges;
//! - no group holds a pair that is forbidden.

use rustc_hash::FxHashSet;

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

/// Groups of `count` items: for each its group, numbered by first member.
///
/// `edges` may be in any order; those with bits above `least` join, unless what speaks against a
/// pair across the two groups outweighs them; `forbidden` pairs never come together.
#[must_use]
pub fn cluster(count: usize, edges: &[Edge], least: f64, forbidden: &[(u32, u32)]) -> Vec<u32> {
    let mut groups = Groups::new(count, edges, least, forbidden);
    let mut joining: Vec<Edge> = edges.iter().filter(|edge| edge.bits > least).copied().collect();
    joining
        .sort_by(|a, b| b.bits.total_cmp(&a.bits).then((a.left, a.right).cmp(&(b.left, b.right))));
    for edge in joining {
        groups.join(edge);
    }
    groups.labels()
}

struct Groups {
    parent: Vec<u32>,
    members: Vec<Vec<u32>>,
    /// Items that speak against each item, with how much (positive bits).
    against: Vec<Vec<(u32, f64)>>,
    /// Items that each item would be joined with.
    support: Vec<Vec<u32>>,
}

impl Groups {
    fn new(count: usize, edges: &[Edge], least: f64, forbidden: &[(u32, u32)]) -> Self {
        let mut against = vec![Vec::new(); count];
        let mut support = vec![Vec::new(); count];
        for edge in edges.iter().filter(|edge| edge.bits > least) {
            support[edge.left as usize].push(edge.right);
            support[edge.right as usize].push(edge.left);
        }
        let mut add = |a: u32, b: u32, bits: f64| {
            against[a as usize].push((b, bits));
            against[b as usize].push((a, bits));
        };
        for edge in edges.iter().filter(|edge| edge.against > 0.0) {
            add(edge.left, edge.right, edge.against);
        }
        for &(a, b) in forbidden {
            add(a, b, f64::INFINITY);
        }
        Self {
            parent: (0..count as u32).collect(),
            members: (0..count as u32).map(|item| vec![item]).collect(),
            against,
            support,
        }
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

    fn join(&mut self, edge: Edge) {
        let (mut small, mut large) = (self.find(edge.left), self.find(edge.right));
        if small == large {
            return;
        }
        let sizes = (self.members[small as usize].len(), self.members[large as usize].len());
        if sizes.0 > sizes.1 || (sizes.0 == sizes.1 && small < large) {
            std::mem::swap(&mut small, &mut large);
        }
        if self.refuses(small, large, edge.bits) {
            return;
        }
        self.parent[small as usize] = large;
        let moved = std::mem::take(&mut self.members[small as usize]);
        self.members[large as usize].extend(moved);
    }

    /// Whether as many pairs across two groups speak against joining them, each more than `bits`
    /// for it, as there are pairs that speak for it; one forbidden pair is enough.
    fn refuses(&mut self, small: u32, large: u32, bits: f64) -> bool {
        let members = std::mem::take(&mut self.members[small as usize]);
        let (mut against, mut support) = (0, 0);
        let mut forbidden = false;
        for &member in &members {
            let list = std::mem::take(&mut self.against[member as usize]);
            for &(other, weight) in list.iter().filter(|(_, weight)| *weight > bits) {
                if self.find(other) == large {
                    against += 1;
                    forbidden |= weight == f64::INFINITY;
                }
            }
            self.against[member as usize] = list;
            let list = std::mem::take(&mut self.support[member as usize]);
            support += list.iter().filter(|&&other| self.find(other) == large).count();
            self.support[member as usize] = list;
        }
        self.members[small as usize] = members;
        forbidden || (against > 0 && against >= support)
    }

    fn labels(&mut self) -> Vec<u32> {
        let count = self.parent.len();
        let roots: Vec<u32> = (0..count as u32).map(|item| self.find(item)).collect();
        let mut number = vec![u32::MAX; count];
        let mut next = 0;
        roots
            .into_iter()
            .map(|root| {
                let slot = &mut number[root as usize];
                if *slot == u32::MAX {
                    *slot = next;
                    next += 1;
                }
                *slot
            })
            .collect()
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

    #[test]
    fn a_conflict_stronger_than_the_edge_keeps_groups_apart() {
        let edges = [edge(0, 1, 9.0), edge(1, 2, 3.0), edge(0, 2, -5.0)];
        assert_eq!(cluster(3, &edges, 0.0, &[]), [0, 0, 1]);
        let edges = [edge(0, 1, 9.0), edge(1, 2, 6.0), edge(0, 2, -5.0)];
        assert_eq!(cluster(3, &edges, 0.0, &[]), [0, 0, 0]);
    }

    #[test]
    fn a_forbidden_pair_never_comes_together() {
        let edges = [edge(0, 1, 9.0), edge(1, 2, 8.0)];
        assert_eq!(cluster(3, &edges, 0.0, &[(0, 2)]), [0, 0, 1]);
    }

    #[test]
    fn the_edge_between_two_triangles_is_a_bridge() {
        let edges = [(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (3, 5)];
        assert_eq!(bridges(&edges).into_iter().collect::<Vec<_>>(), [(2, 3)]);
        assert_eq!(bridges(&[(0, 1)]).len(), 1);
    }
}
