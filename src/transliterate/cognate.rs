//! A token → the romanization that it is compared by, and the few others where several really differ.

use std::fmt::Write as _;

use super::explain::plain;
use super::rules::{Rules, Segment, Written};
use super::{Romanizer, han, spellings};
use crate::normalize::Script;

/// How many romanizations a token may have.
const MOST: usize = 6;
/// How many one with Han characters may have: each variety reads them its own way.
const MOST_OF_HAN: usize = 8;

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
    /// the writing leaves open what is meant (ü: `u`, `ue`; 陳: Mandarin, Cantonese …), at most eight.
    ///
    /// A caller's own tables add what they write, so that names are compared by it too.
    #[must_use]
    pub fn cognates(&self, token: &str) -> Vec<Cognate> {
        let plain = token.is_ascii();
        if plain || token.chars().any(is_han) {
            let mut found = vec![Cognate { text: self.cognate(token), note: "" }];
            self.add_own(token, &mut found);
            if plain {
                add_armenian(&mut found);
            }
            let east = !plain && is_east_asian(token);
            let whole = if east { han::cognates(token) } else { Vec::new() };
            whole.iter().for_each(|(text, note)| add_within(MOST_OF_HAN, &mut found, text, note));
            return found;
        }
        let (mut letters, mut segments) = (Vec::with_capacity(token.len()), Vec::new());
        self.segments(token, &mut letters, &mut segments);
        let mut text = String::with_capacity(token.len() * 2);
        segments.iter().for_each(|segment| push_written(segment.written, &mut text));
        if text.is_empty() {
            last_resort(token, &mut text);
        }
        let mut found = vec![Cognate { text, note: "" }];
        self.add_own(token, &mut found);
        self.add_habits(token, &mut found);
        if token.chars().find_map(quick_script) == Some(Script::Latin) {
            add_armenian(&mut found);
        }
        if segments.iter().any(is_open) {
            for spelling in spellings::spellings(&segments, MOST) {
                add(&mut found, &spelling.text, "spelled out");
            }
        }
        if token.chars().any(is_hangul) {
            han::readings(token, None)
                .into_iter()
                .for_each(|(text, note)| add(&mut found, &text, note));
        }
        found
    }

    /// The spellings by other habits of the token's script: those of Thai names go by sound, or by
    /// the Sanskrit that they are made of, as a whole.
    fn add_habits(&self, token: &str, found: &mut Vec<Cognate>) {
        let script = token.chars().find_map(quick_script).unwrap_or(Script::Latin);
        let Some((_, habits)) = self.shelf(script).cognates().split_first() else { return };
        let (mut letters, mut segments) = (Vec::new(), Vec::new());
        for rules in habits {
            rules.prepare(token, &mut letters);
            if !rules.is_for(&letters) {
                continue;
            }
            rules.segments(&letters, &mut segments);
            let mut text = String::with_capacity(token.len());
            segments.iter().for_each(|segment| push_written(segment.written, &mut text));
            add(found, &text, "by another habit");
        }
    }

    /// The usual spellings by the caller's own tables for the token's script, in plain letters.
    fn add_own(&self, token: &str, found: &mut Vec<Cognate>) {
        const MOST_OF_TABLE: usize = 2;
        if self.own.is_empty() {
            return;
        }
        let script = Script::of_text(token).unwrap_or(Script::Latin);
        let (mut letters, mut segments) = (Vec::new(), Vec::new());
        for table in self.own.iter().filter(|table| table.script() == script) {
            table.rules().prepare(token, &mut letters);
            if table.rules().segments(&letters, &mut segments) {
                for spelling in spellings::spellings(&segments, MOST_OF_TABLE) {
                    add(found, &plain(&spelling.text), "by a table of one's own");
                }
            }
        }
    }

    /// Writes the first way of every segment, without keeping the segments: this is done once for
    /// each distinct token of a list of millions.
    fn add_word(&self, word: &str, text: &mut String) {
        let Some(rules) = self.cognate_rules(word) else {
            word.chars()
                .flat_map(char::to_lowercase)
                .for_each(|letter| push_written(self.foreign(letter), text));
            return;
        };
        let mut letters = Vec::with_capacity(word.len());
        rules.prepare(word, &mut letters);
        let mut at = 0;
        while at < letters.len() {
            if let Some((length, rule)) = rules.step(&letters, at) {
                text.push_str(rule.to.first().map_or("", |to| to));
                at += length;
            } else {
                push_written(self.foreign(letters[at]), text);
                at += 1;
            }
        }
    }

    /// The table that a word is read by: that of the script of its first letter.
    fn cognate_rules(&self, word: &str) -> Option<&Rules> {
        let script = word.chars().find_map(quick_script).unwrap_or(Script::Latin);
        self.shelf(script).cognate()
    }

    /// The word in pieces; a letter that its table does not have is written by its own script's.
    fn segments<'a>(&'a self, word: &str, letters: &mut Vec<char>, out: &mut Vec<Segment<'a>>) {
        let Some(rules) = self.cognate_rules(word) else {
            letters.extend(word.chars().flat_map(char::to_lowercase));
            out.extend(letters.iter().map(|&letter| Segment {
                start: 0,
                written: self.foreign(letter),
                number: 0,
            }));
            return;
        };
        rules.prepare(word, letters);
        rules.segments(letters, out);
        for segment in out {
            if !matches!(segment.written, Written::Rule(_)) {
                segment.written = self.foreign(letters[segment.start]);
            }
        }
    }

    /// A letter alone, by the table of its own script, else by the library of last resort.
    fn foreign(&self, letter: char) -> Written<'_> {
        if letter.is_ascii() {
            return Written::Copied(letter);
        }
        Script::of(letter)
            .and_then(|script| self.shelf(script).cognate())
            .and_then(|rules| rules.step(&[letter], 0))
            .map_or_else(
                || Written::Foreign(any_ascii::any_ascii_char(letter)),
                |(_, rule)| Written::Rule(rule),
            )
    }

    /// A token with Han characters: read whole where all of it is East Asian, else run by run.
    fn add_with_han(&self, token: &str, text: &mut String) {
        let mut rest = if is_east_asian(token) && add_han(token, text) { "" } else { token };
        while let Some(first) = rest.chars().next() {
            let han = is_han(first);
            let end = rest.find(|letter| is_han(letter) != han).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            if !han {
                self.add_word(run, text);
            } else if !add_han(run, text) {
                push_plain(&any_ascii::any_ascii(run), text);
            }
            rest = after;
        }
    }
}

/// What the first romanization is if it is that of an Armenian name, written otherwise than by sound.
fn add_armenian(found: &mut Vec<Cognate>) {
    if let Some(eastern) = eastern_armenian(&found[0].text) {
        add(found, &eastern, "as in Eastern Armenian");
    }
    // Libraries transliterate ու letter by letter: Harowt’yownyan.
    let text = &found[0].text;
    let ends = ARMENIAN.iter().any(|ending| text.ends_with(ending));
    if let Some(spoken) = (ends && text.contains("ow")).then(|| text.replace("ow", "u")) {
        add(found, &spoken, "ow by sound, as in Armenian");
    }
}

/// How family names of Armenians end.
const ARMENIAN: [&str; 2] = ["ian", "yan"];

/// A family name written as Armenians of the west do, with the stops of the east: *Garabedian* is
/// *Karapetian* (ALA-LC romanization table for Armenian, 1997, note on Western Armenian).
fn eastern_armenian(plain: &str) -> Option<String> {
    const LETTERS_MIN: usize = 7;
    const STOPS: [(&str, &str); 13] = [
        ("dch", "j"),
        ("tch", "j"),
        ("dj", "ch"),
        ("ch", "j"),
        ("j", "ch"),
        ("dz", "ts"),
        ("tz", "dz"),
        ("b", "p"),
        ("p", "b"),
        ("d", "t"),
        ("t", "d"),
        ("g", "k"),
        ("k", "g"),
    ];
    let stem = plain.strip_suffix("ian").filter(|_| plain.len() >= LETTERS_MIN)?;
    let mut eastern = String::with_capacity(plain.len());
    let mut at = 0;
    while let Some(letter) = stem[at..].chars().next() {
        // gh and kh are no stops.
        let breathed = stem[at + letter.len_utf8()..].starts_with('h');
        let stop = STOPS.iter().find(|(western, _)| stem[at..].starts_with(western));
        match stop.filter(|(western, _)| !(breathed && matches!(*western, "g" | "k"))) {
            Some((western, other)) => {
                eastern.push_str(other);
                at += western.len();
            }
            None => {
                eastern.push(letter);
                at += letter.len_utf8();
            }
        }
    }
    eastern.push_str("ian");
    Some(eastern)
}

/// The likeliest reading of Han characters; false where there is none.
fn add_han(run: &str, text: &mut String) -> bool {
    let likeliest = han::cognates(run).into_iter().next();
    likeliest.is_some_and(|(reading, _)| {
        push_plain(&reading, text);
        !reading.is_empty()
    })
}

fn add(found: &mut Vec<Cognate>, text: &str, note: &'static str) {
    add_within(MOST, found, text, note);
}

fn add_within(most: usize, found: &mut Vec<Cognate>, text: &str, note: &'static str) {
    let text: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    if !text.is_empty() && found.len() < most && found.iter().all(|known| known.text != text) {
        found.push(Cognate { text, note });
    }
}

fn is_open(segment: &Segment<'_>) -> bool {
    matches!(segment.written, Written::Rule(rule) if rule.to.len() > 1)
}

fn push_written(written: Written<'_>, text: &mut String) {
    match written {
        Written::Rule(rule) => text.push_str(rule.to.first().map_or("", |to| to)),
        Written::Copied(letter) => text.extend(letter.is_ascii_alphanumeric().then_some(letter)),
        Written::Foreign(written) => push_plain(written, text),
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

fn is_east_asian(token: &str) -> bool {
    token.chars().all(|letter| {
        is_han(letter) || Script::of(letter) == Some(Script::Kana) || !letter.is_alphanumeric()
    })
}

pub(super) fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

pub(super) fn is_hangul(letter: char) -> bool {
    matches!(letter, '가'..='힣')
}

/// The script of a letter; the common alphabets without a search.
fn quick_script(letter: char) -> Option<Script> {
    match letter {
        'a'..='z' | 'A'..='Z' | 'À'..='ɏ' => Some(Script::Latin),
        'А'..='ӿ' => Some(Script::Cyrillic),
        _ => Script::of(letter),
    }
}
