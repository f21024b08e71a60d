//! The two articles of `data/koshmambet` through the library: what the first command of the README
//! promises, held for every part of the promise.

use std::collections::{BTreeMap, BTreeSet};

use aka::{AddendKind, Link, LinkKind, Mention, Resolution, Resolver};

/// The mentions of some files of `data/koshmambet`, with their gold persons.
fn read(files: &[&str]) -> (Vec<Mention>, Vec<String>) {
    let (mut mentions, mut gold) = (Vec::new(), Vec::new());
    for file in files {
        let path = format!("{}/data/koshmambet/{file}", env!("CARGO_MANIFEST_DIR"));
        let mut reader = csv::Reader::from_path(&path).expect("a bundled list");
        let headers = reader.headers().expect("headers").clone();
        let column = headers.iter().position(|header| header == "gold").expect("gold");
        for record in reader.records() {
            let record = record.expect("a record");
            gold.push(record[column].to_owned());
            mentions.push(record.deserialize(Some(&headers)).expect("a mention"));
        }
    }
    (mentions, gold)
}

/// Sets of rows by person, and by gold.
fn partitions(found: &Resolution, gold: &[String]) -> (BTreeSet<Vec<usize>>, BTreeSet<Vec<usize>>) {
    let mut expected: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (row, person) in gold.iter().enumerate() {
        expected.entry(person).or_default().push(row);
    }
    let found = found.persons.iter().map(|person| {
        let mut rows = person.mentions.clone();
        rows.sort_unstable();
        rows
    });
    (found.collect(), expected.into_values().collect())
}

fn link<'a>(found: &'a Resolution, mentions: &[Mention], names: (&str, &str)) -> Option<&'a Link> {
    found.links.iter().find(|link| {
        let pair = (mentions[link.left].name.as_str(), mentions[link.right].name.as_str());
        pair == names || pair == (names.1, names.0)
    })
}

#[test]
fn ten_persons_stand_behind_twenty_mentions() {
    let (mentions, gold) = read(&["mentions.csv"]);
    let found = Resolver::new().resolve(&mentions);
    let (found, expected) = partitions(&found, &gold);
    assert_eq!((mentions.len(), expected.len()), (20, 10));
    assert_eq!(found, expected);
}

#[test]
fn ten_persons_stand_behind_four_languages() {
    let (mentions, gold) = read(&["mentions.csv", "cross-script.csv"]);
    let (found, expected) = partitions(&Resolver::new().resolve(&mentions), &gold);
    assert_eq!(found, expected);
}

#[test]
fn what_is_inferred_is_less_sure_than_what_is_spelled_alike() {
    let (mentions, _) = read(&["mentions.csv"]);
    let found = Resolver::new().resolve(&mentions);
    let spelled = link(&found, &mentions, ("Vikram Ruzahunov", "Vikram Ruzakhunov"));
    let spelled = spelled.expect("a link").probability;
    assert!(spelled >= 0.95, "{spelled}");
    for names in [("Serik Turpanov", "Serik Turpanbayev"), ("Arman Shoibekov", "Arlan Shoibekov")] {
        let inferred = link(&found, &mentions, names).expect("a link");
        assert_eq!(inferred.kind, LinkKind::Inferred);
        assert!((0.6..=0.97).contains(&inferred.probability), "{}", inferred.probability);
        let roster = inferred.evidence.addends.iter().find(|a| a.kind == AddendKind::Roster);
        let roster = roster.expect("the shared roster is named");
        assert!(
            roster.bits > 0.0 && roster.label.contains("Olzhas Aidarkhanov"),
            "{}",
            roster.label
        );
        assert!(inferred.without_context.expect("a counterfactual") < inferred.probability);
        for (row, mention) in mentions.iter().enumerate() {
            let identical = mentions.iter().filter(|other| other.name == mention.name).count() > 1;
            let sure = found.assignments[row].confidence;
            assert!(!identical || sure > inferred.probability, "{}: {sure}", mention.name);
        }
    }
}

#[test]
fn without_documents_the_brothers_are_left_for_review() {
    let (mut mentions, _) = read(&["mentions.csv"]);
    mentions.iter_mut().for_each(|mention| mention.document = None);
    let found = Resolver::new().resolve(&mentions);
    let brothers = link(&found, &mentions, ("Arman Shoibekov", "Arlan Shoibekov"));
    assert_eq!(brothers.expect("listed").kind, LinkKind::Review);
    let derived = link(&found, &mentions, ("Serik Turpanov", "Serik Turpanbayev"));
    assert!(derived.is_none_or(|link| link.probability <= 0.7));
}

#[test]
fn a_document_that_lists_both_takes_them_apart_and_is_named() {
    let (mentions, _) = read(&["mentions.csv", "third-document.csv"]);
    let found = Resolver::new().resolve(&mentions);
    let row = |name: &str| mentions.iter().position(|mention| mention.name == name).expect("a row");
    let person = |name: &str| found.assignments[row(name)].person;
    assert_ne!(person("Arman Shoibekov"), person("Arlan Shoibekov"));
    let apart = link(&found, &mentions, ("Arman Shoibekov", "Arlan Shoibekov")).expect("a link");
    let reason = apart.evidence.addends.iter().find(|a| a.kind == AddendKind::Exclusivity);
    assert!(reason.expect("a reason").label.contains("third-document"));
}

#[test]
fn neither_order_nor_threads_change_persons_ids_or_numbers() {
    let (mentions, _) = read(&["mentions.csv", "cross-script.csv"]);
    let outcome = |order: &[usize], threads: usize| {
        let shuffled: Vec<Mention> = order.iter().map(|&row| mentions[row].clone()).collect();
        let resolver = Resolver::builder().threads(threads).build().expect("a resolver");
        let found = resolver.resolve(&shuffled);
        let mut rows: Vec<(usize, String, String, u64)> = order
            .iter()
            .enumerate()
            .map(|(at, &row)| {
                let person = found.person_of(at).expect("a person");
                let sure = found.assignments[at].confidence.to_bits();
                (row, person.id.clone(), person.name.clone(), sure)
            })
            .collect();
        rows.sort();
        let persons: Vec<(String, u64)> = found
            .persons
            .iter()
            .map(|person| (person.id.clone(), person.confidence.to_bits()))
            .collect();
        (rows, persons)
    };
    let straight: Vec<usize> = (0..mentions.len()).collect();
    let expected = outcome(&straight, 1);
    let backwards: Vec<usize> = straight.iter().rev().copied().collect();
    // 7 and the number of rows have no common factor: every row is met once.
    let strided: Vec<usize> = straight.iter().map(|row| row * 7 % mentions.len()).collect();
    assert!(!mentions.len().is_multiple_of(7));
    assert_eq!(outcome(&backwards, 2), expected);
    assert_eq!(outcome(&strided, 3), expected);
}

#[test]
fn addends_sum_to_the_total() {
    let found = Resolver::new().compare("Arman Shoibekov", "Arlan Shoibekov");
    let sum: f64 = found.evidence.addends.iter().map(|addend| addend.bits).sum();
    let total = found.evidence.prior + sum;
    assert!((total - found.evidence.bits()).abs() < 1e-9);
    assert!((found.probability - 1.0 / (1.0 + (-total).exp2())).abs() < 1e-12);
    assert!(found.evidence.addends.len() >= 3);
}

#[test]
fn mentions_come_from_json_lines_as_from_csv() {
    let line =
        r#"{"name": "Serik Turpanov", "doc": "azattyk", "lang": "en", "role": "", "page": 3}"#;
    let mention: Mention = serde_json::from_str(line).expect("a mention");
    let mut expected = Mention::new("Serik Turpanov").document("azattyk").language("en");
    assert_eq!(mention, expected);
    expected.role = Some(String::new());
    assert_ne!(mention, expected, "an empty field is an absent one");
    assert!(serde_json::from_str::<Mention>(r#"{"doc": "azattyk"}"#).is_err());
}
