//! Whatever is wrong with a list: one line with place, what was expected and what was found,
//! exit status 1, nothing written.

use std::io::Write;

use super::{aka, aka_with, fixtures};

/// Fails on that fixture with exactly one line that begins and goes on like this, and leaves no
/// file.
#[track_caller]
fn refused(file: &str, place: &str, words: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.csv");
    let links = folder.path().join("links.csv");
    let (out, links) = (out.to_str().unwrap(), links.to_str().unwrap());
    let ran = aka(&["resolve", file, "--out", out, "--links", links]);
    assert_eq!(ran.status, Some(1), "{}", ran.err);
    assert_eq!(ran.out, "");
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    assert!(ran.err.starts_with(&format!("{file}{place}: ")), "{}", ran.err);
    for words in words {
        assert!(ran.err.contains(words), "{words:?} not in {}", ran.err);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "something was written");
}

#[test]
fn a_row_with_too_few_fields() {
    refused("bad/too-few-fields.csv", ":3:2", &["expected 2 fields", "found 1", "no “name”"]);
}

#[test]
fn a_row_with_too_many_fields() {
    refused("bad/too-many-fields.csv", ":3:15", &["expected 2 fields", "found 3", "“ Serik”"]);
}

#[test]
fn an_unclosed_quote_is_named_where_it_opens() {
    refused("bad/unclosed-quote.csv", ":2:3", &["expected a closing quote"]);
}

#[test]
fn invalid_utf8_in_a_list_that_is_utf8() {
    refused("bad/invalid-utf8.csv", ":3:9", &["expected UTF-8", "0xFF", "--encoding"]);
}

#[test]
fn a_single_odd_byte_does_not_speak_for_an_encoding() {
    let ran = aka_with(&["resolve", "-"], b"name\nJos\xe9 Turpanov\n");
    assert_eq!(ran.status, Some(1));
    assert!(ran.err.starts_with("standard input:2:4: expected UTF-8"), "{}", ran.err);
    let ran = aka_with(&["resolve", "-", "--encoding", "latin1"], b"name\nJos\xe9 Turpanov\n");
    assert!(ran.out.contains("José Turpanov"), "{}", ran.err);
}

#[test]
fn a_duplicate_id_names_both_lines() {
    refused("bad/duplicate-id.csv", ":5:1", &["“1”", "line 2"]);
}

#[test]
fn an_empty_file() {
    refused("bad/empty.csv", ":1:1", &["expected a list", "empty file"]);
    let ran = aka_with(&["resolve", "-"], b" \n\n");
    assert_eq!((ran.status, ran.out.as_str()), (Some(1), ""));
}

#[test]
fn no_column_of_names() {
    refused("bad/no-name-column.csv", ":1:1", &["“who”, “what”", "ФИО", "--column name="]);
}

#[test]
fn an_unreadable_path() {
    refused("bad/missing.csv", "", &["found none"]);
    refused("bad", "", &["found a folder"]);
}

#[test]
fn broken_json() {
    refused("bad/truncated.jsonl", ":2:9", &["not valid JSON", "EOF"]);
    refused("bad/wrong-bracket.jsonl", ":1:24", &["not valid JSON"]);
    refused("bad/not-objects.json", ":2:1", &["expected a JSON object", "Berik Abilbekov"]);
    refused("bad/deeply-nested.jsonl", ":1:136", &["recursion limit"]);
}

#[test]
fn a_file_that_unpacks_to_absurdly_much() {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let line = vec![b'a'; 1 << 20];
    for _ in 0..80 {
        packer.write_all(&line).unwrap();
    }
    let ran = aka_with(&["resolve", "-"], &packer.finish().unwrap());
    assert_eq!(ran.status, Some(1));
    assert!(ran.err.contains("unpacks to over"), "{}", ran.err);
}

#[test]
fn truncated_packed_and_binary_files() {
    for file in ["packed.csv.gz", "packed.csv.zst", "book.xlsx", "list.parquet"] {
        let bytes = std::fs::read(fixtures().join("lists").join(file)).unwrap();
        for length in [bytes.len() / 4, bytes.len() / 2, bytes.len() - 9] {
            let ran = aka_with(&["resolve", "-"], &bytes[..length]);
            assert_eq!(ran.status, Some(1), "{file} cut to {length}: {}", ran.out);
            assert_eq!(ran.err.lines().count(), 1, "{file}: {}", ran.err);
            assert!(ran.err.starts_with("standard input: "), "{file}: {}", ran.err);
        }
    }
}

#[test]
fn a_wrong_option_is_a_usage_error() {
    let wrong: [&[&str]; 6] = [
        &["resolve", "lists/name-only.csv", "--threshold", "3"],
        &["resolve", "lists/name-only.csv", "--threads", "0"],
        &["resolve", "lists/name-only.csv", "--column", "shoe=size"],
        &["resolve", "lists/name-only.csv", "--encoding", "klingon"],
        &["resolve"],
        &["compare", "one name"],
    ];
    for args in wrong {
        let ran = aka(args);
        assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{args:?}: {}", ran.err);
    }
}

#[test]
fn a_chosen_column_must_be_there() {
    let ran = aka(&["resolve", "lists/name-only.csv", "--column", "name=Person"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.err.contains("“Person”") && ran.err.contains("found “name”"), "{}", ran.err);
}

#[test]
fn results_that_cannot_be_written() {
    for out in ["no/such/folder/out.csv", "out.docx", "lists"] {
        let ran = aka(&["resolve", "lists/name-only.csv", "--out", out]);
        assert_eq!((ran.status, ran.out.as_str()), (Some(1), ""), "{}", ran.err);
        assert!(ran.err.starts_with(&format!("{out}: ")), "{}", ran.err);
    }
}
