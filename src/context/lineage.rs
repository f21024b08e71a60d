//! Documents → which of them print one text.
//!
//! An agency's text comes with a name added, dropped or spelled anew. Documents of one roster are
//! one *edition*; editions of nearly one roster, printed within days of each other, are one
//! *lineage*, which counts as one source. Independent reports of one event share persons, but hardly
//! all of them, and not all spellings: nearly means four in five, to the letter.
//!
//! Each edition is held against the first of a lineage alone: a story that goes on for weeks, with
//! one name more each day, is no copy of its beginning.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::scene::Document;

/// A roster of fewer names proves nothing.
const ROSTER_MIN: usize = 3;
/// A roster of fewer names is no near copy of another.
const NEAR_MIN: usize = 5;
/// Share of all names of two editions that are in both, as a fraction.
const NEAR: (usize, usize) = (4, 5);
/// Copies are printed within so many days.
const DAYS_MAX: i64 = 10;
/// First editions that one name leads to.
const FIRST_MAX: usize = 100;

/// Sets edition and lineage of each document; `dates` are theirs where known.
///
/// The first of a lineage is the one with the first date, then the first by name.
pub(super) fn set_lineages(documents: &mut [Document], dates: &[Option<&str>]) {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(|&at| (dates[at].is_none(), dates[at], at));
    let mut first: FxHashMap<Vec<u32>, u32> = FxHashMap::default();
    for &at in &order {
        let document = &mut documents[at];
        document.edition = if document.nodes.len() < ROSTER_MIN {
            at as u32
        } else {
            *first.entry(document.nodes.clone()).or_insert(at as u32)
        };
    }
    let editions: Vec<usize> =
        order.iter().copied().filter(|&at| documents[at].edition == at as u32).collect();
    let near = Near::new(documents, dates, &editions).firsts(&editions);
    for document in documents {
        document.lineage = near.get(&document.edition).copied().unwrap_or(document.edition);
    }
}

struct Near<'a> {
    documents: &'a [Document],
    days: Vec<Option<i64>>,
    /// Editions that print each node.
    printed: FxHashMap<u32, u32>,
}

impl<'a> Near<'a> {
    fn new(documents: &'a [Document], dates: &[Option<&str>], editions: &[usize]) -> Self {
        let mut printed: FxHashMap<u32, u32> = FxHashMap::default();
        for node in editions.iter().flat_map(|&at| &documents[at].nodes) {
            *printed.entry(*node).or_default() += 1;
        }
        let days = dates.iter().map(|date| date.and_then(days)).collect();
        Self { documents, days, printed }
    }

    /// For each edition that nearly repeats an earlier one, the first of its lineage.
    fn firsts(&self, editions: &[usize]) -> FxHashMap<u32, u32> {
        let mut found = FxHashMap::default();
        let mut by_node: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        for &at in editions.iter().filter(|&&at| self.documents[at].nodes.len() >= NEAR_MIN) {
            let rarest = self.rarest(at);
            let firsts = rarest.iter().filter_map(|node| by_node.get(node)).flatten().copied();
            let copied = firsts.filter(|&first| self.is_near(first, at));
            if let Some(first) = copied.min_by_key(|&first| (self.days[first], first)) {
                found.insert(at as u32, first as u32);
                continue;
            }
            for node in rarest {
                let firsts = by_node.entry(node).or_default();
                if firsts.len() < FIRST_MAX {
                    firsts.push(at);
                }
            }
        }
        found
    }

    /// The rarest nodes of an edition: two that share four names in five share one of these.
    fn rarest(&self, at: usize) -> Vec<u32> {
        let mut nodes = self.documents[at].nodes.clone();
        nodes.sort_by_key(|node| (self.printed[node], Reverse(*node)));
        let apart = nodes.len() - (nodes.len() * NEAR.0).div_ceil(NEAR.1) + 1;
        nodes.truncate(apart);
        nodes
    }

    fn is_near(&self, one: usize, other: usize) -> bool {
        let (a, b) = (&self.documents[one].nodes, &self.documents[other].nodes);
        let shared = a.iter().filter(|node| b.binary_search(node).is_ok()).count();
        let all = a.len() + b.len() - shared;
        let days = self.days[one].zip(self.days[other]);
        shared * NEAR.1 >= all * NEAR.0
            && days.is_none_or(|(one, other)| (one - other).abs() <= DAYS_MAX)
    }
}

/// The day of an ISO date, counted so that neighbors of the calendar are neighbors here: months
/// have 31 days, which is near enough to tell days from weeks.
fn days(date: &str) -> Option<i64> {
    let mut parts = date.trim().get(..10)?.splitn(3, '-').map(str::parse::<i64>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    Some((year * 12 + month) * 31 + day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lineages(rosters: &[(&[u32], Option<&str>)]) -> Vec<u32> {
        let mut documents: Vec<Document> = rosters
            .iter()
            .map(|(nodes, _)| Document {
                name: String::new(),
                nodes: nodes.to_vec(),
                edition: 0,
                lineage: 0,
                year: None,
                undeclined: false,
            })
            .collect();
        let dates: Vec<Option<&str>> = rosters.iter().map(|(_, date)| *date).collect();
        set_lineages(&mut documents, &dates);
        documents.iter().map(|document| document.lineage).collect()
    }

    #[test]
    fn a_name_more_or_less_is_a_copy_and_half_the_names_are_not() {
        let whole: &[u32] = &[1, 2, 3, 4, 5, 6];
        let found = lineages(&[
            (whole, None),
            (&[1, 2, 3, 4, 5], None),
            (&[1, 2, 3, 4, 5, 6, 7], None),
            (&[1, 2, 3, 4, 5, 8], None),
            (&[1, 2, 3, 9, 10, 11], None),
            (&[1, 2, 3], None),
        ]);
        assert_eq!(found, [0, 0, 0, 3, 4, 5]);
    }

    #[test]
    fn a_story_that_goes_on_is_no_copy_of_its_beginning() {
        let all: Vec<u32> = (0..12).collect();
        let days: Vec<(&[u32], Option<&str>)> = (0..7).map(|at| (&all[at..at + 6], None)).collect();
        let found = lineages(&days);
        assert!(found.iter().filter(|&&lineage| lineage == 0).count() < 3, "{found:?}");
    }

    #[test]
    fn the_first_by_date_is_the_original_and_weeks_later_is_no_copy() {
        let whole: &[u32] = &[1, 2, 3, 4, 5, 6];
        let part: &[u32] = &[1, 2, 3, 4, 5];
        let found = lineages(&[
            (part, Some("2024-03-09")),
            (whole, Some("2024-03-01")),
            (part, Some("2024-03-08")),
            (&[2, 3, 4, 5, 6], Some("2024-05-08")),
        ]);
        assert_eq!(found, [1, 1, 1, 3]);
    }
}
