//! Tokens that mix scripts → tokens of one script, with a report of each letter replaced.

use super::Repair;
use super::clean::Clean;
use super::split::Piece;

/// Repairs every token in place.
pub(super) fn repair(_: &mut [Piece], _: &Clean<'_>, _: &str, _: &mut Vec<Repair>) {}
