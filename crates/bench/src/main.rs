//! Makes lists of mentions with known persons, from a seed.
//!
//! `cargo run --release -p aka-bench -- generate 1000000 --seed 1 --out FILE` writes a list as CSV
//! with columns `id,name,source,document,language,role,gold`; with `--names-only`, `id,name,gold`.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use aka_bench::list::{self, Order};
use aka_bench::{data, lookups, search};
use anyhow::{Context, Result, bail};

const USAGE: &str = "usage: aka-bench generate MENTIONS [--seed N] [--names-only] --out FILE
       aka-bench lookups PERSONS QUERIES SEED LIST NAMES
       aka-bench search LIST NAMES [--show]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("aka-bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    match arguments.split_first() {
        Some((command, rest)) if command == "generate" => generate(rest),
        Some((command, rest)) if command == "lookups" => lookups(rest),
        Some((command, rest)) if command == "search" => search(rest),
        _ => bail!(USAGE),
    }
}

fn generate(arguments: &[String]) -> Result<()> {
    let mut order = Order { mentions: 0, seed: 1, names_only: false };
    let mut out = None;
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().with_context(|| format!("{argument}: expected a value"));
        match argument.as_str() {
            "--seed" => order.seed = value()?.parse().context("--seed: expected a number")?,
            "--out" => out = Some(PathBuf::from(value()?)),
            "--names-only" => order.names_only = true,
            number => order.mentions = number.parse().context(USAGE)?,
        }
    }
    let out = out.context(USAGE)?;
    // Written beside, then renamed: whole or not at all.
    let part = out.with_extension("part");
    let file = File::create(&part).with_context(|| format!("writing {}", part.display()))?;
    let summary = list::write(order, &data(), BufWriter::new(file))?;
    std::fs::rename(&part, &out).with_context(|| format!("writing {}", out.display()))?;
    eprintln!("{}", summary.sentence());
    Ok(())
}

fn lookups(arguments: &[String]) -> Result<()> {
    let [persons, queries, seed, list, names] = arguments else { bail!(USAGE) };
    let counts = (persons.parse().context(USAGE)?, queries.parse().context(USAGE)?);
    let create = |path: &String| {
        File::create(path).map(BufWriter::new).with_context(|| format!("writing {path}"))
    };
    lookups::write(counts, seed.parse().context(USAGE)?, &data(), (create(list)?, create(names)?))
}

fn search(arguments: &[String]) -> Result<()> {
    let (list, names) = arguments.first().zip(arguments.get(1)).context(USAGE)?;
    let show = arguments.iter().any(|argument| argument == "--show");
    let found = search::measure(Path::new(list), Path::new(names), show)?;
    println!(
        "built in {:.1?}, {:.0} MB, loaded in {:.1?}; look-up {:.2?}, one in a hundred over {:.2?}; \
         among the first ten: the person {:.3}, the name {:.3}",
        found.build,
        found.bytes as f64 / 1e6,
        found.load,
        found.median,
        found.slowest_of_100,
        found.person,
        found.name
    );
    Ok(())
}
