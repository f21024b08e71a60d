//! `data/names/relatives.txt` → whether a text between two names counts them as two, and whether a
//! role makes somebody a relative.

use std::ops::BitOr;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::firm::is_unspaced;

/// The table, in the format that it opens with.
const TABLE: &str = include_str!("../../data/names/relatives.txt");

/// Words of a form, and letters of a case ending.
const WORDS_MAX: usize = 3;
const ENDING_MAX: usize = 4;

/// What a word can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Uses(u8);

impl Uses {
    const NONE: Self = Self(0);
    const KIN: Self = Self(1);
    const SEVERAL: Self = Self(2);
    const AND: Self = Self(4);
    const BETWEEN: Self = Self(8);

    fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Uses {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Words of kinship, and words that stand between the names of relatives.
#[derive(Debug, Default)]
pub(super) struct Relatives {
    /// What a form is in which languages.
    whole: FxHashMap<&'static str, Vec<(Uses, &'static str)>>,
    /// The same for forms that a case ending may follow.
    stems: FxHashMap<&'static str, Vec<(Uses, &'static str)>>,
}

/// What stands between two names that are counted one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Between {
    /// An *and*: without it, commas alone may set a name beside its own spelling.
    pub(super) and: bool,
    /// A relative.
    pub(super) kin: bool,
}

static BUNDLED: LazyLock<Relatives> = LazyLock::new(|| {
    let mut table = Relatives::default();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let (Some(kind), Some(forms), Some(languages)) =
            (columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        let uses = match kind {
            "kin" => Uses::KIN,
            "several" => Uses::SEVERAL,
            "and" => Uses::AND,
            "between" => Uses::BETWEEN,
            _ => Uses::NONE,
        };
        for form in forms.split(", ") {
            let (forms, form) = match form.strip_suffix('*') {
                Some(stem) => (&mut table.stems, stem),
                None => (&mut table.whole, form),
            };
            forms.entry(form).or_default().push((uses, languages));
        }
    }
    table
});

impl Relatives {
    pub(super) fn bundled() -> &'static Self {
        &BUNDLED
    }

    /// What a form can be: in its language where the table knows it in that, else in any.
    fn uses(&self, form: &str, language: Option<&str>) -> Uses {
        let ends = form.char_indices().rev().map(|(at, _)| at);
        let stems = ends.take(ENDING_MAX).chain([form.len()]).filter_map(|at| form.get(..at));
        let stems = stems.filter_map(|stem| self.stems.get(stem));
        let found = || self.whole.get(form).into_iter().chain(stems.clone()).flatten();
        let own = language.and_then(|tag| tag.split(['-', '_']).next()).unwrap_or_default();
        let in_own = |languages: &str| languages.split(", ").any(|known| known == own);
        let all = |own: bool| {
            let uses = found().filter(|(_, languages)| !own || in_own(languages));
            uses.fold(Uses::NONE, |all, (uses, _)| all | *uses)
        };
        Some(all(true)).filter(|uses| *uses != Uses::NONE).unwrap_or_else(|| all(false))
    }

    /// What the words at the head of `words` are as one form, and how many they are.
    fn head(&self, words: &[&str], language: Option<&str>) -> Option<(Uses, usize)> {
        (1..=WORDS_MAX.min(words.len())).rev().find_map(|count| {
            let uses = self.uses(&words[..count].join(" "), language);
            (uses != Uses::NONE).then_some((uses, count))
        })
    }

    /// What a word is that is written in one with others: `وابنه`, `の妻`.
    fn in_one(&self, word: &str, language: Option<&str>) -> Option<Uses> {
        if let Some(rest) = word.strip_prefix(['و', 'ו']) {
            let uses = self.uses(rest, language);
            return uses.has(Uses::KIN | Uses::SEVERAL).then_some(uses | Uses::AND);
        }
        if !word.chars().all(is_unspaced) {
            return None;
        }
        let (mut rest, mut all) = (word, Uses::NONE);
        while !rest.is_empty() {
            let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8());
            let found = ends.take(ENDING_MAX).filter_map(|at| {
                let uses = self.uses(&rest[..at], language);
                (uses != Uses::NONE).then_some((at, uses))
            });
            let (at, uses) = found.last()?;
            all = all | uses;
            rest = &rest[at..];
        }
        Some(all)
    }

    /// What stands between two names, if nothing else does than commas and words that count them or
    /// call one of them a relative.
    pub(super) fn between(&self, gap: &str, language: Option<&str>) -> Option<Between> {
        let lower = gap.to_lowercase();
        let known = |c: char| c.is_alphanumeric() || c.is_whitespace() || MARKS.contains(c);
        if lower.len() > GAP_MAX || !lower.chars().all(known) {
            return None;
        }
        let words = words_of(&lower);
        let (mut at, mut all) = (0, Uses::NONE);
        if lower.contains('&') {
            all = Uses::AND;
        }
        while at < words.len() {
            let (uses, count) = match self.head(&words[at..], language) {
                Some(found) => found,
                None => (self.in_one(words[at], language)?, 1),
            };
            // Brothers before the next names are not those of the name before.
            if uses.has(Uses::SEVERAL) && words.len() == count {
                return None;
            }
            all = all | uses;
            at += count;
        }
        let kin = all.has(Uses::KIN);
        let and = all.has(Uses::AND);
        let commas = words.is_empty() && lower.contains(COMMAS);
        let opened = lower.contains(['(', ')', '（', '）']);
        (kin || (!opened && (and || commas))).then_some(Between { and, kin })
    }

    /// Whether a text ends with what relatives are called before their names.
    pub(super) fn ends_with_several(&self, before: &str, language: Option<&str>) -> bool {
        let lower = before.to_lowercase();
        let bare = lower.trim_end_matches(|c: char| c.is_whitespace() || c == ':');
        let last = words_of(bare).pop().filter(|word| bare.ends_with(word));
        last.is_some_and(|word| {
            let ends = || word.char_indices().map(|(at, _)| &word[at..]);
            self.uses(word, language).has(Uses::SEVERAL)
                || word.chars().all(is_unspaced)
                    && ends().any(|end| self.uses(end, language).has(Uses::SEVERAL))
        })
    }

    /// Whether a role makes somebody the relative of another.
    pub(super) fn calls_relative(&self, role: &str, language: Option<&str>) -> bool {
        let lower = role.to_lowercase();
        let words = words_of(&lower);
        let is_kin = |text: &str| self.uses(text, language).has(Uses::KIN);
        let spaced = (0..words.len()).any(|at| {
            (1..=WORDS_MAX.min(words.len() - at))
                .any(|count| is_kin(&words[at..at + count].join(" ")))
        });
        spaced || words.iter().any(|word| self.ends_with_kin(word, language))
    }

    /// Of a word written without spaces, whether it ends with a relative: one of two characters, or
    /// of one after what says whose (`の妹`).
    fn ends_with_kin(&self, word: &str, language: Option<&str>) -> bool {
        let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
        let (true, [.., before, last]) = (word.chars().all(is_unspaced), &starts[..]) else {
            return false;
        };
        let is = |text: &str, uses| self.uses(text, language).has(uses);
        is(&word[*before..], Uses::KIN)
            || is(&word[*last..], Uses::KIN) && is(&word[*before..*last], Uses::BETWEEN)
    }
}

/// A longer text between two names says more than that they are two.
const GAP_MAX: usize = 80;
const COMMAS: [char; 5] = [',', ';', '،', '、', '，'];
/// What may stand there beside words.
const MARKS: &str = ",;،、，؛&()（）-–—.'’";

/// Words, with hyphens inside and apostrophes between letters.
fn words_of(text: &str) -> Vec<&str> {
    let is_part = |c: char| c.is_alphanumeric() || "-'’ʻʼ".contains(c);
    let words = text.split(move |c| !is_part(c));
    words
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::Script;

    #[test]
    fn every_line_of_the_table_is_read_and_no_form_mixes_scripts() {
        for line in TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let columns: Vec<&str> = line.split('\t').collect();
            assert_eq!(columns.len(), 3, "{line}");
            assert!(["kin", "several", "and", "between"].contains(&columns[0]), "{line}");
            for form in columns[1].split(", ") {
                let scripts: Vec<Script> = form.chars().filter_map(Script::of).collect();
                let one = |script: &Script| {
                    *script == scripts[0] || [*script, scripts[0]].contains(&Script::Han)
                };
                assert!(form == "&" || !scripts.is_empty() && scripts.iter().all(one), "{form}");
                assert_eq!(form, form.to_lowercase(), "{form}");
            }
        }
    }

    #[test]
    fn what_counts_two_names_and_what_does_not() {
        let found = |gap: &str| Relatives::bundled().between(gap, None);
        for gap in [
            " and ",
            ", and his son ",
            "'s younger brother ",
            ", wife of ",
            " и его брат ",
            " та його син ",
            " i jego syn ",
            " und seine Ehefrau ",
            " et son fils ",
            " ve kardeşi ",
            " мен оның ұлы ",
            " وابنه ",
            " ואחיו ",
            "和其妻",
            "の妹",
            " (her husband) ",
            " & ",
        ] {
            assert!(found(gap).is_some_and(|found| found.and || found.kin), "{gap}");
        }
        for gap in [
            " ",
            " said that ",
            " (",
            ") ",
            " alias ",
            ". ",
            " and the lawyer ",
            " или ",
            " братья ",
        ] {
            assert_eq!(found(gap), None, "{gap}");
        }
        assert_eq!(found(", "), Some(Between { and: false, kin: false }));
    }

    #[test]
    fn what_makes_somebody_a_relative() {
        let table = Relatives::bundled();
        let cases = [
            ("brother of Erman", None),
            ("wife", Some("en")),
            ("брат председника", Some("sr")),
            ("Cumhurbaşkanı'nın eşi", Some("tr")),
            ("сестра обвиняемого", None),
            ("金正恩の妹", Some("ja")),
            ("总统的妻子", Some("zh")),
        ];
        for (role, language) in cases {
            assert!(table.calls_relative(role, language), "{role}");
        }
        for role in
            ["defendant", "president of China", "адвокат", "тренер женской сборной", "cofounder"]
        {
            assert!(!table.calls_relative(role, None), "{role}");
        }
    }
}
