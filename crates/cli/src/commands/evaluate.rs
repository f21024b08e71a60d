//! `aka evaluate`: a resolved list against a column that knows.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::args::Evaluate;
use crate::engine;
use crate::failure::{Failure, Outcome, listed, quoted};
use crate::input::List;
use crate::terminal::{say, stdout};

/// Pairwise, B-cubed, exact clusters and reliability, as the library counts them.
pub(crate) fn evaluate(args: &Evaluate) -> Outcome<()> {
    let list = List::read(std::slice::from_ref(&args.file), &args.reading.options())?;
    for table in &list.tables {
        table.notes.iter().for_each(|note| say(&format!("note: {note}")));
    }
    let gold = labels(&list, required(&list, &args.gold)?);
    // A list that already had a person_id keeps it; what resolve added stands last.
    required(&list, &args.person)?;
    let person = labels(&list, last(&list, &args.person).unwrap_or_default());
    if gold.iter().all(Option::is_none) {
        let message = format!("expected persons in the column {}, found none", quoted(&args.gold));
        return Err(Failure::file(crate::input::name_of(&args.file), message));
    }
    let mut report = engine::evaluate(&person, &gold, &confidences(&list, &args.confidence)?);
    let options = args.reading.options();
    if let Some(file) = &args.links {
        let links = List::read(std::slice::from_ref(file), &options)?;
        report["links"] = engine::reliability(&judged_links(&list, &links, &gold)?);
    }
    if let Some(file) = &args.persons {
        let persons = List::read(std::slice::from_ref(file), &options)?;
        let column = last(&list, &args.person).unwrap_or_default();
        report["persons"] = engine::reliability(&judged_persons(&list, &persons, column, &gold)?);
    }
    let mut out = stdout();
    if args.json {
        writeln!(out, "{report}")?;
    } else {
        out.write_all(laid_out(&report).as_bytes())?;
    }
    Ok(out.flush()?)
}

fn column(list: &List, header: &str) -> Option<usize> {
    list.headers.iter().position(|known| known.trim() == header.trim())
}

fn last(list: &List, header: &str) -> Option<usize> {
    list.headers.iter().rposition(|known| known.trim() == header.trim())
}

fn required(list: &List, header: &str) -> Outcome<usize> {
    column(list, header).ok_or_else(|| {
        let table = &list.tables[0];
        let message =
            format!("expected a column {}, found {}", quoted(header), listed(&list.headers));
        Failure::at(&table.file, table.header_line.max(1), 1, message)
    })
}

/// Equal texts get equal numbers; empty cells get none.
fn labels(list: &List, column: usize) -> Vec<Option<usize>> {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let cells = list.rows().map(|row| row.cell(column).text().trim());
    cells
        .map(|text| {
            let next = numbers.len();
            (!text.is_empty()).then(|| *numbers.entry(text).or_insert(next))
        })
        .collect()
}

/// Confidences between 0 and 1; a row without one is taken as certain.
fn confidences(list: &List, header: &str) -> Outcome<Vec<f64>> {
    let Some(column) = last(list, header) else {
        say(&format!("note: no column {}: every row is taken as certain", quoted(header)));
        return Ok(vec![1.0; list.len()]);
    };
    list.rows()
        .map(|row| {
            let text = row.cell(column).text().trim();
            if text.is_empty() {
                return Ok(1.0);
            }
            confidence(text, &row.place())
        })
        .collect()
}

/// Probabilities of links, with whether gold has both mentions as one person.
fn judged_links(list: &List, links: &List, gold: &[Option<usize>]) -> Outcome<Vec<(f64, bool)>> {
    let columns = ["left", "right", "probability"].map(|header| required(links, header));
    let [left, right, probability] = columns;
    let (left, right, probability) = (left?, right?, probability?);
    let rows = rows_by_name(list);
    let mut judged = Vec::new();
    for row in links.rows() {
        let gold_of = |column: usize| {
            let text = row.cell(column).text().trim();
            let row = rows.get(text).or_else(|| rows.get(text.rsplit(':').next()?));
            gold[*row?]
        };
        if let (Some(left), Some(right)) = (gold_of(left), gold_of(right)) {
            let probability = confidence(row.cell(probability).text(), &row.place())?;
            judged.push((probability, left == right));
        }
    }
    Ok(judged)
}

/// What links call a row: its id, or the line that it stands in.
fn rows_by_name(list: &List) -> HashMap<String, usize> {
    let id = column(list, "id").or_else(|| column(list, "mention_id"));
    let mut rows = HashMap::new();
    for (at, row) in list.rows().enumerate() {
        let name = match id {
            Some(column) => row.cell(column).text().trim().to_owned(),
            None => row.place().rsplit(':').next().unwrap_or_default().to_owned(),
        };
        rows.entry(name).or_insert(at);
    }
    rows
}

/// Confidences of persons, with whether gold has all of each one's mentions as one person; of whom
/// gold does not know all, nobody can say.
fn judged_persons(
    list: &List,
    persons: &List,
    person: usize,
    gold: &[Option<usize>],
) -> Outcome<Vec<(f64, bool)>> {
    let (id, sure) = (required(persons, "person_id")?, required(persons, "confidence")?);
    let mut found: HashMap<&str, (Option<usize>, bool)> = HashMap::new();
    for (row, gold) in list.rows().zip(gold) {
        let entry = found.entry(row.cell(person).text().trim()).or_insert((*gold, true));
        entry.1 &= entry.0 == *gold;
        entry.0 = entry.0.and(*gold);
    }
    let mut judged = Vec::new();
    for row in persons.rows() {
        if let Some((Some(_), one)) = found.get(row.cell(id).text().trim()) {
            judged.push((confidence(row.cell(sure).text(), &row.place())?, *one));
        }
    }
    Ok(judged)
}

/// A confidence between 0 and 1, as a file has it.
fn confidence(text: &str, place: &str) -> Outcome<f64> {
    let found = text.trim().parse::<f64>().ok().filter(|p| (0.0..=1.0).contains(p));
    found.ok_or_else(|| {
        let message = format!("expected a confidence between 0 and 1, found {}", quoted(text));
        Failure::file(place, message)
    })
}

/// Any report: objects as sections, rows of objects as tables, numbers to four places.
fn laid_out(report: &Value) -> String {
    let mut text = String::new();
    section(&mut text, report, 0);
    text
}

fn section(text: &mut String, value: &Value, depth: usize) {
    let Value::Object(fields) = value else {
        let _ = writeln!(text, "{:depth$}{}", "", scalar(value));
        return;
    };
    for (key, value) in fields {
        let key = key.replace('_', " ");
        match value {
            Value::Object(_) => {
                let _ = writeln!(text, "{:depth$}{key}", "");
                section(text, value, depth + 2);
            }
            Value::Array(rows) => {
                let _ = writeln!(text, "{:depth$}{key}", "");
                rows_of(text, rows, depth + 2);
            }
            other => {
                let _ = writeln!(text, "{:depth$}{key:<24}{:>10}", "", scalar(other));
            }
        }
    }
}

fn rows_of(text: &mut String, rows: &[Value], depth: usize) {
    if let Some(Value::Object(first)) = rows.first() {
        let keys: Vec<String> = first.keys().map(|key| format!("{key:>12}")).collect();
        let _ = writeln!(text, "{:depth$}{}", "", keys.join(""));
    }
    for row in rows {
        let cells = match row {
            Value::Object(cells) => cells.values().collect(),
            Value::Array(cells) => cells.iter().collect(),
            other => vec![other],
        };
        let cells: Vec<String> =
            cells.into_iter().map(|cell| format!("{:>12}", scalar(cell))).collect();
        let _ = writeln!(text, "{:depth$}{}", "", cells.join(""));
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_f64() => {
            format!("{:.4}", number.as_f64().unwrap_or_default())
        }
        other => other.to_string(),
    }
}
