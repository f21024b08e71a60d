//! Names written in one word, without spaces → title, family and given name.

use super::kanji;
use super::split::Piece;
use super::words::{self, Uses};
use super::{Part, Script, TokenKind};

/// Cuts off titles that are written in one with a name: `トカエフ氏`, `นายสมชาย`.
pub(super) fn detach(pieces: &mut Vec<Piece>) {
    let mut at = 0;
    while at < pieces.len() {
        let piece = &pieces[at];
        if piece.text.is_ascii() || piece.uses != Uses::NONE || !writes_in_one(&piece.text) {
            at += 1;
            continue;
        }
        let Some((cut, uses)) = title(&piece.text) else {
            at += 1;
            continue;
        };
        let (before, after) = halves(piece, cut);
        let (mut before, mut after) = (before, after);
        let title = if uses.has(Uses::AFTER) { &mut after } else { &mut before };
        (title.uses, title.kind) = (uses, TokenKind::Title);
        (after.joined, after.comma) = (false, false);
        let again = uses.has(Uses::AFTER);
        pieces.splice(at..=at, [before, after]);
        at += usize::from(!again);
    }
}

/// Scripts without spaces between words, or that tie titles to the name.
fn writes_in_one(text: &str) -> bool {
    use Script::{Han, Hangul, Kana, Khmer, Lao, Myanmar, Thai};
    let script = text.chars().find_map(Script::of);
    matches!(script, Some(Han | Hangul | Kana | Khmer | Lao | Myanmar | Thai))
}

/// Scripts that abbreviate no names.
pub(super) fn is_east(text: &str) -> bool {
    use Script::{Han, Hangul, Kana};
    matches!(text.chars().find_map(Script::of), Some(Han | Hangul | Kana))
}

/// Where a title that is written in one with the name ends or begins.
fn title(text: &str) -> Option<(usize, Uses)> {
    words::attached().iter().find_map(|(form, uses)| {
        if uses.has(Uses::AFTER) {
            let rest = text.strip_suffix(form.as_str()).filter(|rest| !rest.ends_with('\''))?;
            let rest = Some(rest).filter(|rest| !rest.is_empty())?;
            return Some((rest.len(), *uses));
        }
        let rest = text.strip_prefix(form.as_str())?;
        let letter = rest.chars().next().is_some_and(|next| next.is_alphabetic() && !is_mark(next));
        (rest.chars().count() > 2 && letter).then_some((form.len(), *uses))
    })
}

fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}

/// A piece of one script without case, cut at a byte of its text.
pub(super) fn halves(piece: &Piece, cut: usize) -> (Piece, Piece) {
    let (left, right) = piece.text.split_at(cut);
    // Folding such scripts keeps the length; where it did not, the pieces share their place.
    let exact = piece.end - piece.start == piece.text.len();
    let middle = if exact { piece.start + cut } else { piece.end };
    let before = Piece { text: left.to_owned(), end: middle, ..piece.clone() };
    let start = if exact { middle } else { piece.start };
    let after = Piece { text: right.to_owned(), start, comma: false, stuck: true, ..piece.clone() };
    (before, Piece { uses: words::uses(&after.text), ..after })
}

/// Cuts a Han or Hangul name into family and given name where the surname says so.
pub(super) fn divide(pieces: &mut Vec<Piece>, language: Option<&str>) {
    let east = |piece: &Piece| {
        piece.kind == TokenKind::Word
            && matches!(piece.text.chars().find_map(Script::of), Some(Script::Han | Script::Hangul))
    };
    if !pieces.iter().any(east) {
        return;
    }
    let words: Vec<usize> = (0..pieces.len())
        .filter(|at| matches!(pieces[*at].kind, TokenKind::Word | TokenKind::Initial))
        .collect();
    let japanese = is_japanese(pieces, language);
    match words[..] {
        [at] => {
            if let Some(cut) = cut(&pieces[at].text, japanese) {
                let (mut family, mut given) = halves(&pieces[at], cut);
                (family.part, given.part) = (Part::Family, Part::Given);
                given.joined = true;
                (family.uses, given.uses) = (Uses::NONE, Uses::NONE);
                pieces.splice(at..=at, [family, given]);
            }
        }
        [first, second] if east(&pieces[first]) && east(&pieces[second]) => {
            let surname = Uses::CHINESE | Uses::JAPANESE | Uses::KOREAN;
            let known = words::uses(&pieces[first].text).any(surname) || japanese;
            if known && !pieces[second].middle_dot {
                pieces[first].part = Part::Family;
                pieces[second].part = Part::Given;
            }
        }
        _ => {}
    }
}

fn is_japanese(pieces: &[Piece], language: Option<&str>) -> bool {
    let kana =
        |piece: &Piece| piece.text.chars().any(|letter| Script::of(letter) == Some(Script::Kana));
    match language.and_then(|tag| tag.split('-').next()) {
        Some("ja") => true,
        Some(_) => false,
        None => pieces.iter().any(kana),
    }
}

/// Where the given name begins.
fn cut(text: &str, japanese: bool) -> Option<usize> {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let count = ends.len() - 1;
    let scripts: Vec<Option<Script>> = text.chars().map(Script::of).collect();
    let is = |count: usize, uses: Uses| {
        ends.get(count).is_some_and(|end| words::uses(&text[..*end]).any(uses))
    };
    if scripts.iter().all(|script| *script == Some(Script::Hangul)) {
        return match count {
            2 | 3 if !is(2, Uses::KOREAN) || count == 2 => is(1, Uses::KOREAN).then(|| ends[1]),
            3 | 4 => is(2, Uses::KOREAN).then(|| ends[2]),
            _ => None,
        };
    }
    if !scripts.iter().all(|script| *script == Some(Script::Han)) {
        let han = scripts.iter().take_while(|script| **script == Some(Script::Han)).count();
        let kana = scripts[han..].iter().all(|script| *script == Some(Script::Kana));
        return ((1..=3).contains(&han) && count - han >= 2 && kana).then(|| ends[han]);
    }
    if !japanese && kanji::is_foreign(text) {
        return None;
    }
    let second = text
        .chars()
        .nth(1)
        .is_some_and(|one| words::uses(one.encode_utf8(&mut [0; 4])).any(Uses::CHINESE));
    let of_japan = || {
        let chinese = !japanese && is(1, Uses::CHINESE);
        // Of four characters and more, hardly any name is Chinese.
        let listed = |family: &usize| match count {
            3 => kanji::is_japanese(&text[..ends[*family]], &text[ends[*family]..], chinese),
            _ => count > 3 && count < 7 && kanji::is_family(&text[..ends[*family]]),
        };
        if is(2, Uses::CHINESE) {
            None
        } else {
            [3, 2].into_iter().filter(|&family| family < count).find(listed)
        }
    };
    let count = of_japan().or_else(|| han(count, japanese, second, is));
    count.map(|count| ends[count])
}

/// How many characters of a Han name are the family name; `second`: whether the second character
/// could be a Chinese one of its own.
fn han(
    count: usize,
    japanese: bool,
    second: bool,
    is: impl Fn(usize, Uses) -> bool,
) -> Option<usize> {
    let chinese = !japanese && is(1, Uses::CHINESE);
    match count {
        2 if is(2, Uses::JAPANESE) => None,
        2 => chinese.then_some(1),
        3 if !japanese && is(2, Uses::CHINESE) => Some(2),
        3 if is(3, Uses::JAPANESE) => None,
        // 高橋駿: no Chinese given name begins like the rest of a usual family name of Japan.
        3 if is(2, Uses::JAPANESE) => Some(2),
        3 if chinese || is(1, Uses::JAPANESE) => Some(1),
        3 => japanese.then_some(2),
        4 if is(2, Uses::CHINESE | Uses::JAPANESE) => Some(2),
        4 if is(3, Uses::JAPANESE) => Some(3),
        // 林鄭月娥: a wife's two family names.
        4 if chinese && second => Some(2),
        4 => japanese.then_some(2),
        5 if is(3, Uses::JAPANESE) => Some(3),
        5 => is(2, Uses::JAPANESE).then_some(2),
        _ => None,
    }
}
