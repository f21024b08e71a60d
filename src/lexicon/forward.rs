//! Two spellings of one channel → the joint probability of all their prefixes, and how the likeliest
//! way to cut both into units spends its bits.
//!
//! Sums come first, row by row, and stop where nothing that follows can matter. The likeliest way
//! (Viterbi 1967) is looked for only when it is asked for. Units of the table longer than a letter
//! are few in any two words: one of the two, the *anchor*, lists beforehand which units of the other
//! side its own may meet, so that a word compared with many is looked up once.

use super::channel::{Channel, Spelling, UNIT_LETTERS_MAX, WORD_LETTERS_MAX};

/// How far, in letters, an alignment may stray from the diagonal.
const BAND: usize = 4;
/// Prefixes of a word, the empty one among them.
const PREFIXES_MAX: usize = WORD_LETTERS_MAX + 1;
/// Sums of later rows may exceed those of the rows before by their gaps and by what the table lacks.
const SLACK: f64 = 4.0;

/// Two spellings that meet in a channel.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Meeting<'a> {
    pub(crate) channel: &'a Channel,
    pub(crate) left: &'a Spelling,
    pub(crate) right: &'a Spelling,
}

/// Which of the two is likely to be met again, and a place to remember it at. It changes nothing but
/// the time that it takes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Anchor {
    Left(usize),
    Right(usize),
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
    /// Units of the table longer than a letter that both have, by row.
    hits: Vec<Vec<Hit>>,
    anchors: Vec<Partners>,
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

/// The units of the other side that those of a word may meet.
#[derive(Debug, Default)]
struct Partners {
    /// The word that it is the list of: where its channel is, whether it is on the left, its letters.
    side: (usize, bool),
    codes: Vec<u8>,
    /// By unit of the other side, the first of its entries.
    heads: Vec<u32>,
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    /// The unit of the other side.
    other: u32,
    /// The next entry of that unit.
    next: u32,
    probability: f32,
    start: u8,
    letters: u8,
}

const NO_ENTRY: u32 = u32::MAX;

impl Partners {
    /// Makes the list that of a word on one side of a channel, unless it is.
    fn list(&mut self, channel: &Channel, word: &Spelling, of_left: bool) {
        let side = (std::ptr::from_ref(channel).addr(), of_left);
        if self.codes == word.codes() && self.side == side {
            return;
        }
        for entry in self.entries.drain(..) {
            self.heads[entry.other as usize] = NO_ENTRY;
        }
        self.heads.resize(channel.count(!of_left), NO_ENTRY);
        self.side = side;
        self.codes.clear();
        self.codes.extend(word.codes());
        // From the end, so that lists are in order of the word.
        for (start, units) in word.units().iter().enumerate().rev() {
            for (letters, unit) in units.iter().enumerate().rev() {
                for &(other, probability) in channel.partners(of_left, unit.id) {
                    let next = self.heads[other as usize];
                    self.heads[other as usize] = self.entries.len() as u32;
                    let (start, letters) = (start as u8, letters as u8 + 1);
                    self.entries.push(Entry { other, next, probability, start, letters });
                }
            }
        }
    }

    /// The entries that one unit of the other side meets, in order of the word.
    #[inline]
    fn of(&self, other: u32) -> impl Iterator<Item = &Entry> {
        let mut next = self.heads.get(other as usize).copied().unwrap_or(NO_ENTRY);
        std::iter::from_fn(move || {
            let entry = self.entries.get(next as usize)?;
            next = entry.next;
            Some(entry)
        })
    }
}

impl Forward {
    /// Sums over all ways to cut the two spellings.
    pub(crate) fn fill(&mut self, meeting: &Meeting<'_>, anchor: Anchor) {
        self.reaches(meeting, anchor, Reach::ALL);
    }

    /// The same; false, and the table of no use, where no sum that matters is reached.
    pub(crate) fn reaches(&mut self, meeting: &Meeting<'_>, anchor: Anchor, reach: Reach) -> bool {
        self.gather(meeting, anchor);
        self.set_bands(meeting);
        let (rows, columns) = (meeting.left.len() + 1, meeting.right.len() + 1);
        self.sums.clear();
        self.sums.resize(rows * columns, 0.0);
        self.sums[0] = 1.0;
        let mut rolling = [[0.0; PREFIXES_MAX + 1]; 2];
        let mut weights = [0.0; UNIT_LETTERS_MAX];
        let mut asked = 0.0;
        for row in 0..rows {
            let [above, here] = &mut rolling;
            let weight = self.sum_row(meeting, row, above, here);
            self.push_row(meeting, row, here);
            rolling.swap(0, 1);
            weights[row % UNIT_LETTERS_MAX] = weight;
            if row >= reach.from {
                asked += weight;
            }
            // Whatever comes later comes from one of the last rows: a unit spans no more.
            let most = weights.iter().sum::<f64>() + asked;
            if most * SLACK < reach.least {
                return false;
            }
        }
        true
    }

    /// Finishes one row, given what earlier ones pushed into it. `above` and `here` hold the sums of
    /// the last row and of this one that may go on, after a column of nothing. Gives the sum of the
    /// row, each by the root of its marginals.
    #[inline]
    fn sum_row(
        &mut self,
        meeting: &Meeting<'_>,
        row: usize,
        above: &[f64; PREFIXES_MAX + 1],
        here: &mut [f64; PREFIXES_MAX + 1],
    ) -> f64 {
        let end = &meeting.left.ends()[row];
        let (short, gap) = (meeting.channel.short(end.code), end.gaps[0]);
        let (first, last) = self.bands[row];
        let sums = &mut self.sums[row * self.columns..][..self.columns];
        let mut diagonal = 0.0;
        let mut before = [0.0; UNIT_LETTERS_MAX];
        let mut total = 0.0;
        let columns = meeting.right.ends().iter().zip(sums).zip(&above[1..]).zip(&mut here[1..]);
        for (column, (((end, sum), above), here)) in columns.enumerate() {
            let pushed = *sum + diagonal * short[usize::from(end.code) % short.len()] + above * gap;
            let far = before[1] * end.gaps[1] + before[2] * end.gaps[2];
            let all = pushed + far + before[0] * end.gaps[0];
            *sum = all;
            total += all * end.root;
            *here = if column >= first && column < last { all } else { 0.0 };
            before = [*here, before[0], before[1]];
            diagonal = *above;
        }
        total * end.root
    }

    /// Pushes a finished row through the units that reach later rows, but for those of a letter.
    #[inline]
    fn push_row(&mut self, meeting: &Meeting<'_>, row: usize, here: &[f64; PREFIXES_MAX + 1]) {
        for hit in &self.hits[row] {
            let column = usize::from(hit.column);
            let target = (row + usize::from(hit.down)) * self.columns;
            self.sums[target + column + usize::from(hit.along)] +=
                here[column + 1] * f64::from(hit.probability);
        }
        for letters in 2..=UNIT_LETTERS_MAX {
            let Some(end) = meeting.left.ends().get(row + letters) else { break };
            let gap = end.gaps[letters - 1];
            if gap != 0.0 {
                let targets = &mut self.sums[(row + letters) * self.columns..][..self.columns];
                for (target, from) in targets.iter_mut().zip(&here[1..]) {
                    *target += from * gap;
                }
            }
        }
    }

    /// Lists the units of the table that both words have.
    fn gather(&mut self, meeting: &Meeting<'_>, anchor: Anchor) {
        let rows = meeting.left.len() + 1;
        self.hits.iter_mut().take(rows).for_each(Vec::clear);
        if self.hits.len() < rows {
            self.hits.resize_with(rows, Vec::new);
        }
        let (of_left, place) = match anchor {
            Anchor::Left(place) => (true, place),
            Anchor::Right(place) => (false, place),
        };
        if self.anchors.len() <= place {
            self.anchors.resize_with(place + 1, Partners::default);
        }
        let partners = &mut self.anchors[place];
        let own = if of_left { meeting.left } else { meeting.right };
        let other = if of_left { meeting.right } else { meeting.left };
        partners.list(meeting.channel, own, of_left);
        for (start, units) in other.units().iter().enumerate() {
            for (letters, unit) in units.iter().enumerate() {
                let letters = letters as u8 + 1;
                for entry in partners.of(unit.id) {
                    let probability = entry.probability;
                    let (row, column, down, along) = if of_left {
                        (usize::from(entry.start), start as u8, entry.letters, letters)
                    } else {
                        (start, entry.start, letters, entry.letters)
                    };
                    self.hits[row].push(Hit { probability, column, down, along });
                }
            }
        }
    }

    /// Names keep their letters in order: far from the diagonal nothing is gained.
    fn set_bands(&mut self, meeting: &Meeting<'_>) {
        let (rows, columns) = (meeting.left.len() + 1, meeting.right.len() + 1);
        self.columns = columns;
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
            let [above, here] = &mut rolling;
            self.best_row(meeting, row, above, here);
            self.push_best(meeting, row, here);
            rolling.swap(0, 1);
        }
    }

    /// As [`Forward::sum_row`]. Of ways as likely, that from the earliest prefixes counts.
    #[inline]
    fn best_row(
        &mut self,
        meeting: &Meeting<'_>,
        row: usize,
        above: &[f64; PREFIXES_MAX + 1],
        here: &mut [f64; PREFIXES_MAX + 1],
    ) {
        let end = &meeting.left.ends()[row];
        let (short, gap) = (meeting.channel.short(end.code), end.gaps[0]);
        let (first, last) = self.bands[row];
        let cells = &mut self.best[row * self.columns..][..self.columns];
        let mut diagonal = 0.0;
        let mut before = [0.0; UNIT_LETTERS_MAX];
        let columns = meeting.right.ends().iter().zip(cells).zip(&above[1..]).zip(&mut here[1..]);
        for (column, (((end, cell), above), here)) in columns.enumerate() {
            cell.reach(diagonal * short[usize::from(end.code) % short.len()], (1, 1));
            cell.reach(above * gap, (1, 0));
            cell.reach(before[2] * end.gaps[2], (0, 3));
            cell.reach(before[1] * end.gaps[1], (0, 2));
            cell.reach(before[0] * end.gaps[0], (0, 1));
            *here = if column >= first && column < last { cell.probability } else { 0.0 };
            before = [*here, before[0], before[1]];
            diagonal = *above;
        }
    }

    /// As [`Forward::push_row`].
    #[inline]
    fn push_best(&mut self, meeting: &Meeting<'_>, row: usize, here: &[f64; PREFIXES_MAX + 1]) {
        for hit in &self.hits[row] {
            let column = usize::from(hit.column);
            let target = (row + usize::from(hit.down)) * self.columns;
            self.best[target + column + usize::from(hit.along)]
                .reach(here[column + 1] * f64::from(hit.probability), (hit.down, hit.along));
        }
        for letters in 2..=UNIT_LETTERS_MAX {
            let Some(end) = meeting.left.ends().get(row + letters) else { break };
            let gap = end.gaps[letters - 1];
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
