//! The lists of `data/names/han/` that both parting and romanizing a name want → maps to look words up in.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// The text of a list.
macro_rules! list {
    ($path:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/names/", $path))
    };
}
pub(crate) use list;

/// Spellings, the usual first.
pub(crate) type Spellings = Vec<&'static str>;

/// The lines that are not comments.
pub(crate) fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// A list of lines of words: the first is the key.
pub(crate) fn words(text: &'static str) -> FxHashMap<&'static str, Spellings> {
    entries(lines(text))
}

fn entries(lines: impl Iterator<Item = &'static str>) -> FxHashMap<&'static str, Spellings> {
    lines
        .filter_map(|line| line.split_once(' '))
        .map(|(key, rest)| (key, rest.split_whitespace().collect()))
        .collect()
}

/// The lines between `[name]` and the next heading.
pub(crate) fn section(text: &'static str, name: &str) -> impl Iterator<Item = &'static str> {
    let heading = format!("[{name}]");
    lines(text)
        .skip_while(move |line| *line != heading)
        .skip(1)
        .take_while(|line| !line.starts_with('['))
}

/// The pairs of characters of a section of the table of forms.
pub(crate) fn pairs(name: &str) -> FxHashMap<char, char> {
    let mut map = FxHashMap::default();
    for line in section(list!("han/fold.txt"), name) {
        let mut run = line.chars();
        while let (Some(from), Some(to)) = (run.next(), run.next()) {
            map.insert(from, to);
        }
    }
    map
}

/// Old or variant form → the usual Japanese form.
pub(crate) static SHINJITAI: LazyLock<FxHashMap<char, char>> = LazyLock::new(|| pairs("ja"));

/// Japanese family names.
pub(crate) static JA_SURNAMES: LazyLock<FxHashMap<&'static str, Spellings>> =
    LazyLock::new(|| words(list!("han/ja-surnames.txt")));
/// Japanese given names.
pub(crate) static JA_GIVEN: LazyLock<FxHashMap<&'static str, Spellings>> =
    LazyLock::new(|| words(list!("han/ja-given.txt")));
/// Whole transcriptions → the names that they stand for.
pub(crate) static TRANSCRIBED: LazyLock<FxHashMap<&'static str, Spellings>> =
    LazyLock::new(|| entries(section(list!("han/transcription.txt"), "words")));
