//! Arrow IPC, as a file (Feather 2) or a stream → a [`Table`].
//!
//! A file is a stream between two magic words, so one reader serves both. Sizes are checked before
//! anything is made room for: what a damaged file declares is not to be believed.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch};
use arrow_ipc::reader::StreamReader;
use arrow_ipc::{Message, RecordBatch as Header, root_as_message};
use arrow_schema::{ArrowError, DataType, TimeUnit};
use serde_json::Value;

use super::source;
use crate::failure::{Failure, Outcome, quoted};
use crate::table::{Cell, Table};

const MAGIC: &[u8] = b"ARROW1";
/// The magic word of a file is padded to eight bytes.
const FILE_HEAD: u64 = 8;
/// Writers align to 64 bytes at most.
const PADDING_BYTES_MAX: u64 = 4096;
/// The schema of a list of ten thousand columns is no longer.
const METADATA_BYTES_MAX: u64 = 64 << 20;
const CONTINUATION: [u8; 4] = [0xFF; 4];

/// Whether bytes are Arrow's: a file's magic word, or a stream's first message, its schema.
pub(super) fn fits(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC) || bytes.starts_with(b"FEA1") || {
        let length = bytes
            .get(4..8)
            .map(|length| u32::from_le_bytes([length[0], length[1], length[2], length[3]]));
        bytes.starts_with(&CONTINUATION)
            && length.is_some_and(|length| length > 0 && length % 8 == 0)
    }
}

/// Rows count from 1; text is text, dates are ISO 8601, everything else is JSON.
pub(super) fn read(file: &str, mut list: File) -> Outcome<Table> {
    let wrong = |why: String| Failure::file(file, format!("expected Arrow IPC, found {why}"));
    let io = |error: io::Error| Failure::io(file, &error);
    let bytes = list.metadata().map_err(io)?.len();
    let stream = Messages { list: &list, bytes }.check().map_err(wrong)?;
    let damaged = |error: ArrowError| wrong(format!("a damaged one: {error}"));
    let mut table = Table::new(file, Vec::new(), 0);
    // A dictionary may hold one long text for all rows.
    table.bytes_max = source::most_of(bytes);
    list.seek(SeekFrom::Start(stream.start)).map_err(io)?;
    let stream = list.take(stream.end - stream.start);
    let reader = StreamReader::try_new_buffered(stream, None).map_err(damaged)?;
    let fields = reader.schema();
    table.headers = fields.fields().iter().map(|field| field.name().clone()).collect();
    for batch in reader {
        push(&mut table, &batch.map_err(damaged)?)?;
    }
    Ok(table)
}

/// The messages of a file, each where the last one ends.
struct Messages<'f> {
    list: &'f File,
    bytes: u64,
}

impl Messages<'_> {
    /// Where they are. Each lies within the file, and nothing in them unpacks to absurdly much.
    fn check(&self) -> Result<Range<u64>, String> {
        let start = self.start()?;
        let mut at = start;
        while at < self.bytes {
            let mut length = self.number(at)?;
            at += 4;
            if length == u32::MAX {
                length = self.number(at)?;
                at += 4;
            }
            if length == 0 {
                break;
            }
            if u64::from(length) > METADATA_BYTES_MAX {
                return Err("a damaged message".to_owned());
            }
            let metadata = self.part(at, length.into())?;
            at += metadata.len() as u64;
            let message = root_as_message(&metadata)
                .map_err(|error| format!("a damaged message: {error}"))?;
            let length = u64::try_from(message.bodyLength()).map_err(|_| "a damaged message")?;
            let end = at.checked_add(length).filter(|&end| end <= self.bytes).ok_or(source::CUT)?;
            self.unpacks_sanely(&message, at, length)?;
            at = end;
        }
        Ok(start..at)
    }

    /// Where the first one is.
    fn start(&self) -> Result<u64, String> {
        let head = self.part(0, self.bytes.min(FILE_HEAD))?;
        if head.starts_with(b"FEA1") {
            return Err("Feather version 1; write it as version 2".to_owned());
        }
        if !head.starts_with(MAGIC) {
            return Ok(0);
        }
        let tail = MAGIC.len() as u64;
        if self.bytes < 2 * FILE_HEAD || self.part(self.bytes - tail, tail)? != MAGIC {
            return Err(source::CUT.to_owned());
        }
        // Padding goes on to whatever the writer aligns to.
        let mut start = FILE_HEAD;
        while self.part(start, FILE_HEAD).is_ok_and(|eight| eight == [0; FILE_HEAD as usize]) {
            start += FILE_HEAD;
            if start > PADDING_BYTES_MAX {
                return Err("no messages".to_owned());
            }
        }
        Ok(start)
    }

    fn number(&self, at: u64) -> Result<u32, String> {
        let four = self.part(at, 4)?;
        Ok(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
    }

    fn part(&self, at: u64, length: u64) -> Result<Vec<u8>, String> {
        source::part(self.list, at, length)
    }

    /// A packed buffer opens with the length that it will have.
    fn unpacks_sanely(&self, message: &Message<'_>, body: u64, bytes: u64) -> Result<(), String> {
        let header: Option<Header<'_>> = match message.header_as_record_batch() {
            None => message.header_as_dictionary_batch().and_then(|dictionary| dictionary.data()),
            found => found,
        };
        let Some(header) = header.filter(|header| header.compression().is_some()) else {
            return Ok(());
        };
        let mut unpacked: u64 = 0;
        for buffer in header.buffers().into_iter().flatten() {
            let place =
                u64::try_from(buffer.offset()).ok().zip(u64::try_from(buffer.length()).ok());
            let place = place
                .filter(|(at, length)| at.checked_add(*length).is_some_and(|end| end <= bytes));
            let (offset, length) = place.ok_or("a damaged message")?;
            if let Some(eight) = self.part(body + offset, length.min(8))?.first_chunk::<8>() {
                // −1 says that the buffer was not worth packing.
                unpacked =
                    unpacked.saturating_add(u64::try_from(i64::from_le_bytes(*eight)).unwrap_or(0));
            }
        }
        if source::is_absurd(unpacked, bytes) {
            return Err(source::absurd());
        }
        Ok(())
    }
}

fn push(table: &mut Table, batch: &RecordBatch) -> Outcome<()> {
    for row in 0..batch.num_rows() {
        table.start_row(table.len() + 1)?;
        for (at, column) in batch.columns().iter().enumerate() {
            let mut left = table.bytes_max;
            let value = value(column.as_ref(), row, &mut left).map_err(|wrong| {
                let header = quoted(batch.schema_ref().field(at).name());
                let message = match wrong {
                    Wrong::Kind(kind) => {
                        format!("expected text, numbers, dates or lists in {header}, found {kind}")
                    }
                    Wrong::Absurd => {
                        format!("expected a cell in {header}, found {}", source::absurd())
                    }
                };
                Failure::line(&table.file, row + 1, message)
            })?;
            match value {
                Value::Null => table.push(Cell::Absent)?,
                Value::String(text) => table.push(Cell::Text(&text))?,
                other => table.push(Cell::Json(&other.to_string()))?,
            }
        }
    }
    Ok(())
}

/// Why a value is none of a list.
enum Wrong {
    Kind(DataType),
    /// The items of a cell may all be one long text.
    Absurd,
}

/// One value as JSON, of no more than so many bytes.
fn value(array: &dyn Array, row: usize, left: &mut u64) -> Result<Value, Wrong> {
    if array.is_null(row) {
        return Ok(Value::Null);
    }
    let found = any_value(array, row, left)?;
    let bytes = size_of::<Value>() + found.as_str().map_or(0, str::len);
    *left = left.checked_sub(bytes as u64).ok_or(Wrong::Absurd)?;
    Ok(found)
}

fn any_value(array: &dyn Array, row: usize, left: &mut u64) -> Result<Value, Wrong> {
    let texts = |bytes: &[u8]| Value::from(String::from_utf8_lossy(bytes));
    Ok(match array.data_type() {
        DataType::Null => Value::Null,
        DataType::Boolean => array.as_boolean().value(row).into(),
        DataType::Utf8 => array.as_string::<i32>().value(row).into(),
        DataType::LargeUtf8 => array.as_string::<i64>().value(row).into(),
        DataType::Utf8View => array.as_string_view().value(row).into(),
        DataType::Binary => texts(array.as_binary::<i32>().value(row)),
        DataType::LargeBinary => texts(array.as_binary::<i64>().value(row)),
        DataType::BinaryView => texts(array.as_binary_view().value(row)),
        DataType::List(_) => list(&array.as_list::<i32>().value(row), left)?,
        DataType::LargeList(_) => list(&array.as_list::<i64>().value(row), left)?,
        DataType::Struct(fields) => {
            let columns = fields.iter().zip(array.as_struct().columns());
            let object: Result<_, Wrong> = columns
                .map(|(field, column)| {
                    Ok((field.name().clone(), value(column.as_ref(), row, left)?))
                })
                .collect();
            Value::Object(object?)
        }
        DataType::Dictionary(..) => {
            let Some(dictionary) = array.as_any_dictionary_opt() else {
                return Err(Wrong::Kind(array.data_type().clone()));
            };
            let key = value(dictionary.keys(), row, left)?.as_u64();
            let key = key.and_then(|key| usize::try_from(key).ok());
            match key.filter(|&key| key < dictionary.values().len()) {
                Some(key) => value(dictionary.values().as_ref(), key, left)?,
                None => Value::Null,
            }
        }
        _ => number_or_date(array, row)?,
    })
}

fn list(items: &dyn Array, left: &mut u64) -> Result<Value, Wrong> {
    (0..items.len())
        .map(|row| value(items, row, left))
        .collect::<Result<Vec<_>, _>>()
        .map(Value::from)
}

fn number_or_date(array: &dyn Array, row: usize) -> Result<Value, Wrong> {
    macro_rules! number {
        ($kind:ty) => {
            array.as_primitive::<$kind>().value(row).into()
        };
    }
    macro_rules! date {
        ($kind:ty) => {
            array.as_primitive::<$kind>().value_as_datetime(row).map(said)
        };
    }
    let date = match array.data_type() {
        DataType::Int8 => return Ok(number!(Int8Type)),
        DataType::Int16 => return Ok(number!(Int16Type)),
        DataType::Int32 => return Ok(number!(Int32Type)),
        DataType::Int64 => return Ok(number!(Int64Type)),
        DataType::UInt8 => return Ok(number!(UInt8Type)),
        DataType::UInt16 => return Ok(number!(UInt16Type)),
        DataType::UInt32 => return Ok(number!(UInt32Type)),
        DataType::UInt64 => return Ok(number!(UInt64Type)),
        DataType::Float32 => return Ok(number!(Float32Type)),
        DataType::Float64 => return Ok(number!(Float64Type)),
        DataType::Decimal128(..) => {
            return Ok(array.as_primitive::<Decimal128Type>().value_as_string(row).into());
        }
        DataType::Date32 => date!(Date32Type),
        DataType::Date64 => date!(Date64Type),
        DataType::Timestamp(TimeUnit::Second, _) => date!(TimestampSecondType),
        DataType::Timestamp(TimeUnit::Millisecond, _) => date!(TimestampMillisecondType),
        DataType::Timestamp(TimeUnit::Microsecond, _) => date!(TimestampMicrosecondType),
        DataType::Timestamp(TimeUnit::Nanosecond, _) => date!(TimestampNanosecondType),
        other => return Err(Wrong::Kind(other.clone())),
    };
    Ok(date.map_or(Value::Null, Value::from))
}

/// A day, and the time of day where there is one.
fn said(date: impl ToString) -> String {
    let text = date.to_string();
    text.strip_suffix(" 00:00:00").map_or_else(|| text.replacen(' ', "T", 1), str::to_owned)
}
