//! Pairs of spellings of one name, in CSV files → how many of them some standard explains, by
//! language pair; the misses go to a file, so that the next table to write is obvious.
//!
//! `cargo run --release --example meet -- FOLDER [MISSES.tsv]`: every `variants.csv` (columns
//! `canonical,variant,lang,script`) and `pairs.csv` (`left,right,label,kind`) below the folder.
//! Two words meet if a table of the word's language can write the one as the other, marks and
//! apostrophes aside. Names that differ in their number of words are left out.
//!
//! Columns: pairs of one name; the share that standards, habits and lists explain; the share when
//! tables of guesses (how a foreign name may have been spelled) count too; pairs of different names
//! (label 0), and the share of these that meet with the guesses, which is what they cost.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use aka::normalize::{self, Script};
use aka::transliterate::{Kind, Romanizer, languages_of};

/// How many pairs of one file are looked at: every so manieth.
const PAIRS_MAX: usize = 4_000;

#[derive(Default)]
struct Count {
    /// Of one name: by standards and habits, with guesses, all.
    met: usize,
    guessed: usize,
    all: usize,
    /// Of different names: that meet, all.
    wrongly: usize,
    different: usize,
    misses: Vec<(String, String, String)>,
}

/// How two words meet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Meeting {
    Standard,
    Guess,
    None,
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
        for pair in pairs.iter().step_by(step) {
            count(&set.to_string_lossy(), pair, &mut counts);
        }
    }
    let mut listed = String::from("set\tlanguages\tleft\tright\tnearest\n");
    print!("{:<22}{:<24}{:>8}{:>10}", "set", "languages", "pairs", "standards");
    println!("{:>9}{:>11}{:>7}", "guesses", "different", "meet");
    for ((set, languages), count) in &counts {
        let [met, guessed] = [count.met, count.guessed].map(|found| share(found, count.all));
        let wrongly = share(count.wrongly, count.different);
        print!("{set:<22}{languages:<24}{:>8}{met:>10}{guessed:>9}", count.all);
        println!("{:>11}{wrongly:>7}", count.different);
        for (left, right, nearest) in &count.misses {
            writeln!(listed, "{set}\t{languages}\t{left}\t{right}\t{nearest}")?;
        }
    }
    if let Some(misses) = misses {
        std::fs::write(misses, listed)?;
    }
    Ok(())
}

fn share(part: usize, all: usize) -> String {
    if all == 0 { "–".to_owned() } else { format!("{:.1}%", 100.0 * part as f64 / all as f64) }
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

/// Left, right, the language where the file names one, and whether it is one name.
type Pair = (String, String, Option<String>, bool);

/// The pairs of a file.
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
        // `en-kk`: the variant is Kazakh.
        let language = field(language).rsplit('-').next().filter(|code| !code.is_empty());
        let same = label.is_none() || field(label) == "1";
        let (left, right) = (field(left).to_owned(), field(right).to_owned());
        pairs.insert((left, right, language.map(str::to_owned), same));
    }
    Ok(pairs.into_iter().collect())
}

/// Counts a pair under the scripts and the language of its words.
fn count(set: &str, (left, right, language, same): &Pair, counts: &mut Counts) {
    let language = language.as_deref();
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
    // Family name first on one side only is the alignment's business, not the tables'.
    let turned: Vec<String> = other.iter().rev().cloned().collect();
    let meet_in = |other: &[String]| {
        let pairs = one.iter().zip(other);
        pairs.map(|(one, other)| meet(one, other, language)).max().unwrap_or(Meeting::None)
    };
    let meeting = meet_in(&other).min(meet_in(&turned));
    if !same {
        count.different += 1;
        count.wrongly += usize::from(meeting != Meeting::None);
        return;
    }
    count.all += 1;
    count.met += usize::from(meeting == Meeting::Standard);
    count.guessed += usize::from(meeting != Meeting::None);
    if meeting == Meeting::None {
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

/// Whether some table writes the two words alike.
fn meet(left: &str, right: &str, language: Option<&str>) -> Meeting {
    let romanizer = Romanizer::bundled();
    let latin = |word: &str| Script::of_text(word).is_none_or(|script| script == Script::Latin);
    let spelled = |word: &str| -> BTreeMap<String, Meeting> {
        let cognates = romanizer.cognates(word).into_iter();
        let mut spelled: BTreeMap<String, Meeting> = cognates
            .map(|cognate| (cognate.text.to_ascii_lowercase(), Meeting::Standard))
            .collect();
        for reading in romanizer.readings(word, language) {
            let meeting = by(reading.kind);
            let known = spelled.entry(plain(&reading.text)).or_insert(meeting);
            *known = meeting.min(*known);
        }
        spelled
    };
    let (one, other) = (spelled(left), spelled(right));
    let accepts = |word: &str, latin: &BTreeMap<String, Meeting>| {
        let tables = latin.iter().flat_map(|(text, meeting)| {
            let tables = romanizer.standards_of(word, text, language);
            tables.into_iter().map(|table| by(table.kind()).max(*meeting))
        });
        tables.min().unwrap_or(Meeting::None)
    };
    let shared = one.iter().filter_map(|(text, meeting)| Some(*other.get(text)?.max(meeting)));
    let mut best = shared.min().unwrap_or(Meeting::None);
    if best > Meeting::Standard && !latin(right) {
        best = best.min(accepts(right, &one));
    }
    if best > Meeting::Standard && !latin(left) {
        best = best.min(accepts(left, &other));
    }
    best
}

fn by(kind: Kind) -> Meeting {
    if kind == Kind::Hypothesis { Meeting::Guess } else { Meeting::Standard }
}

fn plain(text: &str) -> String {
    let ascii = any_ascii::any_ascii(text).to_ascii_lowercase();
    ascii.chars().filter(char::is_ascii_alphanumeric).collect()
}
