//! WebAnno TSV 3 (WebAnno, INCEpTION) → spans.
//!
//! Token lines give offsets in UTF-16 units into the document; `PER[3]` on several tokens is one
//! span, `PER` without a number is a span of one token.

use std::collections::HashMap;

use super::spans::{self, Annotated, Labels, Span, Unit};
use crate::failure::{Failure, Outcome, quoted};
use crate::table::Table;

/// Whether a text is WebAnno TSV.
pub(super) fn fits(text: &str) -> bool {
    text.starts_with("#FORMAT=WebAnno TSV 3")
}

/// A token: where it is, its text, and the labels on it.
struct Token<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    labels: Vec<(String, Option<&'a str>)>,
}

/// The persons of one document.
pub(super) fn read(file: &str, text: &str, labels: &Labels) -> Outcome<Table> {
    let mut table = Table::of_text(file, vec!["id".to_owned(), "name".to_owned()], 0, text.len());
    let mut tokens: Vec<(usize, Token<'_>)> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if !line.starts_with('#') && !line.is_empty() {
            tokens.push((at + 1, token(line).map_err(|why| Failure::line(file, at + 1, why))?));
        }
    }
    let document = laid_out(file, &tokens)?;
    let annotated = Annotated {
        id: "1".to_owned(),
        text: &document,
        language: None,
        unit: Unit::Utf16,
        spans: joined(&tokens),
    };
    spans::push(&mut table, &annotated, labels)?;
    Ok(table)
}

/// `1-2⇥6-14⇥Turpanov⇥*⇥PER[1]`; every column after the text may hold labels, `|` between them.
fn token(line: &str) -> Result<Token<'_>, String> {
    let mut fields = line.split('\t');
    let (Some(_), Some(offsets), Some(text)) = (fields.next(), fields.next(), fields.next()) else {
        return Err(format!("expected a token, its offsets and its text, found {}", quoted(line)));
    };
    let parsed = offsets
        .split_once('-')
        .and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
    let Some((start, end)) = parsed else {
        return Err(format!("expected offsets START-END, found {}", quoted(offsets)));
    };
    let labels = fields
        .flat_map(|field| field.split('|'))
        .filter(|label| !matches!(*label, "" | "_" | "*"))
        .map(|label| match label.strip_suffix(']').and_then(|label| label.rsplit_once('[')) {
            Some((label, number)) => (label.replace('\\', ""), Some(number)),
            None => (label.replace('\\', ""), None),
        })
        .collect();
    Ok(Token { start, end, text, labels })
}

/// Blanks between the tokens of a document, all together.
const GAPS_MAX: usize = 16 << 20;

/// The document as its tokens lay it out: what lies between two tokens is blank.
fn laid_out(file: &str, tokens: &[(usize, Token<'_>)]) -> Outcome<String> {
    let mut document = String::new();
    let (mut length, mut gaps) = (0, 0);
    for (line, token) in tokens {
        // Parts of tokens (1-2.1) lie within text that is already there.
        if token.end <= length {
            continue;
        }
        let width: usize = token.text.chars().map(char::len_utf16).sum();
        if token.start < length || token.start + width != token.end {
            let found = quoted(token.text);
            let (start, end) = (token.start, token.end);
            let message = format!("expected a token from {start} to {end}, found {found}");
            return Err(Failure::line(file, *line, message));
        }
        gaps += token.start - length;
        if gaps > GAPS_MAX {
            let message =
                format!("expected tokens one after another, found a gap to {}", token.start);
            return Err(Failure::line(file, *line, message));
        }
        document.extend(std::iter::repeat_n(' ', token.start - length));
        document.push_str(token.text);
        length = token.end;
    }
    Ok(document)
}

/// Tokens under one number are one span; a label without a number is a span of its own.
fn joined(tokens: &[(usize, Token<'_>)]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut open = HashMap::new();
    for (line, token) in tokens {
        for (label, number) in &token.labels {
            let known = number.and_then(|number| open.get(&(number, label.clone())).copied());
            if let Some(at) = known {
                let span: &mut Span = &mut spans[at];
                if let Some(piece) = span.pieces.last_mut() {
                    piece.1 = piece.1.max(token.end);
                }
                continue;
            }
            if let Some(number) = number {
                open.insert((*number, label.clone()), spans.len());
            }
            let pieces = vec![(token.start, token.end)];
            spans.push(Span { line: *line, pieces, label: label.clone(), said: None });
        }
    }
    spans
}
