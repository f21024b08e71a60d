//! What is written for other tools, and what is left when the command is interrupted.

use super::{aka, aka_with, column, koshmambet, ok, rows};

fn folder() -> (tempfile::TempDir, impl Fn(&str) -> String) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_owned();
    (folder, move |name: &str| root.join(name).to_str().unwrap().to_owned())
}

fn text(path: &str) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn entities_merged_from_their_mentions() {
    let (_folder, path) = folder();
    let merged = path("merged.ftm.json");
    let list = concat!(
        r#"{"id":"a","schema":"Person","properties":{"name":["Eric Arthur Blair"],"alias":["George Orwell"],"notes":["kept"]}}"#,
        "\n",
        r#"{"id":"b","schema":"Person","properties":{"name":["George Orwell"],"birthDate":["1903-06-25"]}}"#,
    );
    let args = ["resolve", "-", "--persons", &merged, "--persons-as", "ftm"];
    assert_eq!(aka_with(&args, list.as_bytes()).status, Some(0));
    let entities: Vec<serde_json::Value> =
        text(&merged).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(entities.len(), 1, "{entities:?}");
    let entity = &entities[0];
    assert_eq!(entity["schema"], "Person");
    assert_eq!(entity["referents"], serde_json::json!(["a", "b"]));
    assert_eq!(entity["properties"]["birthDate"], serde_json::json!(["1903-06-25"]));
    assert_eq!(entity["properties"]["notes"], serde_json::json!(["kept"]));
    let names = entity["properties"]["name"].as_array().unwrap();
    assert!(names.contains(&"Eric Arthur Blair".into()) && names.contains(&"George Orwell".into()));
    // What was written is read back, under the new id.
    let back = ok(&["resolve", &merged]);
    assert_eq!(column(&back, "id"), [entity["id"].as_str().unwrap()]);
}

#[test]
fn records_for_openrefine() {
    let (_folder, path) = folder();
    let refine = path("refine.csv");
    ok(&[
        "resolve",
        &koshmambet("mentions.csv"),
        "--persons",
        &refine,
        "--persons-as",
        "openrefine",
    ]);
    let records = text(&refine);
    let ids = column(&records, "person_id");
    assert_eq!(ids.iter().filter(|id| !id.is_empty()).count(), 10);
    let spellings = column(&records, "spelling");
    assert!(
        spellings.contains(&"Serik Turpanov".to_owned()) && !spellings.contains(&String::new())
    );
    let mentions = column(&records, "mentions");
    assert_eq!(mentions.iter().map(|count| count.parse::<usize>().unwrap()).sum::<usize>(), 20);
}

#[cfg(feature = "arrow")]
#[test]
fn arrow_through_a_pipe() {
    let direct = ok(&["resolve", &koshmambet("cross-script.csv")]);
    let stream = std::process::Command::new(env!("CARGO_BIN_EXE_aka"))
        .args(["resolve", &koshmambet("cross-script.csv"), "--format", "arrow"])
        .output()
        .unwrap();
    assert_eq!(aka_with(&["resolve", "-"], &stream.stdout).out, direct);
}

#[test]
fn formulas_are_marked_as_text_on_request() {
    let list = "name,note\n=cmd|' /C calc'!A0,-1.5\n@Serik,+7 700\n";
    let plain = aka_with(&["resolve", "-"], list.as_bytes()).out;
    assert_eq!(rows(&plain)[1][0], "=cmd|' /C calc'!A0");
    let safe = aka_with(&["resolve", "-", "--safe-cells"], list.as_bytes()).out;
    assert_eq!(rows(&safe)[1][..2], ["'=cmd|' /C calc'!A0", "-1.5"]);
    assert_eq!(rows(&safe)[2][..2], ["'@Serik", "'+7 700"]);
    assert!(rows(&safe).iter().flatten().all(|cell| !cell.starts_with('=')));
}

#[test]
fn completions_and_manual_pages_come_from_the_definition() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = ok(&["completions", shell]);
        assert!(
            script.contains("safe-cells") || shell == "bash" && script.contains("--safe-cells")
        );
    }
    let page = ok(&["man"]);
    assert!(page.contains(".TH aka 1") && page.contains("resolve"), "{page}");
    let page = ok(&["man", "resolve"]);
    assert!(page.contains("safe\\-cells") && page.contains("EXIT") || page.contains("ragged"));
    let ran = aka(&["man", "nonsense"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.err.starts_with("expected a command"), "{}", ran.err);
}

/// Interrupted while it waits for standard input, and while it writes.
#[cfg(unix)]
#[test]
fn an_interrupted_command_leaves_no_file() {
    let (folder, path) = folder();
    let list = path("list.csv");
    let mut rows = String::from("name,document\n");
    (0..300_000).for_each(|at| rows.push_str(&format!("Serik Turpanov,d{}\n", at % 7)));
    std::fs::write(&list, rows).unwrap();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_aka"))
        .args(["resolve", &list, "--out", &path("out.csv"), "--graph", &path("net.graphml")])
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    // A temporary file appears when results begin to be written; a result means it was too late.
    let files = || std::fs::read_dir(folder.path()).unwrap().count();
    while files() < 2 && child.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let stopped = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .is_ok_and(|status| status.success());
    let code = child.wait().unwrap().code();
    if stopped && code == Some(130) {
        assert_eq!(files(), 1, "something was left");
    } else {
        assert_eq!((code, files()), (Some(0), 3), "neither done nor interrupted");
    }
}
