//! What `aka resolve` writes, where, and when.

use std::io::Read;
use std::process::{Command, Stdio};

use super::{aka, aka_with, column, koshmambet, ok, rows};

#[test]
fn input_columns_are_kept_in_order_and_ours_follow() {
    let out = ok(&["resolve", &koshmambet("mentions.csv")]);
    let rows = rows(&out);
    let ours = ["person_id", "person_name", "confidence"];
    let theirs = ["id", "name", "document", "source", "language", "role", "gold"];
    assert_eq!(rows[0], [theirs.as_slice(), ours.as_slice()].concat());
    assert_eq!(rows.len(), 21);
    assert_eq!(rows[1][..2], ["1", "Vikram Ruzahunov"]);
}

#[test]
fn files_by_ending_and_nothing_on_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (out, persons, links) = (path("r.tsv"), path("p.csv"), path("l.jsonl"));
    let ran = aka(&[
        "resolve",
        &koshmambet("mentions.csv"),
        "--out",
        &out,
        "--persons",
        &persons,
        "--links",
        &links,
    ]);
    assert_eq!((ran.status, ran.out.as_str()), (Some(0), ""), "{}", ran.err);
    assert!(ran.err.contains("20 mentions"), "{}", ran.err);
    let text = |path: &str| std::fs::read_to_string(path).unwrap();
    assert!(text(&out).starts_with("id\tname\t"));
    assert_eq!(
        column(&text(&persons), "mentions")
            .iter()
            .map(|n| n.parse::<usize>().unwrap())
            .sum::<usize>(),
        20
    );
    let link: serde_json::Value =
        serde_json::from_str(text(&links).lines().next().unwrap()).unwrap();
    assert!(link["probability"].is_f64() && link["bits"].is_f64());
    assert!(link["why"].as_str().is_some_and(|why| !why.is_empty()));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3, "temporary files were left");
}

#[test]
fn whom_a_sentence_counts_as_two_are_two() {
    let persons = |sentence: &str| {
        let list = format!(
            "name,document,sentence\nAndrei Petrov,d,{sentence}\nAndrey Petrov,d,{sentence}\n"
        );
        let ran = aka_with(&["resolve", "-"], list.as_bytes());
        let mut persons = column(&ran.out, "person_id");
        assert_eq!(persons.len(), 2, "{}", ran.err);
        persons.dedup();
        persons.len()
    };
    assert_eq!(persons("The brothers Andrei Petrov and Andrey Petrov were charged."), 2);
    assert_eq!(persons("Andrei Petrov was charged. Later Andrey Petrov was released."), 1);
}

#[test]
fn a_resolved_list_can_be_resolved_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.csv").to_str().unwrap().to_owned();
    ok(&["resolve", &koshmambet("mentions.csv"), "--out", &path]);
    assert_eq!(ok(&["resolve", &path]), std::fs::read_to_string(&path).unwrap());
}

#[test]
fn one_destination_for_two_results_is_refused() {
    let ran = aka(&["resolve", "lists/name-only.csv", "--out", "x.csv", "--links", "x.csv"]);
    assert_eq!(ran.status, Some(1));
}

#[test]
fn a_closed_pipe_is_success() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("long.csv");
    let mut text = String::from("name\n");
    (0..50_000).for_each(|at| text.push_str(&format!("Serik {at}\n")));
    std::fs::write(&list, text).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_aka"))
        .args(["compare", "--pairs", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    drop(child.stdout.take());
    let writer = std::thread::spawn(move || {
        use std::io::Write;
        let _ = stdin.write_all(b"left,right\n");
        for _ in 0..20_000 {
            if stdin.write_all(b"Serik Turpanov,Serik Turpanbayev\n").is_err() {
                break;
            }
        }
    });
    let status = child.wait().unwrap();
    writer.join().unwrap();
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((status.code(), err.as_str()), (Some(0), ""));
}

#[test]
fn pipes_get_every_byte_as_it_is() {
    let ran = super::aka_with(&["resolve", "-"], "name\nSerik \u{202e}\u{1b}[31m\n".as_bytes());
    assert!(ran.out.contains("Serik \u{202e}\u{1b}[31m"));
}
