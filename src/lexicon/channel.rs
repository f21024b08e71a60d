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

/// What a unit that the table lacks costs: log2 of its joint probability.
const UNSEEN_SAME: f64 = -8.0;
const UNSEEN_CHANGED: f64 = -17.0;
const UNSEEN_DROPPED: f64 = -14.0;

/// A trained table of units for one class of script pairs.
#[derive(Debug, Clone, Default)]
pub struct Channel {
    /// Joint probability by packed left and right unit.
    joint: UnitMap,
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
}

const NONE: u16 = u16::MAX;

/// Open-addressed map from a pair of dense unit ids to a joint probability.
#[derive(Debug, Clone, Default)]
struct UnitMap {
    left_ids: FxHashMap<u32, u16>,
    right_ids: FxHashMap<u32, u16>,
    /// Row by left id: where its right ids start in `cells`, sorted by right id.
    masks: Vec<u64>,
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
        map.masks = vec![0; map.left_ids.len()];
        for &(left, right, probability) in units {
            let (left, right) = (map.left_ids[&left], map.right_ids[&right]);
            map.masks[left as usize] |= 1 << (right & 63);
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

    #[inline]
    fn get(&self, left: u16, right: u16) -> f64 {
        if left == NONE || right == NONE || self.masks[left as usize] & (1 << (right & 63)) == 0 {
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
        Self { joint: UnitMap::new(units), left, right, left_empty, right_empty }
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
                let fallback = if length == 1 { UNSEEN_SAME.exp2() } else { 0.0 };
                let probability = marginals.get(&unit).copied().unwrap_or(0.0).max(fallback);
                prefix[start + length] += prefix[start] * probability * gap;
            }
        }
        let prefix_bits = prefix.iter().map(|probability| probability.log2()).collect();
        Spelling { codes, units, prefix_bits }
    }

    /// The forward table of two spellings, ready for totals.
    pub(crate) fn forward(&self, left: &Spelling, right: &Spelling, table: &mut Forward) {
        let (rows, columns) = (left.codes.len() + 1, right.codes.len() + 1);
        table.columns = columns;
        table.cells.clear();
        table.cells.resize(rows * columns, 0.0);
        table.cells[0] = 1.0;
        let empty_left = self.joint.left_ids.get(&0).copied().unwrap_or(NONE);
        let empty_right = self.joint.right_ids.get(&0).copied().unwrap_or(NONE);
        for row in 0..rows {
            for column in 0..columns {
                // Names keep their letters in order: far from the diagonal nothing is gained.
                if row.abs_diff(column * rows / columns) > BAND {
                    continue;
                }
                self.extend(left, right, (empty_left, empty_right), (row, column), table);
            }
        }
    }

    /// Pushes one cell's probability through every unit that starts there.
    #[inline]
    fn extend(
        &self,
        left: &Spelling,
        right: &Spelling,
        empty: (u16, u16),
        (row, column): (usize, usize),
        table: &mut Forward,
    ) {
        let here = table.cells[row * table.columns + column];
        if here == 0.0 {
            return;
        }
        let rows_left = UNIT_LETTERS_MAX.min(left.codes.len() - row);
        let columns_left = UNIT_LETTERS_MAX.min(right.codes.len() - column);
        for down in 0..=rows_left {
            let x = if down == 0 { empty.0 } else { left.units[row * 3 + down - 1] };
            if x == NONE && down > 1 {
                continue;
            }
            for along in usize::from(down == 0)..=columns_left {
                let y = if along == 0 { empty.1 } else { right.units[column * 3 + along - 1] };
                let mut probability = self.joint.get(x, y);
                if probability == 0.0 {
                    if down > 1 || along > 1 {
                        continue;
                    }
                    probability = match (down, along) {
                        (1, 1) if left.codes[row] == right.codes[column] => SAME,
                        (1, 1) => CHANGED,
                        _ => DROPPED,
                    };
                }
                table.cells[(row + down) * table.columns + column + along] += here * probability;
            }
        }
    }
}

/// How far, in letters, an alignment may stray from the diagonal.
const BAND: usize = 4;
const SAME: f64 = 1.0 / (1u64 << 8) as f64;
const CHANGED: f64 = 1.0 / (1u64 << 17) as f64;
const DROPPED: f64 = 1.0 / (1u64 << 14) as f64;

/// Joint probabilities of all pairs of prefixes of two spellings.
#[derive(Debug, Default)]
pub(crate) struct Forward {
    cells: Vec<f64>,
    columns: usize,
}

impl Forward {
    /// log2 of the joint probability of a prefix of the left and one of the right, in letters.
    pub(crate) fn bits(&self, left: usize, right: usize) -> f64 {
        self.cells[left * self.columns + right].log2()
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
    fn a_bad_line_is_named() {
        assert_eq!(Channel::parse("a\ta\t2\nabcd\ta\t1\n").err(), Some(2));
    }
}
