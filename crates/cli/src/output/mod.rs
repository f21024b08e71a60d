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
#[cfg(any(feature = "arrow", feature = "parquet"))]
mod gathered;
#[cfg(any(feature = "arrow", feature = "parquet"))]
mod batches;

pub(crate) use found::Found;
pub(crate) use rows::{Rows, Style, Value};

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
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

/// Where a result goes.
enum Place {
    /// A file, new or to be replaced; what a link points to, not the link.
    File { folder: PathBuf, target: PathBuf },
    /// A device or a pipe: written to, never replaced.
    Other,
}

impl Place {
    fn of(path: &str) -> Outcome<Self> {
        let found = fs::metadata(path);
        if found.as_ref().is_ok_and(fs::Metadata::is_dir) {
            return Err(Failure::file(path, "expected a file to write, found a folder"));
        }
        if found.is_ok_and(|found| !found.is_file()) {
            return Ok(Self::Other);
        }
        let target = Path::new(path).canonicalize().unwrap_or_else(|_| PathBuf::from(path));
        let folder = match target.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let none = || {
            let message = format!("expected a folder {} to write to, found none", folder.display());
            Failure::file(path, message)
        };
        let folder = folder.canonicalize().map_err(|_| none())?;
        let name = target
            .file_name()
            .ok_or_else(|| Failure::file(path, "expected the name of a file to write"))?;
        Ok(Self::File { target: folder.join(name), folder })
    }

    /// A new file, beside the one that it will be.
    fn draft(&self, path: &str) -> Outcome<NamedTempFile> {
        let file = match self {
            Self::File { folder, .. } => NamedTempFile::new_in(folder),
            Self::Other => NamedTempFile::new(),
        };
        // Its own path says nothing to the user.
        file.map_err(|error| match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Failure::file(
                path,
                "expected a folder that may be written to, found one that may not",
            ),
            io::ErrorKind::StorageFull => Failure::io(path, &error),
            kind => Failure::file(path, format!("cannot be written: {kind}")),
        })
    }
}

/// What a command exits with that Ctrl-C ended: 128 and the number of the signal.
const INTERRUPTED: i32 = 130;

/// Files written but not yet in place.
pub(crate) struct Staged {
    files: Vec<Draft>,
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

    /// Whether all results can be written, each to a place of its own, and none over a list that
    /// is read: known before the work begins.
    pub(crate) fn check<'a>(
        &self,
        results: impl Iterator<Item = &'a String>,
        lists: &[String],
    ) -> Outcome<()> {
        let lists = lists.iter().filter_map(|list| Path::new(list).canonicalize().ok());
        let lists: Vec<PathBuf> = lists.collect();
        let mut taken: Vec<PathBuf> = Vec::new();
        // Whoever interrupts waits until no trial is left.
        let _lock = self.half_written.lock().unwrap_or_else(PoisonError::into_inner);
        for path in results {
            let place = Place::of(path)?;
            place.draft(path)?;
            let Place::File { target, .. } = place else { continue };
            if lists.contains(&target) {
                let message = "expected another file than the list that is read";
                return Err(Failure::file(path, message));
            }
            if taken.contains(&target) {
                return Err(Failure::file(path, "expected one result for each file, found two"));
            }
            taken.push(target);
        }
        Ok(())
    }

    /// A new file that will be at `path` once all are put in place.
    pub(crate) fn create(&self, path: &str) -> Outcome<Draft> {
        let place = Place::of(path)?;
        let mut half_written = self.half_written.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, temporary) = place.draft(path)?.into_parts();
        half_written.push(temporary.to_path_buf());
        Ok(Draft { file, temporary, place, path: path.to_owned() })
    }

    /// The draft is complete.
    pub(crate) fn add(&mut self, draft: Draft) -> Outcome<()> {
        draft.file.sync_all().map_err(|error| Failure::io(&draft.path, &error))?;
        readable(&draft.file);
        self.files.push(draft);
        Ok(())
    }

    /// All of them appear.
    pub(crate) fn put_in_place(self) -> Outcome<()> {
        let mut half_written = self.half_written.lock().unwrap_or_else(PoisonError::into_inner);
        half_written.clear();
        let mut files = self.files;
        // What may still fail comes first.
        files.sort_by_key(|draft| matches!(draft.place, Place::File { .. }));
        for Draft { temporary, place, path, .. } in files {
            let fail = |error: io::Error| Failure::io(&path, &error);
            match place {
                Place::File { target, .. } => {
                    temporary.persist(target).map_err(|error| fail(error.error))?;
                }
                Place::Other => {
                    let mut written = File::open(&temporary).map_err(fail)?;
                    let mut out = fs::OpenOptions::new().write(true).open(&path).map_err(fail)?;
                    io::copy(&mut written, &mut out).map_err(fail)?;
                }
            }
        }
        Ok(())
    }
}

/// A file being written.
pub(crate) struct Draft {
    file: File,
    temporary: TempPath,
    place: Place,
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
