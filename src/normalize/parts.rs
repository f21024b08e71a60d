//! Pieces with kinds → which part of the name each is, and the order that was meant.

use super::split::{Case, Piece};
use super::words::{self, Ending, Uses};
use super::{Gender, Order, Part, TokenKind};

/// Settles the parts, as far as the writing tells.
pub(super) fn assign(pieces: &mut [Piece], language: Option<&str>) -> Order {
    let order = divided(pieces)
        .or_else(|| comma(pieces))
        .or_else(|| capitals(pieces))
        .or_else(|| patronymic(pieces))
        .or_else(|| habit(pieces, language));
    if order.is_none() {
        titles(pieces);
    }
    fathers(pieces);
    order.unwrap_or(Order::Unknown)
}

/// What titles, kinship words and patronymics tell about the bearer; nothing where they disagree.
pub(super) fn gender(pieces: &[Piece]) -> Option<Gender> {
    use TokenKind::{Kinship, Patronymic, Title};
    let tells = |uses: Uses| {
        pieces
            .iter()
            .filter(|piece| matches!(piece.kind, Title | Kinship | Patronymic))
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

/// Han and Hangul: the surname has settled it; a middle dot stands in a foreign name.
fn divided(pieces: &[Piece]) -> Option<Order> {
    if pieces.first().is_some_and(|first| first.text.is_ascii()) {
        return None;
    }
    if pieces.iter().any(|piece| piece.part == Part::Family) {
        return Some(Order::FamilyFirst);
    }
    pieces.iter().any(|piece| piece.middle_dot).then_some(Order::GivenFirst)
}

/// `Surname, Given`.
fn comma(pieces: &mut [Piece]) -> Option<Order> {
    let mut after = false;
    let at = pieces.iter().position(|piece| {
        after |= piece.comma;
        after && is_name(piece)
    })?;
    let before = pieces[..at].iter().any(|piece| piece.kind == TokenKind::Word);
    if !before {
        return None;
    }
    for (index, piece) in pieces.iter_mut().enumerate().filter(|(_, piece)| is_name(piece)) {
        piece.part = if index < at { Part::Family } else { Part::Given };
    }
    Some(Order::FamilyFirst)
}

/// `Serik TURPANOV`: one run of capitals beside words in mixed case.
fn capitals(pieces: &mut [Piece]) -> Option<Order> {
    let word = |piece: &Piece| piece.kind == TokenKind::Word;
    let loud = |piece: &Piece| is_loud(piece) && piece.text.chars().nth(1).is_some();
    let first = pieces.iter().position(|piece| word(piece) && loud(piece))?;
    let last = pieces.iter().rposition(|piece| word(piece) && loud(piece))?;
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
    Some(if before { Order::GivenFirst } else { Order::FamilyFirst })
}

/// Capitals, or capitals but for the small letters of `McDONALD`.
fn is_loud(piece: &Piece) -> bool {
    piece.case == Case::Upper
        || (piece.case == Case::Mixed && piece.text.starts_with("mc") && piece.loud_tail)
}

/// The word before the father's name is the given name; what else there is, the family name.
fn patronymic(pieces: &mut [Piece]) -> Option<Order> {
    let at = pieces.iter().position(|piece| piece.kind == TokenKind::Patronymic)?;
    let names: Vec<usize> = (0..pieces.len()).filter(|at| is_name(&pieces[*at])).collect();
    let before = names.iter().filter(|name| **name < at).count();
    // The given name is the unit before the patronymic: all that hyphens hold together, and before
    // a daughter's in Iceland all that there is.
    let mut given = *names.iter().rfind(|name| **name < at)?;
    let end = given;
    let northern = matches!(words::ending(&pieces[at].text), Some((_, Ending::Northern(_))));
    let more = |piece: &Piece, before: &Piece| (northern || piece.joined) && is_name(before);
    while given > 0 && more(&pieces[given], &pieces[given - 1]) {
        given -= 1;
    }
    let others = names.iter().any(|name| *name < given || *name > at);
    for name in &names {
        let own = (given..=end).contains(name);
        pieces[*name].part = if own { Part::Given } else { Part::Family };
    }
    let first = before > end - given + 1;
    match (others, first) {
        (false, _) => Some(Order::GivenFirst),
        (true, true) => Some(Order::FamilyFirst),
        (true, false) => Some(Order::GivenFirst),
    }
}

/// Hungarian and its like put the family name first.
fn habit(pieces: &mut [Piece], language: Option<&str>) -> Option<Order> {
    let language = language?.split('-').next()?;
    let words = pieces.iter().filter(|piece| is_name(piece) && !piece.joined).count();
    if !matches!(language, "hu" | "vi" | "zh" | "ko" | "km") || words < 2 {
        return None;
    }
    let foreign = language != "hu" && pieces.iter().any(|piece| piece.text.chars().count() > 7);
    if foreign || pieces.iter().any(|piece| piece.middle_dot) {
        return None;
    }
    let first = pieces.iter_mut().find(|piece| is_name(piece))?;
    first.part = Part::Family;
    Some(Order::FamilyFirst)
}

/// `Sir Isaac`, `Mr Smith`: what a title says of the single name after it.
fn titles(pieces: &mut [Piece]) {
    let names = pieces.iter().filter(|piece| is_name(piece) && !piece.joined).count();
    let Some(first) = pieces.iter().position(is_name) else {
        return;
    };
    let title = |uses: Uses| {
        let before = &pieces[..first];
        before.iter().any(|piece| piece.kind == TokenKind::Title && piece.uses.has(uses))
    };
    let part = match (title(Uses::GIVEN), title(Uses::FAMILY), names) {
        (true, _, _) => Part::Given,
        (false, true, 1) => Part::Family,
        _ => return,
    };
    if pieces[first].kind == TokenKind::Word {
        pieces[first].part = part;
        let joined = pieces[first + 1..].iter_mut().take_while(|piece| piece.joined);
        joined.for_each(|piece| piece.part = part);
    }
}

/// Patronymics, and the names after `bin` and `s/o`.
fn fathers(pieces: &mut [Piece]) {
    let mut after_kin = false;
    for piece in pieces {
        let father = after_kin && piece.kind == TokenKind::Word && piece.part != Part::Family;
        if piece.kind == TokenKind::Patronymic || father {
            piece.part = Part::Patronymic;
        }
        let particle = piece.kind == TokenKind::Particle;
        let kin = piece.kind == TokenKind::Kinship && piece.uses.has(Uses::KIN_BEFORE);
        after_kin = kin || (after_kin && particle);
    }
}
