//! Names → the pairs of words that stand in them, and which of these are near (blocking).
//!
//! A *duo* is two words that stand in one name. Two names could be one person's only if a duo of
//! the one is near a duo of the other, word by word. Duos meet under pairs of keys of their words:
//! under an exact key of one word at least, so that both may be misspelled, but one of them not
//! beyond its consonants.

use rayon::prelude::*;

use crate::lexicon::{Keys, Screen};
use crate::score::Form;

/// The duos of a list of names.
pub(super) struct Duos {
    /// Words of each, the smaller id first; in order.
    pub(super) words: Vec<(u32, u32)>,
    /// Names of all duos, those of each in order, and where they begin; one more at the end.
    names: Vec<u32>,
    starts: Vec<u32>,
    /// Duos of all names, by name, and where they begin.
    of_names: Vec<u32>,
    name_starts: Vec<u32>,
}

impl Duos {
    pub(super) fn new(forms: &[&Form]) -> Self {
        let mut met: Vec<(u32, u32, u32)> = forms
            .par_iter()
            .enumerate()
            .flat_map_iter(|(name, form)| {
                let words = words(form);
                let count = words.len();
                let pairs = (0..count).flat_map(move |at| (at + 1..count).map(move |to| (at, to)));
                pairs.map(move |(at, to)| (words[at], words[to], name as u32)).collect::<Vec<_>>()
            })
            .collect();
        met.par_sort_unstable();
        let mut duos = Self {
            words: Vec::new(),
            names: Vec::with_capacity(met.len()),
            starts: Vec::new(),
            of_names: vec![0; met.len()],
            name_starts: vec![0; forms.len() + 1],
        };
        for &(one, other, name) in &met {
            if duos.words.last() != Some(&(one, other)) {
                duos.words.push((one, other));
                duos.starts.push(duos.names.len() as u32);
            }
            duos.names.push(name);
            duos.name_starts[name as usize + 1] += 1;
        }
        duos.starts.push(duos.names.len() as u32);
        for name in 0..forms.len() {
            duos.name_starts[name + 1] += duos.name_starts[name];
        }
        let mut next = duos.name_starts.clone();
        for duo in 0..duos.words.len() as u32 {
            for at in duos.starts[duo as usize]..duos.starts[duo as usize + 1] {
                let place = &mut next[duos.names[at as usize] as usize];
                duos.of_names[*place as usize] = duo;
                *place += 1;
            }
        }
        duos
    }

    /// Names that have a duo, in order.
    pub(super) fn names(&self, duo: u32) -> &[u32] {
        let range = self.starts[duo as usize]..self.starts[duo as usize + 1];
        &self.names[range.start as usize..range.end as usize]
    }

    /// The two ways in which the words of two duos may answer one another.
    pub(super) fn ways(&self, one: u32, other: u32) -> [[(u32, u32); 2]; 2] {
        let ((a, b), (c, d)) = (self.words[one as usize], self.words[other as usize]);
        [[(a, c), (b, d)], [(a, d), (b, c)]]
    }

    /// The pairs of words that decide whether pairs of duos are near.
    pub(super) fn words_of(&self, pairs: &[(u32, u32)], screen: &Screen) -> Vec<(u32, u32)> {
        let words = pairs.par_iter().flat_map_iter(|&(one, other)| {
            let ways = self.ways(one, other).into_iter();
            ways.filter(|way| apart(way, screen).is_some()).flatten()
        });
        words.collect()
    }

    /// Duos of a name.
    pub(super) fn of(&self, name: u32) -> &[u32] {
        let range = self.name_starts[name as usize]..self.name_starts[name as usize + 1];
        &self.of_names[range.start as usize..range.end as usize]
    }
}

/// Distinct words of a form, written-together neighbors among them.
fn words(form: &Form) -> Vec<u32> {
    let mut words: Vec<u32> =
        form.names().flat_map(|word| [Some(word.id), word.with_next]).flatten().collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Duos that meet, the smaller first, in order, and how many groups of them were too large.
pub(super) struct Meetings {
    pub(super) pairs: Vec<(u32, u32)>,
    pub(super) crowded: usize,
}

/// Keys that are looked at together: the room that they take is bounded by this, whatever the list.
const KEYS_AT_ONCE: usize = 1 << 24;
/// In a group larger than this, a duo meets only so many that are next to it in order of sound
/// (the sorted neighborhood of Hernández & Stolfo 1995, "The merge/purge problem").
const NEXT_MAX: usize = 6;
/// Duos that each is compared with: the nearest by their letters, and those that it is among the
/// nearest of. Six are too few for a name that a list has in many cases.
const NEAREST_MAX: usize = 12;
/// Bits of a number that say which duo has a key; the others are the key's.
const DUO_BITS: u32 = 28;

/// Finds the duos that could be two spellings of one.
pub(super) fn meetings(duos: &Duos, keys: &Keys, screen: &Screen) -> Meetings {
    let count = |&(one, other): &(u32, u32)| {
        let (a, b) = (keys.of(one).len(), keys.of(other).len());
        a * b - keys.loose(one).len() * keys.loose(other).len()
    };
    let passes = duos.words.par_iter().map(count).sum::<usize>().div_ceil(KEYS_AT_ONCE) as u64;
    let mut meetings = Meetings { pairs: Vec::new(), crowded: 0 };
    for pass in 0..passes {
        let mut met: Vec<u64> = (0..duos.words.len() as u32)
            .into_par_iter()
            .flat_map_iter(|duo| keyed(duo, duos, keys, (pass, passes)))
            .collect();
        met.par_sort_unstable();
        met.dedup();
        let groups = met.par_chunk_by(|a, b| a >> DUO_BITS == b >> DUO_BITS);
        let found: Vec<(Vec<(u32, u32)>, usize)> = groups
            .filter(|group| group.len() > 1)
            .fold(Default::default, |(mut pairs, crowded): (Vec<_>, usize), group| {
                let is_crowded = meet(group, duos, screen, &mut pairs);
                (pairs, crowded + usize::from(is_crowded))
            })
            .collect();
        let from = meetings.pairs.len();
        for (pairs, crowded) in found {
            meetings.pairs.extend(pairs);
            meetings.crowded += crowded;
        }
        let new = &mut meetings.pairs[from..];
        new.par_sort_unstable();
        meetings.pairs.dedup();
        let kept = nearest(&meetings.pairs[from..], duos, screen);
        meetings.pairs.truncate(from);
        meetings.pairs.extend(kept);
    }
    meetings.pairs.par_sort_unstable();
    meetings.pairs.dedup();
    if passes > 1 {
        meetings.pairs = nearest(&meetings.pairs, duos, screen);
    }
    meetings
}

/// Of pairs of duos those that may be one name each, and of these the nearest of each duo.
fn nearest(pairs: &[(u32, u32)], duos: &Duos, screen: &Screen) -> Vec<(u32, u32)> {
    const APART: f32 = 64.0;
    let mut near: Vec<u64> = pairs
        .par_iter()
        .flat_map_iter(|&(one, other)| {
            let ways = duos.ways(one, other).into_iter();
            let apart = ways.filter_map(|way| apart(&way, screen)).min_by(f32::total_cmp);
            let apart = apart.map(|apart| (apart * APART) as u64);
            let entry = move |one: u32, other: u32, apart: u64| {
                u64::from(one) << (DUO_BITS + 8) | apart << DUO_BITS | u64::from(other)
            };
            apart
                .into_iter()
                .flat_map(move |apart| [entry(one, other, apart), entry(other, one, apart)])
        })
        .collect();
    near.par_sort_unstable();
    let duo = |entry: u64| (entry & ((1 << DUO_BITS) - 1)) as u32;
    let of = |entry: u64| (entry >> (DUO_BITS + 8)) as u32;
    let mut kept: Vec<(u32, u32)> = near
        .par_chunk_by(|a, b| of(*a) == of(*b))
        .flat_map_iter(|near| {
            near.iter().take(NEAREST_MAX).map(move |&entry| {
                let (one, other) = (of(entry), duo(entry));
                (one.min(other), one.max(other))
            })
        })
        .collect();
    kept.par_sort_unstable();
    kept.dedup();
    kept
}

/// How far two pairs of words are apart, if they may be one name each; where one pair is far apart,
/// the other must make up for it.
fn apart(way: &[(u32, u32); 2], screen: &Screen) -> Option<f32> {
    const BOTH: f32 = 1.5;
    let [(a, b), (c, d)] = *way;
    let first = screen.apart(a, b);
    if first > 1.0 {
        return None;
    }
    let second = screen.apart(c, d);
    (second <= (BOTH - first).min(1.0)).then_some(first + second)
}

/// The keys of a duo that belong to one pass of several, each with the duo.
fn keyed(
    duo: u32,
    duos: &Duos,
    keys: &Keys,
    (pass, passes): (u64, u64),
) -> impl Iterator<Item = u64> {
    let (one, other) = duos.words[duo as usize];
    let exact =
        keys.exact(one).iter().flat_map(move |&a| keys.of(other).iter().map(move |&b| (a, b)));
    let loose =
        keys.loose(one).iter().flat_map(move |&a| keys.exact(other).iter().map(move |&b| (a, b)));
    exact.chain(loose).filter_map(move |(a, b)| {
        // Duos that meet under several keys meet in few passes.
        let of_pass = a.min(b) % passes == pass;
        of_pass.then(|| together(a, b) << DUO_BITS | u64::from(duo))
    })
}

/// One key of two, in any order (the finalizer of SplitMix64, Steele, Lea & Flood 2014).
fn together(a: u64, b: u64) -> u64 {
    let mut key = a.min(b).rotate_left(25).wrapping_add(a.max(b));
    key = (key ^ key >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    key = (key ^ key >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    key ^ key >> 31
}

/// Adds the pairs of one group; whether it was too large for all of them.
fn meet(group: &[u64], duos: &Duos, screen: &Screen, pairs: &mut Vec<(u32, u32)>) -> bool {
    let duo = |entry: u64| (entry & ((1 << DUO_BITS) - 1)) as u32;
    let is_crowded = group.len() > NEXT_MAX + 1;
    let mut group: Vec<u32> = group.iter().map(|&entry| duo(entry)).collect();
    if is_crowded {
        group.sort_by_cached_key(|&duo| {
            let (one, other) = duos.words[duo as usize];
            let (one, other) = (screen.rank(one), screen.rank(other));
            (one.min(other), one.max(other), duo)
        });
    }
    for (at, &one) in group.iter().enumerate() {
        let next = &group[at + 1..];
        let next = &next[..next.len().min(NEXT_MAX)];
        pairs.extend(next.iter().map(|&other| (one.min(other), one.max(other))));
    }
    is_crowded
}
