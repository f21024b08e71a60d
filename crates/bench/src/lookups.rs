//! A size and a seed → a register of persons, and names of some of them as outlets print them.

use std::io::Write;
use std::path::Path;

use anyhow::Result;

use crate::culture::Cultures;
use crate::outlet::Desk;
use crate::story::{Entry, Teller};

/// Writes the register (`id,name,restored`) and names to look up in it (`name,id,restored`), evenly
/// from all of it. What is restored is the given and the family name.
///
/// # Errors
/// Where a table of `data` cannot be read, or a list not written.
pub fn write(
    (persons, queries): (usize, usize),
    seed: u64,
    data: &Path,
    (list, names): (impl Write, impl Write),
) -> Result<()> {
    let mut list = csv::Writer::from_writer(list);
    let mut names = csv::Writer::from_writer(names);
    list.write_record(["id", "name", "restored"])?;
    names.write_record(["name", "id", "restored"])?;
    let every = (persons / queries.max(1)).max(1);
    let cultures = Cultures::read(data, seed)?;
    let mut teller = Teller::new(seed, &cultures, Desk::new(data, &cultures)?);
    for number in 0..persons {
        let Entry { id, name, variant, canonical } = teller.entry(number as u64);
        list.write_record([&id, &name, &canonical])?;
        if number % every == 0 {
            names.write_record([&variant, &id, &canonical])?;
        }
    }
    list.flush()?;
    names.flush()?;
    Ok(())
}
