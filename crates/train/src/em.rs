//! Pairs of romanized spellings → a table of units with joint probabilities.
//!
//! Expectation maximization over all ways to cut two spellings into units, as in Bisani & Ney
//! (2008), with a discount that kills units seen about once, a background component that takes
//! the pairs which no common spelling explains (aligned lists are noisy), and pruning to a fixed
//! number of units.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Longest unit on either side, in letters.
const LETTERS_MAX: usize = 3;
/// Longer words are left out of training.
const WORD_LETTERS_MAX: usize = 20;
/// Letters an alignment may stray from the diagonal.
const BAND: usize = 4;

/// log2 of a letter's probability in pairs of words that have no relation: independent letters cost
/// about 4.2 bits each.
const BACKGROUND_BITS: f64 = -4.2;

/// A unit: packed letters of both sides (8 bits a letter, zero padded).
type Unit = (u32, u32);

/// What to train with.
pub(crate) struct Settings {
    /// Rounds of expectation maximization.
    pub(crate) rounds: usize,
    /// Units kept at the end.
    pub(crate) units_max: usize,
    /// Expected count taken from each unit in each round.
    pub(crate) discount: f64,
    /// Whether a unit and its mirror image are one.
    pub(crate) symmetric: bool,
    /// Most letters of both sides of a unit together.
    pub(crate) letters_both_max: usize,
}

/// A training pair with its weight.
pub(crate) struct Pair {
    pub(crate) left: Vec<u8>,
    pub(crate) right: Vec<u8>,
    pub(crate) weight: f64,
}

impl Pair {
    pub(crate) fn new(left: &str, right: &str, weight: f64) -> Option<Self> {
        let fits = |word: &str| (1..=WORD_LETTERS_MAX).contains(&word.len()) && word.is_ascii();
        (fits(left) && fits(right)).then(|| Self {
            left: left.as_bytes().to_vec(),
            right: right.as_bytes().to_vec(),
            weight,
        })
    }
}

/// Units with their joint probabilities, likeliest first.
pub(crate) fn train(pairs: &[Pair], settings: &Settings) -> Vec<(String, String, f64)> {
    let mut units = initial(pairs, settings);
    for round in 0..settings.rounds {
        let background = if round < 2 { 0.0 } else { BACKGROUND_BITS.exp2() };
        let mut counts = expect(pairs, &units, background);
        if settings.symmetric {
            mirror(&mut counts);
        }
        let last = round + 1 == settings.rounds;
        let discount = if last { 0.0 } else { settings.discount };
        let keep = if last || round + 3 >= settings.rounds { settings.units_max } else { 200_000 };
        units = maximize(counts, discount, keep);
    }
    let mut table: Vec<(String, String, f64)> =
        units.into_iter().map(|((x, y), p)| (unpack(x), unpack(y), p)).collect();
    table.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| (&a.0, &a.1).cmp(&(&b.0, &b.1))));
    table
}

fn pack(letters: &[u8]) -> u32 {
    letters.iter().fold(0, |packed, &letter| (packed << 8) | u32::from(letter))
}

fn unpack(packed: u32) -> String {
    packed.to_be_bytes().iter().filter(|&&byte| byte != 0).map(|&byte| byte as char).collect()
}

/// Visits every unit that may start at every cell near the diagonal.
fn for_each_unit(
    pair: &Pair,
    both_max: usize,
    mut visit: impl FnMut((usize, usize), (usize, usize), Unit),
) {
    let (rows, columns) = (pair.left.len() + 1, pair.right.len() + 1);
    for row in 0..rows {
        for column in 0..columns {
            if row.abs_diff(column * rows / columns) > BAND {
                continue;
            }
            for down in 0..=LETTERS_MAX.min(rows - 1 - row) {
                for along in 0..=LETTERS_MAX.min(columns - 1 - column) {
                    if down + along == 0 || down + along > both_max {
                        continue;
                    }
                    let x = pack(&pair.left[row..row + down]);
                    let y = pack(&pair.right[column..column + along]);
                    visit((row, column), (row + down, column + along), (x, y));
                }
            }
        }
    }
}

/// Cooccurrence near the diagonal, small units and equal letters preferred.
fn initial(pairs: &[Pair], settings: &Settings) -> FxHashMap<Unit, f64> {
    let counts = pairs
        .par_chunks(2_000)
        .map(|chunk| {
            let mut counts: FxHashMap<Unit, f64> = FxHashMap::default();
            for pair in chunk {
                let (rows, columns) = (pair.left.len() + 1, pair.right.len() + 1);
                for_each_unit(
                    pair,
                    settings.letters_both_max,
                    |(row, column), (end, along), unit| {
                        let drift = row.abs_diff(column * rows / columns) as f64;
                        let letters = (end - row + along - column) as f64;
                        let empty = if end == row || along == column { -4.0 } else { 0.0 };
                        let same = if unit.0 == unit.1 { 5.0 } else { 0.0 };
                        let bits: f64 = same + empty - drift - 3.0 * (letters - 2.0);
                        *counts.entry(unit).or_default() += pair.weight * bits.exp2();
                    },
                );
            }
            counts
        })
        .collect::<Vec<_>>();
    let mut total = merge(counts);
    if settings.symmetric {
        mirror(&mut total);
    }
    maximize(total, 0.0, 2_000_000)
}

fn merge(parts: Vec<FxHashMap<Unit, f64>>) -> FxHashMap<Unit, f64> {
    let mut total: FxHashMap<Unit, f64> = FxHashMap::default();
    for part in parts {
        let mut sorted: Vec<_> = part.into_iter().collect();
        sorted.sort_by_key(|&(unit, _)| unit);
        for (unit, count) in sorted {
            *total.entry(unit).or_default() += count;
        }
    }
    total
}

fn mirror(counts: &mut FxHashMap<Unit, f64>) {
    let mut sorted: Vec<_> = counts.iter().map(|(&unit, &count)| (unit, count)).collect();
    sorted.sort_by_key(|&(unit, _)| unit);
    for (unit, count) in sorted {
        *counts.entry(unit).or_default() -= count / 2.0;
        *counts.entry((unit.1, unit.0)).or_default() += count / 2.0;
    }
}

fn expect(pairs: &[Pair], units: &FxHashMap<Unit, f64>, background: f64) -> FxHashMap<Unit, f64> {
    let parts = pairs
        .par_chunks(2_000)
        .map(|chunk| {
            let mut counts = FxHashMap::default();
            for pair in chunk {
                expect_one(pair, units, background, &mut counts);
            }
            counts
        })
        .collect::<Vec<_>>();
    merge(parts)
}

/// Forward and backward over one pair; adds the expected count of every unit.
fn expect_one(
    pair: &Pair,
    units: &FxHashMap<Unit, f64>,
    background: f64,
    counts: &mut FxHashMap<Unit, f64>,
) {
    let columns = pair.right.len() + 1;
    let cells = (pair.left.len() + 1) * columns;
    let mut arcs = Vec::new();
    for_each_unit(pair, 6, |from, to, unit| {
        if let Some(&probability) = units.get(&unit) {
            arcs.push((from.0 * columns + from.1, to.0 * columns + to.1, unit, probability));
        }
    });
    let mut forward = vec![0.0f64; cells];
    forward[0] = 1.0;
    // Cells are visited in row order and every arc goes forward in it.
    for &(from, to, _, probability) in &arcs {
        forward[to] += forward[from] * probability;
    }
    let total = forward[cells - 1];
    if total <= 0.0 {
        return;
    }
    let noise = 0.1 * background.powi((pair.left.len() + pair.right.len()) as i32);
    let weight = pair.weight * total / (total + if background > 0.0 { noise } else { 0.0 });
    let mut backward = vec![0.0f64; cells];
    backward[cells - 1] = 1.0;
    for &(from, to, _, probability) in arcs.iter().rev() {
        backward[from] += backward[to] * probability;
    }
    for &(from, to, unit, probability) in &arcs {
        let expected = weight * forward[from] * probability * backward[to] / total;
        if expected > 1e-6 {
            *counts.entry(unit).or_default() += expected;
        }
    }
}

/// Discounted, pruned, normalized.
fn maximize(counts: FxHashMap<Unit, f64>, discount: f64, keep: usize) -> FxHashMap<Unit, f64> {
    let mut left: Vec<(Unit, f64)> = counts
        .into_iter()
        .map(|(unit, count)| (unit, count - discount))
        .filter(|&(_, count)| count > 0.0)
        .collect();
    left.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    left.truncate(keep);
    let total: f64 = left.iter().map(|&(_, count)| count).sum();
    left.into_iter().map(|(unit, count)| (unit, count / total)).collect()
}
