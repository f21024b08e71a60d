//! Pairs of spellings of one name, in CSV files → how many of them some standard explains, by
//! language pair; the misses go to a file, so that the next table to write is obvious.
//!
//! `cargo run --release --example meet -- FOLDER [MISSES.tsv]`: every `variants.csv` (columns
//! `canonical,variant,lang,script`) and `pairs.csv` (`left,right,label,kind`) below the folder.
//! Two words meet if a table of the word's language can write the one as the other, marks and
//! apostrophes aside. Names that differ in their number of words are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use aka::normalize::{self, Script};
use aka::transliterate::{Romanizer, languages_of};

/// How many pairs of one file are looked at: every so manieth.
const PAIRS_MAX: usize = 4_000;

#[derive(Default)]
struct Count {
    met: usize,
    all: usize,
    misses: Vec<(String, String, String)>,
}

type Counts = BTreeMap<(String, String), Count>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: meet FOLDER [MISSES.tsv]";
    let folder = PathBuf::from(arguments.next().ok_or(usage)?);
    let misses = arguments.next();
    let mut files = Vec::new();
    collect(&folder, &mut files)?;
    let mut counts = Counts::new();
    for file in &files {
        let pairs = pairs(file)?;
        let step = pairs.len().div_ceil(PAIRS_MAX).max(1);
        let set = file.parent().and_then(Path::file_name).unwrap_or_default();
        for (left, right, language) in pairs.iter().step_by(step) {
            count(&set.to_string_lossy(), left, right, language.as_deref(), &mut counts);
        }
    }
    let mut listed = String::from("set\tlanguages\tleft\tright\tnearest\n");
    println!("{:<22}{:<24}{:>8}{:>8}{:>8}", "set", "languages", "pairs", "meet", "share");
    for ((set, languages), count) in &counts {
        let share = 100.0 * count.met as f64 / count.all as f64;
        println!("{set:<22}{languages:<24}{:>8}{:>8}{share:>7.1}%", count.all, count.met);
        for (left, right, nearest) in &count.misses {
            writeln!(listed, "{set}\t{languages}\t{left}\t{right}\t{nearest}")?;
        }
    }
    if let Some(misses) = misses {
        std::fs::write(misses, listed)?;
    }
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    let entries = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut paths = entries.collect::<Result<Vec<PathBuf>, std::io::Error>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.ends_with("variants.csv") || path.ends_with("pairs.csv") {
            files.push(path);
        }
    }
    Ok(())
}

/// Left, right, and the language where the file names one.
type Pair = (String, String, Option<String>);

/// The positive pairs of a file.
fn pairs(file: &Path) -> Result<Vec<Pair>, Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(file)?;
    let headers = reader.headers()?.clone();
    let column = |name: &str| headers.iter().position(|header| header == name);
    let (left, right) = match (column("left"), column("canonical")) {
        (Some(left), _) => (Some(left), column("right")),
        (None, canonical) => (canonical, column("variant")),
    };
    let (label, language) = (column("label"), column("lang"));
    let mut pairs = BTreeSet::new();
    for row in reader.records() {
        let row = row?;
        let field = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default();
        if label.is_none() || field(label) == "1" {
            // `en-kk`: the variant is Kazakh.
            let language = field(language).rsplit('-').next().filter(|code| !code.is_empty());
            pairs.insert((
                field(left).to_owned(),
                field(right).to_owned(),
                language.map(str::to_owned),
            ));
        }
    }
    Ok(pairs.into_iter().collect())
}

/// Counts a pair under the scripts and the language of its words.
fn count(set: &str, left: &str, right: &str, language: Option<&str>, counts: &mut Counts) {
    let (one, other) = (words(left), words(right));
    if one.is_empty() || one.len() != other.len() {
        return;
    }
    let sides = [(&one, None), (&other, language)].map(|(words, language)| {
        let text = words.join(" ");
        let script = Script::of_text(&text).map_or("Zyyy", Script::code);
        let guessed = words.iter().flat_map(|word| languages_of(word)).next();
        match language.or(guessed.filter(|_| script != "Latn")) {
            Some(language) => format!("{script} {language}"),
            None => script.to_owned(),
        }
    });
    let count = counts.entry((set.to_owned(), sides.join(" – "))).or_default();
    count.all += 1;
    // Family name first on one side only is the alignment's business, not the tables'.
    let turned: Vec<String> = other.iter().rev().cloned().collect();
    let meet_in = |other: &[String]| {
        let mut pairs = one.iter().zip(other);
        pairs.all(|(one, other)| meet(one, other, language))
    };
    if meet_in(&other) || meet_in(&turned) {
        count.met += 1;
    } else {
        let first = other.first().map(String::as_str).unwrap_or_default();
        let readings = Romanizer::bundled().readings(first, language);
        let nearest = readings.into_iter().next().map(|reading| reading.text);
        let miss = (left.to_owned(), right.to_owned(), nearest.unwrap_or_default());
        count.misses.push(miss);
    }
}

fn words(name: &str) -> Vec<String> {
    let tokens = normalize::read(name).tokens;
    tokens.into_iter().map(|token| token.text).collect()
}

/// Whether some standard writes the two words alike.
fn meet(left: &str, right: &str, language: Option<&str>) -> bool {
    let romanizer = Romanizer::bundled();
    let latin = |word: &str| Script::of_text(word).is_none_or(|script| script == Script::Latin);
    let spelled = |word: &str| -> BTreeSet<String> {
        let readings = romanizer.readings(word, language).into_iter();
        let cognates = romanizer.cognates(word).into_iter();
        readings
            .map(|reading| plain(&reading.text))
            .chain(cognates.map(|cognate| cognate.text.to_ascii_lowercase()))
            .collect()
    };
    let (one, other) = (spelled(left), spelled(right));
    let accepts = |word: &str, latin: &BTreeSet<String>| {
        let writes = |text: &String| !romanizer.standards_of(word, text, language).is_empty();
        latin.iter().any(writes)
    };
    !one.is_disjoint(&other)
        || (!latin(right) && accepts(right, &one))
        || (!latin(left) && accepts(left, &other))
}

fn plain(text: &str) -> String {
    let ascii = any_ascii::any_ascii(text).to_ascii_lowercase();
    ascii.chars().filter(char::is_ascii_alphanumeric).collect()
}
