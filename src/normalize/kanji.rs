//! Han characters → whether they are a family name or a given name of Japan, or a well-known foreign name.

use super::lists::{JA_GIVEN, JA_SURNAMES, SHINJITAI, TRANSCRIBED};

/// Characters that open hardly any Chinese given name, and end many a family name of Japan.
const ENDS: &str = "井田口崎島橋塚沢野村谷尾浦辺瀬津部屋沼窪藤堀込畑脇内巻垣岸沖倉條条";

fn usual(text: &str) -> String {
    text.chars().map(|character| SHINJITAI.get(&character).copied().unwrap_or(character)).collect()
}

/// Whether a family name and a given name of Japan make it up; where the first character could be a
/// Chinese family name too, only what China hardly has counts.
pub(super) fn is_japanese(family: &str, given: &str, chinese: bool) -> bool {
    let family = usual(family);
    let ended = family.chars().last().is_some_and(|last| ENDS.contains(last));
    (ended || !chinese)
        && JA_SURNAMES.contains_key(family.as_str())
        && JA_GIVEN.contains_key(usual(given).as_str())
}

/// Whether it is a family name of Japan.
pub(super) fn is_family(text: &str) -> bool {
    JA_SURNAMES.contains_key(usual(text).as_str())
}

/// Whether it is known as what a foreign name is written as: 梅西 Messi.
pub(super) fn is_foreign(text: &str) -> bool {
    TRANSCRIBED.contains_key(text)
}
