//! The segments of a word, each with several ways to write it → the likeliest whole spellings, best first.

use super::rules::{Segment, Written};

/// How many unfinished spellings are kept at each segment.
const BEAM: usize = 64;
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
    let open: Vec<usize> = (0..segments.len())
        .filter(|&at| ways(&segments[at]) > 1)
        .collect();
    let mut paths: Vec<(u32, Vec<u8>)> = vec![(0, Vec::new())];
    for &at in &open {
        let mut longer = Vec::with_capacity(paths.len() * 2);
        for (cost, path) in &paths {
            for way in 0..ways(&segments[at]).min(16) {
                let unlike = open.iter().zip(path).any(|(&other, &chosen)| {
                    usize::from(chosen) != way && number(&segments[other]) == number(&segments[at])
                });
                let mut path = path.clone();
                path.push(u8::try_from(way).unwrap_or(u8::MAX));
                let step = u32::try_from(way).unwrap_or(u32::MAX);
                longer.push((cost + step + u32::from(unlike) * UNLIKE, path));
            }
        }
        // Stable, so equal costs stay in the order of the alternatives.
        longer.sort_by_key(|(cost, _)| *cost);
        longer.truncate(BEAM.max(most));
        paths = longer;
    }
    let mut found: Vec<Spelling> = Vec::with_capacity(paths.len().min(most));
    for (cost, path) in paths {
        let text = write(segments, &path);
        if found.len() < most && !found.iter().any(|known| known.text == text) {
            found.push(Spelling { text, cost });
        }
    }
    found
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

fn write(segments: &[Segment<'_>], path: &[u8]) -> String {
    let mut text = String::with_capacity(segments.len() * 2);
    let mut choices = path.iter();
    for segment in segments {
        let way = if ways(segment) > 1 {
            choices.next().copied().unwrap_or(0)
        } else {
            0
        };
        text.push_str(written(segment, usize::from(way), &mut [0; 4]));
    }
    text
}

fn ways(segment: &Segment<'_>) -> usize {
    match segment.written {
        Written::Rule(rule) => rule.to.len(),
        Written::Copied(_) | Written::Foreign(_) => 1,
    }
}

fn number(segment: &Segment<'_>) -> Option<u32> {
    match segment.written {
        Written::Rule(rule) => Some(rule.number),
        Written::Copied(_) | Written::Foreign(_) => None,
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
