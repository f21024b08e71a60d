//! What a new user does wrong, and what is said: one line with what was expected, an exit status
//! that tells a wrong list (1) from a wrong command (2), and nothing lost.

use std::fs;

use super::{Ran, aka, aka_with, column, ok, rows};

/// A folder with a small list, and paths in it.
fn folder() -> (tempfile::TempDir, impl Fn(&str) -> String) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_owned();
    fs::write(root.join("list.csv"), "id,name\n1,Serik Turpanov\n2,Aina Shormanbaeva\n").unwrap();
    (folder, move |name: &str| root.join(name).to_str().unwrap().to_owned())
}

fn read(bytes: &[u8], options: &[&str]) -> Ran {
    aka_with(&[&["resolve", "-"], options].concat(), bytes)
}

#[track_caller]
fn says(ran: &Ran, status: i32, words: &str) {
    assert_eq!((ran.status, ran.out.as_str()), (Some(status), ""), "{}", ran.err);
    assert!(ran.err.contains(words), "{words:?} not in {}", ran.err);
    assert!(status == 2 || ran.err.lines().count() == 1, "{}", ran.err);
}

#[test]
fn titles_above_the_header() {
    for (list, options) in [
        ("Report of persons,,\nExported 2026-01-02,,\n,,\nid,name,doc\n1,Serik,a\n", [].as_slice()),
        ("Report of persons; all of them\n\nid;name;doc\n1;Serik;a\n", &[]),
        ("# exported by a tool\nid\tname\tdoc\n1\tSerik\ta\n", &[]),
        ("List\nid,Wer,doc\n1,Serik,a\n", &["--column", "name=Wer"]),
    ] {
        let ran = read(list.as_bytes(), options);
        assert_eq!(column(&ran.out, "doc"), ["a"], "{list}: {}", ran.err);
        assert!(ran.err.contains("is taken as the header"), "{}", ran.err);
    }
    // Two rows of headers, with and without a title.
    for list in [
        "Person,,Case\nfirst name,last name,\nSerik,Turpanov,a\n",
        "Report\n\nPerson;;doc\nимя;фамилия;\nSerik;Turpanov;a\n",
        "Кто,,doc\n\"имя\",фамилия,\n\nSerik,Turpanov,a\n",
    ] {
        let ran = read(list.as_bytes(), &[]);
        assert_eq!(column(&ran.out, "person_name"), ["Serik Turpanov"], "{list}: {}", ran.err);
        assert!(ran.err.contains("is taken as headers too"), "{}", ran.err);
    }
    let ran = read(b"Person,,Case\nfirst name,last name,\nSerik,Turpanov\n", &[]);
    says(&ran, 1, "standard input:3:15: expected 3 fields, found 2: no “Case”");
    // Where nothing is a header, the first row is what there is.
    let ran = read(b"Serik Turpanov,orda\nAina,orda\n", &[]);
    says(&ran, 1, ":1:1: expected a column of names");
    // A row of data that holds the word is none.
    let ran = read(b"nr,kind,label\n1,person,Serik\n", &[]);
    says(&ran, 1, "found “nr”, “kind”, “label”");
    // An error below a title is where it is in the file.
    let ran = read(b"List\n\nid,name\n1,Serik,a\n", &[]);
    says(&ran, 1, "standard input:4:9: expected 2 fields, found 3");
}

/// Placeholders and totals: whoever is unknown twice is not one person.
#[test]
fn nobodies() {
    let list = "name,sum\nIvan Petrov,1\nunknown,2\nUNKNOWN,3\nN/A,\n—,\n???,\nнет данных,\nN. A.,\nTotal: 12,\nИтого,\n,\n";
    let ran = read(list.as_bytes(), &[]);
    let persons = column(&ran.out, "person_name");
    let found: Vec<&str> = persons.iter().map(String::as_str).filter(|p| !p.is_empty()).collect();
    assert_eq!(found, ["Ivan Petrov", "N. A."], "{}", ran.err);
    assert!(ran.err.contains("8 rows of nobody (“???”, “N/A”,"), "{}", ran.err);
    assert!(ran.err.contains("1 row without a name passed through unresolved: line 12"));
    assert_eq!(column(&ran.out, "name").len(), 11, "rows are missing");
}

#[test]
fn headers_that_say_more() {
    for header in
        ["Name (as in passport)", "ФИО сотрудника", "Full name of person*", "Ф.И.О. (рус)"]
    {
        let ran = read(format!("id;{header}\n1;Serik Turpanov\n").as_bytes(), &[]);
        assert_eq!(column(&ran.out, "person_name"), ["Serik Turpanov"], "{header}: {}", ran.err);
    }
    let ran = read(b"Serik Turpanov;12\nAina;13\n", &[]);
    says(&ran, 1, "if this row is no header, write one above it");
}

/// Said of one cell too: a person called `Smith, John; Doe, Jane` helps nobody.
#[test]
fn cells_that_may_hold_several_names() {
    for (cell, option) in [
        ("Smith, John; Doe, Jane", "--split ';'"),
        ("John Smith / Jane Doe", "--split ' / '"),
        ("John Smith\nJane Doe", "--split '\\n'"),
        ("John Smith, Jane Doe, Jack Black", "--split ','"),
        ("Smith, John", ""),
        ("Jane Roe, Jack Black", ""),
    ] {
        let ran = read(format!("name\n\"{cell}\"\nSerik Turpanov\n").as_bytes(), &[]);
        assert_eq!(ran.err.contains("--split"), !option.is_empty(), "{cell}: {}", ran.err);
        assert!(ran.err.contains(option) && ran.status == Some(0), "{cell}: {}", ran.err);
    }
    let ran = read(b"name\nA B\nC D; E F\n", &[]);
    assert!(ran.err.contains("1 cell holds “;” in the column “name” (line 3)"), "{}", ran.err);
}

#[test]
fn lists_with_numbers_before_the_names() {
    let lines = ["--from", "lines"];
    for list in ["1. Serik Turpanov\n2) Aina\n", "- Serik Turpanov\n\n• Aina\n"] {
        let ran = read(list.as_bytes(), &lines);
        assert_eq!(column(&ran.out, "name"), ["Serik Turpanov", "Aina"], "{}", ran.err);
        assert!(ran.err.contains("before the names are left out"), "{}", ran.err);
    }
    let ran = read("- Serik\nAina\n".as_bytes(), &lines);
    assert_eq!(column(&ran.out, "name"), ["- Serik", "Aina"]);
}

#[test]
fn files_that_are_no_lists() {
    for (bytes, what) in [
        (b"%PDF-1.7\n".as_slice(), "found a PDF"),
        (b"<!DOCTYPE html>\n<html>", "found a page of HTML"),
        (b"<?xml version=\"1.0\"?><a/>", "found XML"),
        (b"BZh91AY&SY", "bzip2"),
        (b"\xFD7zXZ\0", "xz"),
        (b"SQLite format 3\0\0\0", "SQLite"),
        (b"\x89PNG\r\n", "a picture"),
        (b"aka-idx\n\0\0", "an index of names"),
    ] {
        says(&read(bytes, &[]), 1, what);
    }
    for (entry, what) in [
        ("word/document.xml", "a Word document"),
        ("content.xml", "an OpenDocument file"),
        ("list.csv", "a ZIP archive; unpack it"),
    ] {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        archive.start_file(entry, zip::write::SimpleFileOptions::default()).unwrap();
        let bytes = archive.finish().unwrap().into_inner();
        says(&read(&bytes, &[]), 1, what);
    }
    says(&read(b"\x1f\x8b\x08\x00garbage", &[]), 1, "expected a whole .gz file");
    says(&read(b"[]", &[]), 1, "found none");
}

#[test]
fn zeros_in_a_text() {
    says(&read(b"name,doc\nSerik\0 Turpanov,a\n", &[]), 1, ":2:6: expected text, found the char");
    let ran = read(b"name,doc\nSerik\0 Turpanov,a\n", &["--ragged"]);
    assert_eq!(column(&ran.out, "doc"), ["a"], "{}", ran.err);
    // In UTF-16 that does not say so they are half of every space.
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let ran = read(&utf16("ФИО,дело\nСерик Турпанов,а\nАйна,б\n"), &[]);
    assert_eq!(column(&ran.out, "ФИО"), ["Серик Турпанов", "Айна"], "{}", ran.err);
    assert!(ran.err.contains("read as UTF-16LE"), "{}", ran.err);
}

#[test]
fn objects_one_behind_the_other() {
    for list in [
        "{\n \"name\": \"Serik\"\n}\n{\n \"name\": \"Aina\"\n}\n",
        "{\"name\":\"Serik\"}{\"name\":\"Aina\"}",
    ] {
        assert_eq!(column(&read(list.as_bytes(), &[]).out, "name"), ["Serik", "Aina"]);
    }
    says(&read(b"{\n \"name\": \"Serik\"\n}\n{\n \"name\": \n}", &[]), 1, ":6:1: not valid JSON");
}

#[test]
fn a_hundred_thousand_columns() {
    let columns = || (0..100_000).map(|at| format!("c{at}")).collect::<Vec<_>>().join(",");
    let list = format!("name,{}\nSerik,{}\n", columns(), columns());
    let ran = read(list.as_bytes(), &[]);
    assert_eq!(rows(&ran.out)[1].len(), 100_004, "{}", ran.err);
    let ran = read(format!("name,doc\nSerik,{}\n", columns()).as_bytes(), &[]);
    says(&ran, 1, ":2:10: expected 2 fields, found 100001");
    // A new key in every object is a table of nothing.
    let keys = (0..20_000).map(|at| format!("{{\"k{at}\":1}}\n")).collect::<String>();
    says(&read(keys.as_bytes(), &[]), 1, "unpacks to over");
}

#[test]
fn results_where_they_cannot_be() {
    let (_folder, path) = folder();
    let list = path("list.csv");
    let before = fs::read(&list).unwrap();
    let over = [["--out", &list], ["--persons", &list], ["--report", &list]];
    for option in over {
        let ran = aka(&[&["resolve", &list], option.as_slice()].concat());
        says(&ran, 1, "expected another file than the list that is read");
    }
    let round =
        path("../").replace("../", &format!("../{}/x.csv", path("").rsplit('/').nth(1).unwrap()));
    let ran = aka(&["resolve", &list, "--out", &path("x.csv"), "--links", &round]);
    says(&ran, 1, "expected one result for each file, found two");
    says(&aka(&["resolve", &list, "--out", &path("no/x.csv")]), 1, "expected a folder");
    says(&aka(&["index", "build", &list, "--out", &list]), 1, "expected another file");
    assert_eq!(fs::read(&list).unwrap(), before);
    assert_eq!(fs::read_dir(path("")).unwrap().count(), 1, "something was written");
}

/// A device is written to. To replace it by a file would take it from everybody.
#[cfg(target_os = "linux")]
#[test]
fn devices_and_links_stay_what_they_are() {
    use std::os::unix::fs::FileTypeExt as _;
    let (_folder, path) = folder();
    let list = path("list.csv");
    let ran = aka(&["resolve", &list, "--report", "/dev/full", "--out", &path("out.csv")]);
    says(&ran, 1, "/dev/full: cannot be written: no space is left");
    assert!(!fs::exists(path("out.csv")).unwrap(), "half of the results are there");
    ok(&["resolve", &list, "--out", "/dev/null", "--format", "csv"]);
    for device in ["/dev/full", "/dev/null"] {
        assert!(fs::metadata(device).unwrap().file_type().is_char_device(), "{device}");
    }
    let (target, link) = (path("target.csv"), path("link.csv"));
    fs::write(&target, "").unwrap();
    std::os::unix::fs::symlink(&target, &link).unwrap();
    ok(&["resolve", &list, "--out", &link]);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(rows(&fs::read_to_string(&target).unwrap()).len(), 3);
}

#[test]
fn options_that_do_not_go_together() {
    let (_folder, path) = folder();
    let (list, index) = (path("list.csv"), path("list.aka"));
    ok(&["index", "build", &list, "--out", &index]);
    says(&aka(&[&list]), 2, &format!("expected a command, found a file; aka resolve {list}"));
    let search = ["search", "--index", &index, "Serik Turpanov"];
    says(&aka(&[&search[..], &["--table", "t.txt"]].concat()), 2, "--table cannot be used with");
    says(&aka(&[&search[..], &["--column", "name=x"]].concat()), 2, "--column says how a list");
    says(&aka(&["search", "--list", &list, " "]), 2, "expected a name to look for");
    says(&aka(&["resolve", &list, "--threshold", "-1"]), 2, "expected a probability");
    says(&aka(&["resolve", &list, "--threads", "100000"]), 2, "expected a number from 1 to 1024");
    says(&aka(&["search", "--list", &list, "x", "--limit", "0"]), 2, "expected a number from 1");
    says(&aka(&["resolve", "-", "-"]), 2, "found it twice");
    says(&aka(&["resolve", &list, "--format", "parquet"]), 2, "expected --out FILE");
    let ran = aka(&["resolve", &list, &list]);
    assert!(ran.err.contains("given twice"), "{}", ran.err);
}

#[test]
fn a_gold_column_that_is_not_there() {
    let (_folder, path) = folder();
    let args = ["resolve", &path("list.csv"), "--report", &path("r.html"), "--gold", "gold"];
    says(&aka(&args), 1, "expected the column “gold” of --gold, found “id”, “name”");
}
