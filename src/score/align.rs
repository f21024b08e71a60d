//! Two forms → which word of the one answers which word of the other.
//!
//! The best pairs are taken first, each word once. Then written-in-one words are joined
//! (Kasymzhomart beside Kassym-Jomart), then what is left on both sides in the same role
//! contradicts, then what is left on one side is omitted by the other.

use std::ops::{Index, IndexMut};

use super::features::HARD;
use super::form::{Form, FormWord, Role, WORDS_MAX};
use crate::lexicon::{Relation, WordMatch};
use crate::normalize::Part;

/// What a word pair looks like to the alignment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pairing {
    /// Index of the word on the left and on the right.
    pub left: u8,
    /// Index on the right.
    pub right: u8,
    /// What the lexicon found.
    pub found: WordMatch,
    /// Whether a second word, after either, belongs to the pair (merged and split words).
    pub merged: Merged,
}

/// Which side writes in two words what the other writes in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merged {
    /// Neither.
    No,
    /// The left word and the next one are the right word.
    Left,
    /// The right word and the next one are the left word.
    Right,
}

/// Which words answer one another.
#[derive(Debug, Clone, PartialEq)]
pub struct Alignment {
    /// Words that are one name, or initials that fit, in the order of the left side.
    pub agreed: Vec<Pairing>,
    /// Words in the same place that are not one name.
    pub contradicted: Vec<Pairing>,
    /// Words only on the left, only on the right.
    pub left_only: Vec<u8>,
    /// Words only on the right.
    pub right_only: Vec<u8>,
    /// Whether the agreed words come in another order.
    pub crossed: bool,
    /// Whether one begins with a given name before the other's, as a son's does.
    pub son: bool,
}

/// Least odds, in bits, at which two words answer one another.
pub(crate) const AGREES: f32 = -2.5;

/// The same where one word answers two written apart: chance has more of these to offer.
const MERGES: f32 = 1.0;

/// Aligns two forms; `lookup` compares two words, and need not tell odds at or below what it is given.
pub(crate) fn align(
    left: &Form,
    right: &Form,
    lookup: &mut impl FnMut(FormWord, FormWord, f32) -> WordMatch,
) -> Alignment {
    let mut aligner = Aligner::new(left, right, lookup);
    aligner.decline_together();
    aligner.take_halves(lookup);
    let merged = aligner.merged(lookup);
    aligner.take_words(&merged);
    aligner.part_fathers();
    aligner.take_initials();
    aligner.take_contradicted();
    aligner.finish()
}

/// An alignment under way.
struct Aligner<'a> {
    left: &'a Form,
    right: &'a Form,
    grid: Grid,
    left_free: [bool; WORDS_MAX],
    right_free: [bool; WORDS_MAX],
    agreed: Vec<Pairing>,
    contradicted: Vec<Pairing>,
    /// Words of one syllable each that only together can be the word of the other side.
    halves: Vec<Pairing>,
}

/// What each word of the left has in common with each of the right, row by row; nothing, after the
/// last ones.
struct Grid {
    found: Vec<WordMatch>,
    columns: usize,
}

impl Index<usize> for Grid {
    type Output = [WordMatch];

    fn index(&self, row: usize) -> &[WordMatch] {
        &self.found[row * self.columns..][..self.columns]
    }
}

impl IndexMut<usize> for Grid {
    fn index_mut(&mut self, row: usize) -> &mut [WordMatch] {
        &mut self.found[row * self.columns..][..self.columns]
    }
}

impl<'a> Aligner<'a> {
    fn new(
        left: &'a Form,
        right: &'a Form,
        lookup: &mut impl FnMut(FormWord, FormWord, f32) -> WordMatch,
    ) -> Self {
        let columns = right.words.len() + 1;
        let found = vec![WordMatch::none(); (left.words.len() + 1) * columns];
        let mut grid = Grid { found, columns };
        // Of two words that stand alone, how far they are apart is all there is to say.
        let alone = left.words.len() == 1 && right.words.len() == 1;
        let least = if alone { f32::NEG_INFINITY } else { HARD as f32 };
        for (row, a) in left.words.iter().enumerate() {
            for (cell, b) in grid[row].iter_mut().zip(&right.words) {
                *cell = lookup(*a, *b, least);
            }
        }
        Self {
            left,
            right,
            grid,
            left_free: [true; WORDS_MAX],
            right_free: [true; WORDS_MAX],
            agreed: Vec::with_capacity(left.words.len()),
            contradicted: Vec::new(),
            halves: Vec::new(),
        }
    }

    /// Where one word is surely declined, another that could be is as well: *Anny Pruskiej*.
    fn decline_together(&mut self) {
        const SURELY: f32 = 2.0;
        let rows = self.left.words.len();
        let declined = |found: &WordMatch| {
            found.relation == Relation::Inflection && found.oblique && found.odds > SURELY
        };
        let places = (0..rows).flat_map(|row| {
            let found = self.grid[row].iter().enumerate();
            found.filter(|(_, found)| declined(found)).map(move |(column, _)| (row, column))
        });
        let sure: Vec<(usize, usize)> = places.collect();
        if sure.is_empty() {
            return;
        }
        for row in 0..rows {
            for (column, found) in self.grid[row].iter_mut().enumerate() {
                let beside = sure.iter().all(|at| at.0 != row && at.1 != column);
                if beside && found.declined > found.odds {
                    (found.odds, found.relation) = (found.declined, Relation::Inflection);
                }
            }
        }
    }

    /// Words that are one name: best pairs first; a tie goes to the pair nearer the diagonal, then
    /// to the earlier one.
    fn take_words(&mut self, merged: &[Pairing]) {
        loop {
            let mut best: Option<(f32, usize, usize, usize, WordMatch, Merged)> = None;
            let mut offer = |i: usize, j: usize, found: WordMatch, merged: Merged| {
                let off = i.abs_diff(j);
                let better = best.is_none_or(|(odds, drift, ..)| {
                    found.odds > odds || (found.odds == odds && off < drift)
                });
                if better && found.odds > AGREES && found.relation != Relation::Initial {
                    best = Some((found.odds, off, i, j, found, merged));
                }
            };
            for i in (0..self.left.words.len()).filter(|&i| self.left_free[i]) {
                for j in (0..self.right.words.len()).filter(|&j| self.right_free[j]) {
                    offer(i, j, self.grid[i][j], Merged::No);
                }
            }
            for pairing in merged.iter().filter(|pairing| self.is_free(pairing)) {
                let &Pairing { left, right, found, merged } = pairing;
                offer(left as usize, right as usize, found, merged);
            }
            let Some((_, _, i, j, found, merged)) = best else { return };
            self.agree(i, j, found, merged);
        }
    }

    fn agree(&mut self, i: usize, j: usize, found: WordMatch, merged: Merged) {
        self.left_free[i] = false;
        self.right_free[j] = false;
        match merged {
            Merged::Left => self.left_free[i + 1] = false,
            Merged::Right => self.right_free[j + 1] = false,
            Merged::No => {}
        }
        self.agreed.push(Pairing { left: i as u8, right: j as u8, found, merged });
    }

    /// A father's name is another person's own: where a patronymic met a plain word, and the name
    /// with the patronymic has a word left that says who is meant, they part. So do two that met
    /// crosswise.
    fn part_fathers(&mut self) {
        let is_father =
            |word: &FormWord| word.role == Role::Patronymic || word.part == Part::Patronymic;
        if !self.left.words.iter().chain(&self.right.words).any(is_father) {
            return;
        }
        let roles = |found: &Pairing| {
            (self.left.words[found.left as usize].role, self.right.words[found.right as usize].role)
        };
        let free = |form: &Form, free: &[bool; WORDS_MAX]| {
            form.words.iter().zip(free).any(|(word, free)| *free && word.role == Role::Word)
        };
        let of_left = |found: &&Pairing| {
            found.merged == Merged::No && roles(found) == (Role::Patronymic, Role::Word)
        };
        let of_right = |found: &&Pairing| {
            found.merged == Merged::No && roles(found) == (Role::Word, Role::Patronymic)
        };
        // Turki bin Faisal is not Faisal bin Turki.
        let fathers = |found: &Pairing| {
            (
                is_father(&self.left.words[found.left as usize]),
                is_father(&self.right.words[found.right as usize]),
            )
        };
        let crosswise = self.agreed.iter().any(|found| fathers(found) == (true, false))
            && self.agreed.iter().any(|found| fathers(found) == (false, true));
        let left_free = free(self.left, &self.left_free);
        let right_free = free(self.right, &self.right_free);
        let (parted, kept): (Vec<Pairing>, Vec<Pairing>) = self.agreed.iter().partition(|found| {
            let (one, other) = fathers(found);
            (crosswise && one != other)
                || (of_left(found) && left_free)
                || (of_right(found) && right_free)
        });
        for found in &parted {
            self.left_free[found.left as usize] = true;
            self.right_free[found.right as usize] = true;
        }
        self.agreed = kept;
    }

    /// Syllables of a given name that Han and Hangul write in one are no words of their own: Biow
    /// Chuan, not Chuan alone, answers 瑞蓮 or does not.
    fn take_halves(&mut self, lookup: &mut impl FnMut(FormWord, FormWord, f32) -> WordMatch) {
        let whole = |one: &FormWord| one.is_east_asian() && one.syllables == 2;
        let half = |one: &FormWord| !one.is_east_asian() && one.syllables == 1;
        let long = |form: &Form| form.words.len() > 2;
        if !self.left.words.iter().chain(&self.right.words).any(whole) {
            return;
        }
        for (i, one) in self.left.words.iter().enumerate() {
            for (j, other) in self.right.words.iter().enumerate() {
                let next = |form: &Form, at: usize| form.words.get(at + 1).copied();
                let halves = |first: &FormWord, second: Option<FormWord>| {
                    first.with_next.filter(|_| half(first) && second.is_some_and(|it| half(&it)))
                };
                let (merged, found) = if whole(one) && long(self.right) {
                    let Some(id) = halves(other, next(self.right, j)) else { continue };
                    (Merged::Right, lookup(*one, FormWord { id, ..*other }, HARD as f32))
                } else if whole(other) && long(self.left) {
                    let Some(id) = halves(one, next(self.left, i)) else { continue };
                    (Merged::Left, lookup(FormWord { id, ..*one }, *other, HARD as f32))
                } else {
                    continue;
                };
                self.halves.push(Pairing { left: i as u8, right: j as u8, found, merged });
            }
        }
        for pairing in &self.halves {
            let (i, j) = (pairing.left as usize, pairing.right as usize);
            self.grid[i][j] = WordMatch::none();
            match pairing.merged {
                Merged::Left => self.grid[i + 1][j] = WordMatch::none(),
                _ => self.grid[i][j + 1] = WordMatch::none(),
            }
        }
    }

    /// Whether all words of a pair are still free.
    fn is_free(&self, pairing: &Pairing) -> bool {
        let (i, j) = (pairing.left as usize, pairing.right as usize);
        let next = match pairing.merged {
            Merged::Left => self.left_free[i + 1],
            Merged::Right => self.right_free[j + 1],
            Merged::No => true,
        };
        next && self.left_free[i] && self.right_free[j]
    }

    /// Two neighbors on one side that could be one word on the other, and better than either alone.
    fn merged(
        &self,
        lookup: &mut impl FnMut(FormWord, FormWord, f32) -> WordMatch,
    ) -> Vec<Pairing> {
        let mut found = self.halves.clone();
        // What a particle is written in one with is a name.
        let together = |word: &FormWord, id: u32| match word.role {
            Role::Particle => FormWord { id, role: Role::Word, ..*word },
            _ => FormWord { id, ..*word },
        };
        let pairing = |i: usize, j: usize, found: WordMatch, merged: Merged| Pairing {
            left: i as u8,
            right: j as u8,
            found,
            merged,
        };
        for (i, one) in self.left.words.iter().enumerate() {
            for (j, other) in self.right.words.iter().enumerate() {
                if one.role == Role::Initial || other.role == Role::Initial {
                    continue;
                }
                if let Some(id) = other.with_next {
                    let alone = self.grid[i][j].odds.max(self.grid[i][j + 1].odds);
                    let least = alone.max(MERGES);
                    let two = lookup(*one, together(other, id), least);
                    if two.odds > least {
                        found.push(pairing(i, j, two, Merged::Right));
                    }
                }
                if let Some(id) = one.with_next {
                    let alone = self.grid[i][j].odds.max(self.grid[i + 1][j].odds);
                    let least = alone.max(MERGES);
                    let two = lookup(together(one, id), *other, least);
                    if two.odds > least {
                        found.push(pairing(i, j, two, Merged::Left));
                    }
                }
            }
        }
        found
    }

    /// Initials that fit a word. The last word of a name is taken for its family name, which an
    /// initial before another last word does not stand for.
    fn take_initials(&mut self) {
        for i in 0..self.left.words.len() {
            for j in 0..self.right.words.len() {
                let fits = self.grid[i][j].relation == Relation::Initial;
                if fits && self.left_free[i] && self.right_free[j] && self.may_stand_for(i, j) {
                    self.agree(i, j, self.grid[i][j], Merged::No);
                }
            }
        }
    }

    fn may_stand_for(&self, i: usize, j: usize) -> bool {
        let last = |form: &Form, at: usize, free: &[bool; WORDS_MAX]| {
            // The last word that is still free but for initials, or the last of all.
            let mut after = form.words.iter().zip(free).skip(at + 1);
            after.all(|(word, free)| !free || word.role == Role::Initial)
        };
        if self.skips_given(i, j) {
            return false;
        }
        match (self.left.words[i].role, self.right.words[j].role) {
            (Role::Initial, Role::Initial) => true,
            (Role::Initial, _) => {
                j + 1 != self.right.words.len() || last(self.left, i, &self.left_free)
            }
            _ => i + 1 != self.left.words.len() || last(self.right, j, &self.right_free),
        }
    }

    /// Whether one of two words is the first initial beside a lone family name, so the given name's, and
    /// the other a second initial or a father's name, after a given name that nothing answers: I. Gordeev
    /// is not A.I. Gordeev.
    fn skips_given(&self, i: usize, j: usize) -> bool {
        let is_first = |form: &Form, at: usize| {
            form.words[at].role == Role::Initial
                && (at == 0 || form.words[at - 1].role != Role::Initial)
                && form.written_out() < 2
        };
        let is_second = |form: &Form, at: usize, free: &[bool; WORDS_MAX]| {
            let given = at.checked_sub(1).map(|before| form.words[before]);
            matches!(form.words[at].role, Role::Initial | Role::Patronymic)
                && given.is_some_and(|given| matches!(given.role, Role::Initial | Role::Word))
                && given.is_some_and(|given| !given.joined)
                && free[at - 1]
        };
        (is_first(self.left, i) && is_second(self.right, j, &self.right_free))
            || (is_first(self.right, j) && is_second(self.left, i, &self.left_free))
    }

    /// What is left on both sides, in order, contradicts: a word a word, an initial an initial or a
    /// word, a patronymic a patronymic.
    fn take_contradicted(&mut self) {
        for pairing in std::mem::take(&mut self.halves) {
            if self.is_free(&pairing) {
                let Pairing { left, right, found, merged } = pairing;
                self.agree(left as usize, right as usize, found, merged);
                self.contradicted.extend(self.agreed.pop());
            }
        }
        for initials in [false, true] {
            for i in 0..self.left.words.len() {
                for j in 0..self.right.words.len() {
                    let (one, other) = (self.left.words[i], self.right.words[j]);
                    let initial = one.role == Role::Initial || other.role == Role::Initial;
                    if initial != initials
                        || !self.left_free[i]
                        || !self.right_free[j]
                        || !contradict(one, other)
                        || (initial && !self.may_stand_for(i, j))
                        || (initial && self.is_second_half(i, j))
                    {
                        continue;
                    }
                    self.left_free[i] = false;
                    self.right_free[j] = false;
                    let found = self.grid[i][j];
                    let (left, right) = (i as u8, j as u8);
                    self.contradicted.push(Pairing { left, right, found, merged: Merged::No });
                }
            }
        }
    }

    /// Whether a word and an initial stand for no more than the second half of a given name whose
    /// first half has an initial already: the other initial of Токаев К.К. is the father's.
    fn is_second_half(&self, i: usize, j: usize) -> bool {
        let second = |form: &Form, at: usize, initial: FormWord, halves: fn(&Pairing) -> u8| {
            let word = form.words[at];
            let first = |found: &Pairing| {
                usize::from(halves(found)) + 1 == at && found.found.relation == Relation::Initial
            };
            word.joined
                && word.role == Role::Word
                && initial.role == Role::Initial
                && !initial.joined
                && self.agreed.iter().any(first)
        };
        let (one, other) = (self.left.words[i], self.right.words[j]);
        second(self.left, i, other, |found| found.left)
            || second(self.right, j, one, |found| found.right)
    }

    fn finish(mut self) -> Alignment {
        self.agreed.sort_by_key(|pairing| (pairing.left, pairing.right));
        Alignment {
            crossed: self.agreed.windows(2).any(|pair| pair[0].right > pair[1].right),
            left_only: free(self.left, &self.left_free),
            right_only: free(self.right, &self.right_free),
            agreed: self.agreed,
            contradicted: self.contradicted,
            son: false,
        }
    }
}

fn contradict(left: FormWord, right: FormWord) -> bool {
    use Role::{Aside, Initial, Particle, Patronymic, Word};
    match (left.role, right.role) {
        (Particle | Aside, _) | (_, Particle | Aside) => false,
        (Patronymic, Patronymic) | (Word, Word) | (Initial, Initial) => true,
        (Initial, Word | Patronymic) | (Word | Patronymic, Initial) => true,
        (Word, Patronymic) | (Patronymic, Word) => false,
    }
}

fn free(form: &Form, free: &[bool; WORDS_MAX]) -> Vec<u8> {
    (0..form.words.len()).filter(|&index| free[index]).map(|index| index as u8).collect()
}

impl Alignment {
    /// The same, seen from the right.
    pub(crate) fn mirrored(mut self) -> Self {
        for pairing in self.agreed.iter_mut().chain(&mut self.contradicted) {
            std::mem::swap(&mut pairing.left, &mut pairing.right);
            pairing.found = pairing.found.mirrored();
            pairing.merged = match pairing.merged {
                Merged::No => Merged::No,
                Merged::Left => Merged::Right,
                Merged::Right => Merged::Left,
            };
        }
        self.agreed.sort_by_key(|pairing| (pairing.left, pairing.right));
        std::mem::swap(&mut self.left_only, &mut self.right_only);
        self
    }

    /// Agreed pairs of words written out.
    pub(crate) fn words(&self) -> impl Iterator<Item = &Pairing> {
        self.agreed.iter().filter(|pairing| pairing.found.relation != Relation::Initial)
    }
}
