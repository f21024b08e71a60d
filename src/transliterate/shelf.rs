//! The files of one script → its tables, compiled when they are first asked for.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use unicode_normalization::UnicodeNormalization;

use super::explain::plain;
use super::joint::Family;
use super::language::language_name;
use super::rules::{Rules, Segment};
use super::spellings;
use super::table::{self, Example, Kind, Source, TableError};
use crate::normalize::Script;

/// A file as the build script lists it: script, path, text.
type File = (&'static str, &'static str, &'static str);

/// One romanization, ready to be read with.
#[derive(Debug)]
pub struct Table {
    file: String,
    id: String,
    title: String,
    script: Script,
    language: String,
    kind: Kind,
    source: String,
    examples: Vec<Example>,
    rules: Rules,
}

impl Table {
    pub(super) fn build<'a>(
        source: &'a Source,
        script: Script,
        included: &dyn Fn(&str) -> Option<&'a Source>,
    ) -> Result<Self, TableError> {
        let language = language_name(&source.language);
        let title = if source.title.starts_with(language) {
            source.title.clone()
        } else {
            format!("{language} {}", source.title)
        };
        Ok(Self {
            file: source.file.clone(),
            id: stem(&source.file).to_owned(),
            title,
            script,
            language: source.language.clone(),
            kind: source.kind.unwrap_or(Kind::Hypothesis),
            source: source.source.clone(),
            examples: source.examples.clone(),
            rules: Rules::compile(source, included)?,
        })
    }

    /// The file's name without its ending: `kk-bgnpcgn-1979`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Language and standard: `Kazakh BGN/PCGN 1979`.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The script that it reads.
    #[must_use]
    pub fn script(&self) -> Script {
        self.script
    }

    /// BCP 47 code of the language that it reads.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// What it stands for.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Where its rules are from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Words with a spelling that it must be able to give.
    #[must_use]
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// Its spellings of a word, best first; at most `most`.
    #[must_use]
    pub fn spellings(&self, word: &str, most: usize) -> Vec<String> {
        let (mut letters, mut segments) = (Vec::new(), Vec::new());
        self.rules.prepare(word, &mut letters);
        self.rules.segments(&letters, &mut segments);
        spellings::spellings(&segments, most).into_iter().map(|spelling| spelling.text).collect()
    }

    pub(super) fn rules(&self) -> &Rules {
        &self.rules
    }

    /// That it reproduces every example, else where the first one is that it does not.
    ///
    /// # Errors
    /// The place of the example, and what the table makes of it instead.
    pub fn check_examples(&self) -> Result<(), TableError> {
        self.wrong_examples().next().map_or(Ok(()), Err)
    }

    fn wrong_examples(&self) -> impl Iterator<Item = TableError> {
        let wrong = self.examples.iter().filter(|example| !self.reproduces(example));
        wrong.map(|example| TableError {
            file: self.file.clone(),
            line: example.line,
            column: 1,
            expected: format!(
                "an example that its rules give; they write {} as {}",
                example.native,
                self.spellings(&example.native, 4).join(", ")
            ),
        })
    }

    /// Whether the rules can write an example's word as it says.
    fn reproduces(&self, example: &Example) -> bool {
        let mut letters = Vec::new();
        let mut segments: Vec<Segment<'_>> = Vec::new();
        self.rules.prepare(&example.native, &mut letters);
        self.rules.segments(&letters, &mut segments);
        let wanted: String = example.latin.to_lowercase().nfc().collect();
        let guessed = self.kind == Kind::Hypothesis
            && spellings::accepts_in_any_way(&self.rules, &letters, &wanted, plain);
        guessed
            || spellings::accepts(&segments, &wanted)
            || spellings::accepts(&segments, &example.latin)
    }
}

/// What there is for one script.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    script: Option<Script>,
    files: Vec<File>,
    /// The files of each language: they stand together, being sorted by name.
    languages: Vec<(&'static str, Range<usize>)>,
    /// Its code as a number, in the same order.
    codes: Vec<u64>,
    /// The usual one first.
    cognate_files: Vec<File>,
    /// By file; each is parsed, and compiled, when it is first asked for.
    sources: Vec<OnceLock<Option<Source>>>,
    tables: Vec<OnceLock<Option<Arc<Table>>>>,
    /// By language.
    families: Vec<OnceLock<Family>>,
    cognates: OnceLock<Vec<Rules>>,
}

impl Shelf {
    /// One shelf per script, by `Script as usize`, [`Script::Other`] last.
    pub(super) fn all(romanization: &[File], cognate: &[File]) -> Vec<Self> {
        let scripts = Script::ALL.into_iter().chain([Script::Other]);
        let mut shelves: Vec<Self> = Vec::new();
        shelves.resize_with(Script::Other as usize + 1, Self::default);
        for script in scripts {
            let of_script = |file: &&File| file.0 == script.code();
            let files: Vec<File> = romanization.iter().filter(of_script).copied().collect();
            let languages = languages(&files);
            let codes = languages.iter().map(|(language, _)| code(language)).collect();
            shelves[script as usize] = Self {
                script: Some(script),
                families: languages.iter().map(|_| OnceLock::new()).collect(),
                sources: files.iter().map(|_| OnceLock::new()).collect(),
                tables: files.iter().map(|_| OnceLock::new()).collect(),
                languages,
                codes,
                files,
                cognate_files: usual_first(cognate.iter().filter(of_script).copied().collect()),
                cognates: OnceLock::new(),
            };
        }
        shelves
    }

    /// A parsed file. The build script has refused what does not parse.
    fn source(&self, number: usize) -> Option<&Source> {
        let cell = self.sources.get(number)?;
        let parsed = || {
            let (_, file, text) = self.files[number];
            table::parse(file, text, false).ok()
        };
        cell.get_or_init(parsed).as_ref()
    }

    /// The parsed file of that stem, for tables that include it.
    pub(super) fn named(&self, name: &str) -> Option<&Source> {
        let found = self.files.iter().position(|(_, file, _)| stem(file) == name);
        self.source(found?)
    }

    fn table(&self, number: usize) -> Option<&Arc<Table>> {
        let cell = self.tables.get(number)?;
        cell.get_or_init(|| Some(Arc::new(self.build(number)?.ok()?))).as_ref()
    }

    pub(super) fn tables(&self) -> impl Iterator<Item = &Table> {
        let numbers = self.languages.iter().flat_map(|(_, files)| files.clone());
        numbers.filter_map(|number| self.table(number).map(Arc::as_ref))
    }

    /// The tables of the languages that `wanted` picks, those of one language together. A file is
    /// named after its language, so the others are not even parsed.
    pub(super) fn families_where(
        &self,
        wanted: impl Fn(&str) -> bool,
    ) -> impl Iterator<Item = &Family> {
        let numbered = self.languages.iter().enumerate();
        let wanted = numbered.filter(move |(_, (language, _))| wanted(language));
        wanted.filter_map(|(number, _)| self.family(number))
    }

    /// Those of one language.
    pub(super) fn family_of(&self, language: &str) -> Option<&Family> {
        let wanted = code(language);
        self.family(self.codes.iter().position(|known| *known == wanted)?)
    }

    fn family(&self, number: usize) -> Option<&Family> {
        let (_, files) = self.languages.get(number)?;
        let tables = || files.clone().filter_map(|number| self.table(number).cloned());
        Some(self.families.get(number)?.get_or_init(|| Family::new(tables().collect())))
    }

    /// The rules of the comparison's romanization, where the script has a table.
    pub(super) fn cognate(&self) -> Option<&Rules> {
        self.cognates().first()
    }

    /// The same, and those of other habits of spelling (`data/cognate/Thai-habit.txt`) after it.
    pub(super) fn cognates(&self) -> &[Rules] {
        self.cognates.get_or_init(|| {
            compiled(&self.cognate_sources()).into_iter().filter_map(Result::ok).collect()
        })
    }

    fn build(&self, number: usize) -> Option<Result<Table, TableError>> {
        let script = self.script.unwrap_or(Script::Other);
        let included = |name: &str| self.named(name);
        Some(Table::build(self.source(number)?, script, &included))
    }

    fn cognate_sources(&self) -> Vec<Result<Source, TableError>> {
        self.cognate_files.iter().map(|(_, file, text)| table::parse(file, text, true)).collect()
    }

    /// Everything that is wrong with the files of this shelf.
    #[cfg(test)]
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for table in (0..self.files.len()).filter_map(|number| self.build(number)) {
            match table {
                Ok(table) => faults.extend(table.wrong_examples().map(|fault| fault.to_string())),
                Err(fault) => faults.push(fault.to_string()),
            }
        }
        let wrong = compiled(&self.cognate_sources()).into_iter().filter_map(Result::err);
        faults.extend(wrong.map(|fault| fault.to_string()));
        faults
    }

    /// The examples of the comparison's romanizations, with their files.
    #[cfg(test)]
    pub(super) fn cognate_examples(&self) -> Vec<(String, Vec<Example>)> {
        let sources = self.cognate_sources().into_iter().flatten();
        sources.map(|source| (source.file, source.examples)).collect()
    }
}

/// Each of the tables for comparing of one script, which may include one another.
fn compiled(sources: &[Result<Source, TableError>]) -> Vec<Result<Rules, TableError>> {
    let named = |name: &str| sources.iter().flatten().find(|source| stem(&source.file) == name);
    let rules = sources.iter().map(|source| match source {
        Ok(source) => Rules::compile(source, &named),
        Err(fault) => Err(fault.clone()),
    });
    rules.collect()
}

/// `Thai.txt` before `Thai-habit.txt`.
fn usual_first(mut files: Vec<File>) -> Vec<File> {
    files.sort_by_key(|(_, file, _)| stem(file).contains('-'));
    files
}

/// The name of a file without its folders and its ending.
pub(super) fn stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.strip_suffix(".txt").unwrap_or(name)
}

/// A language's code as a number, which is compared at once; no code has more than eight letters.
fn code(language: &str) -> u64 {
    language.bytes().fold(0, |code, byte| code << 8 | u64::from(byte))
}

/// The runs of files that are named after one language, in order.
fn languages(files: &[File]) -> Vec<(&'static str, Range<usize>)> {
    let mut runs: Vec<(&'static str, Range<usize>)> = Vec::new();
    for (number, (_, file, _)) in files.iter().enumerate() {
        let language = stem(file).split('-').next().unwrap_or_default();
        match runs.last_mut() {
            Some((known, run)) if *known == language => run.end = number + 1,
            _ => runs.push((language, number..number + 1)),
        }
    }
    runs
}
