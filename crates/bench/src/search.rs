//! A register and names to look up → how fast an index of it is, and how often it finds them.

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

use aka::Index;
use anyhow::{Context, Result};
use cpu_time::ThreadTime;

/// What was measured.
#[derive(Debug, Default)]
pub struct Figures {
    /// Time to build the index and to make it bytes.
    pub build: Duration,
    /// How many of these.
    pub bytes: usize,
    /// Time to make them an index again.
    pub load: Duration,
    /// One after the other on one thread, in its own time: other work on the machine does not count.
    pub median: Duration,
    /// That of all of them.
    pub all: Duration,
    /// What one in a hundred takes longer than.
    pub slowest_of_100: Duration,
    /// Share of names whose person is among the first ten.
    pub person: f64,
    /// Share of names that find at least one of the same given and family name, whom nothing in the
    /// name tells apart.
    pub name: f64,
    /// How many were looked up.
    pub queries: usize,
}

/// Builds an index of the register, loads it, looks every name up. With `show`, prints the names whose
/// person is not found.
///
/// # Errors
/// Where a list cannot be read, or is too long for an index.
pub fn measure(list: &Path, names: &Path, show: bool) -> Result<Figures> {
    const FIRST: usize = 10;
    let register = read(list)?;
    let queries = read(names)?;
    let entries = register.iter().map(|row| (row[1].as_str(), row[0].as_str()));
    let start = Instant::now();
    let bytes = Index::build(entries)?.to_bytes()?;
    let mut figures = Figures {
        build: start.elapsed(),
        bytes: bytes.len(),
        queries: queries.len(),
        ..Figures::default()
    };
    // The first use of the tables is not the index's.
    let start = Instant::now();
    let index = Index::open(bytes)?;
    figures.load = start.elapsed();
    let restored: HashMap<&str, &str> =
        register.iter().map(|row| (row[0].as_str(), row[2].as_str())).collect();
    let mut searcher = index.searcher();
    let mut times = Vec::with_capacity(queries.len());
    for row in &queries {
        let start = ThreadTime::now();
        let hits = searcher.search(&row[0], FIRST);
        times.push(start.elapsed());
        let ids = || hits.iter().flat_map(|hit| &hit.ids);
        let person = ids().any(|id| *id == row[1]);
        let name = ids().any(|id| restored.get(id.as_str()) == Some(&row[2].as_str()));
        figures.person += f64::from(person) / queries.len() as f64;
        figures.name += f64::from(name) / queries.len() as f64;
        if show && !name {
            let first = hits.first().map_or("-", |hit| &hit.name);
            println!("{} → {} but {first}", row[0], row[2]);
        }
    }
    figures.all = times.iter().sum();
    times.sort_unstable();
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied();
    figures.median = at(0.5).unwrap_or_default();
    figures.slowest_of_100 = at(0.99).unwrap_or_default();
    Ok(figures)
}

fn read(path: &Path) -> Result<Vec<Vec<String>>> {
    let mut reader =
        csv::Reader::from_path(path).with_context(|| format!("reading {}", path.display()))?;
    let mut rows = Vec::new();
    for row in reader.records() {
        rows.push(row?.iter().map(str::to_owned).collect());
    }
    Ok(rows)
}
