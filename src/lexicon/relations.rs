//! Tables of nicknames and national forms → which words are names for one another.
//!
//! These are relations that no channel learns (Bill is William, Ryhor is Grigory). A nickname
//! relates to its full form and, weaker, to another nickname of it; it is not transitive beyond.

use super::lists::{self, Beginnings, PLACES, Table, number};

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
    table: Kind,
    /// Whether it is not the word that the table has, but what it would be the case form of.
    lemma: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Nickname = lists::NICKNAME as isize,
    Cognate = lists::COGNATE as isize,
    Close = lists::CLOSE as isize,
}

impl Membership {
    /// The number of the group.
    pub(crate) fn group(self) -> u32 {
        self.group
    }

    /// Whether the table relates diminutives and full forms.
    pub(crate) fn is_nickname(self) -> bool {
        self.table == Kind::Nickname
    }

    /// Whether it is a form of the name that the group is of, by country, as it stands.
    pub(crate) fn is_form(self) -> bool {
        self.table != Kind::Nickname && !self.lemma
    }

    /// Whether it is the place of what the word would be a case form of.
    pub(crate) fn is_lemma(self) -> bool {
        self.lemma
    }

    /// The place of a case form of the word.
    pub(crate) fn of_lemma(self) -> Self {
        Self { lemma: true, ..self }
    }

    /// The place as a number.
    pub(crate) fn code(self) -> u32 {
        lists::place(self.group, self.lemma, self.head, self.table as u32)
    }

    /// The place of a number that [`Membership::code`] gave.
    pub(crate) fn of_code(code: u32) -> Option<Self> {
        let tables = [Kind::Nickname, Kind::Cognate, Kind::Close];
        let table = *tables.get((code & 3) as usize)?;
        Some(Self { group: code >> 4, head: code & 4 != 0, table, lemma: code & 8 != 0 })
    }
}

mod tables {
    include!(concat!(env!("OUT_DIR"), "/relations.rs"));
}

/// All groups, by the skeleton of each word in them, as the build made them of
/// `data/names/relations` ([`super::lists`]).
#[derive(Debug)]
pub(crate) struct Relations {
    members: Table<PLACES>,
    beginnings: Beginnings,
}

impl Relations {
    /// The tables that come with the library.
    pub(crate) fn bundled() -> Self {
        Self { members: Table::of(tables::MEMBERS), beginnings: Beginnings(tables::BEGINNINGS) }
    }

    /// The groups that a word belongs to whose skeleton has this key.
    pub(crate) fn of_key(&self, key: u64) -> impl Iterator<Item = Membership> + use<> {
        // Whole skeletons are among the beginnings, which are met sooner.
        let record = if self.begins(key) { self.members.get(key) } else { None };
        let (first, count) = record.map_or((0, 0), |record| (number(record, 0), number(record, 1)));
        let codes = (first..first + count).map(|place| number(tables::PLACES, place as usize));
        codes.filter_map(Membership::of_code)
    }

    /// Whether skeletons of related words begin with what has this key.
    pub(crate) fn begins(&self, beginning: u64) -> bool {
        self.beginnings.has(beginning)
    }
}

/// Whether tables of short forms have both words as full names.
pub(crate) fn are_two_full(left: &[Membership], right: &[Membership]) -> bool {
    let full = |own: &[Membership]| own.iter().any(|a| a.head && a.table == Kind::Nickname);
    full(left) && full(right)
}

/// The closest relation that two words' groups give them, and how many of the two must be a case
/// form for it.
pub(crate) fn kinship(left: &[Membership], right: &[Membership]) -> Option<(u8, Kinship)> {
    // Robert and Rupert are full names of their own: that both may be Bert says nothing, and that
    // one may be short for the other, little.
    let two_full = are_two_full(left, right);
    let shared = left.iter().flat_map(|a| {
        right.iter().filter(|b| b.group == a.group).filter_map(|b| {
            let kinship = match (a.table, a.head, b.head) {
                (Kind::Close, ..) => Kinship::CloseForm,
                (Kind::Cognate, ..) => Kinship::NationalForm,
                (Kind::Nickname, false, false) => (!two_full).then_some(Kinship::SharedFullForm)?,
                (Kind::Nickname, ..) if two_full => Kinship::SharedFullForm,
                (Kind::Nickname, ..) => Kinship::Nickname,
            };
            Some((u8::from(a.lemma) + u8::from(b.lemma), kinship))
        })
    });
    shared.min()
}
