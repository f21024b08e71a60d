//! The headers of a table → which column is what; rows → mentions.
//!
//! Headers are known in many languages (`data/headers.txt`); `--column name=Person` overrules.

mod year;
mod parts;

pub(crate) use parts::split;

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use aka::Mention;

use crate::failure::{Failure, Outcome, listed, quoted, some_lines};
use crate::table::{Cell, Table};

/// What a column can be to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Field {
    Name,
    Given,
    Family,
    Patronymic,
    Alias,
    Id,
    Source,
    Document,
    Language,
    Role,
    Passage,
    Date,
    BirthDate,
    Country,
    Gender,
}

const FIELDS: [(Field, &str); 15] = [
    (Field::Name, "name"),
    (Field::Given, "given"),
    (Field::Family, "family"),
    (Field::Patronymic, "patronymic"),
    (Field::Alias, "alias"),
    (Field::Id, "id"),
    (Field::Source, "source"),
    (Field::Document, "document"),
    (Field::Language, "language"),
    (Field::Role, "role"),
    (Field::Passage, "passage"),
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

impl Choice {
    /// Whether a text is the header that was chosen for names.
    pub(crate) fn names(&self, text: &str) -> bool {
        let is_name = matches!(self.field, Field::Name | Field::Given | Field::Family);
        is_name && (self.header == text || folded(&self.header) == folded(text))
    }
}

impl std::str::FromStr for Choice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || FIELDS.map(|(_, name)| name).join(", ");
        let Some((field, header)) = text.split_once('=') else {
            return Err(format!("expected FIELD=HEADER, where FIELD is one of {}", expected()));
        };
        let field = if field.trim() == "year" { "birth_date" } else { field };
        match FIELDS.iter().find(|(_, name)| *name == field.trim()) {
            Some(&(field, _)) => Ok(Self { field, header: header.to_owned() }),
            None => Err(format!("expected one of {} before =, found {field}", expected())),
        }
    }
}

/// Usual headers by field, folded; earlier ones win.
static HEADERS: LazyLock<Vec<(&str, Vec<String>)>> = LazyLock::new(|| {
    include_str!("../../data/headers.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(':'))
        .map(|(field, headers)| {
            // Cells are no headers: `N. A.` is somebody's initials, `n/a` nobody's.
            let read = if field == "nobody" { |cell: &str| cell.trim().to_owned() } else { folded };
            (field.trim(), headers.split(',').map(read).collect())
        })
        .collect()
});

/// Lower case, with one space between words; `givenName` is two words. What stands in brackets is
/// said about the header, `Name (as in passport)`.
fn folded(header: &str) -> String {
    let bare = header.split(['(', '[', '*']).next().filter(|bare| !bare.trim().is_empty());
    let header = bare.unwrap_or(header);
    let mut words = String::with_capacity(header.len());
    let mut after_small = false;
    for c in header.chars() {
        let is_apart = c.is_whitespace() || "_-.:,;()/\u{feff}\u{200c}".contains(c);
        if is_apart || (after_small && c.is_uppercase()) {
            words.push(' ');
        }
        if !is_apart {
            words.extend(c.to_lowercase());
        }
        after_small = c.is_lowercase();
    }
    words.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn usual(field: Field) -> &'static [String] {
    usual_of(FIELDS[field as usize].1)
}

/// Whether a header is one of the usual: `фио …` is any that begins so.
fn is_usual(usual: &str, header: &str) -> bool {
    match usual.strip_suffix('…') {
        Some(start) => header.starts_with(start),
        None => header == usual,
    }
}

fn is_one_of(field: Field, header: &str) -> bool {
    usual(field).iter().any(|usual| is_usual(usual, header))
}

/// Whether a cell in a column of names says that there is none: `unknown`, `нет данных`, `Total: 9`.
fn is_nobody(text: &str) -> bool {
    let said = text.trim().to_lowercase();
    let said = said.trim_end_matches(|c: char| c.is_ascii_digit() || " :.".contains(c));
    !text.contains(char::is_alphanumeric) || usual_of("nobody").iter().any(|usual| usual == said)
}

fn usual_of(field: &str) -> &'static [String] {
    HEADERS.iter().find(|(known, _)| *known == field).map_or(&[], |(_, headers)| headers)
}

/// Whether a text would be taken for the header of a column of names.
pub(crate) fn is_name_header(text: &str) -> bool {
    let text = folded(text.trim().trim_matches('"'));
    [Field::Name, Field::Given, Field::Family].iter().any(|&field| is_one_of(field, &text))
}

/// Whether a text would be taken for the header of a column of ids.
pub(crate) fn is_id_header(text: &str) -> bool {
    is_one_of(Field::Id, &folded(text))
}

/// Which column of one table is what.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    at: [Option<usize>; FIELDS.len()],
    /// Given name, patronymic and family name beside a column of whole names: they speak where that
    /// is empty.
    parts: [Option<usize>; 3],
    /// Columns whose cells must be among these for the row to be a name of a person.
    only: Vec<(usize, &'static [&'static str])>,
    /// All columns of other names.
    aliases: Vec<usize>,
    /// Whether a semicolon stands between several values of one cell, as two tools write it.
    is_joint: bool,
    /// Of tables with one row for each name of an entity: the other names, by row.
    told: HashMap<usize, Vec<String>>,
    /// What was decided about columns, for the user.
    pub(crate) notes: Vec<String>,
}

impl Columns {
    /// Finds the columns of a table; there is no list without a name.
    pub(crate) fn find(table: &Table, choices: &[Choice]) -> Outcome<Self> {
        let mut columns = Self::default();
        let headers: Vec<String> = table.headers.iter().map(|header| folded(header)).collect();
        for (field, _) in FIELDS {
            let chosen = choices.iter().filter(|choice| choice.field == field);
            let by_choice = chosen.filter_map(|choice| column(table, &choice.header)).next();
            columns.at[field as usize] = by_choice.or_else(|| guess(&headers, field));
        }
        if !choices.iter().any(|choice| choice.field == Field::Name) {
            columns.settle_name(table);
        }
        columns.aliases = columns_of_aliases(table, &headers, choices);
        columns.is_joint = is_ftm_export(&headers);
        columns.heed_schema(table);
        columns.settle_year(table, choices);
        if columns.named() {
            columns.hint_at_split(table);
            return Ok(columns);
        }
        let usual = ["name", "full name", "person", "ФИО", "имя", "аты-жөні", "الاسم", "姓名"];
        let message = format!(
            "expected a column of names ({}, … or given and family), found {}; \
             --column name=HEADER says which it is{}",
            usual.join(", "),
            if table.headers.is_empty() { "none".to_owned() } else { listed(&table.headers) },
            match table.headers.as_slice() {
                [_] => "; --from lines reads one name a line",
                headers if headers.iter().any(|header| is_number(header)) => {
                    "; if this row is no header, write one above it"
                }
                _ => "",
            }
        );
        Err(Failure::at(&table.file, table.header_line.max(1), 1, message))
    }

    /// The headers of the columns that say who somebody is: a passage is for reading too.
    pub(crate) fn headers<'t>(&self, table: &'t Table) -> impl Iterator<Item = &'t str> {
        let mut taken: BTreeSet<usize> =
            self.at.iter().flatten().chain(&self.aliases).copied().collect();
        if let Some(passage) = self.get(Field::Passage) {
            taken.remove(&passage);
        }
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
            let parts = [Field::Given, Field::Patronymic, Field::Family];
            self.parts = parts.map(|field| self.get(field).filter(|at| Some(*at) != name));
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
            self.at[Field::Alias as usize] = None;
            self.aliases.clear();
            self.tell_aliases(table, at("entity_id"), value);
        } else if at("aliases").is_some() {
            self.only = vec![(schema, &["Person"])];
            self.is_joint = true;
        }
    }

    /// The names of one entity are one person's: its first row tells all others, they tell it.
    fn tell_aliases(&mut self, table: &Table, entity: Option<usize>, value: usize) {
        let Some(entity) = entity else { return };
        let mut first: HashMap<&str, usize> = HashMap::new();
        for row in 0..table.len() {
            if !self.is_person(table, row) {
                continue;
            }
            let name = |row: usize| table.cell(row, value).text().to_owned();
            let opener = *first.entry(table.cell(row, entity).text()).or_insert(row);
            if opener != row {
                self.told.entry(opener).or_default().push(name(row));
                self.told.entry(row).or_default().push(name(opener));
            }
        }
    }

    /// `year` may be a year of birth or of anything else.
    fn settle_year(&mut self, table: &Table, choices: &[Choice]) {
        if self.get(Field::BirthDate).is_some() {
            return;
        }
        let headers: Vec<String> = table.headers.iter().map(|header| folded(header)).collect();
        let position = |usual: &String| headers.iter().position(|header| header == usual);
        let Some(year) = usual_of("year").iter().find_map(position) else { return };
        if choices.iter().any(|choice| column(table, &choice.header) == Some(year)) {
            return;
        }
        let (file, header) = (&table.file, quoted(&table.headers[year]));
        let documents = self.get(Field::Document);
        match year::no_births(table, year, self.get(Field::Name), documents) {
            None => {
                self.at[Field::BirthDate as usize] = Some(year);
                let other = "--column date=HEADER says that it is another";
                self.notes.push(format!("{file}: {header} is taken as the year of birth; {other}"));
            }
            Some(why) => {
                self.at[Field::Date as usize].get_or_insert(year);
                let other = "--column birth_date=HEADER says that it is";
                self.notes.push(format!(
                    "{file}: {header} has {why}: it is not taken as the year of birth; {other}"
                ));
            }
        }
    }

    fn hint_at_split(&mut self, table: &Table) {
        let is_known = table.part.is_some() || self.is_joint;
        let Some(names) = self.get(Field::Name).filter(|_| !is_known) else { return };
        if let Some((separator, rows)) = parts::unsaid_separator(table, names) {
            let (file, header) = (&table.file, quoted(&table.headers[names]));
            let lines: Vec<usize> = rows.into_iter().map(|row| table.line(row)).collect();
            let cells = if lines.len() == 1 { "cell holds" } else { "cells hold" };
            let (separator, shown) = match separator {
                "\n" => ("\\n", "a line break".to_owned()),
                separator => (separator, format!("“{}”", separator.trim())),
            };
            self.notes.push(format!(
                "{file}: {} {cells} {shown} in the column {header} ({}); if they hold several \
                 names, --split '{separator}' reads each",
                lines.len(),
                some_lines(&lines)
            ));
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
            Some(self.plain(cell)).filter(|text| !text.trim().is_empty())
        };
        if !self.is_person(table, row) {
            return Mention::default();
        }
        let name = Some(self.name(table, row)).filter(|name| !is_nobody(name));
        let mut mention = Mention::new(name.unwrap_or_default());
        mention.aliases = self.aliases(table, row);
        mention.id = text(Field::Id).map(|id| match table.part.map(|part| table.cell(row, part)) {
            None | Some(Cell::Absent) => id,
            Some(part) => format!("{id}#{}", part.text()),
        });
        mention.source = text(Field::Source);
        mention.document = text(Field::Document);
        mention.language = text(Field::Language);
        mention.role = text(Field::Role);
        mention.passage = text(Field::Passage);
        mention.date = text(Field::Date);
        mention.birth_date = text(Field::BirthDate);
        mention.country = text(Field::Country);
        mention.gender = text(Field::Gender);
        mention
    }

    /// Other names of the same person: of an array of names those after the first, and what a
    /// column of aliases holds.
    fn aliases(&self, table: &Table, row: usize) -> Vec<String> {
        let cell = |column: usize| table.cell(row, column);
        let name = self.get(Field::Name).and_then(|column| self.items(cell(column)));
        let mut names = name.unwrap_or_default();
        names.drain(..names.len().min(1));
        for cell in self.aliases.iter().map(|&column| cell(column)) {
            let apart = if cell.text().contains(';') { ';' } else { '|' };
            let split = || cell.text().split(apart).map(str::to_owned).collect();
            names.extend(self.items(cell).unwrap_or_else(split));
        }
        names.extend(self.told.get(&row).into_iter().flatten().cloned());
        names.retain(|name| !name.trim().is_empty());
        names
    }

    /// What a row has for a name where it says that there is none.
    pub(crate) fn nobody(&self, table: &Table, row: usize) -> Option<String> {
        Some(self.name(table, row)).filter(|name| !name.trim().is_empty() && is_nobody(name))
    }

    fn name(&self, table: &Table, row: usize) -> String {
        let name = self.get(Field::Name).map(|column| self.plain(table.cell(row, column)));
        if let Some(name) = name.as_ref().filter(|name| !name.trim().is_empty()) {
            return name.clone();
        }
        let parts = match name {
            Some(_) => self.parts,
            None => [Field::Given, Field::Patronymic, Field::Family].map(|field| self.get(field)),
        };
        let parts = parts.into_iter().flatten().map(|column| self.plain(table.cell(row, column)));
        let parts: Vec<String> = parts.map(|part| part.trim().to_owned()).collect();
        let joined =
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        if joined.is_empty() { name.unwrap_or_default() } else { joined }
    }

    /// A cell as text: of several values the first, everything else as it stands.
    fn plain(&self, cell: Cell<'_>) -> String {
        match self.items(cell) {
            Some(items) => items.into_iter().next().unwrap_or_default(),
            None => cell.text().to_owned(),
        }
    }

    /// The values of a cell that may hold several.
    fn items(&self, cell: Cell<'_>) -> Option<Vec<String>> {
        let joint = || cell.text().split(';').map(|value| value.trim().to_owned()).collect();
        items(cell).or_else(|| self.is_joint.then(joint))
    }
}

/// Columns of other names: aliases, former names, pen names.
fn columns_of_aliases(table: &Table, headers: &[String], choices: &[Choice]) -> Vec<usize> {
    let chosen = choices.iter().filter(|choice| choice.field == Field::Alias);
    let chosen: Vec<usize> = chosen.filter_map(|choice| column(table, &choice.header)).collect();
    if !chosen.is_empty() {
        return chosen;
    }
    (0..headers.len()).filter(|&at| is_one_of(Field::Alias, &headers[at])).collect()
}

/// Whether a table was exported by FollowTheMoney, as CSV or Excel: each property is a column, and
/// values of one property are joined.
fn is_ftm_export(headers: &[String]) -> bool {
    let properties = ["name", "alias", "weak alias", "previous name"];
    properties.iter().all(|property| headers.iter().any(|header| header == property))
}

/// The texts of a JSON array; a `null` among them is none. What formats without arrays hold may be
/// one that we wrote there.
fn items(cell: Cell<'_>) -> Option<Vec<String>> {
    let json = match cell {
        Cell::Json(json) => json,
        Cell::Text(text) if text.starts_with("[\"") => text,
        _ => return None,
    };
    let items: Vec<Option<String>> = serde_json::from_str(json).ok()?;
    Some(items.into_iter().flatten().collect())
}

fn is_number(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || ".,-".contains(c))
}

fn column(table: &Table, header: &str) -> Option<usize> {
    let exact = table.headers.iter().position(|known| known == header);
    exact.or_else(|| {
        let header = folded(header);
        table.headers.iter().position(|known| folded(known) == header)
    })
}

fn guess(headers: &[String], field: Field) -> Option<usize> {
    let at = |usual: &String| headers.iter().position(|header| is_usual(usual, header));
    usual(field).iter().find_map(at)
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

/// A name is text, or a list of texts: what else JSON, Parquet and Arrow may hold there is a
/// mistake, and must not become somebody's name.
pub(crate) fn check_names(table: &Table, columns: &Columns) -> Outcome<()> {
    let fields = [Field::Name, Field::Given, Field::Family, Field::Patronymic, Field::Alias];
    for column in fields.into_iter().filter_map(|field| columns.get(field)) {
        for row in 0..table.len() {
            let cell = table.cell(row, column);
            if matches!(cell, Cell::Json(_)) && items(cell).is_none() {
                let (header, found) = (quoted(&table.headers[column]), quoted(cell.text()));
                let message = format!("expected text as {header}, found {found}");
                return Err(Failure::line(&table.file, table.line(row), message));
            }
        }
    }
    Ok(())
}

/// Ids are unique within a file: two rows under one id would be one mention told twice.
pub(crate) fn check_ids(table: &Table, columns: &Columns) -> Outcome<()> {
    let Some(column) = columns.id() else {
        return Ok(());
    };
    // The names of one cell share its row's id.
    if table.part.is_some() {
        return Ok(());
    }
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
