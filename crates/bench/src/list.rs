//! A size and a seed → a list of mentions as CSV, and how well a perfect reader of names would do.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use rustc_hash::{FxHashMap, FxHasher};

use crate::culture::Cultures;
use crate::outlet::Desk;
use crate::story::{Row, Teller};

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Order {
    /// How many.
    pub mentions: usize,
    /// One seed makes one list.
    pub seed: u64,
    /// A register: names alone, without documents.
    pub names_only: bool,
}

/// What was written.
#[derive(Debug, Default)]
pub struct Summary {
    mentions: usize,
    /// Mentions by person, by restored name, and by restored name in full. Names are kept as
    /// hashes: sixteen bytes each, whatever their length.
    persons: FxHashMap<u64, u32>,
    names: FxHashMap<u64, u32>,
    in_full: FxHashMap<u64, u32>,
}

/// Writes the list, a batch at a time: memory grows by what [`Summary`] counts, no more.
///
/// # Errors
/// Where a table of `data` cannot be read, or `out` not written.
pub fn write(order: Order, data: &Path, out: impl Write) -> Result<Summary> {
    let mut summary = Summary::default();
    let mut out = csv::Writer::from_writer(out);
    if order.names_only {
        out.write_record(["id", "name", "gold"])?;
    } else {
        out.write_record(["id", "name", "source", "document", "language", "role", "gold"])?;
    }
    each(order, data, |row| {
        let id = format!("m{}", summary.mentions);
        let (name, gold) = (row.name.as_str(), row.gold.as_str());
        if order.names_only {
            out.write_record([&id, name, gold])?;
        } else {
            let (source, document) = (row.source.as_str(), row.document.as_str());
            out.write_record([&id, name, source, document, row.language, row.role, gold])?;
        }
        summary.add(&row);
        Ok(())
    })?;
    out.flush()?;
    Ok(summary)
}

/// Hands every mention of a list on.
fn each(order: Order, data: &Path, mut take: impl FnMut(Row) -> Result<()>) -> Result<()> {
    let cultures = Cultures::read(data, order.seed)?;
    let mut teller = Teller::new(order.seed, &cultures, Desk::new(data, &cultures)?);
    let mut left = order.mentions;
    let mut batch = 0;
    while left > 0 {
        let rows = if order.names_only { teller.register(batch) } else { teller.worlds(batch) };
        for row in rows.into_iter().take(left) {
            left -= 1;
            take(row)?;
        }
        batch += 1;
    }
    Ok(())
}

impl Summary {
    fn add(&mut self, row: &Row) {
        self.mentions += 1;
        *self.persons.entry(hash(&row.gold)).or_default() += 1;
        *self.names.entry(hash(&row.canonical)).or_default() += 1;
        *self.in_full.entry(hash(&row.in_full)).or_default() += 1;
    }

    /// Pairwise F1 of who takes every mention for its person's name, written out, and equal names
    /// for one person. All pairs of one person are found; those of namesakes are wrong.
    #[must_use]
    pub fn ceiling(&self) -> f64 {
        f1(&self.persons, &self.names)
    }

    /// For people to read.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!(
            "{} mentions of {} persons with {} names; a perfect reader of names: pairwise F1 {:.3} \
             by given and family name, {:.3} with the middle names that most mentions leave out",
            self.mentions,
            self.persons.len(),
            self.names.len(),
            self.ceiling(),
            f1(&self.persons, &self.in_full),
        )
    }
}

fn f1(persons: &FxHashMap<u64, u32>, names: &FxHashMap<u64, u32>) -> f64 {
    let pairs = |counts: &FxHashMap<u64, u32>| -> f64 {
        counts.values().map(|&count| f64::from(count) * f64::from(count.max(1) - 1) / 2.0).sum()
    };
    let (right, found) = (pairs(persons), pairs(names));
    if right + found == 0.0 { 1.0 } else { 2.0 * right / (right + found) }
}

fn hash(text: &str) -> u64 {
    use std::hash::Hasher;
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(order: Order) -> String {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
        let mut text = Vec::new();
        write(order, &data, &mut text).expect("a list");
        String::from_utf8(text).expect("text")
    }

    #[test]
    fn one_seed_makes_one_list_and_a_longer_one_begins_alike() {
        let order = Order { mentions: 300, seed: 1, names_only: false };
        let list = made(order);
        assert_eq!(list.lines().count(), 301);
        assert_eq!(list, made(order));
        assert!(made(Order { mentions: 500, ..order }).starts_with(&list));
        assert_ne!(list, made(Order { seed: 2, ..order }));
    }

    #[test]
    fn names_come_in_several_scripts_and_no_name_is_empty() {
        let list = made(Order { mentions: 3000, seed: 1, names_only: true });
        let mut reader = csv::Reader::from_reader(list.as_bytes());
        let names: Vec<String> =
            reader.records().map(|row| row.expect("a row")[1].to_owned()).collect();
        assert!(names.iter().all(|name| !name.trim().is_empty()));
        for letters in ["аеи", "aei", "اي", "აი", "αι"] {
            assert!(names.iter().any(|name| name.contains(|c| letters.contains(c))), "{letters}");
        }
    }

    #[test]
    fn a_perfect_reader_errs_by_namesakes_alone() {
        let counts =
            |counts: &[u32]| counts.iter().enumerate().map(|(k, &v)| (k as u64, v)).collect();
        let persons: FxHashMap<u64, u32> = counts(&[2, 2]);
        assert_eq!(f1(&persons, &counts(&[2, 2])), 1.0);
        // Two right pairs, six found.
        assert_eq!(f1(&persons, &counts(&[4])), 0.5);
    }
}
