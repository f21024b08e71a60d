//! A character or a word → the writing system that it belongs to.

use unicode_script::{Script as Property, UnicodeScript};

/// A writing system, as far as names of persons are met in it (ISO 15924 code in [`Script::code`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // The names are those of the Unicode property `Script`.
pub enum Script {
    Latin,
    Cyrillic,
    Greek,
    Georgian,
    Armenian,
    Arabic,
    Hebrew,
    Syriac,
    Ethiopic,
    Devanagari,
    Bengali,
    Gurmukhi,
    Gujarati,
    Oriya,
    Tamil,
    Telugu,
    Kannada,
    Malayalam,
    Sinhala,
    Thai,
    Lao,
    Khmer,
    Myanmar,
    Thaana,
    Han,
    Kana,
    Hangul,
    /// A script that no table of ours covers.
    Other,
}

impl Script {
    /// The script of a letter; `None` for what belongs to no script (digits, marks, punctuation).
    #[must_use]
    pub fn of(character: char) -> Option<Self> {
        if character.is_ascii() {
            return character.is_ascii_alphabetic().then_some(Self::Latin);
        }
        if let Some(script) = Self::of_usual(character) {
            return Some(script);
        }
        Some(match character.script() {
            Property::Common | Property::Inherited | Property::Unknown => {
                return (character == 'ー').then_some(Self::Kana);
            }
            Property::Latin => Self::Latin,
            Property::Cyrillic => Self::Cyrillic,
            Property::Greek => Self::Greek,
            Property::Georgian => Self::Georgian,
            Property::Armenian => Self::Armenian,
            Property::Arabic => Self::Arabic,
            Property::Hebrew => Self::Hebrew,
            Property::Syriac => Self::Syriac,
            Property::Ethiopic => Self::Ethiopic,
            Property::Devanagari => Self::Devanagari,
            Property::Bengali => Self::Bengali,
            Property::Gurmukhi => Self::Gurmukhi,
            Property::Gujarati => Self::Gujarati,
            Property::Oriya => Self::Oriya,
            Property::Tamil => Self::Tamil,
            Property::Telugu => Self::Telugu,
            Property::Kannada => Self::Kannada,
            Property::Malayalam => Self::Malayalam,
            Property::Sinhala => Self::Sinhala,
            Property::Thai => Self::Thai,
            Property::Lao => Self::Lao,
            Property::Khmer => Self::Khmer,
            Property::Myanmar => Self::Myanmar,
            Property::Thaana => Self::Thaana,
            Property::Han => Self::Han,
            Property::Hiragana | Property::Katakana => Self::Kana,
            Property::Hangul => Self::Hangul,
            _ => Self::Other,
        })
    }

    /// That of the letters that most names are written with, without a search.
    fn of_usual(character: char) -> Option<Self> {
        match character {
            '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' => Some(Self::Latin),
            '\u{391}'..='\u{3a1}' | '\u{3a3}'..='\u{3ce}' => Some(Self::Greek),
            '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' => Some(Self::Cyrillic),
            '\u{5d0}'..='\u{5ea}' => Some(Self::Hebrew),
            '\u{621}'..='\u{63a}' | '\u{641}'..='\u{64a}' => Some(Self::Arabic),
            '\u{4e00}'..='\u{9fff}' => Some(Self::Han),
            '\u{ac00}'..='\u{d7a3}' => Some(Self::Hangul),
            _ => None,
        }
    }

    /// The script that most letters of `text` belong to, the first met on a tie; `None` where
    /// there is no letter.
    #[must_use]
    pub fn of_text(text: &str) -> Option<Self> {
        let mut scripts = text.chars().filter_map(Self::of);
        let first = scripts.next()?;
        // Most texts are of one.
        if scripts.all(|script| script == first) {
            return Some(first);
        }
        let mut counts: Vec<(Self, usize)> = Vec::new();
        for script in text.chars().filter_map(Self::of) {
            match counts.iter_mut().find(|(seen, _)| *seen == script) {
                Some((_, count)) => *count += 1,
                None => counts.push((script, 1)),
            }
        }
        let most = counts.iter().map(|(_, count)| *count).max()?;
        counts.into_iter().find(|(_, count)| *count == most).map(|(script, _)| script)
    }

    /// ISO 15924 code (`Cyrl`); `Zyyy` for [`Script::Other`].
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Latin => "Latn",
            Self::Cyrillic => "Cyrl",
            Self::Greek => "Grek",
            Self::Georgian => "Geor",
            Self::Armenian => "Armn",
            Self::Arabic => "Arab",
            Self::Hebrew => "Hebr",
            Self::Syriac => "Syrc",
            Self::Ethiopic => "Ethi",
            Self::Devanagari => "Deva",
            Self::Bengali => "Beng",
            Self::Gurmukhi => "Guru",
            Self::Gujarati => "Gujr",
            Self::Oriya => "Orya",
            Self::Tamil => "Taml",
            Self::Telugu => "Telu",
            Self::Kannada => "Knda",
            Self::Malayalam => "Mlym",
            Self::Sinhala => "Sinh",
            Self::Thai => "Thai",
            Self::Lao => "Laoo",
            Self::Khmer => "Khmr",
            Self::Myanmar => "Mymr",
            Self::Thaana => "Thaa",
            Self::Han => "Hani",
            Self::Kana => "Kana",
            Self::Hangul => "Hang",
            Self::Other => "Zyyy",
        }
    }

    /// The script with this ISO 15924 code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|script| script.code() == code)
    }

    /// Every script that has tables or could have.
    pub const ALL: [Self; 27] = [
        Self::Latin,
        Self::Cyrillic,
        Self::Greek,
        Self::Georgian,
        Self::Armenian,
        Self::Arabic,
        Self::Hebrew,
        Self::Syriac,
        Self::Ethiopic,
        Self::Devanagari,
        Self::Bengali,
        Self::Gurmukhi,
        Self::Gujarati,
        Self::Oriya,
        Self::Tamil,
        Self::Telugu,
        Self::Kannada,
        Self::Malayalam,
        Self::Sinhala,
        Self::Thai,
        Self::Lao,
        Self::Khmer,
        Self::Myanmar,
        Self::Thaana,
        Self::Han,
        Self::Kana,
        Self::Hangul,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_way_agrees_with_unicode() {
        for character in (0x80..0xd800).filter_map(char::from_u32) {
            if let Some(script) = Script::of_usual(character) {
                assert_eq!(character.script().short_name(), script.code(), "{character}");
            }
        }
    }
}
