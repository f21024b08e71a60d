//! Persons → a table that OpenRefine reads as records, ready to be reconciled.
//!
//! A record is a person: its first row has the name to reconcile and what is known of the person,
//! and every row has one spelling, so that a project's own column of names finds its person by
//! `cell.cross`. In the rows below the first the person's own cells are blank, which is how
//! OpenRefine knows a record.

use std::collections::HashMap;

use super::{Draft, Found, Rows, Style, Value};
use crate::engine::Person;
use crate::failure::Outcome;

const HEADERS: [&str; 9] = [
    "person_id",
    "name",
    "birth_date",
    "country",
    "gender",
    "confidence",
    "spelling",
    "mentions",
    "documents",
];

pub(crate) fn write(found: &Found<'_>, draft: &Draft, style: Style) -> Outcome<()> {
    let mut rows = Rows::new(style, &HEADERS.map(str::to_owned), draft.writer()?)?;
    for person in &found.resolution.persons {
        record(found, person, &mut rows)?;
    }
    rows.finish()
}

fn record(found: &Found<'_>, person: &Person, rows: &mut Rows) -> Outcome<()> {
    let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
    for &at in &person.mentions {
        by_name.entry(&found.mentions[at].name).or_default().push(at);
    }
    let known = |values: Vec<&str>| values.first().copied().unwrap_or_default().to_owned();
    let born = known(found.distinct(&person.mentions, |mention| mention.birth_date.as_deref()));
    let country = known(found.distinct(&person.mentions, |mention| mention.country.as_deref()));
    let gender = known(found.distinct(&person.mentions, |mention| mention.gender.as_deref()));
    for (at, spelling) in found.spellings(person).into_iter().enumerate() {
        let mentions = by_name.get(spelling).map_or(&[][..], Vec::as_slice);
        let documents = found.distinct(mentions, |mention| mention.document.as_deref());
        let mut row = match at {
            0 => vec![
                Value::Text(&person.id),
                Value::Text(&person.name),
                Value::Text(&born),
                Value::Text(&country),
                Value::Text(&gender),
                Value::Probability(person.confidence),
            ],
            _ => vec![Value::Nothing; 6],
        };
        row.extend([Value::Text(spelling), Value::Count(mentions.len()), Value::List(documents)]);
        rows.row(&row)?;
    }
    Ok(())
}
