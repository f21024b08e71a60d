//! Results → files and standard output.
//!
//! A file appears whole or not at all: every one is written beside its destination first, and
//! renamed only when all have been written. Ctrl-C removes what is half written.

mod rows;
mod found;
pub(crate) mod splink;
pub(crate) mod judgements;
pub(crate) mod graphml;
pub(crate) mod ftm;
pub(crate) mod openrefine;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "arrow")]
mod arrow;

pub(crate) use found::Found;
pub(crate) use rows::{Rows, Style, Value};

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Arc, Mutex, PoisonError};

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
        #[cfg(feature = "arrow")]
        Some("arrow" | "feather" | "ipc") => Ok(OutFormat::Arrow),
        _ => Err(Failure::file(
            path,
            "expected the ending .csv, .tsv, .jsonl, .parquet or .arrow, or --format",
        )),
    }
}

/// What a command exits with that Ctrl-C ended: 128 and the number of the signal.
const INTERRUPTED: i32 = 130;

/// Files written but not yet in place.
pub(crate) struct Staged {
    files: Vec<(TempPath, String)>,
    /// What is to be removed if the command is interrupted.
    half_written: Arc<Mutex<Vec<PathBuf>>>,
}

impl Staged {
    /// Nothing yet. Call it once: from here on Ctrl-C cleans up.
    pub(crate) fn new() -> Self {
        let half_written: Arc<Mutex<Vec<PathBuf>>> = Arc::default();
        let paths = Arc::clone(&half_written);
        let handler = move || {
            // While files are put in place the lock is held: all of them appear, or none.
            for path in paths.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
                // Whatever cannot be removed has been removed, or never was.
                let _ = std::fs::remove_file(path);
            }
            process::exit(INTERRUPTED);
        };
        // Without a handler the command still ends; a temporary file may stay.
        let _ = ctrlc::set_handler(handler);
        Self { files: Vec::new(), half_written }
    }

    /// A new file that will be at `path` once all are put in place.
    pub(crate) fn create(&self, path: &str) -> Outcome<Draft> {
        let folder = match Path::new(path).parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        if Path::new(path).is_dir() {
            return Err(Failure::file(path, "expected a file to write, found a folder"));
        }
        let mut half_written = self.half_written.lock().unwrap_or_else(PoisonError::into_inner);
        let file = NamedTempFile::new_in(folder)
            .map_err(|error| Failure::file(path, format!("cannot be written: {}", error)))?;
        let (file, temporary) = file.into_parts();
        half_written.push(temporary.to_path_buf());
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
        let mut half_written = self.half_written.lock().unwrap_or_else(PoisonError::into_inner);
        half_written.clear();
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
