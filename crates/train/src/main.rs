//! Learns the model tables of `aka` from labelled lists and writes them as dated text.
//!
//! `cargo run --release -p aka-train -- channels LISTS OUT DATE` reads the training lists under
//! `LISTS` and writes `OUT/channel-*.txt` and `OUT/letters-*.txt`; then, the library built anew with
//! these, `-- words LISTS OUT DATE` writes `OUT/words-*.txt`, and after it `-- names LISTS OUT DATE`
//! writes `OUT/names.txt`. Each is headed by the command. The same lists give the same tables, bit
//! for bit.

mod data;
mod em;
mod tables;
mod weights;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [step, lists, out, date] = arguments.as_slice() else {
        eprintln!("usage: aka-train channels|words|names LISTS OUT DATE");
        return ExitCode::from(2);
    };
    match run(step, Path::new(lists), Path::new(out), date) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("aka-train: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(step: &str, lists: &Path, out: &Path, date: &str) -> Result<()> {
    std::fs::create_dir_all(out).with_context(|| format!("making {}", out.display()))?;
    match step {
        "channels" => {
            let words = tables::Words::collect(lists)?;
            let tables = tables::channels(&words, date);
            for (name, text) in tables.into_iter().chain(tables::letters_tables(&words, date)) {
                write(out, &name, &text)?;
            }
            Ok(())
        }
        "words" => {
            weights::words(lists, date)?.iter().try_for_each(|(name, text)| write(out, name, text))
        }
        "names" => write(out, "names.txt", &weights::names(lists, date)?),
        other => anyhow::bail!("expected channels, words or names, found {other}"),
    }
}

fn write(out: &Path, name: &str, text: &str) -> Result<()> {
    let path = out.join(name);
    std::fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
    eprintln!("{}: {} lines", path.display(), text.lines().count());
    Ok(())
}
