//! Labelled lists (CSV with a column `gold`) → B-cubed F1 with each mechanism left out in turn; of one
//! list also by language, over the mentions of each.
//!
//! ```sh
//! cargo run --release --example ablation -- LIST.csv...
//! cargo run --release --example ablation -- --by-language LIST.csv
//! ```

use std::collections::{BTreeSet, HashMap};
use std::error::Error;

use aka::evaluate::evaluate;
use aka::{Mechanism, Mention, Resolver};

const MECHANISMS: [Mechanism; 8] = [
    Mechanism::Conflicts,
    Mechanism::Rosters,
    Mechanism::Roles,
    Mechanism::Exclusivity,
    Mechanism::Placement,
    Mechanism::Presence,
    Mechanism::Standing,
    Mechanism::Abbreviations,
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    let by_language = paths.first().is_some_and(|first| first == "--by-language");
    if by_language {
        paths.remove(0);
    }
    let mut lists = paths.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
    if by_language {
        lists = lists.iter().flat_map(languages).collect();
    }
    row("all", &Resolver::new(), &lists);
    for mechanism in MECHANISMS {
        let resolver = Resolver::builder().without(mechanism).build()?;
        row(&format!("without {mechanism:?}"), &resolver, &lists);
    }
    Ok(())
}

/// A list once for each of its languages, with the gold of that language alone.
fn languages((mentions, truth): &List) -> Vec<List> {
    let known: BTreeSet<&str> = mentions.iter().filter_map(|m| m.language.as_deref()).collect();
    println!("| | {} |", known.iter().copied().collect::<Vec<_>>().join(" | "));
    println!("|---{}|", "|---".repeat(known.len()));
    let of = |language: &str| {
        let is_of = |mention: &Mention| mention.language.as_deref() == Some(language);
        let gold = mentions.iter().zip(truth);
        (mentions.clone(), gold.map(|(mention, gold)| gold.filter(|_| is_of(mention))).collect())
    };
    known.into_iter().map(of).collect()
}

/// Mentions, and the gold person of each; those without gold are left out of the figures.
type List = (Vec<Mention>, Vec<Option<usize>>);

fn read(path: &str) -> Result<List, Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(path)?;
    let headers = reader.headers()?.clone();
    let gold = headers.iter().position(|header| header == "gold");
    let gold = gold.ok_or_else(|| format!("{path}:1: expected a column gold"))?;
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let (mut mentions, mut truth) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = record?;
        mentions.push(record.deserialize(Some(&headers))?);
        let next = numbers.len();
        let label = record[gold].trim().to_owned();
        truth.push((!label.is_empty()).then(|| *numbers.entry(label).or_insert(next)));
    }
    Ok((mentions, truth))
}

fn row(name: &str, resolver: &Resolver, lists: &[List]) {
    let figures = lists.iter().map(|(mentions, truth)| {
        let found = resolver.resolve(mentions);
        let assigned = found.assignments.iter().zip(truth);
        let (persons, gold): (Vec<usize>, Vec<usize>) =
            assigned.filter_map(|(at, truth)| Some((at.person?, (*truth)?))).unzip();
        format!("{:.4}", evaluate(&persons, &gold, &[]).b_cubed.f1)
    });
    println!("| {name} | {} |", figures.collect::<Vec<_>>().join(" | "));
}
