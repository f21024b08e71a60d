//! A name that is not written out → the one bearer that it most likely stands for.
//!
//! A single word, an initial with a word, an abbreviation: none is ever an edge between persons. It
//! is placed with one bearer, by how prominent the bearer is in the list and whether the bearer's
//! full name stands in the same document, against the chance that it is somebody else: a person of
//! its own, who may be prominent by that one name (the Prophet's Muhammad is not Muhammad Faisal).
//! The confidence says how close the runner-up is.

mod standing;
mod fit;
mod abbreviated;

use std::cmp::{Ordering, Reverse};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::scene::{Scene, long_ago};
use crate::lexicon::{Lexicon, Neighbors};
use crate::normalize::Gender;
use crate::score::{Form, Role};
use abbreviated::Beginnings;
use fit::Fit;
use standing::Standing;

/// Where a partial name was placed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// The group of the bearer; `None` for a person of its own.
    pub group: Option<u32>,
    /// Probability of this choice among all.
    pub probability: f64,
    /// The bearer's node that it was compared with.
    pub node: Option<u32>,
    /// Probability of the runner-up.
    pub runner_up: f64,
}

/// A partial name in a document, or outside of any.
pub type Place = (u32, Option<u32>);

/// What was placed, and where.
pub type Placements = FxHashMap<Place, Placement>;

/// Weights of the choice, in bits.
const IN_DOCUMENT: f64 = 6.0;
/// Among those present, how often others name them counts by half.
const PROMINENT_PRESENT: f64 = 0.5;
const GIVEN_NAME_ELSEWHERE: f64 = -4.0;
const OWN_PERSON: f64 = -1.5;
/// A title or an ending of another gender than the given name's is hardly ever a slip; that two
/// endings are of two may be, for some languages give none to a woman's name.
const GENDER: f64 = -8.0;
const ENDINGS: f64 = -5.0;
/// Surprisal above which a family name has few bearers, in bits.
const RARE: f64 = 13.0;
/// So many other persons of a name on the list make it a common one.
const NAMESAKES_MANY: usize = 2;
/// Bearers of a word that are thought of first; others only where the document names them.
const PROMINENT_MAX: usize = 300;

/// Bearers by the words of their full names.
pub struct Bearers<'a> {
    scene: &'a Scene,
    lexicon: &'a Lexicon<'a>,
    neighbors: &'a Neighbors,
    group_of: &'a [u32],
    /// Full names that have a word; of many, the most prominent first.
    by_word: FxHashMap<u32, Vec<u32>>,
    prominence: FxHashMap<u32, usize>,
    in_document: FxHashMap<u32, Vec<u32>>,
    /// Years of the documents that name a group, in order.
    years: FxHashMap<u32, Vec<i32>>,
    /// Whether who is known by one name alone is found out first.
    standing: bool,
}

/// A bearer's claim on a partial name: bits, group, and the node that it was compared with.
type Claim = (f64, Option<(u32, u32)>);

/// All claims of bearers on a partial name.
#[derive(Debug)]
struct Claims {
    /// The likeliest two.
    best: Vec<Claim>,
    /// Odds of all, each less the bits of the likeliest.
    total: f64,
    /// Bits of its being somebody else.
    own: f64,
}

impl<'a> Bearers<'a> {
    /// The bearers in a scene, grouped by `group_of`.
    #[must_use]
    pub fn new(
        scene: &'a Scene,
        lexicon: &'a Lexicon<'a>,
        neighbors: &'a Neighbors,
        group_of: &'a [u32],
    ) -> Self {
        let mut by_word: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut lineages: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut in_document: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut prominence: FxHashMap<u32, usize> = FxHashMap::default();
        let mut years: FxHashMap<u32, Vec<i32>> = FxHashMap::default();
        for (id, node) in scene.nodes.iter().enumerate().filter(|(_, node)| node.full) {
            for word in node.form.words.iter().filter(|word| word.role == Role::Word) {
                by_word.entry(word.id).or_default().push(id as u32);
            }
            let group = group_of[id];
            lineages.entry(group).or_default().extend(scene.lineages_of(id as u32));
            for &document in &node.documents {
                let edition = scene.documents[document as usize].edition;
                in_document.entry(edition).or_default().push(group);
                if let Some(year) = scene.documents[document as usize].year {
                    years.entry(group).or_default().push(year);
                }
            }
            if node.documents.is_empty() {
                *prominence.entry(group).or_default() += node.mentions.len();
            }
        }
        for (group, mut lineages) in lineages {
            lineages.sort_unstable();
            lineages.dedup();
            *prominence.entry(group).or_default() += lineages.len();
        }
        for years in years.values_mut() {
            years.sort_unstable();
            years.dedup();
        }
        for groups in in_document.values_mut() {
            groups.sort_unstable();
            groups.dedup();
        }
        let standing = true;
        for nodes in by_word.values_mut().filter(|nodes| nodes.len() > PROMINENT_MAX) {
            let prominent = |node: u32| prominence.get(&group_of[node as usize]).copied();
            nodes.sort_by_key(|&node| (Reverse(prominent(node)), node));
        }
        Self {
            scene,
            lexicon,
            neighbors,
            group_of,
            by_word,
            prominence,
            in_document,
            years,
            standing,
        }
    }

    /// The same, blind to the company in a document, or to who is known by one name alone.
    #[must_use]
    pub fn blind(mut self, documents: bool, standing: bool) -> Self {
        if documents {
            self.in_document.clear();
        }
        self.standing &= !standing;
        self
    }

    /// Places partial names in their documents, each once in `places`. `own` is the group that a
    /// partial name has if no bearer takes it, `abbreviated` whether a node is printed with a full
    /// stop.
    ///
    /// First everybody is placed as if all persons of one name were alike; then again, knowing who
    /// is known by one name alone; at last abbreviations, which may stand for those too.
    #[must_use]
    pub fn place(
        &self,
        places: &[Place],
        own: &[u32],
        abbreviated: &(dyn Fn(u32) -> bool + Sync),
    ) -> Placements {
        let whole: Vec<Place> =
            places.iter().copied().filter(|place| !abbreviated(place.0)).collect();
        let claims: Vec<Claims> = whole.par_iter().map(|&place| self.claims(place)).collect();
        let pass = |standing: &Standing| -> Placements {
            let placed = whole.par_iter().zip(&claims);
            placed
                .map(|(&place, claims)| (place, self.settle(place, claims, own, standing)))
                .collect()
        };
        let first = pass(&Standing::default());
        let standing = self.standing(&first, own);
        let mut placed = if self.standing { pass(&standing) } else { first };
        let beginnings = Beginnings::new(self.scene, self.lexicon, &placed);
        let standing = self.standing(&placed, own);
        let cut: Vec<Place> = places.iter().copied().filter(|place| abbreviated(place.0)).collect();
        let found: Vec<(Place, Placement)> = cut
            .par_iter()
            .map(|&place| (place, self.place_abbreviated(place, own, &standing, &beginnings)))
            .collect();
        placed.extend(found);
        placed
    }

    /// What all bearers have to say for themselves, whoever is known by one name alone.
    fn claims(&self, (node, document): Place) -> Claims {
        let form = &self.scene.nodes[node as usize].form;
        let edition = self.edition(document);
        let claims: Vec<(u32, Fit)> = self
            .bearers_of(form, edition)
            .into_iter()
            .filter_map(|bearer| Some((bearer, self.fit(node, bearer, edition)?)))
            .collect();
        let mut groups: Vec<u32> =
            claims.iter().map(|(bearer, _)| self.group_of[*bearer as usize]).collect();
        groups.sort_unstable();
        groups.dedup();
        // What several persons on the list are called is common here, however rare elsewhere.
        let namesakes = groups.len().saturating_sub(1).min(NAMESAKES_MANY) as f64;
        let common = namesakes / NAMESAKES_MANY as f64;
        // A person is of one gender, though not each spelling of the name tells it.
        let mut apart: FxHashMap<u32, i32> = FxHashMap::default();
        for (bearer, told) in claims.iter().filter_map(|(bearer, fit)| Some((bearer, fit.apart?))) {
            let group = self.group_of[*bearer as usize];
            *apart.entry(group).or_default() += if told { 1 } else { -1 };
        }
        let mut best: FxHashMap<u32, (f64, u32)> = FxHashMap::default();
        let mut offer = |bits: f64, bearer: u32| {
            let group = self.group_of[bearer as usize];
            let best = best.entry(group).or_insert((bits, bearer));
            if bits > best.0 || (bits == best.0 && bearer < best.1) {
                *best = (bits, bearer);
            }
        };
        for (bearer, fit) in claims {
            let elsewhere = fit.given_elsewhere.map_or(0.0, |share| share.max(common));
            let gender = match apart.get(&self.group_of[bearer as usize]) {
                Some(1..) => GENDER,
                None | Some(0) if fit.conflict => ENDINGS,
                None => form.gender.map_or(0.0, unknown),
                _ => 0.0,
            };
            offer(fit.bits + GIVEN_NAME_ELSEWHERE * elsewhere + gender, bearer);
        }
        for bearer in self.bearers_of_initials(node, document) {
            offer(self.presence(self.group_of[bearer as usize], edition), bearer);
        }
        let mut all: Vec<Claim> =
            best.into_iter().map(|(group, (bits, node))| (bits, Some((group, node)))).collect();
        all.sort_by(order);
        let most = all.first().map_or(0.0, |(bits, _)| *bits);
        Claims {
            total: all.iter().map(|(bits, _)| (bits - most).exp2()).sum(),
            best: all.iter().copied().take(2).collect(),
            own: self.own_person(form, common),
        }
    }

    /// The likeliest of all claims on a name, its own person's among them.
    fn settle(
        &self,
        (node, document): Place,
        claims: &Claims,
        own: &[u32],
        standing: &Standing,
    ) -> Placement {
        let lineage = document.map(|document| self.scene.documents[document as usize].lineage);
        let elsewhere = standing.elsewhere(own[node as usize], lineage) as f64;
        let mut all = claims.best.clone();
        all.push((claims.own + (1.0 + elsewhere).log2(), None));
        // Those that are not among the best two count in the sum alone.
        let most = claims.best.first().map_or(0.0, |(bits, _)| *bits);
        let best: f64 = claims.best.iter().map(|(bits, _)| (bits - most).exp2()).sum();
        choose(all, (claims.total - best).max(0.0), most)
    }

    /// Who stands in a document stands in all that print the same.
    fn edition(&self, document: Option<u32>) -> Option<u32> {
        document.map(|document| self.scene.documents[document as usize].edition)
    }

    /// How prominent a group of full names is, and whether it is in this document, or named in
    /// another time only.
    fn presence(&self, group: u32, edition: Option<u32>) -> f64 {
        let prominence = self.prominence.get(&group).copied().unwrap_or(0) as f64;
        let prominent = (prominence + 0.5).log2();
        if self.present(group, edition) {
            IN_DOCUMENT + PROMINENT_PRESENT * prominent
        } else {
            prominent + self.long_ago(group, edition)
        }
    }

    /// What the years between a document and the nearest that names a group say.
    fn long_ago(&self, group: u32, edition: Option<u32>) -> f64 {
        let year = edition.and_then(|edition| self.scene.documents[edition as usize].year);
        let (Some(year), Some(years)) = (year, self.years.get(&group)) else { return 0.0 };
        let after = years.partition_point(|other| *other < year);
        let near = years[after.saturating_sub(1)..].iter().take(2);
        near.map(|other| long_ago(other.abs_diff(year) as i32)).fold(f64::NEG_INFINITY, f64::max)
    }

    fn present(&self, group: u32, edition: Option<u32>) -> bool {
        edition
            .and_then(|edition| self.in_document.get(&edition))
            .is_some_and(|groups| groups.binary_search(&group).is_ok())
    }

    /// That it is none of the listed bearers: the likelier, the commoner the name.
    /// `common`: how much more so, since several on the list bear it, in 0–1.
    fn own_person(&self, form: &Form, common: f64) -> f64 {
        let surprisal = form
            .words
            .iter()
            .filter(|word| word.role == Role::Word)
            .map(|word| self.lexicon.word(word.id).surprisal())
            .fold(0.0, f64::max);
        OWN_PERSON + ((RARE - surprisal) * 0.3).clamp(-2.0 * (1.0 - common), 2.0)
    }
}

/// The likelier claim first, a tie broken by content.
fn order(a: &Claim, b: &Claim) -> Ordering {
    b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
}

/// The likeliest of all claims; `others` are the odds of claims beyond these, each less `bits`.
fn choose(mut all: Vec<Claim>, others: f64, bits: f64) -> Placement {
    all.sort_by(order);
    let most = all[0].0;
    let total: f64 = all.iter().map(|(bits, _)| (bits - most).exp2()).sum();
    let total = total + others * (bits - most).exp2();
    let share = |at: usize| all.get(at).map_or(0.0, |(bits, _)| (bits - most).exp2() / total);
    let chosen = all[0].1;
    Placement {
        group: chosen.map(|(group, _)| group),
        node: chosen.map(|(_, node)| node),
        probability: share(0),
        runner_up: share(1),
    }
}

/// What a title says of a bearer whose names do not tell: of those in the news one in four is a woman.
fn unknown(title: Gender) -> f64 {
    match title {
        Gender::Masculine => -0.4,
        Gender::Feminine => -2.0,
    }
}
