//! Labelled lists of `eval/train` → pairs of name words for the channels, labelled pairs for weights.
//!
//! Only what the lists' README marks as training data is read: of the word variants aligned from
//! Wikidata the languages ru, ar, zh and ja, never fa, el and hy.

use std::path::Path;

use aka::normalize::Script;
use aka::transliterate::Romanizer;
use anyhow::{Context, Result};
use rustc_hash::{FxHashMap, FxHashSet};

/// Word variants of these languages may be learned from.
const LANGUAGES: [&str; 4] = ["ru", "ar", "zh", "ja"];

/// Two spellings of one word, as written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WordPair {
    pub(crate) left: String,
    pub(crate) right: String,
}

/// Two names and whether they are one person's.
#[derive(Debug, Clone)]
pub(crate) struct Labelled {
    pub(crate) left: String,
    pub(crate) right: String,
    pub(crate) same: bool,
    pub(crate) kind: String,
}

fn records(path: &Path) -> Result<Vec<FxHashMap<String, String>>> {
    let mut reader =
        csv::Reader::from_path(path).with_context(|| format!("reading {}", path.display()))?;
    let headers = reader.headers()?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.with_context(|| format!("reading {}", path.display()))?;
        let row = headers.iter().zip(record.iter());
        rows.push(row.map(|(header, cell)| (header.to_owned(), cell.to_owned())).collect());
    }
    Ok(rows)
}

/// Word variants aligned from Wikidata, Latin on the right, without those that the weights are
/// fitted on: a weight must see costs as unseen words have them.
pub(crate) fn wikidata_words(train: &Path) -> Result<Vec<WordPair>> {
    let rows = records(&train.join("wd_translit_dev/variants.csv"))?;
    let held: FxHashSet<(String, String)> = labelled(train, "wd_translit_dev")?
        .into_iter()
        .map(|pair| (pair.left, pair.right))
        .collect();
    Ok(rows
        .into_iter()
        .filter(|row| LANGUAGES.contains(&row["lang"].as_str()))
        .filter(|row| !held.contains(&(row["canonical"].clone(), row["variant"].clone())))
        .map(|row| WordPair { left: row["variant"].clone(), right: row["canonical"].clone() })
        .filter(|pair| pair.left != pair.right)
        .collect())
}

/// Labelled pairs of one list.
pub(crate) fn labelled(train: &Path, list: &str) -> Result<Vec<Labelled>> {
    let rows = records(&train.join(list).join("pairs.csv"))?;
    Ok(rows
        .into_iter()
        .map(|row| Labelled {
            left: row["left"].clone(),
            right: row["right"].clone(),
            same: row["label"] == "1",
            kind: row["kind"].clone(),
        })
        .collect())
}

/// Names of a clustered list, grouped by person.
pub(crate) fn persons(train: &Path, list: &str) -> Result<Vec<Vec<String>>> {
    let rows = records(&train.join(list).join("mentions.csv"))?;
    let mut persons: std::collections::BTreeMap<String, Vec<String>> = Default::default();
    for row in rows {
        persons.entry(row["person_id"].clone()).or_default().push(row["name"].clone());
    }
    Ok(persons.into_values().collect())
}

/// Words of two names of one person that are near enough to be spellings of one another.
pub(crate) fn align_words(left: &str, right: &str) -> Vec<WordPair> {
    let romanizer = Romanizer::bundled();
    let ready = |name: &str| -> Vec<(String, String)> {
        words(name).map(|word| (romanizer.cognate(&word), word)).collect()
    };
    let (lefts, rights) = (ready(left), ready(right));
    let mut pairs = Vec::new();
    for (plain, word) in &lefts {
        if plain.len() < 3 {
            continue;
        }
        let best = rights
            .iter()
            .map(|(other_plain, other)| (near(plain, other_plain), other))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((nearness, other)) = best
            && nearness >= NEAR_ENOUGH
        {
            pairs.push(WordPair { left: word.clone(), right: other.clone() });
        }
    }
    pairs
}

/// Words of a name, in lower case.
pub(crate) fn words(name: &str) -> impl Iterator<Item = String> {
    let lower = name.to_lowercase();
    let words: Vec<String> = lower
        .split(|letter: char| letter.is_whitespace() || ",.-()\"·".contains(letter))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.into_iter()
}

/// Least similarity at which two words count as aligned.
const NEAR_ENOUGH: f64 = 0.6;

/// Similarity of two romanized words in 0–1, vowels counted half: abjads leave them out.
fn near(left: &str, right: &str) -> f64 {
    let bare = |word: &str| -> String {
        word.to_lowercase().chars().filter(|letter| !"aeiouy".contains(*letter)).collect()
    };
    let whole = strsim::normalized_levenshtein(left, right);
    let consonants = strsim::normalized_levenshtein(&bare(left), &bare(right));
    (whole + consonants) / 2.0
}

/// Whether the word is written in Latin letters.
pub(crate) fn is_latin(word: &str) -> bool {
    Script::of_text(word) == Some(Script::Latin)
}

/// The lines of a frequency list, but for its rarer names: of these there are as many as somebody wrote
/// down, and more for one people than for another.
fn common(text: &str) -> impl Iterator<Item = &str> {
    let common = text.lines().take_while(|line| *line != "@rarer");
    common.filter(|line| !line.starts_with(['#', '@']))
}

/// Names of the bundled frequency lists for one part (`given`, `family`), in Latin letters.
pub(crate) fn frequent(part: &str) -> Result<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/names/frequency");
    let mut names = Vec::new();
    let entries =
        std::fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        if !stem.is_some_and(|stem| stem.ends_with(part)) {
            continue;
        }
        let text = std::fs::read_to_string(&path)?;
        names.extend(
            common(&text).filter_map(|line| line.split('\t').next()).map(str::to_lowercase),
        );
    }
    names.retain(|name| is_latin(name) && !name.contains(' '));
    names.sort();
    names.dedup();
    Ok(names)
}

/// Names of one bundled frequency list in other scripts than Latin, of two characters each where
/// a list of Chinese names has them one by one.
pub(crate) fn native(list: &str) -> Result<Vec<String>> {
    const NEXT: usize = 5;
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../data/names/frequency")
        .join(format!("{list}.txt"));
    let text =
        std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let names: Vec<&str> = common(&text)
        .filter_map(|line| line.split('\t').next())
        .filter(|name| !is_latin(name) && !name.contains(' '))
        .collect();
    let mut all: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    if list == "chinese-given" {
        let single: Vec<&&str> = names.iter().filter(|name| name.chars().count() == 1).collect();
        for offset in 1..=NEXT {
            let next = single.iter().cycle().skip(offset * offset);
            all.extend(single.iter().zip(next).map(|(one, other)| format!("{one}{other}")));
        }
    }
    all.sort();
    all.dedup();
    Ok(all)
}

/// Words of names whose usual spellings a bundled list of a language without vowels has.
pub(crate) fn vocalized(language: &str) -> Result<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../data/names/vocalized")
        .join(format!("{language}.txt"));
    let text =
        std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let words = text.lines().filter(|line| !line.starts_with(['#', '@']));
    let words = words.filter_map(|line| line.split('\t').next());
    let mut words: Vec<String> =
        words.filter(|word| !word.is_empty() && !word.contains(' ')).map(str::to_owned).collect();
    words.sort();
    words.dedup();
    Ok(words)
}

/// Whether a word is written in Han or Hangul.
pub(crate) fn is_east_asian(word: &str) -> bool {
    matches!(Script::of_text(word), Some(Script::Han | Script::Hangul))
}

/// The number of the romanized name most like the one with this number, and not the same.
pub(crate) fn nearest_of(at: usize, plain: &[String]) -> Option<usize> {
    const ALIKE: std::ops::Range<f64> = 0.5..0.95;
    let nearness = |other: usize| strsim::normalized_damerau_levenshtein(&plain[at], &plain[other]);
    (0..plain.len())
        .filter(|&other| other != at)
        .map(|other| (nearness(other), other))
        .filter(|(nearness, _)| ALIKE.contains(nearness))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
        .map(|(_, other)| other)
}

/// The name most like this one, and not the same to the ear.
pub(crate) fn nearest<'a>(name: &str, known: &'a [String]) -> Option<&'a str> {
    const ALIKE: std::ops::Range<f64> = 0.55..0.95;
    let own = Romanizer::bundled().cognate(name);
    let best = known
        .iter()
        .filter(|other| other.chars().next() == name.chars().next() || other.len() == name.len())
        .map(|other| (strsim::normalized_damerau_levenshtein(&own, other), other))
        .filter(|(nearness, other)| ALIKE.contains(nearness) && **other != own)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))?;
    Some(best.1)
}
