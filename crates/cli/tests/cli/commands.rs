//! `compare`, `search`, `read`, `evaluate` and help.

use super::{aka, aka_with, column, koshmambet, ok, rows};

#[test]
fn compare_prints_probability_prior_and_addends_that_sum() {
    let out = ok(&["compare", "Arman Shoibekov", "Arlan Shoibekov"]);
    assert!(out.contains("probability 0.") && out.contains("prior"), "{out}");
    let bits: Vec<f64> =
        out.lines().filter_map(|line| line.split_whitespace().next()?.parse().ok()).collect();
    let (total, parts) = bits.split_last().unwrap();
    let sum: f64 = parts.iter().sum();
    assert!(parts.len() >= 2 && (sum - total).abs() < 1e-6, "{out}");
}

#[test]
fn compare_as_json_can_be_recomputed() {
    let out = ok(&["compare", "--json", "Arman Shoibekov", "Arlan Shoibekov"]);
    let judged: serde_json::Value = serde_json::from_str(&out).unwrap();
    let addends = judged["addends"].as_array().unwrap();
    let sum: f64 = addends.iter().map(|addend| addend["bits"].as_f64().unwrap()).sum();
    let bits = sum + judged["prior"]["bits"].as_f64().unwrap();
    assert!((bits - judged["bits"].as_f64().unwrap()).abs() < 1e-9);
    let probability = 1.0 / (1.0 + (-bits).exp2());
    assert!((probability - judged["probability"].as_f64().unwrap()).abs() < 1e-9);
}

#[test]
fn compare_says_which_prior_it_was_given() {
    let prior = |p: &str| {
        let out = ok(&["compare", "--json", "--prior", p, "Arman Shoibekov", "Arlan Shoibekov"]);
        let judged: serde_json::Value = serde_json::from_str(&out).unwrap();
        judged["prior"]["probability"].as_f64().unwrap()
    };
    assert!((prior("0.25") - 0.25).abs() < 1e-9);
}

/// The same reader as for lists: any delimiter, encoding and format.
#[test]
fn pairs_in_other_formats() {
    let judged = column(&ok(&["compare", "--pairs", "lists/pairs.csv"]), "probability");
    let folder = tempfile::tempdir().unwrap();
    let pairs = rows(&std::fs::read_to_string(super::fixtures().join("lists/pairs.csv")).unwrap());
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let joined = |by: &str| pairs.iter().map(|row| row.join(by) + "\n").collect::<String>();
    let utf16: Vec<u8> = joined("\t").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let object = |row: &Vec<String>| {
        let cells = pairs[0].iter().cloned().zip(row.iter().map(|cell| cell.as_str().into()));
        serde_json::Value::Object(cells.collect()).to_string() + "\n"
    };
    let lines: String = pairs[1..].iter().map(object).collect();
    for file in [
        write("pairs.csv", joined(";").as_bytes()),
        write("pairs.tsv", &utf16),
        write("pairs.jsonl", lines.as_bytes()),
    ] {
        let out = ok(&["compare", "--pairs", &file]);
        assert_eq!(column(&out, "probability"), judged, "{file}");
    }
    let ragged = b"left;right\nSerik\n";
    let args = ["compare", "--pairs", "-", "--delimiter", ";"];
    let ran = aka_with(&args, ragged);
    assert!(ran.err.starts_with("standard input:2:6: expected 2 fields"), "{}", ran.err);
    assert_eq!(aka_with(&[&args[..], &["--ragged"]].concat(), ragged).status, Some(0));
}

/// A file of any size is read part by part: what comes out is what a file read whole gives, which
/// `--ragged` asks for.
#[test]
fn pairs_of_a_long_file() {
    const ROWS: usize = 4_000;
    let row = |at: usize| match at {
        // Beyond what tells encoding, quotes and delimiter at the beginning.
        3_000 => "Серик;Турпанов Серик;\"строка \"\"один\"\n".to_owned(),
        3_001.. => format!("Серик;\"Турпанов\nСерик\";\"строка \"\"{at}\"\"\"\n"),
        2_500.. => format!("Serik;Turpanov, Serik;{}\n\n", "long ".repeat(at % 90)),
        _ => format!("Serik;\"Berik\";note number {at}, of some length\n"),
    };
    let text = "left;right;note\n".to_owned() + &(0..ROWS).map(row).collect::<String>();
    let backslashes = text.replace("\"\"", "\\\"");
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let cyrillic = encoding_rs::WINDOWS_1251.encode(&text).0.into_owned();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pairs.csv");
    let path = file.to_str().unwrap();
    std::fs::write(&file, &text).unwrap();
    let whole = ok(&["compare", "--pairs", path, "--ragged"]);
    assert_eq!(rows(&whole).len(), ROWS + 1);
    for (bytes, note) in [
        (text.clone().into_bytes(), ""),
        (["\u{feff}".as_bytes(), text.trim_end().as_bytes()].concat(), ""),
        (cyrillic, "read as windows-1251"),
        (utf16, "read as UTF-16BE"),
        (backslashes.into_bytes(), "marked by a backslash"),
    ] {
        std::fs::write(&file, &bytes).unwrap();
        let coming = aka(&["compare", "--pairs", path]);
        assert_eq!((coming.status, coming.err.contains(note)), (Some(0), true), "{}", coming.err);
        assert!(coming.out == whole, "{note}: another output part by part");
        assert!(aka_with(&["compare", "--pairs", "-"], &bytes).out == whole, "{note}");
    }
}

#[test]
fn what_is_wrong_far_down_a_file_of_pairs() {
    let rows = "Serik,Berik\n".repeat(20_000);
    for (last, status, words) in [
        ("a,b,c\n".as_bytes(), 1, "20002:5: expected 2 fields, found 3"),
        (b"Serik,\"Berik\n", 1, "20002:7: expected a closing quote"),
        (b"Serik,\"Berik\" x\n", 1, "20002:14: expected a delimiter"),
        (b"Serik,Ber\0ik\n", 1, "20002:10: expected text, found the character NUL"),
        (b"Serik,Ber\xFFik\n", 1, "20002:10: expected UTF-8, found the byte 0xFF"),
        ("Серик,\u{feff}Берик\n".as_bytes(), 0, ""),
        (b"\xD0\xA1\xD0\xB5,Ber\xFFik\n", 1, "20002:7: expected UTF-8, found the byte 0xFF"),
    ] {
        let list = [b"left,right\n", rows.as_bytes(), last].concat();
        let ran = aka_with(&["compare", "--pairs", "-"], &list);
        assert_eq!(ran.status, Some(status), "{}", ran.err);
        let said = format!("standard input:{words}");
        assert!(status == 0 || ran.err.starts_with(&said), "{said} {}", ran.err);
        // What stands before is judged.
        assert!(ran.out.lines().count() > 10_000, "{words}: {}", ran.out.lines().count());
    }
    let fault = b"left,right\nSerik,Berik\nSerik\n";
    let ran = aka_with(&["compare", "--pairs", "-"], fault);
    assert_eq!((ran.status, ran.out.lines().count()), (Some(1), 2), "{}", ran.err);
}

#[test]
fn pairs_are_judged_row_by_row() {
    let out = ok(&["compare", "--pairs", "lists/pairs.csv"]);
    assert_eq!(out.lines().next(), Some("case,left,right,probability,bits,why"));
    assert_eq!(column(&out, "left")[1], "Turpanbayev, Serik");
    assert_eq!(column(&out, "probability").len(), 2);
    let ran = aka_with(&["compare", "--pairs", "-"], b"a,b\n1,2\n");
    assert_eq!(ran.status, Some(1));
    assert!(ran.err.contains("left and right"), "{}", ran.err);
    let ran = aka_with(&["compare", "--pairs", "-"], b"left,right\nSerik\n");
    assert_eq!(ran.status, Some(1));
    assert!(ran.err.starts_with("standard input:2:6: expected 2 fields"), "{}", ran.err);
}

#[test]
fn search_lists_the_best_first() {
    let list = koshmambet("mentions.csv");
    let out = ok(&["search", "--list", &list, "Serik Turpanov", "--limit", "2", "--json"]);
    let found: Vec<serde_json::Value> =
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!((1..=2).contains(&found.len()));
    assert_eq!(found[0]["match"]["name"], "Serik Turpanov");
    assert!(ok(&["search", "--list", &list, "Serik Turpanov"]).contains("Serik Turpanov  [7]"));
}

#[test]
fn read_names_script_and_parts() {
    let out = ok(&["read", "ТОКАЕВ Касым-Жомарт Кемелевич", "--language", "ru"]);
    assert!(out.contains("Cyrl") && out.contains("family"), "{out}");
    let out = ok(&["read", "--json", "Серік Тұрпанбаев"]);
    let read: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(read["tokens"].as_array().unwrap().len(), 2);
}

const TABLE: &str = "# source: a habit of mine\n@title my habit\n@language ru\n@kind press\n@include ru-icao-9303-2013\nх → xq\n> Хилл = xqill\n";

#[test]
fn a_table_of_ones_own_is_read_by_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.txt");
    std::fs::write(&path, TABLE).unwrap();
    let table = path.to_str().unwrap();
    let out = ok(&["read", "Хилл", "--language", "ru", "--table", table]);
    assert!(out.lines().nth(2).unwrap().trim().starts_with("xqill  Russian my habit"), "{out}");
    let probability = |args: &[&str]| -> f64 {
        let out = ok(args);
        let judged: serde_json::Value = serde_json::from_str(&out).unwrap();
        judged["probability"].as_f64().unwrap()
    };
    let pair = ["compare", "Хахилев", "Xqaxqilev", "--json"];
    let without = probability(&pair);
    let with = probability(&[pair.as_slice(), &["--table", table]].concat());
    assert!(with > without, "{with} after {without}");
    let list = koshmambet("mentions.csv");
    assert_eq!(ok(&["resolve", &list]), ok(&["resolve", &list, "--table", table]));
}

#[test]
fn a_wrong_table_stops_every_command_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.txt");
    let table = path.to_str().unwrap();
    let list = koshmambet("mentions.csv");
    let commands = [
        vec!["read", "Хилл"],
        vec!["compare", "A", "B"],
        vec!["resolve", &list],
        vec!["search", "--list", &list, "A"],
    ];
    let faults: [(&[u8], &str); 3] = [
        (b"\xd1\x85 \xe2\x86\x92 \xd1\x85\n", ":1:5: expected a Latin letter, found `х` (U+0445)"),
        (b"# source: x\na\xff\n", ":2:2: expected UTF-8 text"),
        (b"# source: x\n@title x\n", ":2:1: expected a line `@language …`"),
    ];
    for (text, fault) in faults {
        std::fs::write(&path, text).unwrap();
        for command in &commands {
            let ran = aka(&[command.as_slice(), &["--table", table]].concat());
            assert_eq!(ran.status, Some(1), "{command:?}");
            assert!(ran.err.contains(&format!("{table}{fault}")), "{command:?}: {}", ran.err);
        }
    }
}

#[test]
fn two_spellings_are_explained_by_their_standards() {
    let out = ok(&["compare", "Vikram Ruzahunov", "Vikram Ruzakhunov"]);
    assert!(out.contains("(х: h in Russian") && out.contains("↔ kh in Russian"), "{out}");
    let folder = tempfile::tempdir().unwrap();
    let links = folder.path().join("links.csv");
    let list = koshmambet("cross-script.csv");
    ok(&["resolve", &list, "--links", links.to_str().unwrap()]);
    let links = std::fs::read_to_string(links).unwrap();
    assert!(links.contains(" is ") && links.contains(" in Russian"), "{links}");
}

#[test]
fn evaluate_wants_its_columns() {
    let list = koshmambet("mentions.csv");
    let ran = aka(&["evaluate", &list, "--gold", "gold"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.err.contains("“person_id”"), "{}", ran.err);
    let resolved = ok(&["resolve", &list]);
    let ran = aka_with(&["evaluate", "-", "--gold", "gold"], resolved.as_bytes());
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    assert!(ran.out.contains("precision") && ran.out.contains("recall"), "{}", ran.out);
    let ran = aka_with(&["evaluate", "-", "--gold", "gold", "--json"], resolved.as_bytes());
    assert!(serde_json::from_str::<serde_json::Value>(&ran.out).unwrap().is_object());
}

#[test]
fn help_is_on_standard_output_and_has_examples() {
    for command in ["resolve", "compare", "search", "read", "evaluate"] {
        let out = ok(&[command, "--help"]);
        assert!(out.contains("Example"), "{command}");
    }
    assert!(ok(&["--help"]).contains("Exit status"));
    assert!(ok(&["--version"]).starts_with("aka "));
}

#[test]
fn an_index_is_built_changed_and_searched() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.aka");
    let file = file.to_str().unwrap();
    ok(&["index", "build", &koshmambet("mentions.csv"), "--out", file]);
    let search = |name: &str| -> Vec<serde_json::Value> {
        let out = ok(&["search", "--index", file, name, "--limit", "2", "--json"]);
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    assert_eq!(search("Серик Турпанов")[0]["match"]["ids"][0], "7");
    ok(&["index", "add", file, &koshmambet("cross-script.csv")]);
    assert_eq!(search("Викрама Рузахунова")[0]["match"]["ids"][0], "ru-1");
    ok(&["index", "remove", file, "ru-1"]);
    assert_ne!(search("Викрама Рузахунова")[0]["match"]["ids"][0], "ru-1");
    let names = koshmambet("cross-script.csv");
    let screened = ok(&["search", "--index", file, "--names", &names, "--json"]);
    assert!(screened.lines().count() >= 10, "{screened}");
    let ran = aka(&["index", "remove", file, "nobody"]);
    assert_eq!(ran.status, Some(1));
    let ran = aka(&["search", "--index", &names, "Serik"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.err.contains("expected an index of names"), "{}", ran.err);
}
