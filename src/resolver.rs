//! The one file that knows every room: a list of mentions in, persons out.
//!
//! [`Resolver::new`] serves most lists; [`Resolver::builder`] takes the options, and only building
//! can fail.

use std::fmt;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::block::candidates;
use crate::cluster::{Edge, cluster};
use crate::context::{Bearers, HalfAgreed, Placement, Roster, Scene, rosters};
use crate::lexicon::{Knowledge, Lexicon, Neighbors, Scratch};
use crate::mention::Mention;
use crate::normalize::read;
use crate::person::{Attested, Person, Standing, canonical_names, identifier};
use crate::score::{
    AddendKind, Evidence, Form, Weights, alignment, bits, explain, genders_conflict, name_bits,
    probability,
};

/// Finds the persons behind a list of mentions.
///
/// Immutable and `Send + Sync`: make one, use it for any number of lists.
#[derive(Debug, Clone)]
pub struct Resolver {
    knowledge: Known,
    weights: Arc<Weights>,
    threshold: f64,
    review: f64,
    prior: Option<f64>,
    threads: Option<Arc<rayon::ThreadPool>>,
}

#[derive(Debug, Clone)]
enum Known {
    Bundled,
    Own(Arc<Knowledge>),
}

/// Options of a [`Resolver`].
#[derive(Debug, Clone, Default)]
pub struct ResolverBuilder {
    threshold: Option<f64>,
    prior: Option<f64>,
    threads: Option<usize>,
    tables: Vec<(String, String)>,
}

/// Why a resolver could not be built.
#[derive(Debug, Clone, PartialEq)]
pub struct BuildError {
    message: String,
}

impl fmt::Display for BuildError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for BuildError {}

/// How two names compare.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Probability that both are one person (two single words: one name).
    pub probability: f64,
    /// Prior and addends, in bits.
    pub evidence: Evidence,
    /// What the probability amounts to.
    pub verdict: Verdict,
}

/// Three answers: the third is honest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// One person.
    Same,
    /// Two persons.
    Different,
    /// Not enough evidence.
    Undecided,
}

/// Probabilities outside of which a lone pair is decided.
const SAME_FROM: f64 = 0.75;
const DIFFERENT_BELOW: f64 = 0.25;

/// Where one mention went.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Assignment {
    /// Index of its person; `None` for a mention without a name.
    pub person: Option<usize>,
    /// Probability that the mention belongs with the majority of its person.
    pub confidence: f64,
}

/// Two mentions, and why they are, or could be, one person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Link {
    /// A mention of the one name, by row.
    pub left: usize,
    /// A mention of the other, by row.
    pub right: usize,
    /// Probability that both are one person.
    pub probability: f64,
    /// Prior and addends, in bits; empty for a placed partial name but for the choice.
    pub evidence: Evidence,
    /// What became of the link.
    pub kind: LinkKind,
    /// The probability without what documents add, where that would change it.
    pub without_context: Option<f64>,
    /// Mentions that would move if a person answered this link differently.
    pub moves: usize,
}

/// What became of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// Both are one person.
    Merged,
    /// Both are one person, because of the company they keep.
    Inferred,
    /// A partial name, placed with a bearer.
    Placed,
    /// Not enough evidence: not merged, to be looked at.
    Review,
}

/// The persons behind a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Resolution {
    /// Persons, in order of name and id.
    pub persons: Vec<Person>,
    /// Where each mention went, by row.
    pub assignments: Vec<Assignment>,
    /// Links between distinct names, the merged ones and those for review.
    pub links: Vec<Link>,
    /// What was bounded or passed over.
    pub notes: Vec<String>,
}

impl Resolution {
    /// How many persons there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.persons.len()
    }

    /// Whether there is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.persons.is_empty()
    }

    /// The person of a mention, by row.
    #[must_use]
    pub fn person_of(&self, mention: usize) -> Option<&Person> {
        self.assignments.get(mention)?.person.map(|person| &self.persons[person])
    }

    /// The links that wait for a person's judgement, those that would move most mentions first.
    pub fn review(&self) -> impl Iterator<Item = &Link> {
        let mut open: Vec<&Link> =
            self.links.iter().filter(|link| link.kind == LinkKind::Review).collect();
        open.sort_by(|a, b| b.moves.cmp(&a.moves).then(b.probability.total_cmp(&a.probability)));
        open.into_iter()
    }
}

impl Default for Resolver {
    fn default() -> Self {
        Self::new()
    }
}

impl ResolverBuilder {
    /// Probability from which two names are one person; 0.5 unless set.
    #[must_use]
    pub fn threshold(mut self, probability: f64) -> Self {
        self.threshold = Some(probability);
        self
    }

    /// Prior probability that a candidate pair is one person; estimated from the list unless set,
    /// and even for a lone pair.
    #[must_use]
    pub fn prior(mut self, probability: impl Into<Option<f64>>) -> Self {
        self.prior = probability.into();
        self
    }

    /// Threads to use; all cores unless set. The answer does not depend on it.
    #[must_use]
    pub fn threads(mut self, threads: impl Into<Option<usize>>) -> Self {
        self.threads = threads.into();
        self
    }

    /// A romanization table of the caller's own, given as its file name and text.
    #[must_use]
    pub fn table(mut self, file_name: impl Into<String>, text: impl Into<String>) -> Self {
        self.tables.push((file_name.into(), text.into()));
        self
    }

    /// The resolver.
    ///
    /// # Errors
    /// A probability outside 0–1, no threads, or a table that its checks refuse.
    pub fn build(self) -> Result<Resolver, BuildError> {
        let fail = |message: String| BuildError { message };
        for (name, value) in [("threshold", self.threshold), ("prior", self.prior)] {
            if value.is_some_and(|value| !(value > 0.0 && value < 1.0)) {
                return Err(fail(format!("{name}: expected a probability between 0 and 1")));
            }
        }
        let threads = match self.threads {
            Some(0) => return Err(fail("threads: expected one at least".to_owned())),
            Some(threads) => Some(Arc::new(
                rayon::ThreadPoolBuilder::new()
                    .num_threads(threads)
                    .build()
                    .map_err(|error| fail(format!("threads: {error}")))?,
            )),
            None => None,
        };
        let mut resolver = Resolver { threads, prior: self.prior.map(bits), ..Resolver::new() };
        resolver.threshold = self.threshold.unwrap_or(THRESHOLD);
        if !self.tables.is_empty() {
            let mut romanizer = crate::transliterate::Romanizer::bundled().clone();
            for (file, text) in &self.tables {
                romanizer =
                    romanizer.with_table(file, text).map_err(|error| fail(error.to_string()))?;
            }
            resolver.knowledge = Known::Own(Arc::new(Knowledge::new(romanizer)));
        }
        Ok(resolver)
    }
}

const THRESHOLD: f64 = 0.5;
/// From here up to the threshold a link is listed for review.
const REVIEW: f64 = 0.1;

impl Resolver {
    /// A resolver with the usual options.
    #[must_use]
    pub fn new() -> Self {
        Self {
            knowledge: Known::Bundled,
            weights: Arc::new(Weights::bundled()),
            threshold: THRESHOLD,
            review: REVIEW,
            prior: None,
            threads: None,
        }
    }

    /// A resolver with options.
    #[must_use]
    pub fn builder() -> ResolverBuilder {
        ResolverBuilder::default()
    }

    fn knowledge(&self) -> &Knowledge {
        match &self.knowledge {
            Known::Bundled => Knowledge::bundled(),
            Known::Own(knowledge) => knowledge,
        }
    }

    /// Compares two names, alone, at even prior odds unless a prior was set.
    ///
    /// ```
    /// use aka::{Resolver, Verdict};
    ///
    /// let resolver = Resolver::new();
    /// let found = resolver.compare("Серик Турпанов", "Serik Turpanov");
    /// assert_eq!(found.verdict, Verdict::Same);
    /// let sum: f64 = found.evidence.addends.iter().map(|addend| addend.bits).sum();
    /// assert!((found.evidence.prior + sum - found.evidence.bits()).abs() < 1e-9);
    /// ```
    #[must_use]
    pub fn compare(&self, left: &str, right: &str) -> Comparison {
        let mut lexicon = Lexicon::new(self.knowledge());
        let lefts = forms(left, &mut lexicon);
        let rights = forms(right, &mut lexicon);
        lexicon.prepare();
        let mut scratch = Scratch::default();
        let mut best: Option<Evidence> = None;
        for one in &lefts {
            for other in &rights {
                let mut evidence = Evidence::new(self.prior.unwrap_or(0.0));
                let compare = |a, b| lexicon.compare(a, b, &mut scratch);
                explain(one, other, &self.weights, &lexicon, compare, &mut evidence);
                if best.as_ref().is_none_or(|best| evidence.bits() > best.bits()) {
                    best = Some(evidence);
                }
            }
        }
        let evidence = best.unwrap_or_else(|| Evidence::new(self.prior.unwrap_or(0.0)));
        let probability = evidence.probability();
        let verdict = match probability {
            p if p >= SAME_FROM => Verdict::Same,
            p if p < DIFFERENT_BELOW => Verdict::Different,
            _ => Verdict::Undecided,
        };
        Comparison { probability, evidence, verdict }
    }

    /// Finds the persons behind a list of mentions.
    #[must_use]
    pub fn resolve(&self, mentions: &[Mention]) -> Resolution {
        match &self.threads {
            Some(pool) => pool.install(|| self.resolve_here(mentions)),
            None => self.resolve_here(mentions),
        }
    }

    fn resolve_here(&self, mentions: &[Mention]) -> Resolution {
        let mut lexicon = Lexicon::new(self.knowledge());
        let scene = Scene::new(mentions, &mut lexicon);
        lexicon.prepare();
        let neighbors = Neighbors::find(&lexicon, &word_weights(&scene, &lexicon));
        let work = Work {
            resolver: self,
            mentions,
            scene: &scene,
            lexicon: &lexicon,
            neighbors: &neighbors,
        };
        work.resolve()
    }
}

/// A name, and what it gives as other names of the bearer.
fn forms(text: &str, lexicon: &mut Lexicon<'_>) -> Vec<Form> {
    let name = read(text);
    let all = std::iter::once(&name).chain(&name.aliases);
    all.map(|name| Form::new(name, true, lexicon)).filter(|form| !form.words.is_empty()).collect()
}

/// How many mentions each word is in.
fn word_weights(scene: &Scene, lexicon: &Lexicon<'_>) -> Vec<u32> {
    let mut weights = vec![0; lexicon.words().len()];
    for node in &scene.nodes {
        for word in &node.form.words {
            weights[word.id as usize] += node.mentions.len() as u32;
        }
    }
    weights
}

/// One resolution under way.
struct Work<'a> {
    resolver: &'a Resolver,
    mentions: &'a [Mention],
    scene: &'a Scene,
    lexicon: &'a Lexicon<'a>,
    neighbors: &'a Neighbors,
}

/// A scored pair of nodes.
#[derive(Debug, Clone, Copy)]
struct Scored {
    left: u32,
    right: u32,
    /// Bits of names and attributes, without prior and context.
    bits: f64,
    /// Bits that documents which list both take away.
    exclusive: f64,
}

/// What a document that lists two half-agreeing names as two says against their being one.
const EXCLUSIVE: f64 = -3.0;
/// Names with bits above this are one name, spelled twice even in one document.
const SPELLED_TWICE: f64 = 5.0;
/// Names with bits below this are not lifted by any company.
const FLOOR: f64 = -4.0;
/// Log2 odds that a candidate pair is one person, before the list is seen, and how many pairs
/// that guess is worth.
const PRIOR: f64 = -1.5;
const PRIOR_PAIRS: f64 = 40.0;

impl Work<'_> {
    fn resolve(&self) -> Resolution {
        let full = self.full_nodes();
        let (pairs, notes) = self.score(&full);
        let prior = self.resolver.prior.unwrap_or_else(|| estimate_prior(&pairs));
        let alone = self.groups(&pairs, prior, &FxHashMap::default());
        let rosters = self.rosters(&pairs, prior, &alone);
        let groups = self.groups(&pairs, prior, &rosters);
        let placed = self.place(&groups);
        let outcome = Outcome { pairs, prior, rosters, groups, placed };
        self.finish(&outcome, notes)
    }

    fn full_nodes(&self) -> Vec<u32> {
        let nodes = &self.scene.nodes;
        (0..nodes.len() as u32).filter(|&id| nodes[id as usize].full).collect()
    }

    /// Scores all candidate pairs of full names.
    fn score(&self, full: &[u32]) -> (Vec<Scored>, Vec<String>) {
        use rayon::prelude::*;
        let forms: Vec<&Form> =
            full.iter().map(|&id| &self.scene.nodes[id as usize].form).collect();
        let found = candidates(&forms, self.neighbors);
        let pairs = found
            .pairs
            .par_iter()
            .map(|&(a, b)| self.score_pair(full[a as usize], full[b as usize]))
            .collect();
        let mut notes = Vec::new();
        if found.cut > 0 {
            notes.push(format!(
                "{} names had too many candidates: the nearest were scored",
                found.cut
            ));
        }
        if self.neighbors.cut > 0 {
            notes.push(format!(
                "{} groups of like words were cut to the commonest",
                self.neighbors.cut
            ));
        }
        (pairs, notes)
    }

    fn score_pair(&self, left: u32, right: u32) -> Scored {
        let (one, other) = (&self.scene.nodes[left as usize], &self.scene.nodes[right as usize]);
        let found = alignment(&one.form, &other.form, self.lexicon, |a, b| {
            self.neighbors.get(a, b, self.lexicon)
        });
        let conflict = genders_conflict(&one.form, &other.form, &found, self.lexicon);
        let names = name_bits(&one.form, &other.form, &found, conflict, &self.resolver.weights);
        let bits = names + one.attributes.bits(&other.attributes);
        let listed = bits < SPELLED_TWICE && !self.scene.shared_documents(left, right).is_empty();
        Scored { left, right, bits, exclusive: if listed { EXCLUSIVE } else { 0.0 } }
    }

    fn groups(
        &self,
        pairs: &[Scored],
        prior: f64,
        rosters: &FxHashMap<(u32, u32), Roster>,
    ) -> Vec<u32> {
        let edges: Vec<Edge> = pairs
            .iter()
            .map(|pair| {
                let roster =
                    rosters.get(&(pair.left, pair.right)).map_or(0.0, |roster| roster.bits);
                let bits = prior + pair.bits + pair.exclusive + roster;
                let own = pair.bits + pair.exclusive + roster;
                Edge { left: pair.left, right: pair.right, bits, against: (-own).max(0.0) }
            })
            .collect();
        cluster(self.scene.nodes.len(), &edges, bits(self.resolver.threshold), &[])
    }

    fn rosters(
        &self,
        pairs: &[Scored],
        prior: f64,
        groups: &[u32],
    ) -> FxHashMap<(u32, u32), Roster> {
        let half: Vec<HalfAgreed> = pairs
            .iter()
            .filter(|pair| pair.exclusive == 0.0 && prior + pair.bits > FLOOR)
            .filter(|pair| groups[pair.left as usize] != groups[pair.right as usize])
            .map(|pair| HalfAgreed { left: pair.left, right: pair.right, bits: pair.bits })
            .collect();
        let mut rarity: FxHashMap<u32, f64> = FxHashMap::default();
        for (id, node) in self.scene.nodes.iter().enumerate().filter(|(_, node)| node.full) {
            let words = node.form.words.iter().map(|word| self.lexicon.word(word.id).surprisal());
            let known = rarity.entry(groups[id]).or_default();
            *known = known.max(words.sum());
        }
        const RARE: f64 = 20.0;
        rosters(self.scene, &half, groups, &|group| {
            rarity.get(&group).is_some_and(|&bits| bits >= RARE)
        })
    }

    /// Places each partial name in each document.
    fn place(&self, groups: &[u32]) -> FxHashMap<(u32, Option<u32>), Placement> {
        use rayon::prelude::*;
        let bearers = Bearers::new(self.scene, self.lexicon, self.neighbors, groups);
        let mut places: Vec<(u32, Option<u32>)> = self
            .scene
            .node_of
            .iter()
            .zip(&self.scene.document_of)
            .filter_map(|(node, document)| Some(((*node)?, *document)))
            .filter(|(node, _)| !self.scene.nodes[*node as usize].full)
            .collect();
        places.sort_unstable();
        places.dedup();
        places
            .par_iter()
            .map(|&(node, document)| ((node, document), bearers.place(node, document)))
            .collect()
    }
}

/// The prior log2 odds of a candidate pair, by EM over the pairs' own probabilities (Saerens,
/// Latinne & Decaestecker 2002), held to a guess where there are few.
fn estimate_prior(pairs: &[Scored]) -> f64 {
    const ROUNDS: usize = 30;
    let guess = probability(PRIOR);
    let mut prior = PRIOR;
    for _ in 0..ROUNDS {
        let expected: f64 = pairs.iter().map(|pair| probability(prior + pair.bits)).sum();
        let share = (expected + guess * PRIOR_PAIRS) / (pairs.len() as f64 + PRIOR_PAIRS);
        prior = bits(share).clamp(-2.0, 2.0);
    }
    prior
}

/// Everything that was decided.
struct Outcome {
    pairs: Vec<Scored>,
    prior: f64,
    rosters: FxHashMap<(u32, u32), Roster>,
    groups: Vec<u32>,
    placed: FxHashMap<(u32, Option<u32>), Placement>,
}

/// A person in the making.
#[derive(Debug, Default)]
struct Draft {
    rows: Vec<u32>,
    nodes: Vec<u32>,
}

impl Work<'_> {
    fn finish(&self, outcome: &Outcome, notes: Vec<String>) -> Resolution {
        let own = self.own_groups(outcome);
        let mut drafts: FxHashMap<u32, Draft> = FxHashMap::default();
        let mut group_of_row = vec![None; self.mentions.len()];
        for (row, node) in self.scene.node_of.iter().enumerate() {
            let Some(node) = *node else { continue };
            let group = self.group_of(row, node, outcome, &own);
            group_of_row[row] = Some(group);
            let draft = drafts.entry(group).or_default();
            draft.rows.push(row as u32);
            draft.nodes.push(node);
        }
        let confidence = Confidence::new(self, outcome);
        let mut persons: Vec<(u32, Person)> = drafts
            .into_iter()
            .map(|(group, draft)| (group, self.person(draft, &confidence, outcome)))
            .collect();
        persons.sort_by(|a, b| (&a.1.name, &a.1.id).cmp(&(&b.1.name, &b.1.id)));
        distinguish(&mut persons);
        let index: FxHashMap<u32, usize> =
            persons.iter().enumerate().map(|(at, (group, _))| (*group, at)).collect();
        let assignments = group_of_row
            .iter()
            .enumerate()
            .map(|(row, group)| Assignment {
                person: group.map(|group| index[&group]),
                confidence: group.map_or(0.0, |_| confidence.of_row(self, row, outcome)),
            })
            .collect();
        let persons: Vec<Person> = persons.into_iter().map(|(_, person)| person).collect();
        let mut resolution = Resolution { persons, assignments, links: Vec::new(), notes };
        resolution.links = self.links(outcome, &resolution);
        resolution
    }

    /// The group of a mention: its name's own, or that of the bearer it was placed with.
    fn group_of(&self, row: usize, node: u32, outcome: &Outcome, own: &[u32]) -> u32 {
        if self.scene.nodes[node as usize].full {
            return outcome.groups[node as usize];
        }
        let placed = &outcome.placed[&(node, self.scene.document_of[row])];
        placed.group.unwrap_or(own[node as usize])
    }

    /// Groups of partial names that no bearer took: equal names are one person.
    fn own_groups(&self, outcome: &Outcome) -> Vec<u32> {
        let nodes = &self.scene.nodes;
        let mut edges = Vec::new();
        let mut by_word: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let partial = (0..nodes.len() as u32).filter(|&id| !nodes[id as usize].full);
        for id in partial {
            for word in &nodes[id as usize].form.words {
                by_word.entry(word.id).or_default().push(id);
            }
        }
        const SAME_WORD_MAX: usize = 200;
        for (&word, list) in &by_word {
            let near = [word].into_iter().chain(self.neighbors.of(word).iter().copied());
            for other in near.filter_map(|near| by_word.get(&near)).flatten().take(SAME_WORD_MAX) {
                for &id in list.iter().filter(|&id| id < other).take(SAME_WORD_MAX) {
                    let pair = self.score_pair(id, *other);
                    let bits = pair.bits - PARTIAL;
                    edges.push(Edge { left: id, right: *other, bits, against: (-bits).max(0.0) });
                }
            }
        }
        edges.sort_by_key(|edge| (edge.left, edge.right));
        edges.dedup_by_key(|edge| (edge.left, edge.right));
        let groups = cluster(nodes.len(), &edges, 0.0, &[]);
        // Numbers apart from those of full names.
        let offset = outcome.groups.iter().copied().max().map_or(0, |most| most + 1);
        groups.into_iter().map(|group| group + offset).collect()
    }

    fn person(&self, draft: Draft, confidence: &Confidence, outcome: &Outcome) -> Person {
        let mut nodes = draft.nodes;
        nodes.sort_unstable();
        nodes.dedup();
        let attested: Vec<Attested<'_>> = draft
            .rows
            .iter()
            .map(|&row| {
                let mention = &self.mentions[row as usize];
                let node = self.scene.node_of[row as usize].unwrap_or_default();
                Attested {
                    mention: row as usize,
                    name: &mention.name,
                    language: mention.language.as_deref(),
                    standing: self.standing(node, &nodes),
                }
            })
            .collect();
        let names = canonical_names(&attested);
        let name = names.first().map_or_else(String::new, |name| name.name.clone());
        Person {
            id: crate::person::id(self.scene, &nodes),
            name,
            mentions: draft.rows.iter().map(|&row| row as usize).collect(),
            confidence: confidence.of_person(self, &draft.rows, outcome),
            names,
        }
    }

    fn standing(&self, node: u32, person: &[u32]) -> Standing {
        let form = &self.scene.nodes[node as usize].form;
        Standing {
            oblique: self.is_oblique(node, person),
            words: form.written_out(),
            documents: self.scene.prominence(node),
        }
    }

    /// Whether another name of the person in the same script is shorter by a case ending.
    fn is_oblique(&self, node: u32, person: &[u32]) -> bool {
        use crate::lexicon::Relation;
        let form = &self.scene.nodes[node as usize].form;
        person.iter().filter(|&&other| other != node).any(|&other| {
            let other = &self.scene.nodes[other as usize].form;
            form.words.iter().any(|word| {
                other.words.iter().any(|near| {
                    let found = self.neighbors.get(word.id, near.id, self.lexicon);
                    let (one, other) = (self.lexicon.word(word.id), self.lexicon.word(near.id));
                    found.relation == Relation::Inflection
                        && found.oblique
                        && one.script() == other.script()
                        && one.text().chars().count() > other.text().chars().count()
                })
            })
        })
    }

    fn links(&self, outcome: &Outcome, resolution: &Resolution) -> Vec<Link> {
        let mut links: Vec<Link> =
            outcome.pairs.iter().filter_map(|pair| self.link(pair, outcome, resolution)).collect();
        links.sort_by(|a, b| {
            let name = |row: usize| (&self.mentions[row].name, &self.mentions[row].document);
            (name(a.left), name(a.right)).cmp(&(name(b.left), name(b.right)))
        });
        links
    }

    fn link(&self, pair: &Scored, outcome: &Outcome, resolution: &Resolution) -> Option<Link> {
        let roster = outcome.rosters.get(&(pair.left, pair.right));
        let bits = outcome.prior + pair.bits + pair.exclusive + roster.map_or(0.0, |r| r.bits);
        let same = outcome.groups[pair.left as usize] == outcome.groups[pair.right as usize];
        let probability = probability(bits);
        let kind = match (same, roster) {
            (true, Some(_)) => LinkKind::Inferred,
            (true, None) if probability >= self.resolver.review => LinkKind::Merged,
            (false, _) if probability >= self.resolver.review => LinkKind::Review,
            // Something that was taken back is reported too.
            (false, _)
                if pair.exclusive < 0.0
                    && bits - pair.exclusive > crate::score::bits(self.resolver.review) =>
            {
                LinkKind::Review
            }
            _ => return None,
        };
        let (left, right) = (self.representative(pair.left), self.representative(pair.right));
        let evidence = self.evidence(pair, outcome, resolution);
        let context = roster.is_some() || pair.exclusive != 0.0;
        let without = context.then(|| crate::score::probability(outcome.prior + pair.bits));
        let size = |row: usize| resolution.person_of(row).map_or(0, |person| person.mentions.len());
        let moves = size(left).min(size(right));
        Some(Link { left, right, probability, evidence, kind, without_context: without, moves })
    }

    /// The mention that stands for a node: the first by document, then by id, whatever its row.
    fn representative(&self, node: u32) -> usize {
        let key = |row: &u32| {
            let mention = &self.mentions[*row as usize];
            (&mention.document, &mention.id, &mention.name, &mention.source)
        };
        let rows = &self.scene.nodes[node as usize].mentions;
        rows.iter().min_by(|a, b| key(a).cmp(&key(b))).map_or(0, |&row| row as usize)
    }

    fn evidence(&self, pair: &Scored, outcome: &Outcome, resolution: &Resolution) -> Evidence {
        let (one, other) =
            (&self.scene.nodes[pair.left as usize], &self.scene.nodes[pair.right as usize]);
        let mut evidence = Evidence::new(outcome.prior);
        let compare = |a, b| self.neighbors.get(a, b, self.lexicon);
        let weights = &self.resolver.weights;
        explain(&one.form, &other.form, weights, self.lexicon, compare, &mut evidence);
        one.attributes.compare(&other.attributes, &mut evidence);
        let document = |id: u32| self.scene.documents[id as usize].name.as_str();
        if pair.exclusive != 0.0 {
            let shared = self.scene.shared_documents(pair.left, pair.right);
            let names: Vec<&str> = shared.iter().map(|&id| document(id)).collect();
            let label = format!("listed as two names in {}", names.join(", "));
            evidence.push(AddendKind::Exclusivity, pair.exclusive, label);
        }
        if let Some(roster) = outcome.rosters.get(&(pair.left, pair.right)) {
            let mut names: Vec<String> = roster
                .shared
                .iter()
                .filter_map(|&node| self.person_name(node, resolution))
                .collect();
            names.sort();
            names.dedup();
            let label = format!(
                "shared roster of {} and {}: both name {}",
                document(roster.documents.0),
                document(roster.documents.1),
                names.join(", ")
            );
            evidence.push(AddendKind::Roster, roster.bits, label);
        }
        evidence
    }

    fn person_name(&self, node: u32, resolution: &Resolution) -> Option<String> {
        let row = *self.scene.nodes[node as usize].mentions.first()? as usize;
        resolution.person_of(row).map(|person| person.name.clone())
    }
}

/// Partial names that are alike are one person only if the names are surely one, in bits.
const PARTIAL: f64 = 2.0;

/// Persons of the same names get ids of their own, in order of their documents.
fn distinguish(persons: &mut [(u32, Person)]) {
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    for (_, person) in persons {
        let count = seen.entry(person.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            person.id = identifier(&[person.id.clone(), count.to_string()]);
        }
    }
}

/// How sure the names of each person are one person.
struct Confidence {
    /// Probability of the weakest link on the strongest way from a node to its person's core.
    of_node: Vec<f64>,
    /// Probability that a name seen twice is one person.
    of_repeat: Vec<f64>,
    /// Probability of the likeliest link that was not made.
    rival: Vec<f64>,
}

impl Confidence {
    fn new(work: &Work<'_>, outcome: &Outcome) -> Self {
        let nodes = &work.scene.nodes;
        let mut accepted = Vec::new();
        let mut rival = vec![0.0f64; nodes.len()];
        for pair in &outcome.pairs {
            let (a, b) = (pair.left as usize, pair.right as usize);
            let roster = outcome.rosters.get(&(pair.left, pair.right)).map_or(0.0, |r| r.bits);
            let found = probability(outcome.prior + pair.bits + pair.exclusive + roster);
            if outcome.groups[a] == outcome.groups[b] {
                accepted.push((found, pair.left, pair.right));
            } else {
                rival[a] = rival[a].max(found);
                rival[b] = rival[b].max(found);
            }
        }
        let of_repeat = (0..nodes.len()).map(|id| work.repeat(id as u32, outcome.prior)).collect();
        Self {
            of_node: bottlenecks(nodes.len(), accepted, &core_of(work, outcome)),
            of_repeat,
            rival,
        }
    }

    fn of_row(&self, work: &Work<'_>, row: usize, outcome: &Outcome) -> f64 {
        let Some(node) = work.scene.node_of[row] else {
            return 0.0;
        };
        let id = node as usize;
        if !work.scene.nodes[id].full {
            return outcome.placed[&(node, work.scene.document_of[row])].probability;
        }
        let repeated =
            if work.scene.nodes[id].mentions.len() > 1 { self.of_repeat[id] } else { 1.0 };
        let alone = 1.0 - self.rival[id];
        // A person of one mention is as sure as that nobody else on the list is the same.
        let whole = self.of_node[id] * repeated;
        if whole < 1.0 { whole } else { alone.clamp(0.5, CERTAIN) }
    }

    fn of_person(&self, work: &Work<'_>, rows: &[u32], outcome: &Outcome) -> f64 {
        let mut seen = rustc_hash::FxHashSet::default();
        let mut confidence = CERTAIN;
        for &row in rows {
            let Some(node) = work.scene.node_of[row as usize] else {
                continue;
            };
            if seen.insert((node, work.scene.nodes[node as usize].full.then_some(row).is_none())) {
                confidence *= self.of_row(work, row as usize, outcome);
            }
        }
        confidence
    }
}

/// Nothing is surer than this.
const CERTAIN: f64 = 0.999;

/// The node of each group that most mentions have: what a mention's confidence refers to.
fn core_of(work: &Work<'_>, outcome: &Outcome) -> FxHashMap<u32, u32> {
    let mut cores: FxHashMap<u32, u32> = FxHashMap::default();
    for (id, node) in work.scene.nodes.iter().enumerate() {
        let core = cores.entry(outcome.groups[id]).or_insert(id as u32);
        if node.mentions.len() > work.scene.nodes[*core as usize].mentions.len() {
            *core = id as u32;
        }
    }
    cores
}

/// For each node the weakest link on the strongest way to its group's core: links are taken
/// strongest first, and a node's figure is set when its part meets the core's.
fn bottlenecks(
    count: usize,
    mut links: Vec<(f64, u32, u32)>,
    cores: &FxHashMap<u32, u32>,
) -> Vec<f64> {
    links.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut figure = vec![1.0; count];
    let mut part: Vec<usize> = (0..count).collect();
    let mut members: Vec<Vec<u32>> = (0..count as u32).map(|id| vec![id]).collect();
    let mut has_core = vec![false; count];
    for &core in cores.values() {
        has_core[core as usize] = true;
    }
    for (probability, a, b) in links {
        let (one, other) = (part[a as usize], part[b as usize]);
        if one == other {
            continue;
        }
        let (kept, moved) =
            if members[one].len() >= members[other].len() { (one, other) } else { (other, one) };
        let newly = if has_core[kept] { moved } else { kept };
        if has_core[kept] != has_core[moved] {
            members[newly].iter().for_each(|&id| figure[id as usize] = probability);
        }
        has_core[kept] |= has_core[moved];
        let taken = std::mem::take(&mut members[moved]);
        taken.iter().for_each(|&id| part[id as usize] = kept);
        members[kept].extend(taken);
    }
    figure
}

impl Work<'_> {
    /// Probability that two mentions of one name, to the letter, are one person.
    fn repeat(&self, node: u32, prior: f64) -> f64 {
        let form = &self.scene.nodes[node as usize].form;
        let found =
            alignment(form, form, self.lexicon, |a, b| self.neighbors.get(a, b, self.lexicon));
        let bits = name_bits(form, form, &found, false, &self.resolver.weights);
        probability(prior + bits).min(CERTAIN)
    }
}
