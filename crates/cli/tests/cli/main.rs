//! The command as a user meets it: files in, bytes out, exit status.

// A test that cannot be set up fails by panicking; that is what it is for.
#![allow(clippy::unwrap_used)]

mod bad_input;
mod lists;
mod explain;
mod report;
mod results;
mod commands;
mod tools;
mod mistakes;
mod wild;
#[cfg(all(feature = "arrow", feature = "parquet"))]
mod malformed;
#[cfg(unix)]
mod huge;
mod writing;
mod guide;

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;

/// What one run left.
struct Ran {
    status: Option<i32>,
    out: String,
    err: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        Self {
            status: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Runs `aka` in the folder of fixtures.
fn aka(args: &[&str]) -> Ran {
    aka_with(args, b"")
}

/// Runs `aka` in the folder of fixtures with bytes on standard input.
fn aka_with(args: &[&str], stdin: &[u8]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_aka"))
        .current_dir(fixtures())
        .args(args)
        .write_stdin(stdin.to_vec())
        .output()
        .unwrap();
    Ran::of(output)
}

/// `aka` with a gigabyte of memory, where a shell can hold it to that.
fn aka_in_a_gigabyte() -> std::process::Command {
    let bin = env!("CARGO_BIN_EXE_aka");
    if cfg!(unix) {
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", "ulimit -v 1048576; exec \"$0\" \"$@\"", bin]);
        shell
    } else {
        std::process::Command::new(bin)
    }
}

/// Standard output of a run that must succeed.
fn ok(args: &[&str]) -> String {
    let ran = aka(args);
    assert_eq!(ran.status, Some(0), "{args:?}: {}", ran.err);
    ran.out
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// A list of the repository's `data/koshmambet/`.
fn koshmambet(file: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/koshmambet");
    root.join(file).to_str().unwrap().to_owned()
}

/// Rows of a CSV, the header first.
fn rows(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// One column of a CSV, without its header.
fn column(csv: &str, header: &str) -> Vec<String> {
    let rows = rows(csv);
    let at = rows[0].iter().position(|known| known == header).unwrap();
    rows[1..].iter().map(|row| row[at].clone()).collect()
}
