//! `--explain`, and the table of persons that a terminal gets.

use std::io::Write as _;
use std::process::Command;

use super::{aka, koshmambet, ok};

#[test]
fn a_person_is_explained_by_any_of_its_handles() {
    let list = koshmambet("mentions.csv");
    let by_name = ok(&["resolve", &list, "--explain", "Serik Turpanov"]);
    assert_eq!(by_name, ok(&["resolve", &list, "--explain", "14"]), "by the id of a mention");
    assert_eq!(by_name, ok(&["resolve", &list, "--explain", "serik turpanbayev"]));
    let id = by_name.lines().next().unwrap().rsplit(' ').next().unwrap();
    assert_eq!(by_name, ok(&["resolve", &list, "--explain", id]));
}

/// What is said of Serik Turpanov, where a namesake by half is on the list too.
fn of_serik_turpanov() -> String {
    let mut list = std::fs::read_to_string(koshmambet("mentions.csv")).unwrap();
    list.push_str("21,Nurlan Turpanov,elsewhere-2025-03-01,Elsewhere,en,a namesake,nurlan\n");
    let ran = super::aka_with(&["resolve", "-", "--explain", "Serik Turpanov"], list.as_bytes());
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    ran.out
}

#[test]
fn an_explanation_says_why_and_why_not() {
    let text = of_serik_turpanov();
    let mut parts = text.split("\nNearest persons it was not joined with");
    let (joined, apart) = (parts.next().unwrap(), parts.next().unwrap());
    assert!(joined.contains("Serik Turpanbayev = Serik Turpanov"), "{text}");
    assert!(joined.contains("shared roster of"), "{text}");
    assert!(joined.contains("without what documents show"), "{text}");
    assert!(apart.contains(" ≠ ") && apart.contains("-"), "{text}");
    let without = apart.split("\nWithout documents").nth(1).unwrap();
    assert_eq!(without.matches(": 1 of 2").count(), 2, "{text}");
}

#[test]
fn printed_addends_of_an_explanation_sum_to_the_printed_total() {
    let text = of_serik_turpanov();
    let (mut sum, mut totals) = (0i64, 0);
    for line in text.lines().filter(|line| line.starts_with("      ")) {
        let Some((bits, what)) = line.trim().split_once("  ") else { continue };
        let Ok(bits) = bits.parse::<f64>() else { continue };
        let bits = (bits * 100.0).round() as i64;
        if what.starts_with("bits in all") {
            assert_eq!(sum, bits, "{text}");
            (sum, totals) = (0, totals + 1);
        } else {
            sum += bits;
        }
    }
    assert!(totals >= 2, "{text}");
}

#[test]
fn nobody_of_that_name_is_said_with_the_nearest() {
    let ran = aka(&["resolve", &koshmambet("mentions.csv"), "--explain", "Serik Turpanow"]);
    assert_eq!((ran.status, ran.out.as_str()), (Some(1), ""));
    assert!(ran.err.contains("found “Serik Turpanow”; nearest: “Serik Turpan"), "{}", ran.err);
}

#[test]
fn a_list_without_documents_has_no_word_about_them() {
    let ran = super::aka_with(
        &["resolve", "-", "--explain", "Anna Petrova"],
        "name\nAnna Petrova\nАнна Петрова\nJosé Gómez\n".as_bytes(),
    );
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    assert!(
        ran.out.contains("Анна Петрова") && !ran.out.contains("ithout documents"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("Nobody else on the list"), "{}", ran.out);
}

/// What `aka resolve` shows on a terminal of 90 columns; `script` makes one. Nothing where there is
/// no `script`, which is said.
fn on_a_terminal(list: &str, setting: &str, more: &str) -> Option<String> {
    let command = format!(
        "stty rows 24 cols 90; {setting} {} resolve {list} {more} 2>/dev/null",
        env!("CARGO_BIN_EXE_aka")
    );
    let output = Command::new("script").args(["-qec", &command, "/dev/null"]).output();
    let Ok(output) = output else {
        let _ = writeln!(std::io::stderr(), "SKIPPED: no `script` to make a terminal with");
        return None;
    };
    Some(String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n"))
}

#[test]
fn a_terminal_gets_a_table_of_persons() {
    let list = koshmambet("mentions.csv");
    let Some(plain) = on_a_terminal(&list, "TERM=xterm NO_COLOR=1", "") else { return };
    let lines: Vec<&str> = plain.lines().collect();
    assert_eq!(lines.len(), 11, "{plain}");
    assert!(lines[0].starts_with("PERSON") && lines[0].contains("ALSO WRITTEN"), "{plain}");
    assert!(lines.iter().all(|line| line.chars().count() <= 90), "{plain}");
    assert!(plain.contains("Vikram Ruzahunov") && !plain.contains('\u{1b}'), "{plain}");
    let colored = on_a_terminal(&list, "NO_COLOR= TERM=xterm", "").unwrap();
    assert!(colored.contains("\u{1b}[1mVikram Ruzahunov"), "{colored}");
    let dumb = on_a_terminal(&list, "TERM=dumb", "").unwrap();
    assert_eq!(dumb, plain);
    let rows = on_a_terminal(&list, "TERM=xterm", "--format csv").unwrap();
    assert!(rows.starts_with("id,name,document"), "{rows}");
}

#[test]
fn a_pipe_gets_rows_without_color() {
    let out = ok(&["resolve", &koshmambet("mentions.csv")]);
    assert!(out.starts_with("id,name,document") && !out.contains('\u{1b}'));
}
