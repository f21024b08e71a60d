//! The pieces of a field → those of the name proper, and the other names beside it.

use super::split::Piece;

/// Another name in the same field.
pub(super) struct Aside {
    pub(super) pieces: Vec<Piece>,
    /// Introduced as a name of birth.
    pub(super) maiden: bool,
}

/// Takes the other names out.
pub(super) fn part(pieces: Vec<Piece>) -> (Vec<Piece>, Vec<Aside>) {
    (pieces, Vec::new())
}
