//! The tables of one language → one matcher: what they have in common is matched once for all of them.
//!
//! Standards agree on most letters. A word is walked through once, with the set of tables that have
//! written it alike so far as bits of one number; a set is split where its tables part.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::rules::{Firsts, Rule, Rules, Segment, Written, begins, uncovered};
use super::{Kind, Table};

/// How many tables one matcher takes: the bits of a set.
const TABLES_MAX: usize = 64;

/// The tables of one language in the order in which their readings come, with their matchers.
#[derive(Debug, Default)]
pub(super) struct Family {
    tables: Vec<Arc<Table>>,
    /// How many of them come first: all but the guesses.
    pub(super) sure: usize,
    joints: Vec<Joint>,
}

impl Family {
    pub(super) fn new(mut tables: Vec<Arc<Table>>) -> Self {
        // What standards and habits give comes before guesses at what a foreign name was.
        tables.sort_by_key(|table| table.kind() == Kind::Hypothesis);
        let sure = tables.iter().filter(|table| table.kind() != Kind::Hypothesis).count();
        let mut joints: Vec<Joint> = Vec::new();
        for (number, table) in tables.iter().enumerate() {
            let fits = |joint: &&mut Joint| {
                joint.tables.len() < TABLES_MAX
                    && tables[joint.tables[0]].rules().prepares_like(table.rules())
            };
            match joints.iter_mut().find(fits) {
                Some(joint) => joint.tables.push(number),
                None => joints.push(Joint { tables: vec![number], ..Joint::default() }),
            }
        }
        for joint in &mut joints {
            joint.compile(&tables);
        }
        Self { tables, sure, joints }
    }

    pub(super) fn tables(&self) -> &[Arc<Table>] {
        &self.tables
    }

    /// Each matcher with one of its tables, which prepares words as all of them do.
    pub(super) fn joints(&self) -> impl Iterator<Item = (&Joint, &Rules)> {
        self.joints.iter().map(|joint| (joint, self.tables[joint.tables[0]].rules()))
    }
}

/// A matcher of several tables.
#[derive(Debug, Default)]
pub(super) struct Joint {
    /// Numbers of the family's tables: bit n of a set stands for the n-th.
    tables: Vec<usize>,
    firsts: Firsts,
    groups: Vec<Vec<Entry>>,
}

#[derive(Debug)]
struct Entry {
    from: Vec<char>,
    variants: Vec<Variant>,
}

/// The tables that have the same rules for one `from`.
#[derive(Debug)]
struct Variant {
    tables: u64,
    rules: Vec<Ranked>,
}

#[derive(Debug, Clone)]
struct Ranked {
    rule: Arc<Rule>,
    /// Equal where `from`, context and targets are.
    number: u32,
    /// Equal where it makes no difference which of two rules wrote a piece: the number, or that
    /// of the one target.
    outcome: u32,
}

/// Tables that go on alike from one place of the word.
struct Edge<'a> {
    tables: u64,
    length: usize,
    outcome: u32,
    segment: Segment<'a>,
}

/// Tables that have written a word alike up to `at`.
#[derive(Clone, Copy)]
struct Group {
    tables: u64,
    at: usize,
    /// The last piece, from 1; 0 before the first.
    last: usize,
}

impl Joint {
    /// The sets of tables that write the prepared word alike, with its pieces. A table that lacks
    /// a letter is in none.
    pub(super) fn ways<'a>(
        &'a self,
        letters: &[char],
        mut found: impl FnMut(&mut dyn Iterator<Item = usize>, &mut dyn Iterator<Item = Segment<'a>>),
    ) {
        let all = u64::MAX >> (TABLES_MAX - self.tables.len().clamp(1, TABLES_MAX));
        let mut groups = vec![Group { tables: all, at: 0, last: 0 }];
        let mut pieces: Vec<(usize, Segment<'a>)> = Vec::with_capacity(letters.len() * 8);
        let (mut edges, mut parted) = (Vec::new(), Vec::new());
        for at in 0..letters.len() {
            let here = |group: &&mut Group| group.at == at;
            let tables = groups.iter_mut().filter(here).fold(0, |sum, group| sum | group.tables);
            self.edges(letters, at, tables, &mut edges);
            for group in groups.iter_mut().filter(here) {
                let from = *group;
                group.tables = 0;
                for edge in edges.iter().filter(|edge| edge.tables & from.tables != 0) {
                    pieces.push((from.last, edge.segment));
                    let next = Group {
                        tables: edge.tables & from.tables,
                        at: at + edge.length,
                        last: pieces.len(),
                    };
                    if group.tables == 0 {
                        *group = next;
                    } else {
                        parted.push(next);
                    }
                }
            }
            groups.append(&mut parted);
            groups.retain(|group| group.tables != 0);
        }
        let mut way = Vec::with_capacity(letters.len());
        for group in groups {
            way.clear();
            let mut at = group.last;
            while at > 0 {
                let (before, segment) = pieces[at - 1];
                way.push(segment);
                at = before;
            }
            let tables = self.tables.iter().enumerate();
            let tables = tables.filter(|(bit, _)| group.tables >> bit & 1 == 1);
            found(&mut tables.map(|(_, number)| *number), &mut way.iter().rev().copied());
        }
    }

    /// How the tables of a set go on at `at`.
    fn edges<'a>(
        &'a self,
        letters: &[char],
        at: usize,
        mut tables: u64,
        edges: &mut Vec<Edge<'a>>,
    ) {
        edges.clear();
        let group = self.groups.get(self.firsts.group(letters[at])).into_iter().flatten();
        for entry in group.filter(|entry| begins(letters, at, &entry.from)) {
            if tables == 0 {
                return;
            }
            let length = entry.from.len();
            for variant in &entry.variants {
                let of = variant.tables & tables;
                if of == 0 {
                    continue;
                }
                let fits = |ranked: &&Ranked| ranked.rule.fits(letters, at, at + length);
                let Some(ranked) = variant.rules.iter().find(fits) else { continue };
                tables &= !of;
                let like =
                    |edge: &&mut Edge<'_>| edge.length == length && edge.outcome == ranked.outcome;
                if let Some(edge) = edges.iter_mut().find(like) {
                    edge.tables |= of;
                    continue;
                }
                let (written, number) = (Written::Rule(&ranked.rule), ranked.number);
                let segment = Segment { start: at, written, number };
                edges.push(Edge { tables: of, length, outcome: ranked.outcome, segment });
            }
        }
        let written = uncovered(letters, at);
        if tables != 0 && !written.is_foreign() {
            let segment = Segment { start: at, written, number: 0 };
            edges.push(Edge { tables, length: 1, outcome: u32::MAX, segment });
        }
    }

    fn compile(&mut self, tables: &[Arc<Table>]) {
        self.groups.push(Vec::new());
        let mut numbers = Numbers::default();
        for (bit, number) in self.tables.iter().enumerate() {
            for entry in tables[*number].rules().entries() {
                let Some(&first) = entry.from.first() else { continue };
                let group = self.firsts.group_or(first, self.groups.len());
                if group == self.groups.len() {
                    self.groups.push(Vec::new());
                }
                let rules: Vec<Ranked> =
                    entry.rules.iter().map(|rule| numbers.ranked(&entry.from, rule)).collect();
                add(&mut self.groups[group], &entry.from, rules, 1 << bit);
            }
        }
        for group in &mut self.groups {
            group.sort_by(|one, other| {
                other.from.len().cmp(&one.from.len()).then_with(|| one.from.cmp(&other.from))
            });
        }
    }
}

fn add(group: &mut Vec<Entry>, from: &[char], rules: Vec<Ranked>, table: u64) {
    let known = group.iter().position(|entry| entry.from == from);
    let entry = known.unwrap_or_else(|| {
        group.push(Entry { from: from.to_vec(), variants: Vec::new() });
        group.len() - 1
    });
    let numbers = |rules: &[Ranked]| rules.iter().map(|rule| rule.number).collect::<Vec<u32>>();
    let like = |variant: &&mut Variant| numbers(&variant.rules) == numbers(&rules);
    let variants = &mut group[entry].variants;
    match variants.iter_mut().find(like) {
        Some(variant) => variant.tables |= table,
        None => variants.push(Variant { tables: table, rules }),
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
        let ranked = Ranked { rule: Arc::clone(rule), number, outcome };
        known.push(ranked.clone());
        ranked
    }
}
