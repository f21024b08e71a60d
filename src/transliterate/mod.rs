//! A token → its readings: every way a standard would write it in Latin letters, and the one
//! romanization that tokens of all scripts are compared by.
//!
//! Invariants:
//! - a reading is Latin letters, marks, digits, apostrophes and hyphens, whatever came in;
//! - [`Romanizer::cognate`] is letters and digits of ASCII, and never empty for a token that has a
//!   letter or a digit (capitals stand for consonants of the abjads that have no plain Latin partner);
//! - every bundled table reproduces its examples; a caller's own table passes the same checks;
//! - readings come in one order, whatever the machine: by language, then by cost, then by table.
//!
//! ```
//! use aka::transliterate::Romanizer;
//!
//! let romanizer = Romanizer::bundled();
//! assert_eq!(romanizer.cognate("Müller"), "muller");
//! let cognates = romanizer.cognates("Müller");
//! assert_eq!(cognates[1].text, "mueller");
//! ```

mod table;
mod rules;
mod spellings;
mod language;
mod contexts;
mod joint;
mod shelf;
mod han;
mod vocalized;
mod cognate;
mod lattice;
mod readings;
mod explain;

pub use cognate::Cognate;
pub use explain::Variation;
pub(crate) use han::{are_one_character, korean_syllables, mandarin_syllables};
pub use language::{language_name, language_of_words, languages_of};
pub use lattice::Lattice;
pub use readings::{Reading, Readings, Spelled};
pub use shelf::Table;
pub use table::{Example, Kind, TableError};

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};

use crate::normalize::Script;
use joint::Family;
use shelf::Shelf;

/// The files of `data/`, as (script, file, text), checked by the build script.
mod files {
    include!(concat!(env!("OUT_DIR"), "/tables.rs"));
}

/// All tables. It cannot be changed once it is built, and a clone shares them.
#[derive(Debug, Clone)]
pub struct Romanizer {
    /// By `Script as usize`.
    shelves: Arc<Vec<Shelf>>,
    own: Arc<Vec<Arc<Table>>>,
    /// Of each of the caller's own tables.
    own_families: Arc<Vec<Family>>,
    /// What explains a difference, by how it is written.
    ways: Arc<OnceLock<explain::Ways>>,
    vocalized: Arc<vocalized::Vocalized>,
}

/// One row of the table of what is covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// ISO 15924 code.
    pub script: String,
    /// English name of the language.
    pub language: String,
    /// Titles of its tables.
    pub standards: Vec<String>,
}

impl Romanizer {
    /// The tables that come with the library.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static BUNDLED: LazyLock<Romanizer> = LazyLock::new(|| Romanizer {
            shelves: Arc::new(Shelf::all(files::ROMANIZATION, files::COGNATE)),
            own: Arc::default(),
            own_families: Arc::default(),
            ways: Arc::default(),
            vocalized: Arc::default(),
        });
        &BUNDLED
    }

    /// These tables and one of the caller's own, which goes first among those of its language. It
    /// may include bundled tables of its script.
    ///
    /// # Errors
    /// What the build refuses in a bundled table: a wrong line, a target that is not Latin, a
    /// duplicate rule, no example, or an example that the table does not reproduce.
    ///
    /// ```
    /// use aka::transliterate::Romanizer;
    ///
    /// let text = "# source: my own habit\n@title mine\n@language ru\n@kind press\nх → x\n> х = x\n";
    /// let romanizer = Romanizer::bundled().with_table("mine.txt", text)?;
    /// assert_eq!(romanizer.readings("х", Some("ru"))[0].text, "x");
    /// let wrong = Romanizer::bundled().with_table("mine.txt", &text.replace("→ x", "→ х"));
    /// assert_eq!((wrong.unwrap_err().line, 5), (5, 5));
    /// # Ok::<(), aka::transliterate::TableError>(())
    /// ```
    pub fn with_table(&self, file_name: &str, text: &str) -> Result<Self, TableError> {
        let source = table::parse(file_name, text, false)?;
        let letters: String = source.rules.iter().map(|rule| rule.from.as_str()).collect();
        let script = Script::of_text(&letters).unwrap_or(Script::Other);
        let shelf = self.shelf(script);
        // What is included is always bundled, so even a table of the same name is no circle.
        let included = |stem: &str| shelf.named(stem);
        let table = Table::build(&source, script, &included)?;
        table.check_examples()?;
        let mut own = Vec::clone(&self.own);
        own.push(Arc::new(table));
        let families = own.iter().map(|table| Family::new(vec![Arc::clone(table)]));
        Ok(Self {
            shelves: Arc::clone(&self.shelves),
            own_families: Arc::new(families.collect()),
            own: Arc::new(own),
            ways: Arc::default(),
            vocalized: Arc::clone(&self.vocalized),
        })
    }

    /// Every table: the caller's own, then the bundled ones by script and file name.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        let bundled = self.shelves.iter().flat_map(Shelf::tables);
        self.own.iter().map(Arc::as_ref).chain(bundled)
    }

    /// What is covered, by script and language, in the order of their names; for people to read.
    #[must_use]
    pub fn coverage(&self) -> Vec<Coverage> {
        let mut found: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
        for table in self.tables() {
            let place = (table.script().code(), language_name(table.language()));
            found.entry(place).or_default().push(table.title().to_owned());
        }
        let rows = found.into_iter();
        rows.map(|((script, language), standards)| Coverage {
            script: script.to_owned(),
            language: language.to_owned(),
            standards,
        })
        .collect()
    }

    /// The tables for one script and the languages that `wanted` picks, the caller's own first; those
    /// of one language together, each with its matcher.
    fn families_where(
        &self,
        script: Script,
        wanted: impl Fn(&str) -> bool + Copy,
    ) -> impl Iterator<Item = &Family> {
        let own = self.own_families_where(script, wanted);
        own.chain(self.shelf(script).families_where(wanted))
    }

    /// The same of one language.
    fn families_of(&self, script: Script, language: &str) -> impl Iterator<Item = &Family> {
        let own = self.own_families_where(script, move |of| of == language);
        own.chain(self.shelf(script).family_of(language))
    }

    fn own_families_where(
        &self,
        script: Script,
        wanted: impl Fn(&str) -> bool,
    ) -> impl Iterator<Item = &Family> {
        let of_script = move |table: &Table| table.script() == script && wanted(table.language());
        let own = self.own_families.iter();
        own.filter(move |family| family.tables().iter().all(|table| of_script(table)))
    }

    fn shelf(&self, script: Script) -> &Shelf {
        &self.shelves[script as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_table_compiles_and_reproduces_its_examples() {
        let romanizer = Romanizer::bundled();
        let mut faults: Vec<String> = romanizer.shelves.iter().flat_map(Shelf::faults).collect();
        for (file, examples) in romanizer.shelves.iter().flat_map(Shelf::cognate_examples) {
            for example in examples {
                let words = example.native.split_whitespace().zip(example.latin.split_whitespace());
                for (native, latin) in words {
                    let found = romanizer.cognates(native);
                    if !found.iter().any(|cognate| cognate.text == latin) {
                        let line = example.line;
                        faults.push(format!(
                            "{file}:{line}:1: expected {native} = {latin}, found {found:?}"
                        ));
                    }
                }
            }
        }
        // A set of tables is a number, a bit for each.
        for family in romanizer.shelves.iter().flat_map(|shelf| shelf.families_where(|_| true)) {
            if family.tables().len() > joint::TABLES_MAX {
                faults.push(format!("{}: too many tables", family.tables()[0].id()));
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
