//! Persons, links and resolved rows → tables.

use std::collections::HashSet;

use aka::Mention;

use super::{Draft, Rows, Style, Value};
use crate::engine::{CanonicalName, Link, Person, Resolution, kind, link_why};
use crate::failure::Outcome;
use crate::input::List;

/// The columns that a resolved row has over its input row.
const OURS: [&str; 3] = ["person_id", "person_name", "confidence"];

/// What was read and what was found, ready to be written.
pub(crate) struct Found<'a> {
    pub(crate) list: &'a List,
    pub(crate) mentions: &'a [Mention],
    pub(crate) resolution: &'a Resolution,
}

impl Found<'_> {
    /// Our columns replace columns of the same names: a resolved list can be resolved again.
    pub(crate) fn kept(&self) -> Vec<usize> {
        let headers = &self.list.headers;
        (0..headers.len()).filter(|&at| !OURS.contains(&headers[at].as_str())).collect()
    }

    pub(crate) fn headers(&self) -> Vec<String> {
        let kept = self.kept().into_iter().map(|at| self.list.headers[at].clone());
        kept.chain(OURS.map(str::to_owned)).collect()
    }

    pub(crate) fn write_rows(&self, mut rows: Rows) -> Outcome<()> {
        let kept = self.kept();
        for (row, assignment) in self.list.rows().zip(&self.resolution.assignments) {
            let mut values: Vec<Value<'_>> =
                kept.iter().map(|&column| Value::Cell(row.cell(column))).collect();
            match assignment.person.and_then(|person| self.resolution.persons.get(person)) {
                Some(person) => values.extend([
                    Value::Text(&person.id),
                    Value::Text(&person.name),
                    Value::Probability(assignment.confidence),
                ]),
                None => values.extend([Value::Nothing, Value::Nothing, Value::Nothing]),
            }
            rows.row(&values)?;
        }
        rows.finish()
    }

    pub(crate) fn write_persons(&self, draft: &Draft, style: Style) -> Outcome<()> {
        let headers = [
            "person_id",
            "name",
            "confidence",
            "mentions",
            "names",
            "spellings",
            "documents",
            "sources",
        ];
        let mut rows = Rows::new(style, &headers.map(str::to_owned), draft.writer()?)?;
        for person in &self.resolution.persons {
            let names: Vec<String> = person.names.iter().map(canonical).collect();
            rows.row(&[
                Value::Text(&person.id),
                Value::Text(&person.name),
                Value::Probability(person.confidence),
                Value::Count(person.mentions.len()),
                Value::List(names.iter().map(String::as_str).collect()),
                Value::List(self.spellings(person)),
                Value::List(self.distinct(&person.mentions, |mention| mention.document.as_deref())),
                Value::List(self.distinct(&person.mentions, |mention| mention.source.as_deref())),
            ])?;
        }
        rows.finish()
    }

    /// Every spelling of a person, each once, in order of the list; other names that sources give
    /// come last.
    pub(super) fn spellings(&self, person: &Person) -> Vec<&str> {
        let mentions = || person.mentions.iter().map(|&at| &self.mentions[at]);
        let printed = mentions().map(|mention| mention.name.as_str());
        let told = mentions().flat_map(|mention| &mention.aliases).map(String::as_str);
        let mut seen = HashSet::new();
        printed.chain(told).filter(|name| seen.insert(*name)).collect()
    }

    /// What mentions say, each once, in their order.
    pub(super) fn distinct<'b>(
        &'b self,
        mentions: &[usize],
        of: impl Fn(&'b Mention) -> Option<&'b str>,
    ) -> Vec<&'b str> {
        let mut seen = HashSet::new();
        mentions
            .iter()
            .filter_map(|&at| of(&self.mentions[at]))
            .filter(|text| seen.insert(*text))
            .collect()
    }

    pub(crate) fn write_links(&self, draft: &Draft, style: Style) -> Outcome<()> {
        let headers = [
            "left",
            "right",
            "left_name",
            "right_name",
            "left_document",
            "right_document",
            "left_place",
            "right_place",
            "kind",
            "probability",
            "bits",
            "why",
            "without_document",
            "without_probability",
        ];
        let mut rows = Rows::new(style, &headers.map(str::to_owned), draft.writer()?)?;
        for link in &self.resolution.links {
            self.write_link(&mut rows, link)?;
        }
        rows.finish()
    }

    fn write_link(&self, rows: &mut Rows, link: &Link) -> Outcome<()> {
        let (left, right) = (&self.mentions[link.left], &self.mentions[link.right]);
        let (document, probability) =
            link.without_document.as_ref().map_or((Value::Nothing, Value::Nothing), |without| {
                (Value::Text(&without.document), Value::Probability(without.probability))
            });
        rows.row(&[
            Value::Text(&self.id(link.left)),
            Value::Text(&self.id(link.right)),
            Value::Text(&left.name),
            Value::Text(&right.name),
            Value::Text(left.document.as_deref().unwrap_or_default()),
            Value::Text(right.document.as_deref().unwrap_or_default()),
            Value::Text(&self.list.row(link.left).place()),
            Value::Text(&self.list.row(link.right).place()),
            Value::Text(kind(link)),
            Value::Probability(link.probability),
            Value::Bits(link.evidence.bits()),
            Value::Text(&link_why(link)),
            document,
            probability,
        ])
    }

    /// What others call a mention: its own id, or its place.
    pub(super) fn id(&self, at: usize) -> String {
        let id = self.mentions[at].id.clone();
        id.unwrap_or_else(|| self.list.row(at).place())
    }
}

/// A canonical name with the script and language that it is canonical for.
fn canonical(name: &CanonicalName) -> String {
    match &name.language {
        Some(language) => format!("{} ({}, {language})", name.name, name.script),
        None => format!("{} ({})", name.name, name.script),
    }
}
