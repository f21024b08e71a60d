//! A path or `-` → its text, or a file that can be read at any place; unpacked.
//!
//! `.gz` and `.zst` are known by their first bytes, not by their endings. A file that unpacks to
//! absurdly much is refused before it fills the memory.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};

use crate::failure::{Failure, Outcome};
use crate::terminal::Progress;

/// Nothing that people write as text packs better than this.
const RATIO_MAX: u64 = 200;
/// Below this size nobody is harmed.
const RATIO_FREE_BYTES: u64 = 64 << 20;

/// A line, or an object of a JSON array, is no longer: who wrote it meant something else.
const LINE_BYTES_MAX: usize = 64 << 20;
/// Where brackets never close, what is read need not be read to its end. A parser stops long before.
const LEVELS_MAX: usize = 1 << 20;

/// Enough to know a format by: a tar archive says so after 257 bytes.
const HEAD_BYTES: usize = 512;
/// How much of a binary format is set down that comes by standard input, or packed.
const SET_DOWN_BYTES_MAX: u64 = 8 << 30;

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

/// A file or standard input, unpacked, whose first bytes have been looked at.
pub(super) struct Opened {
    pub(super) path: String,
    /// As many as tell a format; fewer only where there are no more.
    pub(super) head: Vec<u8>,
    rest: Box<dyn BufRead>,
    /// The file, where it is one and not packed: it can be read at any place.
    as_it_lies: Option<File>,
    bounds: Bounds,
    /// Shown until all is read.
    _progress: Progress,
}

impl Opened {
    pub(super) fn new(path: &str) -> Outcome<Self> {
        if path == "-" {
            return Self::of(path, Box::new(io::stdin().lock()), None, Progress::hidden());
        }
        let fail = |error: io::Error| Failure::io(path, &error);
        let file = File::open(path).map_err(fail)?;
        let found = file.metadata().map_err(fail)?;
        if found.is_dir() {
            return Err(Failure::file(path, "expected a file, found a folder"));
        }
        let as_it_lies = found.is_file().then(|| file.try_clone()).transpose().map_err(fail)?;
        let progress = Progress::of_bytes("reading", found.len());
        Self::of(path, progress.counted(file), as_it_lies, progress)
    }

    /// The same for any bytes.
    pub(super) fn of(
        path: &str,
        raw: Box<dyn Read>,
        file: Option<File>,
        progress: Progress,
    ) -> Outcome<Self> {
        let fail = |error: io::Error| Failure::io(name_of(path), &error);
        let (is_packed, mut rest) = unpacked_if_packed(raw).map_err(fail)?;
        let mut head = Vec::with_capacity(HEAD_BYTES);
        rest.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(fail)?;
        let as_it_lies = file.filter(|_| !is_packed);
        let bounds = Bounds::default();
        Ok(Self { path: path.to_owned(), head, rest, as_it_lies, bounds, _progress: progress })
    }

    /// Whether there is nothing to read.
    pub(super) fn is_blank(&self) -> bool {
        self.head.len() < HEAD_BYTES && self.head.iter().all(u8::is_ascii_whitespace)
    }

    /// All bytes of a text. One without an end of line in sight is not read to its end.
    pub(super) fn text(mut self) -> Outcome<Vec<u8>> {
        let mut bytes = Vec::new();
        self.fill(&mut bytes, usize::MAX)?;
        Ok(bytes)
    }

    /// Goes on reading a text until so many bytes of it are there; whether there are no more.
    pub(super) fn fill(&mut self, bytes: &mut Vec<u8>, least: usize) -> Outcome<bool> {
        let name = name_of(&self.path);
        let wrong = |(line, column, why): Wrong| Failure::at(name, line, column, why);
        let head = std::mem::take(&mut self.head);
        self.bounds.take(&head).map_err(wrong)?;
        bytes.extend(head);
        while bytes.len() < least {
            let part = self.rest.fill_buf().map_err(|error| Failure::io(name, &error))?;
            if part.is_empty() {
                return Ok(true);
            }
            self.bounds.take(part).map_err(wrong)?;
            bytes.extend_from_slice(part);
            let taken = part.len();
            self.rest.consume(taken);
        }
        Ok(false)
    }

    /// A file that can be read at any place: the file itself, or what came, set down.
    pub(super) fn file(self) -> Outcome<File> {
        let name = name_of(&self.path);
        if let Some(mut file) = self.as_it_lies {
            file.rewind().map_err(|error| Failure::io(name, &error))?;
            return Ok(file);
        }
        let cannot = |error: io::Error| {
            let folder = std::env::temp_dir();
            match error.raw_os_error() {
                Some(_) => {
                    let why = format!("cannot be set down in {}: {error}", folder.display());
                    Failure::file(name, why)
                }
                None => Failure::io(name, &error),
            }
        };
        let mut file = tempfile::tempfile().map_err(cannot)?;
        let mut source = self.head.chain(self.rest).take(SET_DOWN_BYTES_MAX + 1);
        let bytes = io::copy(&mut source, &mut file).map_err(cannot)?;
        if bytes > SET_DOWN_BYTES_MAX {
            let most = SET_DOWN_BYTES_MAX >> 30;
            return Err(Failure::file(name, format!("expected under {most} GiB, found more")));
        }
        file.rewind().map_err(cannot)?;
        Ok(file)
    }
}

/// So many bytes of a file; a failure says what was found instead.
pub(super) fn part(mut file: &File, at: u64, length: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    file.seek(io::SeekFrom::Start(at))
        .and_then(|_| file.take(length).read_to_end(&mut bytes))
        .map_err(|error| error.to_string())?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(CUT.to_owned()) }
}

/// What is found where a file ends too soon.
pub(super) const CUT: &str = "one that is cut off";

/// All bytes of a text, unpacked.
pub(crate) fn bytes(path: &str) -> Outcome<Vec<u8>> {
    Opened::new(path)?.text()
}

/// A place and what is wrong there.
type Wrong = (usize, usize, String);

/// Watches how long a line of text, or an object of a JSON array, gets, and how deep JSON goes.
#[derive(Default)]
struct Bounds {
    begun: bool,
    json: Option<Json>,
    line: usize,
    /// Bytes since the last end of line.
    since: usize,
}

impl Bounds {
    fn take(&mut self, part: &[u8]) -> Result<(), Wrong> {
        if !self.begun {
            let first =
                part.iter().find(|b| !b.is_ascii_whitespace() && !b"\xEF\xBB\xBF".contains(b));
            self.begun = first.is_some();
            self.json = first.filter(|&&b| b"[{".contains(&b)).map(|&b| Json::new(b == b'['));
        }
        let is_array = match &mut self.json {
            Some(json) => json.take(part).map(|()| json.is_array)?,
            None => false,
        };
        // An array may well be one line.
        for line in part.split_inclusive(|&b| b == b'\n').filter(|_| !is_array) {
            self.since += line.len();
            if self.since > LINE_BYTES_MAX {
                return Err((self.line + 1, 1, too_long("lines")));
            }
            if line.ends_with(b"\n") {
                self.since = 0;
                self.line += 1;
            }
        }
        Ok(())
    }
}

fn too_long(what: &str) -> String {
    format!("expected {what} under {} MiB, found a longer one", LINE_BYTES_MAX >> 20)
}

/// Where in a JSON text we are.
struct Json {
    is_array: bool,
    depth: usize,
    quoted: bool,
    escaped: bool,
    line: usize,
    column: usize,
    /// Where the item of the array begins, and bytes since.
    start: (usize, usize),
    since: usize,
}

impl Json {
    fn new(is_array: bool) -> Self {
        let start = (1, 1);
        let (depth, quoted, escaped, since) = (0, false, false, 0);
        Self { is_array, depth, quoted, escaped, line: 1, column: 1, start, since }
    }

    fn take(&mut self, part: &[u8]) -> Result<(), Wrong> {
        for &b in part {
            self.step(b);
            if self.depth > LEVELS_MAX {
                let why = format!("not valid JSON: brackets within brackets, over {LEVELS_MAX}");
                return Err((self.line, self.column - 1, why));
            }
            if self.is_array && self.since > LINE_BYTES_MAX {
                return Err((self.start.0, self.start.1, too_long("objects")));
            }
        }
        Ok(())
    }

    fn step(&mut self, b: u8) {
        self.since += 1;
        match b {
            b'\n' => (self.line, self.column) = (self.line + 1, 1),
            b => self.column += usize::from(b & 0xC0 != 0x80),
        }
        if self.quoted {
            // No text goes on over the end of a line.
            self.quoted = (self.escaped || b != b'"') && b != b'\n';
            self.escaped = !self.escaped && b == b'\\';
            return;
        }
        match b {
            b'"' => self.quoted = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if self.depth <= 1 {
            (self.start, self.since) = ((self.line, self.column), 0);
        }
    }
}

/// The same bytes, unpacked where their first ones say that they are packed; whether they are.
fn unpacked_if_packed(raw: Box<dyn Read>) -> io::Result<(bool, Box<dyn BufRead>)> {
    let mut raw = BufReader::with_capacity(1 << 16, raw);
    let head = raw.fill_buf()?;
    if head.starts_with(&[0x1f, 0x8b]) {
        let counted = Counted { inner: raw, packed: 0 };
        let decoder = flate2::bufread::MultiGzDecoder::new(counted);
        return Ok((true, unpacked(decoder, |d| d.get_ref().packed, ".gz")));
    }
    if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        let counted = Counted { inner: raw, packed: 0 };
        let decoder = zstd::stream::read::Decoder::with_buffer(counted)?;
        return Ok((true, unpacked(decoder, |d| d.get_ref().packed, ".zst")));
    }
    Ok((false, Box::new(raw)))
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
