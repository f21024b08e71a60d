//! An index → whether it finds what a full comparison finds, however it came to be, and whether
//! wrong bytes are refused.

use aka::{Index, IndexError, Resolver};
use proptest::prelude::*;

/// Names of the bundled lists, with their ids.
fn names(file: &str) -> Vec<(String, String)> {
    let path = format!("{}/data/{file}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(path).expect("a list");
    let headers = reader.headers().expect("headers").clone();
    let at = |name: &str| headers.iter().position(|header| header == name).expect("a column");
    let (name, id) = (at("name"), at("id"));
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| (row[name].to_owned(), row[id].to_owned())).collect()
}

fn build(names: &[(String, String)]) -> Index {
    Index::build(names.iter().cloned()).expect("an index")
}

fn bytes(index: &Index) -> Vec<u8> {
    index.to_bytes().expect("bytes")
}

#[test]
fn order_changes_nothing_and_what_is_saved_is_what_was_built() {
    let mut names = names("koshmambet/mentions.csv");
    let index = build(&names);
    let saved = bytes(&index);
    names.reverse();
    assert!(saved == bytes(&build(&names)));
    let opened = Index::open(saved.clone()).expect("an index");
    assert_eq!(opened.len(), index.len());
    assert!(saved == bytes(&opened));
    let search = |index: &Index| index.searcher().search("Серик Турпанбаев", 5);
    assert_eq!(search(&index), search(&opened));
}

#[test]
fn the_first_hit_is_that_of_a_full_comparison() {
    let list = names("koshmambet/mentions.csv");
    let index = build(&list);
    let mut searcher = index.searcher();
    let resolver = Resolver::new();
    for (name, _) in names("koshmambet/cross-script.csv") {
        let full = list.iter().map(|(other, _)| resolver.compare(&name, other).probability);
        let best = full.fold(0.0, f64::max);
        let hits = searcher.search(&name, 3);
        let found = hits.first().map_or(0.0, |hit| resolver.compare(&name, &hit.name).probability);
        assert!((found - best).abs() < 1e-9 || best < 0.5, "{name}: {hits:?}, expected {best}");
    }
}

#[test]
fn evidence_sums_and_does_not_depend_on_earlier_searches() {
    let index = build(&names("newsroom/mentions.csv"));
    let mut searcher = index.searcher();
    for (name, id) in names("newsroom/mentions.csv").into_iter().step_by(17) {
        let hits = searcher.search(&name, 5);
        assert_eq!(hits, index.searcher().search(&name, 5));
        assert!(hits.windows(2).all(|pair| pair[0].probability >= pair[1].probability));
        assert!(hits.iter().any(|hit| hit.ids.contains(&id)), "{name}: {hits:?}");
    }
}

#[test]
fn adding_and_removing_is_as_building_anew() {
    let all = names("koshmambet/mentions.csv");
    let (first, second) = all.split_at(all.len() / 2);
    let mut index = build(first);
    index.add(second.iter().cloned()).expect("added");
    assert!(bytes(&index) == bytes(&build(&all)));
    let whole = build(&all);
    for (name, _) in &all {
        assert_eq!(index.searcher().search(name, 4), whole.searcher().search(name, 4));
    }
    let gone: Vec<&str> = second.iter().map(|(_, id)| id.as_str()).collect();
    assert_eq!(index.remove(&gone).expect("removed"), second.len());
    assert!(bytes(&index) == bytes(&build(first)));
    assert_eq!(index.len(), build(first).len());
    index.remove(first.iter().map(|(_, id)| id)).expect("removed");
    assert!(index.is_empty() && index.searcher().search("Серик Турпанов", 5).is_empty());
}

#[test]
fn what_is_no_index_is_refused_with_what_it_is() {
    let good = bytes(&build(&[("Serik".to_owned(), "1".to_owned())]));
    let open = |bytes: Vec<u8>| Index::open(bytes).expect_err("no index");
    assert_eq!(open(Vec::new()), IndexError::NotAnIndex);
    assert_eq!(open(b"id,name\n1,Serik Turpanov\n".to_vec()), IndexError::NotAnIndex);
    assert!(matches!(open(good[..good.len() - 1].to_vec()), IndexError::Length { .. }));
    let mut newer = good.clone();
    newer[8] += 1;
    assert!(open(newer).to_string().contains("a newer version"));
    let mut damaged = good;
    *damaged.last_mut().expect("a byte") ^= 1;
    assert_eq!(open(damaged), IndexError::Damaged);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_it_panic(changes in prop::collection::vec((0usize..4000, any::<u8>()), 1..8), cut in 0usize..4000) {
        let mut bytes = bytes(&build(&[
            ("Серик Турпанов".to_owned(), "1".to_owned()),
            ("محمد علي".to_owned(), "2".to_owned()),
        ]));
        for (at, value) in changes {
            let at = at % bytes.len();
            bytes[at] = value;
        }
        bytes.truncate(bytes.len().saturating_sub(cut % 7));
        if let Ok(index) = Index::open(bytes) {
            prop_assert!(index.searcher().search("Serik Turpanov", 5).len() <= 5);
        }
    }

    #[test]
    fn any_string_can_be_indexed_and_looked_for(names in prop::collection::vec(".{0,24}", 0..6), name in ".{0,24}") {
        let index = Index::build(names.iter().map(|name| (name.as_str(), "1"))).expect("an index");
        let hits = index.searcher().search(&name, 3);
        prop_assert!(hits.len() <= 3);
    }
}
