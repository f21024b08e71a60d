//! The bundled tables → the table of what is covered, in Markdown.
//!
//! `cargo run --release --example coverage > docs/coverage.md`

use aka::transliterate::Romanizer;

fn main() {
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
