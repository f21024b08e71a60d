//! The tables of one language → one matcher: what they have in common is matched once for all of them.
//!
//! Standards agree on most letters. A word is walked through once: at each place the rules that apply
//! there are noted, each with the tables that have it as bits of one number. A table has one rule for
//! each place that it comes to, so its way through the word is told by its bit alone, and nothing is
//! spelled before it is asked for.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::contexts::{Condition, Contexts};
use super::explain::plain;
use super::readings::is_kept;
use super::rules::{Firsts, Rule, Rules, Segment, Written, begins, uncovered};
use super::{Kind, Table};

/// How many tables a language may have: the bits of a set.
pub(super) const TABLES_MAX: usize = 64;

/// The tables of one language in the order in which their readings come, with their matchers.
#[derive(Debug, Default)]
pub(super) struct Family {
    tables: Vec<Arc<Table>>,
    /// Bits of all but the guesses, which come last.
    pub(super) sure: u64,
    joints: Vec<Joint>,
}

impl Family {
    pub(super) fn new(mut tables: Vec<Arc<Table>>) -> Self {
        // What standards and habits give comes before guesses at what a foreign name was.
        tables.sort_by_key(|table| table.kind() == Kind::Hypothesis);
        tables.truncate(TABLES_MAX);
        let sure = tables.iter().filter(|table| table.kind() != Kind::Hypothesis).count();
        let mut joints: Vec<Joint> = Vec::new();
        for (number, table) in tables.iter().enumerate() {
            let prepares_like = |joint: &&mut Joint| {
                let known = joint.all.trailing_zeros() as usize;
                tables[known].rules().prepares_like(table.rules())
            };
            match joints.iter_mut().find(prepares_like) {
                Some(joint) => joint.all |= 1 << number,
                None => joints.push(Joint { all: 1 << number, ..Joint::default() }),
            }
        }
        for joint in &mut joints {
            joint.compile(&tables);
        }
        Self { tables, sure: (1_u128 << sure).wrapping_sub(1) as u64, joints }
    }

    pub(super) fn tables(&self) -> &[Arc<Table>] {
        &self.tables
    }

    /// The tables of a set, in order.
    pub(super) fn of_set(&self, set: u64) -> impl Iterator<Item = &Table> {
        let numbered = self.tables.iter().enumerate();
        numbered.filter(move |(bit, _)| set >> bit & 1 == 1).map(|(_, table)| table.as_ref())
    }

    /// Each matcher with one of its tables, which prepares words as all of them do.
    pub(super) fn joints(&self) -> impl Iterator<Item = (&Joint, &Rules)> {
        self.joints
            .iter()
            .map(|joint| (joint, self.tables[joint.all.trailing_zeros() as usize].rules()))
    }
}

/// A matcher of several tables.
#[derive(Debug, Default)]
pub(super) struct Joint {
    /// A bit for each, by its number in the family.
    all: u64,
    firsts: Firsts,
    groups: Vec<Vec<Entry>>,
    contexts: Contexts,
}

#[derive(Debug)]
struct Entry {
    tables: u64,
    /// The second of its letters, at which most words part.
    second: Option<char>,
    from: Vec<char>,
    /// Of each table, in the order that it tries them.
    choices: Vec<Choice>,
}

/// Some tables try this rule here.
#[derive(Debug)]
struct Choice {
    tables: u64,
    condition: Option<Condition>,
    rule: Ranked,
}

impl Choice {
    /// Whether what the rule looks at beyond the letters beside it is there, too.
    fn fits_farther(&self, letters: &[char], at: usize, end: usize) -> bool {
        let farther = self.condition.as_ref().is_some_and(|condition| condition.is_more);
        !farther || self.rule.rule.fits(letters, at, end)
    }
}

/// A rule, as all tables have it that have it.
#[derive(Debug, Clone)]
pub(super) struct Ranked {
    pub(super) rule: Arc<Rule>,
    /// Equal where `from`, context and targets are.
    number: u32,
    /// Equal where it makes no difference which of two rules wrote a piece: the number, or that
    /// of the one target.
    outcome: u32,
    /// Its targets without marks and apostrophes.
    pub(super) plain: Arc<[Box<str>]>,
    /// A spelling made of such targets needs no tidying.
    pub(super) is_tidy: bool,
}

/// What stands for a few letters.
#[derive(Debug, Clone, Copy)]
pub(super) enum Piece<'a> {
    Rule(&'a Ranked),
    /// Not covered, and Latin already.
    Copied(char),
    /// Not covered, and nothing.
    Left,
}

/// The way on from one place of a word that some tables take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge<'a> {
    pub(super) tables: u64,
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) piece: Piece<'a>,
}

impl<'a> Edge<'a> {
    /// Whether it makes no difference which of two edges from one place is taken.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.to == other.to
            && match (self.piece, other.piece) {
                (Piece::Rule(one), Piece::Rule(other)) => one.outcome == other.outcome,
                (Piece::Rule(_), _) | (_, Piece::Rule(_)) => false,
                _ => true,
            }
    }

    pub(super) fn segment(&self) -> Segment<'a> {
        let start = self.from as usize;
        let (written, number) = match self.piece {
            Piece::Rule(ranked) => (Written::Rule(&ranked.rule), ranked.number),
            Piece::Copied(letter) => (Written::Copied(letter), 0),
            Piece::Left => (Written::Foreign(""), 0),
        };
        Segment { start, written, number }
    }
}

impl Joint {
    /// Adds the edges of a prepared word, in the order of their places. Returns the tables that write
    /// all of it: one that lacks a letter does not.
    pub(super) fn walk<'a>(
        &'a self,
        letters: &[char],
        reached: &mut Vec<u64>,
        edges: &mut Vec<Edge<'a>>,
    ) -> u64 {
        reached.clear();
        reached.resize(letters.len() + 1, 0);
        reached[0] = self.all;
        for at in 0..letters.len() {
            let mut tables = reached[at];
            if tables == 0 {
                continue;
            }
            let next = letters.get(at + 1).copied();
            for entry in &self.groups[self.firsts.group(letters[at])] {
                let parts = entry.second.is_some() && entry.second != next;
                if entry.tables & tables == 0 || parts || !begins(letters, at, &entry.from) {
                    continue;
                }
                let to = at + entry.from.len();
                let before = tables;
                tables = entry.add_edges(&self.contexts, letters, at, tables, edges);
                reached[to] |= before & !tables;
                if tables == 0 {
                    break;
                }
            }
            if tables == 0 {
                continue;
            }
            let piece = match uncovered(letters, at) {
                Written::Copied(letter) => Piece::Copied(letter),
                Written::Foreign("") => Piece::Left,
                _ => continue,
            };
            edges.push(Edge { tables, from: at as u32, to: at as u32 + 1, piece });
            reached[at + 1] |= tables;
        }
        reached[letters.len()]
    }

    fn compile(&mut self, tables: &[Arc<Table>]) {
        self.groups.push(Vec::new());
        let mut numbers = Numbers::default();
        for (bit, table) in tables.iter().enumerate() {
            if self.all >> bit & 1 == 0 {
                continue;
            }
            for entry in table.rules().entries() {
                let Some(&first) = entry.from.first() else { continue };
                let group = self.firsts.group_or(first, self.groups.len());
                if group == self.groups.len() {
                    self.groups.push(Vec::new());
                }
                let rules = entry
                    .rules
                    .iter()
                    .map(|rule| (self.contexts.condition(rule), numbers.ranked(&entry.from, rule)));
                add(&mut self.groups[group], &entry.from, rules, 1 << bit);
            }
        }
        self.contexts.answer();
        for group in &mut self.groups {
            group.sort_by(|one, other| {
                other.from.len().cmp(&one.from.len()).then_with(|| one.from.cmp(&other.from))
            });
        }
    }
}

impl Entry {
    /// Adds what tables of a set have for these letters; returns those that have nothing.
    fn add_edges<'a>(
        &'a self,
        contexts: &Contexts,
        letters: &[char],
        at: usize,
        mut tables: u64,
        edges: &mut Vec<Edge<'a>>,
    ) -> u64 {
        let end = at + self.from.len();
        let mut beside = None;
        for choice in &self.choices {
            let of = choice.tables & tables;
            if of == 0 {
                continue;
            }
            if let Some(condition) = &choice.condition {
                let beside = *beside.get_or_insert_with(|| contexts.beside(letters, at, end));
                if !condition.holds(beside) || !choice.fits_farther(letters, at, end) {
                    continue;
                }
            }
            tables &= !of;
            let piece = Piece::Rule(&choice.rule);
            edges.push(Edge { tables: of, from: at as u32, to: end as u32, piece });
            if tables & self.tables == 0 {
                break;
            }
        }
        tables
    }
}

/// Adds the rules of one table in its order; those that others have in the same order are shared.
fn add(
    group: &mut Vec<Entry>,
    from: &[char],
    rules: impl Iterator<Item = (Option<Condition>, Ranked)>,
    table: u64,
) {
    let known = group.iter().position(|entry| entry.from == from);
    let known = known.unwrap_or_else(|| {
        let second = from.get(1).copied();
        group.push(Entry { tables: 0, second, from: from.to_vec(), choices: Vec::new() });
        group.len() - 1
    });
    let entry = &mut group[known];
    entry.tables |= table;
    let mut next = 0;
    for (condition, rule) in rules {
        let free = rule.rule.is_free();
        let alike =
            entry.choices.iter().skip(next).position(|known| known.rule.number == rule.number);
        if let Some(skipped) = alike {
            next += skipped;
            entry.choices[next].tables |= table;
        } else {
            entry.choices.insert(next, Choice { tables: table, condition, rule });
        }
        next += 1;
        // Nothing after it is tried.
        if free {
            break;
        }
    }
}

/// Numbers for rules that are alike, and for what they write.
#[derive(Default)]
struct Numbers {
    next: u32,
    rules: FxHashMap<Vec<char>, Vec<Ranked>>,
    targets: FxHashMap<Box<str>, u32>,
}

impl Numbers {
    fn ranked(&mut self, from: &[char], rule: &Arc<Rule>) -> Ranked {
        let known = self.rules.entry(from.to_vec()).or_default();
        if let Some(like) = known.iter().find(|ranked| ranked.rule.is_like(rule)) {
            return like.clone();
        }
        self.next += 1;
        let number = self.next;
        let outcome = match &rule.to[..] {
            [target] => *self.targets.entry(target.clone()).or_insert(number),
            _ => number,
        };
        let ranked = Ranked {
            rule: Arc::clone(rule),
            number,
            outcome,
            plain: rule.to.iter().map(|to| plain(to).into_boxed_str()).collect(),
            is_tidy: rule.to.iter().all(|to| is_tidy(to)),
        };
        known.push(ranked.clone());
        ranked
    }
}

/// Whether a piece stays as it is, whatever stands beside it: nothing below the combining marks is
/// composed with anything before it.
pub(super) fn is_tidy(text: &str) -> bool {
    text.chars().all(|letter| letter < '\u{300}' && letter != ' ' && is_kept(letter))
}
