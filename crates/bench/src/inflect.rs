//! The tables of inflection → a name in another case, or in the form that women bear.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};

/// The endings of one language.
#[derive(Debug, Default)]
pub(crate) struct Inflection {
    paradigms: Vec<Paradigm>,
}

#[derive(Debug, Default)]
struct Paradigm {
    /// Of family names alone.
    family: bool,
    given: bool,
    after: Vec<char>,
    vowels: Vec<char>,
    /// Cells by row (`m`, `f`, `u`): alternatives of each case, the nominative first.
    rows: BTreeMap<char, Vec<Vec<String>>>,
}

impl Inflection {
    /// Reads a table of `data/inflection`.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        let mut table = Self::default();
        for line in text.lines().map(str::trim) {
            if let Some(header) = line.strip_prefix("@paradigm ") {
                let parts = header.split_whitespace().nth(1).unwrap_or_default();
                // Few names go so (Соловей, Лев), and many more end so (Сергей).
                let rare = header.contains("fleeting-ej") || header.contains("fleeting-lev");
                table.paradigms.push(Paradigm {
                    family: !rare && parts.contains("family"),
                    given: !rare && parts.contains("given"),
                    ..Paradigm::default()
                });
            } else if let (Some((row, cells)), Some(paradigm)) =
                (line.split_once(':'), table.paradigms.last_mut())
            {
                paradigm.read_row(row, cells.trim());
            }
        }
        Ok(table)
    }

    /// The word of a man or a woman in a case, counted from 1; `None` where it does not change.
    pub(crate) fn case(
        &self,
        word: &str,
        family: bool,
        woman: bool,
        case: usize,
    ) -> Option<String> {
        let gender = if woman { 'f' } else { 'm' };
        let (stem, paradigm, row) = self.paradigm(word, family, gender)?;
        let endings = paradigm.rows[&row].get(case)?;
        let ending = endings.first().filter(|ending| *ending != "-")?;
        Some(format!("{stem}{ending}"))
    }

    /// The form in which a woman bears a man's family name; the same where there is no other.
    pub(crate) fn of_woman(&self, family: &str) -> String {
        let found = self.paradigm(family, true, 'm').and_then(|(stem, paradigm, _)| {
            let ending = paradigm.rows.get(&'f')?.first()?.first()?;
            (ending != "-").then(|| format!("{stem}{ending}"))
        });
        found.unwrap_or_else(|| family.to_owned())
    }

    /// The paradigm whose nominative the word ends in, the longest such ending first.
    fn paradigm<'a>(
        &'a self,
        word: &'a str,
        family: bool,
        gender: char,
    ) -> Option<(&'a str, &'a Paradigm, char)> {
        let mut best: Option<(&str, &Paradigm, char)> = None;
        let fits = |paradigm: &&Paradigm| if family { paradigm.family } else { paradigm.given };
        for paradigm in self.paradigms.iter().filter(fits) {
            let row = [gender, 'u'].into_iter().find(|row| paradigm.rows.contains_key(row));
            let Some(row) = row else { continue };
            for ending in paradigm.rows[&row].first().into_iter().flatten() {
                let Some(stem) = word.strip_suffix(ending.as_str()) else { continue };
                let longer = best.is_none_or(|(known, ..)| stem.len() < known.len());
                if longer && paradigm.allows(stem) {
                    best = Some((stem, paradigm, row));
                }
            }
        }
        best
    }
}

impl Paradigm {
    fn read_row(&mut self, row: &str, cells: &str) {
        match row {
            "after" => self.after = cells.chars().collect(),
            "vowel" => self.vowels = cells.chars().collect(),
            "m" | "f" | "u" => {
                let cells = cells.split_whitespace().map(|cell| {
                    let endings = cell.split('/');
                    endings.map(|end| if end == "∅" { "" } else { end }.to_owned()).collect()
                });
                self.rows.insert(row.chars().next().unwrap_or('m'), cells.collect());
            }
            _ => {}
        }
    }

    fn allows(&self, stem: &str) -> bool {
        const VOWELS: &str = "аәеёиоөуүұыіэюяaeiıouöüäə";
        let lower = stem.to_lowercase();
        let last = lower.chars().last();
        let vowel = lower.chars().rev().find(|letter| VOWELS.contains(*letter));
        let within = |list: &[char], letter: Option<char>| {
            list.is_empty() || letter.is_some_and(|letter| list.contains(&letter))
        };
        stem.chars().count() > 1 && within(&self.after, last) && within(&self.vowels, vowel)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn russian() -> Inflection {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/inflection/ru.txt");
        Inflection::read(&data).expect("a table")
    }

    #[test]
    fn cases_and_women_of_russian() {
        let table = russian();
        let family = |word, woman, case| table.case(word, true, woman, case);
        assert_eq!(family("Турпанов", false, 4).as_deref(), Some("Турпановым"));
        assert_eq!(family("Турпанова", true, 1).as_deref(), Some("Турпановой"));
        assert_eq!(table.case("Сергей", false, false, 1).as_deref(), Some("Сергея"));
        assert_eq!(table.of_woman("Достоевский"), "Достоевская");
        assert_eq!(table.of_woman("Ким"), "Ким");
    }
}
