//! A list's own persons → how many of them may bear one name by chance.
//!
//! What names alone can tell ends where a list is so long that strangers share them: among a million
//! persons there are several of every common name, however well two of their names agree. The
//! number of strangers to be expected is that of independent words: persons of one culture × the product
//! of the shares of them that bear each word, or one as near. Of these few are named in one company,
//! and where a list's persons are mostly named in one, more in none.

use rayon::prelude::*;

use super::Mechanism;
use super::work::{Scored, Work};
use crate::context::{Company, by_halves};
use crate::score::{AGREES, Alignment, Form, Role, alignment};

/// Persons of a list by the words that they bear.
pub(super) struct Namesakes {
    /// By word, the persons that bear it or a word as near to it as each of [`NEARNESS`].
    bearers: Vec<[u32; NEARNESS.len()]>,
    /// Persons of the list that are of one culture.
    persons: f64,
    /// Who is named beside whom.
    company: Company,
    groups: Vec<u32>,
    /// Minus log2 of the share of one person's texts that name nobody else in common.
    missed: f64,
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
            Company::new(work.scene, &groups)
        } else {
            Company::default()
        };
        let mut namesakes = Self { bearers, persons, company, groups, missed: 0.0 };
        namesakes.missed = namesakes.missed(work, pairs);
        namesakes
    }

    /// How much likelier strangers are where texts name nobody else in common: as much as texts of one
    /// person, whose name few others bear, seldom do so.
    fn missed(&self, work: &Work<'_>, pairs: &[Scored]) -> f64 {
        let group = |node: u32| self.groups[node as usize];
        let form = |node: u32| &work.scene.nodes[node as usize].form;
        let rare = |node: u32| !self.is_common(form(node));
        let one = pairs.par_iter().filter(|pair| group(pair.left) == group(pair.right));
        let rare = one.filter(|pair| rare(pair.left) && rare(pair.right));
        let shared = rare.filter_map(|pair| self.shared(work, pair));
        let count = |(all, some): (u32, u32), shared| (all + 1, some + u32::from(shared > 0));
        let sum = |a: (u32, u32), b: (u32, u32)| (a.0 + b.0, a.1 + b.1);
        let (all, some) = shared.fold(|| (0, 0), count).reduce(|| (0, 0), sum);
        let share = f64::from(some) / (f64::from(all) + UNSURE);
        (-(1.0 - share).log2()).min(MISSED_MAX)
    }

    /// How many more two texts of theirs both name; `None` where either stands in no company.
    pub(super) fn shared(&self, work: &Work<'_>, pair: &Scored) -> Option<usize> {
        let names = [pair.left, pair.right];
        self.company.shared(work.scene, names, names.map(|name| self.groups[name as usize]))
    }

    /// Minus log2 of the share of strangers who are named in company that is as much the same.
    fn coincidence(&self, work: &Work<'_>, pair: &Scored) -> f64 {
        match self.shared(work, pair) {
            None => 0.0,
            Some(0) => -self.missed,
            Some(shared) => COMPANY * by_halves(shared),
        }
    }

    /// Bits of a pair, of so many with strangers weighed, if nothing were known of company.
    pub(super) fn without_company(&self, work: &Work<'_>, pair: &Scored, bits: f64) -> f64 {
        let company = self.coincidence(work, pair);
        if pair.namesakes == 0.0 || company == 0.0 {
            return bits + pair.namesakes;
        }
        let strangers = (-(bits + pair.namesakes)).exp2() - (-bits).exp2();
        -((-bits).exp2() + strangers.max(0.0) * company.exp2()).log2()
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

    /// Sets what the namesakes to be expected take from each pair: strangers of one name agree as well
    /// as one person's names do, unless something else tells them apart.
    pub(super) fn weigh(&self, work: &Work<'_>, prior: f64, pairs: &mut [Scored]) {
        pairs.par_iter_mut().for_each(|pair| {
            let nodes = &work.scene.nodes;
            let (one, other) = (&nodes[pair.left as usize], &nodes[pair.right as usize]);
            pair.namesakes = 0.0;
            if pair.bits + prior < HOPELESS
                || !(self.is_common(&one.form) && self.is_common(&other.form))
            {
                return;
            }
            let lexicon = work.lexicon;
            let found = alignment(&one.form, &other.form, lexicon, |a, b| {
                work.neighbors.get(a, b, lexicon)
            });
            let told = one.attributes.coincidence(&other.attributes) + self.coincidence(work, pair);
            let expected = self.expected(&one.form, &other.form, &found) * (-told).exp2();
            let bits = prior + pair.bits;
            pair.namesakes = -((-bits).exp2() + expected).log2() - bits;
        });
    }

    /// Whether two of the words of a name have more than a few bearers.
    fn is_common(&self, form: &Form) -> bool {
        form.names()
            .filter(|word| self.bearers[word.id as usize].last() > Some(&BEARERS_MIN))
            .count()
            > 1
    }
}

/// Bits below which a pair needs no strangers to be apart.
const HOPELESS: f64 = -6.0;

/// Which of [`NEARNESS`] two words reach, their number if none.
fn nearness(odds: f32) -> usize {
    NEARNESS.iter().position(|least| odds >= *least).unwrap_or(NEARNESS.len())
}
