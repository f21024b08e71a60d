//! The bundled tables → the table of what is covered, in Markdown.
//!
//! `cargo run --release --example coverage > docs/coverage.md`; with `-- README.md`, that file with
//! its shorter table made anew.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;

use aka::normalize::Script;
use aka::transliterate::Romanizer;

const BEGIN: &str = "<!-- coverage: begin -->\n";
const END: &str = "<!-- coverage: end -->";

fn main() -> Result<(), Box<dyn Error>> {
    match std::env::args().nth(1) {
        Some(file) => print!("{}", with_short_table(&std::fs::read_to_string(file)?)?),
        None => print_all(),
    }
    Ok(())
}

/// A text with the table between its marks made anew.
pub(crate) fn with_short_table(text: &str) -> Result<String, String> {
    let no_mark = || format!("expected a table between `{}` and `{END}`", BEGIN.trim_end());
    let (before, rest) = text.split_once(BEGIN).ok_or_else(no_mark)?;
    let (_, after) = rest.split_once(END).ok_or_else(no_mark)?;
    Ok(format!("{before}{BEGIN}{}{END}{after}", short_table()))
}

/// A row for each script of many languages, one for the others: each language with its tables.
fn short_table() -> String {
    let mut scripts: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
    for row in Romanizer::bundled().coverage() {
        let script = Script::from_code(&row.script).map_or(row.script, |name| format!("{name:?}"));
        scripts.entry(script).or_default().push((row.standards.len(), row.language));
    }
    let mut table = String::from("| script | languages |\n|---|---|\n");
    let mut others = Vec::new();
    for (script, mut languages) in scripts {
        languages.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
        let many = languages.len() > 4;
        let named = languages.into_iter().map(|(count, name)| format!("{name} {count}"));
        if many {
            let named: Vec<String> = named.collect();
            // Writing to a string does not fail.
            let _ = writeln!(table, "| {script} | {} |", named.join(" · "));
        } else {
            others.extend(named);
        }
    }
    let _ = writeln!(table, "| others | {} |", others.join(" · "));
    table
}

fn print_all() {
    let romanizer = Romanizer::bundled();
    let rows = romanizer.coverage();
    println!("# What is covered");
    println!();
    println!(
        "{} tables of `data/romanization`, by script and language. Han and Hangul are read by lists of",
        romanizer.tables().count()
    );
    println!("syllables and names besides (`data/names/han`, `data/names/hangul`).");
    println!("This file is made by `cargo run --release --example coverage > docs/coverage.md`.");
    println!();
    println!("| Script | Language | Standards and habits |");
    println!("|---|---|---|");
    for row in rows {
        let standards = row.standards.join(" · ");
        println!("| {} | {} | {standards} |", row.script, row.language);
    }
}
