//! Two romanized words → how likely the one is the other, respelled.
//!
//! A channel is a table of *units*: one to three letters on one side beside none to three on the
//! other, each with the joint probability that a name spelled twice contains them. The probability
//! of two spellings is the sum over all ways to cut both into units (a joint multigram model:
//! Deligne, Yvon & Bimbot 1995, "Variable-length sequence matching for phonetic transcription using
//! joint multigrams"; Bisani & Ney 2008, "Joint-sequence models for grapheme-to-phoneme
//! conversion"), computed by the forward recursion in the linear domain. Divided by either word's
//! marginal under the same table it is the conditional probability of the other.

use rustc_hash::FxHashMap;

use super::alphabet::{code, encode, pack};

/// Longest unit on either side, in letters.
pub(crate) const UNIT_LETTERS_MAX: usize = 3;
/// Words longer than this are cut for comparison: no name word is, and the work is quadratic.
pub(crate) const WORD_LETTERS_MAX: usize = 24;

/// Joint probability of a unit that the table lacks: a letter kept, changed, or dropped.
const SAME: f64 = 1.0 / (1u64 << 8) as f64;
const CHANGED: f64 = 1.0 / (1u64 << 17) as f64;
const DROPPED: f64 = 1.0 / (1u64 << 14) as f64;

/// A trained table of units for one class of script pairs.
#[derive(Debug, Clone)]
pub struct Channel {
    /// Joint probability by packed left and right unit.
    joint: UnitMap,
    /// Joint probability of units of one letter or none on either side, by the two codes (0 for
    /// none), those that the table lacks included.
    short: Vec<f64>,
    /// Dense ids of the empty unit on either side.
    empty: (u16, u16),
    /// Marginal probability of each left and each right unit.
    left: FxHashMap<u32, f64>,
    right: FxHashMap<u32, f64>,
    /// Probability that a unit is empty on this side: insertions are geometric.
    left_empty: f64,
    right_empty: f64,
}

/// A word made ready for one side of one channel.
#[derive(Debug, Clone, Default)]
pub struct Spelling {
    codes: Vec<u8>,
    /// Dense unit ids by position and length (`position * 3 + length - 1`); `NONE` where the
    /// table has no unit with these letters.
    units: Vec<u16>,
    /// log2 of the word's marginal probability, and of each prefix's.
    prefix_bits: Vec<f64>,
    /// log2 of the marginal probability of the letters that start at a position, by position and
    /// length as in `units`.
    unit_bits: Vec<f32>,
    /// log2 of the probability that a unit is empty on this side.
    gap_bits: f32,
}

const NONE: u16 = u16::MAX;
/// log2 probability of letters that are no unit of the table.
const NO_UNIT: f32 = -20.0;
/// Letters are left out at least so often.
const RARE_GAP: f64 = 1e-6;

/// A set of dense ids, those that are alike modulo its size taken as one.
type Mask = [u64; MASK_WORDS];
const MASK_WORDS: usize = 4;

/// Open-addressed map from a pair of dense unit ids to a joint probability.
#[derive(Debug, Clone, Default)]
struct UnitMap {
    left_ids: FxHashMap<u32, u16>,
    right_ids: FxHashMap<u32, u16>,
    /// By left id, the right ids that it may have a probability with.
    masks: Vec<Mask>,
    slots: Vec<(u32, f32)>,
    slot_mask: usize,
}

impl UnitMap {
    fn new(units: &[(u32, u32, f64)]) -> Self {
        let mut map = Self::default();
        for &(left, right, _) in units {
            let next = map.left_ids.len() as u16;
            map.left_ids.entry(left).or_insert(next);
            let next = map.right_ids.len() as u16;
            map.right_ids.entry(right).or_insert(next);
        }
        let size = (units.len() * 3).next_power_of_two().max(16);
        map.slot_mask = size - 1;
        map.slots = vec![(u32::MAX, 0.0); size];
        map.masks = vec![[0; MASK_WORDS]; map.left_ids.len()];
        for &(left, right, probability) in units {
            let (left, right) = (map.left_ids[&left], map.right_ids[&right]);
            map.masks[usize::from(left)][usize::from(right / 64) % MASK_WORDS] |= 1 << (right & 63);
            let key = Self::key(left, right);
            let mut slot = Self::hash(key) & map.slot_mask;
            while map.slots[slot].0 != u32::MAX {
                slot = (slot + 1) & map.slot_mask;
            }
            map.slots[slot] = (key, probability as f32);
        }
        map
    }

    fn key(left: u16, right: u16) -> u32 {
        (u32::from(left) << 16) | u32::from(right)
    }

    fn hash(key: u32) -> usize {
        (key.wrapping_mul(0x9E37_79B1) >> 8) as usize
    }

    /// The joint probability of two units, given the mask of the left one.
    #[inline]
    fn get(&self, left: u16, mask: &Mask, right: u16) -> f64 {
        if right == NONE || mask[usize::from(right / 64) % MASK_WORDS] & (1 << (right & 63)) == 0 {
            return 0.0;
        }
        let key = Self::key(left, right);
        let mut slot = Self::hash(key) & self.slot_mask;
        loop {
            let (found, probability) = self.slots[slot];
            if found == key {
                return f64::from(probability);
            }
            if found == u32::MAX {
                return 0.0;
            }
            slot = (slot + 1) & self.slot_mask;
        }
    }
}

impl Default for Channel {
    /// A channel that knows no units.
    fn default() -> Self {
        Self::new(&[])
    }
}

impl Channel {
    /// A channel from the lines of a model table: `left<TAB>right<TAB>bits`, bits being minus log2
    /// of the unit's joint probability, `.` an empty side, `#` a comment.
    ///
    /// # Errors
    /// The first line that is not of this form, counted from 1.
    pub fn parse(text: &str) -> Result<Self, usize> {
        let mut units = Vec::new();
        for (number, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut fields = line.split('\t');
            let unit = (|| {
                let left = parse_unit(fields.next()?)?;
                let right = parse_unit(fields.next()?)?;
                let bits: f64 = fields.next()?.parse().ok()?;
                Some((left, right, (-bits).exp2()))
            })();
            units.push(unit.ok_or(number + 1)?);
        }
        Ok(Self::new(&units))
    }

    /// A channel from packed units with their joint probabilities.
    fn new(units: &[(u32, u32, f64)]) -> Self {
        let mut left: FxHashMap<u32, f64> = FxHashMap::default();
        let mut right: FxHashMap<u32, f64> = FxHashMap::default();
        for &(x, y, probability) in units {
            *left.entry(x).or_default() += probability;
            *right.entry(y).or_default() += probability;
        }
        let left_empty = left.remove(&0).unwrap_or(0.0);
        let right_empty = right.remove(&0).unwrap_or(0.0);
        let joint = UnitMap::new(units);
        let short = short_units(&joint);
        let empty = |ids: &FxHashMap<u32, u16>| ids.get(&0).copied().unwrap_or(NONE);
        let empty = (empty(&joint.left_ids), empty(&joint.right_ids));
        Self { joint, short, empty, left, right, left_empty, right_empty }
    }

    /// The word as the left side of this channel sees it.
    #[must_use]
    pub fn left(&self, word: &str) -> Spelling {
        Self::spell(word, &self.left, &self.joint.left_ids, self.left_empty)
    }

    /// The word as the right side of this channel sees it.
    #[must_use]
    pub fn right(&self, word: &str) -> Spelling {
        Self::spell(word, &self.right, &self.joint.right_ids, self.right_empty)
    }

    fn spell(
        word: &str,
        marginals: &FxHashMap<u32, f64>,
        ids: &FxHashMap<u32, u16>,
        empty: f64,
    ) -> Spelling {
        let mut codes = encode(word);
        codes.truncate(WORD_LETTERS_MAX);
        let mut units = vec![NONE; codes.len() * UNIT_LETTERS_MAX];
        let mut unit_bits = vec![NO_UNIT; codes.len() * UNIT_LETTERS_MAX];
        let mut prefix = vec![0.0f64; codes.len() + 1];
        // A gap between units holds a geometric number of units that are empty on this side.
        let gap = 1.0 / (1.0 - empty.min(0.5));
        prefix[0] = gap;
        for start in 0..codes.len() {
            for length in 1..=UNIT_LETTERS_MAX.min(codes.len() - start) {
                let unit = pack(&codes[start..start + length]);
                if let Some(&id) = ids.get(&unit) {
                    units[start * UNIT_LETTERS_MAX + length - 1] = id;
                }
                let fallback = if length == 1 { SAME } else { 0.0 };
                let probability = marginals.get(&unit).copied().unwrap_or(0.0).max(fallback);
                unit_bits[start * UNIT_LETTERS_MAX + length - 1] = probability.log2() as f32;
                prefix[start + length] += prefix[start] * probability * gap;
            }
        }
        let prefix_bits = prefix.iter().map(|probability| probability.log2()).collect();
        let gap_bits = empty.max(RARE_GAP).log2() as f32;
        Spelling { codes, units, prefix_bits, unit_bits, gap_bits }
    }

    /// The forward table of two spellings, ready for totals.
    pub(crate) fn forward(&self, left: &Spelling, right: &Spelling, table: &mut Forward) {
        let (rows, columns) = (left.codes.len() + 1, right.codes.len() + 1);
        table.columns = columns;
        table.cells.clear();
        table.cells.resize(rows * columns, Cell::default());
        table.cells[0] = Cell { all: 1.0, best: 1.0, unit: (0, 0) };
        // Names keep their letters in order: far from the diagonal nothing is gained.
        let mut diagonal = [0; WORD_LETTERS_MAX + 1];
        for (column, row) in diagonal.iter_mut().enumerate().take(columns) {
            *row = column * rows / columns;
        }
        for row in 0..rows {
            for (column, diagonal) in diagonal.iter().enumerate().take(columns) {
                let here = table.cells[row * columns + column];
                if here.all == 0.0 || row.abs_diff(*diagonal) > BAND {
                    continue;
                }
                self.extend_short(left, right, (row, column), here, table);
                self.extend_long(left, right, (row, column), here, table);
            }
        }
    }

    /// Pushes one cell's probability through the units of one letter or none on either side.
    #[inline]
    fn extend_short(
        &self,
        left: &Spelling,
        right: &Spelling,
        (row, column): (usize, usize),
        here: Cell,
        table: &mut Forward,
    ) {
        let at = row * table.columns + column;
        let (x, y) = (left.codes.get(row), right.codes.get(column));
        if let Some(&y) = y {
            table.cells[at + 1].reach(here, self.short[usize::from(y)], (0, 1));
        }
        let Some(&x) = x else { return };
        let of_x = &self.short[usize::from(x) * CODES..][..CODES];
        table.cells[at + table.columns].reach(here, of_x[0], (1, 0));
        if let Some(&y) = y {
            table.cells[at + table.columns + 1].reach(here, of_x[usize::from(y)], (1, 1));
        }
    }

    /// Pushes one cell's probability through every longer unit of the table that starts there.
    #[inline]
    fn extend_long(
        &self,
        left: &Spelling,
        right: &Spelling,
        (row, column): (usize, usize),
        here: Cell,
        table: &mut Forward,
    ) {
        let rows_left = UNIT_LETTERS_MAX.min(left.codes.len() - row);
        let columns_left = UNIT_LETTERS_MAX.min(right.codes.len() - column);
        let along_units = &right.units[column * 3..column * 3 + columns_left];
        for down in 0..=rows_left {
            let x = if down == 0 { self.empty.0 } else { left.units[row * 3 + down - 1] };
            if x == NONE {
                continue;
            }
            let target = (row + down) * table.columns + column;
            let mask = &self.joint.masks[usize::from(x)];
            if down > 1 {
                let probability = self.joint.get(x, mask, self.empty.1);
                table.cells[target].reach(here, probability, (down as u8, 0));
            }
            let first = if down > 1 { 0 } else { 1 };
            for (along, &y) in along_units.iter().enumerate().skip(first) {
                let probability = self.joint.get(x, mask, y);
                if probability != 0.0 {
                    let unit = (down as u8, along as u8 + 1);
                    table.cells[target + along + 1].reach(here, probability, unit);
                }
            }
        }
    }
}

/// Codes of letters, and 0 for none.
const CODES: usize = 64;

fn short_units(joint: &UnitMap) -> Vec<f64> {
    let mut short = vec![0.0; CODES * CODES];
    for (x, row) in short.chunks_exact_mut(CODES).enumerate() {
        let left = joint.left_ids.get(&(x as u32)).copied();
        for (y, probability) in row.iter_mut().enumerate() {
            let right = joint.right_ids.get(&(y as u32)).copied().unwrap_or(NONE);
            let found =
                left.map_or(0.0, |left| joint.get(left, &joint.masks[usize::from(left)], right));
            *probability = match found {
                0.0 if x == 0 || y == 0 => DROPPED,
                0.0 if x == y => SAME,
                0.0 => CHANGED,
                known => known,
            };
        }
    }
    short
}

/// How far, in letters, an alignment may stray from the diagonal.
const BAND: usize = 4;

/// Joint probabilities of all pairs of prefixes of two spellings.
#[derive(Debug, Default)]
pub(crate) struct Forward {
    cells: Vec<Cell>,
    columns: usize,
}

/// The joint probability of two prefixes.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    /// Of all ways to cut them into units.
    all: f64,
    /// Of the likeliest way (Viterbi 1967).
    best: f64,
    /// Letters of the last unit of that way, left and right.
    unit: (u8, u8),
}

impl Cell {
    #[inline]
    fn reach(&mut self, from: Self, probability: f64, unit: (u8, u8)) {
        self.all += from.all * probability;
        let best = from.best * probability;
        if best > self.best {
            (self.best, self.unit) = (best, unit);
        }
    }
}

/// How the likeliest way to cut two spellings into units spends its bits: one clear difference
/// is another name sooner than many small ones.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Trace {
    /// What the three dearest units cost, dearest first.
    pub(crate) worst: [f32; 3],
    /// What the first unit costs, if anything.
    pub(crate) first: f32,
    /// What the last unit costs, if anything.
    pub(crate) last: f32,
    /// Units.
    pub(crate) units: f32,
    /// Units that are empty on one side.
    pub(crate) gaps: f32,
}

impl Trace {
    /// Adds a unit with its cost.
    pub(crate) fn add(&mut self, cost: f32) {
        self.units += 1.0;
        let mut cost = cost;
        for worst in &mut self.worst {
            if cost > *worst {
                std::mem::swap(worst, &mut cost);
            }
        }
    }
}

impl Forward {
    /// log2 of the joint probability of a prefix of the left and one of the right, in letters.
    pub(crate) fn bits(&self, left: usize, right: usize) -> f64 {
        self.cells[left * self.columns + right].all.log2()
    }

    /// How the likeliest way to these prefixes, in letters, spends its bits. What a unit costs is
    /// minus log2 of its probability beside those of its sides.
    pub(crate) fn trace(&self, left: (&Spelling, usize), right: (&Spelling, usize)) -> Trace {
        let ((x, mut row), (y, mut column)) = (left, right);
        let mut trace = Trace::default();
        let mut last = true;
        while row + column > 0 {
            let cell = self.cells[row * self.columns + column];
            let (down, along) = (usize::from(cell.unit.0), usize::from(cell.unit.1));
            if down + along == 0 {
                break;
            }
            (row, column) = (row - down, column - along);
            let from = self.cells[row * self.columns + column].best;
            let marginals = x.unit_bits(row, down) + y.unit_bits(column, along);
            let cost = marginals / 2.0 - (cell.best / from).log2() as f32;
            trace.add(cost);
            trace.gaps += f32::from(u8::from(down == 0 || along == 0));
            if last {
                trace.last = cost.max(0.0);
                last = false;
            }
            trace.first = cost.max(0.0);
        }
        trace
    }
}

impl Spelling {
    /// Letters of the word.
    #[must_use]
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether the word has no letter that the model knows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    fn unit_bits(&self, start: usize, letters: usize) -> f32 {
        if letters == 0 {
            return self.gap_bits;
        }
        self.unit_bits[start * UNIT_LETTERS_MAX + letters - 1]
    }

    /// log2 of the marginal probability of the first `letters` letters.
    pub(crate) fn prefix_bits(&self, letters: usize) -> f64 {
        self.prefix_bits[letters]
    }
}

fn parse_unit(field: &str) -> Option<u32> {
    if field == "." {
        return Some(0);
    }
    let codes: Option<Vec<u8>> = field.bytes().map(code).collect();
    let codes = codes?;
    (1..=UNIT_LETTERS_MAX).contains(&codes.len()).then(|| pack(&codes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(channel: &Channel, left: &str, right: &str) -> f64 {
        let (left, right) = (channel.left(left), channel.right(right));
        let mut table = Forward::default();
        channel.forward(&left, &right, &mut table);
        table.bits(left.len(), right.len()) - left.prefix_bits(left.len())
    }

    #[test]
    fn a_unit_of_the_table_costs_less_than_one_that_it_lacks() {
        let channel = Channel::parse("a\ta\t2\nk\tk\t2\nkh\th\t3\nh\th\t3\n").expect("a table");
        assert!(bits(&channel, "akha", "aha") > bits(&channel, "akha", "axa"));
        assert!(bits(&channel, "aka", "aka") > bits(&channel, "aka", "akka"));
    }

    #[test]
    fn a_channel_without_units_still_compares() {
        let channel = Channel::default();
        assert!(bits(&channel, "aka", "aka") > bits(&channel, "aka", "axa"));
    }

    #[test]
    fn a_bad_line_is_named() {
        assert_eq!(Channel::parse("a\ta\t2\nabcd\ta\t1\n").err(), Some(2));
    }
}
