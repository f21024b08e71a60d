//! JSON objects, one a line or in one array → a [`Table`]; a key is a column.

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::failure::{Failure, Outcome, place, quoted};
use crate::table::{Cell, Table};

/// An object of the file and the line on which it begins.
pub(super) type Item = (usize, Map<String, Value>);

/// One object a line; blank lines are skipped.
pub(super) fn read_lines(file: &str, text: &str) -> Outcome<Table> {
    let mut table = Table::new(file, Vec::new(), 0);
    for (at, line) in text.lines().enumerate() {
        if !line.trim().is_empty() {
            push(&mut table, &(at + 1, object(file, line, at + 1)?))?;
        }
    }
    Ok(table)
}

/// One array of objects, or one object.
pub(super) fn read_document(file: &str, text: &str) -> Outcome<Table> {
    let mut table = Table::new(file, Vec::new(), 0);
    for item in &items(file, text)? {
        push(&mut table, item)?;
    }
    Ok(table)
}

/// The objects of a document, with their lines.
fn items(file: &str, text: &str) -> Outcome<Vec<Item>> {
    if text.trim_start().starts_with('{') {
        return Ok(vec![(1, object(file, text, 1)?)]);
    }
    let raw: Vec<&RawValue> =
        serde_json::from_str(text).map_err(|error| syntax(file, &error, 1))?;
    let mut items = Vec::with_capacity(raw.len());
    let (mut line, mut byte) = (1, 0);
    for raw in raw {
        let start = raw.get().as_ptr() as usize - text.as_ptr() as usize;
        line += text[byte..start].matches('\n').count();
        byte = start;
        items.push((line, object(file, raw.get(), line)?));
    }
    Ok(items)
}

fn object(file: &str, text: &str, line: usize) -> Outcome<Map<String, Value>> {
    match serde_json::from_str(text).map_err(|error| syntax(file, &error, line))? {
        Value::Object(object) => Ok(object),
        _ => {
            let column = place(text, text.len() - text.trim_start().len()).1;
            let found = quoted(text.trim());
            let message = format!("expected a JSON object, found {found}");
            Err(Failure::at(file, line, column, message))
        }
    }
}

/// The parser's own words, placed in the file.
fn syntax(file: &str, error: &serde_json::Error, first_line: usize) -> Failure {
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or_default();
    let line = first_line + error.line().saturating_sub(1);
    Failure::at(
        file,
        line,
        error.column().max(1),
        format!("not valid JSON: {words}"),
    )
}

/// Any object: text is text, everything else stays the JSON that it was.
fn push(table: &mut Table, (line, object): &Item) -> Outcome<()> {
    let values: Vec<(&str, bool, String)> = object
        .iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(key, value)| match value {
            Value::String(text) => (key.as_str(), true, text.clone()),
            other => (key.as_str(), false, other.to_string()),
        })
        .collect();
    let cells: Vec<(&str, Cell<'_>)> = values
        .iter()
        .map(|(key, is_text, value)| {
            (
                *key,
                if *is_text {
                    Cell::Text(value)
                } else {
                    Cell::Json(value)
                },
            )
        })
        .collect();
    table.push_named(*line, &cells)
}
