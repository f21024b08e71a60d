//! A Burmese name written without spaces → the words that it is made of: မင်းအောင်လှိုင် = Min Aung Hlaing.
//!
//! Every word of such a name is a name of its own, and Latin letters write it so. A name that the
//! list does not make up to its end, as foreign ones are, stays as it is.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::east_asia::halves;
use super::split::Piece;
use super::{Script, TokenKind};

/// Longest word of the list in letters, and the longest text that is cut.
const WORD_MAX: usize = 12;
const TEXT_MAX: usize = 80;

static WORDS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../data/names/burmese-syllables.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});

/// Cuts the words of a name apart.
pub(super) fn divide(pieces: &mut Vec<Piece>) {
    let mut at = 0;
    while at < pieces.len() {
        let piece = &pieces[at];
        let burmese = piece.kind == TokenKind::Word
            && piece.text.chars().find_map(Script::of) == Some(Script::Myanmar);
        let cuts = if burmese { cuts(&piece.text) } else { Vec::new() };
        // From the end, so that what is cut off needs no further cut.
        for cut in cuts.into_iter().rev() {
            let (before, mut after) = halves(&pieces[at], cut);
            (after.joined, after.middle_dot) = (true, false);
            pieces.splice(at..=at, [before, after]);
        }
        at += 1;
    }
}

/// Where the second word begins, and those after it; nothing if the list does not make up the text.
fn cuts(text: &str) -> Vec<usize> {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let count = ends.len() - 1;
    if count > TEXT_MAX {
        return Vec::new();
    }
    // For each place, how few words make up the text before it, and where the last of them begins.
    let mut best: Vec<Option<(usize, usize)>> = vec![None; count + 1];
    best[0] = Some((0, 0));
    for end in 1..=count {
        for start in end.saturating_sub(WORD_MAX)..end {
            let Some((words, _)) = best[start] else { continue };
            let fewer = best[end].is_none_or(|(known, _)| words + 1 < known);
            if fewer && WORDS.contains(&text[ends[start]..ends[end]]) {
                best[end] = Some((words + 1, start));
            }
        }
    }
    let mut cuts = Vec::new();
    let mut place = count;
    while let Some((1.., start)) = best[place] {
        cuts.push(ends[start]);
        place = start;
    }
    cuts.retain(|cut| *cut > 0);
    cuts.reverse();
    cuts
}

#[cfg(test)]
mod tests {
    use super::super::read;

    fn words(name: &str) -> Vec<String> {
        read(name).tokens.into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn names_are_cut_and_foreign_names_are_not() {
        assert_eq!(words("မင်းအောင်လှိုင်"), ["မင်း", "အောင်", "လှိုင်"]);
        assert_eq!(words("အောင်ဆန်း စုကြည်"), ["အောင်", "ဆန်း", "စု", "ကြည်"]);
        assert_eq!(words("ဗလာဒီမာ ပူတင်"), ["ဗလာဒီမာ", "ပူတင်"]);
        // The killed ည် is no ည with a mark to spare.
        assert_eq!(words("ကြည်"), ["ကြည်"]);
    }

    #[test]
    fn words_of_a_name_say_where_they_stand() {
        let name = read("ဦးသိန်းစိန်");
        for token in &name.tokens {
            assert_eq!(&name.original[token.start..][..token.surface.len()], token.surface);
        }
        assert_eq!(name.tokens.last().map(|token| token.text.as_str()), Some("စိန်"));
    }
}
