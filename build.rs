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
#[path = "src/lexicon/lists.rs"]
#[allow(dead_code, unreachable_pub)] // The library looks up what is made here.
mod lists;
#[path = "build/names.rs"]
#[allow(dead_code, unreachable_pub)] // A test uses what the build does not.
mod names;

/// One table: script, file stem, absolute path.
type Found = (String, String, PathBuf);

fn main() -> ExitCode {
    println!("cargo:rerun-if-changed=data/romanization");
    println!("cargo:rerun-if-changed=data/cognate");
    println!("cargo:rerun-if-changed=data/inflection");
    println!("cargo:rerun-if-changed=data/names");
    println!("cargo:rerun-if-changed=data/model");
    println!("cargo:rerun-if-changed=src/transliterate/table.rs");
    println!("cargo:rerun-if-changed=src/lexicon/lists.rs");
    println!("cargo:rerun-if-changed=build");
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
    let mut texts = String::new();
    for (name, folder) in TEXTS {
        write_texts(&mut texts, name, &root, folder);
    }
    write_names(&root, &out).map_err(|error| vec![error.to_string()])?;
    let all = TEXTS.iter().map(|(_, folder)| *folder).chain(NAMES);
    let paths = all.flat_map(|folder| files(&root.join(folder)));
    let paths = paths.chain(cognate.into_iter().map(|(_, _, path)| path));
    let fingerprint = fingerprint(paths).map_err(|error| vec![error.to_string()])?;
    let _ = writeln!(texts, "pub(super) const FINGERPRINT: u64 = {fingerprint:#x};");
    std::fs::write(out.join("lists.rs"), texts).map_err(|error| vec![error.to_string()])
}

/// Folders of lists that the lexicon reads, with the names it knows them by.
const TEXTS: [(&str, &str); 2] = [("INFLECTION", "data/inflection"), ("MODEL", "data/model")];

/// Folders of lists that are made into tables here: it would take longer to read them than to
/// resolve a short list.
const NAMES: [&str; 2] = ["data/names/frequency", "data/names/relations"];

/// Makes the tables of the lists of names, each a file of bytes with its name in the code.
fn write_names(root: &Path, out: &Path) -> std::io::Result<()> {
    let romanized = std::fs::read_to_string(root.join("data/names/romanized.txt"))?;
    let romanized = names::read_cognates(&romanized);
    // A word that the file lacks has no romanization yet; a test asks for it.
    let cognate = |word: &str| {
        let known = romanized.get(word).map(|known| (*known).to_owned());
        known.unwrap_or_else(|| names::ascii_cognate(word))
    };
    let texts = |folder: &str| -> std::io::Result<Vec<(String, String)>> {
        let files = files(&root.join(folder)).into_iter();
        files.map(|path| Ok((shown(root, &path), std::fs::read_to_string(path)?))).collect()
    };
    let found = names::read_frequencies(&texts(NAMES[0])?, cognate);
    let mut code = String::new();
    for (name, lists) in
        [("LATIN", found.latin), ("FATHERS", found.fathers), ("WHOLE", found.whole)]
    {
        let _ = writeln!(code, "pub(super) const {name}: u128 = {lists:#x};");
    }
    write_bytes(&mut code, out, "WORDS", &found.words)?;
    write_bytes(&mut code, out, "CONSONANTS", &found.consonants)?;
    write_bytes(&mut code, out, "SPELLED", &found.spelled)?;
    write_bytes(&mut code, out, "BEGINNINGS", &found.beginnings)?;
    std::fs::write(out.join("frequencies.rs"), code)?;
    let found = names::read_relations(&texts(NAMES[1])?, cognate);
    let mut code = String::new();
    write_bytes(&mut code, out, "MEMBERS", &found.members)?;
    write_bytes(&mut code, out, "PLACES", &found.places)?;
    write_bytes(&mut code, out, "BEGINNINGS", &found.beginnings)?;
    std::fs::write(out.join("relations.rs"), code)
}

fn write_texts(code: &mut String, name: &str, root: &Path, folder: &str) {
    let _ = writeln!(code, "pub(super) const {name}: &[(&str, &str)] = &[");
    for path in files(&root.join(folder)).into_iter().filter(|path| path.is_file()) {
        let _ =
            writeln!(code, "    ({:?}, include_str!({:?})),", shown(root, &path), path.display());
    }
    code.push_str("];\n");
}

fn write_bytes(code: &mut String, out: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    // Two tables may have one name; their bytes tell which is which.
    let path = out.join(format!("{}-{:x}.bin", name.to_lowercase(), sum(0, bytes)));
    std::fs::write(&path, bytes)?;
    let path = path.display().to_string();
    let _ = writeln!(code, "pub(super) static {name}: &[u8] = include_bytes!({path:?});");
    Ok(())
}

/// A number that changes with any of these files.
fn fingerprint(paths: impl Iterator<Item = PathBuf>) -> std::io::Result<u64> {
    let mut all = 0;
    for path in paths.filter(|path| path.is_file()) {
        all = sum(all, &std::fs::read(path)?);
    }
    Ok(all)
}

/// A hash of bytes, after others.
fn sum(before: u64, bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(before.rotate_left(7), |sum, chunk| {
        let mut eight = [0; 8];
        eight[..chunk.len()].copy_from_slice(chunk);
        (sum ^ u64::from_le_bytes(eight)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
    })
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
