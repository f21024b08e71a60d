//! The one file that knows every room: a list of mentions in, persons out.
//!
//! [`Resolver::new`] serves most lists; [`Resolver::builder`] takes the options, and only building
//! can fail.

mod work;
mod confidence;
mod remarks;
mod namesakes;
mod watch;
mod matches;
mod comparer;

pub use comparer::{Comparer, NameId};

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use crate::context::{Firm, Scene};
use crate::lexicon::{Knowledge, Lexicon, Neighbors};
use crate::mention::Mention;
use crate::normalize::read;
use crate::person::Person;
use crate::score::{Addend, Evidence, Form, Weights, bits, standards};
use watch::{NOBODY, Watch};
use work::Work;

pub use watch::Stage;

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
    without: Vec<Mechanism>,
}

/// What a resolver can be built without, to measure what it is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mechanism {
    /// Names that contradict each other keep groups apart.
    Conflicts,
    /// Shared company of two documents, for and against their names being one person's.
    Rosters,
    /// What sources say beside names that both bearers are, and dates of their documents.
    Roles,
    /// A document that lists two half-agreeing names as two, or says that they are.
    Exclusivity,
    /// Partial names are placed with bearers, rather than left to themselves.
    Placement,
    /// The bearer in the document, or in its company, is preferred.
    Presence,
    /// Persons known by one name alone compete with bearers.
    Standing,
    /// Abbreviations stand for the most prominent whose name begins so.
    Abbreviations,
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
    without: Vec<Mechanism>,
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

impl Verdict {
    /// What a probability amounts to: between these a lone pair is left open.
    fn of(probability: f64) -> Self {
        const SAME_FROM: f64 = 0.75;
        const DIFFERENT_BELOW: f64 = 0.25;
        match probability {
            p if p >= SAME_FROM => Self::Same,
            p if p < DIFFERENT_BELOW => Self::Different,
            _ => Self::Undecided,
        }
    }
}

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
    /// The probability without what documents add, where that would change it: what company says of
    /// strangers of one name is taken back too.
    pub without_context: Option<f64>,
    /// The document that weighs most in the link, and what the link would be if that document, with
    /// its copies, told nothing of who stands beside whom.
    pub without_document: Option<Without>,
    /// Mentions that would move if a person answered this link differently.
    pub moves: usize,
}

/// What a link would be without one document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Without {
    /// The document.
    pub document: String,
    /// The probability without it.
    pub probability: f64,
    /// What would become of the link by these two names alone.
    pub kind: LinkKind,
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
    /// Two persons, as far as the evidence goes: pairs of an [`Explanation`], and names so alike that
    /// nothing but a text's own words told them apart.
    Apart,
}

/// A resolution, and why chosen persons are not their neighbors.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Explanation {
    /// The persons, as [`Resolver::resolve`] gives them.
    pub resolution: Resolution,
    /// For each person that a chosen one was compared with but not joined, at most fifty, the pair
    /// of names that came nearest; the nearest persons first.
    pub apart: Vec<Link>,
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

    /// Prior probability that a candidate pair of a list is one person; .30 unless set,
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

    /// Leaves one mechanism out, to measure what it is worth (`examples/ablation.rs`).
    #[must_use]
    pub fn without(mut self, mechanism: Mechanism) -> Self {
        self.without.push(mechanism);
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
        resolver.without = self.without;
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
            without: Vec::new(),
        }
    }

    fn has(&self, mechanism: Mechanism) -> bool {
        !self.without.contains(&mechanism)
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
        let mut comparer = self.comparer();
        let (left, right) = (comparer.read(left), comparer.read(right));
        comparer.compare(left, right)
    }

    /// What compares many names: each is read once, and common words are looked at once.
    #[must_use]
    pub fn comparer(&self) -> Comparer<'_> {
        Comparer::new(self)
    }

    /// The standards by which the two spellings that an addend speaks of differ, in words, each
    /// letter with who writes it how; `None` where nothing is to be said.
    ///
    /// ```
    /// use aka::Resolver;
    ///
    /// let resolver = Resolver::new();
    /// let found = resolver.compare("Vikram Ruzahunov", "Vikram Ruzakhunov").evidence;
    /// let said = found.addends.iter().find_map(|addend| resolver.standards(addend));
    /// assert!(said.is_some_and(|said| said.starts_with("х: h in ") && said.contains("↔ kh in ")));
    /// ```
    #[must_use]
    pub fn standards(&self, addend: &Addend) -> Option<String> {
        standards(addend, &self.knowledge().romanizer)
    }

    /// Finds the persons behind a list of mentions.
    #[must_use]
    pub fn resolve(&self, mentions: &[Mention]) -> Resolution {
        self.resolve_with(mentions, NOBODY)
    }

    /// The same, telling whoever waits what it is at, and how much is done of how much; of nothing
    /// where that is not known. Several threads may tell at once.
    ///
    /// ```
    /// use std::sync::Mutex;
    ///
    /// use aka::{Mention, Resolver, Stage};
    ///
    /// let told = Mutex::new(Vec::new());
    /// let mentions = ["Serik Turpanov", "Серик Турпанов"].map(Mention::new);
    /// Resolver::new().resolve_with(&mentions, &|stage, _, _| told.lock().unwrap().push(stage));
    /// assert_eq!(told.into_inner().unwrap()[0], Stage::Reading);
    /// ```
    #[must_use]
    pub fn resolve_with(
        &self,
        mentions: &[Mention],
        watch: &(dyn Fn(Stage, usize, usize) + Sync),
    ) -> Resolution {
        let work = || self.at_work(mentions, watch, |work| work.resolve());
        match &self.threads {
            Some(pool) => pool.install(work),
            None => work(),
        }
    }

    /// Finds the persons behind a list of mentions, and for some of them what keeps them apart from
    /// the nearest others: links that [`Resolver::resolve`] has no room for.
    ///
    /// `choose` sees the resolution and says which persons, by index.
    ///
    /// ```
    /// use aka::{LinkKind, Mention, Resolver};
    ///
    /// let found = Resolver::new().explain(
    ///     &[Mention::new("Arman Ivanov"), Mention::new("Nurlan Ivanov")],
    ///     |resolution| resolution.assignments[0].person.into_iter().collect(),
    /// );
    /// assert_eq!(found.resolution.len(), 2);
    /// assert!(found.apart[0].evidence.bits() < 0.0);
    /// ```
    #[must_use]
    pub fn explain(
        &self,
        mentions: &[Mention],
        choose: impl FnOnce(&Resolution) -> Vec<usize> + Send,
    ) -> Explanation {
        match &self.threads {
            Some(pool) => {
                pool.install(|| self.at_work(mentions, NOBODY, |work| work.explain(choose)))
            }
            None => self.at_work(mentions, NOBODY, |work| work.explain(choose)),
        }
    }

    fn at_work<T>(
        &self,
        mentions: &[Mention],
        watch: Watch<'_>,
        then: impl FnOnce(Work<'_>) -> T,
    ) -> T {
        watch(Stage::Reading, 0, 0);
        let mut lexicon = Lexicon::new(self.knowledge());
        let mut scene = Scene::new(mentions, &mut lexicon);
        watch(Stage::Comparing, 0, 0);
        lexicon.prepare();
        scene.renumber_words(&lexicon.renumber());
        lexicon.rank();
        let neighbors = Neighbors::new(&lexicon);
        let firm = if self.has(Mechanism::Exclusivity) {
            Firm::new(mentions, &scene)
        } else {
            Firm::default()
        };
        then(Work { resolver: self, watch, mentions, scene, lexicon: &lexicon, neighbors, firm })
    }
}

/// A name, and what it gives as other names of the bearer.
fn forms(text: &str, lexicon: &mut Lexicon<'_>) -> Vec<Form> {
    let name = read(text);
    let all = std::iter::once(&name).chain(&name.aliases);
    all.map(|name| Form::new(name, true, lexicon)).filter(|form| !form.words.is_empty()).collect()
}
