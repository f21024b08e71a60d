//! Lists as they are found in the wild: ragged, oddly delimited, several names in a cell, a year
//! that is none of birth, aliases, and files made to do harm.

use std::io::Write;

use super::{Ran, aka, aka_with, column, ok, rows};

fn read(list: &str, options: &[&str]) -> Ran {
    aka_with(&[&["resolve", "-"], options].concat(), list.as_bytes())
}

#[test]
fn odd_delimiters() {
    for list in [
        "name^doc\nSerik^a\nБерік^b\n",
        "name~doc\nSerik~a\nБерік~b\n",
        "name\u{1}doc\nSerik\u{1}a\nБерік\u{1}b\n",
        "sep=;\nname;doc\nSerik;a\nБерік;b\n",
    ] {
        let ran = read(list, &[]);
        assert_eq!(column(&ran.out, "name"), ["Serik", "Берік"], "{list:?}: {}", ran.err);
        assert_eq!(column(&ran.out, "doc"), ["a", "b"]);
    }
    let forced = read("name:doc\nSerik:a\n", &["--delimiter", ":"]);
    assert_eq!(column(&forced.out, "doc"), ["a"]);
    let ran = read("sep=;\nname;doc\nSerik\n", &[]);
    assert!(ran.err.starts_with("standard input:3:6: expected 2 fields"), "{}", ran.err);
}

#[test]
fn quotes_escaped_by_a_backslash() {
    let ran = read("name,doc\n\"Serik \\\"Colonel\\\" Turpanov\",a\n", &[]);
    assert_eq!(column(&ran.out, "name"), ["Serik \"Colonel\" Turpanov"], "{}", ran.err);
    assert!(ran.err.contains("backslash"), "{}", ran.err);
    let ran = read("name,doc\n\"Serik\" Turpanov,a\n", &[]);
    assert!(ran.err.starts_with("standard input:2:8: expected a delimiter"), "{}", ran.err);
}

#[test]
fn ragged_rows_are_taken_on_request_and_nothing_is_lost() {
    let list = "name,doc\nSerik,a,b,c\nБерік\nAina,d\n";
    assert_eq!(read(list, &[]).status, Some(1));
    let ran = read(list, &["--ragged"]);
    assert_eq!(rows(&ran.out)[0][..4], ["name", "doc", "extra_1", "extra_2"]);
    assert_eq!(rows(&ran.out)[1][..4], ["Serik", "a", "b", "c"]);
    assert_eq!(rows(&ran.out)[2][..4], ["Берік", "", "", ""]);
    assert!(ran.err.contains("1 row is shorter than the header"), "{}", ran.err);
    assert!(ran.err.contains("line 3") && ran.err.contains("line 2"), "{}", ran.err);
}

#[test]
fn several_names_in_one_cell() {
    let list = "id,authors,doc\n1,Serik Turpanov; Aina Shormanbaeva,p1\n2,Berik Abilbekov,p2\n";
    let ran = read(list, &["--split", ";"]);
    let names = ["Serik Turpanov", "Aina Shormanbaeva", "Berik Abilbekov"];
    assert_eq!(column(&ran.out, "authors"), names, "{}", ran.err);
    assert_eq!(column(&ran.out, "id"), ["1", "1", "2"]);
    assert_eq!(column(&ran.out, "name_part"), ["1", "2", ""]);
    let again = aka_with(&["resolve", "-"], "name\nA B; C D\nE F; G H\n".as_bytes());
    assert!(again.err.contains("--split ';'"), "{}", again.err);
    let json = r#"[{"name": ["Serik Turpanov", "Aina Shormanbaeva"]}]"#;
    let ran = read(json, &["--split", ";"]);
    assert_eq!(column(&ran.out, "name"), names[..2], "{}", ran.err);
}

#[test]
fn an_id_that_stands_twice_is_found_before_its_cell_is_split() {
    let ran = read("id,name\n1,A B;C D\n1,E F\n", &["--split", ";"]);
    assert!(ran.err.starts_with("standard input:3:1: expected an id of its own"), "{}", ran.err);
}

#[test]
fn a_year_is_one_of_birth_where_it_looks_like_one() {
    let ran = read("name,year\nIvan Petrov,1950\nIvan Petrov,1980\n", &[]);
    let ids = column(&ran.out, "person_id");
    assert_ne!(ids[0], ids[1], "{}", ran.err);
    assert!(ran.err.contains("“year” is taken as the year of birth"), "{}", ran.err);
    let ran = read("name,year\nIvan Petrov,2012\nIvan Petrov,2024\n", &[]);
    let ids = column(&ran.out, "person_id");
    assert_eq!(ids[0], ids[1], "{}", ran.err);
    assert!(ran.err.contains("not taken as the year of birth"), "{}", ran.err);
    let ran =
        read("name,year\nIvan Petrov,2012\nIvan Petrov,2024\n", &["--column", "birth_date=year"]);
    assert_ne!(column(&ran.out, "person_id")[0], column(&ran.out, "person_id")[1]);
}

#[test]
fn other_names_of_a_person_are_used() {
    for list in [
        "name,aliases\nEric Arthur Blair,George Orwell;E. A. Blair\nДжордж Оруэлл,\n",
        "{\"name\":[\"Eric Arthur Blair\",\"George Orwell\"]}\n{\"name\":\"Джордж Оруэлл\"}\n",
        concat!(
            r#"{"id":"a","schema":"Person","properties":{"name":["Eric Arthur Blair"],"weakAlias":["George Orwell"]}}"#,
            "\n",
            r#"{"id":"b","schema":"Person","properties":{"name":["Джордж Оруэлл"]}}"#,
        ),
    ] {
        let ran = read(list, &[]);
        let ids = column(&ran.out, "person_id");
        assert_eq!(ids[0], ids[1], "{list}: {}", ran.out);
    }
}

#[test]
fn rows_within_an_object() {
    let list = "{\n \"rows\" : [\n {\"ФИО\": \"Серик Турпанов\"},\n {\"ФИО\": \"Айна\"}\n]\n}";
    assert_eq!(column(&read(list, &[]).out, "ФИО"), ["Серик Турпанов", "Айна"]);
    let one_line = r#"{"total": 1, "results": [{"name": "Серик Турпанов"}]}"#;
    assert_eq!(column(&read(one_line, &[]).out, "name"), ["Серик Турпанов"]);
}

#[cfg(feature = "arrow")]
#[test]
fn arrow_files_and_streams() {
    for file in ["lists/pyarrow-lz4.feather", "lists/pyarrow-stream.arrows"] {
        let out = ok(&["resolve", file]);
        assert_eq!(column(&out, "name"), ["Serik Turpanov", "Серік Тұрпанбаев", ""], "{file}");
        assert_eq!(column(&out, "born"), ["1980-01-02", "", "1970-05-06"], "{file}");
        assert_eq!(column(&out, "aliases")[0], r#"["S. Turpanov"]"#, "{file}");
        let bytes = std::fs::read(super::fixtures().join(file)).unwrap();
        for length in [9, bytes.len() / 4, bytes.len() / 2, bytes.len() - 9] {
            let ran = aka_with(&["resolve", "-"], &bytes[..length]);
            let whole_messages = file.ends_with("arrows") && length == bytes.len() - 9;
            assert!(ran.status == Some(1) || whole_messages, "{file} cut to {length}: {}", ran.out);
            assert!(ran.err.starts_with("standard input:"), "{file}: {}", ran.err);
        }
    }
}

#[test]
fn headers_in_many_languages() {
    let headers = [
        "ФИО",
        "имя",
        "Имя Фамилия",
        "аты-жөні",
        "Аты-жөнү",
        "الاسم",
        "نام و نام خانوادگی",
        "姓名",
        "氏名",
        "성명",
        "שם",
        "Nom",
        "Nombre",
        "Nombre completo",
        "Nome completo",
        "Imię i nazwisko",
        "Jméno a příjmení",
        "Adı Soyadı",
        "Ad, soyad",
        "Ονοματεπώνυμο",
        "Họ và tên",
        "ชื่อ-นามสกุล",
        "नाम",
        "ПІБ",
        "Име и презиме",
        "Név",
        "Nume complet",
        "Naam",
        "Namn",
        "Nimi",
        "Navn",
        "fullName",
        "Person_Name",
        "Authors",
    ];
    for header in headers {
        let ran = read(&format!("\"{header}\"\nSerik Turpanov\n"), &["--delimiter", ","]);
        assert_eq!(column(&ran.out, "person_name"), ["Serik Turpanov"], "{header}: {}", ran.err);
    }
    let parts = [
        ("Имя", "Фамилия"),
        ("givenName", "familyName"),
        ("First Name", "Last Name"),
        ("Vorname", "Nachname"),
        ("Prénom", "Nom"),
        ("Nombre", "Apellidos"),
        ("名", "姓"),
        ("الاسم الأول", "اسم العائلة"),
        ("Nome", "Cognome"),
        ("Imię", "Nazwisko"),
        ("Аты", "Тегі"),
        ("Förnamn", "Efternamn"),
        ("이름", "성"),
        ("Adı", "Soyadı"),
    ];
    for (given, family) in parts {
        let ran = read(&format!("{family},{given}\nTurpanov,Serik\n"), &[]);
        assert_eq!(column(&ran.out, "person_name"), ["Serik Turpanov"], "{given}: {}", ran.err);
    }
}

/// A workbook of one sheet, whose XML is this, packed or stored as it is.
pub(super) fn workbook(sheet: &[&[u8]], is_packed: bool) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let method = [zip::CompressionMethod::Stored, zip::CompressionMethod::Deflated];
    let options =
        zip::write::SimpleFileOptions::default().compression_method(method[usize::from(is_packed)]);
    let files: [(&str, &str); 4] = [
        (
            "[Content_Types].xml",
            r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
    ];
    for (name, text) in files {
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    sheet.iter().for_each(|part| archive.write_all(part).unwrap());
    archive.finish().unwrap().into_inner()
}

const SHEET: &[u8] = br#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#;
const END: &[u8] = b"</sheetData></worksheet>";

#[test]
fn a_workbook_with_a_cell_in_its_last_corner_is_small() {
    let cells = br#"<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>Serik Turpanov</t></is></c></row><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>"#;
    let ran = aka_with(&["resolve", "-"], &workbook(&[SHEET, cells, END], true));
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    assert!(ran.err.contains("1 row without a name") && ran.err.contains("line 1048576"));
}

#[test]
fn a_workbook_that_unpacks_to_absurdly_much() {
    let spaces = vec![b' '; 1 << 20];
    let mut parts: Vec<&[u8]> = vec![SHEET];
    parts.extend((0..100).map(|_| spaces.as_slice()));
    parts.push(END);
    let ran = aka_with(&["resolve", "-"], &workbook(&parts, true));
    assert_eq!(ran.status, Some(1));
    assert!(ran.err.contains("unpacks to over") && ran.err.lines().count() == 1, "{}", ran.err);
}

#[test]
fn an_encoding_can_be_forced() {
    let bytes = encoding_rs::WINDOWS_1251.encode("name\nСерик Турпанов\n").0.into_owned();
    let ran = aka_with(&["resolve", "-", "--encoding", "windows-1251"], &bytes);
    assert_eq!(column(&ran.out, "name"), ["Серик Турпанов"], "{}", ran.err);
    assert!(!ran.err.contains("read as"), "{}", ran.err);
    let ran = aka(&["resolve", "lists/name-only.csv", "--encoding", "utf-16le"]);
    assert_eq!(ran.status, Some(1), "{}", ran.out);
}
