//! Fixtures, broken at random → every reader, which must answer with a table or one clear line.
//!
//! A short run belongs to the tests; `.ci/run` gives it a minute (`AKA_FUZZ_SECONDS`). A failure
//! prints the seed that repeats it (`AKA_FUZZ_SEED`).

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::ValueEnum;

use super::{Dialect, Format, Labels, Options, read_bytes, source};
use crate::columns::{Columns, split};
use crate::failure::Failure;

/// What formats are made of, to be thrown in.
const TOKENS: [&[u8]; 24] = [
    b"\"",
    b"\n",
    b"\r\n",
    b",",
    b";",
    b"\t",
    b"{",
    b"}",
    b"[",
    b"]",
    b"null",
    b"-1",
    b"1e999",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\0",
    b"\\u0000",
    b"\\ud800",
    b"99999999999999999999",
    b"B-PER",
    b"(PERSON*",
    b"T1\tPER 5 1\t",
    b"name",
    "ә\u{202e}".as_bytes(),
];

/// SplitMix64 (Steele, Lea & Flood 2014): small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.roll() % end.max(1) as u64) as usize
    }
}

fn seeds() -> Vec<(PathBuf, Vec<u8>)> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut paths: Vec<PathBuf> = ["lists", "tools", "bad"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(fixtures.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

/// A few small injuries, or a large one.
fn broken(bytes: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len());
        match dice.below(7) {
            0 if !bytes.is_empty() => bytes[at] = dice.roll() as u8,
            1 if !bytes.is_empty() => bytes[at] ^= 1 << dice.below(8),
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..(at + dice.below(64)).min(bytes.len()))),
            4 => {
                let token = TOKENS[dice.below(TOKENS.len())];
                bytes.splice(at..at, token.iter().copied());
            }
            5 => {
                let from = dice.below(other.len());
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
            _ => {
                let end = (at + dice.below(32)).min(bytes.len());
                let piece = bytes[at..end].repeat(1 + dice.below(40));
                bytes.splice(at..at, piece);
            }
        }
    }
    bytes
}

fn options(dice: &mut Dice) -> Options {
    let formats = Format::value_variants();
    Options {
        format: (dice.below(2) == 0).then(|| formats[dice.below(formats.len())]),
        encoding: None,
        labels: Labels::new(&[]),
        dialect: Dialect { delimiter: None, ragged: dice.below(3) == 0 },
        split: None,
        columns: Vec::new(),
    }
}

/// Unpacks, reads, finds the columns, splits, and makes a mention of every row.
fn everything(path: &str, bytes: &[u8], options: &Options) -> Result<(), Failure> {
    let raw: Box<dyn Read> = Box::new(Cursor::new(bytes.to_vec()));
    let fail = |error| Failure::io(path, &error);
    let mut unpacked = Vec::new();
    source::unpacked_if_packed(raw).map_err(fail)?.read_to_end(&mut unpacked).map_err(fail)?;
    let table = read_bytes(path, unpacked, options)?;
    let columns = Columns::find(&table, &[])?;
    let parts = split(&table, &columns, ";")
        .unwrap_or_else(|_| crate::table::Table::new("", Vec::new(), 0));
    for table in [&table, &parts] {
        if let Ok(columns) = Columns::find(table, &[]) {
            (0..table.len()).for_each(|row| drop(columns.mention(table, row)));
        }
    }
    Ok(())
}

#[test]
fn broken_files_are_one_clear_line() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let end = Instant::now() + Duration::from_secs(number("AKA_FUZZ_SECONDS").unwrap_or(2));
    let seeds = seeds();
    let mut seed = number("AKA_FUZZ_SEED").unwrap_or(1);
    let mut counts: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    while Instant::now() < end {
        let mut dice = Dice(seed);
        let (path, bytes) = &seeds[dice.below(seeds.len())];
        let other = &seeds[dice.below(seeds.len())].1;
        let options = options(&mut dice);
        let bytes = broken(bytes, other, &mut dice);
        let path = path.to_str().unwrap();
        let outcome = catch_unwind(AssertUnwindSafe(|| everything(path, &bytes, &options)));
        let outcome = outcome.unwrap_or_else(|_| {
            panic!("panicked: AKA_FUZZ_SEED={seed}, {path} as {:?}", options.format)
        });
        let (read, refused) = counts.entry(format!("{:?}", options.format)).or_default();
        match outcome {
            Ok(()) => *read += 1,
            Err(Failure::Closed) => panic!("AKA_FUZZ_SEED={seed}: a closed pipe in {path}"),
            Err(Failure::Usage(line)) => panic!("AKA_FUZZ_SEED={seed}: {line}"),
            Err(Failure::Wrong(line)) => {
                *refused += 1;
                let clear = line.contains(": ") && line.lines().count() == 1 && line.len() < 4_000;
                assert!(clear, "AKA_FUZZ_SEED={seed}: {line}");
            }
        }
        seed += 1;
    }
    // Seen with --nocapture: how often each reader took, and refused, what it was given.
    counts
        .iter()
        .for_each(|(format, (read, refused))| println!("{format}: {read} read, {refused} refused"));
}
