//! Two spellings of one channel → the joint probability of all their prefixes, and how the likeliest
//! way to cut both into units spends its bits.
//!
//! Sums come first, row by row, and stop where nothing that follows can matter. The likeliest way
//! (Viterbi 1967) is looked for only when it is asked for. Units of the table longer than a letter
//! are few in any two words: sets of their first and last letters tell which could be.

use super::channel::{Channel, Long, PREFIXES_MAX, Spelling, UNIT_LETTERS_MAX};

/// How far, in letters, an alignment may stray from the diagonal.
const BAND: usize = 4;
/// Sums of later rows may exceed those of the rows before by their gaps and by what the table lacks.
const SLACK: f64 = 4.0;
/// Codes of letters.
const CODES: usize = 64;

/// Sums of a row, after a column of nothing.
type Row = [f64; PREFIXES_MAX + 1];

/// Two spellings that meet in a channel.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Meeting<'a> {
    pub(crate) channel: &'a Channel,
    pub(crate) left: &'a Spelling,
    pub(crate) right: &'a Spelling,
}

/// Which sums matter: the comparison may stop where none that does can be reached.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reach {
    /// Least joint probability by the root of the product of both marginals.
    pub(crate) least: f64,
    /// Letters of the shortest prefix of the left spelling that is asked for.
    pub(crate) from: usize,
}

impl Reach {
    /// Every sum matters.
    pub(crate) const ALL: Self = Self { least: 0.0, from: 0 };
}

/// Joint probabilities of all pairs of prefixes of two spellings.
#[derive(Debug, Default)]
pub(crate) struct Forward {
    /// Of all ways to cut them into units, by prefix of the left, then of the right.
    sums: Vec<f64>,
    /// Of the likeliest way.
    best: Vec<Best>,
    columns: usize,
    /// Columns from which an alignment may go on, by row.
    bands: Vec<(usize, usize)>,
    /// Of how many rows and columns they are.
    banded: (usize, usize),
    /// Units of the table longer than a letter that both have, in order of the row, and where those
    /// of each row begin, one more at the end.
    hits: Vec<Hit>,
    starts: Vec<usize>,
    long: Longs,
}

/// Which units of several letters of the two words could meet.
#[derive(Debug, Default)]
struct Longs {
    /// Of the left word, how many were looked at.
    seen: usize,
    /// By letter of the left word, those of the right one that may meet it, as bits by place.
    singles: [u64; PREFIXES_MAX],
    /// By code, those of the right word that begin, and that end, with it, as bits by place.
    firsts: Codes,
    lasts: Codes,
}

/// Bits by code, and which codes have any.
#[derive(Debug)]
struct Codes {
    bits: [u64; CODES],
    any: u64,
}

impl Default for Codes {
    fn default() -> Self {
        Self { bits: [0; CODES], any: 0 }
    }
}

impl Codes {
    fn clear(&mut self) {
        ones(self.any).for_each(|code| self.bits[code] = 0);
        self.any = 0;
    }

    fn add(&mut self, code: usize, place: usize) {
        self.bits[code] |= 1 << place;
        self.any |= 1 << code;
    }

    /// The bits of all these codes.
    fn of(&self, codes: u64) -> u64 {
        ones(codes & self.any).fold(0, |all, code| all | self.bits[code])
    }
}

/// The row above and this one.
fn by_turns([even, odd]: &mut [Row; 2], row: usize) -> (&Row, &mut Row) {
    if row.is_multiple_of(2) { (odd, even) } else { (even, odd) }
}

/// The places of the bits that are set.
#[inline]
fn ones(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = bits.trailing_zeros();
        bits &= bits.wrapping_sub(1);
        (place < u64::BITS).then_some(place as usize)
    })
}

/// The likeliest way to two prefixes.
#[derive(Debug, Clone, Copy, Default)]
struct Best {
    probability: f64,
    /// Letters of the last unit, left and right.
    unit: (u8, u8),
}

impl Best {
    #[inline]
    fn reach(&mut self, probability: f64, unit: (u8, u8)) {
        if probability > self.probability {
            *self = Self { probability, unit };
        }
    }
}

/// A unit of the table in both words.
#[derive(Debug, Clone, Copy)]
struct Hit {
    probability: f32,
    column: u8,
    down: u8,
    along: u8,
}

impl Forward {
    /// Sums over all ways to cut the two spellings.
    pub(crate) fn fill(&mut self, meeting: &Meeting<'_>) {
        self.reaches(meeting, Reach::ALL);
    }

    /// The same; false, and the table of no use, where no sum that matters is reached.
    pub(crate) fn reaches(&mut self, meeting: &Meeting<'_>, reach: Reach) -> bool {
        // So little is hardly ever too little: it is not looked at.
        const WATCHED_MIN: f64 = 1.0 / (1u64 << 50) as f64;
        self.start(meeting);
        match (reach.least > WATCHED_MIN, meeting.right.has_long_gaps()) {
            (true, true) => self.sum::<true, true>(meeting, reach),
            (true, false) => self.sum::<true, false>(meeting, reach),
            (false, true) => self.sum::<false, true>(meeting, reach),
            (false, false) => self.sum::<false, false>(meeting, reach),
        }
    }

    fn sum<const WATCHED: bool, const FAR: bool>(
        &mut self,
        meeting: &Meeting<'_>,
        reach: Reach,
    ) -> bool {
        let (rows, columns) = (meeting.left.len() + 1, meeting.right.len() + 1);
        self.sums.clear();
        self.sums.resize(rows * columns, 0.0);
        self.sums[0] = 1.0;
        let mut rolling = [[0.0; PREFIXES_MAX + 1]; 2];
        // What was pushed into the rows to come, and the rows that are asked for.
        let mut ahead = [0.0; UNIT_LETTERS_MAX + 1];
        let mut asked = 0.0;
        for row in 0..rows {
            let (above, here) = by_turns(&mut rolling, row);
            let weight = self.sum_row::<WATCHED, FAR>(meeting, row, above, here);
            self.gather_row(meeting, row);
            self.push_row::<WATCHED>(meeting, row, here, &mut ahead);
            if WATCHED {
                // Whatever comes later comes from this row, or was pushed over it.
                ahead[row % ahead.len()] = 0.0;
                asked += if row >= reach.from { weight } else { 0.0 };
                if (weight + ahead.iter().sum::<f64>() + asked) * SLACK < reach.least {
                    return false;
                }
            }
        }
        true
    }

    /// Finishes one row, given what earlier ones pushed into it. `above` and `here` hold the sums of
    /// the last row and of this one that may go on, after a column of nothing. Gives the sum of the
    /// row, each by the root of its marginals, if that is `WATCHED`.
    #[inline]
    fn sum_row<const WATCHED: bool, const FAR: bool>(
        &mut self,
        meeting: &Meeting<'_>,
        row: usize,
        above: &Row,
        here: &mut Row,
    ) -> f64 {
        let (left, right) = (meeting.left, meeting.right);
        let (short, gap) = (meeting.channel.short(left.codes()[row]), left.gaps(1)[row]);
        let columns = self.columns;
        let sums = &mut self.sums[row * columns..][..columns];
        // What comes from the row above first: no column of it waits for another.
        let (codes, diagonals, aboves) =
            (&right.codes()[..columns], &above[..columns], &above[1..][..columns]);
        for column in 0..columns {
            let same = diagonals[column] * short[usize::from(codes[column]) % CODES];
            sums[column] = sums[column] + same + aboves[column] * gap;
        }
        let (first, last) = self.bands[row];
        let [one, two, three] = [1, 2, 3].map(|letters| &right.gaps(letters)[..columns]);
        let (roots, here) = (&right.roots()[..columns], &mut here[1..][..columns]);
        let (mut before, mut total) = ([0.0; UNIT_LETTERS_MAX], 0.0);
        for column in 0..columns {
            let mut all = sums[column];
            if FAR {
                all += before[1] * two[column] + before[2] * three[column];
            }
            all += before[0] * one[column];
            sums[column] = all;
            if WATCHED {
                total += all * roots[column];
            }
            let on = if column >= first && column < last { all } else { 0.0 };
            here[column] = on;
            before = [on, before[0], before[1]];
        }
        total * left.roots()[row]
    }

    /// Pushes a finished row through the units that reach later rows, but for those of a letter;
    /// what is pushed is also added up by row, each by the root of its marginals, if `WATCHED`.
    #[inline]
    fn push_row<const WATCHED: bool>(
        &mut self,
        meeting: &Meeting<'_>,
        row: usize,
        here: &Row,
        ahead: &mut [f64; UNIT_LETTERS_MAX + 1],
    ) {
        let (left, right) = (meeting.left, meeting.right);
        let mut add = |to: usize, column: usize, sum: f64, target: &mut f64| {
            *target += sum;
            if WATCHED {
                ahead[to % (UNIT_LETTERS_MAX + 1)] +=
                    sum * left.roots()[to] * right.roots()[column];
            }
        };
        for hit in &self.hits[self.starts[row]..] {
            let (from, to) = (usize::from(hit.column), row + usize::from(hit.down));
            let column = from + usize::from(hit.along);
            let sum = here[from + 1] * f64::from(hit.probability);
            add(to, column, sum, &mut self.sums[to * self.columns + column]);
        }
        if !left.has_long_gaps() {
            return;
        }
        for letters in 2..=UNIT_LETTERS_MAX {
            if row + letters > left.len() {
                break;
            }
            let gap = left.gaps(letters)[row + letters];
            if gap != 0.0 {
                let targets = &mut self.sums[(row + letters) * self.columns..][..self.columns];
                for (column, (target, from)) in targets.iter_mut().zip(&here[1..]).enumerate() {
                    add(row + letters, column, from * gap, target);
                }
            }
        }
    }

    /// Makes the table that of two spellings.
    fn start(&mut self, meeting: &Meeting<'_>) {
        self.set_bands(meeting);
        self.hits.clear();
        self.starts.clear();
        let Longs { seen, singles, firsts, lasts } = &mut self.long;
        *seen = 0;
        let (left, right) = (meeting.left, meeting.right);
        singles[..left.len()].fill(0);
        firsts.clear();
        lasts.clear();
        for (place, unit) in right.longs().iter().enumerate() {
            let (first, last) = unit.edges();
            firsts.add(first, place);
            lasts.add(last, place);
            for code in ones(unit.glance.letters & left.letters()) {
                left.places(code as u32).for_each(|row| singles[usize::from(row)] |= 1 << place);
            }
        }
    }

    /// Lists the units of the table that both words have and that begin in one row, to be called row
    /// by row.
    #[inline]
    fn gather_row(&mut self, meeting: &Meeting<'_>, row: usize) {
        let Meeting { channel, left, right } = *meeting;
        let (hits, rights) = (&mut self.hits, right.longs());
        self.starts.push(hits.len());
        if row < left.len() {
            let code = left.codes()[row + 1];
            for unit in ones(self.long.singles[row]).map(|place| &rights[place]) {
                if let Some(probability) = channel.with_letter(false, unit.id, u32::from(code)) {
                    let (column, along) = (unit.start, unit.letters);
                    hits.push(Hit { probability, column, down: 1, along });
                }
            }
        }
        let of_row = |unit: &&Long| usize::from(unit.start) == row;
        for unit in left.longs()[self.long.seen..].iter().take_while(of_row) {
            self.long.seen += 1;
            let (glance, down) = (&unit.glance, unit.letters);
            let begin = self.long.firsts.of(glance.firsts);
            let both = if begin == 0 { 0 } else { begin & self.long.lasts.of(glance.lasts) };
            let may_meet = |other: &&Long| glance.may_meet(other);
            for other in ones(both).map(|place| &rights[place]).filter(may_meet) {
                if let Some(probability) = channel.both(unit.id, other.id) {
                    let (column, along) = (other.start, other.letters);
                    hits.push(Hit { probability, column, down, along });
                }
            }
            for code in ones(glance.letters & right.letters()).map(|code| code as u32) {
                if let Some(probability) = channel.with_letter(true, unit.id, code) {
                    let places = right.places(code);
                    hits.extend(places.map(|column| Hit { probability, column, down, along: 1 }));
                }
            }
        }
    }

    /// Names keep their letters in order: far from the diagonal nothing is gained.
    fn set_bands(&mut self, meeting: &Meeting<'_>) {
        let (rows, columns) = (meeting.left.len() + 1, meeting.right.len() + 1);
        self.columns = columns;
        if self.banded == (rows, columns) {
            return;
        }
        self.banded = (rows, columns);
        let mut diagonal = [0; PREFIXES_MAX];
        for (column, row) in diagonal.iter_mut().enumerate().take(columns) {
            *row = column * rows / columns;
        }
        let (mut first, mut last) = (0, 0);
        self.bands.clear();
        self.bands.extend((0..rows).map(|row| {
            while first < columns && diagonal[first] + BAND < row {
                first += 1;
            }
            while last < columns && diagonal[last] <= row + BAND {
                last += 1;
            }
            (first, last)
        }));
    }

    /// Looks for the likeliest way to cut the two spellings that the table was filled for last.
    pub(crate) fn find_best(&mut self, meeting: &Meeting<'_>) {
        let rows = meeting.left.len() + 1;
        self.best.clear();
        self.best.resize(rows * self.columns, Best::default());
        self.best[0].probability = 1.0;
        let mut rolling = [[0.0; PREFIXES_MAX + 1]; 2];
        for row in 0..rows {
            let (above, here) = by_turns(&mut rolling, row);
            self.best_row(meeting, row, above, here);
            self.push_best(meeting, row, here);
        }
    }

    /// As [`Forward::sum_row`]. Of ways as likely, that from the earliest prefixes counts.
    #[inline]
    fn best_row(&mut self, meeting: &Meeting<'_>, row: usize, above: &Row, here: &mut Row) {
        let (left, right) = (meeting.left, meeting.right);
        let (short, gap) = (meeting.channel.short(left.codes()[row]), left.gaps(1)[row]);
        let (first, last) = self.bands[row];
        let cells = &mut self.best[row * self.columns..][..self.columns];
        let mut diagonal = 0.0;
        let mut before = [0.0; UNIT_LETTERS_MAX];
        let gaps = right.gaps(1).iter().zip(right.gaps(2)).zip(right.gaps(3)).zip(right.codes());
        let columns = gaps.zip(cells).zip(&above[1..]).zip(&mut here[1..]);
        for (column, ((((((one, two), three), code), cell), above), here)) in columns.enumerate() {
            cell.reach(diagonal * short[usize::from(*code) % short.len()], (1, 1));
            cell.reach(above * gap, (1, 0));
            cell.reach(before[2] * three, (0, 3));
            cell.reach(before[1] * two, (0, 2));
            cell.reach(before[0] * one, (0, 1));
            *here = if column >= first && column < last { cell.probability } else { 0.0 };
            before = [*here, before[0], before[1]];
            diagonal = *above;
        }
    }

    /// As [`Forward::push_row`].
    #[inline]
    fn push_best(&mut self, meeting: &Meeting<'_>, row: usize, here: &Row) {
        let end = self.starts.get(row + 1).copied().unwrap_or(self.hits.len());
        for hit in &self.hits[self.starts[row]..end] {
            let column = usize::from(hit.column);
            let target = (row + usize::from(hit.down)) * self.columns;
            self.best[target + column + usize::from(hit.along)]
                .reach(here[column + 1] * f64::from(hit.probability), (hit.down, hit.along));
        }
        for letters in 2..=UNIT_LETTERS_MAX {
            if row + letters > meeting.left.len() {
                break;
            }
            let gap = meeting.left.gaps(letters)[row + letters];
            if gap != 0.0 {
                let targets = &mut self.best[(row + letters) * self.columns..][..self.columns];
                for (target, from) in targets.iter_mut().zip(&here[1..]) {
                    target.reach(from * gap, (letters as u8, 0));
                }
            }
        }
    }

    /// log2 of the joint probability of a prefix of the left and one of the right, in letters.
    pub(crate) fn bits(&self, left: usize, right: usize) -> f64 {
        self.sums[left * self.columns + right].log2()
    }

    /// How the likeliest way to these prefixes, in letters, spends its bits. What a unit costs is
    /// minus log2 of its probability beside those of its sides.
    pub(crate) fn trace(&self, left: (&Spelling, usize), right: (&Spelling, usize)) -> Trace {
        let ((x, mut row), (y, mut column)) = (left, right);
        let mut trace = Trace::default();
        let mut last = true;
        while row + column > 0 {
            let cell = self.best[row * self.columns + column];
            let (down, along) = (usize::from(cell.unit.0), usize::from(cell.unit.1));
            if down + along == 0 {
                break;
            }
            (row, column) = (row - down, column - along);
            let from = self.best[row * self.columns + column].probability;
            let marginals = x.unit_bits(row, down) + y.unit_bits(column, along);
            let cost = marginals / 2.0 - (cell.probability / from).log2() as f32;
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
