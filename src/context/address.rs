//! A name as read → whether it is how somebody is addressed, rather than named.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::normalize::{Name, Part, Token, TokenKind};

/// The table, in the format that it opens with.
const TABLE: &str = include_str!("../../data/names/titles-of-given.txt");

static OF_GIVEN: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    let forms = lines.filter_map(|line| line.split('\t').next());
    forms.flat_map(|forms| forms.split(", ")).collect()
});

/// Whether a name is a given name and an East Slavic patronymic: how somebody is addressed whose family
/// name is known. Elsewhere a father's name stands where others have a family name.
pub(super) fn is_address(name: &Name) -> bool {
    const MARKS: [&str; 8] = ["ич", "вн", "чн", "ich", "ych", "icz", "vn", "chn"];
    const ENDING: usize = 5;
    let said = |token: &&Token| matches!(token.kind, TokenKind::Word | TokenKind::Patronymic);
    let mut said = name.tokens.iter().filter(said);
    let (Some(given), Some(father), None) = (said.next(), said.next(), said.next()) else {
        return false;
    };
    let others = [TokenKind::Initial, TokenKind::Kinship, TokenKind::Nickname];
    let ending = father.text.char_indices().rev().nth(ENDING - 1).map_or(0, |(at, _)| at);
    given.kind == TokenKind::Word
        && father.kind == TokenKind::Patronymic
        && given.part != Part::Family
        && !name.tokens.iter().any(|token| others.contains(&token.kind))
        && MARKS.iter().any(|mark| father.text[ending..].contains(mark))
}

/// Whether a name has a title, and none that goes with a given name.
pub(super) fn is_titled(name: &Name) -> bool {
    let mut titles = name.tokens.iter().filter(|token| token.kind == TokenKind::Title).peekable();
    titles.peek().is_some() && titles.all(|title| !OF_GIVEN.contains(title.text.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::read;

    #[test]
    fn a_given_name_with_a_slavic_fathers_is_an_address() {
        for name in ["Борис Николаевич", "Надежды Николаевны", "Boris Nikolayevich"]
        {
            assert!(is_address(&read(name)), "{name}");
        }
        let named = ["Борис Николаевич Гуляев", "Нұрлан Болатұлы", "Pavel Antonov", "Гуляев Б.Н."];
        for name in named {
            assert!(!is_address(&read(name)), "{name}");
        }
    }

    #[test]
    fn which_titles_go_with_a_family_name() {
        for name in ["Mr. Halvorsrud", "Pope Innocent", "г-жа Лосицкая"] {
            assert!(is_titled(&read(name)), "{name}");
        }
        for name in ["Halvorsrud", "Prince Harald", "Ayşe Hanım"] {
            assert!(!is_titled(&read(name)), "{name}");
        }
    }
}
