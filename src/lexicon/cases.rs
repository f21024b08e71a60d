//! Two words that are one name → whether one is a case form of the other.

use super::lists::skeleton;
use super::paradigms::{Ending, Genders};
use super::word::{Variant, Word};

impl Word {
    /// Whether this word is another with the ending of an oblique case: *Мухаммада* of *Muhammad*. A
    /// word that lists of names know as it stands is none, and the other has to end in a consonant:
    /// the cases of *Asia* and *Asi* are too much alike.
    #[must_use]
    pub fn is_case_of(&self, base: &Self) -> bool {
        let (Some(form), Some(base)) = (self.variants.first(), base.variants.first()) else {
            return false;
        };
        let open = base.plain.ends_with(['a', 'e', 'i', 'o', 'u', 'y']);
        !self.listed && !open && is_case(form, base)
    }

    /// Genders that this word's endings can be read as, given that another is the same person's
    /// name: *Зеленской* beside *Зеленский* is a woman's. What ends as a
    /// woman's name in any language is never a man's alone: *Merklova* is what a Serb calls the
    /// possession of a man.
    pub(crate) fn genders_beside(&self, other: &Self) -> Genders {
        let mut genders = Genders::default();
        let (Some(one), Some(other)) = (self.variants.first(), other.variants.first()) else {
            return genders;
        };
        let womans = other.plain.strip_suffix('a') == Some(one.plain.as_str());
        // The longest endings tell most: -skoy is that of a woman, -oy also that of Nikita.
        let (mut longest, mut is_man) = (0, false);
        for &(i, a) in &one.endings {
            for &(j, b) in &other.endings {
                let shared = a.any() & b.any();
                let man = womans && i > 0 && a.male_nominative & b.female_nominative != 0;
                if shared == 0 || i + j < longest || stem(one, i) != stem(other, j) {
                    continue;
                }
                if i + j > longest {
                    (longest, genders, is_man) = (i + j, Genders::default(), false);
                }
                is_man |= man;
                let male = if a.male & shared != 0 { Genders::MALE } else { Genders::default() };
                let female =
                    if a.female & shared != 0 { Genders::FEMALE } else { Genders::default() };
                genders = genders.or(male).or(female);
            }
        }
        // Яковлев is no case of Яковлева, though a Slovene may say so of several.
        if is_man {
            return Genders::MALE;
        }
        let as_womans = |(letters, end): &(usize, Ending)| *letters > 2 && end.female != 0;
        let either = genders.has_male() && one.endings.iter().any(as_womans);
        if either { genders.or(Genders::FEMALE) } else { genders }
    }

    /// Whether it has a man's ending where another has a woman's in the nominative: *Зорбачёв* beside
    /// *Зорбачева*. *Меркел* beside *Merkel* has none.
    pub(crate) fn is_man_beside(&self, woman: &Self) -> bool {
        let (Some(one), Some(other)) = (self.variants.first(), woman.variants.first()) else {
            return false;
        };
        one.endings.iter().any(|&(i, a)| {
            other.endings.iter().any(|&(j, b)| {
                j > 0
                    && a.male & b.female_nominative & !b.male_nominative != 0
                    && alike(stem(one, i), stem(other, j))
            })
        })
    }
}

/// What is left of a word without so many letters at its end, coarsely spelled.
fn stem(word: &Variant, letters: usize) -> Option<String> {
    word.plain.get(..word.plain.len() - letters).map(skeleton)
}

/// Whether an ending can be cut off each so that like stems are left, coarsely spelled, and the first
/// ending is of an oblique case. A form without an ending is taken for the nominative.
fn is_case(form: &Variant, base: &Variant) -> bool {
    let stem =
        |word: &Variant, letters: usize| word.plain.get(..word.plain.len() - letters).map(skeleton);
    form.endings.iter().filter(|(letters, _)| *letters > 0).any(|&(i, a)| {
        let shorter = base.endings.iter().filter(|(_, b)| is_oblique(a, *b));
        shorter.into_iter().any(|&(j, _)| alike(stem(form, i), stem(base, j)))
    })
}

/// Whether two stems differ in one letter at most.
fn alike(one: Option<String>, other: Option<String>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    let differ = one.bytes().zip(other.bytes()).filter(|(a, b)| a != b).count();
    one.len() == other.len() && differ <= usize::from(one.len() > LETTERS_MIN)
}

/// Stems of so few letters have to be the same.
const LETTERS_MIN: usize = 3;

/// Whether a gender of a shared paradigm has the first ending in oblique cases alone, and the second
/// in the nominative.
fn is_oblique(a: Ending, b: Ending) -> bool {
    let male = a.male & !a.male_nominative & b.male_nominative;
    let female = a.female & !a.female_nominative & b.female_nominative;
    male | female != 0
}

#[cfg(test)]
mod tests {
    use crate::lexicon::{Knowledge, Lexicon};

    #[test]
    fn a_case_is_told_from_its_nominative_in_any_language() {
        let mut lexicon = Lexicon::new(Knowledge::bundled());
        let mut is_case = |form: &str, base: &str| {
            let (form, base) = (lexicon.intern(form), lexicon.intern(base));
            lexicon.prepare();
            lexicon.word(form).is_case_of(lexicon.word(base))
        };
        for (form, base) in [
            ("мухаммада", "muhammad"),
            ("altmaierem", "алтмайер"),
            ("borisovovi", "борисов"),
            ("трампа", "trump"),
        ] {
            assert!(is_case(form, base), "{form} of {base}");
            assert!(!is_case(base, form), "{base} of {form}");
        }
        for (one, other) in
            [("anna", "ann"), ("tereza", "тереза"), ("трамп", "trump"), ("asia", "asi")]
        {
            assert!(!is_case(one, other) && !is_case(other, one), "{one} {other}");
        }
    }

    #[test]
    fn an_ending_beside_another_tells_man_from_woman() {
        let mut lexicon = Lexicon::new(Knowledge::bundled());
        let mut male = |form: &str, other: &str| {
            let (form, other) = (lexicon.intern(form), lexicon.intern(other));
            lexicon.prepare();
            lexicon.word(form).genders_beside(lexicon.word(other)).only_male()
        };
        assert_eq!(male("зеленской", "зеленский"), Some(false));
        for (form, other) in [
            ("навальному", "навальная"),
            ("тихановского", "тихановская"),
            ("кулибаевым", "кулибаева"),
            ("ђоковићу", "ђоковић"),
            ("яковлев", "яковлева"),
        ] {
            assert_eq!(male(form, other), Some(true), "{form} beside {other}");
        }
        for (form, other) in
            [("кулибаева", "кулибаев"), ("зеленской", "зеленская"), ("merklova", "merkel")]
        {
            assert_eq!(male(form, other), None, "{form} beside {other}");
        }
    }
}
