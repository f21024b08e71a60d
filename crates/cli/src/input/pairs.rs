//! A file of pairs → its rows, part by part: a delimited one need not fit in memory.

use super::delimited::{self, Dialect};
use super::encoding::Texts;
use super::format::{self, Format};
use super::source::{Opened, name_of};
use super::{List, Options, read_opened, read_text};
use crate::failure::{Failure, Outcome};

/// Enough of a file to know its format and its header by.
const FIRST_BYTES: usize = 1 << 16;
/// A row is no longer.
const ROW_BYTES_MAX: usize = 64 << 20;

/// The rows of a list, and what they stand under.
pub(crate) struct Pairs {
    pub(crate) headers: Vec<String>,
    /// Things worth telling the user, noticed since somebody last took them.
    pub(crate) notes: Vec<String>,
    rows: Rows,
}

enum Rows {
    Coming(Box<Parts>),
    /// Of a format that is read whole.
    Whole(Option<List>),
}

impl Pairs {
    /// Opens a list as `resolve` does.
    pub(crate) fn open(path: &str, options: &Options) -> Outcome<Self> {
        Self::of(Opened::new(path)?, options)
    }

    pub(super) fn of(opened: Opened, options: &Options) -> Outcome<Self> {
        let path = opened.path.clone();
        let path = path.as_str();
        let known = options.format.or_else(|| format::of_bytes(&opened.head));
        let is_text = matches!(known, None | Some(Format::Csv | Format::Tsv));
        let is_stranger = opened.is_blank() || format::stranger(&opened.head, known).is_some();
        // How wide ragged rows get is known at the end.
        if is_stranger || !is_text || options.dialect.ragged || options.split.is_some() {
            return Ok(Self::whole(List::unite(vec![read_opened(opened, options)?])));
        }
        let mut texts = Texts::open(opened, options.encoding)?;
        let mut text = String::new();
        let mut is_all = false;
        while !is_all && (text.len() < FIRST_BYTES || !text.contains('\n')) {
            is_all = texts.next(&mut text, FIRST_BYTES)?;
        }
        let format = known.unwrap_or_else(|| format::of_text(path, &text));
        if !matches!(format, Format::Csv | Format::Tsv) {
            while !is_all {
                is_all = texts.next(&mut text, usize::MAX)?;
            }
            let mut table = read_text(path, &text, Some(format), options)?;
            table.notes.splice(0..0, texts.notes);
            return Ok(Self::whole(List::unite(vec![table])));
        }
        let tab = Some(b'\t').filter(|_| format == Format::Tsv);
        let dialect = Dialect { delimiter: tab.or(options.dialect.delimiter), ragged: false };
        Self::coming(name_of(path), texts, text, is_all, dialect, options)
    }

    fn whole(list: List) -> Self {
        let notes = list.tables.iter().flat_map(|table| table.notes.clone()).collect();
        Self { headers: list.headers.clone(), notes, rows: Rows::Whole(Some(list)) }
    }

    fn coming(
        file: &str,
        texts: Texts,
        text: String,
        is_all: bool,
        dialect: Dialect,
        options: &Options,
    ) -> Outcome<Self> {
        if text.trim().is_empty() && is_all {
            return Err(Failure::at(file, 1, 1, "expected a list, found an empty file"));
        }
        let (rows, body) = delimited::Rows::open(file, &text, dialect, &options.columns)?;
        let pending = body.to_owned();
        let headers = rows.table("").headers;
        let parts = Parts { texts, rows, pending, is_all, failed: None };
        Ok(Self { headers, notes: Vec::new(), rows: Rows::Coming(Box::new(parts)) })
    }

    /// The next rows, some thousands where they come one by one; nothing at the end.
    pub(crate) fn next(&mut self) -> Outcome<Option<List>> {
        match &mut self.rows {
            Rows::Whole(list) => Ok(list.take()),
            Rows::Coming(parts) => parts.next(&mut self.notes),
        }
    }
}

/// The rows of a delimited list, under way.
struct Parts {
    texts: Texts,
    rows: delimited::Rows,
    /// Text whose rows were not given out.
    pending: String,
    /// Whether there is no more text.
    is_all: bool,
    /// What is wrong behind the rows that were given out.
    failed: Option<Failure>,
}

impl Parts {
    fn next(&mut self, notes: &mut Vec<String>) -> Outcome<Option<List>> {
        if let Some(failure) = self.failed.take() {
            return Err(failure);
        }
        let end = self.whole_rows();
        notes.append(&mut self.texts.notes);
        let mut table = self.rows.table(&self.pending[..end]);
        let read = self.rows.read(&self.pending[..end], &mut table);
        self.pending.drain(..end);
        self.failed = read.err().or(self.failed.take());
        // What stands before a broken row is a row all the same.
        if table.len() == 0 {
            if let Some(failure) = self.failed.take() {
                return Err(failure);
            }
            if self.is_all && self.pending.is_empty() {
                notes.extend(self.rows.finish(&mut table.headers));
                return Ok(None);
            }
        }
        Ok(Some(List::unite(vec![table])))
    }

    /// Reads on until a row ends, and tells where the last one does.
    fn whole_rows(&mut self) -> usize {
        loop {
            let end = self.rows.end(&self.pending);
            if end > 0 || self.failed.is_some() {
                return end;
            }
            // An error says what never ends.
            if self.is_all || self.pending.len() > ROW_BYTES_MAX {
                return self.pending.len();
            }
            // Twice as much each time: a long row is not looked through again and again.
            let least = self.pending.len().max(1);
            match self.texts.next(&mut self.pending, least) {
                Ok(is_all) => self.is_all = is_all,
                Err(failure) => self.failed = Some(failure),
            }
        }
    }
}
