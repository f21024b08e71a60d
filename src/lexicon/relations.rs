//! Tables of nicknames and national forms → which words are names for one another.
//!
//! These are relations that no channel learns (Bill is William, Ryhor is Grigory). A nickname
//! relates to its full form and, weaker, to another nickname of it; it is not transitive beyond.

use rustc_hash::FxHashMap;

use super::frequency::{Beginnings, skeleton};
use crate::transliterate::Romanizer;

/// How two words are related by a table, closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kinship {
    /// East Slavic and other near forms that documents use for one person: Serhiy, Sergei.
    CloseForm,
    /// A full form and its diminutive: William, Bill.
    Nickname,
    /// National forms of one name: Ivan, John.
    NationalForm,
    /// Two diminutives of one full form: Bill, Will.
    SharedFullForm,
}

/// A word's place in one group of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Membership {
    group: u32,
    head: bool,
    table: Table,
    /// Whether it is not the word that the table has, but what it would be the case form of.
    lemma: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Table {
    Nickname,
    Cognate,
    Close,
}

impl Membership {
    /// The number of the group.
    pub(crate) fn group(self) -> u32 {
        self.group
    }

    /// Whether the table relates diminutives and full forms.
    pub(crate) fn is_nickname(self) -> bool {
        self.table == Table::Nickname
    }

    /// Whether it is a form of the name that the group is of, by country, as it stands.
    pub(crate) fn is_form(self) -> bool {
        self.table != Table::Nickname && !self.lemma
    }

    /// The place of a case form of the word.
    pub(crate) fn of_lemma(self) -> Self {
        Self { lemma: true, ..self }
    }

    /// The place as a number.
    pub(crate) fn code(self) -> u32 {
        self.group << 4 | u32::from(self.lemma) << 3 | u32::from(self.head) << 2 | self.table as u32
    }

    /// The place of a number that [`Membership::code`] gave.
    pub(crate) fn of_code(code: u32) -> Option<Self> {
        let tables = [Table::Nickname, Table::Cognate, Table::Close];
        let table = *tables.get((code & 3) as usize)?;
        Some(Self { group: code >> 4, head: code & 4 != 0, table, lemma: code & 8 != 0 })
    }
}

/// All groups, by the skeleton of each word in them.
#[derive(Debug, Default)]
pub(crate) struct Relations {
    members: FxHashMap<String, Vec<Membership>>,
    beginnings: Beginnings,
    groups: u32,
}

impl Relations {
    /// Reads the files of `data/names/relations`, given as name and text.
    pub(crate) fn parse(files: &[(&str, &str)], romanizer: &Romanizer) -> Self {
        let mut relations = Self::default();
        for (file, text) in files {
            let nickname = text.lines().any(|line| line.trim() == "@relation nickname");
            let table = match (nickname, file.contains("national-forms")) {
                (true, _) => Table::Nickname,
                (_, true) => Table::Close,
                _ => Table::Cognate,
            };
            for line in text.lines().filter(|line| !line.starts_with(['#', '@'])) {
                relations.read(line, table, romanizer);
            }
        }
        relations.beginnings = Beginnings::of(relations.members.keys());
        relations
    }

    fn read(&mut self, line: &str, table: Table, romanizer: &Romanizer) {
        let Some((head, members)) = line.split_once(':') else {
            return;
        };
        let words = std::iter::once((head, true))
            .chain(members.split(',').map(|member| (member, table != Table::Nickname)));
        for (word, head) in words {
            let word = word.trim().to_lowercase();
            if word.is_empty() || word.contains(' ') {
                continue;
            }
            let membership = Membership { group: self.groups, head, table, lemma: false };
            let known = self.members.entry(skeleton(&romanizer.cognate(&word))).or_default();
            if !known.contains(&membership) {
                known.push(membership);
            }
        }
        self.groups += 1;
    }

    /// The groups that a word in cognate romanization belongs to.
    pub(crate) fn of(&self, plain: &str) -> &[Membership] {
        self.of_skeleton(&skeleton(plain))
    }

    /// The groups that a word with this skeleton belongs to.
    pub(crate) fn of_skeleton(&self, skeleton: &str) -> &[Membership] {
        self.members.get(skeleton).map_or(&[], Vec::as_slice)
    }

    /// Whether skeletons of related words begin so.
    pub(crate) fn begins(&self, beginning: &str) -> bool {
        self.beginnings.has(beginning)
    }
}

/// The closest relation that two words' groups give them, and how many of the two must be a case
/// form for it.
pub(crate) fn kinship(left: &[Membership], right: &[Membership]) -> Option<(u8, Kinship)> {
    // Robert and Rupert are full names of their own: that both may be Bert says nothing, and that
    // one may be short for the other, little.
    let full = |own: &[Membership]| own.iter().any(|a| a.head && a.table == Table::Nickname);
    let two_full = full(left) && full(right);
    let shared = left.iter().flat_map(|a| {
        right.iter().filter(|b| b.group == a.group).filter_map(|b| {
            let kinship = match (a.table, a.head, b.head) {
                (Table::Close, ..) => Kinship::CloseForm,
                (Table::Cognate, ..) => Kinship::NationalForm,
                (Table::Nickname, false, false) => {
                    (!two_full).then_some(Kinship::SharedFullForm)?
                }
                (Table::Nickname, ..) if two_full => Kinship::SharedFullForm,
                (Table::Nickname, ..) => Kinship::Nickname,
            };
            Some((u8::from(a.lemma) + u8::from(b.lemma), kinship))
        })
    });
    shared.min()
}
