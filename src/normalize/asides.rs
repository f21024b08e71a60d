//! The pieces of a field → those of the name proper, and the other names beside it.

use super::split::{Case, Piece};
use super::words::{self, Uses};
use super::{Script, TokenKind};

/// Another name in the same field.
#[derive(Default)]
pub(super) struct Aside {
    pub(super) pieces: Vec<Piece>,
    /// Introduced as a name of birth.
    pub(super) maiden: bool,
}

/// Takes the other names out: what follows `a.k.a.` or `née`, and a second form in brackets.
pub(super) fn part(pieces: Vec<Piece>) -> (Vec<Piece>, Vec<Aside>) {
    let beside = |piece: &Piece| piece.fence != 0 || piece.slash || piece.uses.has(Uses::ALIAS);
    if !pieces.iter().any(beside) {
        return (pieces, Vec::new());
    }
    let mut parting = Parting { pieces, main: Vec::new(), asides: Vec::new() };
    let mut at = 0;
    while at < parting.pieces.len() {
        at = parting.step(at);
    }
    for first in parting.asides.iter_mut().map(|aside| &mut aside.pieces).chain([&mut parting.main])
    {
        if let Some(first) = first.first_mut() {
            (first.comma, first.joined, first.slash, first.stuck) = (false, false, false, false);
        }
    }
    (parting.main, parting.asides)
}

struct Parting {
    pieces: Vec<Piece>,
    main: Vec<Piece>,
    asides: Vec<Aside>,
}

impl Parting {
    /// Deals with what starts at `at`; where to go on.
    fn step(&mut self, at: usize) -> usize {
        if let Some(end) = self.introduced(at) {
            return end;
        }
        let piece = &self.pieces[at];
        if piece.fence != 0 {
            return self.fenced(at);
        }
        if piece.slash && self.is_second_form(at) {
            let rest = self.pieces.split_off(at);
            self.asides.push(Aside { pieces: rest, maiden: false });
            return self.pieces.len();
        }
        self.main.push(piece.clone());
        at + 1
    }

    /// `alias X`, `née X`: the end of X, which becomes an aside.
    fn introduced(&mut self, at: usize) -> Option<usize> {
        if !self.introduces(at) || self.main.is_empty() {
            return None;
        }
        let marks =
            self.pieces[at..].iter().take_while(|piece| piece.uses.has(Uses::ALIAS)).count();
        let first = at + marks;
        let fence = self.pieces.get(first)?.fence;
        let next = |index: usize, piece: &Piece| {
            (piece.comma && first < index) || piece.fence != fence || self.introduces(index)
        };
        let more = (first..self.pieces.len())
            .find(|index| *index > first && next(*index, &self.pieces[*index]))
            .unwrap_or(self.pieces.len());
        let maiden = self.pieces[at].uses.has(Uses::MAIDEN);
        let mut pieces = self.pieces[first..more].to_vec();
        pieces.iter_mut().for_each(|piece| piece.fence = 0);
        self.asides.push(Aside { pieces, maiden });
        Some(more)
    }

    fn introduces(&self, at: usize) -> bool {
        let piece = &self.pieces[at];
        let printed = piece.case != Case::Title || piece.uses.has(Uses::PHRASE) || piece.fence != 0;
        piece.uses.has(Uses::ALIAS)
            && printed
            && !piece.joined
            && (!piece.uses.has(Uses::DOTTED) || piece.dotted)
    }

    /// Both sides of a slash are whole names, or the sides are of two scripts.
    fn is_second_form(&self, at: usize) -> bool {
        let rest = &self.pieces[at..];
        let script =
            |pieces: &[Piece]| pieces.iter().find_map(|piece| Script::of_text(&piece.text));
        !self.main.is_empty()
            && !rest[1..].iter().any(|piece| piece.slash)
            && ((self.main.len() > 1 && rest.len() > 1) || script(&self.main) != script(rest))
    }

    /// Brackets or quotes: a nickname, a role, or another name.
    fn fenced(&mut self, at: usize) -> usize {
        let fence = self.pieces[at].fence;
        let count = self.pieces[at..].iter().take_while(|piece| piece.fence == fence).count();
        let end = at + count;
        let mut group = self.pieces[at..end].to_vec();
        let alone = self.main.is_empty() && end == self.pieces.len();
        group.iter_mut().for_each(|piece| piece.fence = 0);
        match self.meaning(&group, alone, fence.is_multiple_of(2)) {
            Meaning::Words => self.main.append(&mut group),
            Meaning::Kind(kind) => {
                group.iter_mut().for_each(|piece| piece.kind = kind);
                self.main.append(&mut group);
            }
            Meaning::Aside { maiden } => self.asides.push(Aside { pieces: group, maiden }),
        }
        end
    }

    fn meaning(&self, group: &[Piece], alone: bool, quoted: bool) -> Meaning {
        let words: Vec<&Piece> =
            group.iter().filter(|piece| piece.kind != TokenKind::Numeral).collect();
        let known = Uses::TITLE | Uses::AFTER | Uses::SUFFIX | Uses::POSTNOMINAL;
        let short = words.iter().all(|piece| piece.text.chars().count() == 1);
        if alone || short {
            return Meaning::Words;
        }
        if words.iter().all(|piece| piece.uses.any(known))
            || group.iter().any(|piece| piece.uses.has(Uses::ROLE))
        {
            return Meaning::Kind(TokenKind::Title);
        }
        let script =
            |pieces: &[Piece]| pieces.iter().find_map(|piece| Script::of_text(&piece.text));
        let small = |pieces: &[Piece]| pieces.iter().all(|piece| piece.case == Case::Lower);
        if small(group) && !quoted && !self.main.is_empty() && !small(&self.main) {
            return Meaning::Kind(TokenKind::Title);
        }
        let foreign = !self.main.is_empty() && script(group) != script(&self.main);
        if quoted && !foreign && words.len() <= 3 {
            return Meaning::Kind(TokenKind::Nickname);
        }
        if words.len() == 1 && !foreign {
            return match words::is_family(&words[0].text) {
                true if !self.main.is_empty() => Meaning::Aside { maiden: true },
                _ => Meaning::Kind(TokenKind::Nickname),
            };
        }
        match self.main.is_empty() {
            true => Meaning::Words,
            false => Meaning::Aside { maiden: false },
        }
    }
}

enum Meaning {
    /// Part of the name, as if the brackets were not there.
    Words,
    Kind(TokenKind),
    Aside {
        maiden: bool,
    },
}
