//! Every format × everything that can be wrong with a file: one clear line, in bounded memory; and
//! what is right comes back through every format of results.
//!
//! `FORMATS` has an entry for each format that the command knows; a test compares it with the
//! command's own list, so that a new format cannot be forgotten. What a format cannot suffer is
//! said with the reason.

use std::collections::BTreeSet;
use std::io::Write;
use std::process::Stdio;

use super::{Ran, aka, aka_in_a_gigabyte, column, fixtures, koshmambet, ok, rows};

/// What a file looks like when it is wrong, or why it cannot be.
enum Wrong {
    Is(fn() -> Vec<u8>, &'static str),
    Cannot(&'static str),
}

use Wrong::{Cannot, Is};

/// One format and its troubles.
struct Format {
    /// As `--from` calls it.
    name: &'static str,
    fixture: &'static str,
    /// Whether a part of a file is never a whole file.
    cut_is_seen: bool,
    is_text: bool,
    /// Values of another type where names and offsets are, and what is said of them.
    types: Wrong,
    /// A line, or what comes nearest, that goes on and on.
    endless: Wrong,
    /// A hundred thousand levels.
    deep: Wrong,
    /// A small file that would fill the memory; text formats are packed by `.gz` and `.zst`.
    bomb: Wrong,
}

const TEXT: Format = Format {
    name: "",
    fixture: "",
    cut_is_seen: false,
    is_text: true,
    types: Cannot("all of it is text"),
    endless: Cannot(""),
    deep: Cannot("nothing is within anything"),
    bomb: Cannot("packed by .gz and .zst, as all text"),
};

const JSON: Format = Format { deep: Is(|| nested(b"{\"id\": ", b"["), "not valid JSON"), ..TEXT };

const FORMATS: [Format; 19] = [
    Format {
        name: "csv",
        fixture: "lists/crlf-quoted.csv",
        endless: Is(|| long(b"name,doc\n"), "expected lines under 64 MiB"),
        ..TEXT
    },
    Format {
        name: "tsv",
        fixture: "lists/tabs.tsv",
        endless: Is(|| long(b"name\tdoc\n"), "expected lines under 64 MiB"),
        ..TEXT
    },
    Format {
        name: "jsonl",
        fixture: "lists/objects.jsonl",
        types: Is(
            || b"{\"name\": \"Serik\"}\n{\"name\": 5}".to_vec(),
            ":2: expected text as “name”",
        ),
        endless: Is(|| long(b"{\"name\": \""), "expected lines under 64 MiB"),
        ..JSON
    },
    Format {
        name: "json",
        fixture: "lists/array.json",
        cut_is_seen: true,
        types: Is(|| b"[\n{\"name\": {\"a\": 1}}]".to_vec(), ":2: expected text as “name”"),
        endless: Is(|| long(b"[{\"name\": \""), "expected objects under 64 MiB"),
        ..JSON
    },
    Format {
        name: "lines",
        fixture: "lists/bare.txt",
        endless: Is(|| long(b""), "expected lines under 64 MiB"),
        ..TEXT
    },
    Format {
        name: "xlsx",
        fixture: "lists/book.xlsx",
        cut_is_seen: true,
        is_text: false,
        types: Cannot("a number in a cell is read as it is shown"),
        endless: Is(|| workbook(&[CELL, &vec![b'a'; 70 << 20], CELL_END]), "under 64 MiB"),
        deep: Is(|| workbook(&[&b"<row>".repeat(100_000)]), "found an empty sheet"),
        bomb: Is(|| workbook(&[CELL, &vec![b' '; 100 << 20], CELL_END]), "unpacks to over"),
    },
    Format {
        name: "parquet",
        fixture: "lists/list.parquet",
        cut_is_seen: true,
        is_text: false,
        types: Is(binary::parquet_numbers, ":1: expected text as “name”"),
        endless: Is(binary::parquet_long, "under 64 MiB"),
        deep: Is(binary::parquet_deep, "expected Parquet"),
        bomb: Is(binary::parquet_bomb, "unpacks to over"),
    },
    Format {
        name: "arrow",
        fixture: "lists/pyarrow-lz4.feather",
        cut_is_seen: true,
        is_text: false,
        types: Is(binary::arrow_numbers, ":1: expected text as “name”"),
        endless: Is(binary::arrow_long, "under 64 MiB"),
        deep: Is(binary::arrow_deep, "expected Arrow IPC"),
        bomb: Is(binary::arrow_bomb, "unpacks to over"),
    },
    Format {
        name: "openrefine",
        fixture: "tools/openrefine.tar.gz",
        cut_is_seen: true,
        is_text: false,
        types: Cannot("a number in a cell is read as it is shown"),
        endless: Is(
            || project(&[b"{\"cells\":[{\"v\":\"", &vec![b'a'; 70 << 20], b"\"}]}"]),
            "under 64 MiB",
        ),
        deep: Is(|| project(&[&nested(b"{\"cells\":", b"[")]), "line 4 of its data.txt"),
        bomb: Is(|| project(&[&vec![b' '; 100 << 20]]), "unpacks to over"),
    },
    Format {
        name: "ftm",
        fixture: "tools/ftm.jsonl",
        types: Is(
            || br#"{"id": "a", "schema": "Person", "properties": {"name": [5]}}"#.to_vec(),
            ":1: expected texts as name, found “[5]”",
        ),
        endless: Is(|| long(b"{\"schema\": \""), "expected lines under 64 MiB"),
        ..JSON
    },
    Format {
        name: "senzing",
        fixture: "tools/senzing-flat.jsonl",
        types: Is(
            || br#"{"DATA_SOURCE": "A", "RECORD_ID": "1", "NAME_FULL": 5}"#.to_vec(),
            ":1: expected text as NAME_FULL, found “5”",
        ),
        endless: Is(|| long(b"{\"NAME_FULL\": \""), "expected lines under 64 MiB"),
        ..JSON
    },
    Format {
        name: "label-studio",
        fixture: "tools/label-studio.json",
        cut_is_seen: true,
        types: Is(
            || {
                let region = r#"{"value": {"start": "a", "end": 3, "labels": ["PER"]}}"#;
                let task = r#"{"data": {"text": "Serik"}, "annotations": [{"result": ["#;
                format!("[\n{task}{region}]}}]}}]").into_bytes()
            },
            ":2: expected a region with start and end in characters",
        ),
        endless: Is(|| long(b"[{\"data\": {\"text\": \""), "expected objects under 64 MiB"),
        ..JSON
    },
    Format {
        name: "doccano",
        fixture: "tools/doccano.jsonl",
        types: Is(
            || br#"{"text": "Serik", "label": [["0", "5", "PER"]]}"#.to_vec(),
            ":1: expected a span with start, end and label",
        ),
        endless: Is(|| long(b"{\"text\": \""), "expected lines under 64 MiB"),
        ..JSON
    },
    Format {
        name: "prodigy",
        fixture: "tools/prodigy.jsonl",
        types: Is(
            || br#"{"text": "Serik", "spans": [{"start": -1, "end": 5, "label": "PER"}]}"#.to_vec(),
            ":1: expected a span with start, end and label",
        ),
        endless: Is(|| long(b"{\"text\": \""), "expected lines under 64 MiB"),
        ..JSON
    },
    Format {
        name: "spacy",
        fixture: "tools/spacy.json",
        cut_is_seen: true,
        types: Is(
            || br#"{"text": "Serik", "ents": [{"start": 0, "end": 5, "label": 7}]}"#.to_vec(),
            ":1: expected a span with start, end and label",
        ),
        endless: Is(|| long(b"{\"text\": \""), "expected lines under 64 MiB"),
        ..JSON
    },
    Format {
        name: "gate",
        fixture: "tools/gate.json",
        cut_is_seen: true,
        types: Is(
            || br#"{"text": "Serik", "entities": {"Person": [{"indices": "0-5"}]}}"#.to_vec(),
            ":1: expected a span with start, end and label",
        ),
        endless: Is(|| long(b"{\"text\": \""), "expected lines under 64 MiB"),
        ..JSON
    },
    Format {
        name: "brat",
        fixture: "tools/brat.ann",
        types: Is(|| b"T1\tPerson a b\tSerik".to_vec(), ":1: expected ID⇥LABEL START END⇥TEXT"),
        endless: Is(|| long(b"T1\tPerson 0 5\t"), "expected lines under 64 MiB"),
        ..TEXT
    },
    Format {
        name: "webanno",
        fixture: "tools/webanno.tsv",
        types: Is(
            || b"#FORMAT=WebAnno TSV 3.3\n1-1\ta-b\tSerik\tPER".to_vec(),
            ":2: expected offsets START-END, found “a-b”",
        ),
        endless: Is(|| long(b"#FORMAT=WebAnno TSV 3.3\n#Text="), "expected lines under 64 MiB"),
        ..TEXT
    },
    Format {
        name: "conll",
        fixture: "tools/conll2003.conll",
        types: Is(|| b"Serik NNP B-NP 7\n".to_vec(), ":1: expected a label such as B-PER"),
        endless: Is(|| long(b"Serik NNP B-NP B-"), "expected lines under 64 MiB"),
        ..TEXT
    },
];

/// A text of one long line after what opens it.
fn long(head: &[u8]) -> Vec<u8> {
    let mut bytes = head.to_vec();
    bytes.resize(head.len() + (70 << 20), b'a');
    bytes
}

fn nested(head: &[u8], level: &[u8]) -> Vec<u8> {
    [head, &level.repeat(100_000)].concat()
}

const CELL: &[u8] = b"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>name</t></is></c></row><row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>";
const CELL_END: &[u8] = b"</t></is></c></row>";

/// A workbook of one sheet with these rows, packed as well as can be where that is a bomb.
fn workbook(rows: &[&[u8]]) -> Vec<u8> {
    let head: &[u8] = br#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#;
    // What is long and no bomb is stored as it is.
    let is_long = rows.iter().any(|row| row.starts_with(b"aa"));
    let sheet = [&[head], rows, &[b"</sheetData></worksheet>"]].concat();
    super::wild::workbook(&sheet, !is_long)
}

/// A project of OpenRefine with these rows.
fn project(rows: &[&[u8]]) -> Vec<u8> {
    let is_long = rows.len() > 1;
    let method = [zip::CompressionMethod::Deflated, zip::CompressionMethod::Stored];
    let options =
        zip::write::SimpleFileOptions::default().compression_method(method[usize::from(is_long)]);
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("data.txt", options).unwrap();
    let column = b"columnCount=1\n{\"cellIndex\":0,\"name\":\"name\"}\nrowCount=1\n";
    archive.write_all(column).unwrap();
    rows.iter().for_each(|row| archive.write_all(row).unwrap());
    let data = archive.finish().unwrap().into_inner();
    let mut tar = vec![0; 512];
    tar[..8].copy_from_slice(b"data.zip");
    tar[124..135].copy_from_slice(format!("{:011o}", data.len()).as_bytes());
    tar[257..262].copy_from_slice(b"ustar");
    tar.extend(data);
    tar.resize(tar.len().next_multiple_of(512) + 1024, 0);
    tar
}

/// Runs the command on a file of these bytes, beside the texts that its fixture needs, with a
/// gigabyte of memory.
fn read(format: &Format, ending: &str, bytes: &[u8], more: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let fixture = fixtures().join(format.fixture);
    if let Ok(text) = std::fs::read(fixture.with_extension("txt")) {
        std::fs::write(folder.path().join("list.txt"), text).unwrap();
    }
    let own = fixture.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let file = folder.path().join(format!("list.{own}{ending}"));
    std::fs::write(&file, bytes).unwrap();
    let output = aka_in_a_gigabyte()
        .current_dir(folder.path())
        .args(["resolve", file.file_name().unwrap().to_str().unwrap(), "--threads", "1"])
        .args(more)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Ran::of(output)
}

/// One line that opens with the file and says this, and nothing else.
#[track_caller]
fn refused(format: &Format, what: &str, ran: &Ran, words: &str) {
    let name = format.name;
    assert_eq!(ran.status, Some(1), "{name}, {what}: {}{}", ran.err, cut(&ran.out));
    assert_eq!(ran.out, "", "{name}, {what}");
    assert_eq!(ran.err.lines().count(), 1, "{name}, {what}: {}", ran.err);
    assert!(ran.err.starts_with("list."), "{name}, {what}: {}", ran.err);
    assert!(ran.err.contains(words), "{name}, {what}: {words:?} not in {}", ran.err);
    assert!(ran.err.len() < 1_000, "{name}, {what}: {} bytes", ran.err.len());
}

fn cut(text: &str) -> String {
    text.chars().take(300).collect()
}

#[test]
fn no_format_is_forgotten() {
    let ran = aka(&["resolve", "list.csv", "--from", "klingon"]);
    let (_, listed) = ran.err.split_once("[possible values: ").unwrap();
    let (listed, _) = listed.split_once(']').unwrap();
    let known: Vec<&str> = listed.split(", ").collect();
    assert_eq!(FORMATS.map(|format| format.name).to_vec(), known);
}

#[test]
fn cut_off() {
    for format in &FORMATS {
        let bytes = std::fs::read(fixtures().join(format.fixture)).unwrap();
        let whole = read(format, "", &bytes, &["--from", format.name]);
        assert_eq!(whole.status, Some(0), "{}: {}", format.name, whole.err);
        for eighth in 1..8 {
            let ran =
                read(format, "", &bytes[..bytes.len() * eighth / 8], &["--from", format.name]);
            if format.cut_is_seen || ran.status != Some(0) {
                refused(format, "cut off", &ran, "");
            } else {
                // What cannot be known to be cut off has no more rows than there were.
                assert!(rows(&ran.out).len() <= rows(&whole.out).len(), "{}", format.name);
            }
        }
    }
}

#[test]
fn in_a_wrong_encoding() {
    for format in FORMATS.iter().filter(|format| format.is_text) {
        let mut bytes = std::fs::read(fixtures().join(format.fixture)).unwrap();
        // Before a letter in the middle, where there is one.
        let half = bytes.len() / 2;
        let letter = |bytes: &[u8]| bytes.iter().position(u8::is_ascii_alphabetic);
        let at = letter(&bytes[half..]).map(|at| half + at).or(letter(&bytes)).unwrap();
        bytes.insert(at, 0xFF);
        let ran = read(format, "", &bytes, &["--from", format.name]);
        refused(format, "a wrong byte", &ran, "expected UTF-8, found the byte 0xFF");
        bytes[at] = 0;
        let ran = read(format, "", &bytes, &["--from", format.name]);
        refused(format, "a zero", &ran, "");
    }
}

#[test]
fn of_another_kind() {
    let strangers: [(&[u8], &str); 4] = [
        (b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n", "found a PDF"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0\0\0", "found an old Excel or Word file"),
        (b"<!DOCTYPE html>\n<html><body>Sign in</body></html>", "found a page of HTML"),
        (b" \n\n", "found an empty file"),
    ];
    for format in &FORMATS {
        for (bytes, words) in strangers {
            refused(format, words, &read(format, "", bytes, &["--from", format.name]), words);
        }
        // What is of every other format, said to be of this one, is never a crash.
        for other in FORMATS.iter().filter(|other| other.name != format.name) {
            let bytes = std::fs::read(fixtures().join(other.fixture)).unwrap();
            let ran = read(format, "", &bytes, &["--from", format.name]);
            if ran.status != Some(0) {
                refused(format, other.name, &ran, "");
            } else {
                assert!(format.is_text, "{} read as {}", other.name, format.name);
            }
        }
    }
}

/// Whatever is wrong with a file of one format, forced and recognized.
fn check(what: &str, of: impl Fn(&Format) -> &Wrong) {
    for format in &FORMATS {
        match of(format) {
            Is(bytes, words) => {
                let bytes = bytes();
                refused(format, what, &read(format, "", &bytes, &["--from", format.name]), words);
            }
            Cannot(why) => assert!(!why.is_empty(), "{}: {what}", format.name),
        }
    }
}

#[test]
fn of_wrong_types() {
    check("wrong types", |format| &format.types);
}

#[test]
fn without_end() {
    check("a line without end", |format| &format.endless);
}

#[test]
fn deeply_nested() {
    check("deep nesting", |format| &format.deep);
}

#[test]
fn unpacking_to_absurdly_much() {
    check("a bomb", |format| &format.bomb);
    // The same for all that is text.
    let blank = vec![b'\n'; 80 << 20];
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gz.write_all(&blank).unwrap();
    let gz = gz.finish().unwrap();
    let zst = zstd::encode_all(&blank[..], 1).unwrap();
    for format in FORMATS.iter().filter(|format| format.is_text) {
        let head = std::fs::read(fixtures().join(format.fixture)).unwrap();
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(&head).unwrap();
        let bombs = [
            (".gz", [packer.finish().unwrap(), gz.clone()].concat()),
            (".zst", [zstd::encode_all(&head[..], 1).unwrap(), zst.clone()].concat()),
        ];
        for (ending, bomb) in bombs {
            let ran = read(format, ending, &bomb, &["--from", format.name]);
            // A name of brat's annotations is asked for first.
            let words = if format.name == "brat" { "" } else { "unpacks to over" };
            refused(format, ending, &ran, words);
        }
    }
}

/// What is read, resolved and written in every format of results is read back as it was.
#[test]
fn there_and_back() {
    let endings = ["csv", "tsv", "jsonl", "parquet", "arrow"];
    let endings = endings.into_iter().filter(|ending| match *ending {
        "parquet" => cfg!(feature = "parquet"),
        "arrow" => cfg!(feature = "arrow"),
        _ => true,
    });
    let folder = tempfile::tempdir().unwrap();
    let cross_script = koshmambet("cross-script.csv");
    let lists = FORMATS.iter().map(|format| (format.name, format.fixture));
    let lists: Vec<(&str, &str)> =
        lists.chain([("csv", &*cross_script), ("csv", "lists/utf8-mark.csv")]).collect();
    for ending in endings {
        for (name, list) in &lists {
            let direct = ok(&["resolve", list, "--from", name]);
            let file = folder.path().join(format!("{name}.{ending}"));
            let file = file.to_str().unwrap();
            ok(&["resolve", list, "--from", name, "--out", file]);
            assert!(rows(&direct).len() > 1, "{name}");
            assert_eq!(ok(&["resolve", file]), direct, "{name} by {ending}");
        }
    }
}

/// Persons, in every form that they are written in, are as many and as named when they are read back.
#[test]
fn persons_there_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let filled = |csv: &str, header: &str| -> Vec<String> {
        let mut cells = column(csv, header);
        cells.retain(|cell| !cell.is_empty());
        cells.sort();
        cells
    };
    let forms = [
        ("table", "csv"),
        ("table", "tsv"),
        ("table", "jsonl"),
        ("table", "parquet"),
        ("table", "arrow"),
        ("ftm", "json"),
        ("openrefine", "csv"),
        ("openrefine", "parquet"),
    ];
    for list in ["mentions.csv", "cross-script.csv"].map(koshmambet) {
        let table = path("table.csv");
        ok(&["resolve", &list, "--persons", &table]);
        let table = std::fs::read_to_string(&table).unwrap();
        for (form, ending) in forms {
            let file = path(&format!("persons.{ending}"));
            ok(&["resolve", &list, "--persons", &file, "--persons-as", form]);
            let back = ok(&["resolve", &file]);
            assert_eq!(filled(&back, "name"), filled(&table, "name"), "{list} as {form}");
            let persons: BTreeSet<String> = filled(&back, "person_id").into_iter().collect();
            assert_eq!(persons.len(), rows(&table).len() - 1, "{list} as {form}: some were joined");
            if form == "ftm" {
                assert_eq!(filled(&back, "id"), filled(&table, "person_id"), "{list}");
            }
        }
    }
}

/// Binary files as other tools would write them.
mod binary {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray, StructArray};
    use arrow_ipc::writer::FileWriter;
    use arrow_schema::{DataType, Field, Fields};
    use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical, ZstdLevel};
    use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::types::Type;

    fn column(kind: Physical) -> Arc<Type> {
        let text = matches!(kind, Physical::BYTE_ARRAY);
        let builder = Type::primitive_type_builder("name", kind)
            .with_repetition(Repetition::REQUIRED)
            .with_converted_type(if text { ConvertedType::UTF8 } else { ConvertedType::NONE });
        let fields = vec![Arc::new(builder.build().unwrap())];
        Arc::new(Type::group_type_builder("list").with_fields(fields).build().unwrap())
    }

    fn parquet(kind: Physical, texts: &[ByteArray], packing: Compression) -> Vec<u8> {
        let properties = WriterProperties::builder()
            .set_dictionary_enabled(false)
            .set_compression(packing)
            .set_data_page_size_limit(1 << 30)
            .set_write_batch_size(1 << 20);
        let properties = Arc::new(properties.build());
        let mut writer = SerializedFileWriter::new(Vec::new(), column(kind), properties).unwrap();
        let mut group = writer.next_row_group().unwrap();
        let mut sink = group.next_column().unwrap().unwrap();
        match kind {
            Physical::INT64 => sink.typed::<Int64Type>().write_batch(&[1, 2], None, None).unwrap(),
            _ => sink.typed::<ByteArrayType>().write_batch(texts, None, None).unwrap(),
        };
        sink.close().unwrap();
        group.close().unwrap();
        writer.into_inner().unwrap()
    }

    pub(super) fn parquet_numbers() -> Vec<u8> {
        parquet(Physical::INT64, &[], Compression::UNCOMPRESSED)
    }

    pub(super) fn parquet_long() -> Vec<u8> {
        let text = ByteArray::from(vec![b'a'; 70 << 20]);
        parquet(Physical::BYTE_ARRAY, &[text], Compression::UNCOMPRESSED)
    }

    pub(super) fn parquet_bomb() -> Vec<u8> {
        let text = ByteArray::from(vec![b'a'; 32 << 20]);
        let texts = vec![text; 30];
        parquet(Physical::BYTE_ARRAY, &texts, Compression::ZSTD(ZstdLevel::try_new(1).unwrap()))
    }

    /// A footer whose schema goes a hundred thousand groups down.
    pub(super) fn parquet_deep() -> Vec<u8> {
        const LEVELS: usize = 100_000;
        // Thrift's compact protocol: version 1, then a list of so many schema elements.
        let mut footer = vec![0x15, 0x02, 0x19, 0xFC];
        let mut count = LEVELS + 1;
        while count >= 0x80 {
            footer.push((count as u8 & 0x7F) | 0x80);
            count >>= 7;
        }
        footer.push(count as u8);
        for _ in 0..LEVELS {
            // required, "g", one child.
            footer.extend([0x35, 0x00, 0x18, 0x01, b'g', 0x15, 0x02, 0x00]);
        }
        // A leaf of text, no rows, no row groups.
        footer
            .extend([0x15, 0x0C, 0x25, 0x00, 0x18, 0x01, b'l', 0x00, 0x16, 0x00, 0x19, 0x0C, 0x00]);
        let length = u32::try_from(footer.len()).unwrap();
        [b"PAR1".as_slice(), &footer, &length.to_le_bytes(), b"PAR1"].concat()
    }

    fn arrow(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let mut writer = FileWriter::try_new(Vec::new(), &batch.schema()).unwrap();
        writer.write(&batch).unwrap();
        writer.into_inner().unwrap()
    }

    pub(super) fn arrow_numbers() -> Vec<u8> {
        arrow(vec![("name", Arc::new(Int64Array::from(vec![1, 2])))])
    }

    pub(super) fn arrow_long() -> Vec<u8> {
        arrow(vec![("name", Arc::new(StringArray::from(vec!["a".repeat(70 << 20)])))])
    }

    /// Rows without columns are made of nothing but a number.
    pub(super) fn arrow_bomb() -> Vec<u8> {
        let options = arrow_array::RecordBatchOptions::new().with_row_count(Some(1 << 40));
        let schema = Arc::new(arrow_schema::Schema::empty());
        let batch = RecordBatch::try_new_with_options(schema, Vec::new(), &options).unwrap();
        let mut writer = FileWriter::try_new(Vec::new(), &batch.schema()).unwrap();
        writer.write(&batch).unwrap();
        writer.into_inner().unwrap()
    }

    pub(super) fn arrow_deep() -> Vec<u8> {
        let mut array: ArrayRef = Arc::new(StringArray::from(vec!["Serik"]));
        for _ in 0..200 {
            let field = Field::new("g", array.data_type().clone(), false);
            array = Arc::new(StructArray::new(Fields::from(vec![field]), vec![array], None));
        }
        assert!(matches!(array.data_type(), DataType::Struct(_)));
        arrow(vec![("name", array)])
    }
}
