//! Many names compared with many: each is read once, each pair of words looked at once.

use rustc_hash::FxHashMap;

use super::matches::Matches;
use super::{Comparison, Resolver, Verdict, forms};
use crate::lexicon::{Lexicon, Scratch, WordMatch};
use crate::score::{
    Evidence, Form, alignment_above, explain_alignment, genders_conflict, name_bits, probability,
};

/// Compares names with names, one pair at a time; one for each thread.
///
/// What it finds is what [`Resolver::compare`] finds, whatever was read or compared before. It keeps
/// every name that it read until it is dropped; of pairs of words it keeps so many, and no more.
///
/// ```
/// use aka::Resolver;
///
/// let resolver = Resolver::new();
/// let mut comparer = resolver.comparer();
/// let wanted = comparer.read("Serik Turpanov");
/// let list = ["Серик Турпанов", "S. Turpanov", "Arman Shoibekov"].map(|name| comparer.read(name));
/// let nearest = list.map(|name| comparer.probability(wanted, name));
/// assert!(nearest[0] > nearest[1] && nearest[1] > nearest[2]);
/// ```
#[derive(Debug)]
pub struct Comparer<'r> {
    resolver: &'r Resolver,
    lexicon: Lexicon<'r>,
    /// Of each name its form, and those of other names that it gives for the bearer.
    names: Vec<Vec<Form>>,
    ids: FxHashMap<String, u32>,
    matches: Matches,
    scratch: Scratch,
}

/// A name that a [`Comparer`] read; it means nothing to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NameId(u32);

impl<'r> Comparer<'r> {
    pub(super) fn new(resolver: &'r Resolver) -> Self {
        Self {
            resolver,
            lexicon: Lexicon::new(resolver.knowledge()),
            names: Vec::new(),
            ids: FxHashMap::default(),
            matches: Matches::default(),
            scratch: Scratch::default(),
        }
    }

    /// Reads a name; the same text again is the same name, and costs a look-up.
    pub fn read(&mut self, name: &str) -> NameId {
        if let Some(&id) = self.ids.get(name) {
            return NameId(id);
        }
        let forms = forms(name, &mut self.lexicon);
        self.lexicon.prepare();
        let id = self.names.len() as u32;
        self.names.push(forms);
        self.ids.insert(name.to_owned(), id);
        NameId(id)
    }

    /// How many names it keeps, and words of names: to be dropped where that is too many.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.names.len() + self.lexicon.words().len()
    }

    /// Compares two names, with reasons.
    #[must_use]
    pub fn compare(&mut self, left: NameId, right: NameId) -> Comparison {
        let Self { resolver, lexicon, names, matches, scratch, .. } = self;
        let prior = resolver.prior.unwrap_or(0.0);
        let mut compare = |a, b, least| matched(lexicon, matches, scratch, (a, b), least);
        let mut best: Option<Evidence> = None;
        for (one, other) in pairs(names, left, right) {
            let mut evidence = Evidence::new(prior);
            let found = alignment_above(one, other, lexicon, &mut compare);
            let weights = &resolver.weights;
            explain_alignment((one, other), &found, weights, lexicon, &mut evidence);
            if best.as_ref().is_none_or(|best| evidence.bits() > best.bits()) {
                best = Some(evidence);
            }
        }
        let evidence = best.unwrap_or_else(|| Evidence::new(prior));
        let probability = evidence.probability();
        Comparison { probability, verdict: Verdict::of(probability), evidence }
    }

    /// The probability that two names are one person's: that of [`Comparer::compare`] but for its
    /// last digits, and sooner, as no reason is put into words.
    #[must_use]
    pub fn probability(&mut self, left: NameId, right: NameId) -> f64 {
        let Self { resolver, lexicon, names, matches, scratch, .. } = self;
        let prior = resolver.prior.unwrap_or(0.0);
        let mut compare = |a, b, least| matched(lexicon, matches, scratch, (a, b), least);
        let mut best: Option<f64> = None;
        for (one, other) in pairs(names, left, right) {
            let alignment = alignment_above(one, other, lexicon, &mut compare);
            let conflict = genders_conflict(one, other, &alignment, lexicon);
            let bits = name_bits(one, other, &alignment, conflict, &resolver.weights);
            best = Some(best.map_or(bits, |best| best.max(bits)));
        }
        probability(prior + best.unwrap_or(0.0))
    }
}

/// Every form of one name beside every form of another.
fn pairs(
    names: &[Vec<Form>],
    left: NameId,
    right: NameId,
) -> impl Iterator<Item = (&Form, &Form)> + use<'_> {
    let forms = |id: NameId| names.get(id.0 as usize).map_or(&[][..], Vec::as_slice);
    let others = forms(right);
    forms(left).iter().flat_map(move |one| others.iter().map(move |other| (one, other)))
}

/// What two words have in common, looked at once; nothing, if their odds are not above `least`.
fn matched(
    lexicon: &Lexicon<'_>,
    matches: &mut Matches,
    scratch: &mut Scratch,
    (left, right): (u32, u32),
    least: f32,
) -> WordMatch {
    if left == right {
        return WordMatch::identical(lexicon.word(left));
    }
    let ordered = |found: WordMatch| if left < right { found } else { found.mirrored() };
    let key = (left.min(right), left.max(right));
    let find = || lexicon.compare_above(left, right, least, scratch).map(ordered);
    let found = matches.get(key, least, find).map(ordered);
    found.unwrap_or_else(|| WordMatch::apart(lexicon.word(left), lexicon.word(right)))
}
