//! Tables of numbers and texts → the bytes of an index, and back: a header, a checksum, sections.
//!
//! Everything is little-endian. A reader asks for numbers by place and gets 0, or nothing, beyond
//! the end: bytes that pass the checksum and are still wrong lead to wrong answers, never to a panic.

use std::fmt;
use std::ops::Range;

/// What an index begins with.
const MAGIC: &[u8; 8] = b"aka-idx\n";
/// Counted up whenever the layout changes.
const VERSION: u32 = 4;
/// Magic, version, count of sections, tables' fingerprint, length, checksum.
const HEADER: usize = 8 + 4 + 4 + 8 + 8 + 8;

/// The sections of an index, in order.
#[derive(Debug, Clone, Copy)]
pub(super) enum Section {
    /// Where the words of each bucket of keys begin in `KeyWords`.
    KeyStarts,
    /// Words by bucket of keys, in order.
    KeyWords,
    /// What each of these looks like at a glance.
    KeySigns,
    /// Where each word's record begins in `Words`.
    WordStarts,
    /// Records of words.
    Words,
    /// The first letter of each word.
    Firsts,
    /// Where each word's names begin in `Companions` and `Postings`.
    PostingStarts,
    /// The words that stand beside a word in its names, in order.
    Companions,
    /// The names of a word by these, those of fewest words first.
    Postings,
    /// Where each name begins in `Names`.
    NameStarts,
    /// Names as printed.
    Names,
    /// Where the words of each name begin in `NameWords`.
    NameWordStarts,
    /// Words by name, in order of the writing.
    NameWords,
    /// Where the ids of each name begin in `IdStarts`.
    NameIds,
    /// Where each id begins in `Ids`.
    IdStarts,
    /// Ids as given.
    Ids,
}

const SECTIONS: usize = Section::Ids as usize + 1;

/// Why bytes are no index that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum IndexError {
    /// They do not begin as an index does.
    NotAnIndex,
    /// Another version of the library made it.
    Version {
        /// The version of the layout found.
        found: u32,
        /// The one that can be read.
        expected: u32,
    },
    /// It was made with other tables of names and romanization.
    Tables,
    /// It ends too early, or goes on too long.
    Length {
        /// Bytes that the header tells of.
        expected: u64,
        /// Bytes that are there.
        found: u64,
    },
    /// Its checksum is wrong.
    Damaged,
    /// There are more names, or longer ones, than its numbers can count.
    TooLarge,
}

impl fmt::Display for IndexError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnIndex => out.write_str("expected an index of names, found something else"),
            Self::Version { found, expected } => {
                let age = if found < expected { "an older" } else { "a newer" };
                write!(
                    out,
                    "expected version {expected} of the index, found {found}: {age} version made \
                     it, so build it anew"
                )
            }
            Self::Tables => out.write_str(
                "the index was made with other tables of names than this version has: build it anew",
            ),
            Self::Length { expected, found } => write!(
                out,
                "expected {expected} bytes, found {found}: the index was cut off or added to"
            ),
            Self::Damaged => {
                out.write_str("the index is damaged: its checksum is wrong; build it anew")
            }
            Self::TooLarge => {
                out.write_str("expected at most four billion bytes of names: split the list")
            }
        }
    }
}

impl std::error::Error for IndexError {}

/// The bytes of an index, section by section.
#[derive(Debug, Default)]
pub(super) struct Draft {
    sections: [Vec<u8>; SECTIONS],
}

impl Draft {
    pub(super) fn numbers(&mut self, section: Section, numbers: impl IntoIterator<Item = u32>) {
        let bytes = numbers.into_iter().flat_map(u32::to_le_bytes);
        self.sections[section as usize].extend(bytes);
    }

    pub(super) fn bytes(&mut self, section: Section, bytes: impl IntoIterator<Item = u8>) {
        self.sections[section as usize].extend(bytes);
    }

    /// Texts one after the other in one section, where each begins in another, one more at the end.
    pub(super) fn texts<T: AsRef<[u8]>>(
        &mut self,
        (starts, section): (Section, Section),
        texts: impl Iterator<Item = T>,
    ) -> Result<(), IndexError> {
        let mut all = Vec::new();
        let mut begins = vec![0];
        for text in texts {
            all.extend_from_slice(text.as_ref());
            begins.push(u32::try_from(all.len()).map_err(|_| IndexError::TooLarge)?);
        }
        self.numbers(starts, begins);
        self.sections[section as usize] = all;
        Ok(())
    }

    /// Lists of numbers, likewise.
    pub(super) fn lists<L: AsRef<[u32]>>(
        &mut self,
        (starts, section): (Section, Section),
        lists: impl Iterator<Item = L>,
    ) -> Result<(), IndexError> {
        let mut all: Vec<u32> = Vec::new();
        let mut begins = vec![0];
        for list in lists {
            all.extend_from_slice(list.as_ref());
            begins.push(u32::try_from(all.len()).map_err(|_| IndexError::TooLarge)?);
        }
        self.numbers(starts, begins);
        self.numbers(section, all);
        Ok(())
    }

    /// The whole: header, where the sections are, the sections.
    pub(super) fn finish(self, fingerprint: u64) -> Vec<u8> {
        let mut body = Vec::new();
        let mut at = SECTIONS * 16;
        for section in &self.sections {
            body.extend((at as u64).to_le_bytes());
            body.extend((section.len() as u64).to_le_bytes());
            at += section.len();
        }
        for section in self.sections {
            body.extend(section);
        }
        let mut bytes = Vec::with_capacity(HEADER + body.len());
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend((SECTIONS as u32).to_le_bytes());
        bytes.extend(fingerprint.to_le_bytes());
        bytes.extend((body.len() as u64).to_le_bytes());
        bytes.extend(checksum(&body).to_le_bytes());
        bytes.extend(body);
        bytes
    }
}

/// Where the sections are in bytes that were checked.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    sections: [Range<usize>; SECTIONS],
}

impl Layout {
    /// Checks the header, the length, the checksum and that the sections lie inside.
    pub(super) fn check(bytes: &[u8], fingerprint: u64) -> Result<Self, IndexError> {
        let number = |at: usize| -> Option<u64> {
            Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk::<8>()?))
        };
        if bytes.first_chunk::<8>() != Some(MAGIC) {
            return Err(IndexError::NotAnIndex);
        }
        let short = IndexError::Length { expected: HEADER as u64, found: bytes.len() as u64 };
        let version = number(8).ok_or(short.clone())? as u32;
        if version != VERSION {
            return Err(IndexError::Version { found: version, expected: VERSION });
        }
        let length = number(24).ok_or(short.clone())?;
        let sum = number(32).ok_or(short)?;
        let body = bytes.get(HEADER..).unwrap_or_default();
        if body.len() as u64 != length {
            let header = HEADER as u64;
            let expected = length.saturating_add(header);
            return Err(IndexError::Length { expected, found: body.len() as u64 + header });
        }
        if checksum(body) != sum {
            return Err(IndexError::Damaged);
        }
        if number(16) != Some(fingerprint) {
            return Err(IndexError::Tables);
        }
        let mut layout = Self::default();
        for (place, section) in layout.sections.iter_mut().enumerate() {
            let part = |offset: usize| number(HEADER + place * 16 + offset);
            let (start, length) = part(0).zip(part(8)).ok_or(IndexError::Damaged)?;
            let start = start.saturating_add(HEADER as u64);
            let end = start.checked_add(length).filter(|&end| end <= bytes.len() as u64);
            *section = start as usize..end.ok_or(IndexError::Damaged)? as usize;
        }
        Ok(layout)
    }

    /// The bytes of a section.
    pub(super) fn bytes<'a>(&self, all: &'a [u8], section: Section) -> &'a [u8] {
        all.get(self.sections[section as usize].clone()).unwrap_or_default()
    }

    /// How many numbers a section has.
    pub(super) fn count(&self, section: Section) -> usize {
        self.sections[section as usize].len() / 4
    }

    /// One number of a section; 0 beyond its end.
    pub(super) fn number(&self, all: &[u8], section: Section, place: usize) -> u32 {
        number(self.bytes(all, section), place)
    }

    /// What lies between the beginnings of an item and of the next, if that is a range.
    pub(super) fn span(&self, all: &[u8], starts: Section, item: usize) -> Range<usize> {
        let start = self.number(all, starts, item) as usize;
        let end = self.number(all, starts, item + 1) as usize;
        start..end.max(start)
    }

    /// The numbers of one item.
    pub(super) fn list<'a>(
        &self,
        all: &'a [u8],
        (starts, section): (Section, Section),
        item: usize,
    ) -> Numbers<'a> {
        let span = self.span(all, starts, item);
        let bytes = self.bytes(all, section).get(span.start * 4..span.end * 4);
        Numbers { bytes: bytes.unwrap_or_default() }
    }

    /// The bytes of one item.
    pub(super) fn item<'a>(
        &self,
        all: &'a [u8],
        (starts, section): (Section, Section),
        item: usize,
    ) -> &'a [u8] {
        let span = self.span(all, starts, item);
        self.bytes(all, section).get(span).unwrap_or_default()
    }
}

fn number(bytes: &[u8], place: usize) -> u32 {
    let four = bytes.get(place * 4..).and_then(|rest| rest.first_chunk::<4>());
    four.map_or(0, |four| u32::from_le_bytes(*four))
}

/// Numbers as they lie in the bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers<'a> {
    bytes: &'a [u8],
}

impl<'a> Numbers<'a> {
    pub(super) fn len(self) -> usize {
        self.bytes.len() / 4
    }

    pub(super) fn get(self, place: usize) -> u32 {
        number(self.bytes, place)
    }

    pub(super) fn iter(self) -> impl ExactSizeIterator<Item = u32> + use<'a> {
        self.bytes.chunks_exact(4).map(|four| number(four, 0))
    }

    /// The place of the first number that is not less than `wanted`, from `from` on: by doubling
    /// steps, then by halves.
    pub(super) fn seek(self, from: usize, wanted: u32) -> usize {
        let (mut low, mut step) = (from, 1);
        while low + step < self.len() && self.get(low + step) < wanted {
            low += step;
            step *= 2;
        }
        let mut high = (low + step).min(self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.get(middle) < wanted {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

/// A sum in which any changed byte shows. Four lanes of eight bytes each, so that it runs about as
/// fast as memory is read; each step is one to one, so a change in a lane cannot get lost.
fn checksum(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let step = |sum: u64, eight: [u8; 8]| {
        (sum ^ u64::from_le_bytes(eight)).wrapping_mul(FACTOR).rotate_left(29)
    };
    let mut lanes = [1u64, 2, 3, 4];
    let (blocks, rest) = bytes.as_chunks::<32>();
    for block in blocks {
        let (words, _) = block.as_chunks::<8>();
        for (lane, word) in lanes.iter_mut().zip(words) {
            *lane = step(*lane, *word);
        }
    }
    let mut sum =
        lanes.into_iter().fold(bytes.len() as u64, |sum, lane| step(sum, lane.to_le_bytes()));
    for &byte in rest {
        sum = step(sum, u64::from(byte).to_le_bytes());
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Vec<u8> {
        let mut draft = Draft::default();
        draft.numbers(Section::KeyStarts, [0, 2, 5]);
        draft.texts((Section::NameStarts, Section::Names), ["a", "", "bc"].iter()).expect("texts");
        draft.finish(7)
    }

    #[test]
    fn what_was_written_is_read() {
        let bytes = small();
        let layout = Layout::check(&bytes, 7).expect("an index");
        let names = (Section::NameStarts, Section::Names);
        assert_eq!(layout.item(&bytes, names, 2), b"bc");
        assert_eq!(layout.item(&bytes, names, 99), b"");
        assert_eq!(layout.number(&bytes, Section::KeyStarts, 1), 2);
    }

    #[test]
    fn every_changed_byte_is_noticed_and_every_cut() {
        let bytes = small();
        for at in 0..bytes.len() {
            let mut wrong = bytes.clone();
            wrong[at] ^= 1 << (at % 8);
            // The number of sections is implied by the version.
            if !(12..16).contains(&at) {
                assert!(Layout::check(&wrong, 7).is_err(), "byte {at}");
            }
            assert!(Layout::check(&bytes[..at], 7).is_err(), "cut at {at}");
        }
        assert_eq!(Layout::check(&bytes, 8).unwrap_err(), IndexError::Tables);
        assert_eq!(Layout::check(b"PAR1 and so on", 8).unwrap_err(), IndexError::NotAnIndex);
    }

    #[test]
    fn seeking_finds_the_first_that_is_not_less() {
        let list: Vec<u8> = [2u32, 4, 4, 9].iter().flat_map(|n| n.to_le_bytes()).collect();
        let list = Numbers { bytes: &list };
        let seek = |wanted| list.seek(0, wanted);
        assert_eq!([seek(0), seek(4), seek(5), seek(9), seek(10)], [0, 1, 3, 3, 4]);
    }
}
