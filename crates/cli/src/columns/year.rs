//! A column headed “year” → whether it holds years of birth, or of something else.
//!
//! A list of persons means the birth, a list of publications or reports does not. Told apart by
//! the values: people on lists were rarely born after 2010; who stands several times keeps one
//! year of birth; and the persons of one document were not all born in one year.

use std::collections::HashMap;

use crate::table::Table;

/// Years that somebody on a list may be born in.
const BORN_FROM: u32 = 1850;
const BORN_TO: u32 = 2010;
/// Fewer than this many documents, or repeated names, are chance.
const EVIDENCE_MIN: usize = 5;
/// A list holds more rows than the question needs.
const ROWS_MAX: usize = 100_000;

/// Why the years are not years of birth; `None` where they may be.
pub(super) fn no_births(
    table: &Table,
    year: usize,
    name: Option<usize>,
    document: Option<usize>,
) -> Option<&'static str> {
    let years: Vec<(usize, u32)> = (0..table.len().min(ROWS_MAX))
        .filter_map(|row| Some((row, leading_year(table.cell(row, year).text())?)))
        .collect();
    let late = years.iter().filter(|(_, year)| !(BORN_FROM..=BORN_TO).contains(year)).count();
    if late * 5 > years.len() {
        return Some("years before 1850 or after 2010");
    }
    if let Some((kept, all)) = document.map(|column| kept(table, &years, column))
        && all >= EVIDENCE_MIN
        && kept * 5 > all * 4
    {
        return Some("one year for all names of a document");
    }
    let (kept, all) = name.map_or((0, 0), |column| kept(table, &years, column));
    (all >= EVIDENCE_MIN && kept * 3 < all).then_some("many years for one name")
}

fn leading_year(text: &str) -> Option<u32> {
    let digits = text.trim().get(..4)?;
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// How many texts of a column stand on several rows, and how many of those keep to one year.
fn kept(table: &Table, years: &[(usize, u32)], column: usize) -> (usize, usize) {
    let mut seen: HashMap<&str, (u32, usize, bool)> = HashMap::new();
    for &(row, year) in years {
        let text = table.cell(row, column).text().trim();
        if text.is_empty() {
            continue;
        }
        let (first, rows, one) = seen.entry(text).or_insert((year, 0, true));
        *rows += 1;
        *one &= *first == year;
    }
    let repeated = seen.values().filter(|(_, rows, _)| *rows > 1);
    repeated.fold((0, 0), |(kept, all), (_, _, one)| (kept + usize::from(*one), all + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Cell;

    fn why(rows: &[(&str, &str, &str)]) -> Option<&'static str> {
        let headers = ["name", "document", "year"];
        let mut table = Table::new("t", headers.map(str::to_owned).to_vec(), 1);
        for (at, (name, document, year)) in rows.iter().enumerate() {
            table.start_row(at + 2).unwrap();
            for text in [name, document, year] {
                table.push(Cell::Text(text)).unwrap();
            }
        }
        no_births(&table, 2, Some(0), Some(1))
    }

    #[test]
    fn births_are_told_from_publications() {
        let births = |at: usize| ("Serik", ["a", "b", "c"][at % 3], ["1970", "1982-05-01"][at % 2]);
        assert_eq!(why(&(0..40).map(births).collect::<Vec<_>>()), None);
        let papers: Vec<_> = (0..20).map(|at| (["p", "q"][at % 2], at / 2)).collect();
        let ids: Vec<String> = (0..10).map(|at| format!("d{at}")).collect();
        let years: Vec<String> = (0..10).map(|at| (1990 + at).to_string()).collect();
        let rows: Vec<_> =
            papers.iter().map(|&(n, d)| (n, ids[d].as_str(), years[d].as_str())).collect();
        assert_eq!(why(&rows), Some("one year for all names of a document"));
        assert_eq!(
            why(&[("a", "", "2023"), ("b", "", "1970")]),
            Some("years before 1850 or after 2010")
        );
    }

    #[test]
    fn two_namesakes_of_a_short_list_are_no_proof() {
        assert_eq!(why(&[("Ivan Petrov", "", "1950"), ("Ivan Petrov", "", "1980")]), None);
    }
}
