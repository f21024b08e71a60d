//! The bundled lists and generated ones → one table: how often `aka` is right, how fast it is, and
//! how much memory it takes.
//!
//! `cargo bench`; `cargo bench --bench table -- --million` has rows of a million mentions as well.
//! Every row is measured in a process of its own, so that its peak memory is its own.

use std::collections::HashMap;
use std::fs::File;
use std::hint::black_box;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use aka::evaluate::{Report, evaluate};
use aka::{Mention, Resolution, Resolver};
use aka_bench::list::{self, Order};
use aka_bench::{data, lookups, search};
use anyhow::{Context, Result, bail, ensure};
use cpu_time::ProcessTime;

const SIZES: [usize; 2] = [10_000, 100_000];
const MILLION: usize = 1_000_000;
const SEED: u64 = 1;
const QUERIES: usize = 1_000;
/// What the rows of the bundled lists say, and which lists are read together.
const BUNDLED: [(&str, &[&str]); 3] = [
    ("koshmambet", &["koshmambet/mentions.csv"]),
    ("koshmambet, across scripts", &["koshmambet/mentions.csv", "koshmambet/cross-script.csv"]),
    ("newsroom", &["newsroom/mentions.csv"]),
];
/// Said so surely, an answer to what cannot be answered is wrong (see `data/newsroom/README.md`).
const SURE: f64 = 0.9;

fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|one| one != "--bench").collect();
    let texts: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match texts.as_slice() {
        [] => table(false),
        ["--million"] => table(true),
        ["row", what, paths @ ..] => row(what, paths),
        _ => Err(anyhow::anyhow!("expected nothing, or --million, not {}", arguments.join(" "))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

// ---- The table

fn table(million: bool) -> Result<()> {
    let cells = ["", "mentions", "time", "processor", "a second", "peak memory", "how well"];
    print_row(&cells.map(str::to_owned));
    for (title, lists) in BUNDLED {
        let paths: Vec<PathBuf> = lists.iter().map(|list| data().join(list)).collect();
        measured("resolve", title, &paths, "")?;
    }
    let sizes = SIZES.into_iter().chain(million.then_some(MILLION));
    for mentions in sizes {
        generated(mentions)?;
    }
    if !million {
        println!(
            "\nRows of a million mentions, which take some minutes and 5 GB: \
             cargo bench --bench table -- --million"
        );
    }
    Ok(())
}

/// The rows of lists of one size.
fn generated(mentions: usize) -> Result<()> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = |name: &str| folder.join(format!("{name}-{mentions}.csv"));
    let create =
        |path: &Path| File::create(path).with_context(|| format!("writing {}", path.display()));
    let [alone, told, register, names] = ["names", "documents", "register", "queries"].map(path);
    let write = |path: &Path, names_only: bool| -> Result<String> {
        let order = Order { mentions, seed: SEED, names_only };
        let summary = list::write(order, &data(), BufWriter::new(create(path)?))?;
        Ok(format!("a perfect reader of names: pairwise F1 {:.3}", summary.ceiling()))
    };
    let of_names = write(&alone, true)?;
    measured("read", "names", std::slice::from_ref(&alone), "")?;
    measured("compare", "neighbors in the list", std::slice::from_ref(&alone), "")?;
    measured("resolve", "names alone", std::slice::from_ref(&alone), &of_names)?;
    let of_documents = write(&told, false)?;
    measured("resolve", "with documents", std::slice::from_ref(&told), &of_documents)?;
    let out = (BufWriter::new(create(&register)?), BufWriter::new(create(&names)?));
    lookups::write((mentions, QUERIES), SEED, &data(), out)?;
    measured("search", &format!("in {mentions} names"), &[register.clone(), names.clone()], "")?;
    for path in [alone, told, register, names] {
        std::fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
    }
    Ok(())
}

/// Runs this program for one row, and prints it.
fn measured(what: &str, title: &str, paths: &[PathBuf], beside: &str) -> Result<()> {
    let program = std::env::current_exe().context("finding this program")?;
    let done = Command::new(program).arg("row").arg(what).args(paths).output()?;
    let said = String::from_utf8_lossy(&done.stderr);
    ensure!(done.status.success(), "{what}, {title}: {}", said.trim());
    let text = String::from_utf8(done.stdout).context("reading a row")?;
    let mut cells: Vec<String> =
        text.trim_end_matches('\n').split('\t').map(str::to_owned).collect();
    cells.insert(0, format!("{what}, {title}"));
    if let Some(last) = cells.last_mut().filter(|_| !beside.is_empty()) {
        last.push_str("; ");
        last.push_str(beside);
    }
    print_row(&cells);
    Ok(())
}

fn print_row(cells: &[String]) {
    const WIDTHS: [usize; 6] = [36, 10, 9, 11, 12, 13];
    for (at, cell) in cells.iter().enumerate() {
        match (at, WIDTHS.get(at)) {
            (0, Some(&width)) => print!("{cell:<width$}"),
            (_, Some(&width)) => print!("{cell:>width$}"),
            _ => println!("  {cell}"),
        }
    }
}

// ---- A row

/// What a row measures: how many, of which `a second` is told, and how well.
struct Done {
    mentions: usize,
    seconds: f64,
    processor: f64,
    how_well: String,
}

fn row(what: &str, paths: &[&str]) -> Result<()> {
    let done = match (what, paths) {
        ("read", [list]) => read_names(&mentions(&[list])?.0),
        ("compare", [list]) => compare(&mentions(&[list])?.0),
        ("resolve", lists) => resolve(lists)?,
        ("search", [register, names]) => find(Path::new(register), Path::new(names))?,
        _ => bail!("expected a row, not {what} of {} lists", paths.len()),
    };
    let peak = peak_memory().map_or_else(|| "–".to_owned(), |mb| format!("{mb} MB"));
    let Done { mentions, seconds, processor, how_well } = done;
    let rate = mentions as f64 / seconds;
    println!("{mentions}\t{seconds:.2} s\t{processor:.2} s\t{rate:.0}\t{peak}\t{how_well}");
    Ok(())
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64, f64) {
    let (clock, processor) = (Instant::now(), ProcessTime::now());
    let found = black_box(work());
    (found, clock.elapsed().as_secs_f64(), processor.elapsed().as_secs_f64())
}

/// Names → words, their romanizations, and what the tables know of them; one thread.
fn read_names(mentions: &[Mention]) -> Done {
    let resolver = Resolver::new();
    let mut comparer = resolver.comparer();
    let (_, seconds, processor) =
        timed(|| mentions.iter().map(|mention| comparer.read(&mention.name)).last());
    Done { mentions: mentions.len(), seconds, processor, how_well: String::new() }
}

/// Each name with the next one of the list, with the reasons; one thread.
fn compare(mentions: &[Mention]) -> Done {
    let resolver = Resolver::new();
    let mut comparer = resolver.comparer();
    let names: Vec<_> = mentions.iter().map(|mention| comparer.read(&mention.name)).collect();
    let (_, seconds, processor) = timed(|| -> f64 {
        names.windows(2).map(|two| comparer.compare(two[0], two[1]).probability).sum()
    });
    Done { mentions: mentions.len(), seconds, processor, how_well: "pairs".to_owned() }
}

fn resolve(lists: &[&str]) -> Result<Done> {
    let (mentions, gold) = mentions(lists)?;
    let resolver = Resolver::new();
    let (found, seconds, processor) = timed(|| resolver.resolve(&mentions));
    let how_well = judged(&found, &gold);
    Ok(Done { mentions: mentions.len(), seconds, processor, how_well })
}

/// Figures of what gold answers, and how often nothing is said surely where gold is silent.
fn judged(found: &Resolution, gold: &[String]) -> String {
    let mut numbers = HashMap::new();
    let (mut predicted, mut truth, mut confidence) = (Vec::new(), Vec::new(), Vec::new());
    let (mut open, mut abstained) = (0, 0);
    for (row, (assignment, gold)) in found.assignments.iter().zip(gold).enumerate() {
        if gold.is_empty() {
            open += 1;
            abstained += usize::from(assignment.confidence < SURE);
            continue;
        }
        let next = numbers.len();
        truth.push(*numbers.entry(gold).or_insert(next));
        // A mention without a person is a person of its own.
        predicted.push(assignment.person.unwrap_or(found.persons.len() + row));
        confidence.push(assignment.confidence);
    }
    let Report { predicted, gold, pairwise, b_cubed, calibration_error, .. } =
        evaluate(&predicted, &truth, &confidence);
    let mut text = format!(
        "{predicted} persons of {gold}; pairwise F1 {:.3}, B-cubed F1 {:.3}, calibration error {:.3}",
        pairwise.f1, b_cubed.f1, calibration_error
    );
    if open > 0 {
        text.push_str(&format!("; abstains {abstained} of {open} times"));
    }
    text
}

/// Names looked up in an index, one after the other; the time is theirs, not that of building.
fn find(register: &Path, names: &Path) -> Result<Done> {
    let found = search::measure(register, names, false)?;
    let how_well = format!(
        "median {:.2?}, one in 100 over {:.2?}, found {:.3}; index of {:.0} MB built in {:.1?}, \
         loaded in {:.1?}",
        found.median,
        found.slowest_of_100,
        found.name,
        found.bytes as f64 / 1e6,
        found.build,
        found.load
    );
    let (seconds, processor) = (found.all.as_secs_f64(), found.all.as_secs_f64());
    Ok(Done { mentions: found.queries, seconds, processor, how_well })
}

/// The rows of lists, and what gold says of each.
fn mentions(lists: &[&str]) -> Result<(Vec<Mention>, Vec<String>)> {
    let (mut mentions, mut gold) = (Vec::new(), Vec::new());
    for list in lists {
        let mut reader = csv::Reader::from_path(list).with_context(|| format!("reading {list}"))?;
        let headers = reader.headers()?.clone();
        let column = headers.iter().position(|header| header == "gold");
        let column = column.with_context(|| format!("{list}:1:1: expected a column `gold`"))?;
        for record in reader.records() {
            let record = record.with_context(|| format!("reading {list}"))?;
            gold.push(record.get(column).unwrap_or_default().to_owned());
            mentions.push(record.deserialize(Some(&headers)).context("reading a mention")?);
        }
    }
    Ok((mentions, gold))
}

/// Megabytes that this process has taken at most, where the system says so.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024 / 1_000_000)
}
