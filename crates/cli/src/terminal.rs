//! Text for people → text that a terminal shows as it is.
//!
//! A name is hostile input: an escape sequence in a list must not repaint the reader's screen,
//! and a right-to-left override must not make two names look like one. Such characters are made
//! visible when, and only when, the stream is a terminal; files and pipes get every byte as it is.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Read, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::people::Look;

/// The text with control, bidi and zero-width characters written as `\u{…}`.
/// Line feeds and tabs stay: they are layout of our own.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut before = ' ';
    for c in text.chars() {
        if hidden(c) && !is_spelling(before, c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
        before = c;
    }
    Cow::Owned(shown)
}

/// Joiners are letters to those who write Persian or Hindi: علی خامنه‌ای has one.
fn is_spelling(before: char, c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
        && matches!(before, '\u{620}'..='\u{6ff}' | '\u{900}'..='\u{dff}')
}

fn hidden(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}' => true,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => true,
        _ => c.is_control(),
    }
}

/// Standard output: as it is into a file or pipe, made visible onto a terminal.
pub(crate) fn stdout() -> Box<dyn Write + Send> {
    let stdout = io::stdout();
    if stdout.is_terminal() {
        Box::new(Visible { inner: stdout, tail: Vec::new() })
    } else {
        Box::new(io::BufWriter::with_capacity(1 << 16, stdout))
    }
}

/// How standard output shows text, if it is a terminal.
pub(crate) fn look() -> Option<Look> {
    const WIDTH: usize = 100;
    if !io::stdout().is_terminal() {
        return None;
    }
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let width = terminal_size::terminal_size().map_or(WIDTH, |(width, _)| width.0.into());
    // https://no-color.org: whoever sets it to anything wants none.
    let color = set("NO_COLOR").is_none() && set("TERM").is_some_and(|term| term != "dumb");
    Some(Look { width, color })
}

/// One line to the person at the keyboard, never mixed into the results.
pub(crate) fn say(line: &str) {
    let mut stderr = io::stderr();
    // Where standard error is closed there is nobody to tell.
    let _ = if stderr.is_terminal() {
        writeln!(stderr, "{}", visible(line))
    } else {
        writeln!(stderr, "{line}")
    };
}

/// What is being done, how fast and how long still: on a terminal, and gone when it is done.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Nothing is shown.
    pub(crate) fn hidden() -> Self {
        Self(ProgressBar::hidden())
    }

    /// Bytes are counted as they are read.
    pub(crate) fn of_bytes(stage: &'static str, total: u64) -> Self {
        const SHOWN: &str = "{msg} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left";
        Self::shown(ProgressBar::new(total), SHOWN, stage)
    }

    /// What is done with so many mentions, stage after stage; see [`Progress::at`].
    pub(crate) fn of_stages(mentions: usize) -> Self {
        let bar = ProgressBar::new(mentions as u64);
        let progress = Self::shown(bar, Self::UNCOUNTED, "resolving");
        progress.0.enable_steady_tick(Duration::from_millis(200));
        progress
    }

    /// A stage and how much of it is done: where that is known, its pace tells the time left.
    pub(crate) fn at(&self, stage: &'static str, done: usize, all: usize) {
        let (done, all) = (done as u64, all as u64);
        self.0.set_message(stage);
        if done == 0 {
            let shown = if all == 0 { Self::UNCOUNTED } else { Self::COUNTED };
            if let Ok(style) = ProgressStyle::with_template(shown) {
                self.0.set_style(style);
            }
        }
        if all > 0 {
            self.0.set_length(all);
            self.0.set_position(done);
        }
    }

    const UNCOUNTED: &str = "{spinner} {msg}, {elapsed}";
    const COUNTED: &str =
        "{spinner} {msg}: {percent} % of {human_len} pairs, {per_sec}, {eta} left";

    fn shown(bar: ProgressBar, template: &str, stage: &'static str) -> Self {
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(stage);
        Self(bar)
    }

    /// The same bytes, counted.
    pub(crate) fn counted<R: Read + 'static>(&self, source: R) -> Box<dyn Read> {
        Box::new(self.0.wrap_read(source))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// Escapes what passes through; `tail` keeps a character cut in two by the caller's buffer.
struct Visible<W> {
    inner: W,
    tail: Vec<u8>,
}

impl<W: Write> Write for Visible<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.tail.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.tail) {
            Ok(text) => text.len(),
            Err(error) => error.valid_up_to(),
        };
        if let Ok(text) = std::str::from_utf8(&self.tail[..whole]) {
            self.inner.write_all(visible(text).as_bytes())?;
        }
        self.tail.drain(..whole);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_made_visible_and_letters_are_not() {
        assert_eq!(visible("Ә\u{1b}[2J"), "Ә\\u{1b}[2J");
        assert_eq!(visible("a\u{202e}b\u{200d}c\r"), "a\\u{202e}b\\u{200d}c\\u{d}");
        assert_eq!(visible("محمد\tحسن\n"), "محمد\tحسن\n");
        assert_eq!(visible("خامنه\u{200c}ای"), "خامنه\u{200c}ای");
    }

    #[test]
    fn a_character_cut_in_two_arrives_whole() {
        let mut out = Visible { inner: Vec::new(), tail: Vec::new() };
        for byte in "Ә\u{200f}ж".as_bytes() {
            out.write_all(&[*byte]).unwrap();
        }
        assert_eq!(String::from_utf8(out.inner).unwrap(), "Ә\\u{200f}ж");
    }
}
