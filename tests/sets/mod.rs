//! A CSV file of mentions with a column `gold` → the persons made of it, and where they differ from the gold.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use aka::{Mention, Resolution, Resolver};

/// A list, and who each of its mentions is.
pub(crate) struct Set {
    pub(crate) mentions: Vec<Mention>,
    /// A slug of the person; `?` where the list cannot tell.
    pub(crate) gold: Vec<String>,
}

/// A set and what was made of it.
pub(crate) struct Resolved {
    pub(crate) set: Set,
    pub(crate) found: Resolution,
}

/// A folder of this repository.
pub(crate) fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The names of the CSV files in a folder, without their ending.
pub(crate) fn files(folder: &Path) -> Vec<String> {
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "csv"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    files.sort();
    files
}

impl Set {
    pub(crate) fn read(path: &Path) -> Self {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let headers = reader.headers().unwrap().clone();
        let gold = headers.iter().position(|header| header == "gold").unwrap();
        let mut set = Self { mentions: Vec::new(), gold: Vec::new() };
        for record in reader.records().map(Result::unwrap) {
            set.gold.push(record[gold].to_owned());
            set.mentions.push(record.deserialize(Some(&headers)).unwrap());
        }
        set
    }

    pub(crate) fn resolve(self) -> Resolved {
        Resolved { found: Resolver::new().resolve(&self.mentions), set: self }
    }
}

impl Resolved {
    pub(crate) fn person(&self, row: usize) -> usize {
        self.found.assignments[row].person.unwrap()
    }

    /// Pairs of mentions that were joined or parted against the gold, where it has one.
    pub(crate) fn faults(&self) -> Vec<String> {
        let gold = &self.set.gold;
        let known: Vec<usize> = (0..gold.len()).filter(|&row| gold[row] != "?").collect();
        let mut faults = BTreeSet::new();
        for (at, &a) in known.iter().enumerate() {
            for &b in &known[at + 1..] {
                let (one, same) = (self.person(a) == self.person(b), gold[a] == gold[b]);
                if one != same {
                    let what = if one { "joined" } else { "parted" };
                    faults.insert(format!("{what}: {} | {}", self.label(a), self.label(b)));
                }
            }
        }
        faults.into_iter().collect()
    }

    pub(crate) fn label(&self, row: usize) -> String {
        let mention = &self.set.mentions[row];
        format!("{} ({})", mention.name, mention.document.as_deref().unwrap_or("no document"))
    }
}

#[track_caller]
pub(crate) fn assert_gold(found: &Resolved) {
    let faults = found.faults();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
