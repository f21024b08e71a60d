//! A string as printed → the same text in NFC without dirt, and where each byte came from.

use std::borrow::Cow;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::{Repair, RepairKind, markup, mojibake};

/// A text without dirt that knows its way back to the original.
pub(super) struct Clean<'a> {
    pub(super) text: Cow<'a, str>,
    /// For each byte of `text`, the bytes of the original that it stands for; empty where the
    /// text is the original.
    origins: Vec<(usize, usize)>,
}

/// A character and the bytes of the original that it stands for.
#[derive(Clone, Copy)]
pub(super) struct Glyph {
    pub(super) character: char,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Clean<'_> {
    /// The bytes of the original that a stretch of the text stands for.
    pub(super) fn span(&self, start: usize, end: usize) -> (usize, usize) {
        if self.origins.is_empty() || end <= start {
            return (start, end);
        }
        (self.origins[start].0, self.origins[end - 1].1)
    }
}

/// Removes and repairs; the usual clean text is borrowed and costs one look at each byte.
pub(super) fn clean<'a>(original: &'a str, repairs: &mut Vec<Repair>) -> Clean<'a> {
    let untouched = || Clean { text: Cow::Borrowed(original), origins: Vec::new() };
    let marked = markup::is_suspicious(original);
    if !marked && original.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return untouched();
    }
    let decoded = mojibake::repair(original);
    if decoded.is_none() && !marked && is_clean(original) {
        return untouched();
    }
    let mut glyphs = decoded.unwrap_or_else(|| glyphs_of(original));
    if let Some(text) = mojibake::meant(original, &glyphs) {
        let found = original.to_owned();
        repairs.push(Repair { kind: RepairKind::Mojibake, start: 0, found, meant: text });
    }
    if marked {
        glyphs = markup::without(glyphs, original, repairs);
    }
    glyphs = without_breaks(glyphs, original, repairs);
    glyphs = without_invisible(glyphs, original, repairs);
    glyphs = without_forms(glyphs, original, repairs);
    glyphs = composed(&glyphs);
    built(&glyphs)
}

pub(super) fn glyphs_of(text: &str) -> Vec<Glyph> {
    let glyph = |(start, character): (usize, char)| Glyph {
        character,
        start,
        end: start + character.len_utf8(),
    };
    text.char_indices().map(glyph).collect()
}

/// The letters that nearly all names are written with: composed, of one form, never dirt.
pub(super) fn is_plain(character: char) -> bool {
    let code = character as usize;
    match PLAIN.get(code >> 6) {
        Some(page) => page >> (code & 63) & 1 == 1,
        None => is_plain_far(character),
    }
}

/// The same below U+0800, a bit for each character: this is asked several times for each letter.
const PLAIN: [u64; 32] = {
    let mut pages = [0; 32];
    let mut code = 0;
    while code < 0x800 {
        if matches!(code,
            0xc0..=0xd6 | 0xd8..=0xf6 | 0xf8..=0x131 | 0x134..=0x17e | 0x180..=0x1c3
            | 0x1cd..=0x1f0 | 0x1f4..=0x259 | 0x388..=0x38a | 0x38e..=0x3a1 | 0x3a3..=0x3ce
            | 0x400..=0x481 | 0x48a..=0x52f | 0x5d0..=0x5ea | 0x621..=0x63a | 0x641..=0x64a)
        {
            pages[code >> 6] |= 1 << (code & 63);
        }
        code += 1;
    }
    pages
};

fn is_plain_far(character: char) -> bool {
    matches!(character,
        '\u{10d0}'..='\u{10f0}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Whether it is alphabetic; plain letters are, and need no long search.
pub(super) fn is_letter(character: char) -> bool {
    character.is_ascii_alphabetic()
        || (!character.is_ascii() && (is_plain(character) || character.is_alphabetic()))
}

fn is_clean(text: &str) -> bool {
    if text.chars().all(|character| is_plain(character) || matches!(character, ' '..='~')) {
        return true;
    }
    let dirty =
        |character| is_invisible(character) || is_break(character) || has_other_form(character);
    !text.chars().any(dirty) && is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// Characters that show nothing and mean nothing for a name. White space is not among them.
fn is_invisible(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' => false,
        ' '..='~' => false,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' => {
            true
        }
        '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => true,
        '\u{ffa0}' | '\u{fff0}'..='\u{fffd}' | '\u{e0000}'..='\u{e0fff}' => true,
        _ => character.is_control(),
    }
}

/// What stands for a hyphen where a line ended: digitized newspapers and books print it so.
fn is_break(character: char) -> bool {
    matches!(character, '\u{ac}' | '\u{ad}' | '\u{2e17}')
}

/// Strokes through letters and rings around them, and the line that Arabic words are stretched by: they mean nothing.
fn is_ornament(character: char) -> bool {
    matches!(character, '\u{334}'..='\u{338}' | '\u{640}' | '\u{20d0}'..='\u{20f0}')
}

/// Letters that Unicode has twice for the sake of old encodings or of looks, and what is drawn over them.
fn has_other_form(character: char) -> bool {
    is_ornament(character)
        || matches!(character,
        '\u{aa}' | '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{ba}' | '\u{132}' | '\u{133}' | '\u{17f}'
        | '\u{1c4}'..='\u{1cc}' | '\u{1f1}'..='\u{1f3}' | '\u{2070}'..='\u{208e}'
        | '\u{2100}'..='\u{218b}' | '\u{2460}'..='\u{24ff}' | '\u{2e80}'..='\u{2fd5}'
        | '\u{3131}'..='\u{318e}' | '\u{3200}'..='\u{33ff}' | '\u{fb00}'..='\u{fdff}'
        | '\u{fe10}'..='\u{fefc}' | '\u{ff01}'..='\u{ff9f}' | '\u{ffa1}'..='\u{ffee}'
        | '\u{1d400}'..='\u{1d7ff}' | '\u{1f100}'..='\u{1f1ff}')
}

/// ZWJ and ZWNJ belong to the orthography of these scripts: taken out for comparing, no fault.
fn is_orthographic(character: char, before: Option<&Glyph>) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
        && before.is_some_and(|glyph| matches!(glyph.character, '\u{600}'..='\u{dff}'))
}

/// Joins what is left of a word at the end of a line and at the beginning of the next.
fn without_breaks(glyphs: Vec<Glyph>, original: &str, repairs: &mut Vec<Repair>) -> Vec<Glyph> {
    let mut kept: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    let mut rest = glyphs.as_slice();
    while let Some((glyph, after)) = rest.split_first() {
        rest = after;
        let spaces = after.iter().take_while(|glyph| glyph.character.is_whitespace()).count();
        let continued = |glyph: &Glyph| glyph.character.is_lowercase();
        let broken = is_break(glyph.character)
            && spaces > 0
            && kept.last().is_some_and(|glyph| is_letter(glyph.character))
            && after.get(spaces).is_some_and(continued);
        if !broken {
            kept.push(*glyph);
            continue;
        }
        rest = &after[spaces..];
        let end = after[spaces - 1].end;
        repairs.push(Repair {
            kind: RepairKind::Broken,
            start: glyph.start,
            found: original.get(glyph.start..end).unwrap_or_default().to_owned(),
            meant: String::new(),
        });
    }
    kept
}

fn without_invisible(glyphs: Vec<Glyph>, original: &str, repairs: &mut Vec<Repair>) -> Vec<Glyph> {
    let mut kept: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    let mut reported_to = usize::MAX;
    for glyph in glyphs {
        if !is_invisible(glyph.character) {
            kept.push(glyph);
            continue;
        }
        if is_orthographic(glyph.character, kept.last()) {
            continue;
        }
        let found = original.get(glyph.start..glyph.end).unwrap_or_default();
        match repairs.last_mut() {
            Some(last) if last.kind == RepairKind::Invisible && reported_to == glyph.start => {
                last.found.push_str(found);
            }
            _ => repairs.push(Repair {
                kind: RepairKind::Invisible,
                start: glyph.start,
                found: found.to_owned(),
                meant: String::new(),
            }),
        }
        reported_to = glyph.end;
    }
    kept
}

fn without_forms(glyphs: Vec<Glyph>, original: &str, repairs: &mut Vec<Repair>) -> Vec<Glyph> {
    let mut kept = Vec::with_capacity(glyphs.len());
    let mut reported_to = usize::MAX;
    for glyph in glyphs {
        if !has_other_form(glyph.character) {
            kept.push(glyph);
            continue;
        }
        let mut meant = String::new();
        if !is_ornament(glyph.character) {
            decompose_compatible(glyph.character, |character| {
                if !is_ornament(character) {
                    meant.push(character);
                    kept.push(Glyph { character, ..glyph });
                }
            });
        }
        if meant.chars().eq([glyph.character]) {
            continue;
        }
        let found = original.get(glyph.start..glyph.end).unwrap_or_default();
        match repairs.last_mut() {
            Some(last) if last.kind == RepairKind::Form && reported_to == glyph.start => {
                last.found.push_str(found);
                last.meant.push_str(&meant);
            }
            _ => repairs.push(Repair {
                kind: RepairKind::Form,
                start: glyph.start,
                found: found.to_owned(),
                meant,
            }),
        }
        reported_to = glyph.end;
    }
    kept
}

/// NFC, cluster by cluster, so that each character still knows where it came from.
fn composed(glyphs: &[Glyph]) -> Vec<Glyph> {
    let continues = |glyph: &Glyph| {
        is_combining_mark(glyph.character) || matches!(glyph.character, '\u{1160}'..='\u{11ff}')
    };
    let mut done = Vec::with_capacity(glyphs.len());
    let mut at = 0;
    while at < glyphs.len() {
        let more = glyphs[at + 1..].iter().take_while(|glyph| continues(glyph)).count();
        let cluster = &glyphs[at..=at + more];
        let (start, end) = (cluster[0].start, cluster[more].end);
        let nfc = cluster.iter().map(|glyph| glyph.character).nfc();
        done.extend(nfc.map(|character| Glyph { character, start, end }));
        at += more + 1;
    }
    done
}

fn built(glyphs: &[Glyph]) -> Clean<'static> {
    let mut text = String::with_capacity(glyphs.len() * 2);
    let mut origins = Vec::with_capacity(glyphs.len() * 2);
    for glyph in glyphs {
        text.push(glyph.character);
        origins.resize(text.len(), (glyph.start, glyph.end));
    }
    Clean { text: Cow::Owned(text), origins }
}
