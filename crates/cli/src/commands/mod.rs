//! One file a command: arguments → results.

mod resolve;
mod compare;
mod search;
mod index;
mod read;
mod evaluate;
mod shell;

pub(crate) use compare::compare;
pub(crate) use evaluate::evaluate;
pub(crate) use index::index;
pub(crate) use read::read;
pub(crate) use resolve::resolve;
pub(crate) use search::search;
pub(crate) use shell::{completions, man};

use std::collections::BTreeSet;

use aka::Mention;

use crate::args::Tables;
use crate::columns::{self, Choice, Columns};
use crate::engine::{Engine, Settings};
use crate::failure::{Failure, Outcome, listed, place, some_lines};
use crate::input::{List, bytes, name_of};
use crate::table::Table;
use crate::terminal::say;

/// The mentions of a list, in order; what is odd about them is said.
fn mentions(list: &List, choices: &[Choice]) -> Outcome<Vec<Mention>> {
    columns::check_choices(&list.tables, choices)?;
    let mut mentions = Vec::with_capacity(list.len());
    for table in &list.tables {
        table.notes.iter().for_each(|note| say(&format!("note: {note}")));
        let columns = Columns::find(table, choices)?;
        columns.notes.iter().for_each(|note| say(&format!("note: {note}")));
        columns::check_names(table, &columns)?;
        columns::check_ids(table, &columns)?;
        let first = mentions.len();
        mentions.extend((0..table.len()).map(|row| columns.mention(table, row)));
        note_unnamed(table, &columns, &mentions[first..]);
    }
    Ok(mentions)
}

/// An empty name is no error: the row passes through unresolved, and that is said.
fn note_unnamed(table: &Table, columns: &Columns, mentions: &[Mention]) {
    let others = (0..mentions.len()).filter(|&row| !columns.is_person(table, row)).count();
    if others > 0 {
        say(&format!(
            "note: {}: {others} rows are no names of persons, passed through",
            table.file
        ));
    }
    let unnamed =
        |&row: &usize| mentions[row].name.trim().is_empty() && columns.is_person(table, row);
    let (mut empty, mut nobody, mut texts) = (Vec::new(), Vec::new(), BTreeSet::new());
    for row in (0..mentions.len()).filter(unnamed) {
        match columns.nobody(table, row) {
            Some(text) => {
                nobody.push(table.line(row));
                texts.insert(text);
            }
            None => empty.push(table.line(row)),
        }
    }
    let texts: Vec<&String> = texts.iter().take(TEXTS_MAX).collect();
    let kinds =
        [(empty, "without a name".to_owned()), (nobody, format!("of nobody ({})", listed(&texts)))];
    for (lines, what) in kinds.iter().filter(|(lines, _)| !lines.is_empty()) {
        let rows = if lines.len() == 1 { "row" } else { "rows" };
        let (file, count, lines) = (&table.file, lines.len(), some_lines(lines));
        say(&format!("note: {file}: {count} {rows} {what} passed through unresolved: {lines}"));
    }
}

/// How many ways of saying “unknown” are shown.
const TEXTS_MAX: usize = 5;

/// The user's own tables, each as its name and text.
fn texts(tables: &Tables) -> Outcome<Vec<(String, String)>> {
    let text = |path: &String| {
        let name = name_of(path).to_owned();
        let text = String::from_utf8(bytes(path)?).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let known = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
            let (line, column) = place(&known, valid);
            Failure::at(&name, line, column, "expected UTF-8 text")
        })?;
        Ok((name, text))
    };
    tables.files.iter().map(text).collect()
}

fn engine(settings: Settings) -> Outcome<Engine> {
    Engine::new(settings).map_err(Failure::Wrong)
}

/// Addends to two places so that what is printed sums to the printed total: each is the
/// difference of two rounded running sums.
pub(crate) fn rounded(prior: f64, bits: impl Iterator<Item = f64>) -> (f64, Vec<f64>) {
    let round = |sum: f64| (sum * 100.0).round() / 100.0;
    let mut sum = prior;
    let addends = bits
        .map(|bits| {
            let before = round(sum);
            sum += bits;
            round(sum) - before
        })
        .collect();
    (round(prior), addends)
}

#[cfg(test)]
mod tests {
    #[test]
    fn printed_addends_sum_to_the_printed_total() {
        let bits = [1.004, 1.004, 1.004, -0.333];
        let (prior, addends) = super::rounded(-6.644, bits.into_iter());
        let total = prior + addends.iter().sum::<f64>();
        let exact: f64 = -6.644 + bits.iter().sum::<f64>();
        assert_eq!(format!("{total:.2}"), format!("{exact:.2}"));
    }
}
