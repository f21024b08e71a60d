//! Rows of values → columns, for formats that are written by column.

use super::Value;

/// Rows are kept in memory until there are so many.
const ROWS_MAX: usize = 100_000;

/// Rows, gathered into columns. What a column holds is known by its first value, and with the
/// first part that is written; one of nothing is text.
pub(super) struct Gathered {
    pub(super) headers: Vec<String>,
    pub(super) columns: Vec<Column>,
    rows: usize,
}

/// The values of one column.
pub(super) enum Column {
    /// So many times nothing.
    Nothing(usize),
    Numbers(Vec<Option<f64>>),
    Texts(Vec<Option<String>>),
}

impl Gathered {
    pub(super) fn new(headers: &[String]) -> Self {
        let columns = headers.iter().map(|_| Column::Nothing(0)).collect();
        Self { headers: headers.to_vec(), columns, rows: 0 }
    }

    pub(super) fn row(&mut self, values: &[Value<'_>]) {
        for (column, value) in self.columns.iter_mut().zip(values) {
            column.push(value);
        }
        self.rows += 1;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Whether it is time to write.
    pub(super) fn is_full(&self) -> bool {
        self.rows >= ROWS_MAX
    }

    /// What was gathered; from here on columns hold what they hold.
    pub(super) fn take(&mut self) -> Vec<Column> {
        self.rows = 0;
        let next = self.columns.iter().map(|column| match column {
            Column::Numbers(_) => Column::Numbers(Vec::new()),
            Column::Nothing(_) | Column::Texts(_) => Column::Texts(Vec::new()),
        });
        let next = next.collect();
        std::mem::replace(&mut self.columns, next)
    }
}

impl Column {
    pub(super) fn is_number(&self) -> bool {
        matches!(self, Self::Numbers(_))
    }

    fn push(&mut self, value: &Value<'_>) {
        let number = value.number();
        if let Self::Nothing(times) = self {
            *self = match (value.is_absent(), number) {
                (true, _) => Self::Nothing(*times + 1),
                (false, Some(_)) => Self::Numbers(vec![None; *times]),
                (false, None) => Self::Texts(vec![None; *times]),
            };
        }
        match self {
            Self::Nothing(_) => {}
            Self::Numbers(numbers) => numbers.push(number),
            Self::Texts(texts) => texts.push((!value.is_absent()).then(|| value.text())),
        }
    }
}
