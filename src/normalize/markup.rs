//! Characters copied out of a web page or a mail → the same without its markup: `M&uuml;ller` is Müller, `<b>` and
//! `<john@example.org>` are no names.

use unicode_normalization::char::compose;

use super::clean::Glyph;
use super::{Repair, RepairKind};

/// Entities that are no letter with a mark, by their names in HTML 4.
const SIGNS: [(&str, char); 28] = [
    ("nbsp", ' '),
    ("amp", '&'),
    ("quot", '"'),
    ("apos", '\''),
    ("lt", ' '),
    ("gt", ' '),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("middot", '·'),
    ("bull", '•'),
    ("hellip", '…'),
    ("shy", '\u{ad}'),
    ("szlig", 'ß'),
    ("aelig", 'æ'),
    ("AElig", 'Æ'),
    ("oelig", 'œ'),
    ("OElig", 'Œ'),
    ("eth", 'ð'),
    ("ETH", 'Ð'),
    ("thorn", 'þ'),
    ("THORN", 'Þ'),
    ("inodot", 'ı'),
];

/// What follows the letter in the name of a letter with a mark: `uuml`, `Eacute`.
const MARKS: [(&str, char); 12] = [
    ("grave", '\u{300}'),
    ("acute", '\u{301}'),
    ("circ", '\u{302}'),
    ("tilde", '\u{303}'),
    ("macr", '\u{304}'),
    ("breve", '\u{306}'),
    ("dot", '\u{307}'),
    ("uml", '\u{308}'),
    ("ring", '\u{30a}'),
    ("caron", '\u{30c}'),
    ("cedil", '\u{327}'),
    ("ogon", '\u{328}'),
];

/// Tags that stand inside a line.
const TAGS: [&str; 20] = [
    "a", "b", "i", "u", "p", "em", "strong", "span", "font", "br", "td", "tr", "th", "li", "div",
    "h1", "h2", "h3", "sup", "small",
];

/// No entity and no tag is longer.
const LENGTH_MAX: usize = 80;

/// Whether there may be any.
pub(super) fn is_suspicious(text: &str) -> bool {
    // One pass over nearly all names.
    let opens = text.bytes().fold(false, |opens, byte| opens | matches!(byte, b'&' | b'<'));
    opens && (text.contains('&') && text.contains(';') || text.contains('<') && text.contains('>'))
}

/// Reads entities, and takes out tags and mail addresses.
pub(super) fn without(glyphs: Vec<Glyph>, original: &str, repairs: &mut Vec<Repair>) -> Vec<Glyph> {
    let mut kept: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    let mut rest = glyphs.as_slice();
    while let Some((glyph, after)) = rest.split_first() {
        let found = match glyph.character {
            '&' => enclosed(after, ';').and_then(|name| Some((name.len(), Some(entity(&name)?)))),
            '<' => enclosed(after, '>')
                .filter(|tag| is_tag(tag))
                .map(|tag| (tag.chars().count(), None)),
            _ => None,
        };
        let Some((length, meant)) = found else {
            kept.push(*glyph);
            rest = after;
            continue;
        };
        let (start, end) = (glyph.start, after[length].end);
        rest = &after[length + 1..];
        // What a tag stood between stays apart.
        kept.push(Glyph { character: meant.unwrap_or(' '), start, end });
        repairs.push(Repair {
            kind: RepairKind::Markup,
            start,
            found: original.get(start..end).unwrap_or_default().to_owned(),
            meant: meant.map(String::from).unwrap_or_default(),
        });
    }
    kept
}

/// What stands before the closing sign, if that is near.
fn enclosed(after: &[Glyph], close: char) -> Option<String> {
    let near = &after[..after.len().min(LENGTH_MAX)];
    let end = near.iter().position(|glyph| glyph.character == close)?;
    Some(near[..end].iter().map(|glyph| glyph.character).collect())
}

/// `uuml`, `#252`, `#xFC`.
fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?).filter(|letter| !letter.is_control());
    }
    let sign = SIGNS.iter().find(|(known, _)| *known == name).map(|(_, sign)| *sign);
    sign.or_else(|| {
        let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
        let rest = &name[1..];
        match rest {
            "slash" => {
                return Some(if letter == 'O' { 'Ø' } else { 'ø' })
                    .filter(|_| "Oo".contains(letter));
            }
            "strok" if letter == 'l' => return Some('ł'),
            "strok" if letter == 'L' => return Some('Ł'),
            _ => {}
        }
        let (_, mark) = MARKS.iter().find(|(known, _)| *known == rest)?;
        compose(letter, *mark)
    })
}

/// `b`, `/b`, `br /`, `a href="…"`; or a mail address.
fn is_tag(text: &str) -> bool {
    let name = text.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
    let mail = || {
        let parts = text.split_once('@');
        parts.is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
            && !text.contains(' ')
    };
    TAGS.iter().any(|tag| name.eq_ignore_ascii_case(tag)) || mail()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_what_their_names_say() {
        for (name, letter) in [
            ("uuml", 'ü'),
            ("Eacute", 'É'),
            ("#252", 'ü'),
            ("#xFC", 'ü'),
            ("Oslash", 'Ø'),
            ("lstrok", 'ł'),
        ] {
            assert_eq!(entity(name), Some(letter), "{name}");
        }
        for none in ["", "#", "#x110000", "#7", "zslash", "qquux", "ü"] {
            assert_eq!(entity(none), None, "{none}");
        }
    }

    #[test]
    fn names_between_angles_are_no_tags() {
        assert!(is_tag("b") && is_tag("/B") && is_tag("br /") && is_tag("j.smith@example.org"));
        assert!(!is_tag("Vanya") && !is_tag("Ivan Petrov") && !is_tag("@") && !is_tag(""));
    }
}
