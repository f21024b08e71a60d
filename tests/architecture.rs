//! The sources → whether they keep the rules that `ARCHITECTURE.md` states.
//!
//! What a reader relies on without looking is held here: rooms that flow one way, a library without
//! I/O or state, values that may cross threads, a reason beside every dependency.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use aka::{
    block, cluster, context, evaluate, index, lexicon, mention, normalize, person, score,
    transliterate,
};

/// The rooms, in the order of the pipeline: each may use those before it.
const ROOMS: [&str; 12] = [
    "mention",
    "normalize",
    "transliterate",
    "lexicon",
    "score",
    "index",
    "block",
    "context",
    "cluster",
    "person",
    "evaluate",
    "resolver",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All `.rs` files under a folder of the repository, in the order of paths.
fn sources(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() && path.file_name().is_none_or(|name| name != "target") {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string().replace('\\', "/")
}

/// The room a file of the library stands in; none for `lib.rs`.
fn room(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(root().join("src")).ok()?;
    let first = inside.components().next()?.as_os_str().to_string_lossy().into_owned();
    let name = first.trim_end_matches(".rs").to_owned();
    (name != "lib").then_some(name)
}

/// The code of a file, without comments.
fn code(path: &Path) -> String {
    let text = read(path);
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The rooms that code names as `crate::room` or `crate::{room, room}`.
fn rooms_used(code: &str) -> BTreeSet<String> {
    let word = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let mut used = BTreeSet::new();
    for (at, name) in code.match_indices("crate::") {
        let rest = &code[at + name.len()..];
        match rest.strip_prefix('{') {
            Some(list) => {
                let (mut depth, mut first) = (0, true);
                for (at, c) in list.char_indices() {
                    if first && depth == 0 {
                        used.insert(word(&list[at..]));
                    }
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        _ => {}
                    }
                    first = c == ',' && depth == 0;
                }
            }
            None => {
                used.insert(word(rest));
            }
        }
    }
    used.retain(|name| ROOMS.contains(&name.as_str()));
    used
}

#[test]
fn the_modules_stand_in_the_order_of_the_pipeline() {
    let text = read(&root().join("src/lib.rs"));
    let modules: Vec<&str> = text
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'))
        .collect();
    assert_eq!(modules, ROOMS, "src/lib.rs is the table of contents");
}

#[test]
fn a_room_uses_only_rooms_above_it() {
    let mut wrong = Vec::new();
    for path in sources("src") {
        let Some(room) = room(&path) else { continue };
        let Some(own) = ROOMS.iter().position(|known| *known == room) else {
            wrong.push(format!("{}: a room that is not in the pipeline", shown(&path)));
            continue;
        };
        for used in rooms_used(&code(&path)) {
            if ROOMS.iter().position(|known| *known == used).is_some_and(|at| at > own) {
                wrong.push(format!("{}: {room} comes before {used}", shown(&path)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_check_of_rooms_sees_every_way_to_name_one() {
    let found =
        rooms_used("use crate::block::x;\nuse crate::{\n    cluster,\n    score::{a, b},\n};");
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["block", "cluster", "score"]);
    assert_eq!(rooms_used("crate::person::id(a)").len(), 1);
}

#[test]
fn lib_rs_holds_no_logic() {
    let code = code(&root().join("src/lib.rs"));
    assert!(!code.contains("fn "), "src/lib.rs re-exports, and does nothing itself");
}

#[test]
fn every_file_opens_with_what_comes_in_and_what_goes_out() {
    let folders = ["src", "crates", "tests", "examples", "benches"];
    let without: Vec<String> = folders
        .iter()
        .filter(|folder| root().join(folder).is_dir())
        .flat_map(|folder| sources(folder))
        .chain([root().join("build.rs")])
        .filter(|path| !read(path).starts_with("//!"))
        .map(|path| shown(&path))
        .collect();
    assert!(without.is_empty(), "expected //! on the first line of {}", without.join(", "));
}

#[test]
fn the_library_has_no_input_output_and_no_state() {
    // Built from parts so that this file would pass its own check.
    let refused = [
        ("print", "ln!("),
        ("eprint", "ln!("),
        ("print", "!("),
        ("std::", "env"),
        ("std::", "fs"),
        ("std::", "net"),
        ("std::", "process"),
        ("std::io::", "std"),
        ("Sys", "temTime"),
        ("Inst", "ant::now"),
        ("static ", "mut "),
        ("thread_", "local!"),
        ("un", "safe "),
        ("dbg", "!("),
    ]
    .map(|(one, other)| format!("{one}{other}"));
    let mut wrong = Vec::new();
    for path in sources("src") {
        let code = code(&path);
        for word in refused.iter().filter(|word| code.contains(word.as_str())) {
            wrong.push(format!("{}: {word}", shown(&path)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The sections of a Cargo.toml that list dependencies: their lines, with the line before each.
fn uncommented(manifest: &str) -> Vec<String> {
    let text = read(&root().join(manifest));
    let mut inside = false;
    let mut before = "";
    let mut wrong = Vec::new();
    for line in text.lines() {
        if line.starts_with('[') {
            inside = line == "[dependencies]";
        } else if inside && line.contains('=') && !before.starts_with('#') {
            wrong.push(format!("{manifest}: {line}"));
        }
        before = line;
    }
    wrong
}

#[test]
fn every_dependency_of_the_library_has_its_reason_beside_it() {
    let wrong = uncommented("Cargo.toml");
    assert!(wrong.is_empty(), "expected a comment above\n{}", wrong.join("\n"));
}

#[test]
fn the_documents_for_readers_stay_short() {
    for document in ["README.md", "ARCHITECTURE.md"] {
        let lines = read(&root().join(document)).lines().count();
        assert!(lines <= 200, "{document}: {lines} lines, expected 200 at most");
    }
}

/// Asserts, when compiled, that values of these types may cross threads, and lists them.
macro_rules! cross_threads {
    ($($name:ty),+ $(,)?) => {
        const CROSS_THREADS: &[&str] = &[$(stringify!($name)),+];
        const _: () = {
            const fn crosses<T: Send + Sync>() {}
            $(crosses::<$name>();)+
        };
    };
}

cross_threads! {
    aka::Resolver, aka::ResolverBuilder, aka::BuildError, aka::Comparison, aka::Verdict,
    aka::Comparer<'static>, aka::NameId,
    aka::Assignment, aka::Explanation, aka::Link, aka::LinkKind, aka::Mechanism, aka::Resolution, aka::Stage, aka::Without,
    mention::Mention,
    normalize::Name, normalize::Token, normalize::TokenKind, normalize::Part, normalize::Order,
    normalize::Gender, normalize::Repair, normalize::RepairKind, normalize::Script,
    transliterate::Cognate, transliterate::Coverage, transliterate::Example, transliterate::Kind,
    transliterate::Lattice<'static, 'static>, transliterate::Reading, transliterate::Readings<'static>,
    transliterate::Romanizer, transliterate::Spelled<'static, 'static>, transliterate::Table,
    transliterate::TableError, transliterate::Variation,
    lexicon::Channel, lexicon::Knowledge, lexicon::LetterModel, lexicon::Lexicon<'static>,
    lexicon::Neighbors, lexicon::Relation, lexicon::Scratch, lexicon::Spelling, lexicon::Word,
    lexicon::WordMatch, lexicon::Writing,
    score::Addend, score::AddendKind, score::Alignment, score::Attributes, score::Evidence,
    score::Form, score::FormWord, score::Merged, score::Pairing, score::Role, score::Weights,
    index::Hit, index::Index, index::IndexError, index::Searcher<'static>,
    block::Candidates,
    context::Bearers<'static>, context::Company, context::Met, context::Beside<'static>, context::Document, context::HalfAgreed, context::Node,
    context::Placement, context::Roster, context::Rosters, context::Said, context::Firm, context::Told, context::Scene,
    cluster::Edge,
    person::Attested<'static>, person::CanonicalName, person::Person, person::Standing,
    evaluate::Agreement, evaluate::Bin, evaluate::Calibration, evaluate::Report,
}

#[test]
fn every_public_type_may_cross_threads() {
    let name =
        |text: &str| -> String { text.chars().take_while(|c| c.is_alphanumeric()).collect() };
    let listed: Vec<String> = CROSS_THREADS
        .iter()
        .filter_map(|path| path.rsplit("::").map(str::trim).next())
        .map(name)
        .collect();
    let mut missing = Vec::new();
    // `unreachable_pub` is denied, so whatever says `pub` can be reached from outside.
    for path in sources("src").into_iter().filter(|path| room(path).is_some()) {
        for line in code(&path).lines() {
            let kinds = ["pub struct ", "pub enum ", "pub union "];
            let Some(rest) = kinds.iter().find_map(|kind| line.strip_prefix(kind)) else {
                continue;
            };
            if !listed.contains(&name(rest)) {
                missing.push(format!("{}: {}", shown(&path), name(rest)));
            }
        }
    }
    assert!(missing.is_empty(), "expected in the list of this file\n{}", missing.join("\n"));
}

#[test]
fn the_room_table_of_the_crate_docs_lists_every_room() {
    let docs = read(&root().join("src/lib.rs"));
    let listed: Vec<&str> = docs
        .lines()
        .filter_map(|line| line.strip_prefix("//! | [`")?.split_once('`').map(|found| found.0))
        .collect();
    assert_eq!(listed, ROOMS[..ROOMS.len() - 1]);
}
