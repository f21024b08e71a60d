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

use super::alphabet::{code, codes, pack};

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
    /// Joint probability of units of one letter or none on either side, by the two codes (0 for
    /// none), those that the table lacks included.
    short: Vec<[f64; CODES]>,
    left: Side,
    right: Side,
}

/// Codes of letters, and 0 for none.
const CODES: usize = 64;

/// The units of one side of a channel, by dense id.
#[derive(Debug, Clone, Default)]
struct Side {
    ids: FxHashMap<u32, u32>,
    /// Marginal probability, and its log2.
    marginals: Vec<f64>,
    bits: Vec<f32>,
    /// Joint probability with nothing on the other side; 0 where the table lacks it.
    alone: Vec<f64>,
    /// For units of several letters, what they may meet: letters, as codes, and units of several.
    /// Of two single letters `short` knows.
    letters: Partners,
    units: Partners,
    /// Probability that a unit is empty on this side: insertions are geometric.
    empty: f64,
}

impl Side {
    /// The side that `units` have first.
    fn new(units: &[(u32, u32, f64)]) -> Self {
        let mut side = Self::default();
        for &(unit, other, probability) in units {
            if unit == 0 {
                side.empty += probability;
                continue;
            }
            let next = side.ids.len() as u32;
            let id = *side.ids.entry(unit).or_insert(next) as usize;
            if id == side.marginals.len() {
                side.marginals.push(0.0);
                side.alone.push(0.0);
            }
            side.marginals[id] += probability;
            if other == 0 {
                // As exact as the partners are.
                side.alone[id] = f64::from(probability as f32);
            }
        }
        side
    }

    /// Fills in what needs all units, ids of both sides being known.
    fn meet(&mut self, units: &[(u32, u32, f64)], others: &Self) {
        let is_long = |unit: u32| unit >= CODES as u32;
        let (mut letters, mut longer) = (Vec::new(), Vec::new());
        for &(unit, other, probability) in
            units.iter().filter(|(unit, other, _)| is_long(*unit) && *other > 0)
        {
            let ids = self.ids.get(&unit).zip(others.ids.get(&other));
            let Some((&id, &other_id)) = ids else { continue };
            if is_long(other) {
                longer.push((id, other_id, probability as f32));
            } else {
                letters.push((id, other, probability as f32));
            }
        }
        self.letters = Partners::new(letters, self.marginals.len());
        self.units = Partners::new(longer, self.marginals.len());
        self.bits = self.marginals.iter().map(|marginal| marginal.log2() as f32).collect();
    }

    /// Makes a spelling that of a word.
    fn spell(&self, word: &str, short: impl Fn(u8) -> f64, spelling: &mut Spelling) {
        let Spelling { codes, units, ends, .. } = spelling;
        codes.clear();
        codes.extend(self::codes(word).take(WORD_LETTERS_MAX));
        units.clear();
        units.resize(codes.len(), [Unit::default(); UNIT_LETTERS_MAX]);
        ends.clear();
        ends.resize(codes.len() + 1, End::default());
        let mut prefix = [0.0f64; WORD_LETTERS_MAX + 1];
        // A gap between units holds a geometric number of units that are empty on this side.
        let gap = 1.0 / (1.0 - self.empty.min(0.5));
        prefix[0] = gap;
        for start in 0..codes.len() {
            ends[start + 1].code = codes[start];
            for length in 1..=UNIT_LETTERS_MAX.min(codes.len() - start) {
                let id = self.ids.get(&pack(&codes[start..start + length])).copied();
                let known = id.map_or(0.0, |id| self.marginals[id as usize]);
                let fallback = if length == 1 { SAME } else { 0.0 };
                let probability = known.max(fallback);
                let bits = match id {
                    Some(id) if known >= fallback => self.bits[id as usize],
                    _ => probability.log2() as f32,
                };
                units[start][length - 1] = Unit { id: id.unwrap_or(NONE), bits };
                prefix[start + length] += prefix[start] * probability * gap;
                ends[start + length].gaps[length - 1] = match (length, id) {
                    (1, _) => short(codes[start]),
                    (_, Some(id)) => self.alone[id as usize],
                    (_, None) => 0.0,
                };
            }
        }
        for (end, prefix) in ends.iter_mut().zip(prefix) {
            end.bits = prefix.log2();
            end.root = prefix.sqrt().recip();
        }
        spelling.letters = codes.iter().fold(0, |letters, code| letters | 1 << code);
        spelling.long_gaps = ends.iter().any(|end| end.gaps[1..] != [0.0; UNIT_LETTERS_MAX - 1]);
        spelling.gap_bits = self.empty.max(RARE_GAP).log2() as f32;
    }
}

/// For each unit of one side, some of the other, with joint probabilities.
#[derive(Debug, Clone, Default)]
struct Partners {
    /// Where those of each unit begin in `found`, one more at the end.
    starts: Vec<u32>,
    found: Vec<(u32, f32)>,
}

impl Partners {
    fn new(mut found: Vec<(u32, u32, f32)>, units: usize) -> Self {
        found.sort_unstable_by_key(|&(id, other, _)| (id, other));
        let mut starts = vec![0; units + 1];
        for &(id, ..) in &found {
            starts[id as usize + 1] += 1;
        }
        for id in 0..units {
            starts[id + 1] += starts[id];
        }
        Self { starts, found: found.into_iter().map(|(_, other, p)| (other, p)).collect() }
    }

    fn of(&self, id: u32) -> &[(u32, f32)] {
        let id = id as usize;
        match (self.starts.get(id), self.starts.get(id + 1)) {
            (Some(&start), Some(&end)) => &self.found[start as usize..end as usize],
            _ => &[],
        }
    }
}

/// A word made ready for one side of one channel.
#[derive(Debug, Clone, Default)]
pub struct Spelling {
    codes: Vec<u8>,
    /// The letters as bits of a set, by code.
    letters: u64,
    /// By position, then by length less one.
    units: Vec<[Unit; UNIT_LETTERS_MAX]>,
    /// By letters of a prefix.
    ends: Vec<End>,
    /// log2 of the probability that a unit is empty on this side.
    gap_bits: f32,
    /// Whether letters of the word beside nothing are a unit of more than one letter.
    long_gaps: bool,
}

/// Letters of a word that could be a unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    /// Its dense id on its side; `NONE` where the table has no unit with these letters.
    pub(super) id: u32,
    /// log2 of its marginal probability.
    pub(super) bits: f32,
}

impl Default for Unit {
    fn default() -> Self {
        Self { id: NONE, bits: NO_UNIT }
    }
}

/// A prefix of a word, and what may end there.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct End {
    /// The last letter; 0 of no letters.
    pub(super) code: u8,
    /// Joint probability, with nothing on the other side, of the last one to three letters.
    pub(super) gaps: [f64; UNIT_LETTERS_MAX],
    /// log2 of the marginal probability of the prefix.
    bits: f64,
    /// One by the square root of that probability.
    pub(super) root: f64,
}

const NONE: u32 = u32::MAX;
/// log2 probability of letters that are no unit of the table.
const NO_UNIT: f32 = -20.0;
/// Letters are left out at least so often.
const RARE_GAP: f64 = 1e-6;

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
        let swapped: Vec<_> = units.iter().map(|&(left, right, p)| (right, left, p)).collect();
        let (mut left, mut right) = (Side::new(units), Side::new(&swapped));
        left.meet(units, &right);
        right.meet(&swapped, &left);
        Self { short: short_units(units), left, right }
    }

    /// Makes a spelling that of a word as the left side of this channel sees it.
    pub fn spell_left(&self, word: &str, spelling: &mut Spelling) {
        self.left.spell(word, |letter| self.short[usize::from(letter)][0], spelling);
    }

    /// Makes a spelling that of a word as the right side of this channel sees it.
    pub fn spell_right(&self, word: &str, spelling: &mut Spelling) {
        self.right.spell(word, |letter| self.short[0][usize::from(letter)], spelling);
    }

    /// Joint probabilities of one letter of the left side (0 for none) and each of the right.
    pub(super) fn short(&self, code: u8) -> &[f64; CODES] {
        &self.short[usize::from(code)]
    }

    /// Units of several letters that such a unit of the left side, or else of the right, may meet.
    pub(super) fn partners(&self, of_left: bool, id: u32) -> &[(u32, f32)] {
        if of_left { self.left.units.of(id) } else { self.right.units.of(id) }
    }

    /// Single letters, as codes, that a unit of several letters may meet.
    pub(super) fn letters(&self, of_left: bool, id: u32) -> &[(u32, f32)] {
        if of_left { self.left.letters.of(id) } else { self.right.letters.of(id) }
    }

    /// How many units the left side has, or else the right.
    pub(super) fn count(&self, of_left: bool) -> usize {
        if of_left { self.left.marginals.len() } else { self.right.marginals.len() }
    }
}

fn short_units(units: &[(u32, u32, f64)]) -> Vec<[f64; CODES]> {
    let mut short = vec![[0.0; CODES]; CODES];
    for &(left, right, probability) in units {
        let row = short.get_mut(left as usize);
        if let Some(cell) = row.and_then(|row| row.get_mut(right as usize)) {
            *cell = f64::from(probability as f32);
        }
    }
    for (x, row) in short.iter_mut().enumerate() {
        for (y, probability) in row.iter_mut().enumerate().filter(|(_, p)| **p == 0.0) {
            *probability = match (x, y) {
                (0, _) | (_, 0) => DROPPED,
                _ if x == y => SAME,
                _ => CHANGED,
            };
        }
    }
    short
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

    /// The letters, as codes.
    pub(super) fn codes(&self) -> &[u8] {
        &self.codes
    }

    /// Where a letter stands in the word, by its code.
    pub(super) fn places(&self, code: u32) -> impl Iterator<Item = usize> {
        // Most letters are not in it at all.
        let codes = if self.letters >> code & 1 == 0 { &[][..] } else { &self.codes };
        let places = codes.iter().enumerate();
        places.filter(move |(_, own)| u32::from(**own) == code).map(|(place, _)| place)
    }

    /// Units by position, then by length less one.
    pub(super) fn units(&self) -> &[[Unit; UNIT_LETTERS_MAX]] {
        &self.units
    }

    /// Prefixes by their letters.
    pub(super) fn ends(&self) -> &[End] {
        &self.ends
    }

    /// Whether letters of the word beside nothing are a unit of more than one letter.
    pub(super) fn has_long_gaps(&self) -> bool {
        self.long_gaps
    }

    /// log2 of the marginal probability of a unit, or of none.
    pub(super) fn unit_bits(&self, start: usize, letters: usize) -> f32 {
        if letters == 0 { self.gap_bits } else { self.units[start][letters - 1].bits }
    }

    /// log2 of the marginal probability of the first `letters` letters.
    pub(crate) fn prefix_bits(&self, letters: usize) -> f64 {
        self.ends[letters].bits
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
    use super::super::forward::{Anchor, Forward, Meeting};
    use super::*;

    fn bits(channel: &Channel, left: &str, right: &str) -> f64 {
        let (mut one, mut other) = (Spelling::default(), Spelling::default());
        channel.spell_left(left, &mut one);
        channel.spell_right(right, &mut other);
        let (left, right) = (one, other);
        let mut table = Forward::default();
        table.fill(
            &Meeting { channel, left: &left, right: &right },
            Anchor { channel: 0, of_left: true },
        );
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
