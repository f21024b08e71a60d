//! Names with ids → an index, and a name → the indexed names that it could be.
//!
//! ```
//! use aka::Index;
//!
//! let names = [("Серик Турпанов", "p1"), ("Arman Shoibekov", "p2"), ("محمد علي", "p3")];
//! let index = Index::build(names)?;
//! let index = Index::open(index.to_bytes()?)?;
//! let found = index.searcher().search("Serik Turpanow", 5);
//! assert_eq!((found[0].name.as_str(), found[0].ids[0].as_str()), ("Серик Турпанов", "p1"));
//! assert!(found[0].probability > 0.9);
//! # Ok::<(), aka::IndexError>(())
//! ```
//!
//! Invariants:
//! - an index depends on what is in it alone: neither on order, nor on threads, nor on how it came
//!   to be (built at once, or by adding and removing);
//! - bytes are checked when they are opened, and whatever is in them, nothing panics;
//! - work for one search is bounded, whatever the list;
//! - the evidence is that of a full comparison, word by word.

mod layout;
mod keys;
mod segment;
mod retrieve;
mod searcher;

pub use layout::IndexError;
pub use searcher::Searcher;

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::lexicon::Knowledge;
use crate::score::Evidence;
use segment::Segment;

/// Names to look up, saved as bytes that are ready when they are read.
///
/// What was built does not change; names that are added or removed later stand beside it, and are
/// merged when the index is saved.
#[derive(Debug, Clone)]
pub struct Index {
    base: Segment,
    /// Names added to the base, and the same, indexed.
    added: BTreeMap<String, Vec<String>>,
    delta: Option<Segment>,
    /// Ids that the base has no longer.
    removed: FxHashSet<String>,
}

/// A name of the index that a name looked for could be.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The name as it was given.
    pub name: String,
    /// The ids that it was given with, in order.
    pub ids: Vec<String>,
    /// Probability that both are one person, at even prior odds.
    pub probability: f64,
    /// Prior and addends, in bits.
    pub evidence: Evidence,
}

impl Index {
    /// An index of names, each with an id of the caller's; ids and names may repeat.
    ///
    /// # Errors
    /// More than four billion bytes of names.
    pub fn build<N, I>(names: impl IntoIterator<Item = (N, I)>) -> Result<Self, IndexError>
    where
        N: Into<String>,
        I: Into<String>,
    {
        let mut all = BTreeMap::new();
        insert(&mut all, names);
        Ok(Self::of(Segment::build(&all, Knowledge::bundled(), Knowledge::fingerprint())?))
    }

    /// An index that was saved: a vector, shared bytes, or a file that is mapped into memory.
    ///
    /// # Errors
    /// What makes the bytes unusable.
    pub fn open(bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Result<Self, IndexError> {
        Ok(Self::of(Segment::open(Arc::new(bytes), Knowledge::fingerprint())?))
    }

    fn of(base: Segment) -> Self {
        Self { base, added: BTreeMap::new(), delta: None, removed: FxHashSet::default() }
    }

    /// Adds names. Work is that of indexing all names added since the index was opened.
    ///
    /// # Errors
    /// More than four billion bytes of names.
    pub fn add<N, I>(&mut self, names: impl IntoIterator<Item = (N, I)>) -> Result<(), IndexError>
    where
        N: Into<String>,
        I: Into<String>,
    {
        insert(&mut self.added, names);
        self.index_added()
    }

    /// Removes every name that has one of these ids; names that have others too keep these. How
    /// many names and ids went.
    ///
    /// # Errors
    /// As for [`Index::add`].
    pub fn remove<I: AsRef<str>>(
        &mut self,
        ids: impl IntoIterator<Item = I>,
    ) -> Result<usize, IndexError> {
        let ids: FxHashSet<String> = ids.into_iter().map(|id| id.as_ref().to_owned()).collect();
        let mut count = 0;
        for name in 0..self.base.names() as u32 {
            let own = self.base.ids(name).filter(|id| !self.removed.contains(*id));
            count += own.filter(|id| ids.contains(*id)).count();
        }
        self.added.retain(|_, own| {
            let before = own.len();
            own.retain(|id| !ids.contains(id));
            count += before - own.len();
            !own.is_empty()
        });
        self.removed.extend(ids);
        self.index_added()?;
        Ok(count)
    }

    fn index_added(&mut self) -> Result<(), IndexError> {
        self.delta = None;
        if !self.added.is_empty() {
            let fingerprint = Knowledge::fingerprint();
            self.delta = Some(Segment::build(&self.added, Knowledge::bundled(), fingerprint)?);
        }
        Ok(())
    }

    /// The bytes of the index, with what was added and without what was removed.
    ///
    /// # Errors
    /// As for [`Index::add`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, IndexError> {
        if self.added.is_empty() && self.removed.is_empty() {
            return Ok(self.base.bytes().to_vec());
        }
        let mut all = self.added.clone();
        for name in 0..self.base.names() as u32 {
            let text = self.base.name(name);
            let own = self.base.ids(name).filter(|id| !self.removed.contains(*id));
            insert(&mut all, own.map(|id| (text, id)));
        }
        let built = Segment::build(&all, Knowledge::bundled(), Knowledge::fingerprint())?;
        Ok(built.bytes().to_vec())
    }

    /// How many names it has, each once.
    #[must_use]
    pub fn len(&self) -> usize {
        let mut live = 0;
        for name in 0..self.base.names() as u32 {
            live += usize::from(self.is_live(0, name));
        }
        let known = |name: &&String| {
            let found = self.base.find(name).filter(|&found| self.is_live(0, found));
            found.is_none()
        };
        live + self.added.keys().filter(known).count()
    }

    /// Whether it has no names.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What looks names up; one for each thread.
    #[must_use]
    pub fn searcher(&self) -> Searcher<'_> {
        Searcher::new(self)
    }

    /// What was built, and what was added.
    fn segments(&self) -> impl Iterator<Item = &Segment> {
        std::iter::once(&self.base).chain(&self.delta)
    }

    /// Whether a name of a segment has an id that was not removed.
    fn is_live(&self, segment: usize, name: u32) -> bool {
        segment > 0
            || self.removed.is_empty()
            || self.base.ids(name).any(|id| !self.removed.contains(id))
    }

    /// The ids of a name in both segments, in order.
    fn ids_of(&self, text: &str, segment: &Segment, name: u32) -> Vec<String> {
        let in_base = if std::ptr::eq(segment, &raw const self.base) {
            Some(name)
        } else {
            self.base.find(text)
        };
        let base = in_base.into_iter().flat_map(|name| self.base.ids(name));
        let base = base.filter(|id| !self.removed.contains(*id)).map(str::to_owned);
        let added = self.added.get(text).into_iter().flatten().cloned();
        let mut ids: Vec<String> = base.chain(added).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

/// Adds names to others; ids are kept in order, each once.
fn insert<N, I>(all: &mut BTreeMap<String, Vec<String>>, names: impl IntoIterator<Item = (N, I)>)
where
    N: Into<String>,
    I: Into<String>,
{
    for (name, id) in names {
        let ids = all.entry(name.into()).or_default();
        let id = id.into();
        if let Err(place) = ids.binary_search(&id) {
            ids.insert(place, id);
        }
    }
}
