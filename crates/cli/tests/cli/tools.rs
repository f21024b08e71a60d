//! What other tools export, and what they read of ours. The fixtures are written by the tools'
//! own rules; their text holds a letter beyond the basic plane, so that code points and UTF-16
//! units differ.

use super::{aka, aka_with, column, koshmambet, ok, rows};

const BOTH: [&str; 2] = ["Serik Turpanov", "Aina Shormanbaeva"];

#[test]
fn annotation_tools() {
    let files = [
        "label-studio.json",
        "doccano.jsonl",
        "doccano-relations.jsonl",
        "prodigy.jsonl",
        "spacy.json",
        "gate.json",
        "brat.ann",
        "webanno.tsv",
    ];
    for file in files {
        let out = ok(&["resolve", &format!("tools/{file}")]);
        assert_eq!(column(&out, "name"), BOTH, "{file}");
        let documents = column(&out, "document");
        assert_eq!(documents[0], documents[1], "{file}");
        assert!(documents[0].starts_with(&format!("{file}#")), "{file}: {documents:?}");
    }
}

/// Written by the tools themselves: Label Studio's converter (label-studio-sdk 2.1.2) and spaCy
/// 3.8.18, whose groups of spans are no reason to count in anything but code points.
#[test]
fn exports_of_converters() {
    for file in
        ["label-studio-min.json", "label-studio.csv", "label-studio.conll", "spacy-groups.json"]
    {
        let out = ok(&["resolve", &format!("tools/{file}")]);
        assert_eq!(column(&out, "name"), BOTH, "{file}");
    }
    // A document in which nothing was found says so by leaving the list out.
    let document = br#"[{"text": "Serik", "tokens": [{"id": 0, "start": 0, "end": 5}]},
        {"text": "Aina", "ents": [{"start": 0, "end": 4, "label": "PERSON"}], "tokens": []}]"#;
    assert_eq!(column(&aka_with(&["resolve", "-"], document).out, "name"), ["Aina"]);
}

/// Written by followthemoney 4.11.2 (`export-csv`): values of one property are joined by `; `, and
/// other names stand in three columns.
#[test]
fn entities_as_a_table() {
    let ran = aka(&["resolve", "tools/ftm-export.csv"]);
    let names = ["Serik Turpanov", "Serik Turpanov", "Aina Shormanbaeva"];
    assert_eq!(column(&ran.out, "person_name"), names, "{}", ran.err);
    assert_eq!(column(&ran.out, "name")[0], "Serik Turpanov; Серік Тұрпанбаев");
    assert!(!ran.err.contains("--split"), "{}", ran.err);
    let own = "name,pseudonym,former names\nEric Arthur Blair,P. S. Burton,George Orwell\nДжордж Оруэлл,,\n";
    let ran = aka_with(&["resolve", "-"], own.as_bytes());
    let ids = column(&ran.out, "person_id");
    assert_eq!(ids[0], ids[1], "{}", ran.out);
}

/// A column's cells stand where it says, not in its own place.
#[test]
fn a_project_of_openrefine() {
    let out = ok(&["resolve", "tools/openrefine.tar.gz"]);
    assert_eq!(rows(&out)[0][..3], ["name", "id", "document"]);
    assert_eq!(rows(&out)[1][..3], ["Serik Turpanov", "1", "a"]);
    assert_eq!(rows(&out)[2][..3], ["Серік Тұрпанбаев", "2", ""]);
}

#[test]
fn columns_of_labels() {
    let out = ok(&["resolve", "tools/conll2003.conll"]);
    assert_eq!(column(&out, "name"), ["Serik Turpanov", "Aina Shormanbaeva", "Serik Turpanbayev"]);
    assert_eq!(column(&out, "document")[2], "conll2003.conll#2");
    let out = ok(&["resolve", "tools/conll2012.conll"]);
    assert_eq!(column(&out, "name"), ["Serik Turpanov", "Zhuken"]);
}

#[test]
fn labels_can_be_chosen() {
    let out = ok(&["resolve", "tools/doccano.jsonl", "--label", "role"]);
    assert_eq!(column(&out, "name"), ["Судья"]);
    let ran = aka(&["resolve", "tools/doccano.jsonl", "--label", "nobody"]);
    assert_eq!(
        (ran.status, ran.out.as_str()),
        (Some(0), "id,name,person_id,person_name,confidence\n")
    );
    assert!(ran.err.contains("no person found"), "{}", ran.err);
}

#[test]
fn lists_of_entities() {
    let out = ok(&["resolve", "tools/ftm.jsonl"]);
    assert_eq!(column(&out, "name"), ["Serik Turpanov", "Aina Shormanbaeva", "Berik Abilbekov"]);
    assert_eq!(column(&out, "alias")[0], r#"["Серік Тұрпанбаев"]"#);
    assert_eq!(column(&out, "document")[1], "doc-1");
    for file in ["tools/senzing-flat.jsonl", "tools/senzing-features.jsonl"] {
        let out = ok(&["resolve", file]);
        assert_eq!(column(&out, "name"), ["Serik Turpanov"], "{file}");
        assert_eq!(column(&out, "alias"), [r#"["Серік Тұрпанбаев"]"#], "{file}");
        assert_eq!(column(&out, "birth_date"), ["1980-01-02"], "{file}");
    }
}

#[test]
fn tables_of_entities_pass_through_what_is_no_person() {
    let ran = aka(&["resolve", "tools/targets.simple.csv"]);
    assert_eq!(column(&ran.out, "person_name"), ["Serik Turpanov", ""], "{}", ran.err);
    let out = ok(&["resolve", "tools/statements.csv"]);
    // Two names of one entity are one person's.
    assert_eq!(column(&out, "person_name"), ["", "Serik Turpanov", "Serik Turpanov", ""]);
}

#[test]
fn broken_exports_are_one_clear_line() {
    let broken = [
        ("label-studio-shifted.json", ":1: expected “Serik Turpanov” at 1 to 15"),
        ("spacy-outside.json", ":1: expected a span within the text (0 to 5), found 0 to 50"),
        ("doccano-types.jsonl", ":1: expected a span with start, end and label"),
        ("brat-shifted.ann", ":1: expected “Serik” at 1 to 5, found “erik”"),
        ("webanno.tsv", ":3: expected a token from 0 to 99, found “Serik”"),
        ("conll.conll", ":4: expected a label such as B-PER"),
        ("senzing.jsonl", ":1: expected a name"),
    ];
    for (file, message) in broken {
        let file = format!("bad/{file}");
        let ran = aka(&["resolve", &file]);
        assert_eq!((ran.status, ran.out.as_str()), (Some(1), ""), "{file}");
        assert!(ran.err.starts_with(&format!("{file}{message}")), "{}", ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    }
    let ran = aka(&["resolve", "bad/brat-alone.ann"]);
    assert_eq!(ran.err, "bad/brat-alone.txt: expected a file, found none\n");
}

#[test]
fn pairs_judgements_and_the_network() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let text = |path: &str| std::fs::read_to_string(path).unwrap();
    let list = koshmambet("mentions.csv");
    let (pairs, lines, graph) = (path("pairs.csv"), path("judged.ijson"), path("net.graphml"));
    ok(&["resolve", &list, "--links", &pairs, "--links-as", "splink", "--graph", &graph]);
    let header = "match_weight,match_probability,unique_id_l,unique_id_r";
    assert_eq!(text(&pairs).lines().next(), Some(header));
    assert!(rows(&text(&pairs)).len() > 1);
    ok(&["resolve", &list, "--links", &lines, "--links-as", "judgements"]);
    for line in text(&lines).lines() {
        let line: Vec<serde_json::Value> = serde_json::from_str(line).unwrap();
        assert_eq!(line.len(), 6);
        assert!(["positive", "no_judgement"].contains(&line[2].as_str().unwrap()));
    }
    let graph = text(&graph);
    assert_eq!(graph.matches("<data key=\"kind\">mention<").count(), 20);
    assert_eq!(graph.matches("<data key=\"kind\">document<").count(), 2);
    assert!(graph.ends_with("</graphml>\n"));
}
