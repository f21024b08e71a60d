//! Persons → FollowTheMoney entities, one a line, each merged from its mentions.
//!
//! The entity has the person's id; the ids of its mentions are its `referents`. What an entity of
//! the input said under `properties` is kept: all values of all mentions, each once. The caption is
//! the name to print. `--links-as judgements` writes the same decisions as resolver lines.

use serde_json::{Map, Value, json};

use super::{Draft, Found};
use crate::engine::Person;
use crate::failure::Outcome;
use aka::Mention;

/// Our fields and the properties that they are.
type Field = (&'static str, fn(&Mention) -> Option<&str>);
const FIELDS: [Field; 5] = [
    ("birthDate", |mention| mention.birth_date.as_deref()),
    ("country", |mention| mention.country.as_deref()),
    ("gender", |mention| mention.gender.as_deref()),
    ("position", |mention| mention.role.as_deref()),
    ("publisher", |mention| mention.source.as_deref()),
];

pub(crate) fn write(found: &Found<'_>, draft: &Draft) -> Outcome<()> {
    let mut out = draft.writer()?;
    let kept = found.list.headers.iter().position(|header| header == "properties");
    for person in &found.resolution.persons {
        writeln!(out, "{}", entity(found, person, kept))?;
    }
    Ok(out.flush()?)
}

fn entity(found: &Found<'_>, person: &Person, kept: Option<usize>) -> Value {
    let mut properties = Map::new();
    add(&mut properties, "name", &person.name);
    for &at in &person.mentions {
        let said = kept.map(|column| found.list.row(at).cell(column).text());
        let said: Option<Map<String, Value>> =
            said.and_then(|json| serde_json::from_str(json).ok());
        match said {
            Some(said) => {
                said.iter().for_each(|(key, values)| add_all(&mut properties, key, values))
            }
            None => {
                let mention = &found.mentions[at];
                add(&mut properties, "name", &mention.name);
                mention.aliases.iter().for_each(|alias| add(&mut properties, "alias", alias));
                for (property, of) in FIELDS {
                    of(mention).into_iter().for_each(|text| add(&mut properties, property, text));
                }
            }
        }
    }
    // What one source gives as an alias may be the name in another.
    let names = properties.get("name").and_then(Value::as_array).cloned().unwrap_or_default();
    if let Some(Value::Array(aliases)) = properties.get_mut("alias") {
        aliases.retain(|alias| !names.contains(alias));
    }
    properties.retain(|_, values| values.as_array().is_none_or(|values| !values.is_empty()));
    let referents: Vec<String> = person.mentions.iter().map(|&at| found.id(at)).collect();
    json!({
        "id": person.id,
        "caption": person.name,
        "schema": "Person",
        "properties": properties,
        "datasets": ["aka"],
        "referents": referents,
        "target": false,
    })
}

fn add_all(properties: &mut Map<String, Value>, key: &str, values: &Value) {
    match values {
        Value::Array(values) => {
            values.iter().filter_map(Value::as_str).for_each(|text| add(properties, key, text));
        }
        Value::String(text) => add(properties, key, text),
        _ => {}
    }
}

/// A value of a property, once.
fn add(properties: &mut Map<String, Value>, key: &str, text: &str) {
    let values = properties.entry(key).or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(values) = values
        && !text.trim().is_empty()
        && !values.iter().any(|known| known == text)
    {
        values.push(text.into());
    }
}
