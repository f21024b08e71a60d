//! `data/names/han/ja-*.txt` → whether characters are a family name or a given name of Japan; and which
//! Han texts are well-known foreign names.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

const FOLD: &str = include_str!("../../data/names/han/fold.txt");
const SURNAMES: &str = include_str!("../../data/names/han/ja-surnames.txt");
const GIVEN: &str = include_str!("../../data/names/han/ja-given.txt");
const TRANSCRIPTIONS: &str = include_str!("../../data/names/han/transcription.txt");

/// Characters that open hardly any Chinese given name, and end many a family name of Japan.
const ENDS: &str = "井田口崎島橋塚沢野村谷尾浦辺瀬津部屋沼窪藤堀込畑脇内巻垣岸沖倉條条";

/// Old and variant characters, as pairs with the usual ones.
static USUAL: LazyLock<FxHashMap<char, char>> = LazyLock::new(|| {
    let pairs = FOLD.lines().skip_while(|line| *line != "[ja]").skip(1);
    let pairs = pairs.take_while(|line| !line.starts_with('['));
    let characters: Vec<char> = pairs.flat_map(str::chars).collect();
    characters.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
});

static FAMILY_NAMES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| heads(SURNAMES));
static GIVEN_NAMES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| heads(GIVEN));
static FOREIGN: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let words = TRANSCRIPTIONS.lines().skip_while(|line| *line != "[words]");
    words.filter_map(|line| Some(line.split_once(' ')?.0)).collect()
});

fn heads(table: &'static str) -> FxHashSet<&'static str> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| Some(line.split_once(' ')?.0)).collect()
}

fn usual(text: &str) -> String {
    text.chars().map(|character| USUAL.get(&character).copied().unwrap_or(character)).collect()
}

/// Whether a family name and a given name of Japan make it up; where the first character could be a
/// Chinese family name too, only what China hardly has counts.
pub(super) fn is_japanese(family: &str, given: &str, chinese: bool) -> bool {
    let family = usual(family);
    let ended = family.chars().last().is_some_and(|last| ENDS.contains(last));
    (ended || !chinese)
        && FAMILY_NAMES.contains(family.as_str())
        && GIVEN_NAMES.contains(usual(given).as_str())
}

/// Whether it is a family name of Japan.
pub(super) fn is_family(text: &str) -> bool {
    FAMILY_NAMES.contains(usual(text).as_str())
}

/// Whether it is known as what a foreign name is written as: 梅西 Messi.
pub(super) fn is_foreign(text: &str) -> bool {
    FOREIGN.contains(text)
}
