//! Rows of values → a Parquet file; numbers are numbers, everything else is text.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::Value;
use crate::failure::{Failure, Outcome};

/// A row group is kept in memory until it is full.
const GROUP_ROWS: usize = 100_000;

/// Rows, gathered into columns. Which columns are numbers is known with the first group.
pub(crate) struct Columns {
    headers: Vec<String>,
    out: Option<Box<dyn Write + Send>>,
    writer: Option<SerializedFileWriter<Box<dyn Write + Send>>>,
    columns: Vec<Column>,
    rows: usize,
}

#[derive(Default)]
struct Column {
    number: Option<bool>,
    texts: Vec<Option<String>>,
    numbers: Vec<Option<f64>>,
}

fn wrong(error: ParquetError) -> Failure {
    Failure::Wrong(format!("the Parquet file cannot be written: {error}"))
}

impl Columns {
    pub(super) fn new(headers: &[String], out: Box<dyn Write + Send>) -> Outcome<Self> {
        let columns = headers.iter().map(|_| Column::default()).collect();
        Ok(Self { headers: headers.to_vec(), out: Some(out), writer: None, columns, rows: 0 })
    }

    pub(super) fn row(&mut self, values: &[Value<'_>]) -> Outcome<()> {
        for (column, value) in self.columns.iter_mut().zip(values) {
            let number = value.number();
            let nothing = matches!(value, Value::Nothing);
            if !nothing {
                column.number.get_or_insert(number.is_some());
            }
            column.numbers.push(number);
            column.texts.push(if nothing || number.is_some() { None } else { Some(value.text()) });
        }
        self.rows += 1;
        if self.rows == GROUP_ROWS { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Outcome<()> {
        if let Some(out) = self.out.take() {
            let fields = self.headers.iter().zip(&self.columns);
            let fields = fields
                .map(|(header, column)| column.schema(header))
                .collect::<Result<Vec<_>, _>>()
                .map_err(wrong)?;
            let schema = Type::group_type_builder("mentions").with_fields(fields).build();
            let properties =
                WriterProperties::builder().set_compression(Compression::SNAPPY).build();
            let schema = Arc::new(schema.map_err(wrong)?);
            let writer = SerializedFileWriter::new(out, schema, Arc::new(properties));
            self.writer = Some(writer.map_err(wrong)?);
        }
        let Some(writer) = &mut self.writer else {
            return Ok(());
        };
        let mut group = writer.next_row_group().map_err(wrong)?;
        for column in &mut self.columns {
            let Some(mut sink) = group.next_column().map_err(wrong)? else {
                break;
            };
            if column.number == Some(true) {
                let levels = levels(&column.numbers);
                let numbers: Vec<f64> = column.numbers.iter().flatten().copied().collect();
                sink.typed::<DoubleType>().write_batch(&numbers, Some(&levels), None)
            } else {
                let levels = levels(&column.texts);
                let texts: Vec<ByteArray> =
                    column.texts.iter().flatten().map(|text| text.as_str().into()).collect();
                sink.typed::<ByteArrayType>().write_batch(&texts, Some(&levels), None)
            }
            .map_err(wrong)?;
            sink.close().map_err(wrong)?;
            column.numbers.clear();
            column.texts.clear();
        }
        group.close().map_err(wrong)?;
        self.rows = 0;
        Ok(())
    }

    pub(super) fn finish(mut self) -> Outcome<()> {
        if self.rows > 0 || self.writer.is_none() {
            self.flush()?;
        }
        if let Some(writer) = self.writer.take() {
            let mut out = writer.into_inner().map_err(wrong)?;
            out.flush()?;
        }
        Ok(())
    }
}

impl Column {
    fn schema(&self, header: &str) -> Result<Arc<Type>, ParquetError> {
        let physical =
            if self.number == Some(true) { Physical::DOUBLE } else { Physical::BYTE_ARRAY };
        let builder =
            Type::primitive_type_builder(header, physical).with_repetition(Repetition::OPTIONAL);
        let builder = match physical {
            Physical::BYTE_ARRAY => builder.with_converted_type(ConvertedType::UTF8),
            _ => builder,
        };
        builder.build().map(Arc::new)
    }
}

/// 1 where there is a value, 0 where there is none.
fn levels<T>(values: &[Option<T>]) -> Vec<i16> {
    values.iter().map(|value| i16::from(value.is_some())).collect()
}
