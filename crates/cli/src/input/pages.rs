//! Parquet's own counts of what it holds → whether it may be unpacked.
//!
//! What a file declares is walked before it is believed: how deep its schema goes, since that is
//! read by recursion, and how much its pages unpack to. Both are written in Thrift's compact
//! protocol (<https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>).

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use parquet::basic::Compression;
use parquet::file::metadata::ParquetMetaData;

use super::source;

const MAGIC: &[u8] = b"PAR1";
/// A file ends with the length of its footer and the magic word.
const TAIL_BYTES: u64 = 8;
/// The footer of a list of a thousand columns in a thousand groups is no longer.
const FOOTER_BYTES_MAX: u64 = 64 << 20;
/// Enough for the head of most pages, and for that of one with long texts in its statistics.
const HEAD_BYTES: [u64; 2] = [1 << 12, 16 << 20];
/// Nobody's list has groups within groups further down.
const DEPTH_MAX: usize = 64;
/// A value that is nothing still takes a level, a number and a cell.
const VALUE_BYTES: u64 = 4;

/// Whether the schema in the footer of a file can be read; what a file without a footer is, its
/// parser says.
pub(super) fn is_shallow(file: &File, bytes: u64) -> Result<(), String> {
    let Some(at) = bytes.checked_sub(TAIL_BYTES) else { return Ok(()) };
    let tail = source::part(file, at, TAIL_BYTES)?;
    let Some((length, MAGIC)) = tail.split_first_chunk::<4>() else { return Ok(()) };
    let length = u64::from(u32::from_le_bytes(*length));
    let Some(start) = at.checked_sub(length) else { return Ok(()) };
    if length > FOOTER_BYTES_MAX {
        return Err(format!("a footer of over {} MiB", FOOTER_BYTES_MAX >> 20));
    }
    match depth_of(&source::part(file, start, length)?) {
        Some(depth) if depth <= DEPTH_MAX => Ok(()),
        Some(_) => Err(format!("a schema of over {DEPTH_MAX} groups within groups")),
        None => Err("a damaged footer".to_owned()),
    }
}

/// How deep the schema goes: each element tells how many of those behind it are its own.
fn depth_of(footer: &[u8]) -> Option<usize> {
    let mut thrift = Thrift { bytes: footer };
    let mut last = 0;
    while let Some((field, kind)) = thrift.field(&mut last)? {
        if (field, kind) != (2, LIST) {
            thrift.skip(kind, 0)?;
            continue;
        }
        let (count, _) = thrift.list()?;
        let mut open: Vec<i64> = Vec::new();
        for _ in 0..count {
            let mut children = 0;
            let mut last = 0;
            while let Some((field, kind)) = thrift.field(&mut last)? {
                match (field, kind) {
                    (5, I32) => children = thrift.signed()?,
                    _ => thrift.skip(kind, 0)?,
                }
            }
            open.push(children);
            if open.len() > DEPTH_MAX {
                break;
            }
            while open.last().is_some_and(|&left| left <= 0) {
                open.pop();
                if let Some(left) = open.last_mut() {
                    *left -= 1;
                }
            }
        }
        return Some(open.len());
    }
    None
}

/// Whether the pages of all columns unpack to what a list could be.
pub(super) fn unpack_sanely(
    file: &File,
    packed: u64,
    metadata: &ParquetMetaData,
) -> Result<(), String> {
    let mut unpacked: u64 = 0;
    let columns = metadata.row_groups().iter().flat_map(|group| group.columns());
    for column in columns {
        let (mut at, length) = column.byte_range();
        let end = at.checked_add(length).filter(|&end| end <= packed);
        let end = end.ok_or("a column outside of the file")?;
        while at < end {
            let (page, body) = Page::next(file, at, end)?.ok_or("a damaged page")?;
            unpacked = unpacked.saturating_add(page.unpacked + page.values * VALUE_BYTES);
            if source::is_absurd(unpacked, packed) {
                return Err(source::absurd());
            }
            page.keeps_its_word(file, body, column.compression())?;
            at = body + page.packed;
        }
    }
    Ok(())
}

/// What the head of a page says of it.
#[derive(Default)]
struct Page {
    unpacked: u64,
    packed: u64,
    values: u64,
    /// Bytes before those that are packed.
    levels: u64,
}

impl Page {
    /// The page that begins there, and where its body does; it must end before a place.
    fn next(file: &File, at: u64, end: u64) -> Result<Option<(Self, u64)>, String> {
        for length in HEAD_BYTES.map(|most| most.min(end - at)) {
            let bytes = source::part(file, at, length)?;
            if let Some((page, head)) = Self::read(&bytes) {
                let body = at + head as u64;
                let ends = body.checked_add(page.packed).is_some_and(|ends| ends <= end);
                return Ok(ends.then_some((page, body)));
            }
        }
        Ok(None)
    }

    /// The page whose head these bytes begin with, and how long that is.
    fn read(bytes: &[u8]) -> Option<(Self, usize)> {
        let mut page = Self::default();
        let mut thrift = Thrift { bytes };
        let mut last = 0;
        while let Some((field, kind)) = thrift.field(&mut last)? {
            match (field, kind) {
                (2, I32) => page.unpacked = u64::try_from(thrift.signed()?).ok()?,
                (3, I32) => page.packed = u64::try_from(thrift.signed()?).ok()?,
                // Heads of data, of a dictionary, and of data in its second version.
                (5 | 7 | 8, STRUCT) => page.head(&mut thrift, field == 8)?,
                _ => thrift.skip(kind, 0)?,
            }
        }
        Some((page, bytes.len() - thrift.bytes.len()))
    }

    fn head(&mut self, thrift: &mut Thrift<'_>, second: bool) -> Option<()> {
        let mut last = 0;
        while let Some((field, kind)) = thrift.field(&mut last)? {
            match (field, kind) {
                (1, I32) => self.values = u64::try_from(thrift.signed()?).ok()?,
                (5 | 6, I32) if second => self.levels += u64::try_from(thrift.signed()?).ok()?,
                _ => thrift.skip(kind, 0)?,
            }
        }
        Some(())
    }

    /// Of these two codecs the parser takes whatever comes, not what was declared.
    fn keeps_its_word(
        &self,
        mut file: &File,
        body: u64,
        packing: Compression,
    ) -> Result<(), String> {
        let levels = self.levels.min(self.packed);
        file.seek(SeekFrom::Start(body + levels)).map_err(|error| error.to_string())?;
        let body = file.take(self.packed - levels);
        let unpacker: Box<dyn Read> = match packing {
            Compression::GZIP(_) => Box::new(flate2::read::MultiGzDecoder::new(body)),
            Compression::BROTLI(_) => Box::new(brotli::Decompressor::new(body, 1 << 12)),
            _ => return Ok(()),
        };
        // What is damaged, or not packed after all, is the parser's to say.
        let count = io::copy(&mut unpacker.take(self.unpacked + 1), &mut io::sink()).unwrap_or(0);
        if count > self.unpacked { Err(source::absurd()) } else { Ok(()) }
    }
}

const I32: u8 = 5;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

/// Bytes in the compact protocol, from where the next thing begins.
struct Thrift<'a> {
    bytes: &'a [u8],
}

impl Thrift<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn unsigned(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let number = self.unsigned()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    /// Number and type of the next field; nothing where the struct ends.
    fn field(&mut self, last: &mut i64) -> Option<Option<(i64, u8)>> {
        let head = self.byte()?;
        if head == 0 {
            return Some(None);
        }
        *last = match head >> 4 {
            0 => self.signed()?,
            step => last.checked_add(step.into())?,
        };
        Some(Some((*last, head & 0x0F)))
    }

    /// How many items of what type follow.
    fn list(&mut self) -> Option<(u64, u8)> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => self.unsigned()?,
            count => count.into(),
        };
        Some((count, head & 0x0F))
    }

    fn skip(&mut self, kind: u8, depth: usize) -> Option<()> {
        if depth > DEPTH_MAX {
            return None;
        }
        match kind {
            1 | 2 => {}
            3 => _ = self.byte()?,
            4..=6 => _ = self.unsigned()?,
            7 => self.bytes = self.bytes.get(8..)?,
            8 => {
                let length = usize::try_from(self.unsigned()?).ok()?;
                self.bytes = self.bytes.get(length..)?;
            }
            LIST | 10 => {
                let (count, kind) = self.list()?;
                (0..count).try_for_each(|_| self.skip_item(kind, depth))?;
            }
            11 => {
                let count = self.unsigned()?;
                let kinds = if count == 0 { 0 } else { self.byte()? };
                (0..count).try_for_each(|_| {
                    self.skip_item(kinds >> 4, depth)?;
                    self.skip_item(kinds & 0x0F, depth)
                })?;
            }
            STRUCT => {
                let mut last = 0;
                while let Some((_, kind)) = self.field(&mut last)? {
                    self.skip(kind, depth + 1)?;
                }
            }
            13 => self.bytes = self.bytes.get(16..)?,
            _ => return None,
        }
        Some(())
    }

    /// In a list or map a truth value is a byte of its own.
    fn skip_item(&mut self, kind: u8, depth: usize) -> Option<()> {
        match kind {
            1 | 2 => self.byte().map(drop),
            _ => self.skip(kind, depth + 1),
        }
    }
}
