//! The segments of a word, each with several ways to write it → the likeliest whole spellings, best first.

use std::borrow::Cow;
use std::ops::Range;

use super::rules::{Rules, Segment, Written};

/// How many segments of a word may be written in other than their first way. A token with more is no
/// name; the rest of it is written in the first.
const OPEN_MAX: usize = 24;
/// How many ways to write one segment are tried.
const WAYS_MAX: usize = 16;

/// A choice for each open segment so far, and what they cost together.
#[derive(Clone, Copy)]
struct Path {
    cost: u32,
    choices: [u8; OPEN_MAX],
}

/// What it costs to write one rule's letter in two ways within one word: as much as one step down
/// the list, so that `х…х` is read `kh…kh`, `h…h` before `kh…h`.
const UNLIKE: u32 = 1;

/// A spelling and its cost: 0 where the first alternative is taken everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spelling {
    pub(super) text: String,
    pub(super) cost: u32,
}

/// The cheapest spellings, at most `most`, without duplicates, in order of cost, then of the list.
pub(super) fn spellings(segments: &[Segment<'_>], most: usize) -> Vec<Spelling> {
    let (mut text, mut found) = (String::new(), Vec::new());
    Speller::default().spell(segments, most, &mut text, &mut found);
    let of = |(cost, range): (u32, Range<usize>)| Spelling { text: text[range].to_owned(), cost };
    found.into_iter().map(of).collect()
}

/// Finds spellings; what it works with is kept from word to word.
#[derive(Default)]
pub(super) struct Speller {
    paths: Vec<Path>,
    longer: Vec<Path>,
    open: Vec<Open>,
}

/// A segment that can be written in several ways.
struct Open {
    ways: u8,
    number: u32,
    /// The last earlier one that the same rule writes, as its place among these.
    like: Option<usize>,
}

impl Speller {
    /// The same, written one after the other behind what is in `text`: their costs and places.
    pub(super) fn spell(
        &mut self,
        segments: &[Segment<'_>],
        most: usize,
        text: &mut String,
        found: &mut Vec<(u32, Range<usize>)>,
    ) {
        self.find(segments, most);
        let first = found.len();
        for path in &self.paths {
            if found.len() - first == most {
                break;
            }
            let start = text.len();
            write(segments, &path.choices, text);
            let (before, new) = text.split_at(start);
            if found[first..].iter().any(|(_, known)| before[known.clone()] == *new) {
                text.truncate(start);
            } else {
                found.push((path.cost, start..text.len()));
            }
        }
    }

    /// The cheapest paths, and a few more, since two choices may give one text.
    fn find(&mut self, segments: &[Segment<'_>], most: usize) {
        self.open.clear();
        for segment in segments.iter().filter(|segment| ways(segment) > 1).take(OPEN_MAX) {
            let like = self.open.iter().rposition(|other| other.number == segment.number);
            let ways = ways(segment).min(WAYS_MAX) as u8;
            self.open.push(Open { ways, number: segment.number, like });
        }
        let (paths, longer) = (&mut self.paths, &mut self.longer);
        let kept = most + most / 2;
        paths.clear();
        paths.push(Path { cost: 0, choices: [0; OPEN_MAX] });
        for (at, open) in self.open.iter().enumerate() {
            longer.clear();
            for path in &*paths {
                for way in 0..open.ways {
                    let cost = path.cost + u32::from(way);
                    if longer.len() == kept && longer.last().is_none_or(|last| last.cost <= cost) {
                        break;
                    }
                    let unlike = open.like.is_some_and(|like| path.choices[like] != way);
                    let mut path = Path { cost: cost + u32::from(unlike) * UNLIKE, ..*path };
                    path.choices[at] = way;
                    // Equal costs stay in the order of the alternatives.
                    let place = longer.partition_point(|known| known.cost <= path.cost);
                    if place < kept {
                        longer.truncate(kept - 1);
                        longer.insert(place, path);
                    }
                }
            }
            std::mem::swap(paths, longer);
        }
    }
}

/// The cheapest spelling, after what is already in `text`.
pub(super) fn write_usual(segments: &[Segment<'_>], text: &mut String) {
    for segment in segments {
        text.push_str(written(segment, 0, &mut [0; 4]));
    }
}

/// Whether there is more than one way to write the segments.
pub(super) fn is_open(segments: &[Segment<'_>]) -> bool {
    segments.iter().any(|segment| ways(segment) > 1)
}

/// Whether the segments can be written as `wanted`.
pub(super) fn accepts(segments: &[Segment<'_>], wanted: &str) -> bool {
    // Every rest of `wanted` that some way to write the segments so far leaves.
    let mut rests = vec![wanted];
    for segment in segments {
        let mut next: Vec<&str> = Vec::new();
        for rest in rests {
            for way in 0..ways(segment) {
                let mut buffer = [0; 4];
                if let Some(rest) = rest.strip_prefix(written(segment, way, &mut buffer))
                    && !next.contains(&rest)
                {
                    next.push(rest);
                }
            }
        }
        rests = next;
    }
    rests.contains(&"")
}

/// Whether a table of guesses can write the letters as `wanted`, marks and apostrophes aside: not only
/// the longest rule counts at each place. What `ай` stands for, `а` and `й` may stand for too. `plain`
/// gives the letters of a piece that count.
pub(super) fn accepts_in_any_way(
    rules: &Rules,
    letters: &[char],
    wanted: &str,
    plain: impl Fn(&str) -> String,
) -> bool {
    if !wanted.is_ascii() {
        return false;
    }
    // For each place in the word, how much of `wanted` may be written by then.
    let mut reached = vec![vec![false; wanted.len() + 1]; letters.len() + 1];
    reached[0][0] = true;
    for at in 0..letters.len() {
        let from: Vec<usize> = (0..=wanted.len()).filter(|&done| reached[at][done]).collect();
        if from.is_empty() {
            continue;
        }
        let mut write = |length: usize, piece: &str| {
            for done in from.iter().filter(|done| wanted[**done..].starts_with(piece)) {
                reached[at + length][done + piece.len()] = true;
            }
        };
        for (length, rule) in rules.steps(letters, at) {
            rule.to.iter().for_each(|to| write(length, &plain_piece(to, &plain)));
        }
        if rules.step(letters, at).is_none() {
            write(1, &plain(letters[at].encode_utf8(&mut [0; 4])));
        }
    }
    reached[letters.len()][wanted.len()]
}

/// Most pieces are plain already.
fn plain_piece<'a>(piece: &'a str, plain: &impl Fn(&str) -> String) -> Cow<'a, str> {
    if piece.bytes().all(|byte| byte.is_ascii_lowercase()) {
        Cow::Borrowed(piece)
    } else {
        Cow::Owned(plain(piece))
    }
}

fn write(segments: &[Segment<'_>], path: &[u8], text: &mut String) {
    let mut choices = path.iter();
    for segment in segments {
        let way = if ways(segment) > 1 { choices.next().copied().unwrap_or(0) } else { 0 };
        text.push_str(written(segment, usize::from(way), &mut [0; 4]));
    }
}

fn ways(segment: &Segment<'_>) -> usize {
    match segment.written {
        Written::Rule(rule) => rule.to.len(),
        Written::Copied(_) | Written::Foreign(_) => 1,
    }
}

/// One way to write a segment; `buffer` holds a copied character.
pub(super) fn written<'a>(segment: &Segment<'a>, way: usize, buffer: &'a mut [u8; 4]) -> &'a str {
    match segment.written {
        Written::Rule(rule) => rule.to.get(way).map_or("", |to| to),
        Written::Copied(letter) => letter.encode_utf8(buffer),
        Written::Foreign(text) => text,
    }
}
