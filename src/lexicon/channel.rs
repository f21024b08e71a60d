//! Two romanized words → how likely the one is the other, respelled.
//!
//! A channel is a table of *units*: one to three letters on one side beside none to three on the
//! other, each with the joint probability that a name spelled twice contains them. The probability
//! of two spellings is the sum over all ways to cut both into units (a joint multigram model:
//! Deligne, Yvon & Bimbot 1995, "Variable-length sequence matching for phonetic transcription using
//! joint multigrams"; Bisani & Ney 2008, "Joint-sequence models for grapheme-to-phoneme
//! conversion"), computed by the forward recursion in the linear domain. Divided by either word's
//! marginal under the same table it is the conditional probability of the other.

use super::alphabet::{code, codes, pack};

/// Longest unit on either side, in letters.
pub(crate) const UNIT_LETTERS_MAX: usize = 3;
/// Words longer than this are cut for comparison: no name word is, and the work is quadratic.
pub(crate) const WORD_LETTERS_MAX: usize = 24;

/// Joint probability of a unit that the table lacks: a letter kept, changed, or dropped.
const SAME: f64 = 1.0 / (1u64 << 8) as f64;
const SAME_BITS: f32 = -8.0;
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

/// What is known of one unit of a side.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    /// Marginal probability, and its log2.
    marginal: f64,
    bits: f32,
    /// Joint probability with nothing on the other side; 0 where the table lacks it.
    alone: f64,
    /// What it may meet.
    glance: Glance,
}

/// The units of one side of a channel, by dense id.
#[derive(Debug, Clone, Default)]
struct Side {
    ids: Ids,
    known: Vec<Known>,
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
            let next = side.known.len() as u32;
            let id = side.ids.of_or(unit, next) as usize;
            if id == side.known.len() {
                side.known.push(Known::default());
            }
            side.known[id].marginal += probability;
            if other == 0 {
                // As exact as the partners are.
                side.known[id].alone = f64::from(probability as f32);
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
            let ids = self.ids.get(unit).zip(others.ids.get(other));
            let Some((id, other_id)) = ids else { continue };
            let glance = &mut self.known[id as usize].glance;
            if is_long(other) {
                glance.firsts |= 1 << first(other);
                glance.lasts |= 1 << (other % CODES as u32);
                glance.mixed |= mixed(other);
                longer.push((id, other_id, probability as f32));
            } else {
                glance.letters |= 1 << other;
                letters.push((id, other, probability as f32));
            }
        }
        self.letters = Partners::new(letters, self.known.len());
        self.units = Partners::new(longer, self.known.len());
        self.known.iter_mut().for_each(|known| known.bits = known.marginal.log2() as f32);
    }

    /// Makes a spelling that of a word.
    fn spell(&self, word: &str, short: impl Fn(u8) -> f64, spelling: &mut Spelling) {
        spelling.clear();
        for code in codes(word).take(WORD_LETTERS_MAX) {
            spelling.length += 1;
            spelling.codes[spelling.length] = code;
            spelling.letters |= 1 << code;
        }
        let mut prefix = [0.0f64; PREFIXES_MAX];
        // A gap between units holds a geometric number of units that are empty on this side.
        let gap = 1.0 / (1.0 - self.empty.min(0.5));
        prefix[0] = gap;
        for start in 0..spelling.length {
            let mut unit = 0;
            for letters in 1..=UNIT_LETTERS_MAX.min(spelling.length - start) {
                unit = unit << 6 | u32::from(spelling.codes[start + letters]);
                let Some(id) = self.ids.get(unit) else {
                    if letters == 1 {
                        prefix[start + 1] += prefix[start] * SAME * gap;
                        spelling.bits[start][0] = SAME_BITS;
                        spelling.gaps[0][start + 1] = short(spelling.codes[start + 1]);
                    } else {
                        spelling.bits[start][letters - 1] = f32::NEG_INFINITY;
                    }
                    continue;
                };
                let known = &self.known[id as usize];
                let fallback = if letters == 1 { SAME } else { 0.0 };
                let probability = known.marginal.max(fallback);
                prefix[start + letters] += prefix[start] * probability * gap;
                let bits = if known.marginal >= fallback { known.bits } else { SAME_BITS };
                spelling.bits[start][letters - 1] = bits;
                spelling.gaps[letters - 1][start + letters] = if letters == 1 {
                    short(spelling.codes[start + 1])
                } else {
                    let &Known { alone, glance, .. } = known;
                    spelling.long_gaps |= alone != 0.0;
                    let (start, letters) = (start as u8, letters as u8);
                    spelling.longs.push(Long { start, letters, unit, id, glance });
                    alone
                };
            }
        }
        for (at, prefix) in prefix[..=spelling.length].iter().enumerate() {
            spelling.prefixes[at] = prefix.log2();
            spelling.roots[at] = prefix.sqrt().recip();
        }
        spelling.gap_bits = self.empty.max(RARE_GAP).log2() as f32;
    }
}

/// What a unit of several letters may meet on the other side, as sets of codes: single letters, and
/// the first and the last letters of units of several; and those as bits by a mix of all their letters.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Glance {
    pub(super) letters: u64,
    pub(super) firsts: u64,
    pub(super) lasts: u64,
    mixed: u64,
}

impl Glance {
    /// Whether it is worth asking for a unit of the other side.
    pub(super) fn may_meet(&self, other: &Long) -> bool {
        self.mixed & mixed(other.unit) != 0
    }
}

/// The bit of a unit of several letters.
fn mixed(unit: u32) -> u64 {
    1 << (unit.wrapping_mul(0x9e37_79b1) >> 26)
}

/// Dense ids of units, by their letters: a row of them for each two that a longer unit begins with.
#[derive(Debug, Clone)]
struct Ids {
    short: [u32; CODES],
    /// By two letters, their own id and the row of those that go on from them.
    two: Box<[(u32, u32)]>,
    rows: Vec<[u32; CODES]>,
}

impl Default for Ids {
    fn default() -> Self {
        Self {
            short: [NONE; CODES],
            two: vec![(NONE, NONE); CODES * CODES].into(),
            rows: Vec::new(),
        }
    }
}

impl Ids {
    /// The id of a packed unit.
    #[inline]
    fn get(&self, unit: u32) -> Option<u32> {
        let unit = unit as usize;
        let id = match unit {
            0..CODES => self.short[unit],
            CODES..PAIRS => self.two[unit].0,
            _ => self.rows.get(self.two[unit / CODES % PAIRS].1 as usize)?[unit % CODES],
        };
        (id != NONE).then_some(id)
    }

    /// The same, or else `next` from now on.
    fn of_or(&mut self, unit: u32, next: u32) -> u32 {
        let unit = unit as usize;
        let id = match unit {
            0..CODES => &mut self.short[unit],
            CODES..PAIRS => &mut self.two[unit].0,
            _ => {
                let row = &mut self.two[unit / CODES % PAIRS].1;
                if *row == NONE {
                    *row = self.rows.len() as u32;
                    self.rows.push([NONE; CODES]);
                }
                &mut self.rows[*row as usize][unit % CODES]
            }
        };
        if *id == NONE {
            *id = next;
        }
        *id
    }
}

/// Places of two codes.
const PAIRS: usize = CODES * CODES;

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
        found.dedup_by_key(|&mut (id, other, _)| (id, other));
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

    fn with(&self, id: u32, other: u32) -> Option<f32> {
        let partners = self.of(id);
        let place = partners.binary_search_by_key(&other, |(other, _)| *other).ok()?;
        Some(partners[place].1)
    }
}

/// Prefixes of a word, the empty one among them.
pub(super) const PREFIXES_MAX: usize = WORD_LETTERS_MAX + 1;

/// A word made ready for one side of one channel.
#[derive(Debug, Clone)]
pub struct Spelling {
    length: usize,
    /// Codes of the letters by prefix that they end; 0 of no letters.
    codes: [u8; PREFIXES_MAX],
    /// The letters as bits of a set, by code.
    letters: u64,
    /// log2 of the marginal probability of letters as a unit, by position, then by length less one.
    bits: [[f32; UNIT_LETTERS_MAX]; WORD_LETTERS_MAX],
    /// Units of several letters, by position, then by length.
    longs: Vec<Long>,
    /// Joint probability, with nothing on the other side, of the last one to three letters of a prefix.
    gaps: [[f64; PREFIXES_MAX]; UNIT_LETTERS_MAX],
    /// log2 of the marginal probability of a prefix, and one by the root of that probability.
    prefixes: [f64; PREFIXES_MAX],
    roots: [f64; PREFIXES_MAX],
    /// log2 of the probability that a unit is empty on this side.
    gap_bits: f32,
    /// Whether letters of the word beside nothing are a unit of more than one letter.
    long_gaps: bool,
}

impl Default for Spelling {
    fn default() -> Self {
        Self {
            length: 0,
            codes: [0; PREFIXES_MAX],
            letters: 0,
            bits: [[0.0; UNIT_LETTERS_MAX]; WORD_LETTERS_MAX],
            longs: Vec::new(),
            gaps: [[0.0; PREFIXES_MAX]; UNIT_LETTERS_MAX],
            prefixes: [0.0; PREFIXES_MAX],
            roots: [0.0; PREFIXES_MAX],
            gap_bits: 0.0,
            long_gaps: false,
        }
    }
}

/// Letters of a word that are a unit of several in the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Long {
    pub(super) start: u8,
    pub(super) letters: u8,
    /// Its letters, packed, and its dense id on its side.
    unit: u32,
    pub(super) id: u32,
    /// What it may meet.
    pub(super) glance: Glance,
}

impl Long {
    /// The codes of its first and last letter.
    pub(super) fn edges(&self) -> (usize, usize) {
        (first(self.unit) as usize, self.unit as usize % CODES)
    }
}

/// The code of the first letter of a packed unit of two letters or three.
fn first(unit: u32) -> u32 {
    let codes = CODES as u32;
    if unit >= codes * codes { unit / (codes * codes) } else { unit / codes }
}

const NONE: u32 = u32::MAX;
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

    /// Joint probability of a unit of several letters of the left side and one of the right; none
    /// where the table lacks it.
    pub(super) fn both(&self, left: u32, right: u32) -> Option<f32> {
        self.left.units.with(left, right)
    }

    /// The same of a unit of several letters of the left side, or else of the right, and one letter,
    /// as code, of the other.
    pub(super) fn with_letter(&self, of_left: bool, id: u32, code: u32) -> Option<f32> {
        let side = if of_left { &self.left } else { &self.right };
        side.letters.with(id, code)
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
    fn clear(&mut self) {
        let ends = 0..=self.length;
        self.gaps.iter_mut().for_each(|gaps| gaps[ends.clone()].fill(0.0));
        self.longs.clear();
        (self.length, self.letters, self.long_gaps) = (0, 0, false);
    }

    /// Letters of the word.
    #[must_use]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether the word has no letter that the model knows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The last letters of all prefixes, as codes; 0 of no letters.
    pub(super) fn codes(&self) -> &[u8; PREFIXES_MAX] {
        &self.codes
    }

    /// Where a letter stands in the word, by its code.
    pub(super) fn places(&self, code: u32) -> impl Iterator<Item = u8> {
        let places = (0..).zip(&self.codes[1..=self.length]);
        places.filter(move |(_, own)| u32::from(**own) == code).map(|(place, _)| place)
    }

    /// The letters as bits of a set, by code.
    pub(super) fn letters(&self) -> u64 {
        self.letters
    }

    /// Units of several letters, by position, then by length.
    pub(super) fn longs(&self) -> &[Long] {
        &self.longs
    }

    /// Joint probability, with nothing on the other side, of so many last letters of each prefix.
    #[inline]
    pub(super) fn gaps(&self, letters: usize) -> &[f64; PREFIXES_MAX] {
        &self.gaps[letters - 1]
    }

    /// One by the root of the marginal probability of each prefix.
    pub(super) fn roots(&self) -> &[f64; PREFIXES_MAX] {
        &self.roots
    }

    /// Whether letters of the word beside nothing are a unit of more than one letter.
    pub(super) fn has_long_gaps(&self) -> bool {
        self.long_gaps
    }

    /// log2 of the marginal probability of a unit, or of none.
    pub(super) fn unit_bits(&self, start: usize, letters: usize) -> f32 {
        if letters == 0 { self.gap_bits } else { self.bits[start][letters - 1] }
    }

    /// log2 of the marginal probability of the first `letters` letters.
    pub(crate) fn prefix_bits(&self, letters: usize) -> f64 {
        self.prefixes[..=self.length][letters]
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
    use super::super::forward::{Forward, Meeting};
    use super::*;

    fn bits(channel: &Channel, left: &str, right: &str) -> f64 {
        let (mut one, mut other) = (Spelling::default(), Spelling::default());
        channel.spell_left(left, &mut one);
        channel.spell_right(right, &mut other);
        let (left, right) = (one, other);
        let mut table = Forward::default();
        table.fill(&Meeting { channel, left: &left, right: &right });
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
