//! A path or `-` → its bytes, unpacked.
//!
//! `.gz` and `.zst` are known by their first bytes, not by their endings. A file that unpacks to
//! absurdly much is refused before it fills the memory.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use crate::failure::{Failure, Outcome};

/// Nothing that people write as text packs better than this.
const RATIO_MAX: u64 = 200;
/// Below this size nobody is harmed.
const RATIO_FREE_BYTES: u64 = 64 << 20;

/// What messages call the input.
pub(crate) fn name_of(path: &str) -> &str {
    if path == "-" { "standard input" } else { path }
}

/// All bytes of a file or of standard input, unpacked.
pub(crate) fn bytes(path: &str) -> Outcome<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes).map_err(|error| Failure::io(name_of(path), &error))?;
    Ok(bytes)
}

/// A stream over a file or standard input, unpacked.
pub(crate) fn open(path: &str) -> Outcome<Box<dyn BufRead>> {
    let fail = |error: io::Error| Failure::io(name_of(path), &error);
    let raw: Box<dyn Read> = if path == "-" {
        Box::new(io::stdin().lock())
    } else {
        let file = File::open(path).map_err(fail)?;
        if file.metadata().map_err(fail)?.is_dir() {
            return Err(Failure::file(path, "expected a file, found a folder"));
        }
        Box::new(file)
    };
    let mut raw = BufReader::with_capacity(1 << 16, raw);
    let head = raw.fill_buf().map_err(fail)?;
    if head.starts_with(&[0x1f, 0x8b]) {
        let counted = Counted { inner: raw, packed: 0 };
        return Ok(unpacked(flate2::bufread::MultiGzDecoder::new(counted), |d| d.get_ref().packed));
    }
    if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        let counted = Counted { inner: raw, packed: 0 };
        let decoder = zstd::stream::read::Decoder::with_buffer(counted).map_err(fail)?;
        return Ok(unpacked(decoder, |d| d.get_ref().packed));
    }
    Ok(Box::new(raw))
}

fn unpacked<R: Read + 'static>(inner: R, packed: fn(&R) -> u64) -> Box<dyn BufRead> {
    Box::new(BufReader::with_capacity(1 << 16, Guarded { inner, packed, unpacked: 0 }))
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
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let taken = self.inner.read(buffer)?;
        self.unpacked += taken as u64;
        let allowed = RATIO_FREE_BYTES.max((self.packed)(&self.inner).saturating_mul(RATIO_MAX));
        if self.unpacked > allowed {
            return Err(io::Error::other(format!(
                "expected a packed list, found one that unpacks to over {RATIO_MAX} times its size"
            )));
        }
        Ok(taken)
    }
}
