//! Bytes → text, in whatever encoding the list was exported.
//!
//! A byte order mark decides; then UTF-8, if it is that. Otherwise a legacy encoding is taken
//! only where the bytes speak for it clearly, and it is reported. A list in UTF-8 with a broken
//! character is an error, not a list in Windows-1252.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

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
    match detect(bytes) {
        Detected::Clearly(encoding) => {
            notes.push(format!(
                "{file}: not UTF-8, read as {}; --encoding chooses another",
                encoding.name()
            ));
            legacy(file, bytes, encoding)
        }
        Detected::Perhaps(encoding) => Err(broken(file, bytes, Some(encoding))),
        Detected::BrokenUtf8 => Err(broken(file, bytes, None)),
    }
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
    let (line, column) = place(&String::from_utf8_lossy(valid), valid.len());
    let found = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
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
    let (line, column) = place(&text, text.find('\u{fffd}').unwrap_or(0));
    let message = format!("expected {}, found bytes that are not", encoding.name());
    Err(Failure::at(file, line, column, message))
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

fn detect(bytes: &[u8]) -> Detected {
    let (whole, broken) = utf8_characters(bytes);
    if whole > broken {
        return Detected::BrokenUtf8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // A megabyte from where the doubt begins is plenty, however long the list.
    let start = bytes.iter().position(|&b| b >= 0x80).unwrap_or(0).saturating_sub(2);
    let sample = &bytes[start..bytes.len().min(start + SAMPLE_BYTES)];
    detector.feed(sample, start + sample.len() == bytes.len());
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
