//! Label Studio's JSON export → spans.
//!
//! A task holds its text in `data`, and the regions of every annotator in `annotations`; the
//! browser counts in UTF-16 units and says what each region covers.

use serde_json::{Map, Value};

use super::json::Item;
use super::marked;
use super::spans::{self, Annotated, Labels, Span, Unit};
use crate::failure::{Failure, Outcome, quoted};
use crate::table::Table;

/// Whether an object is a task with annotations.
pub(super) fn fits(object: &Map<String, Value>) -> bool {
    object.get("data").is_some_and(Value::is_object)
        && ["annotations", "completions"].iter().any(|key| object.contains_key(*key))
}

/// The persons marked in one task, by any annotator.
pub(super) fn push(table: &mut Table, (line, task): &Item, labels: &Labels) -> Outcome<()> {
    let annotations = ["annotations", "completions"]
        .iter()
        .find_map(|key| task.get(*key)?.as_array())
        .into_iter()
        .flatten()
        .filter(|annotation| annotation.get("was_cancelled") != Some(&Value::Bool(true)));
    let mut marked = Vec::new();
    for region in annotations.filter_map(|a| a.get("result")?.as_array()).flatten() {
        let spans = region_spans(*line, region);
        marked.extend(spans.map_err(|why| Failure::line(&table.file, *line, why))?);
    }
    let data = task.get("data").and_then(Value::as_object);
    let Some(text) = data.and_then(text_of) else {
        if marked.is_empty() {
            return Ok(());
        }
        let why = "expected a text in \"data\", found none or several";
        return Err(Failure::line(&table.file, *line, why));
    };
    let language = data.and_then(|data| data.get("language")?.as_str());
    let id = marked::id(task).unwrap_or_else(|| line.to_string());
    let annotated = Annotated { id, text, language, unit: Unit::Utf16, spans: marked };
    spans::push(table, &annotated, labels)
}

/// A table is left as it is, unless it is Label Studio's: of its CSV a row is a task, and a cell
/// holds the regions of a control as JSON. Then the persons marked in it.
pub(super) fn of_table(table: Table, labels: &Labels) -> Outcome<Table> {
    let value = |row: usize, column: usize| match table.cell(row, column).text() {
        text if text.starts_with("[{") => serde_json::from_str(text).unwrap_or_default(),
        text => Value::from(text),
    };
    let has_text = table.headers.iter().any(|header| header == "text");
    let regions = |row: usize| {
        (0..table.headers.len()).any(|column| marked::is_labelled(&value(row, column)))
    };
    let is_named = table.headers.iter().any(|header| crate::columns::is_name_header(header));
    if is_named || !has_text || !(0..table.len()).any(regions) {
        return Ok(table);
    }
    let mut persons = Table::new(&table.file, Vec::new(), 0);
    persons.bytes_max = table.bytes_max;
    persons.notes.clone_from(&table.notes);
    for row in 0..table.len() {
        let cells = table.headers.iter().enumerate();
        let task = cells.map(|(at, header)| (header.clone(), value(row, at))).collect();
        marked::push(&mut persons, &(table.line(row), task), labels)?;
    }
    super::name_columns(&mut persons);
    Ok(persons)
}

/// The text is under `text`, or is the only string there is.
fn text_of(data: &Map<String, Value>) -> Option<&str> {
    if let Some(text) = data.get("text").and_then(Value::as_str) {
        return Some(text);
    }
    let mut texts = data.values().filter_map(Value::as_str);
    texts.next().filter(|_| texts.next().is_none())
}

/// One span for each label of a region; regions that are no spans (relations, choices) have none.
fn region_spans(line: usize, region: &Value) -> Result<Vec<Span>, String> {
    let Some(value) = region.get("value") else {
        return Ok(Vec::new());
    };
    let labels: Vec<&str> = ["labels", "hypertextlabels"]
        .iter()
        .filter_map(|key| value.get(*key)?.as_array())
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    if labels.is_empty() {
        return Ok(Vec::new());
    }
    let offsets = value.get("globalOffsets").unwrap_or(value);
    let number = |key: &str| usize::try_from(offsets.get(key)?.as_u64()?).ok();
    let (Some(start), Some(end)) = (number("start"), number("end")) else {
        let found = quoted(&value.to_string());
        return Err(format!("expected a region with start and end in characters, found {found}"));
    };
    let said = value.get("text").and_then(Value::as_str);
    let spans = labels.into_iter().map(|label| Span {
        line,
        pieces: vec![(start, end)],
        label: label.to_owned(),
        said: said.map(str::to_owned),
    });
    Ok(spans.collect())
}
