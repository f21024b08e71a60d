//! What can go wrong at the edge → one line on standard error and an exit status.
//!
//! The line says where (`FILE:LINE:COLUMN`), what was expected and what was found.

use std::fmt;
use std::io;

/// Why the command stops.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input was wrong; the text is the whole message.
    Wrong(String),
    /// The command was wrong: what it asks for does not go together.
    Usage(String),
    /// Whoever read standard output has seen enough. That is success.
    Closed,
}

pub(crate) type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// Something wrong with a file as a whole.
    pub(crate) fn file(file: &str, message: impl fmt::Display) -> Self {
        Self::Wrong(one_line(&format!("{file}: {message}")))
    }

    /// Something wrong on one line.
    pub(crate) fn line(file: &str, line: usize, message: impl fmt::Display) -> Self {
        Self::Wrong(format!("{file}:{line}: {message}"))
    }

    /// Something wrong at one character; line and column count from 1.
    pub(crate) fn at(file: &str, line: usize, column: usize, message: impl fmt::Display) -> Self {
        Self::Wrong(format!("{file}:{line}:{column}: {message}"))
    }

    /// An error of the operating system on a file; a closed pipe stays a closed pipe.
    pub(crate) fn io(file: &str, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            io::ErrorKind::NotFound => Self::file(file, "expected a file, found none"),
            io::ErrorKind::IsADirectory => Self::file(file, "expected a file, found a folder"),
            io::ErrorKind::PermissionDenied => {
                Self::file(file, "expected a file that may be opened, found permission denied")
            }
            io::ErrorKind::StorageFull => {
                Self::file(file, "cannot be written: no space is left on the device")
            }
            _ => Self::file(file, error),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::io("standard output", &error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wrong(message) | Self::Usage(message) => f.write_str(message),
            Self::Closed => f.write_str("the output was closed"),
        }
    }
}

/// What others' parsers say may take several lines; a failure is one.
fn one_line(message: &str) -> String {
    message.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ")
}

/// A piece of the input, quoted for a message: one line, not too long.
pub(crate) fn quoted(text: &str) -> String {
    const CHARS_MAX: usize = 60;
    // Made visible first: of bytes taken for text every other character is written as an escape.
    let head: String = text.chars().take(CHARS_MAX).collect();
    let shown = crate::terminal::visible(&head).replace('\n', "\\n");
    let mut short: String = shown.chars().take(CHARS_MAX).collect();
    if short.len() < shown.len() || head.len() < text.len() {
        short.push('…');
    }
    format!("“{short}”")
}

/// Several headers or options, quoted for a message.
pub(crate) fn listed<S: AsRef<str>>(items: &[S]) -> String {
    const ITEMS_MAX: usize = 30;
    let mut list: Vec<String> =
        items.iter().take(ITEMS_MAX).map(|item| quoted(item.as_ref())).collect();
    if items.len() > ITEMS_MAX {
        list.push(format!("… ({} in all)", items.len()));
    }
    list.join(", ")
}

/// The first of many lines, for a message.
pub(crate) fn some_lines(lines: &[usize]) -> String {
    const LINES_MAX: usize = 5;
    let mut list: Vec<String> = lines.iter().take(LINES_MAX).map(usize::to_string).collect();
    if lines.len() > LINES_MAX {
        list.push(format!("{} more", lines.len() - LINES_MAX));
    }
    format!("line {}", list.join(", "))
}

/// Line and column (both from 1, columns in characters) of a byte of `text`.
pub(crate) fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..byte.min(text.len())];
    let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
    let line_start = before.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
    // Counted over leading bytes, so that a byte inside a character is no panic.
    let column = before[line_start..].iter().filter(|&&b| b & 0xC0 != 0x80).count() + 1;
    (line, column)
}
