//! JSON objects, one a line or in one array → a [`Table`].
//!
//! The first object says what they are: of a tool that is known, or plain, a key being a column.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Deserializer, Map, Value};

use super::spans::Labels;
use super::{entities, label_studio, marked};
use crate::failure::{Failure, Outcome, place, quoted};
use crate::table::{Cell, Table};

/// An object of the file and the line on which it begins.
pub(super) type Item = (usize, Map<String, Value>);

/// What the objects of a file are; the first one says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A key is a column.
    Plain,
    LabelStudio,
    Marked,
    Ftm,
    Senzing,
}

impl Shape {
    fn of(object: &Map<String, Value>) -> Self {
        match object {
            _ if label_studio::fits(object) => Self::LabelStudio,
            _ if entities::is_ftm(object) => Self::Ftm,
            _ if entities::is_senzing(object) => Self::Senzing,
            _ if marked::fits(object) => Self::Marked,
            _ => Self::Plain,
        }
    }
}

/// Objects on their way into a table.
struct Objects<'a> {
    table: Table,
    shape: Option<Shape>,
    labels: &'a Labels,
    others: usize,
}

impl<'a> Objects<'a> {
    fn new(file: &str, text: &str, shape: Option<Shape>, labels: &'a Labels) -> Self {
        let table = Table::of_text(file, Vec::new(), 0, text.len());
        Self { table, shape, labels, others: 0 }
    }

    fn push(&mut self, item: &Item) -> Outcome<()> {
        let shape = *self.shape.get_or_insert_with(|| Shape::of(&item.1));
        let is_person = match shape {
            Shape::Plain => push_plain(&mut self.table, item).map(|()| true),
            Shape::LabelStudio => {
                label_studio::push(&mut self.table, item, self.labels).map(|()| true)
            }
            Shape::Marked => marked::push(&mut self.table, item, self.labels).map(|()| true),
            Shape::Ftm => entities::push_ftm(&mut self.table, item, self.labels),
            Shape::Senzing => entities::push_senzing(&mut self.table, item),
        };
        self.others += usize::from(!is_person?);
        Ok(())
    }

    fn finish(self) -> Table {
        let mut table = self.table;
        if self.others > 0 {
            let note =
                format!("{}: {} entities that are no persons left out", table.file, self.others);
            table.notes.push(note);
        }
        if self.shape.is_some_and(|shape| shape != Shape::Plain) {
            super::name_columns(&mut table);
        }
        table
    }
}

/// One object a line; blank lines are skipped.
pub(super) fn read_lines(
    file: &str,
    text: &str,
    shape: Option<Shape>,
    labels: &Labels,
) -> Outcome<Table> {
    let mut objects = Objects::new(file, text, shape, labels);
    for (at, line) in text.lines().enumerate() {
        if !line.trim().is_empty() {
            objects.push(&(at + 1, object(file, line, at + 1)?))?;
        }
    }
    Ok(objects.finish())
}

/// One array of objects, one object, or several laid out over lines (as `jq` prints them).
pub(super) fn read_document(
    file: &str,
    text: &str,
    shape: Option<Shape>,
    labels: &Labels,
) -> Outcome<Table> {
    let mut objects = Objects::new(file, text, shape, labels);
    for item in &items(file, text)? {
        objects.push(item)?;
    }
    Ok(objects.finish())
}

/// The objects of a document.
fn items(file: &str, text: &str) -> Outcome<Vec<Item>> {
    if !text.trim_start().starts_with('{') {
        let raw = serde_json::from_str(text).map_err(|error| syntax(file, &error, 1))?;
        return placed(file, text, raw);
    }
    let raw = Deserializer::from_str(text).into_iter::<&RawValue>();
    let raw: Vec<&RawValue> =
        raw.collect::<Result<_, _>>().map_err(|error| syntax(file, &error, 1))?;
    let list = match raw.as_slice() {
        [one] => wrapped(one.get()),
        _ => None,
    };
    match list {
        Some(list) => placed(file, text, list),
        None => placed(file, text, raw),
    }
}

/// The one array of objects of an object that has no names itself, such as `{"rows": [{…}, …]}`:
/// OpenRefine and the interfaces of many services export so.
fn wrapped(text: &str) -> Option<Vec<&RawValue>> {
    let object = serde_json::from_str(text).ok()?;
    if Shape::of(&object) != Shape::Plain {
        return None;
    }
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
    let is_list = |value: &RawValue| {
        let inner = value.get().strip_prefix('[');
        inner.is_some_and(|inner| inner.trim_start().starts_with('{'))
    };
    let mut lists = fields.values().filter(|value| is_list(value));
    let list = lists.next().filter(|_| lists.next().is_none())?;
    let has_names =
        fields.iter().any(|(key, value)| !is_list(value) && crate::columns::is_name_header(key));
    if has_names { None } else { serde_json::from_str(list.get()).ok() }
}

/// Objects that stand somewhere in a text, with their lines.
fn placed(file: &str, text: &str, raw: Vec<&RawValue>) -> Outcome<Vec<Item>> {
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
    Failure::at(file, line, error.column().max(1), format!("not valid JSON: {words}"))
}

/// Any object: text is text, everything else stays the JSON that it was.
fn push_plain(table: &mut Table, (line, object): &Item) -> Outcome<()> {
    let json: Vec<String> = object
        .values()
        .map(|value| if value.is_string() { String::new() } else { value.to_string() })
        .collect();
    let cells: Vec<(&str, Cell<'_>)> = object
        .iter()
        .zip(&json)
        .map(|((key, value), json)| {
            let cell = match value {
                // A column of nothing but nulls is a column all the same.
                Value::Null => Cell::Absent,
                Value::String(text) => Cell::Text(text),
                _ => Cell::Json(json),
            };
            (key.as_str(), cell)
        })
        .collect();
    table.push_named(*line, &cells)
}
