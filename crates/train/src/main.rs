//! Learns the model tables of `aka` from labelled lists and writes them as dated text.
//!
//! `cargo run --release -p aka-train -- LISTS OUT DATE` reads the training lists under `LISTS`
//! and writes `OUT/channel-*.txt`, `OUT/letters-*.txt`, each headed by this command. The same
//! lists give the same tables, bit for bit.

mod data;
mod em;
mod tables;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [lists, out, date] = arguments.as_slice() else {
        eprintln!("usage: aka-train LISTS OUT DATE");
        return ExitCode::from(2);
    };
    match run(Path::new(lists), Path::new(out), date) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("aka-train: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(lists: &Path, out: &Path, date: &str) -> Result<()> {
    std::fs::create_dir_all(out).with_context(|| format!("making {}", out.display()))?;
    let words = tables::Words::collect(lists)?;
    for (name, text) in tables::channels(&words, date) {
        write(out, &name, &text)?;
    }
    for (name, text) in tables::letters_tables(&words, date) {
        write(out, &name, &text)?;
    }
    Ok(())
}

fn write(out: &Path, name: &str, text: &str) -> Result<()> {
    let path = out.join(name);
    std::fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
    eprintln!("{}: {} lines", path.display(), text.lines().count());
    Ok(())
}
