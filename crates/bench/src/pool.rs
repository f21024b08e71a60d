//! A table of name frequencies → names to draw by chance, the rare ones beyond the table included.
//!
//! A table has the head of a distribution. Its tail goes on by the same law (Zipf's), over names
//! made from those of the table.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use crate::dice::Dice;

/// Names that no table has, at most.
const TAIL_MAX: f64 = 150_000.0;
/// Letters of a name that is made.
const LETTERS: std::ops::RangeInclusive<usize> = 4..=11;

/// How names are made that no table has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tail {
    /// Letter by letter: a chain of letters two back.
    Letters,
    /// Two characters of the table's names.
    Characters,
    /// A name of the table with an ending, or none.
    Endings(&'static [&'static str]),
}

/// One name of the table.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) name: String,
    /// `m`, `f`, or nothing where the table does not say.
    pub(crate) gender: Option<char>,
}

/// Names with how often each is met.
#[derive(Debug)]
pub(crate) struct Pool {
    head: Vec<Entry>,
    /// Running sum of frequencies, beside `head`.
    sums: Vec<f64>,
    /// Share of bearers whose name the table lacks.
    tail_share: f64,
    /// How many names they share.
    tail: f64,
    kind: Tail,
    chain: BTreeMap<[char; 2], Vec<char>>,
    seed: u64,
}

const EDGE: char = '_';

impl Pool {
    /// Reads a table: `name<TAB>per 100,000[<TAB>gender]`. `tail_max` bounds the share of bearers
    /// beyond the table.
    pub(crate) fn read(text: &str, (kind, tail_max): (Tail, f64), seed: u64) -> Result<Self> {
        let mut head = Vec::new();
        let mut sums: Vec<f64> = Vec::new();
        let mut least = f64::INFINITY;
        // Rarer names are there to be known; beyond the others the line goes on by itself.
        let common = text.lines().take_while(|line| *line != "@rarer");
        for (number, line) in common.enumerate() {
            // A line of `@` tells the lexicon how to read the table.
            if line.is_empty() || line.starts_with(['#', '@']) {
                continue;
            }
            let mut fields = line.split('\t');
            let (name, weight) = fields.next().zip(fields.next()).with_context(|| {
                format!("line {}: expected a name and its frequency", number + 1)
            })?;
            let weight: f64 = weight
                .parse()
                .with_context(|| format!("line {}: expected a number", number + 1))?;
            let gender = fields.next().and_then(|gender| gender.chars().next());
            head.push(Entry { name: name.to_owned(), gender });
            sums.push(sums.last().copied().unwrap_or(0.0) + weight);
            least = least.min(weight);
        }
        let total = sums.last().copied().unwrap_or(0.0);
        let missing = (100_000.0 - total).max(0.0);
        // The line of the head goes on until everybody has a name.
        let ranks = head.len() as f64;
        let tail = (ranks * (missing / (least * ranks).max(1.0)).exp()).min(TAIL_MAX);
        let chain = chain(&head);
        let tail_share = (missing / 100_000.0).min(tail_max);
        Ok(Self { head, sums, tail_share, tail, kind, chain, seed })
    }

    /// A name by its frequency.
    pub(crate) fn draw(&self, dice: &mut Dice) -> Entry {
        if dice.chance(self.tail_share) {
            // Ranks beyond the table by Zipf's law: the inverse of its distribution.
            let first = self.head.len() as f64;
            let rank = first * (self.tail / first).powf(dice.unit());
            return Entry { name: self.made(rank as u64), gender: None };
        }
        let at = dice.unit() * self.sums.last().copied().unwrap_or(0.0);
        let found = self.sums.partition_point(|sum| *sum <= at).min(self.head.len() - 1);
        self.head[found].clone()
    }

    /// A name of this gender by its frequency; names beyond the table serve for both.
    pub(crate) fn draw_of(&self, gender: char, dice: &mut Dice) -> Entry {
        const TRIES: usize = 40;
        let fits = |entry: &Entry| entry.gender.is_none_or(|own| own == gender);
        let mut found = self.draw(dice);
        for _ in 0..TRIES {
            if fits(&found) {
                break;
            }
            found = self.draw(dice);
        }
        found
    }

    /// The name of a rank beyond the table, always the same.
    fn made(&self, rank: u64) -> String {
        let mut dice = Dice::new(self.seed, rank);
        match self.kind {
            Tail::Letters => self.lettered(&mut dice),
            Tail::Characters => {
                let mut character = || {
                    let letters: Vec<char> =
                        dice.pick(&self.head).into_iter().flat_map(|e| e.name.chars()).collect();
                    dice.pick(&letters).copied()
                };
                [character(), character()].into_iter().flatten().collect()
            }
            Tail::Endings(endings) => {
                let name = dice.pick(&self.head).map_or("", |entry| &entry.name);
                format!("{name}{}", dice.pick(endings).copied().unwrap_or_default())
            }
        }
    }

    fn lettered(&self, dice: &mut Dice) -> String {
        const TRIES: usize = 20;
        let mut name = String::new();
        for _ in 0..TRIES {
            name.clear();
            let mut before = [EDGE, EDGE];
            while let Some(&letter) = self.chain.get(&before).and_then(|next| dice.pick(next)) {
                if letter == EDGE || name.chars().count() > *LETTERS.end() {
                    break;
                }
                name.push(letter);
                before = [before[1], letter];
            }
            if LETTERS.contains(&name.chars().count()) {
                break;
            }
        }
        capitalized(&name)
    }
}

fn chain(head: &[Entry]) -> BTreeMap<[char; 2], Vec<char>> {
    let mut chain: BTreeMap<[char; 2], Vec<char>> = BTreeMap::new();
    for entry in head.iter().filter(|entry| !entry.name.contains([' ', '-', '\''])) {
        let mut before = [EDGE, EDGE];
        for letter in entry.name.to_lowercase().chars().chain([EDGE]) {
            chain.entry(before).or_default().push(letter);
            before = [before[1], letter];
        }
    }
    chain
}

/// The word with a capital, where its script has one: Georgian has them, but not for names.
pub(crate) fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let georgian = |letter: char| ('\u{10d0}'..='\u{10ff}').contains(&letter);
    if word.starts_with(georgian) {
        return word.to_owned();
    }
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "# head\nИванов\t3000\tm\nИванова\t3000\tf\nКозлов\t1000\tm\n";

    #[test]
    fn common_names_are_drawn_more_often_and_the_tail_has_its_share() {
        let pool = Pool::read(TABLE, (Tail::Letters, 0.5), 1).expect("a table");
        let mut dice = Dice::new(1, 1);
        let drawn: Vec<Entry> = (0..4000).map(|_| pool.draw(&mut dice)).collect();
        let known = || drawn.iter().filter(|entry| entry.gender.is_some());
        let count = |name: &str| known().filter(|entry| entry.name == name).count();
        assert!(count("Иванов") > 2 * count("Козлов"));
        let made = drawn.len() - known().count();
        assert!((1800..2200).contains(&made), "{made}");
    }

    #[test]
    fn a_bad_line_is_named() {
        let error = Pool::read("Иванов\tmany\n", (Tail::Letters, 0.0), 1).expect_err("no number");
        assert!(error.to_string().contains("line 1"));
    }
}
