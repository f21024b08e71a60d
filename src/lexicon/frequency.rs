//! Tables of bearers per culture → how likely a word is as a name, and what kind of name it is.
//!
//! The lists are kept by *skeleton*: a coarser spelling under which the usual romanizations of one
//! name fall together, so that Mohammed's figure serves Muhammad. Abjad words, which leave vowels
//! out, have a skeleton of consonants.

use rustc_hash::FxHashMap;

use super::paradigms::Genders;
use crate::transliterate::Romanizer;

/// Share of all persons that one culture is taken to be, when it is not known which one it is.
const CULTURE_SHARE: f64 = 0.2;

/// What the lists say of one word.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Usage {
    /// Probability that a person's given, family or patronymic name is this word.
    pub(crate) given: f64,
    pub(crate) family: f64,
    pub(crate) patronymic: f64,
    pub(crate) genders: Genders,
}

impl Usage {
    /// Probability that a name word is this one, whatever its part.
    pub(crate) fn any(&self) -> f64 {
        self.given.max(self.family).max(self.patronymic)
    }

    fn join(&mut self, other: &Self) {
        self.given = self.given.max(other.given);
        self.family = self.family.max(other.family);
        self.patronymic = self.patronymic.max(other.patronymic);
        self.genders = self.genders.or(other.genders);
    }
}

/// Usage by skeleton, and by consonant skeleton.
#[derive(Debug, Default)]
pub(crate) struct Frequencies {
    words: FxHashMap<String, Usage>,
    consonants: FxHashMap<String, Usage>,
}

impl Frequencies {
    /// Reads the files of `data/names/frequency`, given as name and text.
    pub(crate) fn parse(files: &[(&str, &str)], romanizer: &Romanizer) -> Self {
        let mut frequencies = Self::default();
        for (file, text) in files {
            let stem = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".txt");
            let part = stem.rsplit('-').next().unwrap_or_default();
            for line in text.lines().filter(|line| !line.starts_with(['#', '@'])) {
                frequencies.read(line, part, romanizer);
            }
        }
        frequencies
    }

    fn read(&mut self, line: &str, part: &str, romanizer: &Romanizer) {
        let mut fields = line.split('\t').map(str::trim);
        let (Some(name), Some(Ok(bearers))) = (fields.next(), fields.next().map(str::parse::<f64>))
        else {
            return;
        };
        let probability = bearers / 1e5 * CULTURE_SHARE;
        let mut usage = Usage::default();
        match part {
            "given" => usage.given = probability,
            "patronymic" => usage.patronymic = probability,
            _ => usage.family = probability,
        }
        usage.genders = match fields.next() {
            Some("m") => Genders::MALE,
            Some("f") => Genders::FEMALE,
            _ => Genders::default(),
        };
        for word in name.to_lowercase().split([' ', '-']).filter(|word| !word.is_empty()) {
            let plain = romanizer.cognate(word);
            self.words.entry(skeleton(&plain)).or_default().join(&usage);
            self.consonants.entry(consonants(&plain)).or_default().join(&usage);
        }
    }

    /// What is known of a word in cognate romanization.
    pub(crate) fn usage(&self, plain: &str) -> Option<&Usage> {
        self.words.get(&skeleton(plain))
    }

    /// What is known of the words that have these consonants.
    pub(crate) fn usage_of_consonants(&self, plain: &str) -> Option<&Usage> {
        self.consonants.get(&consonants(plain))
    }
}

/// The coarser spelling under which usual romanizations of one name fall together.
pub(crate) fn skeleton(plain: &str) -> String {
    const FOLDS: [(&str, &str); 22] = [
        ("shch", "sh"),
        ("sch", "sh"),
        ("tch", "ch"),
        ("dzh", "j"),
        ("zh", "j"),
        ("dj", "j"),
        ("kh", "h"),
        ("ph", "f"),
        ("th", "t"),
        ("ck", "k"),
        ("gh", "g"),
        ("ou", "u"),
        ("oo", "u"),
        ("ee", "i"),
        ("iy", "i"),
        ("ij", "i"),
        ("yi", "i"),
        ("ya", "ia"),
        ("yu", "iu"),
        ("ye", "e"),
        ("ie", "e"),
        ("x", "ks"),
    ];
    let mut folded = String::with_capacity(plain.len());
    let mut rest = plain;
    while let Some(letter) = rest.chars().next() {
        let fold = FOLDS.iter().find(|(from, _)| rest.starts_with(from));
        let (taken, given): (usize, &str) = match fold {
            Some((from, to)) => (from.len(), to),
            None => (letter.len_utf8(), single(letter).unwrap_or(&rest[..letter.len_utf8()])),
        };
        if !folded.ends_with(given) || given.len() > 1 {
            folded.push_str(given);
        }
        rest = &rest[taken..];
    }
    folded
}

fn single(letter: char) -> Option<&'static str> {
    match letter {
        'q' | 'c' => Some("k"),
        'w' => Some("v"),
        'y' => Some("i"),
        _ => None,
    }
}

/// Consonants of a word, the letters of abjads and of Latin folded to the same few.
fn consonants(plain: &str) -> String {
    let folded = skeleton(&plain.replace('W', "sh").replace('J', "zh").replace('c', "ch"));
    let mut kept = String::with_capacity(folded.len());
    for letter in folded.chars() {
        let letter = match letter {
            'a' | 'e' | 'i' | 'o' | 'u' | 'A' | 'E' | 'I' | 'O' | 'w' | 'v' => continue,
            'H' | 'x' => 'h',
            'T' | 'C' => 't',
            'S' => 's',
            'D' => 'd',
            'Z' | 'Q' => 'z',
            'G' => 'g',
            'p' => 'b',
            other => other,
        };
        if !kept.ends_with(letter) {
            kept.push(letter);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_spellings_share_a_skeleton() {
        assert_eq!(skeleton("zhumabaev"), skeleton("jumabaev"));
        assert_eq!(skeleton("kassym"), skeleton("qasym"));
        assert_eq!(skeleton("yuliya"), skeleton("iuliia"));
        assert_ne!(skeleton("maria"), skeleton("marina"));
        assert_eq!(consonants("muhammad"), consonants("mHmd"));
    }
}
