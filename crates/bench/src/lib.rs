//! A seed → lists of mentions with known persons, registers, and names to look up in them.
//!
//! The program `aka-bench` writes them; the benchmark of the repository measures `aka` on them.

mod culture;
mod dice;
mod inflect;
mod letters;
mod noise;
mod outlet;
mod person;
mod pool;
mod story;

pub mod list;
pub mod lookups;
pub mod search;
pub mod speed;

use std::path::{Path, PathBuf};

/// The tables of the repository that this crate was built in.
#[must_use]
pub fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}
