//! The tables of `data/romanization` and `data/cognate` → a checked index that the library includes.
//!
//! A fault stops the build with `file:line:column: expected …`. That every example is reproduced
//! needs the matcher, so `tests/romanization.rs` holds it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[path = "src/transliterate/table.rs"]
#[allow(dead_code, unreachable_pub)] // The library uses what the check does not.
mod table;

/// One table: script, file stem, absolute path.
type Found = (String, String, PathBuf);

fn main() -> ExitCode {
    println!("cargo:rerun-if-changed=data/romanization");
    println!("cargo:rerun-if-changed=data/cognate");
    println!("cargo:rerun-if-changed=data/inflection");
    println!("cargo:rerun-if-changed=data/names");
    println!("cargo:rerun-if-changed=data/model");
    println!("cargo:rerun-if-changed=src/transliterate/table.rs");
    match index() {
        Ok(()) => ExitCode::SUCCESS,
        Err(faults) => {
            for fault in faults {
                println!("cargo::error={fault}");
            }
            ExitCode::FAILURE
        }
    }
}

fn index() -> Result<(), Vec<String>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut romanization = Vec::new();
    for folder in files(&root.join("data/romanization")) {
        let script = stem(&folder);
        for file in files(&folder) {
            romanization.push((script.clone(), stem(&file), file));
        }
    }
    let cognate: Vec<Found> = files(&root.join("data/cognate"))
        .into_iter()
        .map(|file| (script_of(&stem(&file)), stem(&file), file))
        .collect();
    let mut faults = check(&root, &romanization, false);
    faults.extend(check(&root, &cognate, true));
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut code = String::new();
    write_list(&mut code, "ROMANIZATION", &root, &romanization);
    write_list(&mut code, "COGNATE", &root, &cognate);
    let out = PathBuf::from(std::env::var("OUT_DIR").unwrap_or_default());
    std::fs::write(out.join("tables.rs"), code).map_err(|error| vec![error.to_string()])?;
    let mut lists = String::new();
    for (name, folder) in LISTS {
        write_texts(&mut lists, name, &root, folder);
    }
    std::fs::write(out.join("lists.rs"), lists).map_err(|error| vec![error.to_string()])
}

/// Folders of lists that the lexicon reads, with the names it knows them by.
const LISTS: [(&str, &str); 4] = [
    ("INFLECTION", "data/inflection"),
    ("RELATIONS", "data/names/relations"),
    ("FREQUENCY", "data/names/frequency"),
    ("MODEL", "data/model"),
];

fn write_texts(code: &mut String, name: &str, root: &Path, folder: &str) {
    let _ = writeln!(code, "pub(super) const {name}: &[(&str, &str)] = &[");
    for path in files(&root.join(folder)).into_iter().filter(|path| path.is_file()) {
        let _ =
            writeln!(code, "    ({:?}, include_str!({:?})),", shown(root, &path), path.display());
    }
    code.push_str("];\n");
}

/// What is in a folder, in the order of names, so that the index never depends on the disk.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.is_dir() || path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    found.sort();
    found
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The script that a table for comparing is named after: `Thai` of `Thai-habit`.
fn script_of(stem: &str) -> String {
    stem.split('-').next().unwrap_or(stem).to_owned()
}

fn check(root: &Path, found: &[Found], cognate: bool) -> Vec<String> {
    let mut faults = Vec::new();
    let mut includes = std::collections::HashMap::new();
    for (script, stem, path) in found {
        let shown = shown(root, path);
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                faults.push(format!("{shown}:1:1: expected UTF-8 text: {error}"));
                continue;
            }
        };
        match table::parse(&shown, &text, cognate) {
            Ok(source) => {
                includes.insert((script.as_str(), stem.as_str()), (shown, source.include));
            }
            Err(fault) => faults.push(fault.to_string()),
        }
    }
    for ((script, stem), (shown, include)) in &includes {
        for (line, wanted) in include {
            if !found.iter().any(|(folder, name, _)| folder == script && name == wanted) {
                faults.push(format!(
                    "{shown}:{line}:1: expected the stem of a table in {script}, not `{wanted}`"
                ));
            } else if reaches(&includes, script, wanted, stem, 0) {
                faults.push(format!(
                    "{shown}:{line}:1: expected an include that does not lead back here"
                ));
            }
        }
    }
    faults.sort();
    faults
}

type Includes<'a> = std::collections::HashMap<(&'a str, &'a str), (String, Vec<(usize, String)>)>;

/// Whether the includes of `from` lead to `goal`.
fn reaches(includes: &Includes<'_>, script: &str, from: &str, goal: &str, depth: usize) -> bool {
    from == goal
        || depth > 32
        || includes.get(&(script, from)).is_some_and(|(_, next)| {
            next.iter().any(|(_, name)| reaches(includes, script, name, goal, depth + 1))
        })
}

fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned()
}

fn write_list(code: &mut String, name: &str, root: &Path, found: &[Found]) {
    let _ = writeln!(code, "pub(super) const {name}: &[(&str, &str, &str)] = &[");
    for (script, _, path) in found {
        let _ = writeln!(
            code,
            "    ({script:?}, {:?}, include_str!({:?})),",
            shown(root, path),
            path.to_string_lossy()
        );
    }
    let _ = writeln!(code, "];");
}
