//! Two words → whether their letters leave room for their being one name, told sooner than by the
//! channel: by edit distance, in a word's bits (Myers 1999, "A fast bit-vector algorithm for
//! approximate string matching based on dynamic programming"; Hyyrö 2003).

use std::cmp::Ordering;

use rayon::prelude::*;

use super::channel::WORD_LETTERS_MAX;
use super::word::{Word, Writing};

/// How far words are apart that surely are not one name, and those that a table relates.
const FAR: f32 = 2.0;
const RELATED: f32 = 0.5;

/// The words of a lexicon, made ready to be told apart.
#[derive(Debug)]
pub(crate) struct Screen {
    writings: Vec<Writing>,
    /// Romanizations of all words, and where those of each begin; one more at the end.
    sounds: Vec<Sounds>,
    starts: Vec<u32>,
    /// Groups of relations of all words, each word's in order, and where they begin.
    groups: Vec<u32>,
    group_starts: Vec<u32>,
}

impl Screen {
    pub(crate) fn new(words: &[Word]) -> Self {
        let of_words: Vec<(Vec<Sounds>, Vec<u32>)> =
            words.par_iter().map(|word| (Sounds::of_word(word), word.groups())).collect();
        let mut screen = Self {
            writings: words.iter().map(|word| word.writing).collect(),
            sounds: Vec::with_capacity(words.len()),
            starts: vec![0],
            groups: Vec::new(),
            group_starts: vec![0],
        };
        for (sounds, groups) in of_words {
            screen.sounds.extend(sounds);
            screen.starts.push(screen.sounds.len() as u32);
            screen.groups.extend(groups);
            screen.group_starts.push(screen.groups.len() as u32);
        }
        screen
    }

    /// Whether two words may be one name: by their letters, or by a table that relates them.
    pub(crate) fn lets(&self, one: u32, other: u32) -> bool {
        self.apart(one, other) <= 1.0
    }

    /// How far two words are apart, by their letters: 0 for the same, 1 where there is just room for
    /// their being one name. What a table relates is half as far at most.
    pub(crate) fn apart(&self, one: u32, other: u32) -> f32 {
        if one == other {
            return 0.0;
        }
        let met = (self.writings[one as usize], self.writings[other as usize]);
        let bare = met.0 == Writing::Abjad || met.1 == Writing::Abjad;
        let share = match met {
            (Writing::Syllabic | Writing::Han, _) | (_, Writing::Syllabic | Writing::Han) => 0.7,
            _ if bare => 0.5,
            _ => 0.6,
        };
        let (ones, others) = (self.of(one), self.of(other));
        let pairs = ones.iter().flat_map(|one| others.iter().map(move |other| (one, other)));
        let apart = pairs.map(|(one, other)| one.apart(other, bare, share)).fold(FAR, f32::min);
        if apart > RELATED && self.related(one, other) { RELATED } else { apart }
    }

    fn of(&self, word: u32) -> &[Sounds] {
        &self.sounds[self.starts[word as usize] as usize..self.starts[word as usize + 1] as usize]
    }

    fn related(&self, one: u32, other: u32) -> bool {
        let groups = |word: u32| {
            let range = self.group_starts[word as usize]..self.group_starts[word as usize + 1];
            &self.groups[range.start as usize..range.end as usize]
        };
        let (mut one, mut other) = (groups(one), groups(other));
        while let (Some(a), Some(b)) = (one.first(), other.first()) {
            match a.cmp(b) {
                Ordering::Less => one = &one[1..],
                Ordering::Greater => other = &other[1..],
                Ordering::Equal => return true,
            }
        }
        false
    }

    /// The order of two words by their consonants, then by all their letters, as they sound in the
    /// first romanization: spellings of one name are near one another in it, whatever their scripts.
    pub(crate) fn order(&self, one: u32, other: u32) -> Ordering {
        let letters = |word: u32| {
            let first = self.of(word).first();
            first.map(|sounds| (sounds.letters(true), sounds.letters(false)))
        };
        letters(one).cmp(&letters(other))
    }
}

/// Letters of a romanization as numbers below 32, those that schemes confuse taken as one; and its
/// consonants alone, for scripts that leave vowels out.
#[derive(Debug, Clone, Copy)]
struct Sounds {
    all: [u8; WORD_LETTERS_MAX],
    bare: [u8; WORD_LETTERS_MAX],
    letters: u8,
    consonants: u8,
    /// Which letters there are at all, a bit each.
    set: u32,
}

/// The bits of vowels in a set.
const VOWELS: u32 = 1 | 1 << 4 | 1 << 8 | 1 << 14 | 1 << 20;

impl Sounds {
    fn of_word(word: &Word) -> Vec<Self> {
        word.variants.iter().map(|variant| Self::new(&variant.plain)).collect()
    }

    fn new(plain: &str) -> Self {
        const NONE: [u8; WORD_LETTERS_MAX] = [0; WORD_LETTERS_MAX];
        let mut sounds = Self { all: NONE, bare: NONE, letters: 0, consonants: 0, set: 0 };
        for byte in plain.bytes().take(WORD_LETTERS_MAX) {
            let letter = match byte.to_ascii_lowercase() {
                b'c' | b'q' | b'x' => b'k',
                b'w' => b'v',
                b'y' | b'j' => b'i',
                letter => letter,
            };
            let number = match letter {
                b'h' => continue,
                b'a'..=b'z' => letter - b'a',
                digit => 26 + digit % 6,
            };
            sounds.all[usize::from(sounds.letters)] = number;
            sounds.letters += 1;
            sounds.set |= 1 << number;
            if VOWELS & 1 << number == 0 {
                sounds.bare[usize::from(sounds.consonants)] = number;
                sounds.consonants += 1;
            }
        }
        sounds
    }

    fn letters(&self, bare: bool) -> &[u8] {
        if bare {
            &self.bare[..usize::from(self.consonants)]
        } else {
            &self.all[..usize::from(self.letters)]
        }
    }

    /// How far two romanizations are apart: 1 where they differ in this share of the letters of the
    /// longer, or in one.
    fn apart(&self, other: &Self, bare: bool, share: f32) -> f32 {
        let (a, b) = (self.letters(bare), other.letters(bare));
        let most = (share * a.len().max(b.len()) as f32).max(1.0) as u32;
        let kept = if bare { !VOWELS } else { u32::MAX };
        let (one, two) = (self.set & kept, other.set & kept);
        // A letter that only one has takes an edit.
        let apart = (one & !two).count_ones().max((two & !one).count_ones());
        if apart > most || a.len().abs_diff(b.len()) as u32 > most {
            return FAR;
        }
        distance(a, b) as f32 / most as f32
    }
}

/// Edit distance between two rows of letters below 32, of 32 letters at most.
fn distance(letters: &[u8], others: &[u8]) -> u32 {
    if letters.is_empty() {
        return others.len() as u32;
    }
    let mut places = [0u32; 32];
    for (at, &letter) in letters.iter().enumerate() {
        places[usize::from(letter)] |= 1 << at;
    }
    let last = 1u32 << (letters.len() - 1);
    let (mut positive, mut negative, mut distance) = (u32::MAX, 0u32, letters.len() as u32);
    for &letter in others {
        let same = places[usize::from(letter)];
        let zero = (((same & positive).wrapping_add(positive)) ^ positive) | same | negative;
        let up = negative | !(zero | positive);
        let down = positive & zero;
        distance = distance + u32::from(up & last != 0) - u32::from(down & last != 0);
        let up = up << 1 | 1;
        positive = down << 1 | !(zero | up);
        negative = up & zero;
    }
    distance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_is_edit_distance() {
        for (one, other) in [
            ("kasym", "kassym"),
            ("turpanov", "turpanbaev"),
            ("a", "b"),
            ("ruslan", "arslan"),
            ("", "ali"),
            ("ali", ""),
            ("abdurakhmanov", "abdirahman"),
        ] {
            let numbers = |text: &str| text.bytes().map(|b| b - b'a').collect::<Vec<u8>>();
            let expected = strsim::levenshtein(one, other) as u32;
            assert_eq!(distance(&numbers(one), &numbers(other)), expected, "{one} {other}");
        }
    }
}
