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

/// Which of the two is likely to be met again, and the number of their channel. It changes nothing but
/// the time that it takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Anchor {
    pub(crate) channel: usize,
    pub(crate) of_left: bool,
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
    /// Anchors met lately, by side of a channel and a few bits of their letters.
    anchors: Vec<Partners>,
    /// The anchor of the two that are looked at: its place, and whether it is the left one.
    anchor: (usize, bool),
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

/// Anchors that are remembered on each side of a channel.
const ANCHORS: usize = 8;
const NO_ENTRY: u32 = u32::MAX;

impl Partners {
    /// Makes the list that of a word on one side of a channel, unless it is.
    fn list(&mut self, channel: &Channel, word: &Spelling, of_left: bool) {
        if self.is_of(channel, word, of_left) {
            return;
        }
        for entry in self.entries.drain(..) {
            self.heads[entry.other as usize] = NO_ENTRY;
        }
        self.heads.resize(channel.count(!of_left), NO_ENTRY);
        self.side = (std::ptr::from_ref(channel).addr(), of_left);
        self.codes.clear();
        self.codes.extend(word.codes());
        // From the end, so that lists are in order of the word.
        for (start, units) in word.units().iter().enumerate().rev() {
            for (letters, unit) in units.iter().enumerate().skip(1).rev() {
                for &(other, probability) in channel.partners(of_left, unit.id) {
                    let next = self.heads[other as usize];
                    self.heads[other as usize] = self.entries.len() as u32;
                    let (start, letters) = (start as u8, letters as u8 + 1);
                    self.entries.push(Entry { other, next, probability, start, letters });
                }
            }
        }
    }

    fn is_of(&self, channel: &Channel, word: &Spelling, of_left: bool) -> bool {
        let side = (std::ptr::from_ref(channel).addr(), of_left);
        self.side == side && self.codes == word.codes()
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
        // So little is hardly ever too little: it is not looked at.
        const WATCHED_MIN: f64 = 1.0 / (1u64 << 50) as f64;
        self.start(meeting, anchor);
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
            let [above, here] = &mut rolling;
            let weight = self.sum_row::<WATCHED, FAR>(meeting, row, above, here);
            self.gather_row(meeting, row);
            self.push_row::<WATCHED>(meeting, row, here, &mut ahead);
            rolling.swap(0, 1);
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
        above: &[f64; PREFIXES_MAX + 1],
        here: &mut [f64; PREFIXES_MAX + 1],
    ) -> f64 {
        let own = &meeting.left.ends()[row];
        let (short, gap) = (meeting.channel.short(own.code), own.gaps[0]);
        let (first, last) = self.bands[row];
        let sums = &mut self.sums[row * self.columns..][..self.columns];
        let mut diagonal = 0.0;
        let mut before = [0.0; UNIT_LETTERS_MAX];
        let mut total = 0.0;
        let columns = meeting.right.ends().iter().zip(sums).zip(&above[1..]).zip(&mut here[1..]);
        for (column, (((end, sum), above), here)) in columns.enumerate() {
            let mut all = *sum + diagonal * short[usize::from(end.code) % short.len()];
            all += above * gap;
            if FAR {
                all += before[1] * end.gaps[1] + before[2] * end.gaps[2];
            }
            all += before[0] * end.gaps[0];
            *sum = all;
            if WATCHED {
                total += all * end.root;
            }
            *here = if column >= first && column < last { all } else { 0.0 };
            before = [*here, before[0], before[1]];
            diagonal = *above;
        }
        total * own.root
    }

    /// Pushes a finished row through the units that reach later rows, but for those of a letter;
    /// what is pushed is also added up by row, each by the root of its marginals, if `WATCHED`.
    #[inline]
    fn push_row<const WATCHED: bool>(
        &mut self,
        meeting: &Meeting<'_>,
        row: usize,
        here: &[f64; PREFIXES_MAX + 1],
        ahead: &mut [f64; UNIT_LETTERS_MAX + 1],
    ) {
        let (lefts, rights) = (meeting.left.ends(), meeting.right.ends());
        let mut add = |to: usize, column: usize, sum: f64, target: &mut f64| {
            *target += sum;
            if WATCHED {
                ahead[to % (UNIT_LETTERS_MAX + 1)] += sum * lefts[to].root * rights[column].root;
            }
        };
        for hit in &self.hits[row] {
            let (from, to) = (usize::from(hit.column), row + usize::from(hit.down));
            let column = from + usize::from(hit.along);
            let sum = here[from + 1] * f64::from(hit.probability);
            add(to, column, sum, &mut self.sums[to * self.columns + column]);
        }
        for letters in 2..=UNIT_LETTERS_MAX {
            let Some(end) = lefts.get(row + letters) else { break };
            let gap = end.gaps[letters - 1];
            if gap != 0.0 {
                let targets = &mut self.sums[(row + letters) * self.columns..][..self.columns];
                for (column, (target, from)) in targets.iter_mut().zip(&here[1..]).enumerate() {
                    add(row + letters, column, from * gap, target);
                }
            }
        }
    }

    /// Makes the table that of two spellings.
    fn start(&mut self, meeting: &Meeting<'_>, anchor: Anchor) {
        let rows = meeting.left.len() + 1;
        self.set_bands(meeting);
        self.hits.iter_mut().take(rows).for_each(Vec::clear);
        if self.hits.len() < rows {
            self.hits.resize_with(rows, Vec::new);
        }
        self.anchor = self.choose_anchor(meeting, anchor);
        let (place, of_left) = self.anchor;
        let partners = &mut self.anchors[place];
        partners.list(meeting.channel, if of_left { meeting.left } else { meeting.right }, of_left);
        for (start, units) in meeting.right.units().iter().enumerate() {
            for (letters, unit) in units.iter().enumerate().skip(1) {
                let (column, along) = (start as u8, letters as u8 + 1);
                for &(code, probability) in meeting.channel.letters(false, unit.id) {
                    for row in meeting.left.places(code) {
                        self.hits[row].push(Hit { probability, column, down: 1, along });
                    }
                }
                if !of_left {
                    continue;
                }
                for &Entry { probability, start, letters: down, .. } in
                    self.anchors[place].of(unit.id)
                {
                    self.hits[usize::from(start)].push(Hit { probability, column, down, along });
                }
            }
        }
    }

    /// One of the two that was met lately, or else the one that is likely to be met again.
    fn choose_anchor(&mut self, meeting: &Meeting<'_>, anchor: Anchor) -> (usize, bool) {
        let place = |word: &Spelling, of_left: bool| {
            let side = anchor.channel * 2 + usize::from(of_left);
            side * ANCHORS
                + word.codes().iter().fold(0, |sum, code| sum * 5 + usize::from(*code)) % ANCHORS
        };
        let (left, right) = (place(meeting.left, true), place(meeting.right, false));
        if self.anchors.len() <= left.max(right) {
            self.anchors.resize_with(left.max(right) + 1, Partners::default);
        }
        let met = |place: usize, word: &Spelling, of_left: bool| {
            self.anchors[place].is_of(meeting.channel, word, of_left)
        };
        if met(right, meeting.right, false) {
            (right, false)
        } else if anchor.of_left || met(left, meeting.left, true) {
            (left, true)
        } else {
            (right, false)
        }
    }

    /// Lists the units of the table that both words have and that begin in one row, but for those that
    /// were listed at the start.
    #[inline]
    fn gather_row(&mut self, meeting: &Meeting<'_>, row: usize) {
        let (place, of_left) = self.anchor;
        let Some(units) = meeting.left.units().get(row) else { return };
        let (hits, partners) = (&mut self.hits[row], &self.anchors[place]);
        for (letters, unit) in units.iter().enumerate().skip(1) {
            let down = letters as u8 + 1;
            if !of_left {
                hits.extend(partners.of(unit.id).map(|entry| {
                    let &Entry { probability, start: column, letters: along, .. } = entry;
                    Hit { probability, column, down, along }
                }));
            }
            // Sums are added in order of the column, whichever word is the anchor: these come last.
            for &(code, probability) in meeting.channel.letters(true, unit.id) {
                let places = meeting.right.places(code).map(|column| column as u8);
                hits.extend(places.map(|column| Hit { probability, column, down, along: 1 }));
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
