//! A path or `-` → its bytes, unpacked.
//!
//! `.gz` and `.zst` are known by their first bytes, not by their endings. A file that unpacks to
//! absurdly much is refused before it fills the memory.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use crate::failure::{Failure, Outcome};
use crate::terminal::Progress;

/// Nothing that people write as text packs better than this.
const RATIO_MAX: u64 = 200;
/// Below this size nobody is harmed.
const RATIO_FREE_BYTES: u64 = 64 << 20;

/// A line, or an object of a JSON array, is no longer: who wrote it meant something else.
const LINE_BYTES_MAX: usize = 64 << 20;

/// How much a file of so many bytes may unpack to.
pub(super) fn most_of(packed: u64) -> u64 {
    RATIO_FREE_BYTES.max(packed.saturating_mul(RATIO_MAX))
}

/// Whether that much cannot have been packed into so little.
pub(super) fn is_absurd(unpacked: u64, packed: u64) -> bool {
    unpacked > most_of(packed)
}

/// What is said of it: found is …
pub(super) fn absurd() -> String {
    format!("one that unpacks to over {RATIO_MAX} times its size")
}

/// What messages call the input.
pub(crate) fn name_of(path: &str) -> &str {
    if path == "-" { "standard input" } else { path }
}

/// All bytes of a file or of standard input, unpacked. Text without an end of line in sight is
/// not read to its end.
pub(crate) fn bytes(path: &str) -> Outcome<Vec<u8>> {
    let fail = |error: io::Error| Failure::io(name_of(path), &error);
    let size = std::fs::metadata(path).map_or(0, |file| file.len());
    let progress =
        if path == "-" { Progress::hidden() } else { Progress::of_bytes("reading", size) };
    let mut source = open_counted(path, &progress)?;
    let mut bytes = Vec::new();
    let mut lines = Lines::default();
    loop {
        let part = source.fill_buf().map_err(fail)?;
        if part.is_empty() {
            return Ok(bytes);
        }
        if bytes.is_empty() {
            lines.are_bounded = super::format::of_bytes(part).is_none();
        }
        lines.take(part).map_err(|(line, why)| Failure::line(name_of(path), line, why))?;
        bytes.extend_from_slice(part);
        let taken = part.len();
        source.consume(taken);
    }
}

/// Watches how long a line of text, or an object of a JSON array, gets.
#[derive(Default)]
struct Lines {
    are_bounded: bool,
    line: usize,
    since: usize,
    array: Option<Array>,
    begun: bool,
}

/// Where in a JSON array we are.
#[derive(Default)]
struct Array {
    depth: usize,
    quoted: bool,
    escaped: bool,
}

impl Lines {
    fn take(&mut self, part: &[u8]) -> Result<(), (usize, String)> {
        if !self.are_bounded {
            return Ok(());
        }
        if !self.begun {
            let first =
                part.iter().find(|b| !b.is_ascii_whitespace() && !b"\xEF\xBB\xBF".contains(b));
            self.begun = first.is_some();
            self.array = first.filter(|&&b| b == b'[').map(|_| Array::default());
        }
        let before = self.since;
        let longest = match &mut self.array {
            // An array may well be one line.
            Some(array) => array.longest(part, &mut self.since),
            None => longest_line(part, &mut self.since),
        };
        if longest.max(before) > LINE_BYTES_MAX {
            let most = LINE_BYTES_MAX >> 20;
            let what = if self.array.is_some() { "objects" } else { "lines" };
            let why = format!("expected {what} under {most} MiB, found a longer one");
            return Err((self.line + 1, why));
        }
        self.line += part.iter().filter(|&&b| b == b'\n').count();
        Ok(())
    }
}

/// The longest line of a part; `since` counts from the last end of line.
fn longest_line(part: &[u8], since: &mut usize) -> usize {
    let mut longest = 0;
    for line in part.split_inclusive(|&b| b == b'\n') {
        *since += line.len();
        longest = longest.max(*since);
        if line.ends_with(b"\n") {
            *since = 0;
        }
    }
    longest
}

impl Array {
    /// The longest item of a part; `since` counts from where the last one ended.
    fn longest(&mut self, part: &[u8], since: &mut usize) -> usize {
        let mut longest = 0;
        for &b in part {
            *since += 1;
            if self.quoted {
                self.quoted = self.escaped || b != b'"';
                self.escaped = !self.escaped && b == b'\\';
                continue;
            }
            match b {
                b'"' => self.quoted = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            if self.depth <= 1 {
                longest = longest.max(*since);
                *since = 0;
            }
        }
        longest.max(*since)
    }
}

/// A stream over a file or standard input, unpacked.
pub(crate) fn open(path: &str) -> Outcome<Box<dyn BufRead>> {
    open_counted(path, &Progress::hidden())
}

fn open_counted(path: &str, progress: &Progress) -> Outcome<Box<dyn BufRead>> {
    let fail = |error: io::Error| Failure::io(name_of(path), &error);
    let raw: Box<dyn Read> = if path == "-" {
        Box::new(io::stdin().lock())
    } else {
        let file = File::open(path).map_err(fail)?;
        if file.metadata().map_err(fail)?.is_dir() {
            return Err(Failure::file(path, "expected a file, found a folder"));
        }
        progress.counted(file)
    };
    unpacked_if_packed(raw).map_err(fail)
}

/// The same bytes; unpacked where their first ones say that they are packed.
pub(super) fn unpacked_if_packed(raw: Box<dyn Read>) -> io::Result<Box<dyn BufRead>> {
    let mut raw = BufReader::with_capacity(1 << 16, raw);
    let head = raw.fill_buf()?;
    if head.starts_with(&[0x1f, 0x8b]) {
        let counted = Counted { inner: raw, packed: 0 };
        let decoder = flate2::bufread::MultiGzDecoder::new(counted);
        return Ok(unpacked(decoder, |d| d.get_ref().packed, ".gz"));
    }
    if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        let counted = Counted { inner: raw, packed: 0 };
        let decoder = zstd::stream::read::Decoder::with_buffer(counted)?;
        return Ok(unpacked(decoder, |d| d.get_ref().packed, ".zst"));
    }
    Ok(Box::new(raw))
}

fn unpacked<R: Read + 'static>(
    inner: R,
    packed: fn(&R) -> u64,
    what: &'static str,
) -> Box<dyn BufRead> {
    Box::new(BufReader::with_capacity(1 << 16, Guarded { inner, packed, unpacked: 0, what }))
}

/// Counts the packed bytes as they are taken.
struct Counted<R> {
    inner: R,
    packed: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let taken = self.inner.read(buffer)?;
        self.packed += taken as u64;
        Ok(taken)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.packed += amount as u64;
        self.inner.consume(amount);
    }
}

/// Stops when far more comes out than text could have been packed into what went in.
struct Guarded<R> {
    inner: R,
    packed: fn(&R) -> u64,
    unpacked: u64,
    what: &'static str,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let taken = self.inner.read(buffer).map_err(|error| match error.raw_os_error() {
            Some(_) => error,
            None => {
                let what = self.what;
                io::Error::other(format!("expected a whole {what} file, found {error}"))
            }
        })?;
        self.unpacked += taken as u64;
        if is_absurd(self.unpacked, (self.packed)(&self.inner)) {
            return Err(io::Error::other(format!("expected a packed list, found {}", absurd())));
        }
        Ok(taken)
    }
}
