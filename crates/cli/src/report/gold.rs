//! A column that knows → how well what was found agrees with it.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::engine;
use crate::failure::{Failure, Outcome, listed, quoted};
use crate::input::List;
use crate::output::Found;

/// What the column says, and what follows.
pub(super) struct Gold<'a> {
    /// The column.
    pub(super) header: &'a str,
    /// What it says of each row; empty where it says nothing.
    pub(super) labels: Vec<&'a str>,
    /// Agreement, and reliability of mentions, links and persons.
    pub(super) figures: Value,
}

impl<'a> Gold<'a> {
    pub(super) fn read(found: &Found<'a>, header: &'a str) -> Outcome<Self> {
        let labels = labels(found.list, header)?;
        let figures = figures(found, &labels);
        Ok(Self { header, labels, figures })
    }
}

/// What the column says of each row. That it says anything can be known before the list is resolved.
pub(crate) fn labels<'a>(list: &'a List, header: &str) -> Outcome<Vec<&'a str>> {
    let table = &list.tables[0];
    let at = list.headers.iter().position(|known| known.trim() == header.trim());
    let Some(at) = at else {
        let (header, headers) = (quoted(header), listed(&list.headers));
        let message = format!("expected the column {header} of --gold, found {headers}");
        return Err(Failure::at(&table.file, table.header_line.max(1), 1, message));
    };
    let labels: Vec<&str> = list.rows().map(|row| row.cell(at).text().trim()).collect();
    if labels.iter().all(|label| label.is_empty()) {
        let header = quoted(header);
        let message = format!("expected persons in the column {header} of --gold, found none");
        return Err(Failure::file(&table.file, message));
    }
    Ok(labels)
}

fn figures(found: &Found<'_>, labels: &[&str]) -> Value {
    let resolution = found.resolution;
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let gold: Vec<Option<usize>> = labels
        .iter()
        .map(|&label| {
            let next = numbers.len();
            (!label.is_empty()).then(|| *numbers.entry(label).or_insert(next))
        })
        .collect();
    let persons: Vec<Option<usize>> = resolution.assignments.iter().map(|a| a.person).collect();
    let sure: Vec<f64> = resolution.assignments.iter().map(|a| a.confidence).collect();
    let links: Vec<(f64, bool)> = resolution
        .links
        .iter()
        .filter_map(|link| Some((link.probability, gold[link.left]? == gold[link.right]?)))
        .collect();
    let whole: Vec<(f64, bool)> = resolution
        .persons
        .iter()
        .filter_map(|person| {
            let mut known = person.mentions.iter().filter_map(|&row| gold[row]);
            // Of one mention there is nothing to be wrong about.
            let (first, second) = (known.next()?, known.next()?);
            Some((person.confidence, first == second && known.all(|label| label == first)))
        })
        .collect();
    json!({
        "mentions": engine::evaluate(&persons, &gold, &sure),
        "links": engine::reliability(&links),
        "persons": engine::reliability(&whole),
    })
}
