//! Results → files and standard output.
//!
//! A file appears whole or not at all: every one is written beside its destination first, and
//! renamed only when all have been written.

mod rows;
mod found;
pub(crate) mod splink;
pub(crate) mod judgements;
pub(crate) mod graphml;
#[cfg(feature = "parquet")]
mod parquet;

pub(crate) use found::Found;
pub(crate) use rows::{Rows, Value};

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use tempfile::{NamedTempFile, TempPath};

use crate::args::OutFormat;
use crate::failure::{Failure, Outcome};

/// The format of a file, by choice or by its ending; CSV where neither says.
pub(crate) fn format_of(path: &str, chosen: Option<OutFormat>) -> Outcome<OutFormat> {
    if let Some(format) = chosen {
        return Ok(format);
    }
    let ending = Path::new(path).extension().and_then(|ending| ending.to_str());
    match ending.map(str::to_lowercase).as_deref() {
        Some("csv") => Ok(OutFormat::Csv),
        Some("tsv" | "tab") => Ok(OutFormat::Tsv),
        Some("jsonl" | "ndjson") => Ok(OutFormat::Jsonl),
        #[cfg(feature = "parquet")]
        Some("parquet" | "pq") => Ok(OutFormat::Parquet),
        _ => Err(Failure::file(
            path,
            "expected the ending .csv, .tsv, .jsonl or .parquet, or --format",
        )),
    }
}

/// Files written but not yet in place.
#[derive(Default)]
pub(crate) struct Staged {
    files: Vec<(TempPath, String)>,
}

impl Staged {
    /// A new file that will be at `path` once all are put in place.
    pub(crate) fn create(&self, path: &str) -> Outcome<Draft> {
        let folder = match Path::new(path).parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        if Path::new(path).is_dir() {
            return Err(Failure::file(path, "expected a file to write, found a folder"));
        }
        let file = NamedTempFile::new_in(folder)
            .map_err(|error| Failure::file(path, format!("cannot be written: {}", error)))?;
        let (file, temporary) = file.into_parts();
        Ok(Draft { file, temporary, path: path.to_owned() })
    }

    /// The draft is complete.
    pub(crate) fn add(&mut self, draft: Draft) -> Outcome<()> {
        draft.file.sync_all().map_err(|error| Failure::io(&draft.path, &error))?;
        readable(&draft.file);
        self.files.push((draft.temporary, draft.path));
        Ok(())
    }

    /// All of them appear.
    pub(crate) fn put_in_place(self) -> Outcome<()> {
        for (temporary, path) in self.files {
            temporary.persist(&path).map_err(|error| Failure::io(&path, &error.error))?;
        }
        Ok(())
    }
}

/// A file being written.
pub(crate) struct Draft {
    file: File,
    temporary: TempPath,
    path: String,
}

impl Draft {
    /// Where to write.
    pub(crate) fn writer(&self) -> Outcome<Box<dyn Write + Send>> {
        let file = self.file.try_clone().map_err(|error| Failure::io(&self.path, &error))?;
        Ok(Box::new(BufWriter::with_capacity(1 << 16, file)))
    }
}

/// Temporary files are private; a result is as readable as any new file.
#[cfg(unix)]
fn readable(file: &File) {
    use std::os::unix::fs::PermissionsExt;
    // Where the permissions cannot be changed the result is merely private.
    let _ = file.set_permissions(std::fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn readable(_: &File) {}
