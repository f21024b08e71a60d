//! A resolution → what a person should look at first, a line each: persons that hang on one link, and
//! persons of very many names.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Link, LinkKind, Resolution};
use crate::cluster::{bridges, components};
use crate::mention::Mention;

/// Fewest distinct names on each side of a link that make it a bridge: one odd spelling is none.
const SIDE_MIN: usize = 3;
/// Links that are surer are no remark.
const SURE: f64 = 0.9;
/// A person of more names is compared in part.
pub(super) const NAMES_MAX: usize = 100;
/// Remarks of a kind.
const REMARKS_MAX: usize = 5;

/// Remarks on the persons of a resolution, the largest persons first.
pub(super) fn remarks(mentions: &[Mention], resolution: &Resolution) -> Vec<String> {
    let mut links: BTreeMap<usize, Vec<&Link>> = BTreeMap::new();
    for link in &resolution.links {
        let person = resolution.assignments[link.left].person;
        if let (Some(person), LinkKind::Merged | LinkKind::Inferred) = (person, link.kind) {
            links.entry(person).or_default().push(link);
        }
    }
    let mut bridged: Vec<(usize, String)> = Vec::new();
    for (person, links) in links.iter().filter(|(_, links)| links.len() > 2 * (SIDE_MIN - 1)) {
        bridged.extend(weakest_bridge(mentions, links).map(|(link, sides)| {
            let name = |row: usize| &mentions[row].name;
            let known = &resolution.persons[*person];
            let remark = format!(
                "{} ({}): {} names and {} hang together by one link of {:.2}, {} = {}",
                known.name,
                known.id,
                sides[0],
                sides[1],
                link.probability,
                name(link.left),
                name(link.right)
            );
            (sides[0] + sides[1], remark)
        }));
    }
    let many = resolution.persons.iter().filter_map(|person| {
        let rows = person.mentions.iter();
        let names: BTreeSet<&str> = rows.map(|&row| mentions[row].name.as_str()).collect();
        let (name, id, count) = (&person.name, &person.id, names.len());
        (count > NAMES_MAX).then(|| {
            (count, format!("{name} ({id}) has {count} names: more than are all compared"))
        })
    });
    let mut many: Vec<(usize, String)> = many.collect();
    let mut remarks = Vec::new();
    for kind in [&mut bridged, &mut many] {
        kind.sort_by(|a, b| Reverse(a.0).cmp(&Reverse(b.0)).then_with(|| a.1.cmp(&b.1)));
        remarks.extend(kind.drain(..).take(REMARKS_MAX).map(|(_, remark)| remark));
    }
    remarks
}

/// Of a person's links, the weakest that holds together two parts of several names each, with the
/// number of names in each, the more first.
fn weakest_bridge<'a>(mentions: &[Mention], links: &[&'a Link]) -> Option<(&'a Link, [usize; 2])> {
    let name = |row: usize| mentions[row].name.as_str();
    let names: BTreeSet<&str> =
        links.iter().flat_map(|link| [name(link.left), name(link.right)]).collect();
    let names: BTreeMap<&str, u32> = names.into_iter().zip(0..).collect();
    let ends = |link: &Link| {
        let (one, other) = (names[name(link.left)], names[name(link.right)]);
        (one.min(other), one.max(other))
    };
    let mut edges: Vec<(u32, u32)> = links.iter().map(|link| ends(link)).collect();
    edges.sort_unstable();
    edges.dedup();
    let bridges = bridges(&edges);
    let weak = links.iter().filter(|link| link.probability < SURE && bridges.contains(&ends(link)));
    let found = weak.filter_map(|link| {
        let bridge = ends(link);
        let others = edges.iter().copied().filter(|edge| *edge != bridge);
        let parts = components(names.len(), others);
        let size = |end: u32| parts.iter().filter(|part| **part == parts[end as usize]).count();
        let sides = [size(bridge.0).max(size(bridge.1)), size(bridge.0).min(size(bridge.1))];
        (sides[1] >= SIDE_MIN).then_some((*link, sides))
    });
    found.min_by(|a, b| {
        let text = |link: &Link| (name(link.left).to_owned(), name(link.right).to_owned());
        a.0.probability.total_cmp(&b.0.probability).then_with(|| text(a.0).cmp(&text(b.0)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::Evidence;
    use crate::{Assignment, Person};

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

    fn resolution(rows: usize, links: Vec<Link>) -> (Vec<Mention>, Resolution) {
        let mentions: Vec<Mention> = (0..rows).map(|row| Mention::new(format!("N{row}"))).collect();
        let person = Person {
            id: "p1".to_owned(),
            name: "Somebody".to_owned(),
            mentions: (0..rows).collect(),
            confidence: 1.0,
            names: Vec::new(),
        };
        let assignments = vec![Assignment { person: Some(0), confidence: 1.0 }; rows];
        (mentions, Resolution { persons: vec![person], assignments, links, notes: Vec::new() })
    }

    #[test]
    fn two_triangles_on_one_weak_link_are_remarked() {
        let triangles = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5)];
        let with = |bridge: f64| {
            let links = triangles.iter().map(|&(left, right)| link(left, right, 0.99));
            let links = links.chain([link(2, 3, bridge)]).collect();
            let (mentions, resolution) = resolution(6, links);
            remarks(&mentions, &resolution)
        };
        assert!(with(0.99).is_empty(), "a sure link is no remark");
        let found = with(0.6);
        assert_eq!(
            found,
            ["Somebody (p1): 3 names and 3 hang together by one link of 0.60, N2 = N3"]
        );
    }

    #[test]
    fn a_person_of_very_many_names_is_remarked() {
        let (mentions, few) = resolution(NAMES_MAX, Vec::new());
        assert!(remarks(&mentions, &few).is_empty());
        let (mentions, many) = resolution(NAMES_MAX + 1, Vec::new());
        assert_eq!(remarks(&mentions, &many).len(), 1);
    }
}
