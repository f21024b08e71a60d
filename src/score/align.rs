//! Two forms → which word of the one answers which word of the other.
//!
//! The best pairs are taken first, each word once. Then written-in-one words are joined
//! (Kasymzhomart beside Kassym-Jomart), then what is left on both sides in the same role
//! contradicts, then what is left on one side is omitted by the other.

use super::form::{Form, FormWord, Role, WORDS_MAX};
use crate::lexicon::{Relation, WordMatch};

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
}

/// Least odds, in bits, at which two words answer one another.
pub(crate) const AGREES: f32 = -2.5;

/// Aligns two forms; `lookup` compares two words.
pub(crate) fn align(
    left: &Form,
    right: &Form,
    lookup: &mut impl FnMut(FormWord, FormWord) -> WordMatch,
) -> Alignment {
    let mut grid = [[None; WORDS_MAX]; WORDS_MAX];
    for (i, a) in left.words.iter().enumerate() {
        for (j, b) in right.words.iter().enumerate() {
            grid[i][j] = Some(lookup(*a, *b));
        }
    }
    let mut alignment = Alignment {
        agreed: Vec::new(),
        contradicted: Vec::new(),
        left_only: Vec::new(),
        right_only: Vec::new(),
        crossed: false,
    };
    let (mut left_free, mut right_free) = ([true; WORDS_MAX], [true; WORDS_MAX]);
    let sizes = (left.words.len(), right.words.len());
    take_agreed(
        &grid,
        sizes,
        &mut left_free,
        &mut right_free,
        &mut alignment,
    );
    take_merged(
        left,
        right,
        &mut left_free,
        &mut right_free,
        lookup,
        &mut alignment,
    );
    alignment
        .agreed
        .sort_by_key(|pairing| (pairing.left, pairing.right));
    alignment.crossed = alignment
        .agreed
        .windows(2)
        .any(|pair| pair[0].right > pair[1].right);
    take_contradicted(
        left,
        right,
        &grid,
        &mut left_free,
        &mut right_free,
        &mut alignment,
    );
    alignment.left_only = free(left, &left_free);
    alignment.right_only = free(right, &right_free);
    alignment
}

type Grid = [[Option<WordMatch>; WORDS_MAX]; WORDS_MAX];

/// Best pairs first; a tie goes to the pair nearer the diagonal, then to the earlier one.
fn take_agreed(
    grid: &Grid,
    sizes: (usize, usize),
    left_free: &mut [bool; WORDS_MAX],
    right_free: &mut [bool; WORDS_MAX],
    alignment: &mut Alignment,
) {
    loop {
        let mut best: Option<(f32, usize, Pairing)> = None;
        for i in (0..sizes.0).filter(|&i| left_free[i]) {
            for j in (0..sizes.1).filter(|&j| right_free[j]) {
                let Some(found) = grid[i][j].filter(|found| found.odds > AGREES) else {
                    continue;
                };
                let off = i.abs_diff(j);
                let better = best.is_none_or(|(odds, drift, _)| {
                    found.odds > odds || (found.odds == odds && off < drift)
                });
                if better {
                    let (left, right) = (i as u8, j as u8);
                    let pairing = Pairing {
                        left,
                        right,
                        found,
                        merged: Merged::No,
                    };
                    best = Some((found.odds, off, pairing));
                }
            }
        }
        let Some((.., pairing)) = best else { return };
        left_free[pairing.left as usize] = false;
        right_free[pairing.right as usize] = false;
        alignment.agreed.push(pairing);
    }
}

/// Two free neighbors on one side that are one free word on the other.
fn take_merged(
    left: &Form,
    right: &Form,
    left_free: &mut [bool; WORDS_MAX],
    right_free: &mut [bool; WORDS_MAX],
    lookup: &mut impl FnMut(FormWord, FormWord) -> WordMatch,
    alignment: &mut Alignment,
) {
    for i in 0..left.words.len() {
        for j in 0..right.words.len() {
            if !left_free[i] || !right_free[j] {
                continue;
            }
            let (one, other) = (left.words[i], right.words[j]);
            let right_next = other.with_next.filter(|_| right_free[j + 1]);
            let left_next = one.with_next.filter(|_| left_free[i + 1]);
            if other.role == Role::Initial || one.role == Role::Initial {
                continue;
            }
            let found = match (left_next, right_next) {
                (_, Some(id)) => Some((lookup(one, FormWord { id, ..other }), Merged::Right)),
                (Some(id), _) => Some((lookup(FormWord { id, ..one }, other), Merged::Left)),
                _ => None,
            };
            let Some((found, merged)) = found.filter(|(found, _)| found.odds > AGREES) else {
                continue;
            };
            left_free[i] = false;
            right_free[j] = false;
            match merged {
                Merged::Right => right_free[j + 1] = false,
                _ => left_free[i + 1] = false,
            }
            alignment.agreed.push(Pairing {
                left: i as u8,
                right: j as u8,
                found,
                merged,
            });
        }
    }
}

/// What is left on both sides, in order, contradicts: a word a word, an initial an initial or a
/// word, a patronymic a patronymic.
fn take_contradicted(
    left: &Form,
    right: &Form,
    grid: &Grid,
    left_free: &mut [bool; WORDS_MAX],
    right_free: &mut [bool; WORDS_MAX],
    alignment: &mut Alignment,
) {
    for i in 0..left.words.len() {
        for j in 0..right.words.len() {
            if !left_free[i] || !right_free[j] || !contradict(left.words[i], right.words[j]) {
                continue;
            }
            if let Some(found) = grid[i][j] {
                left_free[i] = false;
                right_free[j] = false;
                let (left, right) = (i as u8, j as u8);
                let pairing = Pairing {
                    left,
                    right,
                    found,
                    merged: Merged::No,
                };
                alignment.contradicted.push(pairing);
            }
        }
    }
}

fn contradict(left: FormWord, right: FormWord) -> bool {
    use Role::{Initial, Particle, Patronymic, Word};
    match (left.role, right.role) {
        (Particle, _) | (_, Particle) => false,
        (Patronymic, Patronymic) | (Word, Word) | (Initial, Initial) => true,
        (Initial, Word | Patronymic) | (Word | Patronymic, Initial) => true,
        (Word, Patronymic) | (Patronymic, Word) => false,
    }
}

fn free(form: &Form, free: &[bool; WORDS_MAX]) -> Vec<u8> {
    (0..form.words.len())
        .filter(|&index| free[index])
        .map(|index| index as u8)
        .collect()
}

impl Alignment {
    /// Agreed pairs of words written out.
    pub(crate) fn words(&self) -> impl Iterator<Item = &Pairing> {
        self.agreed
            .iter()
            .filter(|pairing| pairing.found.relation != Relation::Initial)
    }
}
