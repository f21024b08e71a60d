//! A Parquet file → a [`Table`].

use std::fs::File;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde::de::IgnoredAny;

use super::pages;
use crate::failure::{Failure, Outcome};
use crate::table::{Cell, Table};

/// Rows count from 1; text is text, everything else is kept as the JSON of its value.
pub(super) fn read(file: &str, list: File) -> Outcome<Table> {
    let wrong = |error: parquet::errors::ParquetError| {
        Failure::file(file, format!("expected Parquet, found {error}"))
    };
    let refuse = |why: String| Failure::file(file, format!("expected Parquet, found {why}"));
    let packed = list.metadata().map_err(|error| Failure::io(file, &error))?.len();
    pages::is_shallow(&list, packed).map_err(refuse)?;
    let pages = list.try_clone().map_err(|error| Failure::io(file, &error))?;
    let reader = SerializedFileReader::new(list).map_err(wrong)?;
    pages::unpack_sanely(&pages, packed, reader.metadata()).map_err(refuse)?;
    let schema = reader.metadata().file_metadata().schema_descr();
    let headers = schema.root_schema().get_fields().iter().map(|f| f.name().to_owned()).collect();
    let mut table = Table::new(file, headers, 0);
    // A run of one value is a few bytes, however long it is.
    table.bytes_max = super::source::most_of(packed);
    for (at, row) in reader.get_row_iter(None).map_err(wrong)?.enumerate() {
        table.start_row(at + 1)?;
        for (_, field) in row.map_err(wrong)?.get_column_iter() {
            match field {
                Field::Null => table.push(Cell::Absent)?,
                Field::Str(text) => table.push(Cell::Text(text))?,
                Field::Bytes(raw) => {
                    let text = String::from_utf8_lossy(raw.data()).into_owned();
                    table.push(Cell::Text(&text))?;
                }
                other => {
                    let text = other.to_string();
                    // Numbers and truth values are JSON as they print; dates and groups are text.
                    match serde_json::from_str::<IgnoredAny>(&text) {
                        Ok(_) => table.push(Cell::Json(&text))?,
                        Err(_) => table.push(Cell::Text(&text))?,
                    }
                }
            }
        }
    }
    Ok(table)
}
