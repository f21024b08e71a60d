//! Files, broken at random → every parser, which must answer with what it reads or one clear line:
//! lists of all formats, romanization tables, indexes, and the tables of the model.
//!
//! A short run belongs to the tests; `.ci/run` gives it a minute (`AKA_FUZZ_SECONDS`). A failure
//! prints the seed that repeats it (`AKA_FUZZ_SEED`).
//!
//! It does not look at what code is reached: cargo-fuzz needs a nightly compiler, and what runs on
//! stable under `cargo test` (bolero's own engine) is as blind. What guidance would find, the
//! mutations bring along: tokens of the formats, pieces of one format in another, and for the index
//! its sum, which no chance would hit.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::ValueEnum;

use aka::Index;
use aka::lexicon::{Channel, LetterModel};
use aka::score::Weights;

use super::{Dialect, Format, Labels, Options, Pairs, read_opened, source};
use crate::columns::{Columns, split};
use crate::failure::Failure;
use crate::terminal::Progress;

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

fn seeds(folders: &[&str]) -> Vec<(PathBuf, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
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
    let opened = source::Opened::of(path, raw, None, Progress::hidden())?;
    let table = read_opened(opened, options)?;
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

/// What is read part by part is what is read whole, fault by fault.
fn part_by_part(path: &str, bytes: &[u8], options: &Options) {
    let opened = || {
        let raw: Box<dyn Read> = Box::new(Cursor::new(bytes.to_vec()));
        source::Opened::of(path, raw, None, Progress::hidden())
    };
    let whole = opened().and_then(|opened| read_opened(opened, options));
    let parts = opened().and_then(|opened| {
        let mut pairs = Pairs::of(opened, options)?;
        let mut rows = Vec::new();
        while let Some(list) = pairs.next()? {
            rows.extend(list.rows().map(|row| {
                let cells = (0..list.headers.len()).map(|at| row.cell(at).text().to_owned());
                cells.collect::<Vec<String>>()
            }));
        }
        Ok(rows)
    });
    match (whole, parts) {
        (Ok(table), Ok(rows)) => {
            assert_eq!(table.len(), rows.len(), "rows");
            for (at, row) in rows.iter().enumerate() {
                let same = |(column, cell): (usize, &String)| table.cell(at, column).text() == cell;
                assert!(row.iter().enumerate().all(same), "row {at}: {row:?}");
            }
        }
        // What is known of all of a file, an encoding or a quote, may be known otherwise of a part.
        (whole, parts) => {
            for line in [whole.err(), parts.err()].into_iter().flatten() {
                assert_eq!(line.to_string().lines().count(), 1, "{line}");
            }
        }
    }
}

#[test]
fn parts_of_broken_files_are_the_whole() {
    let seeds = seeds(&["tests/fixtures/lists"]);
    let seeds: Vec<_> =
        seeds.into_iter().filter(|(path, _)| path.extension() == Some("csv".as_ref())).collect();
    for_part_of_it(4, |_, mut dice| {
        let (path, bytes) = &seeds[dice.below(seeds.len())];
        let other = &seeds[dice.below(seeds.len())].1;
        let mut options = Options { format: None, ..options(&mut dice) };
        options.dialect.ragged = false;
        // Long enough for several parts, with a header at the top and the injury anywhere.
        let header = bytes.iter().position(|&b| b == b'\n').map_or(0, |at| at + 1);
        let times = 1 + dice.below(1 + 150_000 / bytes.len().max(1));
        let mut long = [&bytes[..header], &bytes[header..].repeat(times)].concat();
        if dice.below(2) == 0 {
            let at = dice.below(long.len());
            let end = (at + 200).min(long.len());
            let injured = broken(&long[at..end], other, &mut dice);
            long.splice(at..end, injured);
        }
        part_by_part(path.to_str().unwrap(), &long, &options);
    });
}

/// One trial after the other, as long as there is time; each with its seed and dice.
fn for_a_while(trial: impl FnMut(u64, Dice)) {
    for_part_of_it(1, trial);
}

/// The same for a part of the time, where there is less to find.
fn for_part_of_it(part: u32, mut trial: impl FnMut(u64, Dice)) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let time = Duration::from_secs(number("AKA_FUZZ_SECONDS").unwrap_or(2));
    let end = Instant::now() + time / part;
    let mut seed = number("AKA_FUZZ_SEED").unwrap_or(1);
    while Instant::now() < end {
        if catch_unwind(AssertUnwindSafe(|| trial(seed, Dice(seed)))).is_err() {
            panic!("AKA_FUZZ_SEED={seed} repeats it");
        }
        seed += 1;
    }
}

#[test]
fn broken_tables_name_the_line() {
    let folders =
        ["Arab", "Cyrl", "Grek"].map(|script| format!("../../data/romanization/{script}"));
    let seeds = seeds(&folders.each_ref().map(String::as_str));
    let (mut read, mut refused) = (0, 0);
    for_a_while(|_, mut dice| {
        let (path, bytes) = &seeds[dice.below(seeds.len())];
        let other = &seeds[dice.below(seeds.len())].1;
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let text = String::from_utf8_lossy(&broken(bytes, other, &mut dice)).into_owned();
        match crate::engine::romanizer(&[(name.clone(), text)]) {
            Ok(romanizer) => {
                read += 1;
                assert!(romanizer.readings("тест", None).len() < 1_000);
            }
            Err(why) => {
                refused += 1;
                assert!(why.starts_with(&name) && why.lines().count() == 1, "{why}");
            }
        }
    });
    println!("tables: {read} read, {refused} refused");
}

/// The sum over the body of an index, as the library makes it.
fn sum_of(body: &[u8]) -> u64 {
    let step =
        |sum: u64, number: u64| (sum ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
    let number = |bytes: &[u8]| u64::from_le_bytes(*bytes.first_chunk().unwrap());
    let mut lanes = [1, 2, 3, 4];
    let (blocks, rest) = body.as_chunks::<32>();
    for block in blocks {
        for (lane, word) in lanes.iter_mut().zip(block.chunks(8)) {
            *lane = step(*lane, number(word));
        }
    }
    let sum = lanes.into_iter().fold(body.len() as u64, step);
    rest.iter().fold(sum, |sum, &byte| step(sum, byte.into()))
}

/// Magic, version, tables, length and sum.
const INDEX_HEAD: usize = 40;

/// Whatever is in an index, opening, searching and changing it is no panic; its sum is made to fit,
/// so that what lies behind it is met.
#[test]
fn broken_indexes_are_searched_or_refused() {
    let names = ["Serik Turpanov", "Серік Тұрпанбаев", "Aina Shormanbaeva", "محمد حسن", "习近平"];
    let names = names.into_iter().enumerate().map(|(at, name)| (name.to_owned(), at.to_string()));
    let whole = Index::build(names).unwrap().to_bytes().unwrap();
    let sum = |bytes: &[u8]| sum_of(&bytes[INDEX_HEAD..]).to_le_bytes();
    assert_eq!(whole[32..INDEX_HEAD], sum(&whole), "the sum is made another way");
    let (mut read, mut refused) = (0, 0);
    for_a_while(|_, mut dice| {
        let mut bytes = broken(&whole, &whole, &mut dice);
        if dice.below(8) > 0 && bytes.len() > INDEX_HEAD {
            let head = whole[..24].to_vec();
            let length = (bytes.len() - INDEX_HEAD) as u64;
            let sum = sum(&bytes);
            bytes
                .splice(..INDEX_HEAD, [head, length.to_le_bytes().to_vec(), sum.to_vec()].concat());
        }
        match Index::open(bytes) {
            Ok(mut index) => {
                read += 1;
                for name in ["Serik Turpanov", "Си Цзиньпин"] {
                    assert!(index.searcher().search(name, 5).len() <= 5);
                }
                // Whether what is wrong lets it be changed is all one.
                let _ = index.remove(&["1".to_owned()]);
                let _ = index.to_bytes();
            }
            Err(why) => {
                refused += 1;
                assert_eq!(why.to_string().lines().count(), 1);
            }
        }
    });
    println!("indexes: {read} read, {refused} refused");
}

#[test]
fn broken_models_name_the_line() {
    let mut seeds = seeds(&["../../data/model"]);
    // A piece of a table is as good as all of it.
    seeds.iter_mut().for_each(|(_, bytes)| bytes.truncate(4_000));
    let (mut read, mut refused) = (0, 0);
    for_a_while(|_, mut dice| {
        let (_, bytes) = &seeds[dice.below(seeds.len())];
        let other = &seeds[dice.below(seeds.len())].1;
        let text = String::from_utf8_lossy(&broken(bytes, other, &mut dice)).into_owned();
        let lines = text.lines().count();
        let parsed = [
            Weights::parse(&text).map(drop),
            Channel::parse(&text).map(drop),
            LetterModel::parse(&text).map(drop),
        ];
        for parsed in parsed {
            match parsed {
                Ok(()) => read += 1,
                Err(line) => {
                    refused += 1;
                    assert!((1..=lines).contains(&line), "line {line} of {lines}");
                }
            }
        }
    });
    println!("tables of the model: {read} read, {refused} refused");
}

#[test]
fn broken_files_are_one_clear_line() {
    let folders = ["lists", "tools", "bad"].map(|folder| format!("tests/fixtures/{folder}"));
    let seeds = seeds(&folders.each_ref().map(String::as_str));
    let mut counts: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for_a_while(|seed, mut dice| {
        let (path, bytes) = &seeds[dice.below(seeds.len())];
        let other = &seeds[dice.below(seeds.len())].1;
        let options = options(&mut dice);
        let bytes = broken(bytes, other, &mut dice);
        let path = path.to_str().unwrap();
        let outcome = everything(path, &bytes, &options);
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
    });
    // Seen with --nocapture: how often each reader took, and refused, what it was given.
    counts
        .iter()
        .for_each(|(format, (read, refused))| println!("{format}: {read} read, {refused} refused"));
}
