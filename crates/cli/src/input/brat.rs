//! brat's `.ann` beside its `.txt` → spans.

use super::source;
use super::spans::{self, Annotated, Labels, Span, Unit};
use crate::failure::{Failure, Outcome, quoted};
use crate::table::Table;

/// Whether a text is brat's: its first line is a text-bound annotation.
pub(super) fn fits(text: &str) -> bool {
    text.lines()
        .next()
        .is_some_and(|line| line.starts_with('T') && matches!(parse(line), Ok(Some(_))))
}

/// The persons of one document. The text lies beside the annotations, under the same name.
pub(super) fn read(path: &str, ann: &str, labels: &Labels) -> Outcome<Table> {
    let file = source::name_of(path);
    let mut table = Table::of_text(file, vec!["id".to_owned(), "name".to_owned()], 0, ann.len());
    let Some(stem) = path.strip_suffix(".ann") else {
        return Err(Failure::file(file, "expected brat's NAME.ann with NAME.txt beside it"));
    };
    let text_path = format!("{stem}.txt");
    let text = String::from_utf8(source::bytes(&text_path)?)
        .map_err(|error| super::encoding::broken(&text_path, error.as_bytes(), None))?;
    let mut marked = Vec::new();
    for (at, line) in ann.lines().enumerate() {
        let span = parse(line).map_err(|why| Failure::line(file, at + 1, why))?;
        marked.extend(span.map(|span| Span { line: at + 1, ..span }));
    }
    let annotated = Annotated {
        id: stem.rsplit(['/', '\\']).next().unwrap_or(stem).to_owned(),
        text: &text,
        language: None,
        unit: Unit::CodePoints,
        spans: marked,
    };
    spans::push(&mut table, &annotated, labels)?;
    Ok(table)
}

/// `T1⇥Person 0 5;8 12⇥covered text`; lines of other kinds are none.
fn parse(line: &str) -> Result<Option<Span>, String> {
    if !line.starts_with('T') {
        return Ok(None);
    }
    let wrong = || format!("expected ID⇥LABEL START END⇥TEXT, found {}", quoted(line));
    let mut fields = line.splitn(3, '\t');
    let (Some(_), Some(place), Some(said)) = (fields.next(), fields.next(), fields.next()) else {
        return Err(wrong());
    };
    let (label, offsets) = place.split_once(' ').ok_or_else(wrong)?;
    let pieces = offsets
        .split(';')
        .map(|piece| {
            let (start, end) = piece.split_once(' ')?;
            Some((start.parse().ok()?, end.parse().ok()?))
        })
        .collect::<Option<Vec<(usize, usize)>>>()
        .ok_or_else(wrong)?;
    Ok(Some(Span { line: 0, pieces, label: label.to_owned(), said: Some(said.to_owned()) }))
}
