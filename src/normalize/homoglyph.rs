//! Tokens that mix scripts → tokens of one script, with a report of each letter replaced.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::clean::Clean;
use super::split::{Case, Piece, fold};
use super::{Repair, RepairKind, Script};

const TABLE: &str = include_str!("../../data/names/homoglyphs.txt");

/// The scripts of the columns of the table.
const SCRIPTS: [Script; 3] = [Script::Latin, Script::Cyrillic, Script::Greek];

/// A letter → those that look like it in each script.
static LIKENESS: LazyLock<FxHashMap<char, [Option<char>; 3]>> = LazyLock::new(|| {
    let mut likeness: FxHashMap<char, [Option<char>; 3]> = FxHashMap::default();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut row = [None; 3];
        for (place, field) in row.iter_mut().zip(line.split(' ')) {
            *place = field.chars().next().filter(|letter| *letter != '-');
        }
        for letter in row.into_iter().flatten() {
            let known = likeness.entry(letter).or_default();
            for (place, other) in known.iter_mut().zip(row) {
                *place = place.or(other);
            }
        }
    }
    likeness
});

/// Repairs every token in place.
pub(super) fn repair(
    pieces: &mut [Piece],
    clean: &Clean<'_>,
    original: &str,
    repairs: &mut Vec<Repair>,
) {
    if clean.text.is_ascii() || !is_mixed(&clean.text) {
        return;
    }
    let mut whole = [0; 3];
    for piece in pieces.iter() {
        let counts = counts(&clean.text[piece.start..piece.end]);
        whole.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    for piece in pieces {
        let surface = &clean.text[piece.start..piece.end];
        if is_numeral(surface, piece) {
            continue;
        }
        // What only looks alike in small letters is repaired too: the folded form must be stable.
        let folded = fold(surface);
        let surfaces = [surface, folded.as_str()];
        let Some((target, surface)) = surfaces
            .into_iter()
            .find_map(|surface| target(surface, piece, whole).map(|target| (target, surface)))
        else {
            repairs.extend(strangers(surface).map(|(offset, letter)| {
                let at = piece.start + offset;
                let span = clean.span(at, at + letter.len_utf8());
                report(RepairKind::MixedScript, span, original, letter.to_string())
            }));
            continue;
        };
        let exact = surface.len() == piece.end - piece.start;
        let mut meant = String::with_capacity(surface.len());
        for (offset, letter) in surface.char_indices() {
            let other = replacement(letter, target).unwrap_or(letter);
            meant.push(other);
            if other != letter && exact {
                let at = piece.start + offset;
                repairs.push(report(
                    RepairKind::Homoglyph,
                    clean.span(at, at + letter.len_utf8()),
                    original,
                    other.to_string(),
                ));
            }
        }
        if !exact {
            let span = clean.span(piece.start, piece.end);
            repairs.push(report(RepairKind::Homoglyph, span, original, meant.clone()));
        }
        piece.text = fold(&meant);
        piece.uses = super::words::uses(&piece.text);
    }
}

/// `II` after Николай: numerals are written in Latin letters in any script.
fn is_numeral(surface: &str, piece: &Piece) -> bool {
    !piece.dotted && surface.len() > 1 && surface.bytes().all(|letter| b"IVX".contains(&letter))
}

/// The letters of a token, with their places, that are not of the script that most are of.
fn strangers(surface: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let own = counts(surface);
    // Of as many, the first.
    let most = (0..own.len()).rev().max_by_key(|&column| own[column]);
    surface
        .char_indices()
        .filter(move |&(_, letter)| column(letter).is_some_and(|own| Some(own) != most))
}

fn report(kind: RepairKind, (start, end): (usize, usize), original: &str, meant: String) -> Repair {
    let found = original.get(start..end).unwrap_or_default().to_owned();
    Repair { kind, start, found, meant }
}

/// Whether letters of more than one of the scripts stand in the text.
fn is_mixed(text: &str) -> bool {
    let mut seen = [false; 3];
    for letter in text.chars() {
        match letter {
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => seen[0] = true,
            '\u{400}'..='\u{52f}' => seen[1] = true,
            '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\0'..='\u{7f}' => {}
            _ => {
                if let Some(column) = column(letter) {
                    seen[column] = true;
                }
            }
        }
    }
    seen.into_iter().filter(|seen| *seen).count() > 1
}

fn column(letter: char) -> Option<usize> {
    let script = Script::of(letter)?;
    SCRIPTS.iter().position(|column| *column == script)
}

fn counts(text: &str) -> [usize; 3] {
    let mut counts = [0; 3];
    text.chars().filter_map(column).for_each(|column| counts[column] += 1);
    counts
}

/// The letter of the target's script that looks like this one of another.
fn replacement(letter: char, target: usize) -> Option<char> {
    if column(letter)? == target {
        return None;
    }
    LIKENESS.get(&letter).and_then(|row| row[target])
}

/// The script that the token was meant in, if it has letters of another and all can be replaced.
fn target(surface: &str, piece: &Piece, whole: [usize; 3]) -> Option<usize> {
    let own = counts(surface);
    let mixed = own.iter().filter(|count| **count > 0).count() > 1;
    let convertible = |column_: usize| {
        surface.chars().all(|letter| {
            column(letter).is_none_or(|own| own == column_)
                || replacement(letter, column_).is_some()
        })
    };
    if mixed {
        let mut columns = [0, 1, 2];
        columns.sort_by_key(|column| std::cmp::Reverse((own[*column], whole[*column])));
        return columns.into_iter().find(|column| own[*column] > 0 && convertible(*column));
    }
    let own_script = own.iter().position(|count| *count > 0)?;
    let (most, _) = (0..3).map(|column| (column, whole[column])).max_by_key(|(_, count)| *count)?;
    let rest = whole.iter().sum::<usize>() - own.iter().sum::<usize>();
    // `Иоанн Павел II`: a number is written in Latin letters whatever is around it.
    let number = !piece.dotted
        && piece.case == Case::Upper
        && surface.chars().all(|letter| "IVXivx".contains(letter));
    let short = own[own_script] <= 2 && !number && (piece.dotted || piece.case == Case::Upper);
    (short && most != own_script && rest == whole[most] && rest >= 4 && convertible(most))
        .then_some(most)
}
