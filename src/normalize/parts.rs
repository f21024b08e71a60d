//! Pieces with kinds → which part of the name each is, and the order that was meant.

use super::split::{Case, Piece};
use super::words::Uses;
use super::{Gender, Order, Part, TokenKind};

/// Settles the parts, as far as the writing tells.
pub(super) fn assign(pieces: &mut [Piece], language: Option<&str>) -> Order {
    let order = comma(pieces)
        .or_else(|| capitals(pieces))
        .or_else(|| habit(pieces, language));
    order.unwrap_or(Order::Unknown)
}

/// What titles and kinship words tell about the bearer; nothing where they disagree.
pub(super) fn gender(pieces: &[Piece]) -> Option<Gender> {
    let tells = |uses: Uses| {
        pieces
            .iter()
            .filter(|piece| matches!(piece.kind, TokenKind::Title | TokenKind::Kinship))
            .any(|piece| piece.uses.has(uses))
    };
    match (tells(Uses::FEMININE), tells(Uses::MASCULINE)) {
        (true, false) => Some(Gender::Feminine),
        (false, true) => Some(Gender::Masculine),
        _ => None,
    }
}

fn is_name(piece: &Piece) -> bool {
    matches!(piece.kind, TokenKind::Word | TokenKind::Initial)
}

/// `Surname, Given`.
fn comma(pieces: &mut [Piece]) -> Option<Order> {
    let at = pieces
        .iter()
        .position(|piece| piece.comma && is_name(piece))?;
    let before = pieces[..at]
        .iter()
        .any(|piece| piece.kind == TokenKind::Word);
    if !before {
        return None;
    }
    for (index, piece) in pieces
        .iter_mut()
        .enumerate()
        .filter(|(_, piece)| is_name(piece))
    {
        piece.part = if index < at {
            Part::Family
        } else {
            Part::Given
        };
    }
    Some(Order::FamilyFirst)
}

/// `Serik TURPANOV`: one run of capitals beside words in mixed case.
fn capitals(pieces: &mut [Piece]) -> Option<Order> {
    let word = |piece: &Piece| piece.kind == TokenKind::Word;
    let loud = |piece: &Piece| piece.case == Case::Upper && piece.text.chars().count() > 1;
    let first = pieces.iter().position(|piece| word(piece) && loud(piece))?;
    let last = pieces
        .iter()
        .rposition(|piece| word(piece) && loud(piece))?;
    let quiet = |piece: &Piece| word(piece) && !loud(piece);
    if pieces[first..=last].iter().any(quiet) || !pieces.iter().any(quiet) {
        return None;
    }
    for (index, piece) in pieces.iter_mut().enumerate() {
        if is_name(piece) {
            let family = (first..=last).contains(&index) && word(piece);
            piece.part = if family { Part::Family } else { Part::Given };
        }
    }
    let before = pieces[..first].iter().any(is_name);
    Some(if before {
        Order::GivenFirst
    } else {
        Order::FamilyFirst
    })
}

/// Hungarian puts the family name first.
fn habit(pieces: &mut [Piece], language: Option<&str>) -> Option<Order> {
    let language = language?.split('-').next()?;
    let words = pieces.iter().filter(|piece| is_name(piece)).count();
    if !matches!(language, "hu" | "vi") || words < 2 {
        return None;
    }
    let first = pieces.iter_mut().find(|piece| is_name(piece))?;
    first.part = Part::Family;
    Some(Order::FamilyFirst)
}
