//! A text decoded by the wrong table → the text that was meant.

use super::clean::Glyph;

/// The characters that were meant; `None` where nothing speaks for a wrong decoding.
pub(super) fn repair(_text: &str) -> Option<Vec<Glyph>> {
    None
}

/// The repaired text, where it differs from the original.
pub(super) fn meant(_original: &str, _glyphs: &[Glyph]) -> Option<String> {
    None
}
