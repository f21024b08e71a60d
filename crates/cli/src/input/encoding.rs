//! Bytes → text, in whatever encoding the list was exported; at once, or part by part ([`Texts`]).
//!
//! A byte order mark decides; then UTF-8, if it is that. Otherwise a legacy encoding is taken
//! only where the bytes speak for it clearly, and it is reported. A list in UTF-8 with a broken
//! character is an error, not a list in Windows-1252.

use std::str::Utf8Error;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::source::{Opened, name_of};
use crate::failure::{Failure, Outcome, place};

/// Fewer bytes beyond ASCII than this do not speak for any encoding.
const EVIDENCE_BYTES_MIN: usize = 4;
const SAMPLE_BYTES: usize = 1 << 20;

/// The text of a file; what was noticed goes to `notes`.
pub(crate) fn decode(
    file: &str,
    bytes: Vec<u8>,
    forced: Option<&'static Encoding>,
    notes: &mut Vec<String>,
) -> Outcome<String> {
    if let Some((encoding, mark_length)) = Encoding::for_bom(&bytes) {
        if encoding == UTF_8 {
            return utf8(file, bytes[mark_length..].to_vec());
        }
        return legacy(file, &bytes[mark_length..], encoding);
    }
    if let Some(encoding) = forced {
        if encoding == UTF_8 {
            return utf8(file, bytes);
        }
        return legacy(file, &bytes, encoding);
    }
    if let Some(encoding) = utf16_without_mark(&bytes) {
        notes.push(format!("{file}: read as {}", encoding.name()));
        return legacy(file, &bytes, encoding);
    }
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error,
    };
    let bytes = error.as_bytes();
    match detect(bytes, true) {
        Detected::Clearly(encoding) => {
            notes.push(detected(file, encoding));
            legacy(file, bytes, encoding)
        }
        Detected::Perhaps(encoding) => Err(broken(file, bytes, Some(encoding))),
        Detected::BrokenUtf8 => Err(broken(file, bytes, None)),
    }
}

fn detected(file: &str, encoding: &'static Encoding) -> String {
    format!("{file}: not UTF-8, read as {}; --encoding chooses another", encoding.name())
}

fn utf8(file: &str, bytes: Vec<u8>) -> Outcome<String> {
    String::from_utf8(bytes).map_err(|error| broken(file, error.as_bytes(), None))
}

/// Where the UTF-8 breaks, and what to do about it.
pub(crate) fn broken(file: &str, bytes: &[u8], hint: Option<&'static Encoding>) -> Failure {
    let Err(error) = std::str::from_utf8(bytes) else {
        return Failure::file(file, "expected UTF-8");
    };
    let valid = &bytes[..error.valid_up_to()];
    let place = place(&String::from_utf8_lossy(valid), valid.len());
    let found = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
    broken_at(file, place, found, hint)
}

fn broken_at(
    file: &str,
    (line, column): (usize, usize),
    found: u8,
    hint: Option<&'static Encoding>,
) -> Failure {
    let hint = hint.map_or_else(
        || "--encoding NAME reads other encodings".to_owned(),
        |encoding| format!("if the file is {0}, say --encoding {0}", encoding.name()),
    );
    Failure::at(file, line, column, format!("expected UTF-8, found the byte 0x{found:02X}; {hint}"))
}

/// Bytes in a named encoding; what it cannot read is an error, never a question mark.
fn legacy(file: &str, bytes: &[u8], encoding: &'static Encoding) -> Outcome<String> {
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok(text.into_owned());
    }
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Err(not_of(file, place(&text, text.find('\u{fffd}').unwrap_or(0)), encoding))
}

fn not_of(file: &str, (line, column): (usize, usize), encoding: &'static Encoding) -> Failure {
    let message = format!("expected {}, found bytes that are not", encoding.name());
    Failure::at(file, line, column, message)
}

/// Zeros in a text are a damaged file or a wrong encoding, and would be part of somebody's name.
pub(super) fn refuse_nul(file: &str, text: &str) -> Outcome<()> {
    text.find('\0').map_or(Ok(()), |at| Err(nul(file, place(text, at))))
}

fn nul(file: &str, (line, column): (usize, usize)) -> Failure {
    let message = "expected text, found the character NUL: the file is damaged or in an encoding \
                   that --encoding can name; --ragged takes such characters";
    Failure::at(file, line, column, message)
}

/// Exports of some tools are UTF-16 and do not say so. Then zeros are among the bytes, as they are
/// in no other text: of every line end, space and comma one half. What is read must be text.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(UTF16_SAMPLE_BYTES) & !1];
    let zeros = head.iter().filter(|&&b| b == 0).count();
    if head.len() < 8 || zeros == 0 {
        return None;
    }
    // A few zeros in what is text without them are damage; in UTF-16 without other letters than
    // Latin every other byte is one, and otherwise bytes are control characters.
    let is_text_without = |b: &u8| !b.is_ascii_control() || b"\0\r\n\t".contains(b);
    if zeros * 4 < head.len() && head.iter().all(is_text_without) {
        return None;
    }
    let plain = |encoding: &'static Encoding| {
        let (text, _) = encoding.decode_without_bom_handling(head);
        // A sample may end within a character.
        let odd = |c: char| c == '\u{fffd}' || (c.is_control() && !"\r\n\t".contains(c));
        let is_text = !text.trim_end_matches('\u{fffd}').contains(odd);
        let plain = text.chars().filter(char::is_ascii).count();
        (is_text && plain * PLAIN_SHARE_MIN >= head.len() / 2).then_some((plain, encoding))
    };
    let found = [UTF_16LE, UTF_16BE].into_iter().filter_map(plain);
    found.max_by_key(|(plain, _)| *plain).map(|(_, encoding)| encoding)
}

/// Enough of a file to tell by.
const UTF16_SAMPLE_BYTES: usize = 4096;
/// Of so many characters of a list one at least is a delimiter, a space or an end of line.
const PLAIN_SHARE_MIN: usize = 50;

enum Detected {
    Clearly(&'static Encoding),
    Perhaps(&'static Encoding),
    BrokenUtf8,
}

/// Which encoding a text is in that is not UTF-8, or its first bytes, from where the doubt begins.
fn detect(bytes: &[u8], is_whole: bool) -> Detected {
    let (whole, broken) = utf8_characters(bytes);
    if whole > broken {
        return Detected::BrokenUtf8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // A megabyte from where the doubt begins is plenty, however long the list.
    let start = bytes.iter().position(|&b| b >= 0x80).unwrap_or(0).saturating_sub(2);
    let sample = &bytes[start..bytes.len().min(start + SAMPLE_BYTES)];
    detector.feed(sample, is_whole && start + sample.len() == bytes.len());
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let evidence = sample.iter().filter(|&&b| b >= 0x80).count();
    let readable = encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .is_some_and(|text| !text.chars().any(|c| c.is_control() && !"\r\n\t".contains(c)));
    if readable && evidence >= EVIDENCE_BYTES_MIN {
        Detected::Clearly(encoding)
    } else {
        Detected::Perhaps(encoding)
    }
}

/// How many characters beyond ASCII are whole in UTF-8, and how many bytes are of none.
fn utf8_characters(bytes: &[u8]) -> (usize, usize) {
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += chunk.invalid().len();
    }
    (whole, broken)
}

/// A text that need not fit in memory, decoded part by part. Its encoding is known by its first
/// bytes, or by the first beyond ASCII: until then all encodings say the same.
pub(super) struct Texts {
    opened: Opened,
    file: String,
    /// Nothing as long as nothing told.
    decoder: Option<Decoder>,
    /// Bytes that were read and not decoded.
    bytes: Vec<u8>,
    /// Where the next text begins.
    line: usize,
    column: usize,
    /// What was noticed since somebody last asked.
    pub(super) notes: Vec<String>,
}

impl Texts {
    pub(super) fn open(mut opened: Opened, forced: Option<&'static Encoding>) -> Outcome<Self> {
        let file = name_of(&opened.path).to_owned();
        let mut bytes = Vec::new();
        opened.fill(&mut bytes, UTF16_SAMPLE_BYTES)?;
        let mut notes = Vec::new();
        let mark = Encoding::for_bom(&bytes);
        let encoding = mark.map(|(encoding, _)| encoding).or(forced).or_else(|| {
            let found = utf16_without_mark(&bytes)?;
            notes.push(format!("{file}: read as {}", found.name()));
            Some(found)
        });
        bytes.drain(..mark.map_or(0, |(_, length)| length));
        let decoder = encoding.map(Encoding::new_decoder_without_bom_handling);
        Ok(Self { opened, file, decoder, bytes, line: 1, column: 1, notes })
    }

    /// Adds what comes next, at least so many bytes of it; whether that is all.
    pub(super) fn next(&mut self, text: &mut String, least: usize) -> Outcome<bool> {
        let wanted = self.bytes.len().saturating_add(least);
        let mut is_all = self.opened.fill(&mut self.bytes, wanted)?;
        if self.decoder.is_none() {
            if self.bytes.is_ascii() {
                let from = text.len();
                text.push_str(&String::from_utf8_lossy(&self.bytes));
                self.bytes.clear();
                return self.moved_over(&text[from..]).map(|()| is_all);
            }
            // A megabyte from where the doubt begins is plenty.
            if !is_utf8(&self.bytes, is_all) {
                is_all = self.opened.fill(&mut self.bytes, wanted.max(SAMPLE_BYTES))?;
            }
            let encoding = self.encoding(is_all)?;
            self.decoder = Some(encoding.new_decoder_without_bom_handling());
        }
        self.decode(text, is_all)?;
        Ok(is_all)
    }

    /// By the bytes at hand, some of them beyond ASCII.
    fn encoding(&mut self, is_all: bool) -> Outcome<&'static Encoding> {
        if is_utf8(&self.bytes, is_all) {
            return Ok(UTF_8);
        }
        // A letter of several bytes may be cut in two by the end of what is at hand.
        let end = self.bytes.iter().rposition(|&b| b == b'\n').filter(|_| !is_all);
        let sample = &self.bytes[..end.unwrap_or(self.bytes.len())];
        let hint = match detect(sample, is_all) {
            Detected::Clearly(encoding) => {
                self.notes.push(detected(&self.file, encoding));
                return Ok(encoding);
            }
            Detected::Perhaps(encoding) => Some(encoding),
            Detected::BrokenUtf8 => None,
        };
        let valid = self.bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        let found = self.bytes.get(valid.len()).copied().unwrap_or_default();
        Err(broken_at(&self.file, self.place_in(valid), found, hint))
    }

    fn decode(&mut self, text: &mut String, is_all: bool) -> Outcome<()> {
        let Some(decoder) = &mut self.decoder else { return Ok(()) };
        let from = text.len();
        let most = decoder.max_utf8_buffer_length_without_replacement(self.bytes.len());
        text.reserve(most.unwrap_or_default());
        let (result, read) =
            decoder.decode_to_string_without_replacement(&self.bytes, text, is_all);
        if let DecoderResult::Malformed(length, more) = result {
            let encoding = decoder.encoding();
            let place = self.place_in(&text[from..]);
            let start = read.saturating_sub(usize::from(length) + usize::from(more));
            let found = self.bytes.get(start).copied().unwrap_or_default();
            return Err(match encoding == UTF_8 {
                true => broken_at(&self.file, place, found, None),
                false => not_of(&self.file, place, encoding),
            });
        }
        self.bytes.drain(..read);
        self.moved_over(&text[from..])
    }

    /// The place behind a text that comes next.
    fn place_in(&self, text: &str) -> (usize, usize) {
        let (line, column) = place(text, text.len());
        match line {
            1 => (self.line, self.column + column - 1),
            _ => (self.line + line - 1, column),
        }
    }

    fn moved_over(&mut self, text: &str) -> Outcome<()> {
        if let Some(at) = text.find('\0') {
            return Err(nul(&self.file, self.place_in(&text[..at])));
        }
        (self.line, self.column) = self.place_in(text);
        Ok(())
    }
}

/// Whether bytes are UTF-8, but for a letter that the end cuts in two.
fn is_utf8(bytes: &[u8], is_all: bool) -> bool {
    let is_cut = |error: Utf8Error| error.error_len().is_none() && !is_all;
    std::str::from_utf8(bytes).map_or_else(is_cut, |_| true)
}
