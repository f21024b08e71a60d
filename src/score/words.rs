//! `data/names/forms.txt` → what a word says of whose name it stands in, and where names end.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::normalize::Gender;

/// The table, in the format that it opens with.
const TABLE: &str = include_str!("../../data/names/forms.txt");

/// Forms as they are, and beginnings that any ending may follow.
#[derive(Default)]
struct Forms {
    whole: FxHashSet<&'static str>,
    beginnings: Vec<&'static str>,
}

impl Forms {
    fn has(&self, text: &str) -> bool {
        self.whole.contains(text) || self.beginnings.iter().any(|begins| text.starts_with(begins))
    }
}

#[derive(Default)]
struct Words {
    /// From the first on.
    generations: [Forms; 3],
    before: Forms,
    joined: Forms,
    servants: Forms,
    faith: Forms,
    lords: Forms,
    /// By their last letter, longest first.
    patronymics: FxHashMap<char, Vec<&'static str>>,
    fathers: Forms,
    mothers: Forms,
    after_ben: Forms,
    chinese: Forms,
    chinese_ends: Forms,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        if let (Some(kind), Some(forms)) = (fields.next(), fields.next()) {
            forms.split(", ").for_each(|form| words.add(kind, form));
        }
    }
    for endings in words.patronymics.values_mut() {
        endings.sort_by_key(|ending| std::cmp::Reverse(ending.len()));
    }
    words
});

impl Words {
    fn add(&mut self, kind: &str, form: &'static str) {
        if kind == "patronymic" {
            if let Some(last) = form.chars().next_back() {
                self.patronymics.entry(last).or_default().push(form);
            }
        } else if let Some(forms) = self.of(kind) {
            match form.strip_suffix('*') {
                Some(beginning) => forms.beginnings.push(beginning),
                None => _ = forms.whole.insert(form),
            }
        }
    }

    fn of(&mut self, kind: &str) -> Option<&mut Forms> {
        Some(match kind {
            "first" => &mut self.generations[0],
            "second" => &mut self.generations[1],
            "third" => &mut self.generations[2],
            "before" => &mut self.before,
            "joined" => &mut self.joined,
            "servant" => &mut self.servants,
            "faith" => &mut self.faith,
            "lord" => &mut self.lords,
            "father-of" => &mut self.fathers,
            "mother-of" => &mut self.mothers,
            "after-ben" => &mut self.after_ben,
            "chinese" => &mut self.chinese,
            "chinese-end" => &mut self.chinese_ends,
            _ => return None,
        })
    }
}

/// The generation that a suffix tells of; 0 for none.
pub(super) fn generation(suffix: &str) -> u8 {
    let last = suffix.trim_end_matches('.').split_whitespace().next_back().unwrap_or_default();
    let known = (1..).zip(&WORDS.generations).find(|(_, forms)| forms.has(last));
    known.map_or_else(|| roman(last).unwrap_or(0), |(generation, _)| generation)
}

/// Whether a title tells of a generation: Hungarian puts it first.
pub(super) fn is_generation_before(title: &str) -> bool {
    WORDS.before.has(title.trim_end_matches('.'))
}

/// Whether a word after a hyphen says who is meant of a father and a son: Дауни-старший.
pub(super) fn is_generation_joined(word: &str) -> bool {
    WORDS.joined.has(word)
}

/// Whether a word is the first half of a name like Abd al-Aziz: servant of.
pub(super) fn is_servant(word: &str) -> bool {
    WORDS.servants.has(word)
}

/// Whether a word is the second half of a name like Nur al-Din: of the faith.
pub(super) fn is_faith(word: &str) -> bool {
    WORDS.faith.has(word)
}

/// Whether a word after a servant has no article: Abd Rabbuh, the servant of his Lord.
pub(super) fn is_own_lord(word: &str) -> bool {
    WORDS.lords.has(word)
}

/// The gender that a kunya tells, which begins a name: a father's (Abu) or a mother's (Umm).
pub(super) fn parent(word: &str) -> Option<Gender> {
    match () {
        () if WORDS.fathers.has(word) => Some(Gender::Masculine),
        () if WORDS.mothers.has(word) => Some(Gender::Feminine),
        () => None,
    }
}

/// Whether *Ben* and this word are a family name where nothing stands before them.
pub(super) fn is_surname_after_ben(word: &str) -> bool {
    WORDS.after_ben.has(word)
}

/// The father's name in a patronymic: Арманович, Арманулы and Armanuly are all Arman's. The woman's
/// and the man's form, and their cases, differ in nothing else.
pub(super) fn father(patronymic: &str) -> &str {
    const LETTERS_MIN: usize = 3;
    let last = patronymic.chars().next_back();
    let endings = last.and_then(|last| WORDS.patronymics.get(&last));
    let mut bases = endings.into_iter().flatten().filter_map(|end| patronymic.strip_suffix(end));
    let longest = bases.next();
    longest.filter(|base| base.chars().count() >= LETTERS_MIN).unwrap_or(patronymic)
}

/// Whether a word in Cyrillic is made of Chinese syllables.
pub(super) fn is_chinese_in_cyrillic(word: &str) -> bool {
    let vowel = |letter: char| "аеёиоуыэюя".contains(letter);
    let groups: Vec<&str> = word.split(vowel).collect();
    let last = groups.len() - 1;
    last > 0
        && groups.iter().enumerate().all(|(at, letters)| match at {
            _ if letters.is_empty() => true,
            _ if at == last => WORDS.chinese_ends.has(letters),
            _ => letters.chars().count() < 2 || WORDS.chinese.has(letters),
        })
}

/// A Roman numeral up to 39.
fn roman(text: &str) -> Option<u8> {
    let mut total = 0;
    let mut highest = 0;
    for letter in text.chars().rev() {
        let value: u8 = match letter {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            _ => return None,
        };
        if value < highest {
            total -= value.min(total);
        } else {
            (total, highest) = (total + value, value);
        }
        if total > 39 {
            return None;
        }
    }
    (total > 0).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood() {
        for line in TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 3, "three fields, {line}");
            let known = Words::default().of(fields[0]).is_some() || fields[0] == "patronymic";
            assert!(known, "a known kind, {line}");
        }
    }

    #[test]
    fn words_say_whose_name_it_is() {
        assert_eq!(
            ["jr.", "the elder", "iii", "ältere", "neto", "х"].map(generation),
            [2, 1, 3, 1, 3, 0]
        );
        assert_eq!(
            ["арманович", "арманұлы", "ян", "ович"].map(father),
            ["арман", "арман", "ян", "ович"]
        );
        assert!(is_chinese_in_cyrillic("сюаньцзан") && !is_chinese_in_cyrillic("бастен"));
        assert!(is_generation_joined("старшему") && !is_generation_joined("ältere"));
    }
}
