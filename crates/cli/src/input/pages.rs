//! Parquet's own counts of what it holds → whether it may be unpacked.
//!
//! What a file declares is walked before it is believed: how deep its schema goes, since that is
//! read by recursion, and how much its pages unpack to. Both are written in Thrift's compact
//! protocol (<https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>).

use std::io::{self, Read};

use parquet::basic::Compression;
use parquet::file::metadata::ParquetMetaData;

use super::source;

const MAGIC: &[u8] = b"PAR1";
/// Nobody's list has groups within groups further down.
const DEPTH_MAX: usize = 64;
/// A value that is nothing still takes a level, a number and a cell.
const VALUE_BYTES: u64 = 4;

/// Whether the schema in the footer of a file can be read; what a file without a footer is, its
/// parser says.
pub(super) fn is_shallow(bytes: &[u8]) -> Result<(), String> {
    let Some(body) = bytes.strip_suffix(MAGIC) else { return Ok(()) };
    let Some((body, length)) = body.split_last_chunk::<4>() else { return Ok(()) };
    let length = u32::from_le_bytes(*length) as usize;
    let Some(start) = body.len().checked_sub(length) else { return Ok(()) };
    match depth_of(&body[start..]) {
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
pub(super) fn unpack_sanely(bytes: &[u8], metadata: &ParquetMetaData) -> Result<(), String> {
    let packed = bytes.len() as u64;
    let mut unpacked: u64 = 0;
    let columns = metadata.row_groups().iter().flat_map(|group| group.columns());
    for column in columns {
        let (start, length) = column.byte_range();
        let chunk = usize::try_from(start).ok().zip(usize::try_from(length).ok());
        let chunk = chunk.and_then(|(start, length)| bytes.get(start..start.checked_add(length)?));
        let mut rest = chunk.ok_or("a column outside of the file")?;
        while !rest.is_empty() {
            let (page, body, behind) = Page::next(rest).ok_or("a damaged page")?;
            unpacked = unpacked.saturating_add(page.unpacked + page.values * VALUE_BYTES);
            if source::is_absurd(unpacked, packed) {
                return Err(source::absurd());
            }
            page.keeps_its_word(body, column.compression())?;
            rest = behind;
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
    /// The first page of these bytes, its body and what lies behind it.
    fn next(bytes: &[u8]) -> Option<(Self, &[u8], &[u8])> {
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
        let (body, behind) = thrift.bytes.split_at_checked(usize::try_from(page.packed).ok()?)?;
        Some((page, body, behind))
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
    fn keeps_its_word(&self, body: &[u8], packing: Compression) -> Result<(), String> {
        let levels = usize::try_from(self.levels).ok();
        let body = levels.and_then(|levels| body.get(levels..)).unwrap_or_default();
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
