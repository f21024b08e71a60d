//! Lists as people export them, and what is read from them.

use super::{aka, aka_with, column, fixtures, ok, rows};

const TWO: [&str; 2] = ["Serik Turpanov", "Серік Тұрпанбаев"];

#[test]
fn delimiters_marks_and_packing_are_recognized() {
    let files = [
        "utf8-mark.csv",
        "utf16le.csv",
        "utf16be-no-mark.csv",
        "tabs.tsv",
        "bars.csv",
        "packed.csv.gz",
        "packed.csv.zst",
    ];
    for file in files {
        let out = ok(&["resolve", &format!("lists/{file}")]);
        assert_eq!(column(&out, "name"), TWO, "{file}");
        assert_eq!(column(&out, "language"), ["en", "kk"], "{file}");
    }
}

#[test]
fn legacy_encodings_are_detected_and_reported() {
    let ran = aka(&["resolve", "lists/windows-1251.csv"]);
    assert_eq!(column(&ran.out, "ФИО")[0], "Турпанбаев Серик");
    assert!(ran.err.contains("windows-1251"), "{}", ran.err);
    let ran = aka(&["resolve", "lists/windows-1254.csv"]);
    assert_eq!(column(&ran.out, "Adı Soyadı")[0], "Şükrü Çağlayangil");
    assert!(ran.err.contains("windows-1254"), "{}", ran.err);
}

#[test]
fn a_list_of_names_only_works() {
    let out = ok(&["resolve", "lists/name-only.csv"]);
    assert_eq!(column(&out, "name"), ["Serik Turpanov", "Turpanbayev, Serik"]);
    let out = ok(&["resolve", "lists/bare.txt"]);
    assert_eq!(column(&out, "name"), ["Serik Turpanov", "Smith, John", "Серік Тұрпанбаев"]);
    let ran = aka_with(&["resolve", "-", "--from", "lines"], "Serik\nБерік\n".as_bytes());
    assert_eq!(column(&ran.out, "name"), ["Serik", "Берік"]);
}

#[test]
fn parts_in_columns_of_their_own_are_joined() {
    let names = |file: &str| column(&ok(&["resolve", file]), "person_name");
    assert_eq!(names("lists/parts.csv")[0], "Касым-Жомарт Кемелевич Токаев");
    assert_eq!(names("lists/nom-prenom.csv"), ["Victor Hugo"]);
    assert_eq!(names("lists/name-surname.csv"), ["Serik Turpanov", "Berik Abilbekov"]);
    assert_eq!(names("lists/whole-and-surname.csv"), ["Serik Turpanov", "Berik Abilbekov"]);
}

#[test]
fn headers_in_other_languages() {
    assert_eq!(column(&ok(&["resolve", "lists/chinese.csv"]), "person_name"), ["习近平"]);
    let out = ok(&["resolve", "lists/arabic.csv"]);
    assert_eq!(column(&out, "person_name"), ["قاسم جومارت توكاييف"]);
}

#[test]
fn quoted_fields_and_line_ends_come_back() {
    let out = ok(&["resolve", "lists/crlf-quoted.csv"]);
    assert_eq!(column(&out, "name")[0], "Serik \"The Colonel\" Turpanov");
    assert_eq!(column(&out, "note")[0], "two\r\nlines");
}

#[test]
fn an_empty_name_is_reported_and_passes_through() {
    let ran = aka(&["resolve", "lists/empty-name.csv"]);
    assert_eq!(ran.status, Some(0));
    assert!(ran.err.contains("2 rows without a name") && ran.err.contains("line 3, 4"));
    assert_eq!(rows(&ran.out)[2], ["2", "", "y", "", "", ""]);
    assert_eq!(rows(&ran.out)[3], ["3", "   ", "z", "", "", ""]);
}

#[test]
fn a_repeated_header_is_kept_and_reported() {
    let ran = aka(&["resolve", "lists/repeated-header.csv"]);
    assert_eq!(rows(&ran.out)[1][..3], ["Serik Turpanov", "a", "b"]);
    assert!(ran.err.contains("“note” stands twice"), "{}", ran.err);
    let ran = aka(&["resolve", "lists/repeated-header.csv", "--format", "jsonl"]);
    assert!(ran.out.contains(r#""note":"a","note_2":"b""#), "{}", ran.out);
}

#[test]
fn json_values_keep_their_types() {
    let out = ok(&["resolve", "lists/objects.jsonl", "--format", "jsonl"]);
    let lines: Vec<serde_json::Value> =
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["id"], 1);
    assert_eq!(lines[0]["tags"], serde_json::json!(["a", "b"]));
    assert_eq!(lines[0]["score"], serde_json::Value::Null);
    assert_eq!(lines[1]["score"], 0.5);
    assert!(lines[1]["confidence"].is_f64());
    assert_eq!(column(&ok(&["resolve", "lists/array.json"]), "id"), ["1", "2"]);
}

#[test]
fn workbooks() {
    let ran = aka(&["resolve", "lists/book.xlsx"]);
    assert_eq!(column(&ran.out, "Name"), ["Серік Тұрпанбаев", "Serik Turpanov"], "{}", ran.err);
    assert_eq!(column(&ran.out, "birth date"), ["1980-01-02", ""]);
    assert!(ran.err.contains("2 sheets"), "{}", ran.err);
}

/// Written by openpyxl 3.1.5, as people lay out sheets.
#[test]
fn workbooks_for_people() {
    let ran = aka(&["resolve", "lists/title.xlsx"]);
    assert_eq!(column(&ran.out, "Name"), ["Serik Turpanov", "Aina Shormanbaeva"], "{}", ran.err);
    assert!(ran.err.contains("line 4 is taken as the header"), "{}", ran.err);
    let ran = aka(&["resolve", "lists/headers-in-two-rows.xlsx"]);
    let names = ["Serik Turpanov", "Aina Shormanbaeva"];
    assert_eq!(column(&ran.out, "person_name"), names, "{}", ran.err);
    assert_eq!(column(&ran.out, "id"), ["1", "2"], "{}", ran.err);
    let ran = aka(&["resolve", "lists/merged-cells.xlsx"]);
    assert_eq!(column(&ran.out, "doc"), ["a", "a", "b"], "{}", ran.err);
    let ran = aka(&["resolve", "lists/cover-sheet.xlsx"]);
    assert_eq!(column(&ran.out, "name"), ["Serik Turpanov"], "{}", ran.err);
    assert!(ran.err.contains("2 sheets, “Data” is read"), "{}", ran.err);
}

#[test]
fn parts_speak_where_the_whole_name_is_empty() {
    let list = b"name,firstName,lastName\nSerik Turpanov,,\n,Aina,Shormanbaeva\n";
    let ran = aka_with(&["resolve", "-"], list);
    assert_eq!(column(&ran.out, "person_name"), ["Serik Turpanov", "Aina Shormanbaeva"]);
}

#[cfg(feature = "parquet")]
#[test]
fn parquet() {
    let out = ok(&["resolve", "lists/list.parquet"]);
    assert_eq!(column(&out, "name"), ["Серік Тұрпанбаев", "Serik Turpanov"]);
    assert_eq!(column(&out, "year"), ["1980", ""]);
    assert_eq!(column(&out, "born"), ["1980-01-02", ""]);
}

#[test]
fn several_files_have_their_columns_united_in_order() {
    let out = ok(&["resolve", "lists/empty-name.csv", "lists/utf8-mark.csv"]);
    let rows = rows(&out);
    assert_eq!(rows[0][..4], ["id", "name", "note", "language"]);
    assert_eq!(rows[1][..4], ["1", "Serik Turpanov", "x", ""]);
    assert_eq!(rows[4][..4], ["1", "Serik Turpanov", "", "en"]);
    // One spelling in two files is one person's as far as spelling goes.
    assert_eq!(rows[1][4], rows[4][4]);
}

#[test]
fn standard_input_is_a_file_like_any_other() {
    let bytes = std::fs::read(fixtures().join("lists/utf8-mark.csv")).unwrap();
    let ran = aka_with(&["resolve", "-"], &bytes);
    assert_eq!(ran.out, ok(&["resolve", "lists/utf8-mark.csv"]));
    let ran = aka_with(&["resolve", "-", "-"], &bytes);
    assert_eq!(ran.status, Some(2));
}
