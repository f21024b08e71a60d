//! CoNLL-2003 and CoNLL-2012 columns → a row for every person.
//!
//! 2003: one token a line, its label in the last column (`B-PER`, `I-PER`, also `S-`, `E-`, `L-`,
//! `U-`), a blank line between sentences, `-DOCSTART-` between documents. 2012: `#begin document`
//! and, in the eleventh column, `(PERSON*`, `*`, `*)`.

use super::spans::{Labels, document_of};
use crate::failure::{Failure, Outcome, quoted};
use crate::table::{Cell, Table};

/// The column of names in CoNLL-2012.
const NAMES_2012: usize = 10;

/// Whether a text is CoNLL: it says so, or its first sentence ends in labels.
pub(super) fn fits(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let Some(first) = lines.next() else {
        return false;
    };
    if first.starts_with("-DOCSTART-") || first.starts_with("#begin document") {
        return true;
    }
    let labelled = |line: &str| {
        let mut columns = line.split_ascii_whitespace();
        columns.next().is_some() && columns.next_back().is_some_and(|last| tag(last).is_some())
    };
    text.lines().take(20).filter(|line| !line.trim().is_empty()).all(labelled)
}

/// Position of a token in a name, and the label.
fn tag(column: &str) -> Option<(char, &str)> {
    if column == "O" {
        return Some(('O', ""));
    }
    let (position, label) = column.split_once('-')?;
    match position {
        "B" | "I" | "E" | "S" | "L" | "U" => Some((position.chars().next()?, label)),
        _ => None,
    }
}

/// A name being read.
struct Open {
    line: usize,
    label: String,
    words: Vec<String>,
}

struct Reader<'a> {
    table: Table,
    labels: &'a Labels,
    document: String,
    documents: usize,
    open: Option<Open>,
}

/// The persons of all documents in the file.
pub(super) fn read(file: &str, text: &str, labels: &Labels) -> Outcome<Table> {
    let table = Table::of_text(file, vec!["id".to_owned(), "name".to_owned()], 0, text.len());
    let document = document_of(file, "1");
    let mut reader = Reader { table, labels, document, documents: 0, open: None };
    let is_2012 = text.contains("#begin document");
    for (at, line) in text.lines().enumerate() {
        let columns: Vec<&str> = line.split_ascii_whitespace().collect();
        match columns.first() {
            None => reader.close()?,
            Some(&"-DOCSTART-") => reader.next_document(None)?,
            Some(&"#begin") => reader.next_document(Some(line))?,
            Some(&"#end") => reader.close()?,
            Some(_) if is_2012 => reader.token_2012(at + 1, &columns)?,
            Some(_) => reader.token_2003(at + 1, &columns)?,
        }
    }
    reader.close()?;
    Ok(reader.table)
}

impl Reader<'_> {
    /// `#begin document (bc/cctv/00); part 000` names it; `-DOCSTART-` is counted.
    fn next_document(&mut self, line: Option<&str>) -> Outcome<()> {
        self.close()?;
        self.documents += 1;
        let id = match line {
            Some(line) => line.trim_start_matches("#begin document").trim().replace("; ", " "),
            None => self.documents.to_string(),
        };
        self.document = document_of(&self.table.file, &id);
        Ok(())
    }

    fn token_2003(&mut self, line: usize, columns: &[&str]) -> Outcome<()> {
        let (Some(word), Some(last)) = (columns.first(), columns.last()) else {
            return Ok(());
        };
        let Some((position, label)) = tag(last).filter(|_| columns.len() > 1) else {
            let found = quoted(last);
            let message =
                format!("expected a label such as B-PER or O in the last column, found {found}");
            return Err(Failure::line(&self.table.file, line, message));
        };
        let goes_on = matches!(position, 'I' | 'E' | 'L')
            && self.open.as_ref().is_some_and(|open| open.label == label);
        if !goes_on {
            self.close()?;
        }
        if position != 'O' {
            self.word(line, label, word);
        }
        if matches!(position, 'E' | 'S' | 'L' | 'U') {
            self.close()?;
        }
        Ok(())
    }

    fn token_2012(&mut self, line: usize, columns: &[&str]) -> Outcome<()> {
        let (Some(word), Some(names)) = (columns.get(3), columns.get(NAMES_2012)) else {
            let found = columns.len();
            let message = format!("expected at least {} columns, found {found}", NAMES_2012 + 1);
            return Err(Failure::line(&self.table.file, line, message));
        };
        if let Some(opened) = names.strip_prefix('(') {
            self.close()?;
            self.word(line, opened.trim_end_matches([')', '*']), word);
        } else if let Some(open) = &mut self.open {
            open.words.push((*word).to_owned());
        }
        if names.ends_with(')') {
            self.close()?;
        }
        Ok(())
    }

    fn word(&mut self, line: usize, label: &str, word: &str) {
        let open = self.open.get_or_insert_with(|| Open {
            line,
            label: label.to_owned(),
            words: Vec::new(),
        });
        open.words.push(word.to_owned());
    }

    /// The name is complete.
    fn close(&mut self) -> Outcome<()> {
        let Some(open) = self.open.take() else {
            return Ok(());
        };
        if !self.labels.hold(&open.label) {
            return Ok(());
        }
        // Converters cut at words: what stands around a name is marked with it.
        let is_word = |word: &&String| word.contains(char::is_alphanumeric);
        let first = open.words.iter().take_while(|word| !is_word(word)).count();
        let last = open.words.iter().rposition(|word| is_word(&word)).map_or(0, |at| at + 1);
        let words = open.words.get(first..last).unwrap_or_default();
        if words.is_empty() {
            return Ok(());
        }
        let id = format!("{}:{}", self.document, open.line);
        self.table.push_named(
            open.line,
            &[
                ("id", Cell::Text(&id)),
                ("name", Cell::Text(&words.join(" "))),
                ("document", Cell::Text(&self.document)),
                ("label", Cell::Text(&open.label)),
            ],
        )
    }
}
