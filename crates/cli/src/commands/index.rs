//! `aka index`: lists in, an index out; names added to it and removed.

use std::fs;

use aka::Index;

use super::mentions;
use crate::args::{self, IndexStep, Reading};
use crate::failure::{Failure, Outcome, listed};
use crate::input::List;
use crate::output::Staged;
use crate::terminal::say;

/// Makes an index, or changes one.
pub(crate) fn index(args: &args::Index) -> Outcome<()> {
    match &args.step {
        IndexStep::Build { lists, out, reading } => {
            let staged = Staged::new();
            staged.check(std::iter::once(out), lists)?;
            let index = Index::build(names(lists, reading)?);
            let index = index.map_err(|error| Failure::file(out, error))?;
            save(&index, out, staged)
        }
        IndexStep::Add { index: path, lists, reading } => {
            let mut index = open(path)?;
            let names = names(lists, reading)?;
            index.add(names).map_err(|error| Failure::file(path, error))?;
            save(&index, path, Staged::new())
        }
        IndexStep::Remove { index: path, ids } => {
            let mut index = open(path)?;
            let removed = index.remove(ids).map_err(|error| Failure::file(path, error))?;
            if removed == 0 {
                return Err(Failure::file(
                    path,
                    format!("expected one of its ids, found {}", listed(ids)),
                ));
            }
            save(&index, path, Staged::new())
        }
    }
}

/// The index of a file. It is read at once: to map a file into memory takes a promise that nobody
/// changes it meanwhile, which this program cannot give, and reading takes milliseconds.
pub(crate) fn open(path: &str) -> Outcome<Index> {
    let bytes = fs::read(path).map_err(|error| Failure::io(path, &error))?;
    Index::open(bytes).map_err(|error| Failure::file(path, error))
}

/// Names of lists with their ids, or with their places where they have none.
fn names(lists: &[String], reading: &Reading) -> Outcome<Vec<(String, String)>> {
    let list = List::read(lists, &reading.options())?;
    let mentions = mentions(&list, &reading.columns)?;
    let named = mentions.into_iter().enumerate().filter(|(_, one)| !one.name.trim().is_empty());
    let with_id = named.map(|(at, one)| (one.name, one.id.unwrap_or_else(|| list.row(at).place())));
    Ok(with_id.collect())
}

fn save(index: &Index, path: &str, mut staged: Staged) -> Outcome<()> {
    let bytes = index.to_bytes().map_err(|error| Failure::file(path, error))?;
    let draft = staged.create(path)?;
    let mut out = draft.writer()?;
    let written = out.write_all(&bytes).and_then(|()| out.flush());
    written.map_err(|error| Failure::io(path, &error))?;
    drop(out);
    staged.add(draft)?;
    staged.put_in_place()?;
    say(&format!("{path}: {} names, {:.1} MB", index.len(), bytes.len() as f64 / 1e6));
    Ok(())
}
