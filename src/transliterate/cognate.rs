//! A token → the romanization that it is compared by, and the few others where several really differ.

use std::fmt::Write as _;

use pinyin::ToPinyin;

use super::Romanizer;
use super::lattice;
use super::rules::{Segment, Written};
use crate::normalize::Script;

/// How many romanizations a token may have.
const MOST: usize = 6;

/// A romanization for comparing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cognate {
    /// Letters and digits of ASCII.
    pub text: String,
    /// What sets it apart from the first; empty for the first.
    pub note: &'static str,
}

impl Romanizer {
    /// The one romanization for comparing: cognate letters of different scripts give the same
    /// letters. Never empty for a token that has a letter or a digit.
    #[must_use]
    pub fn cognate(&self, token: &str) -> String {
        if token.is_ascii() {
            let mut text: String = token.chars().filter(char::is_ascii_alphanumeric).collect();
            text.make_ascii_lowercase();
            return text;
        }
        let mut text = String::with_capacity(token.len() * 2);
        if token.chars().any(is_han) {
            self.add_with_han(token, &mut text);
        } else {
            self.add_word(token, &mut text);
        }
        if text.is_empty() {
            last_resort(token, &mut text);
        }
        text
    }

    /// The romanizations for comparing: the first is [`Romanizer::cognate`], more follow only where
    /// the writing leaves open what is meant (ü: `u`, `ue`), at most six.
    #[must_use]
    pub fn cognates(&self, token: &str) -> Vec<Cognate> {
        let mut found = vec![Cognate {
            text: self.cognate(token),
            note: "",
        }];
        if token.is_ascii() || token.chars().any(is_han) {
            return found;
        }
        let (mut letters, mut segments) = (Vec::new(), Vec::new());
        self.segments(token, &mut letters, &mut segments);
        if segments
            .iter()
            .all(|segment| matches!(segment.written, Written::Rule(rule) if rule.to.len() == 1))
        {
            return found;
        }
        for spelling in lattice::spellings(&segments, MOST) {
            let text: String = spelling
                .text
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .collect();
            if !text.is_empty()
                && found.iter().all(|known| known.text != text)
                && found.len() < MOST
            {
                found.push(Cognate {
                    text,
                    note: "spelled out",
                });
            }
        }
        found
    }

    fn add_word(&self, word: &str, text: &mut String) {
        let (mut letters, mut segments) = (
            Vec::with_capacity(word.len()),
            Vec::with_capacity(word.len()),
        );
        self.segments(word, &mut letters, &mut segments);
        for segment in &segments {
            match segment.written {
                Written::Rule(rule) => text.push_str(rule.to.first().map_or("", |to| to)),
                Written::Copied(letter) => {
                    text.extend(letter.is_ascii_alphanumeric().then_some(letter))
                }
                Written::Foreign(written) => push_plain(written, text),
            }
        }
    }

    /// The word in pieces, by the table of its script; a letter of another script by that script's.
    fn segments<'a>(&'a self, word: &str, letters: &mut Vec<char>, out: &mut Vec<Segment<'a>>) {
        let script = word.chars().find_map(quick_script).unwrap_or(Script::Latin);
        let Some(rules) = self.shelf(script).cognate() else {
            let lowered = word.to_lowercase();
            letters.extend(lowered.chars());
            out.extend(
                letters
                    .iter()
                    .enumerate()
                    .map(|(start, &letter)| self.foreign(start, letter)),
            );
            return;
        };
        rules.prepare(word, letters);
        rules.segments(letters, out);
        for segment in out {
            let missing = match segment.written {
                Written::Rule(_) => false,
                Written::Copied(letter) => !letter.is_ascii(),
                Written::Foreign(_) => true,
            };
            if missing {
                *segment = self.foreign(segment.start, letters[segment.start]);
            }
        }
    }

    /// A letter alone, by the table of its own script, else by the library of last resort.
    fn foreign(&self, start: usize, letter: char) -> Segment<'_> {
        let rule = Script::of(letter)
            .and_then(|script| self.shelf(script).cognate())
            .and_then(|rules| rules.step(&[letter], 0))
            .map(|(_, rule)| Written::Rule(rule));
        let written = rule.unwrap_or_else(|| match letter.is_ascii() {
            true => Written::Copied(letter),
            false => Written::Foreign(any_ascii::any_ascii_char(letter)),
        });
        Segment { start, written }
    }

    /// A token with Han characters, maybe among others (kana endings, digits).
    fn add_with_han(&self, token: &str, text: &mut String) {
        let mut rest = token;
        while let Some(first) = rest.chars().next() {
            let han = is_han(first);
            let end = rest
                .find(|letter| is_han(letter) != han)
                .unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            if han {
                add_pinyin(run, text);
            } else {
                self.add_word(run, text);
            }
            rest = after;
        }
    }
}

fn add_pinyin(run: &str, text: &mut String) {
    for (letter, syllable) in run.chars().zip(run.to_pinyin()) {
        match syllable {
            Some(syllable) => push_plain(&syllable.plain().replace('ü', "u"), text),
            None => push_plain(any_ascii::any_ascii_char(letter), text),
        }
    }
}

fn push_plain(written: &str, text: &mut String) {
    let plain = written.chars().filter(char::is_ascii_alphanumeric);
    text.extend(plain.map(|letter| letter.to_ascii_lowercase()));
}

/// For a token whose letters are all silent (`ъ`) or unknown to everybody: their code points, so
/// that it stays equal to itself and unlike others.
fn last_resort(token: &str, text: &mut String) {
    for letter in token.chars().filter(|letter| letter.is_alphanumeric()) {
        push_plain(any_ascii::any_ascii_char(letter), text);
    }
    if text.is_empty() {
        for letter in token.chars().filter(|letter| letter.is_alphanumeric()) {
            let _ = write!(text, "u{:x}", u32::from(letter));
        }
    }
}

pub(super) fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// The script of a letter; the common alphabets without a search.
fn quick_script(letter: char) -> Option<Script> {
    match letter {
        'a'..='z' | 'A'..='Z' | 'À'..='ɏ' => Some(Script::Latin),
        'А'..='ӿ' => Some(Script::Cyrillic),
        _ => Script::of(letter),
    }
}
