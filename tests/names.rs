//! What the build makes of the lists of names: it reads how their words are romanized from a file,
//! which must say what the romanizer says; and its tables give back what was written.

#[path = "../src/lexicon/lists.rs"]
#[allow(dead_code, unreachable_pub)] // The library looks words up in ways that are not tested here.
mod lists;
#[path = "../build/names.rs"]
#[allow(dead_code, unreachable_pub)] // Nor is all that the build does.
mod names;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use aka::transliterate::Romanizer;
use lists::{Table, Usage, key};
use names::{
    ascii_cognate, bytes_of, is_one_word, lines, words_of_group, words_of_line, write_table,
};

fn at_root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The texts of a folder of lists.
fn texts(folder: &str) -> Vec<String> {
    let files = std::fs::read_dir(at_root(folder)).expect("a folder of lists");
    let paths = files.map(|file| file.expect("a file").path());
    let lists = paths.filter(|path| path.extension().is_some_and(|ending| ending == "txt"));
    lists.map(|path| std::fs::read_to_string(path).expect("a list")).collect()
}

/// `AKA_ROMANIZED=write` writes the file anew.
#[test]
fn the_words_of_lists_are_romanized_as_the_build_has_them() {
    let frequencies = texts("data/names/frequency");
    let relations = texts("data/names/relations");
    let listed = frequencies.iter().flat_map(|text| lines(text)).flat_map(words_of_line);
    let related = relations.iter().flat_map(|text| lines(text)).flat_map(words_of_group);
    let words: BTreeSet<String> = listed.chain(related.filter(|word| is_one_word(word))).collect();
    let romanizer = Romanizer::bundled();
    let (ascii, others): (Vec<&String>, Vec<&String>) =
        words.iter().partition(|word| word.is_ascii());
    for word in ascii {
        assert_eq!(ascii_cognate(word), romanizer.cognate(word));
    }
    let mut text = String::from(
        "# Cognate romanizations of the words of data/names/frequency and data/names/relations, for the build.\n\
         # made by: AKA_ROMANIZED=write cargo test --test names; never edited by hand\n",
    );
    for word in others {
        text.push_str(&format!("{word}\t{}\n", romanizer.cognate(word)));
    }
    let path = at_root("data/names/romanized.txt");
    if std::env::var_os("AKA_ROMANIZED").is_some_and(|value| value == "write") {
        std::fs::write(&path, &text).expect("a file that can be written");
    }
    let known = std::fs::read_to_string(&path).expect("data/names/romanized.txt");
    assert!(
        known == text,
        "data/names/romanized.txt is older than the lists or the cognate tables: \
         run `AKA_ROMANIZED=write cargo test --test names`, then build again"
    );
}

#[test]
fn a_table_gives_back_what_was_written() {
    let records: BTreeMap<u64, [u8; 2]> =
        (0..1000_u16).map(|at| (key(&at.to_string()), at.to_le_bytes())).collect();
    let table = Table::<2>::of(write_table(&records).leak());
    for (key, record) in &records {
        assert_eq!(table.get(*key), Some(record));
    }
    assert_eq!(table.get(key("none")), None);
    assert_eq!(Table::<2>::of(&[]).get(7), None);
}

#[test]
fn a_usage_gives_back_what_was_written() {
    let usage = Usage { given: 0.1, family: 0.2, patronymic: 0.3, genders: 2, lists: 1 << 100 | 5 };
    assert_eq!(Usage::of(&bytes_of(&usage)), usage);
}
