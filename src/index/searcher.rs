//! A name and an index → the indexed names that it could be, with the full evidence.

use rustc_hash::FxHashMap;

use super::retrieve::{Room, retrieve};
use super::segment::{Segment, forms};
use super::{Hit, Index};
use crate::lexicon::{Knowledge, Lexicon, Scratch, Word, WordMatch, Writing};
use crate::score::{
    Evidence, Form, Weights, alignment, explain, genders_conflict, name_bits, probability,
};

/// Looks names up in an index; one for each thread.
///
/// It keeps the words that it met, so that common ones are made ready once. What it finds does not
/// depend on that, nor on what was looked up before.
#[derive(Debug)]
pub struct Searcher<'i> {
    index: &'i Index,
    weights: Weights,
    lexicon: Lexicon<'static>,
    /// Ids in the lexicon of words of the index, by segment and word.
    known: FxHashMap<(usize, u32), u32>,
    matches: FxHashMap<(u32, u32), WordMatch>,
    scratch: Scratch,
    room: Room,
}

/// The words and comparisons that are kept are dropped beyond these: memory stays bounded.
const WORDS_MAX: usize = 40_000;
const MATCHES_MAX: usize = 400_000;
/// How many more names are compared in full than are asked for.
const MORE: usize = 4;
/// Names whose quick sum is so far below the best one's are not compared: they are others.
const BELOW_BEST: f32 = 16.0;

/// A name that is compared in full.
struct Candidate<'s> {
    segment: &'s Segment,
    name: u32,
    /// How many ids it has.
    bearers: usize,
    /// Of the pair of forms that agree best.
    bits: f64,
    forms: (Form, Form),
}

impl<'i> Searcher<'i> {
    pub(super) fn new(index: &'i Index) -> Self {
        Self {
            index,
            weights: Weights::bundled(),
            lexicon: Lexicon::new(Knowledge::bundled()),
            known: FxHashMap::default(),
            matches: FxHashMap::default(),
            scratch: Scratch::default(),
            room: Room::default(),
        }
    }

    /// The names of the index that `name` could be, best first, at most `limit`: each with its ids
    /// and the evidence, at even prior odds as in [`crate::Resolver::compare`].
    #[must_use]
    pub fn search(&mut self, name: &str, limit: usize) -> Vec<Hit> {
        if self.lexicon.words().len() > WORDS_MAX || self.matches.len() > MATCHES_MAX {
            self.lexicon = Lexicon::new(Knowledge::bundled());
            self.known.clear();
            self.matches.clear();
            self.room.forget();
        }
        let wanted = forms(name, &mut self.lexicon);
        self.lexicon.prepare();
        let index = self.index;
        let mut found: Vec<(f32, usize, u32)> = Vec::new();
        for (number, segment) in index.segments().enumerate() {
            for form in &wanted {
                let best =
                    retrieve((number, segment), form, &self.lexicon, limit + MORE, &mut self.room);
                found.extend(best.into_iter().map(|(sum, name)| (sum, number, name)));
            }
        }
        let segments: Vec<&Segment> = index.segments().collect();
        let text = |&(_, segment, name): &(f32, usize, u32)| segments[segment].name(name);
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| text(a).cmp(text(b))));
        let mut best: Vec<Candidate<'_>> = Vec::with_capacity(found.len());
        let least = found.first().map_or(0.0, |(sum, ..)| sum - BELOW_BEST);
        for (sum, number, name) in found {
            let segment = segments[number];
            let text = segment.name(name);
            if sum < least || best.len() == limit + MORE {
                break;
            }
            if best.iter().any(|known| known.text() == text) {
                continue;
            }
            if index.is_live(number, name) {
                best.extend(self.compared(&wanted, (number, segment), name));
            }
        }
        // Of names that are as like, one that more bear is likelier meant. What is capped, as a
        // single name is, differs in the last digits alone.
        const DIGITS: f64 = 1e6;
        let rounded = |candidate: &Candidate<'_>| (candidate.bits * DIGITS).round();
        best.sort_by(|a, b| {
            let bits = rounded(b).total_cmp(&rounded(a));
            bits.then(b.bearers.cmp(&a.bearers)).then_with(|| a.text().cmp(b.text()))
        });
        best.truncate(limit);
        let mut hits: Vec<Hit> = best.iter().map(|candidate| self.hit(candidate)).collect();
        // Sums of addends may differ in the last digit from what was ranked by.
        hits.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.name.cmp(&b.name)));
        hits
    }

    /// Compares an indexed name with the one looked for.
    fn compared<'s>(
        &mut self,
        wanted: &[Form],
        (number, segment): (usize, &'s Segment),
        name: u32,
    ) -> Option<Candidate<'s>> {
        for word in segment.words(name) {
            let known = self.known.get(&(number, word.word));
            if known.is_none()
                && let Some(ready) = segment.word(word.word, self.lexicon.knowledge())
            {
                let id = self.lexicon.insert(ready);
                self.known.insert((number, word.word), id);
            }
        }
        let others = forms(segment.name(name), &mut self.lexicon);
        self.lexicon.prepare();
        let mut best: Option<(f64, &Form, &Form)> = None;
        for one in wanted {
            for other in &others {
                let bits = self.bits(one, other);
                if best.is_none_or(|(known, ..)| bits > known) {
                    best = Some((bits, one, other));
                }
            }
        }
        let (bits, one, other) = best?;
        let bearers = segment.ids(name).count();
        Some(Candidate { segment, name, bearers, bits, forms: (one.clone(), other.clone()) })
    }

    fn bits(&mut self, one: &Form, other: &Form) -> f64 {
        let Self { lexicon, matches, scratch, weights, .. } = self;
        let compare = |a, b| matched(lexicon, matches, scratch, (a, b));
        let alignment = alignment(one, other, lexicon, compare);
        let conflict = genders_conflict(one, other, &alignment, lexicon);
        name_bits(one, other, &alignment, conflict, weights)
    }

    fn hit(&mut self, candidate: &Candidate<'_>) -> Hit {
        let Self { lexicon, matches, scratch, weights, index, .. } = self;
        let (one, other) = &candidate.forms;
        let mut evidence = Evidence::new(0.0);
        let compare = |a, b| matched(lexicon, matches, scratch, (a, b));
        explain(one, other, weights, lexicon, compare, &mut evidence);
        let name = candidate.text().to_owned();
        Hit {
            ids: index.ids_of(&name, candidate.segment, candidate.name),
            probability: probability(evidence.bits()),
            evidence,
            name,
        }
    }
}

impl Candidate<'_> {
    fn text(&self) -> &str {
        self.segment.name(self.name)
    }
}

/// What two words have in common, looked at once. Words that share few letters and no relation
/// are two names without a closer look, as they are for a whole list.
fn matched(
    lexicon: &Lexicon<'_>,
    matches: &mut FxHashMap<(u32, u32), WordMatch>,
    scratch: &mut Scratch,
    (left, right): (u32, u32),
) -> WordMatch {
    if left == right {
        return WordMatch::identical(lexicon.word(left));
    }
    let key = (left.min(right), left.max(right));
    let found = *matches.entry(key).or_insert_with(|| {
        let (one, other) = (lexicon.word(key.0), lexicon.word(key.1));
        if alike(one, other) { lexicon.compare(key.0, key.1, scratch) } else { WordMatch::none() }
    });
    if left < right { found } else { found.mirrored() }
}

fn alike(one: &Word, other: &Word) -> bool {
    const DIFFERENT_MAX: u32 = 8;
    let letters = |plain: &str| {
        let letters = plain.bytes().filter(u8::is_ascii_lowercase);
        letters.fold(0u32, |set, letter| set | 1 << (letter - b'a'))
    };
    one.writing >= Writing::Abjad
        || other.writing >= Writing::Abjad
        || one.variants.iter().any(|a| {
            other.variants.iter().any(|b| {
                (letters(&a.plain) ^ letters(&b.plain)).count_ones() <= DIFFERENT_MAX
                    || (!a.memberships.is_empty() && !b.memberships.is_empty())
            })
        })
}
