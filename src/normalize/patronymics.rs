//! Pieces with kinds → which of them is the name of the father.

use super::TokenKind;
use super::split::{Case, Piece};
use super::words::{self, Ending, Uses};

/// Settles which words are patronymics: by a kinship word after them, by their ending, and where
/// the ending is also one of family names, by the place in the name.
pub(super) fn assign(pieces: &mut [Piece]) {
    if by_kinship(pieces) {
        return;
    }
    let names: Vec<usize> = (0..pieces.len())
        .filter(|at| matches!(pieces[*at].kind, TokenKind::Word | TokenKind::Initial))
        .collect();
    let Some(at) = by_ending(pieces, &names) else {
        return;
    };
    let Some((_, Ending::Patronymic(gender) | Ending::Either(gender) | Ending::Northern(gender))) =
        words::ending(&pieces[at].text)
    else {
        return;
    };
    pieces[at].uses |= gender;
    pieces[at].kind = TokenKind::Patronymic;
}

/// `Арман ұлы`, `Rashid oğlu`: the word before the kinship word. `Анвар Зода` has no name but a
/// father's then, so with a capital that is a family name.
fn by_kinship(pieces: &mut [Piece]) -> bool {
    let mut found = false;
    if let [name, kin] = pieces
        && kin.kind == TokenKind::Kinship
        && kin.uses.has(Uses::KIN_AFTER)
        && name.kind == TokenKind::Word
        && name.case == Case::Title
        && kin.case == Case::Title
        && !kin.joined
    {
        kin.kind = TokenKind::Word;
        return false;
    }
    for at in 1..pieces.len() {
        let kin = pieces[at].kind == TokenKind::Kinship && pieces[at].uses.has(Uses::KIN_AFTER);
        if kin && pieces[at - 1].kind == TokenKind::Word {
            pieces[at - 1].kind = TokenKind::Patronymic;
            found = true;
        }
    }
    found
}

fn by_ending(pieces: &[Piece], names: &[usize]) -> Option<usize> {
    let mut sure = None;
    let mut either = Vec::new();
    for (place, at) in names.iter().enumerate() {
        let piece = &pieces[*at];
        if piece.kind != TokenKind::Word || piece.text.len() < 5 || is_part_of_more(pieces, *at) {
            continue;
        }
        match words::ending(&piece.text) {
            Some((_, Ending::Patronymic(_) | Ending::Northern(_))) => sure = Some(*at),
            Some((stem, Ending::Either(_))) => either.push((place, *at, stem)),
            _ => {}
        }
    }
    if sure.is_some() || either.is_empty() {
        return sure;
    }
    placed(pieces, names, &either)
}

/// Hyphens: no patronymic is half of a double name.
fn is_part_of_more(pieces: &[Piece], at: usize) -> bool {
    pieces[at].joined || pieces.get(at + 1).is_some_and(|next| next.joined)
}

/// `Роман Аркадьевич Абрамович`, `Янукович Виктор Фёдорович`, `Иван Петрович`.
fn placed(pieces: &[Piece], names: &[usize], either: &[(usize, usize, &str)]) -> Option<usize> {
    let units = names.iter().filter(|at| !pieces[**at].joined).count();
    let initials = names.iter().filter(|at| pieces[**at].kind == TokenKind::Initial).count();
    let first_is_either = either.first().is_some_and(|(place, _, _)| *place == 0);
    if units < 2 || initials > 0 {
        return None;
    }
    if units == 2 {
        let (_, at, stem) = either.iter().find(|(place, _, _)| *place > 0)?;
        let loud = |piece: &Piece| piece.case == Case::Upper;
        let shouts = loud(&pieces[*at]) && !loud(&pieces[names[0]]);
        let apart = pieces[*at].comma;
        return (words::is_father(stem) && !shouts && !apart).then_some(*at);
    }
    let last = names.len() - 1;
    let found = if first_is_either {
        either.iter().rev().find(|(place, _, _)| *place == last)
    } else {
        either.iter().find(|(place, _, _)| *place > 0)
    };
    found.map(|(_, at, _)| *at)
}
