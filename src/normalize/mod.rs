//! A string as printed → a name: its tokens, their kinds, and what was repaired.
//!
//! ```
//! use aka::normalize::{Part, TokenKind, read};
//!
//! let name = read("г-н ТОКАЕВ Касым-Жомарт К.");
//! let texts: Vec<&str> = name.tokens.iter().map(|token| token.text.as_str()).collect();
//! assert_eq!(texts, ["г-н", "токаев", "касым", "жомарт", "к"]);
//! assert_eq!(name.tokens[0].kind, TokenKind::Title);
//! assert_eq!(name.tokens[1].part, Part::Family);
//! assert!(name.tokens[3].joined);
//! assert_eq!(name.tokens[4].kind, TokenKind::Initial);
//! ```
//!
//! Invariants, all held by tests:
//!
//! - Any string is a name: nothing panics, and a text with a letter or a digit has a token.
//! - The original is kept to the byte; every token says where in it it stands.
//! - What was repaired (homoglyphs, invisible characters, compatibility forms, mojibake, markup) is
//!   reported, with what was found and what was meant.
//! - Reading the printed tokens of a name gives the same tokens, but where only the case told
//!   that a word was a name (`Nee`, beside `née`).
//! - Nothing is forced: where the writing does not tell given from family name, the part is
//!   [`Part::Unknown`]. Which of two names is the family name, by what is usual in a culture, is
//!   a question for scoring.
//! - No configuration and no state: the word tables are parsed once and never change.

mod script;
mod mojibake;
mod markup;
mod clean;
mod homoglyph;
mod words;
mod split;
mod asides;
pub(crate) mod lists;
mod kanji;
mod east_asia;
mod burmese;
mod kinds;
mod patronymics;
mod parts;

pub use script::Script;

use std::fmt;

/// A name as read: what stands in the writing, in order, and what the writing says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The text exactly as given.
    pub original: String,
    /// The words of the name in the order of the writing; those of [`Name::aliases`] are not here.
    pub tokens: Vec<Token>,
    /// What was wrong with the writing, and how it was understood.
    pub repairs: Vec<Repair>,
    /// Which end the family name stands at, where the writing or the script says so.
    pub order: Order,
    /// Other names given in the same field: a.k.a., née, a second form in brackets.
    pub aliases: Vec<Name>,
    /// The bearer's gender, where a title or a kinship word tells it.
    pub gender: Option<Gender>,
}

/// One word, initial or numeral of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// NFC, lower case, homoglyphs repaired; apostrophes of every kind are `'` (Hebrew: `׳`, `״`).
    pub text: String,
    /// What the token does in the name.
    pub kind: TokenKind,
    /// The token as printed.
    pub surface: String,
    /// Where the surface starts in [`Name::original`], in bytes.
    pub start: usize,
    /// Written in one with the token before: by a hyphen, or without any space (习近平 → 习, 近平).
    pub joined: bool,
    /// Which part of the name it is, if the writing says so.
    pub part: Part,
}

/// What a token does in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TokenKind {
    /// A name proper: given, family, middle, mononym.
    Word,
    /// An abbreviated name: `K.`, `Дж.`, one of `VI` in `VI Petrov`.
    Initial,
    /// The father's name: `Кемелевич`, `Арманұлы`, `Jónsdóttir`, or the word that `oğlu` follows.
    Patronymic,
    /// A word that says son, daughter, father: `bin`, `ұлы`, `oğlu`, `s/o`.
    Kinship,
    /// A small word that belongs to the name after it: `van`, `de la`, `al-`.
    Particle,
    /// A title, honorific, rank, office or role: `Mr`, `先生`, `1st Baron … of Chudleigh`.
    Title,
    /// `Jr.`, `III`, `fils`, `MP`, `PhD`.
    Suffix,
    /// A name by which friends call the bearer, in quotes or brackets: `"Mike"`.
    Nickname,
    /// Digits.
    Numeral,
}

/// Which part of a name a token is, as far as the writing tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Nothing says.
    Unknown,
    /// The person's own name.
    Given,
    /// The name of the family.
    Family,
    /// The name of the father.
    Patronymic,
}

/// Which end the family name stands at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Order {
    /// Nothing says.
    Unknown,
    /// `Serik Turpanov`.
    GivenFirst,
    /// `Turpanov, Serik`; `TURPANOV Serik`; `习近平`.
    FamilyFirst,
}

/// What a title or a kinship word says about the bearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gender {
    /// `Mrs`, `qizi`, `bint`.
    Feminine,
    /// `Mr`, `oğlu`, `bin`.
    Masculine,
}

/// One fault of the writing, and how it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// What sort of fault.
    pub kind: RepairKind,
    /// Where it starts in [`Name::original`], in bytes.
    pub start: usize,
    /// What stands there.
    pub found: String,
    /// What it was read as; empty for what was removed.
    pub meant: String,
}

/// A sort of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RepairKind {
    /// A letter of another script that looks the same: Latin `o` in `Тoкаев`.
    Homoglyph,
    /// A letter of another script that no letter of the word's own looks like: the Latin `R` of `ЮRИЙ`.
    /// It is kept.
    MixedScript,
    /// A zero-width, bidirectional, control or soft-hyphen character.
    Invisible,
    /// A full-width letter, an Arabic presentation form, a ligature: another form of a letter.
    Form,
    /// Text decoded by the wrong table: `РўРѕРєР°РµРІ`, `Òîêàåâ`, `MÃ¼ller`.
    Mojibake,
    /// A word broken at the end of a line: `Cor¬ nelius`.
    Broken,
    /// What a web page or a mail has around a name: `&uuml;`, `<b>`, `<john@example.org>`.
    Markup,
}

/// Reads a name of unknown language.
///
/// ```
/// use aka::normalize::{Order, read};
///
/// let name = read("Turpanov, Serik");
/// assert_eq!(name.order, Order::FamilyFirst);
/// assert_eq!(name.to_string(), "turpanov serik");
/// ```
#[must_use]
pub fn read(text: &str) -> Name {
    read_with(text, None)
}

/// Reads a name in a text of this language (BCP 47: `hu`, `zh-Hant`), which settles the order of
/// some names and the splitting of Japanese ones.
///
/// ```
/// use aka::normalize::{Order, Part, read_with};
///
/// let name = read_with("Orbán Viktor", Some("hu"));
/// assert_eq!((name.order, name.tokens[0].part), (Order::FamilyFirst, Part::Family));
/// ```
#[must_use]
pub fn read_with(text: &str, language: Option<&str>) -> Name {
    let mut repairs = Vec::new();
    let clean = clean::clean(text, &mut repairs);
    let mut pieces = split::split(&clean.text);
    homoglyph::repair(&mut pieces, &clean, text, &mut repairs);
    kinds::phrases(&mut pieces, &clean.text);
    let (mut pieces, asides) = asides::part(pieces);
    let (order, gender) = understand(&mut pieces, &clean.text, language);
    let aliases: Vec<Name> =
        asides.into_iter().map(|aside| alias(text, &clean, aside, language)).collect();
    let mut tokens = tokens(text, 0, &clean, pieces);
    if tokens.is_empty() && aliases.is_empty() {
        tokens.extend(last_resort(text));
    }
    Name { original: text.to_owned(), tokens, repairs, order, aliases, gender }
}

/// A text that nothing was left of, but that has a letter or a digit, is one word.
fn last_resort(text: &str) -> Option<Token> {
    let surface = text.trim();
    surface.chars().any(char::is_alphanumeric).then(|| Token {
        text: surface.to_lowercase(),
        kind: TokenKind::Word,
        surface: surface.to_owned(),
        start: text.len() - text.trim_start().len(),
        joined: false,
        part: Part::Unknown,
    })
}

/// Settles kinds and parts of the pieces of one name.
fn understand(
    pieces: &mut Vec<split::Piece>,
    text: &str,
    language: Option<&str>,
) -> (Order, Option<Gender>) {
    kinds::assign(pieces, text, language);
    east_asia::divide(pieces, language);
    burmese::divide(pieces);
    let order = parts::assign(pieces, language);
    (order, parts::gender(pieces))
}

/// The name that the pieces of an aside make; its original is its own stretch of the text.
fn alias(
    text: &str,
    clean: &clean::Clean<'_>,
    aside: asides::Aside,
    language: Option<&str>,
) -> Name {
    let mut pieces = aside.pieces;
    let (order, gender) = understand(&mut pieces, &clean.text, language);
    if aside.maiden && pieces.len() == 1 {
        pieces[0].part = Part::Family;
    }
    let start = pieces.iter().map(|piece| clean.span(piece.start, piece.end).0).min().unwrap_or(0);
    let end = pieces.iter().map(|piece| clean.span(piece.start, piece.end).1).max().unwrap_or(0);
    let tokens = tokens(text, start, clean, pieces);
    let original = text.get(start..end).unwrap_or_default().to_owned();
    Name { original, tokens, repairs: Vec::new(), order, aliases: Vec::new(), gender }
}

/// Pieces → tokens, with their places in the original counted from `base`.
fn tokens(
    text: &str,
    base: usize,
    clean: &clean::Clean<'_>,
    pieces: Vec<split::Piece>,
) -> Vec<Token> {
    pieces
        .into_iter()
        .map(|piece| {
            let (start, end) = clean.span(piece.start, piece.end);
            Token {
                text: piece.text,
                kind: piece.kind,
                surface: text.get(start..end).unwrap_or_default().to_owned(),
                start: start - base,
                joined: piece.joined,
                part: piece.part,
            }
        })
        .collect()
}

impl fmt::Display for Name {
    /// The folded tokens, with a hyphen before those that are joined to the one before.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, token) in self.tokens.iter().enumerate() {
            let gap = match (index, token.joined) {
                (0, _) => "",
                (_, true) => "-",
                (_, false) => " ",
            };
            write!(out, "{gap}{}", token.text)?;
        }
        Ok(())
    }
}
