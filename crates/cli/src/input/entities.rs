//! FollowTheMoney entities and Senzing records → a row for every person.
//!
//! An entity with several names gives its first as the name; the others stay in `alias`.
//! Entities that are no persons are left out, and counted in a note.

use serde_json::{Map, Value};

use super::json::Item;
use super::spans::Labels;
use crate::failure::{Failure, Outcome, quoted};
use crate::table::{Cell, Table};

/// Whether an object is a FollowTheMoney entity; a resolved one is a row, with a name of its own.
pub(super) fn is_ftm(object: &Map<String, Value>) -> bool {
    !object.contains_key("name")
        && object.get("schema").is_some_and(Value::is_string)
        && object.get("properties").is_some_and(Value::is_object)
}

/// Whether an object is a Senzing record, flat or with `FEATURES`.
pub(super) fn is_senzing(object: &Map<String, Value>) -> bool {
    object.contains_key("DATA_SOURCE") && object.contains_key("RECORD_ID")
        || object.get("FEATURES").is_some_and(Value::is_array)
}

/// A column of ours and the properties that fill it, best first.
const FTM: [(&str, &[&str]); 8] = [
    ("document", &["document", "proof"]),
    ("language", &["contextLanguage", "language"]),
    ("role", &["position", "title"]),
    ("date", &["date", "publishedAt"]),
    ("birth_date", &["birthDate"]),
    ("country", &["nationality", "citizenship", "country", "contextCountry"]),
    ("gender", &["gender"]),
    ("source", &["publisher", "sourceUrl"]),
];

/// A FollowTheMoney entity. Returns whether it was a person.
/// A legal entity may be one: FollowTheMoney uses it where nobody knows.
pub(super) fn push_ftm(table: &mut Table, (line, entity): &Item, labels: &Labels) -> Outcome<bool> {
    let wrong = |what: &str, found: Option<&Value>| {
        let found = found.map_or("none".to_owned(), |found| quoted(&found.to_string()));
        Failure::line(&table.file, *line, format!("expected {what}, found {found}"))
    };
    let text_of = |key: &str| entity.get(key).and_then(Value::as_str);
    let schema = text_of("schema").ok_or_else(|| wrong("a schema", entity.get("schema")))?;
    let empty = Map::new();
    let properties = match entity.get("properties") {
        None | Some(Value::Null) => &empty,
        Some(Value::Object(properties)) => properties,
        other => return Err(wrong("an object of properties", other)),
    };
    if let Some((key, value)) = NAMES.iter().find_map(|key| {
        let value = properties.get(*key)?;
        (!is_texts(value)).then_some((key, value))
    }) {
        return Err(wrong(&format!("texts as {key}"), Some(value)));
    }
    let detected = first(properties, "detectedSchema").unwrap_or_else(|| "Person".to_owned());
    let schema_is = if schema == "Mention" { detected.as_str() } else { schema };
    let wanted = match labels.were_chosen() {
        true => labels.hold(schema_is),
        false => matches!(schema_is, "Person" | "LegalEntity"),
    };
    if !wanted {
        return Ok(false);
    }
    let mut names: Vec<String> = Vec::new();
    for key in ["name", "alias", "previousName", "weakAlias"] {
        for name in texts(properties.get(key)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let whole = ["firstName", "secondName", "middleName", "fatherName", "lastName"]
        .iter()
        .filter_map(|key| first(properties, key));
    let joined = whole.collect::<Vec<_>>().join(" ");
    if names.is_empty() {
        let caption = entity.get("caption").and_then(Value::as_str).map(str::to_owned);
        names.extend(Some(joined).filter(|name| !name.is_empty()).or(caption));
    }
    let id = entity.get("id").and_then(Value::as_str).map(str::to_owned);
    let mut more: Vec<(&str, String)> = vec![("schema", schema.to_owned())];
    for (column, keys) in FTM {
        if let Some(text) = keys.iter().find_map(|key| first(properties, key)) {
            more.push((column, text));
        }
    }
    if let Some(dataset) = entity.get("datasets").and_then(|list| list.get(0)?.as_str()) {
        more.push(("dataset", dataset.to_owned()));
    }
    let all = Value::from(properties.clone()).to_string();
    push_entity(table, *line, id, &names, &more, Some(&all))?;
    Ok(true)
}

/// Properties that hold names, or parts of them.
const NAMES: [&str; 9] = [
    "name",
    "alias",
    "previousName",
    "weakAlias",
    "firstName",
    "secondName",
    "middleName",
    "fatherName",
    "lastName",
];

/// Whether a value is a text, a list of texts, or nothing.
fn is_texts(value: &Value) -> bool {
    match value {
        Value::Null | Value::String(_) => true,
        Value::Array(items) => items.iter().all(Value::is_string),
        _ => false,
    }
}

fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(items)) => {
            items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        Some(Value::String(text)) => vec![text.clone()],
        _ => Vec::new(),
    }
}

fn first(properties: &Map<String, Value>, key: &str) -> Option<String> {
    texts(properties.get(key)).into_iter().next()
}

/// A Senzing record. Returns whether it was a person.
pub(super) fn push_senzing(table: &mut Table, (line, record): &Item) -> Outcome<bool> {
    let mut features: Vec<&Map<String, Value>> = vec![record];
    // Version 4 lists its features, version 3 may nest lists under any key.
    features
        .extend(record.values().filter_map(Value::as_array).flatten().filter_map(Value::as_object));
    let mut names: Vec<String> = Vec::new();
    for name in features.iter().flat_map(|feature| senzing_names(feature)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if let Some((key, value)) = features.iter().find_map(|feature| no_text(feature)) {
        let message = format!("expected text as {key}, found {}", quoted(&value.to_string()));
        return Err(Failure::line(&table.file, *line, message));
    }
    let get = |ending: &str| features.iter().find_map(|feature| by_ending(feature, ending));
    let kind = get("RECORD_TYPE");
    let is_person = kind.map_or(!names.is_empty(), |kind| kind.eq_ignore_ascii_case("person"));
    if !is_person {
        return Ok(false);
    }
    if names.is_empty() {
        let message = "expected a name (NAME_FULL, or NAME_FIRST and NAME_LAST), found none";
        return Err(Failure::line(&table.file, *line, message));
    }
    let columns = [
        ("source", "DATA_SOURCE"),
        ("birth_date", "DATE_OF_BIRTH"),
        ("country", "NATIONALITY"),
        ("country", "CITIZENSHIP"),
        ("gender", "GENDER"),
    ];
    let mut more: Vec<(&str, String)> = Vec::new();
    for (column, key) in columns {
        let known = more.iter().any(|(known, _)| *known == column);
        more.extend(get(key).filter(|_| !known).map(|text| (column, text)));
    }
    let id = get("RECORD_ID");
    push_entity(table, *line, id, &names, &more, None)?;
    Ok(true)
}

/// A name that is no text.
fn no_text(feature: &Map<String, Value>) -> Option<(&String, &Value)> {
    let is_name = |key: &str| {
        ["NAME_FULL", "NAME_FIRST", "NAME_LAST"].iter().any(|ending| key.ends_with(ending))
    };
    feature.iter().find(|(key, value)| is_name(key) && !value.is_string() && !value.is_null())
}

/// A value under a key, also where a usage type stands before it (`PRIMARY_NAME_FULL`).
fn by_ending(feature: &Map<String, Value>, ending: &str) -> Option<String> {
    let key = feature.keys().find(|key| {
        key.strip_suffix(ending).is_some_and(|usage| usage.is_empty() || usage.ends_with('_'))
    })?;
    match &feature[key] {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Whole names, or their parts joined, one for each usage type.
fn senzing_names(feature: &Map<String, Value>) -> Vec<String> {
    let mut names = Vec::new();
    let mut usages: Vec<&str> = feature
        .keys()
        .filter_map(|key| {
            let endings = ["NAME_FULL", "NAME_LAST", "NAME_FIRST"];
            endings.iter().find_map(|ending| key.strip_suffix(ending))
        })
        .filter(|usage| usage.is_empty() || usage.ends_with('_'))
        .collect();
    usages.dedup();
    let mut seen: Vec<&str> = Vec::new();
    for usage in usages {
        if seen.contains(&usage) {
            continue;
        }
        seen.push(usage);
        let part = |ending: &str| feature.get(&format!("{usage}{ending}")).and_then(Value::as_str);
        let parts = ["NAME_FIRST", "NAME_MIDDLE", "NAME_LAST", "NAME_SUFFIX"];
        let joined = parts.iter().filter_map(|ending| part(ending)).collect::<Vec<_>>().join(" ");
        let name = part("NAME_FULL").map_or(joined, str::to_owned);
        if !name.trim().is_empty() {
            names.push(name);
        }
    }
    names
}

fn push_entity(
    table: &mut Table,
    line: usize,
    id: Option<String>,
    names: &[String],
    more: &[(&str, String)],
    properties: Option<&str>,
) -> Outcome<()> {
    let aliases = Value::from(names.get(1..).unwrap_or_default().to_vec()).to_string();
    let mut cells: Vec<(&str, Cell<'_>)> = vec![
        ("id", id.as_deref().map_or(Cell::Absent, Cell::Text)),
        ("name", names.first().map_or(Cell::Absent, |name| Cell::Text(name))),
    ];
    cells.extend(more.iter().map(|(column, text)| (*column, Cell::Text(text.as_str()))));
    if names.len() > 1 {
        cells.push(("alias", Cell::Json(&aliases)));
    }
    // Whatever else the entity says passes through.
    cells.extend(properties.map(|json| ("properties", Cell::Json(json))));
    table.push_named(line, &cells)
}
