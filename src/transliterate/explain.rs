//! Two spellings of one name → the standards under which each of their differences arises.
//!
//! One language must account for all differences, by what its standards, passports and newspapers
//! really write for one letter. Better no explanation than a far-fetched one.

use std::fmt;

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::language::languages_of;
use super::rules::Rule;
use super::table::is_apostrophe;
use super::{Kind, Romanizer, Table};
use crate::normalize::Script;

/// One difference between two spellings, and who writes which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variation {
    /// The letter that both stand for (`х`), or the whole native word where one side is native and
    /// the other is one of its readings, or where only a list knows both spellings.
    pub letter: String,
    /// How the left one writes it, and a standard that does (`h`, `Russian ISO 9:1995`).
    pub left: (String, String),
    /// How the right one writes it, and a standard that does.
    pub right: (String, String),
}

impl fmt::Display for Variation {
    /// `х: h in Russian ISO 9:1995 ↔ kh in Russian BGN/PCGN 1947`; where one side is native,
    /// `тоқаев is tokayev in Kazakh press`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ((left, by_left), (right, by_right)) = (&self.left, &self.right);
        let nothing = |piece: &str| if piece.is_empty() { "nothing" } else { piece }.to_owned();
        match (by_left == WRITTEN, by_right == WRITTEN) {
            (true, _) => write!(out, "{} is {right} in {by_right}", self.letter),
            (_, true) => write!(out, "{} is {left} in {by_left}", self.letter),
            _ => {
                let (left, right) = (nothing(left), nothing(right));
                write!(out, "{}: {left} in {by_left} ↔ {right} in {by_right}", self.letter)
            }
        }
    }
}

/// What stands in a variation for the standard of a side that is Latin as it is.
const WRITTEN: &str = "as written";
/// The longest piece that one letter is written with (`schtsch`).
const PIECE_MAX: usize = 7;
/// Ways after these in a rule's list are too rare to explain anything.
const CHOICE_MAX: usize = 3;
/// The languages whose names go through most spellings, in twos of a rank.
const LANGUAGES: [&str; 22] = [
    "ru", "kk", "uk", "ar", "uz", "ky", "fa", "el", "be", "bg", "tg", "sr", "he", "ka", "hy", "az",
    "mn", "mk", "tk", "tt", "ur", "ug",
];
/// A script has to be written letter by letter to be told from Latin pieces.
const SCRIPTS: [Script; 7] = [
    Script::Cyrillic,
    Script::Arabic,
    Script::Hebrew,
    Script::Greek,
    Script::Georgian,
    Script::Armenian,
    Script::Latin,
];
/// How the sides are widened: `h`, `kh` differ by a `k`, but stand for one letter.
const WIDER: [(usize, usize); 6] = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (0, 2)];

impl Romanizer {
    /// What explains each difference between two spellings of a token; `None` where they do not
    /// differ, where half of the letters or more do, or where no language writes one letter both
    /// ways for every difference. Either may be native: then it is its reading nearest to the other
    /// that is explained.
    ///
    /// ```
    /// use aka::transliterate::Romanizer;
    ///
    /// let romanizer = Romanizer::bundled();
    /// let found = romanizer.explain_pair("Ruzahunov", "Ruzakhunov").unwrap_or_default();
    /// assert_eq!(found[0].letter, "х");
    /// assert_eq!((found[0].left.0.as_str(), found[0].right.0.as_str()), ("h", "kh"));
    /// assert_eq!(romanizer.explain_pair("Arman", "Arlan"), None);
    /// ```
    #[must_use]
    pub fn explain_pair(&self, left: &str, right: &str) -> Option<Vec<Variation>> {
        let (one, other) = (self.side(left, right), self.side(right, left));
        let mut found = Vec::new();
        if one.native != other.native {
            found.push(Variation {
                letter: if one.native { left } else { right }.to_lowercase(),
                left: (one.text.clone(), one.standard.clone()),
                right: (other.text.clone(), other.standard.clone()),
            });
        }
        let texts = Texts { left: letters(&one.text), right: letters(&other.text) };
        let pieces = texts.differences();
        if pieces.is_empty() {
            return Some(found).filter(|found| !found.is_empty());
        }
        let known = match (one.native, other.native) {
            (false, false) => self.vocalized.both(&plain(left), &plain(right)),
            _ => None,
        };
        let ways = self.ways.get_or_init(|| Ways::of(self));
        let native = [left, right].map(|token| {
            let told = languages_of(token);
            if is_latin(token) && token.is_ascii() { Vec::new() } else { told }
        });
        let likely = |language: &str| {
            let told = native.iter().any(|told| told.contains(&language));
            told || known.is_some_and(|(_, of_list)| of_list == language)
        };
        let letters = Some(&texts)
            .filter(|texts| texts.are_alike(&pieces))
            .and_then(|texts| ways.explain(texts, &pieces, likely));
        match (letters, known) {
            (Some(variations), _) => found.extend(variations),
            (None, Some((word, _))) => found.push(self.listed(word, &one, &other)),
            (None, None) => return None,
        }
        Some(found)
    }

    /// Both spellings are usual ones of a word: محمد Mohammed, Muhammad.
    fn listed(&self, word: &str, one: &Side, other: &Side) -> Variation {
        let script = Script::of_text(word).unwrap_or(Script::Arabic);
        let usual = self.vocalized.usual(word, script).into_iter().next();
        let standard = usual.map(|usual| usual.standard).unwrap_or_default();
        Variation {
            letter: word.to_owned(),
            left: (one.text.clone(), standard.to_owned()),
            right: (other.text.clone(), standard.to_owned()),
        }
    }

    /// A Latin text for a token: itself, or the reading that is nearest to the other side.
    fn side(&self, token: &str, other: &str) -> Side {
        if is_latin(token) {
            return Side {
                text: token.to_lowercase(),
                standard: WRITTEN.to_owned(),
                native: false,
            };
        }
        if is_latin(other)
            && let Some(table) =
                self.standards_of(token, other, None).into_iter().min_by_key(|table| {
                    let rank = rank(table.script(), table.language());
                    (!is_trusted(table), rank, dearness(table))
                })
        {
            return Side {
                text: other.to_lowercase(),
                standard: table.title().to_owned(),
                native: true,
            };
        }
        let goal = letters(&self.cognate(other));
        let length = |(from, to): Range| to - from;
        let distance = |text: &str| -> usize {
            differences(&letters(text), &goal)
                .into_iter()
                .map(|(one, two)| length(one) + length(two))
                .sum()
        };
        let readings = self.readings(token, None);
        let nearest = readings.into_iter().min_by_key(|reading| distance(&reading.text));
        let (text, standard) = nearest.map_or_else(Default::default, |reading| {
            let standard = reading.standards.first().copied().unwrap_or_default();
            (reading.text, standard.to_owned())
        });
        Side { text, standard, native: true }
    }
}

/// One of two spellings, in Latin letters.
struct Side {
    text: String,
    standard: String,
    native: bool,
}

/// The letters of both.
struct Texts {
    left: Vec<char>,
    right: Vec<char>,
}

impl Texts {
    /// The pieces that differ.
    fn differences(&self) -> Vec<(Range, Range)> {
        differences(&self.left, &self.right)
    }

    /// Whether one vowel stands for another (Marat, Murat): some letter of some language is written
    /// both ways, whichever vowels they are.
    fn is_other_vowel(&self, from: Range, to: Range) -> bool {
        let vowel = |text: &[char], (from, to): Range| match &text[from..to] {
            ['i' | 'y'] => Some('i'),
            [vowel @ ('a' | 'e' | 'o' | 'u')] => Some(*vowel),
            _ => None,
        };
        match (vowel(&self.left, from), vowel(&self.right, to)) {
            (Some(one), Some(other)) => one != other,
            _ => false,
        }
    }

    /// Whether more than half of the letters are the same.
    fn are_alike(&self, pieces: &[(Range, Range)]) -> bool {
        let differing: usize = pieces.iter().map(|((from, to), _)| to - from).sum();
        let same = self.left.len().saturating_sub(differing);
        same * 2 > self.left.len().max(self.right.len())
    }
}

/// One way in which some table writes a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    letter: u32,
    cost: u32,
    table: u32,
    /// Only where a word begins, only where it ends.
    edges: (bool, bool),
}

/// Latin piece → the letters that it is written for, language by language. Built when the first
/// difference is explained.
#[derive(Debug, Default)]
pub(super) struct Ways {
    letters: Vec<String>,
    titles: Vec<String>,
    /// In the order of rank.
    languages: Vec<Tongue>,
}

/// What one language writes its letters with.
#[derive(Debug)]
struct Tongue {
    code: String,
    cost: u32,
    /// It writes no short vowels, so none of its letters explains one.
    abjad: bool,
    /// Each list is sorted by letter, then by cost.
    ways: FxHashMap<String, Vec<Way>>,
}

impl Ways {
    fn of(romanizer: &Romanizer) -> Self {
        let mut index = Self::default();
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        let mut tables: FxHashMap<(Script, &str), Vec<&Table>> = FxHashMap::default();
        for table in romanizer.tables().filter(|table| is_trusted(table)) {
            let place = (table.script(), table.language());
            tables.entry(place).or_default().push(table);
        }
        let mut tongues: Vec<((Script, &str), Vec<&Table>)> = tables.into_iter().collect();
        tongues
            .sort_by_key(|((script, language), _)| (rank(*script, language), *script, *language));
        for ((script, language), tables) in tongues {
            let mut tongue = Tongue {
                code: language.to_owned(),
                cost: rank(script, language),
                abjad: matches!(script, Script::Arabic | Script::Hebrew),
                ways: FxHashMap::default(),
            };
            for table in &tables {
                let title = u32::try_from(index.titles.len()).unwrap_or(u32::MAX);
                index.titles.push(table.title().to_owned());
                for (letter, piece, way) in ways_of(table, &tables) {
                    let next = u32::try_from(index.letters.len()).unwrap_or(u32::MAX);
                    let number = *numbers.entry(letter.clone()).or_insert(next);
                    if number == next {
                        index.letters.push(letter);
                    }
                    tongue.ways.entry(piece).or_default().push(Way {
                        letter: number,
                        table: title,
                        ..way
                    });
                }
            }
            for ways in tongue.ways.values_mut() {
                ways.sort_unstable();
                let mut seen = FxHashSet::default();
                ways.retain(|way| seen.insert((way.letter, way.edges)));
            }
            index.languages.push(tongue);
        }
        index
    }

    /// One variation for each difference, all by the one language for which that costs least.
    fn explain(
        &self,
        texts: &Texts,
        pieces: &[(Range, Range)],
        likely: impl Fn(&str) -> bool,
    ) -> Option<Vec<Variation>> {
        let mut best: Option<(u32, Vec<Variation>)> = None;
        for tongue in &self.languages {
            let told = likely(&tongue.code);
            let mut total = if told { 0 } else { 8 + tongue.cost };
            let mut found = Vec::new();
            for (from, to) in pieces {
                let other_vowel = (!told || tongue.abjad) && texts.is_other_vowel(*from, *to);
                let found_one = self.variation(tongue, texts, *from, *to);
                let Some((cost, variation)) = found_one.filter(|_| !other_vowel) else {
                    if plain_of(&texts.left, *from) == plain_of(&texts.right, *to) {
                        continue;
                    }
                    total = u32::MAX;
                    break;
                };
                total = total.saturating_add(cost);
                if !found.contains(&variation) {
                    found.push(variation);
                }
            }
            if total < best.as_ref().map_or(u32::MAX, |(least, _)| *least) && !found.is_empty() {
                best = Some((total, found));
            }
        }
        best.map(|(_, found)| found)
    }

    /// The letter of a language that explains a difference: the difference alone, or with letters
    /// around it.
    fn variation(
        &self,
        tongue: &Tongue,
        texts: &Texts,
        from: Range,
        to: Range,
    ) -> Option<(u32, Variation)> {
        let found = WIDER.iter().filter_map(|&(before, after)| {
            let one = widen(&texts.left, from, before, after)?;
            let other = widen(&texts.right, to, before, after)?;
            let place = Place {
                begins: from.0 == before && to.0 == before,
                ends: from.1 + after == texts.left.len() && to.1 + after == texts.right.len(),
            };
            let cut = u32::from(cuts_digraph(&texts.left, from, before, after)) * 6;
            let wide = u32::try_from(before + after).unwrap_or(0);
            let (cost, one_way, other_way) = pair(
                tongue.ways.get(&plain_or_marked(&one))?,
                tongue.ways.get(&plain_or_marked(&other))?,
                place,
            )?;
            let side = |written: &str, way: Way| {
                (written.to_owned(), self.titles[way.table as usize].clone())
            };
            let variation = Variation {
                letter: self.letters[one_way.letter as usize].clone(),
                left: side(&one, one_way),
                right: side(&other, other_way),
            };
            Some((cost + cut + wide, variation))
        });
        found.min_by_key(|(cost, _)| *cost)
    }
}

/// Where in its word a piece stands.
#[derive(Clone, Copy)]
struct Place {
    begins: bool,
    ends: bool,
}

/// The likeliest letter that is written in both ways at this place.
fn pair(lefts: &[Way], rights: &[Way], place: Place) -> Option<(u32, Way, Way)> {
    let fits = |way: &&Way| (!way.edges.0 || place.begins) && (!way.edges.1 || place.ends);
    let mut best: Option<(u32, Way, Way)> = None;
    for one in lefts.iter().filter(fits) {
        let start = rights.partition_point(|way| way.letter < one.letter);
        let same = rights[start..].iter().take_while(|way| way.letter == one.letter);
        for other in same.filter(fits) {
            let cost = one.cost + other.cost;
            if best.is_none_or(|(least, _, _)| cost < least) {
                best = Some((cost, *one, *other));
            }
        }
    }
    best
}

/// What a table writes for its letters, and for the groups of letters that a table of its language
/// has a rule for: (letters, piece, way).
fn ways_of(table: &Table, of_language: &[&Table]) -> Vec<(String, String, Way)> {
    let way = |cost: u32, edges: (bool, bool)| Way { letter: 0, cost, table: 0, edges };
    let mut found = Vec::new();
    let dear = dearness(table);
    for (from, rule) in table.rules().all().filter(|(from, rule)| counts(table, from, rule)) {
        let letter: String = from.iter().collect();
        let long = u32::try_from(from.len()).unwrap_or(1) * 2 - 2;
        let edges = rule.edges();
        for (choice, written) in (0..).zip(rule.to.iter().take(CHOICE_MAX)) {
            let piece = plain(written);
            let dropped = if piece.is_empty() { 4 } else { 0 };
            // A letter is dropped where that is the rule, not where it is the last resort.
            let rule = choice == 0 && table.kind() <= Kind::Passport && !is_abjad(table);
            if !piece.is_empty() || rule {
                let cost = choice * 2 + long + dropped + dear;
                found.push((letter.clone(), piece, way(cost, edges)));
            }
        }
        if table.script() == Script::Latin {
            // As written, and without its marks.
            found.push((letter.clone(), letter.clone(), way(0, (false, false))));
            found.push((letter.clone(), plain(&letter), way(1, (false, false))));
        }
    }
    if table.script() == Script::Latin || is_abjad(table) {
        return found;
    }
    let mut groups: Vec<String> = of_language
        .iter()
        .flat_map(|other| other.rules().all())
        .filter(|(from, _)| from.len() == 2)
        .map(|(from, _)| from.iter().collect())
        .collect();
    groups.sort_unstable();
    groups.dedup();
    for group in groups {
        for spelling in table.spellings(&group, 1) {
            found.push((group.clone(), plain(&spelling), way(dear + 2, (false, false))));
        }
    }
    found
}

/// Whether a rule is about a letter: a mark of doubling or nasality takes the sound of its neighbor,
/// and would explain anything; so would a consonant that brings along the vowels of an abjad, and a
/// plain Latin letter.
fn counts(table: &Table, from: &[char], rule: &Rule) -> bool {
    let letters = from.len() <= 2 && !from.first().copied().is_none_or(is_combining_mark);
    match table.script() {
        Script::Latin => letters && from.len() == 1 && !from.iter().all(char::is_ascii),
        _ if is_abjad(table) => letters && from.len() == 1 && rule.is_free(),
        _ => letters,
    }
}

fn is_abjad(table: &Table) -> bool {
    matches!(table.script(), Script::Arabic | Script::Hebrew)
}

fn is_latin(token: &str) -> bool {
    Script::of_text(token).is_none_or(|script| script == Script::Latin)
}

/// Whether a table may explain anything: nobody's guess, and not what foreign names are turned
/// back by.
fn is_trusted(table: &Table) -> bool {
    let strange = ["-foreign", "-caucasus-", "-palladius-", "-polivanov-", "-latinized-"];
    SCRIPTS.contains(&table.script())
        && table.kind() != Kind::Hypothesis
        && !strange.iter().any(|part| table.id().contains(part))
}

/// How far-fetched it is that a name is of this language.
fn rank(script: Script, language: &str) -> u32 {
    let place = LANGUAGES.iter().position(|known| *known == language);
    match place.and_then(|place| u32::try_from(place / 2).ok()) {
        // A mark on a letter says so itself.
        _ if script == Script::Latin => 3,
        Some(place) => place,
        None => 12,
    }
}

/// What it costs to believe that a table was used: what is printed for persons before what libraries
/// and scholars print, standards before habits.
fn dearness(table: &Table) -> u32 {
    match table.kind() {
        Kind::Standard if table.id().contains("-iso-") || table.id().contains("-alalc-") => 1,
        Kind::Standard | Kind::Passport => 0,
        Kind::Press => 1,
        Kind::Alphabet => 2,
        Kind::Mediated | Kind::Hypothesis => 3,
    }
}

/// A single letter with its mark, else plain letters.
fn plain_or_marked(piece: &str) -> String {
    let mut letters = piece.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) if !letter.is_ascii() => piece.to_owned(),
        _ => plain(piece),
    }
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
pub(super) fn plain(text: &str) -> String {
    let ascii = text.chars().flat_map(|letter| any_ascii::any_ascii_char(letter).chars());
    ascii.filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
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
