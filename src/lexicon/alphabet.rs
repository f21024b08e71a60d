//! A cognate romanization → small codes: the alphabet that the channel and the letter model share.
//!
//! Cognate romanizations are written in `a`–`z`, with capitals for abjad consonants that have no
//! plain Latin partner. A code is 1–62; 0 is the word's edge.

/// Codes of a word's letters, one after the other; other characters are left out.
pub(crate) fn codes(word: &str) -> impl Iterator<Item = u8> + '_ {
    word.bytes().filter_map(code)
}

/// The code of one letter or digit.
pub(crate) fn code(letter: u8) -> Option<u8> {
    match letter {
        b'a'..=b'z' => Some(letter - b'a' + 1),
        b'A'..=b'Z' => Some(letter - b'A' + 27),
        b'0'..=b'9' => Some(letter - b'0' + 53),
        _ => None,
    }
}

/// A unit of up to three codes, packed into 18 bits; the length is implied by the zeros.
pub(crate) fn pack(codes: &[u8]) -> u32 {
    codes.iter().fold(0, |packed, &code| (packed << 6) | u32::from(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(word: &str) -> Vec<u8> {
        codes(word).collect()
    }

    #[test]
    fn letters_have_distinct_codes_and_units_pack_apart() {
        assert_eq!(encode("aZ9-é"), [1, 52, 62]);
        assert_ne!(pack(&encode("ab")), pack(&encode("ba")));
        assert_ne!(pack(&encode("a")), pack(&encode("aa")));
    }
}
