//! The tables of names and nicknames → cultures: what people are called, and in which languages
//! others write of them.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};

use crate::dice::Dice;
use crate::pool::{Pool, Tail};

/// How a name goes on after the given name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Middle {
    /// Nothing.
    None,
    /// Russian patronymics: Иванович, Ивановна.
    Russian,
    /// Ukrainian ones: Іванович, Іванівна.
    Ukrainian,
    /// Kazakh ones, old and new: Серікұлы, Серикович.
    Kazakh,
    /// Father's name and a word for son or daughter: Rəşad oğlu.
    Son([&'static str; 2]),
    /// The father's name as it is.
    Father,
    /// Another given name.
    Second,
    /// The mother's family name, after the father's.
    Mother,
}

/// Into which letters a language that is not the culture's own puts its names first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letters {
    /// As they are.
    Own,
    /// Russian ones, as Russian offices have it.
    Russian,
    /// The culture's own other alphabet.
    Cyrillic,
}

/// People who are called alike.
#[derive(Debug)]
pub(crate) struct Culture {
    pub(crate) code: &'static str,
    pub(crate) middle: Middle,
    /// Share of persons, relative to others.
    weight: f64,
    /// Letters in which its names also go round: of Russian, or its own Cyrillic.
    pub(crate) second: Letters,
    /// Family name first where the culture's own language is written.
    pub(crate) family_first: bool,
    /// Names of one piece: Chinese and others write them without a space.
    pub(crate) joined: bool,
    pub(crate) given: Pool,
    pub(crate) family: Pool,
}

/// What is in the repository of a culture: code, stem of its tables of given and of family names,
/// weight.
type Row = (&'static str, &'static str, &'static str, f64, Middle, Letters);

const CULTURES: [Row; 26] = [
    ("ru", "russian", "russian", 15.0, Middle::Russian, Letters::Own),
    ("kk", "kazakh", "kazakh", 12.0, Middle::Kazakh, Letters::Russian),
    ("uk", "ukrainian", "ukrainian", 7.0, Middle::Ukrainian, Letters::Russian),
    ("be", "russian", "belarusian", 3.0, Middle::Russian, Letters::Own),
    ("uz", "uzbek", "uzbek", 5.0, Middle::Son(["oʻgʻli", "qizi"]), Letters::Cyrillic),
    ("ky", "kyrgyz", "kyrgyz", 4.0, Middle::Russian, Letters::Russian),
    ("tg", "tajik", "tajik", 3.0, Middle::Russian, Letters::Russian),
    ("az", "azerbaijani", "azerbaijani", 4.0, Middle::Son(["oğlu", "qızı"]), Letters::Russian),
    ("ka", "georgian", "georgian", 3.0, Middle::None, Letters::Own),
    ("hy", "armenian", "armenian", 3.0, Middle::None, Letters::Own),
    ("tr", "turkish", "turkish", 4.0, Middle::Second, Letters::Own),
    ("fa", "persian", "persian", 3.0, Middle::None, Letters::Own),
    ("ar", "arabic", "arabic", 4.0, Middle::Father, Letters::Own),
    ("he", "hebrew", "hebrew", 2.0, Middle::None, Letters::Own),
    ("el", "greek", "greek", 2.0, Middle::None, Letters::Own),
    ("bg", "bulgarian", "bulgarian", 2.0, Middle::None, Letters::Own),
    ("sr", "serbo-croatian", "serbo-croatian", 2.0, Middle::None, Letters::Cyrillic),
    ("pl", "polish", "polish", 3.0, Middle::Second, Letters::Own),
    ("cs", "czech", "czech", 1.5, Middle::None, Letters::Own),
    ("de", "german", "german", 3.0, Middle::Second, Letters::Own),
    ("fr", "french", "french", 2.0, Middle::Second, Letters::Own),
    ("es", "spanish", "spanish", 3.0, Middle::Mother, Letters::Own),
    ("en", "english", "english", 8.0, Middle::Second, Letters::Own),
    ("zh", "chinese", "chinese", 3.0, Middle::None, Letters::Own),
    ("ko", "korean", "korean", 2.0, Middle::None, Letters::Own),
    ("ja", "japanese", "japanese", 2.0, Middle::None, Letters::Own),
];

/// All cultures, and what their names' bearers are called by friends.
#[derive(Debug)]
pub(crate) struct Cultures {
    pub(crate) all: Vec<Culture>,
    nicknames: BTreeMap<String, Vec<String>>,
}

impl Cultures {
    /// Reads the tables under `data`, the folder of the repository.
    pub(crate) fn read(data: &Path, seed: u64) -> Result<Self> {
        let mut all = Vec::new();
        for (number, row) in CULTURES.into_iter().enumerate() {
            all.push(culture(data, row, seed ^ (number as u64 + 1))?);
        }
        Ok(Self { all, nicknames: nicknames(&data.join("names/relations"))? })
    }

    /// A culture by its weight.
    pub(crate) fn draw(&self, dice: &mut Dice) -> usize {
        let total: f64 = self.all.iter().map(|culture| culture.weight).sum();
        let mut at = dice.unit() * total;
        for (number, culture) in self.all.iter().enumerate() {
            at -= culture.weight;
            if at < 0.0 {
                return number;
            }
        }
        0
    }

    /// What friends call the bearer of a given name, in its own letters.
    pub(crate) fn nickname(&self, given: &str, dice: &mut Dice) -> Option<String> {
        dice.pick(self.nicknames.get(given)?).cloned()
    }
}

fn culture(data: &Path, row: Row, seed: u64) -> Result<Culture> {
    let (code, given, family, weight, middle, second) = row;
    let read = |stem: &str, kind: &str, tail: (Tail, f64)| -> Result<Pool> {
        let path = data.join(format!("names/frequency/{stem}-{kind}.txt"));
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("reading {}", path.display()))?;
        Pool::read(&text, tail, seed).with_context(|| path.display().to_string())
    };
    let joined = matches!(code, "zh" | "ko" | "ja");
    // Names of these scripts are not made letter by letter.
    let (givens, families) = match code {
        "zh" | "ko" => ((Tail::Characters, 0.8), (Tail::Letters, 0.0)),
        "ja" => ((Tail::Characters, 0.4), (Tail::Letters, 0.0)),
        "ar" => ((Tail::Letters, 0.0), (Tail::Endings(&["", "ي", "اوي", "اني"]), 0.5)),
        "fa" => ((Tail::Letters, 0.0), (Tail::Endings(&["زاده", "پور", "نیا", "نژاد"]), 0.5)),
        "he" => ((Tail::Letters, 0.0), (Tail::Endings(&["", "י", "סון", "מן"]), 0.5)),
        _ => ((Tail::Letters, 0.1), (Tail::Letters, 1.0)),
    };
    Ok(Culture {
        code,
        middle,
        weight,
        second,
        family_first: joined,
        joined,
        given: read(given, "given", givens)?,
        family: read(family, "family", families)?,
    })
}

/// Full names with their nicknames, as the tables of relations have them.
fn nicknames(folder: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut paths = Vec::new();
    for entry in
        std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?
    {
        paths.push(entry?.path());
    }
    paths.sort();
    for path in paths {
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("reading {}", path.display()))?;
        if !text.contains("@relation nickname") {
            continue;
        }
        for line in text.lines().filter(|line| !line.starts_with(['#', '@'])) {
            if let Some((full, short)) = line.split_once(':') {
                let short = short.split(',').take(4).map(|name| name.trim().to_owned());
                found.entry(full.trim().to_owned()).or_default().extend(short);
            }
        }
    }
    Ok(found)
}
