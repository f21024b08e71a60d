//! Two spellings of one name → the standards under which each of their differences arises.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::table::is_apostrophe;
use super::{Kind, Romanizer, Table};
use crate::normalize::Script;

/// One difference between two spellings, and who writes which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variation {
    /// The letter that both stand for (`х`), or the whole native word where one side is native and
    /// the other is one of its readings.
    pub letter: String,
    /// How the left one writes it, and a standard that does (`h`, `Russian ISO 9:1995`).
    pub left: (String, String),
    /// How the right one writes it, and a standard that does.
    pub right: (String, String),
}

/// The longest piece that one letter is written with (`schtsch`).
const PIECE_MAX: usize = 7;
/// Ways after these in a rule's list are too far-fetched to explain anything.
const CHOICE_MAX: usize = 5;
/// Where several languages explain a difference, the one whose names go through more spellings.
const LANGUAGES: [&str; 14] = [
    "ru", "kk", "uk", "uz", "ky", "tg", "az", "be", "bg", "sr", "ar", "fa", "el", "he",
];

impl Romanizer {
    /// What explains each difference between two spellings of a token; `None` where they do not
    /// differ, or where no letter is written both ways. Either may be native: then it is its
    /// reading nearest to the other that is explained.
    ///
    /// ```
    /// use aka::transliterate::Romanizer;
    ///
    /// let romanizer = Romanizer::bundled();
    /// if let Some(found) = romanizer.explain_pair("Ruzahunov", "Ruzakhunov") {
    ///     assert_eq!((found[0].left.0.as_str(), found[0].right.0.as_str()), ("h", "kh"));
    /// }
    /// ```
    #[must_use]
    pub fn explain_pair(&self, left: &str, right: &str) -> Option<Vec<Variation>> {
        let (one, other) = (self.side(left, right), self.side(right, left));
        let (from, to) = (letters(&one.text), letters(&other.text));
        let mut found = Vec::new();
        if one.native != other.native {
            found.push(Variation {
                letter: if one.native { left } else { right }.to_lowercase(),
                left: (one.text.clone(), one.standard.clone()),
                right: (other.text.clone(), other.standard.clone()),
            });
        }
        for (piece, counterpart) in differences(&from, &to) {
            let ways = self.ways.get_or_init(|| Ways::of(self));
            match ways.variation(&from, piece, &to, counterpart) {
                Some(variation) => found.push(variation),
                None if plain_of(&from, piece) == plain_of(&to, counterpart) => {}
                None => return None,
            }
        }
        Some(found).filter(|found| !found.is_empty())
    }

    /// A Latin text for a token: itself, or the reading that is nearest to the other side.
    fn side(&self, token: &str, other: &str) -> Side {
        if Script::of_text(token).is_none_or(|script| script == Script::Latin) {
            return Side {
                text: token.to_lowercase(),
                standard: "as written".to_owned(),
                native: false,
            };
        }
        let goal = letters(other);
        let length = |(from, to): Range| to - from;
        let distance = |text: &str| -> usize {
            differences(&letters(text), &goal)
                .into_iter()
                .map(|(one, two)| length(one) + length(two))
                .sum()
        };
        let readings = self.readings(token, None);
        let nearest = readings
            .into_iter()
            .min_by_key(|reading| distance(&reading.text));
        let (text, standard) = nearest.map_or_else(Default::default, |reading| {
            (
                reading.text,
                reading.standards.into_iter().next().unwrap_or_default(),
            )
        });
        Side {
            text,
            standard,
            native: true,
        }
    }
}

/// One of two spellings, in Latin letters.
struct Side {
    text: String,
    standard: String,
    native: bool,
}

/// One way in which some table writes a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    letter: u32,
    cost: u32,
    table: u32,
}

/// Latin piece → the letters that it is written for, and by which tables. Built when the first
/// difference is explained.
#[derive(Debug, Default)]
pub(super) struct Ways {
    letters: Vec<String>,
    /// Title and language of each table.
    tables: Vec<(String, String)>,
    /// Sorted by letter; one way, the cheapest, per letter and language.
    ways: FxHashMap<String, Vec<Way>>,
}

impl Ways {
    fn of(romanizer: &Romanizer) -> Self {
        let mut index = Self::default();
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        for (number, table) in (0..).zip(romanizer.tables()) {
            index
                .tables
                .push((table.title().to_owned(), table.language().to_owned()));
            for (from, rule) in table.rules().all().filter(|(from, _)| is_letter(from)) {
                let next = u32::try_from(index.letters.len()).unwrap_or(u32::MAX);
                let letter = *numbers.entry(from.iter().collect()).or_insert(next);
                if letter == next {
                    index.letters.push(from.iter().collect());
                }
                let long = u32::try_from(from.len()).unwrap_or(1) * 3 - 3;
                for (choice, written) in (0..).zip(rule.to.iter().take(CHOICE_MAX)) {
                    let piece = plain(written);
                    let empty = if piece.is_empty() { 8 } else { 0 };
                    let cost = choice * 4 + long + empty + dearness(table);
                    index.ways.entry(piece).or_default().push(Way {
                        letter,
                        cost,
                        table: number,
                    });
                }
            }
        }
        for ways in index.ways.values_mut() {
            ways.sort_unstable();
            let mut seen = rustc_hash::FxHashSet::default();
            let tables = &index.tables;
            ways.retain(|way| seen.insert((way.letter, tables[way.table as usize].1.as_str())));
        }
        index
    }

    /// The letter that explains a difference: the difference alone, or with letters around it
    /// (`h`, `kh` differ by a `k`, but stand for one letter).
    fn variation(
        &self,
        left: &[char],
        from: Range,
        right: &[char],
        to: Range,
    ) -> Option<Variation> {
        let wider = [
            (0, 0),
            (0, 1),
            (1, 0),
            (1, 1),
            (0, 2),
            (2, 0),
            (1, 2),
            (2, 1),
            (2, 2),
        ];
        let found = wider.into_iter().filter_map(|(before, after)| {
            let (one, other) = (
                widen(left, from, before, after)?,
                widen(right, to, before, after)?,
            );
            let cut = u32::from(cuts_digraph(left, from, before, after)) * 6;
            let marked = || self.marked(&one, &other);
            let (cost, variation) = marked().or_else(|| self.pair(&plain(&one), &plain(&other)))?;
            Some((cost + cut, variation))
        });
        found
            .min_by_key(|(cost, _)| *cost)
            .map(|(_, variation)| variation)
    }

    /// A Latin letter with marks on one side, and what a Latin alphabet writes for it on the other.
    fn marked(&self, left: &str, right: &str) -> Option<(u32, Variation)> {
        let as_written = |letter: &str| (letter.to_owned(), "as written".to_owned());
        let written = |letter: &str, piece: &str| {
            let letter = self
                .letters
                .iter()
                .position(|known| known == letter)
                .filter(|_| !letter.is_ascii())?;
            let way = self
                .ways
                .get(&plain(piece))?
                .iter()
                .find(|way| way.letter as usize == letter)?;
            Some((
                way.cost,
                (piece.to_owned(), self.tables[way.table as usize].0.clone()),
            ))
        };
        if let Some((cost, right)) = written(left, right) {
            return Some((
                cost,
                Variation {
                    letter: left.to_owned(),
                    left: as_written(left),
                    right,
                },
            ));
        }
        let (cost, left) = written(right, left)?;
        Some((
            cost,
            Variation {
                letter: right.to_owned(),
                left,
                right: as_written(right),
            },
        ))
    }

    /// The likeliest letter that is written in both ways: usual ways before rare ones, one language
    /// before two.
    fn pair(&self, left: &str, right: &str) -> Option<(u32, Variation)> {
        let (lefts, rights) = (self.ways.get(left)?, self.ways.get(right)?);
        let mut best: Option<(u32, Way, Way)> = None;
        let language = |way: Way| &self.tables[way.table as usize].1;
        for of_letter in lefts.chunk_by(|one, other| one.letter == other.letter) {
            let start = rights.partition_point(|way| way.letter < of_letter[0].letter);
            for &other in rights[start..]
                .iter()
                .take_while(|way| way.letter == of_letter[0].letter)
            {
                for &one in of_letter {
                    let tongues = if language(one) == language(other) {
                        0
                    } else {
                        6
                    };
                    let cost = one.cost + other.cost + tongues;
                    if best.is_none_or(|(least, _, _)| cost < least) {
                        best = Some((cost, one, other));
                    }
                }
            }
        }
        best.map(|(cost, one, other)| {
            let side = |written: &str, way: Way| {
                (
                    written.to_owned(),
                    self.tables[way.table as usize].0.clone(),
                )
            };
            let letter = self.letters[one.letter as usize].clone();
            (
                cost,
                Variation {
                    letter,
                    left: side(left, one),
                    right: side(right, other),
                },
            )
        })
    }
}

/// Whether a rule is about a letter: a mark of doubling or nasality takes the sound of its neighbor,
/// and would explain anything.
fn is_letter(from: &[char]) -> bool {
    from.len() <= 3 && !from.first().copied().is_none_or(is_combining_mark)
}

/// What it costs to believe that a table was used: what is printed for persons before what libraries
/// and scholars print, standards before habits, alphabets of many names before those of few.
fn dearness(table: &Table) -> u32 {
    let kind = match table.kind() {
        Kind::Standard if table.id().contains("-iso-") || table.id().contains("-alalc-") => 1,
        Kind::Standard | Kind::Passport => 0,
        Kind::Alphabet | Kind::Press | Kind::Mediated => 1,
        Kind::Hypothesis => 3,
    };
    let known = LANGUAGES
        .iter()
        .position(|language| *language == table.language());
    kind + known
        .and_then(|place| u32::try_from(place / 2).ok())
        .unwrap_or(7)
}

/// Whether a piece ends or begins in the middle of `zh`, `kh`, `sh` …
fn cuts_digraph(text: &[char], (from, to): Range, before: usize, after: usize) -> bool {
    let is_h = |at: usize| text.get(at) == Some(&'h') && at > 0 && "zkscgtd".contains(text[at - 1]);
    is_h(to + after) || from.checked_sub(before).is_some_and(is_h)
}

/// From and to, in letters.
type Range = (usize, usize);

fn widen(text: &[char], (from, to): Range, before: usize, after: usize) -> Option<String> {
    let piece = text.get(from.checked_sub(before)?..to + after)?;
    (piece.len() <= PIECE_MAX).then(|| piece.iter().collect())
}

/// The letters of a text that count: lower case, no apostrophes. Long texts are cut: no name has a
/// token of more than 64 letters.
fn letters(text: &str) -> Vec<char> {
    let lowered = text.to_lowercase();
    lowered
        .nfc()
        .filter(|letter| letter.is_alphanumeric() && !is_apostrophe(*letter))
        .take(64)
        .collect()
}

fn plain_of(text: &[char], (from, to): Range) -> String {
    plain(&text[from..to].iter().collect::<String>())
}

/// A to Z only: what is compared.
fn plain(text: &str) -> String {
    let ascii = text
        .chars()
        .flat_map(|letter| any_ascii::any_ascii_char(letter).chars());
    ascii
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

/// The pieces in which two texts differ, by their longest common subsequence.
fn differences(left: &[char], right: &[char]) -> Vec<(Range, Range)> {
    let wide = right.len() + 1;
    let mut common = vec![0_u8; (left.len() + 1) * wide];
    for row in (0..left.len()).rev() {
        for column in (0..right.len()).rev() {
            common[row * wide + column] = if left[row] == right[column] {
                common[(row + 1) * wide + column + 1] + 1
            } else {
                common[(row + 1) * wide + column].max(common[row * wide + column + 1])
            };
        }
    }
    let mut found: Vec<(Range, Range)> = Vec::new();
    let (mut row, mut column) = (0, 0);
    let (mut from, mut to) = (0, 0);
    while row < left.len() || column < right.len() {
        let same = row < left.len() && column < right.len() && left[row] == right[column];
        if same {
            if row > from || column > to {
                found.push(((from, row), (to, column)));
            }
            (row, column) = (row + 1, column + 1);
            (from, to) = (row, column);
        } else if column == right.len()
            || (row < left.len()
                && common[(row + 1) * wide + column] >= common[row * wide + column + 1])
        {
            row += 1;
        } else {
            column += 1;
        }
    }
    if row > from || column > to {
        found.push(((from, row), (to, column)));
    }
    found
}
