//! The headers of a table → which column is what; rows → mentions.
//!
//! Headers are known in many languages (`data/headers.txt`); `--column name=Person` overrules.

use std::sync::LazyLock;

use aka::Mention;

use crate::failure::{Failure, Outcome, listed, quoted};
use crate::table::{Cell, Table};

/// What a column can be to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Field {
    Name,
    Given,
    Family,
    Patronymic,
    Id,
    Source,
    Document,
    Language,
    Role,
    Date,
    BirthDate,
    Country,
    Gender,
}

const FIELDS: [(Field, &str); 13] = [
    (Field::Name, "name"),
    (Field::Given, "given"),
    (Field::Family, "family"),
    (Field::Patronymic, "patronymic"),
    (Field::Id, "id"),
    (Field::Source, "source"),
    (Field::Document, "document"),
    (Field::Language, "language"),
    (Field::Role, "role"),
    (Field::Date, "date"),
    (Field::BirthDate, "birth_date"),
    (Field::Country, "country"),
    (Field::Gender, "gender"),
];

/// `--column FIELD=HEADER`.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    field: Field,
    header: String,
}

impl std::str::FromStr for Choice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || FIELDS.map(|(_, name)| name).join(", ");
        let Some((field, header)) = text.split_once('=') else {
            return Err(format!("expected FIELD=HEADER, where FIELD is one of {}", expected()));
        };
        match FIELDS.iter().find(|(_, name)| *name == field.trim()) {
            Some(&(field, _)) => Ok(Self { field, header: header.to_owned() }),
            None => Err(format!("expected one of {} before =, found {field}", expected())),
        }
    }
}

/// Usual headers by field, folded; earlier ones win.
static HEADERS: LazyLock<Vec<(Field, Vec<String>)>> = LazyLock::new(|| {
    include_str!("../data/headers.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (field, headers) = line.split_once(':')?;
            let &(field, _) = FIELDS.iter().find(|(_, name)| *name == field.trim())?;
            Some((field, headers.split(',').map(folded).collect()))
        })
        .collect()
});

fn folded(header: &str) -> String {
    header
        .to_lowercase()
        .split(|c: char| c.is_whitespace() || "_-.:\u{feff}".contains(c))
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn usual(field: Field) -> &'static [String] {
    HEADERS.iter().find(|(known, _)| *known == field).map_or(&[], |(_, headers)| headers)
}

/// Whether a text would be taken for the header of a column of names.
pub(crate) fn is_name_header(text: &str) -> bool {
    let text = folded(text.trim().trim_matches('"'));
    [Field::Name, Field::Given, Field::Family].iter().any(|&field| usual(field).contains(&text))
}

/// Which column of one table is what.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    at: [Option<usize>; FIELDS.len()],
    /// Columns whose cells must be among these for the row to be a name of a person.
    only: Vec<(usize, &'static [&'static str])>,
}

impl Columns {
    /// Finds the columns of a table; there is no list without a name.
    pub(crate) fn find(table: &Table, choices: &[Choice]) -> Outcome<Self> {
        let mut columns = Self::default();
        for (field, _) in FIELDS {
            let chosen = choices.iter().filter(|choice| choice.field == field);
            let by_choice = chosen.filter_map(|choice| column(table, &choice.header)).next();
            columns.at[field as usize] = by_choice.or_else(|| guess(table, field));
        }
        if !choices.iter().any(|choice| choice.field == Field::Name) {
            columns.settle_name(table);
        }
        columns.heed_schema(table);
        if columns.named() {
            return Ok(columns);
        }
        let usual = ["name", "full name", "person", "ФИО", "имя", "аты-жөні", "الاسم", "姓名"];
        let message = format!(
            "expected a column of names ({}, … or given and family), found {}; \
             --column name=HEADER says which it is",
            usual.join(", "),
            listed(&table.headers)
        );
        Err(Failure::at(&table.file, table.header_line.max(1), 1, message))
    }

    /// The headers of the columns that mean something to us.
    pub(crate) fn headers<'t>(&self, table: &'t Table) -> impl Iterator<Item = &'t str> {
        let taken: Vec<usize> = self.at.iter().flatten().copied().collect();
        taken.into_iter().map(|column| table.headers[column].as_str())
    }

    fn get(&self, field: Field) -> Option<usize> {
        self.at[field as usize]
    }

    fn named(&self) -> bool {
        [Field::Name, Field::Given, Field::Family].iter().any(|&field| self.get(field).is_some())
    }

    /// One column of whole names, or the parts in columns of their own: `nom` beside `prénom` is
    /// a family name, `name` beside `surname` is a given name unless it holds the surname too.
    fn settle_name(&mut self, table: &Table) {
        let (name, given, family) =
            (self.get(Field::Name), self.get(Field::Given), self.get(Field::Family));
        let whole = match (name, given, family) {
            (Some(name), Some(given), Some(family)) if given == family => name != given,
            (Some(name), Some(given), Some(family)) if name == given => holds(table, name, family),
            (Some(name), Some(_), Some(family)) => name != family,
            (Some(_), ..) => true,
            (None, ..) => false,
        };
        if whole {
            self.at[Field::Given as usize] = None;
            self.at[Field::Family as usize] = None;
            self.at[Field::Patronymic as usize] = None;
        } else {
            self.at[Field::Name as usize] = None;
        }
    }

    /// Tables of entities say which rows are persons: OpenSanctions' `targets.simple.csv`, and
    /// FollowTheMoney statements, a row of which is one property of one entity.
    fn heed_schema(&mut self, table: &Table) {
        let at = |header: &str| table.headers.iter().position(|known| known == header);
        let Some(schema) = at("schema") else { return };
        if let (Some(_), Some(prop), Some(value)) = (at("entity_id"), at("prop"), at("value")) {
            self.at[Field::Name as usize] = Some(value);
            self.only = vec![
                (schema, &["Person"]),
                (prop, &["name", "alias", "previousName", "weakAlias"]),
            ];
        } else if at("aliases").is_some() {
            self.only = vec![(schema, &["Person"])];
        }
    }

    /// Whether a row is a name of a person, as far as the table says.
    pub(crate) fn is_person(&self, table: &Table, row: usize) -> bool {
        self.only.iter().all(|(column, allowed)| allowed.contains(&table.cell(row, *column).text()))
    }

    /// The column of ids, if the list has one.
    pub(crate) fn id(&self) -> Option<usize> {
        self.get(Field::Id)
    }

    /// What the source wrote in that row.
    pub(crate) fn mention(&self, table: &Table, row: usize) -> Mention {
        let text = |field: Field| {
            let cell = self.get(field).map(|column| table.cell(row, column))?;
            Some(plain(cell)).filter(|text| !text.trim().is_empty())
        };
        if !self.is_person(table, row) {
            return Mention::default();
        }
        let mut mention = Mention::new(self.name(table, row));
        mention.id = text(Field::Id);
        mention.source = text(Field::Source);
        mention.document = text(Field::Document);
        mention.language = text(Field::Language);
        mention.role = text(Field::Role);
        mention.date = text(Field::Date);
        mention.birth_date = text(Field::BirthDate);
        mention.country = text(Field::Country);
        mention.gender = text(Field::Gender);
        mention
    }

    fn name(&self, table: &Table, row: usize) -> String {
        let cell = |field: Field| self.get(field).map(|column| plain(table.cell(row, column)));
        if let Some(name) = cell(Field::Name) {
            return name;
        }
        [Field::Given, Field::Patronymic, Field::Family]
            .iter()
            .filter_map(|&field| cell(field))
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// A cell as text: of a JSON array the first item, everything else as it stands.
fn plain(cell: Cell<'_>) -> String {
    let Cell::Json(json) = cell else {
        return cell.text().to_owned();
    };
    match serde_json::from_str::<Vec<String>>(json) {
        Ok(items) => items.into_iter().next().unwrap_or_default(),
        Err(_) => json.to_owned(),
    }
}

fn column(table: &Table, header: &str) -> Option<usize> {
    let exact = table.headers.iter().position(|known| known == header);
    exact.or_else(|| {
        let header = folded(header);
        table.headers.iter().position(|known| folded(known) == header)
    })
}

fn guess(table: &Table, field: Field) -> Option<usize> {
    let headers: Vec<String> = table.headers.iter().map(|header| folded(header)).collect();
    usual(field).iter().find_map(|usual| headers.iter().position(|header| header == usual))
}

/// Whether the one column holds the text of the other in most rows.
fn holds(table: &Table, whole: usize, part: usize) -> bool {
    const ROWS_MAX: usize = 200;
    let (mut held, mut all) = (0, 0);
    for row in 0..table.len().min(ROWS_MAX) {
        let part = table.cell(row, part).text().trim().to_lowercase();
        if !part.is_empty() {
            all += 1;
            held += usize::from(table.cell(row, whole).text().to_lowercase().contains(&part));
        }
    }
    held * 2 > all
}

/// The choices must exist somewhere: a mistyped header is not to be ignored.
pub(crate) fn check_choices(tables: &[Table], choices: &[Choice]) -> Outcome<()> {
    for choice in choices {
        if !tables.iter().any(|table| column(table, &choice.header).is_some()) {
            let Some(table) = tables.first() else {
                return Ok(());
            };
            let message = format!(
                "expected the column {} of --column, found {}",
                quoted(&choice.header),
                listed(&table.headers)
            );
            return Err(Failure::at(&table.file, table.header_line.max(1), 1, message));
        }
    }
    Ok(())
}

/// Ids are unique within a file: two rows under one id would be one mention told twice.
pub(crate) fn check_ids(table: &Table, columns: &Columns) -> Outcome<()> {
    let Some(column) = columns.id() else {
        return Ok(());
    };
    let id = |row: usize| table.cell(row, column).text().trim();
    let mut rows: Vec<usize> = (0..table.len()).filter(|&row| !id(row).is_empty()).collect();
    rows.sort_by(|&a, &b| id(a).cmp(id(b)).then(a.cmp(&b)));
    let twice =
        rows.windows(2).filter(|pair| id(pair[0]) == id(pair[1])).min_by_key(|pair| pair[1]);
    let Some(&[first, second]) = twice else {
        return Ok(());
    };
    let message = format!(
        "expected an id of its own, found {} again, first on line {}",
        quoted(id(second)),
        table.line(first)
    );
    let (line, at) = table.place(second, column);
    Err(Failure::at(&table.file, line, at, message))
}
