//! All links of a resolution → those that the page shows.
//!
//! A person with a hundred spellings has five thousand links, and says nothing with most of them.
//! Of such a person the links that hold it together stay (a spanning tree, strongest first), then
//! the strongest others up to a bound. Of the review list the head stays, in its own order.

use std::collections::HashMap;

use crate::engine::{Link, LinkKind, Resolution};

/// Links of one person beyond which only those that hold it together are sure of their place.
const OF_PERSON_MAX: usize = 60;
/// Links to review; nobody answers more.
const REVIEW_MAX: usize = 20_000;

/// Links by index, in the order of the resolution, and how many were left out.
pub(super) struct Shown {
    pub(super) links: Vec<usize>,
    /// Places in `links` of those to review, those that would move most mentions first.
    pub(super) review: Vec<usize>,
    pub(super) left_out: usize,
}

impl Shown {
    pub(super) fn of(resolution: &Resolution) -> Self {
        let all = &resolution.links;
        let mut kept = vec![false; all.len()];
        let mut persons: HashMap<usize, Vec<usize>> = HashMap::new();
        for (at, link) in all.iter().enumerate() {
            match (link.kind, resolution.assignments[link.left].person) {
                (LinkKind::Merged | LinkKind::Inferred, Some(person)) => {
                    persons.entry(person).or_default().push(at);
                }
                (LinkKind::Review | LinkKind::Apart, _) => {}
                _ => kept[at] = true,
            }
        }
        for links in persons.into_values() {
            strongest(all, links).into_iter().for_each(|at| kept[at] = true);
        }
        let review = to_review(all);
        review.iter().take(REVIEW_MAX).for_each(|&at| kept[at] = true);
        let links: Vec<usize> = (0..all.len()).filter(|&at| kept[at]).collect();
        let place = |at: usize| links.binary_search(&at).ok();
        let review = review.into_iter().filter_map(place).collect();
        let left_out = all.len() - links.len();
        Self { links, review, left_out }
    }
}

/// The links that the page shows, by index.
pub(crate) fn shown(resolution: &Resolution) -> Vec<usize> {
    Shown::of(resolution).links
}

/// The order of [`Resolution::review`], as indices.
fn to_review(all: &[Link]) -> Vec<usize> {
    let mut open: Vec<usize> =
        (0..all.len()).filter(|&at| all[at].kind == LinkKind::Review).collect();
    open.sort_by(|&a, &b| {
        let (a, b) = (&all[a], &all[b]);
        b.moves.cmp(&a.moves).then(b.probability.total_cmp(&a.probability))
    });
    open
}

/// Of the links of one person, by index: those that hold it together, and the strongest others up
/// to a bound.
pub(crate) fn strongest(all: &[Link], mut links: Vec<usize>) -> Vec<usize> {
    if links.len() <= OF_PERSON_MAX {
        return links;
    }
    links.sort_by(|&a, &b| all[b].probability.total_cmp(&all[a].probability).then(a.cmp(&b)));
    let mut part = Parts::default();
    let (mut shown, rest): (Vec<usize>, Vec<usize>) =
        links.into_iter().partition(|&at| part.join(all[at].left, all[at].right));
    let free = OF_PERSON_MAX.saturating_sub(shown.len());
    shown.extend(rest.into_iter().take(free));
    shown
}

/// Which mentions hang together so far.
#[derive(Default)]
struct Parts {
    parent: HashMap<usize, usize>,
}

impl Parts {
    fn root(&mut self, item: usize) -> usize {
        let mut root = item;
        while let Some(&above) = self.parent.get(&root) {
            root = above;
        }
        if root != item {
            self.parent.insert(item, root);
        }
        root
    }

    /// Whether the two were apart until now.
    fn join(&mut self, left: usize, right: usize) -> bool {
        let (left, right) = (self.root(left), self.root(right));
        if left != right {
            self.parent.insert(left, right);
        }
        left != right
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Evidence;

    fn link(left: usize, right: usize, probability: f64) -> Link {
        Link {
            left,
            right,
            probability,
            evidence: Evidence::new(0.0),
            kind: LinkKind::Merged,
            without_context: None,
            without_document: None,
            moves: 0,
        }
    }

    #[test]
    fn what_holds_a_person_together_is_shown_however_weak() {
        let mut all: Vec<Link> = Vec::new();
        for left in 0..30 {
            all.extend((left + 1..30).map(|right| link(left, right, 0.9)));
        }
        all.push(link(0, 30, 0.51));
        let weak = all.len() - 1;
        let shown = strongest(&all, (0..all.len()).collect());
        assert_eq!(shown.len(), OF_PERSON_MAX);
        assert!(shown.contains(&weak));
    }

    #[test]
    fn a_few_links_are_all_shown() {
        let all = [link(0, 1, 0.9), link(0, 2, 0.8), link(1, 2, 0.7)];
        assert_eq!(strongest(&all, vec![0, 1, 2]), [0, 1, 2]);
    }
}
