//! A list's own persons → how many of them may bear one name by chance.
//!
//! What names alone can tell ends where a list is so long that strangers share them: among a million
//! persons there are several of every common name, however well two of their names agree. The
//! number of strangers to be expected is that of independent words: persons of one culture × the product
//! of the shares of them that bear each word, or one as near. Of these few are named in one company,
//! and where a list's persons are mostly named in one, more in none.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Mechanism;
use super::work::{Scored, Work};
use crate::context::{Company, Met, Node, by_halves};
use crate::score::{self, AGREES, Alignment, Form, Role, alignment};

/// Persons of a list by the words that they bear.
pub(super) struct Namesakes {
    /// By word, the persons that bear it or a word as near to it as each of [`NEARNESS`].
    bearers: Vec<[u32; NEARNESS.len()]>,
    /// Persons of the list that are of one culture.
    persons: f64,
    /// Who is named beside whom.
    company: Company,
    groups: Vec<u32>,
    /// Texts that name each group, and how many a person of the list is named in.
    texts: FxHashMap<u32, f64>,
    texts_each: f64,
    /// Minus log2 of the share of one person's texts that name nobody else in common, by [`kind`].
    missed: [f64; TEXTS],
}

/// So many bearers of a word, relatives or one person found several times, say nothing of others.
const BEARERS_MIN: u32 = 4;
/// Share of persons whose name begins with a given letter.
const INITIAL_SHARE: f64 = 0.1;
/// Words of one culture go together: of a list's persons, as many are taken to be of one as where their
/// culture is not known at all.
const CULTURE_SHARE: f64 = 0.2;
/// Strangers of one name are so many bits less likely to be named together with the same third persons.
const COMPANY: f64 = 4.0;
/// Most that it makes strangers likelier to have no company in common, and how many pairs of texts make
/// that half as sure as it can be.
const MISSED_MAX: f64 = 3.0;
const UNSURE: f64 = 20.0;
/// Kinds of pairs of names by how many pairs of texts print them.
const TEXTS: usize = 4;
/// Odds of two words, in bits, at which bearers are counted: a name that hardly agrees is shared by more
/// strangers than one that agrees well.
const NEARNESS: [f32; 5] = [6.0, 4.0, 2.0, 0.0, AGREES];

impl Namesakes {
    /// Counts the bearers of each word, persons being the groups of full names that `pairs` made.
    pub(super) fn new(work: &Work<'_>, pairs: &[Scored], groups: Vec<u32>) -> Self {
        let nodes = work.scene.nodes.iter().zip(&groups).filter(|(node, _)| node.full);
        let mut borne: Vec<(u32, u32)> = nodes
            .flat_map(|(node, &group)| node.form.names().map(move |word| (group, word.id)))
            .collect();
        borne.par_sort_unstable();
        borne.dedup();
        let spelled: Vec<Vec<(u32, u8)>> = borne
            .par_chunk_by(|a, b| a.0 == b.0)
            .map(|person| {
                let words = person.iter().map(|&(_, word)| word);
                let near = words.flat_map(|word| {
                    let near = work.neighbors.matches(word);
                    let near = near.map(|(other, found)| (other, nearness(found.odds) as u8));
                    near.chain([(word, 0)])
                });
                let mut all: Vec<(u32, u8)> = near.collect();
                // Of several of his words, the nearest.
                all.sort_unstable();
                all.dedup_by_key(|(word, _)| *word);
                all
            })
            .collect();
        let mut bearers = vec![[0; NEARNESS.len()]; work.lexicon.words().len()];
        for &(word, nearness) in spelled.iter().flatten() {
            for count in bearers[word as usize].iter_mut().skip(usize::from(nearness)) {
                *count += 1;
            }
        }
        let persons = (spelled.len() as f64 * CULTURE_SHARE).max(1.0);
        let company = if work.resolver.has(Mechanism::Rosters) {
            Company::new(&work.scene, &groups)
        } else {
            Company::default()
        };
        let texts = texts(work.scene.nodes.iter().zip(&groups));
        let texts_each = texts.values().sum::<f64>() / texts.len().max(1) as f64;
        let missed = [0.0; TEXTS];
        let mut namesakes = Self { bearers, persons, company, groups, texts, texts_each, missed };
        namesakes.missed = namesakes.missed(work, pairs);
        namesakes
    }

    /// How much less likely one person's texts name nobody else in common: as seldom as those of one person
    /// do whose name few others bear.
    fn missed(&self, work: &Work<'_>, pairs: &[Scored]) -> [f64; TEXTS] {
        type Counts = [(u32, u32); TEXTS];
        let group = |node: u32| self.groups[node as usize];
        let form = |node: u32| &work.scene.nodes[node as usize].form;
        let rare = |node: u32| !self.is_common(form(node));
        let one = pairs.par_iter().filter(|pair| group(pair.left) == group(pair.right));
        let rare = one.filter(|pair| rare(pair.left) && rare(pair.right));
        let met = rare.filter_map(|pair| self.met(work, pair));
        let count = |mut counts: Counts, met: Met| {
            let (all, some) = &mut counts[kind(met.texts)];
            *all += 1;
            *some += u32::from(met.persons > 0);
            counts
        };
        let both = |a: (u32, u32), b: (u32, u32)| (a.0 + b.0, a.1 + b.1);
        let sum = |a: Counts, b: Counts| std::array::from_fn(|kind| both(a[kind], b[kind]));
        let counts = met.fold(Counts::default, count).reduce(Counts::default, sum);
        counts.map(|(all, some)| {
            let share = f64::from(some) / (f64::from(all) + UNSURE);
            (-(1.0 - share).log2()).min(MISSED_MAX)
        })
    }

    /// Whom the texts of both names name beside; `None` where either stands in no company.
    pub(super) fn met(&self, work: &Work<'_>, pair: &Scored) -> Option<Met> {
        let names = [pair.left, pair.right];
        self.company.met(&work.scene, names, names.map(|name| self.groups[name as usize]))
    }

    /// Bits by which company makes it likelier that strangers do not share a name, negative where it makes it
    /// likelier that they do.
    fn coincidence(&self, work: &Work<'_>, pair: &Scored) -> f64 {
        match self.met(work, pair) {
            None => 0.0,
            Some(Met { persons: 0, texts }) => -self.missed[kind(texts)],
            Some(met) => COMPANY * by_halves(met.persons),
        }
    }

    /// Bits of a pair, of so many with strangers weighed, if nothing were known of company.
    pub(super) fn without_company(&self, work: &Work<'_>, pair: &Scored, bits: f64) -> f64 {
        if pair.namesakes == 0.0 {
            return bits;
        }
        let company = self.coincidence(work, pair);
        let all = bits + pair.namesakes - company.min(0.0);
        if company <= 0.0 {
            return all;
        }
        let strangers = (-all).exp2() - (-bits).exp2();
        beside_strangers(bits, strangers.max(0.0) * company.exp2())
    }

    /// How many persons, beside one, are expected to bear a name like both.
    fn expected(&self, left: &Form, right: &Form, found: &Alignment) -> f64 {
        let bearers = |form: &Form, at: u8, nearness: usize| {
            let counts = &self.bearers[form.words[at as usize].id as usize];
            counts[nearness.min(counts.len() - 1)]
        };
        let shares = found.agreed.iter().filter_map(|pairing| {
            let role = left.words[pairing.left as usize].role;
            let other = right.words[pairing.right as usize].role;
            if role == Role::Particle {
                return None;
            }
            if role == Role::Initial || other == Role::Initial {
                return Some(INITIAL_SHARE);
            }
            let near = nearness(pairing.found.odds);
            let both = bearers(left, pairing.left, near).min(bearers(right, pairing.right, near));
            Some((f64::from(both.saturating_sub(BEARERS_MIN)) / self.persons).min(1.0))
        });
        self.persons * shares.product::<f64>()
    }

    /// What it takes for two texts that print a name to be likelier to mean one person than two; `None`
    /// where it takes nothing.
    pub(super) fn needed(&self, work: &Work<'_>, node: u32, prior: f64) -> Option<Needed> {
        /// So much company no strangers have.
        const PERSONS_MAX: usize = 3;
        if !self.is_common(&work.scene.nodes[node as usize].form) {
            return None;
        }
        let pair = work.score_pair(node, node);
        let bits = prior + pair.bits;
        let strangers = self.strangers(work, &pair);
        // Of a name that is printed more often than all strangers would be, most texts mean one person.
        let share = strangers * self.texts_each / self.texts[&self.groups[node as usize]];
        let strangers = if share < 1.0 { strangers.min(share / (1.0 - share)) } else { strangers };
        let least = score::bits(work.resolver.threshold);
        let enough = |told: f64| beside_strangers(bits, strangers * (-told).exp2()) >= least;
        if enough(-self.missed[0]) {
            return None;
        }
        let persons = (1..PERSONS_MAX).find(|&persons| enough(COMPANY * by_halves(persons)));
        Some(Needed { persons: persons.unwrap_or(PERSONS_MAX), alone: enough(0.0) })
    }

    /// Persons who tell one story from another and whom a text names beside a node.
    pub(super) fn beside(&self, node: u32, edition: u32) -> impl Iterator<Item = u32> + '_ {
        let own = self.groups[node as usize];
        self.company.telling(edition).iter().copied().filter(move |&group| group != own)
    }

    /// Whether a text names enough persons to tell one story from another.
    pub(super) fn in_company(&self, edition: u32) -> bool {
        self.company.is_company(edition)
    }

    /// Notes that so many nodes were cut from one.
    pub(super) fn add(&mut self, node: u32, parts: usize) {
        let group = self.groups[node as usize];
        self.groups.extend(std::iter::repeat_n(group, parts));
    }

    /// Strangers to be expected of a pair of names, but for what company says.
    fn strangers(&self, work: &Work<'_>, pair: &Scored) -> f64 {
        let nodes = &work.scene.nodes;
        let (one, other) = (&nodes[pair.left as usize], &nodes[pair.right as usize]);
        let found = alignment(&one.form, &other.form, work.lexicon, |a, b| {
            work.neighbors.get(a, b, work.lexicon)
        });
        let told = one.attributes.coincidence(&other.attributes);
        self.expected(&one.form, &other.form, &found) * (-told).exp2()
    }

    /// Sets what the namesakes to be expected take from each pair: strangers of one name agree as well
    /// as one person's names do, unless something else tells them apart.
    pub(super) fn weigh(&self, work: &Work<'_>, prior: f64, pairs: &mut [Scored]) {
        pairs.par_iter_mut().for_each(|pair| {
            let bits = prior + pair.bits;
            pair.namesakes = 0.0;
            if bits < HOPELESS {
                return;
            }
            let told = self.coincidence(work, pair);
            let common = self.are_common(work, pair);
            let strangers = if common { self.strangers(work, pair) } else { 0.0 };
            let beside = beside_strangers(bits, strangers * (-told.max(0.0)).exp2());
            pair.namesakes = beside + told.min(0.0) - bits;
        });
    }

    /// Whether strangers may bear either name of a pair.
    pub(super) fn are_common(&self, work: &Work<'_>, pair: &Scored) -> bool {
        let form = |node: u32| &work.scene.nodes[node as usize].form;
        self.is_common(form(pair.left)) && self.is_common(form(pair.right))
    }

    /// Whether two of the words of a name have more than a few bearers.
    fn is_common(&self, form: &Form) -> bool {
        form.names()
            .filter(|word| self.bearers[word.id as usize].last() > Some(&BEARERS_MIN))
            .count()
            > 1
    }
}

/// What it takes for two texts that print a name to mean one person.
pub(super) struct Needed {
    /// How many persons both must name beside.
    pub(super) persons: usize,
    /// Whether a text that stands in no company means the likeliest.
    pub(super) alone: bool,
}

/// Bits of a pair beside so many strangers who would agree as well.
fn beside_strangers(bits: f64, strangers: f64) -> f64 {
    -((-bits).exp2() + strangers).log2()
}

/// Bits below which a pair needs no strangers to be apart.
const HOPELESS: f64 = -6.0;

/// Which kind of pair is printed by so many pairs of texts: one, up to 7, up to 31, more.
fn kind(texts: usize) -> usize {
    (texts.max(1).ilog2() as usize).div_ceil(2).min(TEXTS - 1)
}

/// How many texts name each group by a name written out.
fn texts<'a>(nodes: impl Iterator<Item = (&'a Node, &'a u32)>) -> FxHashMap<u32, f64> {
    let mut texts: FxHashMap<u32, f64> = FxHashMap::default();
    for (node, group) in nodes.filter(|(node, _)| node.full) {
        let printed = if node.documents.is_empty() { &node.mentions } else { &node.documents };
        *texts.entry(*group).or_default() += printed.len() as f64;
    }
    texts
}

/// Which of [`NEARNESS`] two words reach, their number if none.
fn nearness(odds: f32) -> usize {
    NEARNESS.iter().position(|least| odds >= *least).unwrap_or(NEARNESS.len())
}
