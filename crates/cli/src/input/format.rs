//! The first bytes of a file → its format.

use super::json::Shape;
use super::{brat, conll, lines, openrefine, webanno};

/// The formats of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// Delimited by commas, semicolons, tabs or bars, whichever fits
    Csv,
    /// Delimited by tabs
    Tsv,
    /// One JSON object a line
    Jsonl,
    /// One JSON array of objects
    Json,
    /// One name a line
    Lines,
    /// Excel workbook, its first sheet of names
    Xlsx,
    /// Parquet
    Parquet,
    /// Arrow IPC, a file (Feather 2) or a stream
    Arrow,
    /// OpenRefine project, as it is exported (.tar.gz)
    Openrefine,
    /// FollowTheMoney entities, JSON lines
    Ftm,
    /// Senzing records, JSON lines
    Senzing,
    /// Label Studio, JSON
    LabelStudio,
    /// doccano, JSON lines
    Doccano,
    /// Prodigy, JSON lines
    Prodigy,
    /// spaCy's Doc.to_json
    Spacy,
    /// GATE, JSON
    Gate,
    /// brat: NAME.ann with NAME.txt beside it
    Brat,
    /// WebAnno TSV 3 (WebAnno, INCEpTION)
    Webanno,
    /// CoNLL-2003 or CoNLL-2012
    Conll,
}

impl Format {
    /// The shape of the objects, for formats that are JSON.
    pub(super) fn shape(self) -> Option<Shape> {
        match self {
            Self::Ftm => Some(Shape::Ftm),
            Self::Senzing => Some(Shape::Senzing),
            Self::LabelStudio => Some(Shape::LabelStudio),
            Self::Doccano | Self::Prodigy | Self::Spacy | Self::Gate => Some(Shape::Marked),
            _ => None,
        }
    }
}

/// Files that people take for lists, by their first bytes, and what to do about them.
const STRANGERS: [(&[u8], &str); 17] = [
    (b"%PDF-", "a PDF; export the list as CSV or .xlsx"),
    (b"\xD0\xCF\x11\xE0", "an old Excel or Word file; save it as .xlsx"),
    (b"{\\rtf", "a text document (RTF); save the list as CSV"),
    (b"<!doctype html", "a page of HTML; was it saved instead of the list?"),
    (b"<html", "a page of HTML; was it saved instead of the list?"),
    (b"<?xml", "XML; export the list as CSV, JSON or .xlsx"),
    (b"SQLite format 3\0", "an SQLite database; export the table as CSV"),
    (b"BZh", "a file packed by bzip2; unpack it (.gz and .zst are read)"),
    (b"\xFD7zXZ\0", "a file packed by xz; unpack it (.gz and .zst are read)"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive; unpack it"),
    (b"Rar!\x1A\x07", "a RAR archive; unpack it"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7FELF", "a program"),
    (b"aka-idx\n", "an index of names; `aka search --index` searches it"),
    (b"Obj\x01", "Avro; write the list as Parquet or JSON lines"),
];

/// What a file is that is no list, where its first bytes say so.
pub(super) fn stranger(head: &[u8], known: Option<Format>) -> Option<&'static str> {
    let stranger = STRANGERS.iter().find(|(first, _)| {
        head.get(..first.len()).is_some_and(|found| found.eq_ignore_ascii_case(first))
    });
    let is_tar = known != Some(Format::Openrefine) && openrefine::is_tar(head);
    stranger.map(|(_, what)| *what).or(is_tar.then_some("an archive (tar); unpack it"))
}

/// Formats that open with bytes of their own.
pub(super) fn of_bytes(bytes: &[u8]) -> Option<Format> {
    match bytes {
        [b'P', b'A', b'R', b'1', ..] => Some(Format::Parquet),
        [b'P', b'K', 3, 4, ..] => Some(Format::Xlsx),
        _ if is_arrow(bytes) => Some(Format::Arrow),
        _ if openrefine::is_tar(bytes) => Some(Format::Openrefine),
        _ => None,
    }
}

#[cfg(feature = "arrow")]
fn is_arrow(bytes: &[u8]) -> bool {
    super::arrow::fits(bytes)
}

#[cfg(not(feature = "arrow"))]
fn is_arrow(bytes: &[u8]) -> bool {
    bytes.starts_with(b"ARROW1")
}

/// Formats that are text. What fits nothing else is delimited.
pub(super) fn of_text(path: &str, text: &str) -> Format {
    let start = text.trim_start();
    if start.starts_with('[') {
        return Format::Json;
    }
    if start.starts_with('{') {
        return if is_one_value(start) { Format::Json } else { Format::Jsonl };
    }
    if webanno::fits(text) {
        return Format::Webanno;
    }
    if brat::fits(text) {
        return Format::Brat;
    }
    if conll::fits(text) {
        return Format::Conll;
    }
    if path.ends_with(".txt") && lines::fits(text) {
        return Format::Lines;
    }
    Format::Csv
}

/// A document over several lines, or on one alone, rather than one object a line.
fn is_one_value(text: &str) -> bool {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    rest.trim().is_empty()
        || serde_json::from_str::<serde::de::IgnoredAny>(first).is_err_and(|error| error.is_eof())
}
