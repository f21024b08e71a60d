//! A clean text → its pieces: the words and what stands between them.

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::clean::is_plain;
use super::words::{self, Uses};
use super::{Part, TokenKind};

/// A word of the text and what is known about it so far.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Bytes in the clean text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Folded.
    pub(super) text: String,
    /// A hyphen joins it to the piece before.
    pub(super) joined: bool,
    /// What stands before it.
    pub(super) comma: bool,
    pub(super) colon: bool,
    pub(super) slash: bool,
    pub(super) middle_dot: bool,
    /// A dot follows directly.
    pub(super) dotted: bool,
    /// Nothing but dots and hyphens between it and the piece before.
    pub(super) stuck: bool,
    pub(super) case: Case,
    /// Its last two letters are capitals.
    pub(super) loud_tail: bool,
    /// The brackets or quotes it stands in, 0 for none; odd: brackets, even: quotes.
    pub(super) fence: u16,
    /// What the tables know the word as.
    pub(super) uses: Uses,
    pub(super) kind: TokenKind,
    pub(super) part: Part,
}

/// How a word is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// No letter with case.
    None,
    Upper,
    Lower,
    /// A capital, then small letters.
    Title,
    Mixed,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Word,
    Space,
    Hyphen,
    Dot,
    MiddleDot,
    Apostrophe,
    Comma,
    Colon,
    Slash,
    Open,
    Close,
    Quote,
}

const fn ascii_class(byte: u8) -> Class {
    match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => Class::Word,
        b'-' | b'=' | b'~' => Class::Hyphen,
        b'.' => Class::Dot,
        b'\'' | b'`' => Class::Apostrophe,
        b',' | b';' => Class::Comma,
        b':' => Class::Colon,
        b'/' | b'\\' | b'|' => Class::Slash,
        b'(' | b'[' | b'{' => Class::Open,
        b')' | b']' | b'}' => Class::Close,
        b'"' => Class::Quote,
        _ => Class::Space,
    }
}

fn class(character: char) -> Class {
    if character.is_ascii() {
        return ascii_class(character as u8);
    }
    if is_plain(character) {
        return Class::Word;
    }
    match character {
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '־' | '֊' | '⁃' | '゠' | '﹘' => {
            Class::Hyphen
        }
        '·' | '・' | '‧' | '•' | '∙' | '⋅' | '･' | 'ㆍ' => Class::MiddleDot,
        '。' | '․' | '｡' => Class::Dot,
        '’' | '‘' | '‛' | '‚' | 'ʼ' | 'ʻ' | 'ʽ' | 'ʾ' | 'ʿ' | 'ˀ' | 'ˁ' | 'ʹ' | 'ˈ' | '´' | '′'
        | '‵' | 'Ꞌ' | 'ꞌ' | '՚' | '׳' => Class::Apostrophe,
        '،' | '、' | '，' | '؛' | '；' | '՝' => Class::Comma,
        '：' | '։' => Class::Colon,
        '（' | '【' | '［' | '〔' | '〈' | '《' => Class::Open,
        '）' | '】' | '］' | '〕' | '〉' | '》' => Class::Close,
        '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』' | '״' | '″' => {
            Class::Quote
        }
        _ if character.is_alphanumeric() || is_combining_mark(character) => Class::Word,
        _ => Class::Space,
    }
}

fn is_hebrew(character: char) -> bool {
    matches!(character, '\u{5d0}'..='\u{5ea}')
}

/// Whether Arabic is written letter by letter: letters that few alphabets have, or long vowels without
/// those that Latvian has beside them.
fn is_of_arabic(text: &str) -> bool {
    const DOTTED: &str = "ḥṣḍṭẓḏṯḫġḤṢḌṬẒḎṮḪĠ";
    const LATVIAN: &str = "ēčšžļņķģĒČŠŽĻŅĶĢ";
    let has = |letters: &str| text.chars().any(|letter| letters.contains(letter));
    has(DOTTED) || (has("āīūĀĪŪ") && !has(LATVIAN))
}

/// Cuts a clean text into pieces, folds them and looks them up.
pub(super) fn split(text: &str) -> Vec<Piece> {
    let mut splitter = Splitter { text, ..Splitter::default() };
    let mut at = 0;
    while let Some((character, class)) = splitter.look(at) {
        let end = at + character.len_utf8();
        if class == Class::Word {
            at = splitter.word(at, end);
        } else {
            splitter.gap(at, end, class);
            at = end;
        }
    }
    splitter.finish()
}

#[derive(Default)]
struct Splitter<'a> {
    text: &'a str,
    pieces: Vec<Piece>,
    hyphen: bool,
    space: bool,
    comma: bool,
    colon: bool,
    slash: bool,
    middle_dot: bool,
    /// The innermost open fence last; even numbers are quotes, odd ones brackets.
    open: Vec<u16>,
    fences: u16,
}

impl Splitter<'_> {
    fn look(&self, at: usize) -> Option<(char, Class)> {
        let character = match self.text.as_bytes().get(at)? {
            byte if byte.is_ascii() => char::from(*byte),
            _ => self.text.get(at..)?.chars().next()?,
        };
        Some((character, class(character)))
    }

    /// The end of the word that starts at `start`, which is pushed.
    fn word(&mut self, start: usize, mut end: usize) -> usize {
        let mut last = self.text[start..end].chars().next().unwrap_or(' ');
        while let Some((character, class)) = self.look(end) {
            let next = end + character.len_utf8();
            let follows = || self.look(next).is_some_and(|(_, class)| class == Class::Word);
            let inside = match class {
                Class::Word => true,
                Class::Apostrophe => is_hebrew(last) || follows(),
                Class::Quote if is_hebrew(last) => {
                    self.look(next).is_some_and(|(next, _)| is_hebrew(next))
                }
                Class::Quote => self.is_dirt(next),
                Class::MiddleDot => {
                    matches!(last, 'l' | 'L')
                        && self.look(next).is_some_and(|(next, _)| matches!(next, 'l' | 'L'))
                }
                _ => false,
            };
            if !inside {
                break;
            }
            (last, end) = (character, next);
        }
        self.push(start, end);
        end
    }

    fn push(&mut self, start: usize, end: usize) {
        let surface = &self.text[start..end];
        let text = fold(surface);
        let first = self.pieces.is_empty();
        let dotted = self.text.as_bytes().get(end) == Some(&b'.');
        let uses = words::uses(&text);
        self.pieces.push(Piece {
            start,
            end,
            joined: self.hyphen && !self.space && !first,
            comma: self.comma && !first,
            colon: self.colon && !first,
            slash: self.slash && !first,
            middle_dot: self.middle_dot && !first,
            dotted,
            stuck: !first && !self.space && !self.comma && !self.slash,
            case: case(surface),
            loud_tail: surface.chars().rev().take(2).all(is_upper),
            fence: self.open.last().copied().unwrap_or(0),
            kind: if text.bytes().all(|byte| byte.is_ascii_digit()) {
                TokenKind::Numeral
            } else {
                TokenKind::Word
            },
            text,
            uses,
            part: Part::Unknown,
        });
        (self.hyphen, self.space, self.comma) = (false, false, false);
        (self.colon, self.slash, self.middle_dot) = (false, false, false);
    }

    fn gap(&mut self, at: usize, end: usize, class: Class) {
        match class {
            Class::Hyphen => self.hyphen = true,
            Class::Dot | Class::Word => {}
            Class::MiddleDot => (self.middle_dot, self.space) = (true, true),
            Class::Comma => (self.comma, self.space) = (true, true),
            Class::Colon => (self.colon, self.space) = (true, true),
            Class::Slash => self.slash = true,
            Class::Space => {
                self.space = true;
                // The machine-readable zone of a passport: `TURPANOV<<SERIK`.
                self.comma |= self.text[at..].starts_with("<<");
            }
            Class::Open => self.fence(1),
            Class::Close => self.unfence(1),
            Class::Quote if self.in_quotes() => self.unfence(0),
            Class::Quote => self.fence(0),
            Class::Apostrophe => self.single_quote(at, end),
        }
    }

    /// The one quote of the text, before a small letter of a word: `Ul»eling`, as scanners read a
    /// blot on a letter.
    fn is_dirt(&self, next: usize) -> bool {
        let quotes = self.text.chars().filter(|letter| class(*letter) == Class::Quote);
        self.look(next).is_some_and(|(next, _)| is_lower(next)) && quotes.take(2).count() == 1
    }

    fn in_quotes(&self) -> bool {
        self.open.iter().any(|fence| fence % 2 == 0)
    }

    fn fence(&mut self, parity: u16) {
        self.space = true;
        if self.fences < u16::MAX - 2 {
            self.fences += 2;
            self.open.push(self.fences | parity);
        }
    }

    fn unfence(&mut self, parity: u16) {
        self.space = true;
        if let Some(at) = self.open.iter().rposition(|fence| fence % 2 == parity) {
            self.open.truncate(at);
        }
    }

    /// An apostrophe at the edge of a word is a quote only if another one closes it.
    fn single_quote(&mut self, at: usize, end: usize) {
        if self.in_quotes() {
            self.unfence(0);
            return;
        }
        let before = self.text[..at].chars().next_back().map_or(Class::Space, class);
        let opens = before != Class::Word
            && self.look(end).is_some_and(|(_, next)| next == Class::Word)
            && !self.pieces.is_empty()
            && self.closes(end, &self.text[at..end]);
        if opens {
            self.fence(0);
        }
    }

    /// Whether the quote that opens with `sign` is closed before the clause ends.
    fn closes(&self, from: usize, sign: &str) -> bool {
        // Where Arabic is written letter by letter, it is ayn and hamza: `Muḥammad ‘Alā’ al-Dīn`.
        if is_of_arabic(self.text) {
            return false;
        }
        let end = match sign {
            "\'" => '\'',
            "‘" | "‛" => '’',
            _ => '‘',
        };
        let mut characters = self.text[from..].chars().peekable();
        let mut last = Class::Space;
        while let Some(character) = characters.next() {
            let this = class(character);
            let next = characters.peek().map_or(Class::Space, |next| class(*next));
            if matches!(this, Class::Comma | Class::Open | Class::Close | Class::Quote) {
                return false;
            }
            if character == end && last == Class::Word && next != Class::Word {
                return true;
            }
            last = this;
        }
        false
    }

    /// A bracket or quote that never closed fenced nothing.
    fn finish(mut self) -> Vec<Piece> {
        for piece in &mut self.pieces {
            if self.open.contains(&piece.fence) {
                piece.fence = 0;
            }
        }
        self.pieces
    }
}

/// Lower case in NFC, one sort of apostrophe, no dot left over from `İ`.
pub(super) fn fold(surface: &str) -> String {
    if surface.is_ascii() {
        let mut text = surface.to_ascii_lowercase();
        if text.contains(['`', '"']) {
            text = text.replace('`', "'").replace('"', "");
        }
        return text;
    }
    if surface.chars().all(is_uncased) {
        return surface.to_owned();
    }
    let mut text = String::with_capacity(surface.len());
    if surface.chars().all(|character| lower_cyrillic(character).is_some()) {
        text.extend(surface.chars().filter_map(lower_cyrillic));
        return text;
    }
    for character in surface.to_lowercase().chars() {
        if is_plain(character) {
            text.push(character);
            continue;
        }
        match (character, class(character)) {
            ('\u{307}', _) if text.ends_with('i') => {}
            // Stress marks of dictionaries: no letter of an alphabet.
            ('\u{300}' | '\u{301}', _) if text.ends_with(|last| cyrillic(last).is_some()) => {}
            (_, Class::Apostrophe) if text.ends_with(is_hebrew) => text.push('׳'),
            (_, Class::Apostrophe) => text.push('\''),
            (_, Class::Quote) if text.ends_with(is_hebrew) => text.push('״'),
            (_, Class::Quote) => {}
            _ => text.push(character),
        }
    }
    if !text.chars().all(|character| is_plain(character) || character.is_ascii())
        && is_nfc_quick(text.chars()) != IsNormalized::Yes
    {
        text = text.nfc().collect();
    }
    text
}

/// A Cyrillic letter in lower case: the usual case, made quick.
fn lower_cyrillic(character: char) -> Option<char> {
    match character {
        // Capitals are even here, each before its small letter.
        '\u{48a}'..='\u{4bf}' | '\u{4d0}'..='\u{52f}' => char::from_u32(u32::from(character) | 1),
        _ => cyrillic(character),
    }
}

/// A Russian letter in lower case.
fn cyrillic(character: char) -> Option<char> {
    match character {
        'а'..='џ' => Some(character),
        'А'..='Я' => char::from_u32(u32::from(character) + 0x20),
        'Ѐ'..='Џ' => char::from_u32(u32::from(character) + 0x50),
        _ => None,
    }
}

fn is_upper(character: char) -> bool {
    match character {
        'Ѐ'..='Я' => true,
        'а'..='џ' => false,
        _ => !is_uncased(character) && character.is_uppercase(),
    }
}

fn is_lower(character: char) -> bool {
    match character {
        'Ѐ'..='Я' => false,
        'а'..='џ' => true,
        _ => !is_uncased(character) && character.is_lowercase(),
    }
}

/// Plain letters of scripts without case. Georgian has capitals, but not for names: its plain letters
/// say nothing beside them.
fn is_uncased(character: char) -> bool {
    matches!(character,
        '\u{5d0}'..='\u{5ea}' | '\u{621}'..='\u{63a}' | '\u{641}'..='\u{64a}'
        | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{10d0}'..='\u{10ff}')
}

/// How a word is printed.
pub(super) fn case(surface: &str) -> Case {
    let (mut upper, mut lower, mut first_upper) = (0_usize, 0_usize, false);
    for character in surface.chars() {
        if is_upper(character) {
            first_upper |= upper + lower == 0;
            upper += 1;
        } else if is_lower(character) {
            lower += 1;
        }
    }
    match (upper, lower) {
        (0, 0) => Case::None,
        (_, 0) => Case::Upper,
        (0, _) => Case::Lower,
        (1, _) if first_upper => Case::Title,
        _ => Case::Mixed,
    }
}
