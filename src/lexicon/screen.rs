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
    glances: Vec<Glance>,
    words: Vec<Looks>,
    /// Further romanizations of words that have several.
    more: Vec<Sounds>,
    /// Groups of relations of all words, each word's in order, and where they begin.
    groups: Vec<u32>,
    group_starts: Vec<u32>,
    /// Of each word its place in order of sound.
    ranks: Vec<u32>,
}

/// What tells most words apart, four of them in one line of a processor's cache.
#[derive(Debug, Clone, Copy)]
struct Glance {
    /// Which letters the first romanization has once, and which twice or more: a bit each.
    once: u32,
    twice: u32,
    letters: u8,
    consonants: u8,
    writing: Writing,
    /// Whether there is just one romanization.
    single: bool,
    /// Whether it belongs to a group of relations.
    related: bool,
}

impl Glance {
    /// How far two words of one romanization are apart at least.
    fn least(&self, other: &Self, bare: bool, share: f32) -> f32 {
        let letters = |word: &Self| if bare { word.consonants } else { word.letters };
        let kept = if bare { !VOWELS } else { u32::MAX };
        // A letter that only one has takes an edit.
        let more = |one: &Self, other: &Self| {
            (one.once & !other.once & kept).count_ones()
                + (one.twice & !other.twice & kept).count_ones()
        };
        let most = edits_max(share, letters(self).max(letters(other)).into());
        more(self, other).max(more(other, self)) as f32 / most as f32
    }

    /// The same, as far as a glance tells: nothing of words that have several romanizations, or that a
    /// table may relate.
    fn tells(&self, other: &Self) -> f32 {
        if !(self.single && other.single) || (self.related && other.related) {
            return 0.0;
        }
        let (share, bare) = share(self.writing, other.writing);
        self.least(other, bare, share)
    }
}

/// How much of the letters of the longer word two may differ in, by how they are written, and
/// whether their consonants alone are compared.
fn share(one: Writing, other: Writing) -> (f32, bool) {
    let bare = one == Writing::Abjad || other == Writing::Abjad;
    let share = match (one, other) {
        (Writing::Syllabic | Writing::Han, _) | (_, Writing::Syllabic | Writing::Han) => 0.7,
        _ if bare => 0.5,
        _ => 0.6,
    };
    (share, bare)
}

/// How many letters two words may differ in.
fn edits_max(share: f32, letters: usize) -> u32 {
    (share * letters as f32).max(1.0) as u32
}

/// What of a word is looked at next, in one line of a processor's cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Looks {
    first: Sounds,
    /// Where its further romanizations begin, and how many there are; whether there is any.
    more: u32,
    count: u8,
    any: bool,
}

impl Screen {
    pub(crate) fn new(words: &[Word]) -> Self {
        let of_words: Vec<(Vec<Sounds>, &[u32])> =
            words.par_iter().map(|word| (Sounds::of_word(word), word.groups())).collect();
        let mut screen = Self {
            glances: Vec::with_capacity(words.len()),
            words: Vec::with_capacity(words.len()),
            more: Vec::new(),
            groups: Vec::new(),
            group_starts: vec![0],
            ranks: Vec::new(),
        };
        for (word, (sounds, groups)) in words.iter().zip(of_words) {
            let (first, more) = sounds.split_first().map_or((None, &[][..]), |(a, b)| (Some(a), b));
            let sounds = first.copied().unwrap_or(Sounds::NONE);
            screen.glances.push(Glance {
                once: sounds.set,
                twice: sounds.twice(),
                letters: sounds.letters,
                consonants: sounds.consonants,
                writing: word.writing,
                single: first.is_some() && more.is_empty(),
                related: !groups.is_empty(),
            });
            screen.words.push(Looks {
                first: sounds,
                more: screen.more.len() as u32,
                count: more.len() as u8,
                any: first.is_some(),
            });
            screen.more.extend(more);
            screen.groups.extend(groups);
            screen.group_starts.push(screen.groups.len() as u32);
        }
        screen.ranks = screen.ranked();
        screen
    }

    /// The places of words in order of sound; words that sound the same have one place.
    fn ranked(&self) -> Vec<u32> {
        let sound = |word: u32| self.words[word as usize].first.in_order();
        let mut order: Vec<u32> = (0..self.words.len() as u32).collect();
        order.par_sort_unstable_by(|&a, &b| sound(a).cmp(&sound(b)));
        let mut ranks = vec![0; order.len()];
        let mut rank = 0;
        for (at, &word) in order.iter().enumerate() {
            rank += u32::from(at > 0 && sound(order[at - 1]) != sound(word));
            ranks[word as usize] = rank;
        }
        ranks
    }

    /// The place of a word in order of sound.
    pub(crate) fn rank(&self, word: u32) -> u32 {
        self.ranks[word as usize]
    }

    /// Whether two words may be one name: by their letters, or by a table that relates them.
    pub(crate) fn lets(&self, one: u32, other: u32) -> bool {
        self.apart(one, other) <= 1.0
    }

    /// How far two words are apart, by their letters: 0 for the same, 1 where there is just room for
    /// their being one name. What a table relates is half as far at most.
    pub(crate) fn apart(&self, one: u32, other: u32) -> f32 {
        if self.sound_alike(one, other) {
            return 0.0;
        }
        let (a, b) = (&self.glances[one as usize], &self.glances[other as usize]);
        if a.tells(b) > 1.0 {
            return FAR;
        }
        let (share, bare) = share(a.writing, b.writing);
        let may_be_related = a.related && b.related;
        let (a, b) = (&self.words[one as usize], &self.words[other as usize]);
        let mut apart = FAR;
        if a.any && b.any {
            for one in self.all(a) {
                for other in self.all(b) {
                    apart = one.apart(other, bare, share, apart);
                }
            }
        }
        let related = || may_be_related && self.related(one, other);
        if apart > RELATED && related() { RELATED } else { apart }
    }

    /// Whether the first romanizations of two words are the same to the letter.
    fn sound_alike(&self, one: u32, other: u32) -> bool {
        self.ranks[one as usize] == self.ranks[other as usize]
            && self.glances[one as usize].letters > 0
    }

    /// How far two words are apart at least, as a glance tells.
    pub(crate) fn least(&self, one: u32, other: u32) -> f32 {
        let told = self.glances[one as usize].tells(&self.glances[other as usize]);
        if told > 0.0 && self.sound_alike(one, other) { 0.0 } else { told }
    }

    fn all<'s>(&'s self, word: &'s Looks) -> impl Iterator<Item = &'s Sounds> {
        let from = word.more as usize;
        std::iter::once(&word.first).chain(&self.more[from..from + usize::from(word.count)])
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
}

/// Whether the letters of two words leave room for their being one name, or a table relates them.
pub(super) fn leave_room(one: &Word, other: &Word) -> bool {
    let (share, bare) = share(one.writing, other.writing);
    let others = Sounds::of_word(other);
    let near = |plain: &str| {
        let sounds = Sounds::new(plain);
        others.iter().any(|other| sounds.apart(other, bare, share, FAR) <= 1.0)
    };
    one.variants.iter().any(|variant| near(&variant.plain))
        || one.is_related(other)
        || one.is_romanized_as(other)
}

/// Words by their place in order of sound: of their consonants, then of all their letters in the
/// first romanization. Spellings of one name are near one another in it, whatever their scripts.
pub(super) fn by_sound(words: &[Word]) -> Vec<u32> {
    let sounds: Vec<Sounds> = words.par_iter().map(|word| Sounds::new(word.plain())).collect();
    let mut order: Vec<u32> = (0..words.len() as u32).collect();
    order.par_sort_unstable_by(|&a, &b| {
        let (one, other) = (sounds[a as usize].in_order(), sounds[b as usize].in_order());
        one.cmp(&other).then_with(|| words[a as usize].text().cmp(words[b as usize].text()))
    });
    order
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
    const NONE: Self = Self {
        all: [0; WORD_LETTERS_MAX],
        bare: [0; WORD_LETTERS_MAX],
        letters: 0,
        consonants: 0,
        set: 0,
    };

    fn of_word(word: &Word) -> Vec<Self> {
        word.variants.iter().map(|variant| Self::new(&variant.plain)).collect()
    }

    fn new(plain: &str) -> Self {
        let mut sounds = Self::NONE;
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

    /// Which letters there are twice or more, a bit each.
    fn twice(&self) -> u32 {
        let (mut once, mut twice) = (0_u32, 0);
        for letter in self.letters(false) {
            twice |= once & 1 << letter;
            once |= 1 << letter;
        }
        twice
    }

    /// What words are put in order by.
    fn in_order(&self) -> (&[u8], &[u8]) {
        (self.letters(true), self.letters(false))
    }

    fn letters(&self, bare: bool) -> &[u8] {
        if bare {
            &self.bare[..usize::from(self.consonants)]
        } else {
            &self.all[..usize::from(self.letters)]
        }
    }

    /// How far two romanizations are apart, or so far as is known already if that is nearer: 1 where they
    /// differ in this share of the letters of the longer, or in one.
    fn apart(&self, other: &Self, bare: bool, share: f32, known: f32) -> f32 {
        let (a, b) = (self.letters(bare), other.letters(bare));
        let most = edits_max(share, a.len().max(b.len()));
        let kept = if bare { !VOWELS } else { u32::MAX };
        let (one, two) = (self.set & kept, other.set & kept);
        // A letter that only one has takes an edit.
        let least = (one & !two).count_ones().max((two & !one).count_ones());
        let least = least.max(a.len().abs_diff(b.len()) as u32);
        if least > most || least as f32 / most as f32 >= known {
            return known;
        }
        (distance(a, b) as f32 / most as f32).min(known)
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
    use crate::lexicon::{Knowledge, Lexicon};

    #[test]
    fn a_glance_rejects_nothing_that_has_room() {
        let words = "kasym kassym turpanov turpanbaev ruslan arslan ali aali anna ananas mississippi \
            misisipi abdurakhmanov abdirahman x aa oo hh lee li";
        let mut lexicon = Lexicon::new(Knowledge::bundled());
        words.split_whitespace().for_each(|word| _ = lexicon.intern(word));
        lexicon.prepare();
        let screen = Screen::new(lexicon.words());
        let mut rejected = 0;
        for (a, one) in screen.glances.iter().zip(&screen.words) {
            for (b, other) in screen.glances.iter().zip(&screen.words) {
                for (share, bare) in [(0.5, true), (0.6, false), (0.7, false)] {
                    let least = a.least(b, bare, share);
                    assert!(least.min(FAR) <= one.first.apart(&other.first, bare, share, FAR));
                    rejected += usize::from(least > 1.0);
                }
            }
        }
        assert!(rejected > 0);
    }

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
