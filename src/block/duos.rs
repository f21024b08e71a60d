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
    /// Words of each, the smaller id first; in order of sound.
    pub(super) words: Vec<(u32, u32)>,
    /// Names of all duos, those of each in order, and where they begin; one more at the end.
    names: Vec<u32>,
    starts: Vec<u32>,
    /// Duos of all names, by name, and where they begin.
    of_names: Vec<u32>,
    name_starts: Vec<u32>,
}

impl Duos {
    pub(super) fn new(forms: &[&Form], screen: &Screen) -> Self {
        let mut met: Vec<((u32, u32), u32, u32, u32)> = forms
            .par_iter()
            .enumerate()
            .flat_map_iter(|(name, form)| {
                let words = words(form);
                let count = words.len();
                let pairs = (0..count).flat_map(move |at| (at + 1..count).map(move |to| (at, to)));
                let duo = |(at, to): (usize, usize)| {
                    let (one, other) = (words[at], words[to]);
                    (sound(one, other, screen), one, other, name as u32)
                };
                pairs.map(duo).collect::<Vec<_>>()
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
        for &(_, one, other, name) in &met {
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

    /// How far two duos are apart, if they may be one name: by the nearer way.
    fn apart(&self, one: u32, other: u32, screen: &Screen) -> Option<f32> {
        let [straight, crossed] = self.ways(one, other);
        let least = |way: &[(u32, u32); 2]| way.iter().map(|&(a, b)| screen.least(a, b)).sum();
        let (first, second): (f32, f32) = (least(&straight), least(&crossed));
        let mut ways = [(first, straight), (second, crossed)];
        if second < first {
            ways.swap(0, 1);
        }
        let mut nearest = None;
        for (least, way) in ways {
            if least <= nearest.unwrap_or(BOTH) {
                let apart = apart(&way, screen);
                nearest = apart.into_iter().chain(nearest).min_by(f32::total_cmp);
            }
        }
        nearest
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

/// Where a duo stands in order of sound.
fn sound(one: u32, other: u32, screen: &Screen) -> (u32, u32) {
    let (one, other) = (screen.rank(one), screen.rank(other));
    (one.min(other), one.max(other))
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
/// Of so few duos each meets all others, whatever their keys.
const ALL_MAX: u32 = 1_000;
/// Bits of a number that say which duo has a key; the others are the key's.
const DUO_BITS: u32 = 28;

/// Finds the duos that could be two spellings of one.
pub(super) fn meetings(duos: &Duos, keys: &Keys, screen: &Screen) -> Meetings {
    let all = duos.words.len() as u32;
    if all <= ALL_MAX {
        let pairs = (0..all).into_par_iter().flat_map_iter(|one| {
            (one + 1..all).map(move |other| u64::from(one) << 32 | u64::from(other))
        });
        let near = pairs.flat_map_iter(|pair| entries(pair, duos, screen)).collect();
        return Meetings { pairs: pairs_of(&nearest(near)), crowded: 0 };
    }
    let count = |&(one, other): &(u32, u32)| {
        let (a, b) = (keys.of(one).len(), keys.of(other).len());
        a * b - keys.loose(one).len() * keys.loose(other).len()
    };
    let passes = duos.words.par_iter().map(count).sum::<usize>().div_ceil(KEYS_AT_ONCE) as u64;
    let (mut near, mut crowded) = (Vec::new(), 0);
    for pass in 0..passes {
        let mut met: Vec<u64> = (0..duos.words.len() as u32)
            .into_par_iter()
            .flat_map_iter(|duo| keyed(duo, duos, keys, (pass, passes)))
            .collect();
        met.par_sort_unstable();
        met.dedup();
        let groups = met.par_chunk_by(|a, b| a >> DUO_BITS == b >> DUO_BITS);
        let found: Vec<(Vec<u64>, usize)> = groups
            .filter(|group| group.len() > 1)
            .fold(Default::default, |(mut pairs, crowded): (Vec<_>, usize), group| {
                meet(group, &mut pairs);
                (pairs, crowded + usize::from(group.len() > NEXT_MAX + 1))
            })
            .collect();
        drop(met);
        crowded += found.iter().map(|(_, crowded)| crowded).sum::<usize>();
        let mut pairs: Vec<u64> = found.into_iter().flat_map(|(pairs, _)| pairs).collect();
        pairs.par_sort_unstable();
        pairs.dedup();
        near.par_extend(pairs.par_iter().flat_map_iter(|&pair| entries(pair, duos, screen)));
        near = nearest(near);
    }
    Meetings { pairs: pairs_of(&near), crowded }
}

/// The pairs of duos near each other, in order.
fn pairs_of(near: &[u64]) -> Vec<(u32, u32)> {
    let pair = |&entry: &u64| {
        let (one, other) = (of(entry), duo(entry));
        (one.min(other), one.max(other))
    };
    let mut pairs: Vec<(u32, u32)> = near.par_iter().map(pair).collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// Adds the pairs of one group, in a large one those of each duo and the next few alone: duos are
/// numbered in order of sound.
fn meet(group: &[u64], pairs: &mut Vec<u64>) {
    for (at, &one) in group.iter().enumerate() {
        let next = &group[at + 1..];
        let next = &next[..next.len().min(NEXT_MAX)];
        pairs.extend(next.iter().map(|&other| u64::from(duo(one)) << 32 | u64::from(duo(other))));
    }
}

/// Two duos as each one's near the other, if they may be one name each.
fn entries(pair: u64, duos: &Duos, screen: &Screen) -> impl Iterator<Item = u64> {
    const APART: f32 = 64.0;
    let (one, other) = ((pair >> 32) as u32, pair as u32);
    let entry = |one: u32, other: u32, apart: u64| {
        u64::from(one) << (DUO_BITS + 8) | apart << DUO_BITS | u64::from(other)
    };
    let apart = duos.apart(one, other, screen).map(|apart| (apart * APART) as u64);
    apart.into_iter().flat_map(move |apart| [entry(one, other, apart), entry(other, one, apart)])
}

/// Of the duos near each, the nearest, in order.
fn nearest(mut near: Vec<u64>) -> Vec<u64> {
    near.par_sort_unstable();
    near.dedup();
    let groups = near.par_chunk_by(|a, b| of(*a) == of(*b));
    groups.flat_map_iter(|near| near.iter().take(NEAREST_MAX).copied()).collect()
}

/// The duo that an entry of a key, or of one near another, is of.
fn duo(entry: u64) -> u32 {
    (entry & ((1 << DUO_BITS) - 1)) as u32
}

/// The duo that it is near.
fn of(entry: u64) -> u32 {
    (entry >> (DUO_BITS + 8)) as u32
}

/// How far both words of two duos may be apart together.
const BOTH: f32 = 1.75;

/// How far two pairs of words are apart, if they may be one name each; where one pair is far apart,
/// the other must make up for it.
fn apart(way: &[(u32, u32); 2], screen: &Screen) -> Option<f32> {
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
