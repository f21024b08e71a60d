//! A name that is not written out → the one bearer that it most likely stands for.
//!
//! A single word, an initial with a word, an abbreviation: none is ever an edge between persons. It
//! is placed with one bearer, by how prominent the bearer is in the list and whether the bearer's
//! full name stands in the same document, against the chance that it is somebody else: a person of
//! its own, who may be prominent by that one name (the Prophet's Muhammad is not Muhammad Faisal).
//! The confidence says how close the runner-up is.

mod standing;
mod fit;
mod claims;
mod abbreviated;
mod companions;
mod adopted;

use std::cmp::Reverse;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::company::{Company, by_halves};
use super::firm::Firm;
use super::scene::{Scene, long_ago};
use crate::lexicon::{Lexicon, Neighbors};
use crate::score::Role;
use abbreviated::Beginnings;
use claims::Claims;
use companions::Companions;
use standing::Standing;

/// Where a partial name was placed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// The group of the bearer; `None` for a person of its own.
    pub group: Option<u32>,
    /// The group of the person of its own.
    pub own: u32,
    /// Probability of this choice among all.
    pub probability: f64,
    /// The bearer's node that it was compared with.
    pub node: Option<u32>,
    /// Probability of the runner-up.
    pub runner_up: f64,
    /// Whether so many may be meant by the name that two texts hardly mean one person.
    pub common: bool,
}

impl Placement {
    /// A name that stands for nobody but a person of its own.
    #[must_use]
    pub fn alone(own: u32) -> Self {
        Self { group: None, own, probability: 1.0, node: None, runner_up: 0.0, common: false }
    }

    /// Nobody who is hardly likely is meant, though nobody else be likelier.
    fn or_nobody(self) -> Self {
        if self.group.is_none() || self.probability >= LIKELY {
            return self;
        }
        Self { group: None, node: None, probability: 1.0 - self.probability, ..self }
    }
}

/// A partial name in a document, or outside of any.
pub type Place = (u32, Option<u32>);

/// What was placed, and where.
pub type Placements = FxHashMap<Place, Placement>;

/// Weights of the choice, in bits.
const IN_DOCUMENT: f64 = 6.0;
/// Among those present, how often others name them counts by half; among the absent it counts more
/// than it did by the number of texts alone, for whoever is in many is known to their readers.
const PROMINENT_PRESENT: f64 = 0.5;
const PROMINENT_ABSENT: f64 = 1.25;
/// That it is none of those who are listed.
const OWN_PERSON: f64 = -2.0;
/// Whoever is brought in as somebody's wife or son is hardly meant by the family name alone.
const RELATIVE: f64 = -2.0;
/// What is added at most where a document names somebody whom another names together with the bearer.
const IN_COMPANY: f64 = 4.0;
/// Among hundreds of one name the best known has no claim on all that is not written out: less likely
/// than this, nobody is meant.
const LIKELY: f64 = 0.4;
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
    company: Company,
    companions: Companions,
    /// What it says against somebody whom one text names in full that another means him, in bits.
    once: f64,
    /// Years of the documents that name a group, in order.
    years: FxHashMap<u32, Vec<i32>>,
    /// Whether who is known by one name alone is found out first.
    standing: bool,
    /// Nodes that a text tells apart from a node.
    apart: FxHashMap<u32, Vec<u32>>,
    /// Groups that an edition calls somebody's relative.
    relatives: FxHashSet<(u32, u32)>,
    /// Groups that an edition names by initials.
    initialed: FxHashSet<(u32, u32)>,
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
        let mut prominence: FxHashMap<u32, usize> = FxHashMap::default();
        let mut years: FxHashMap<u32, Vec<i32>> = FxHashMap::default();
        let mut printed_first: FxHashSet<u32> = FxHashSet::default();
        for (id, node) in scene.nodes.iter().enumerate().filter(|(_, node)| node.full) {
            for word in node.form.words.iter().filter(|word| word.role == Role::Word) {
                by_word.entry(word.id).or_default().push(id as u32);
            }
            let group = group_of[id];
            lineages.entry(group).or_default().extend(scene.lineages_of(id as u32));
            // Whom copies of a text add is nobody of another text.
            let first = |&at: &u32| scene.documents[at as usize].lineage == at;
            if node.documents.iter().any(first) {
                printed_first.insert(group);
            }
            for &document in &node.documents {
                if let Some(year) = scene.documents[document as usize].year {
                    years.entry(group).or_default().push(year);
                }
            }
            if node.documents.is_empty() {
                *prominence.entry(group).or_default() += node.mentions.len();
            }
        }
        let mut texts = [0; 2];
        for (group, mut lineages) in lineages {
            lineages.sort_unstable();
            lineages.dedup();
            let found = lineages.len().checked_sub(1).and_then(|at| texts.get_mut(at));
            if let Some(persons) = found.filter(|_| printed_first.contains(&group)) {
                *persons += 1;
            }
            *prominence.entry(group).or_default() += lineages.len();
        }
        for years in years.values_mut() {
            years.sort_unstable();
            years.dedup();
        }
        let company = Company::new(scene, group_of);
        let companions = Companions::new(&company);
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
            company,
            companions,
            once: once(texts),
            years,
            standing,
            apart: FxHashMap::default(),
            relatives: FxHashSet::default(),
            initialed: FxHashSet::default(),
        }
    }

    /// The same, heeding what texts say of two names outright.
    #[must_use]
    pub fn heeding(mut self, firm: &Firm) -> Self {
        for (one, other) in firm.pairs() {
            self.apart.entry(one).or_default().push(other);
            self.apart.entry(other).or_default().push(one);
        }
        let groups = firm.relatives().map(|(node, document)| {
            let edition = self.scene.documents[document as usize].edition;
            (self.group_of[node as usize], edition)
        });
        self.relatives = groups.collect();
        self
    }

    /// The same, blind to the company in a document, or to who is known by one name alone.
    #[must_use]
    pub fn blind(mut self, documents: bool, standing: bool) -> Self {
        if documents {
            self.company = Company::default();
            self.companions = Companions::default();
        }
        self.standing &= !standing;
        self
    }

    /// Places partial names in their documents, each once in `places`. `own` is the group that a
    /// partial name has if no bearer takes it, `abbreviated` whether a node is printed with a full
    /// stop.
    ///
    /// First initials are placed, which name their bearers in a document as full names do; then everybody
    /// as if all persons of one name were alike; then again, knowing who
    /// is known by one name alone; at last abbreviations, which may stand for those too.
    #[must_use]
    pub fn place(
        &mut self,
        places: &[Place],
        own: &[u32],
        abbreviated: &(dyn Fn(u32) -> bool + Sync),
    ) -> Placements {
        let whole: Vec<Place> =
            places.iter().copied().filter(|place| !abbreviated(place.0)).collect();
        let initials = self.claims_of_initials(&whole);
        self.initialed = self.by_initials(&initials, own);
        let mut claims = self.claims_of(&whole, &initials);
        self.pool(&whole, &mut claims, own);
        let pass = |standing: &Standing| -> Placements {
            let placed = whole.par_iter().zip(&claims);
            placed
                .map(|(&place, claims)| {
                    (place, self.settle(place, claims, own[place.0 as usize], standing))
                })
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
        placed.values_mut().for_each(|place| *place = place.or_nobody());
        placed
    }

    /// What bearers have to say for themselves where a document names somebody by initials.
    fn claims_of_initials(&self, places: &[Place]) -> FxHashMap<Place, Claims> {
        if self.company.editions().is_empty() {
            return FxHashMap::default();
        }
        let has_initials = |&&(node, document): &&Place| {
            let words = &self.scene.nodes[node as usize].form.words;
            document.is_some() && words.iter().any(|word| word.role == Role::Initial)
        };
        let places: Vec<Place> = places.iter().filter(has_initials).copied().collect();
        places.par_iter().map(|&place| (place, self.claims(place))).collect()
    }

    /// Whom documents name by initials, by edition: S. Turpanov, and then Turpanov.
    fn by_initials(
        &self,
        initials: &FxHashMap<Place, Claims>,
        own: &[u32],
    ) -> FxHashSet<(u32, u32)> {
        let standing = Standing::default();
        let named = initials.iter().filter_map(|(&place, claims)| {
            let placed = self.settle(place, claims, own[place.0 as usize], &standing).or_nobody();
            Some((placed.group?, self.edition(place.1)?))
        });
        named.collect()
    }

    /// What bearers have to say for themselves, knowing whom documents name by initials: as before
    /// in a text where that is nobody.
    fn claims_of(&self, places: &[Place], initials: &FxHashMap<Place, Claims>) -> Vec<Claims> {
        let changed: FxHashSet<u32> = self.initialed.iter().map(|(_, edition)| *edition).collect();
        let claims = places.par_iter().map(|place| {
            let known = initials.get(place);
            let stands =
                |_: &&Claims| self.edition(place.1).is_some_and(|at| !changed.contains(&at));
            known.filter(stands).cloned().unwrap_or_else(|| self.claims(*place))
        });
        claims.collect()
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
            let company = IN_COMPANY * by_halves(self.companions.shared(group, edition));
            PROMINENT_ABSENT * prominent + self.long_ago(group, edition) + company
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
        let named = edition.map_or(&[][..], |edition| self.company.named(edition));
        named.binary_search(&group).is_ok()
            || edition.is_some_and(|edition| self.initialed.contains(&(group, edition)))
    }
}

/// What it says of a person whom one text names in full that another names him too, beside what it says in a
/// list of one story, in bits: so many persons, of those whom one text names, are named by one more
/// as there are persons of two texts, twice, for each of one (Turing's estimate, Good 1953). `persons`
/// are those of one text and of two.
fn once(persons: [u32; 2]) -> f64 {
    /// The same of a list of one story, and how many persons of one text make that as sure.
    const STORY: f64 = 0.4;
    const UNSURE: f64 = 20.0;
    let [one, two] = persons.map(f64::from);
    let more = (2.0 * two + STORY * UNSURE) / (one + UNSURE);
    PROMINENT_ABSENT * (more / STORY).log2().min(0.0)
}

#[cfg(test)]
mod tests {
    use super::once;

    #[test]
    fn whom_few_texts_name_again_is_hardly_meant_by_another() {
        assert_eq!(once([140, 40]), 0.0);
        assert!(once([3, 0]) > -0.5, "of three persons nothing is known");
        assert!(once([800, 50]) < once([800, 100]));
    }
}
