//! JSON of annotation tools that hold a text and a list of spans → spans.
//!
//! doccano (`label`, `labels` or `entities`), Prodigy (`spans`), spaCy's `Doc.to_json` (`ents`)
//! and GATE (`entities` by type) differ in the name of the list and in how a span is written;
//! one reader takes them all.

use serde_json::{Map, Value};

use super::json::Item;
use super::spans::{self, Annotated, Labels, Span, Unit};
use crate::failure::{Failure, Outcome, quoted};
use crate::table::Table;

const LISTS: [&str; 5] = ["label", "labels", "entities", "spans", "ents"];

/// Whether an object is a text with spans, or one of a tool that leaves the list out where nothing
/// was found.
pub(super) fn fits(object: &Map<String, Value>) -> bool {
    let has_text = object.get("text").is_some_and(Value::is_string);
    let is_spans = |value: &Value| value.is_array() || value.is_object();
    let has_list = || {
        LISTS.iter().any(|key| match object.get(*key) {
            Some(Value::Array(items)) => items.iter().all(is_spans),
            Some(Value::Object(types)) => types.values().all(Value::is_array),
            _ => false,
        })
    };
    let has_tokens = || object.get("tokens").is_some_and(are_regions);
    // A list of names may well have a text beside each; then the name is the name.
    has_text
        && !object.keys().any(|key| crate::columns::is_name_header(key))
        && (has_list() || has_tokens() || object.values().any(is_labelled))
}

/// Whether a value is a list of pieces of a text.
fn are_regions(value: &Value) -> bool {
    let is_region = |item: &Value| item.get("start").is_some() && item.get("end").is_some();
    value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(is_region))
}

/// Whether a value is what Label Studio writes under the name of a control, in JSON_MIN and CSV.
pub(super) fn is_labelled(value: &Value) -> bool {
    let labels = |item: &Value| item.get("labels").is_some();
    are_regions(value) && value.as_array().is_some_and(|items| items.iter().all(labels))
}

/// The persons marked in one text.
pub(super) fn push(table: &mut Table, item: &Item, labels: &Labels) -> Outcome<()> {
    let (line, object) = item;
    // Prodigy keeps what the annotator rejected or skipped.
    if object.get("answer").and_then(Value::as_str).is_some_and(|answer| answer != "accept") {
        return Ok(());
    }
    let wrong = |why: String| Failure::line(&table.file, *line, why);
    let Some(text) = object.get("text").and_then(Value::as_str) else {
        return Err(wrong("expected an annotated text, found no \"text\"".to_owned()));
    };
    let mut unit = Unit::CodePoints;
    let mut marked = Vec::new();
    let lists =
        object.iter().filter(|(key, value)| LISTS.contains(&key.as_str()) || is_labelled(value));
    for (key, value) in lists {
        match value {
            Value::Array(items) => {
                let items = items.iter().map(|item| span(*line, item, None));
                marked.extend(items.collect::<Result<Vec<_>, _>>().map_err(wrong)?);
            }
            // spaCy's groups of spans: these are named by what they are for.
            Value::Object(groups) if key == "spans" => {
                let items = groups.values().filter_map(Value::as_array).flatten();
                let items = items.map(|item| span(*line, item, None));
                marked.extend(items.collect::<Result<Vec<_>, _>>().map_err(wrong)?);
            }
            // GATE counts as Java does, and names the lists by their labels.
            Value::Object(types) => {
                unit = Unit::Utf16;
                for (label, items) in types {
                    let items = items.as_array().into_iter().flatten();
                    let items = items.map(|item| span(*line, item, Some(label)));
                    marked.extend(items.collect::<Result<Vec<_>, _>>().map_err(wrong)?);
                }
            }
            _ => {}
        }
    }
    let language = ["language", "lang"].iter().find_map(|key| object.get(*key)?.as_str());
    let id = id(object).unwrap_or_else(|| line.to_string());
    let annotated = Annotated { id, text, language, unit, spans: marked };
    spans::push(table, &annotated, labels)
}

/// What the tool calls the text.
pub(super) fn id(object: &Map<String, Value>) -> Option<String> {
    let known = ["id", "doc_id", "document_id", "documentId"];
    known.iter().find_map(|key| match object.get(*key)? {
        Value::String(id) if !id.is_empty() => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    })
}

/// `[start, end, label]`, or an object with those under their usual names.
fn span(line: usize, value: &Value, label: Option<&str>) -> Result<Span, String> {
    let wrong = || {
        let found = quoted(&value.to_string());
        format!("expected a span with start, end and label, found {found}")
    };
    let number = |value: Option<&Value>| {
        let number = value?.as_u64()?;
        usize::try_from(number).ok()
    };
    let field = |names: &[&str]| names.iter().find_map(|name| value.get(*name));
    let (start, end, own) = match value {
        Value::Array(parts) => (parts.first(), parts.get(1), parts.get(2)),
        _ => match field(&["indices"]) {
            Some(pair) => (pair.get(0), pair.get(1), None),
            None => (
                field(&["start", "start_offset", "begin"]),
                field(&["end", "end_offset"]),
                field(&["label", "labels", "entity_type", "type"]),
            ),
        },
    };
    let own = match own {
        Some(Value::Array(labels)) => labels.first().and_then(Value::as_str),
        Some(own) => own.as_str(),
        None => None,
    };
    let said = field(&["text", "surface"]).and_then(Value::as_str).map(str::to_owned);
    match (number(start), number(end), label.or(own)) {
        (Some(start), Some(end), Some(label)) => {
            Ok(Span { line, pieces: vec![(start, end)], label: label.to_owned(), said })
        }
        _ => Err(wrong()),
    }
}
