//! Two words → how likely they are one name, in bits, and by which relation.
//!
//! Bits are `log2 P(b | a, same name) − log2 P(b)`, averaged over both directions so that the order
//! of the two does not matter: the surprisal of the words less the cost of the relation that
//! explains their difference. Of several explanations the cheapest counts.

use super::channel::{Channel, Forward, Spelling, Trace};
use super::derivation::{DerivedEnding, Suffix};
use super::knowledge::Knowledge;
use super::paradigms::{Ending, Genders};
use super::relations::{Kinship, kinship};
use super::word::{Variant, Word};

/// How two words are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The same letters.
    Identical,
    /// Other spellings of one name: by another standard, or by slip.
    Spelling,
    /// Forms of one name by case or gender.
    Inflection,
    /// Forms of one name in neighboring languages (Serhiy, Sergei).
    CloseForm,
    /// A name and its diminutive.
    Nickname,
    /// National forms of one name (Ivan, John).
    NationalForm,
    /// Family names of one base (Turpanov, Turpanbayev).
    Derived,
    /// An initial and a name that begins with it.
    Initial,
    /// No relation that anything explains.
    Different,
}

/// What the comparison of two words found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WordMatch {
    /// Evidence that both are one name.
    pub bits: f32,
    /// What the relation costs: minus log2 of the probability of one given the other.
    pub cost: f32,
    /// Mean surprisal of the two words.
    pub surprisal: f32,
    /// Calibrated log2 odds, at even prior, that both are one name rather than two like names.
    pub odds: f32,
    /// Odds that two words, with nothing beside them, are one name as it is written: here other
    /// names for a bearer do not count.
    pub lone: f32,
    /// The cheapest explanation.
    pub relation: Relation,
    /// Whether both are written in one script, where spellings of one name differ little.
    pub same_script: bool,
    /// Whether the relation needs one word to be in an oblique case (else the genders differ).
    pub oblique: bool,
    /// Genders that the left and right word can be read as in this relation.
    pub(crate) genders: (Genders, Genders),
}

impl WordMatch {
    /// Two words that have nothing in common.
    #[must_use]
    pub fn none() -> Self {
        Self {
            bits: -(COST_MAX as f32),
            cost: COST_MAX as f32,
            surprisal: 0.0,
            odds: ODDS_MIN as f32,
            lone: ODDS_MIN as f32,
            relation: Relation::Different,
            same_script: true,
            oblique: false,
            genders: (Genders::default(), Genders::default()),
        }
    }
}

/// Odds of words that nothing relates, and of words that are the same.
const ODDS_MIN: f64 = -14.0;
pub(crate) const ODDS_MAX: f64 = 8.0;

/// How many features a pair of words has.
pub const WORD_FEATURES: usize = 15;

/// Names of the features of a pair of words, as the model table writes them.
pub const WORD_NAMES: [&str; WORD_FEATURES] = [
    "pair",
    "letters",
    "cost",
    "length",
    "both_known",
    "equal",
    "worst",
    "second_worst",
    "third_worst",
    "first",
    "last",
    "units",
    "gaps",
    "length_difference",
    "cost_per_letter",
];

/// The features of two words that `found` relates: what the odds are a weighted sum of.
///
/// Names that are alike are nearer than chance has it, so letters and cost weigh less than their
/// bits; two different words that lists both know as names are likelier two names; and one clear
/// difference makes two names sooner than many small ones.
fn word_features(left: &Word, right: &Word, found: &Found) -> [f64; WORD_FEATURES] {
    const KNOWN_COST: f64 = 6.0;
    let cost = found.cost.min(COST_MAX);
    let length = (left.len() + right.len()) as f64;
    let trace = &found.trace;
    [
        1.0,
        (left.letters + right.letters) / 2.0,
        cost,
        length,
        f64::from(left.known && right.known) * (cost / KNOWN_COST).min(1.0),
        f64::from(left.skeleton == right.skeleton),
        f64::from(trace.worst[0]),
        f64::from(trace.worst[1]),
        f64::from(trace.worst[2]),
        f64::from(trace.first),
        f64::from(trace.last),
        f64::from(trace.units),
        f64::from(trace.gaps),
        left.len().abs_diff(right.len()) as f64,
        cost / length.max(2.0),
    ]
}

/// The features of two words that stand alone, for learning what they weigh; none where nothing
/// relates them.
#[must_use]
pub fn lone_features(
    left: &Word,
    right: &Word,
    knowledge: &Knowledge,
    scratch: &mut Scratch,
) -> Option<[f64; WORD_FEATURES]> {
    let (left, right) = if left.text > right.text { (right, left) } else { (left, right) };
    let (_, lone) = explanations(left, right, knowledge, scratch);
    (lone.relation != Relation::Different).then(|| word_features(left, right, &lone))
}

fn odds(left: &Word, right: &Word, found: &Found, knowledge: &Knowledge) -> f64 {
    if found.relation == Relation::Identical {
        return ODDS_MAX;
    }
    if found.relation == Relation::Different {
        return ODDS_MIN;
    }
    let features = word_features(left, right, found);
    let weights = &knowledge.word_weights[usize::from(left.script == right.script)];
    let odds: f64 = features.iter().zip(weights).map(|(a, b)| a * b).sum();
    let odds = odds - two_names(left, right, found);
    let most = match found.relation {
        Relation::Derived if found.cost >= OTHER_ELEMENT => OTHER_ELEMENT_ODDS_MAX,
        Relation::Derived => SUFFIX_DROPPED_ODDS_MAX,
        _ => ODDS_MAX,
    };
    odds.clamp(ODDS_MIN, most)
}

/// Family names of one base are family names of their own: however rare the base, relatives and
/// namesakes bear them too.
const SUFFIX_DROPPED_ODDS_MAX: f64 = 2.5;
const OTHER_ELEMENT_ODDS_MAX: f64 = -1.6;

/// What two names that lists know, written in one script, lose for being spelled apart: whoever
/// writes Robert knows Rupert. The usual spellings of one name differ by less.
fn two_names(left: &Word, right: &Word, found: &Found) -> f64 {
    const USUAL_COST: f64 = 3.5;
    const BITS_MAX: f64 = 5.0;
    let known = left.known && right.known && left.script == right.script;
    if !known || !matches!(found.relation, Relation::Spelling | Relation::Inflection) {
        return 0.0;
    }
    (0.6 * (found.cost - USUAL_COST)).clamp(0.0, BITS_MAX)
}

/// Costs of relations, in bits. The channel's own costs are learned; these are those of tables.
/// Across scripts an ending needs two languages that both inflect the name.
const OTHER_SCRIPT: f64 = 2.0;
/// Two oblique forms are rarer than one.
const BOTH_OBLIQUE: f64 = 1.5;
/// Endings that cost more, in bits, tell nothing of gender: their languages are seldom met. Nor do
/// those of women's names that do not end in a.
const GENDERED_ENDING: f64 = 3.0;
const CLOSE_FORM: f64 = 1.5;
const NICKNAME: f64 = 3.0;
const SHARED_FULL_FORM: f64 = 6.0;
const NATIONAL_FORM: f64 = 5.0;
/// Names that are family names in fewer cases than this are given names: none derives from another.
const GIVEN: f64 = 0.2;
const SUFFIX_DROPPED: f64 = 6.0;
const OTHER_ELEMENT: f64 = 9.0;
/// A second romanization is a hypothesis.
const OTHER_READING: f64 = 2.0;
/// Nothing costs more: a name may always have been changed for any other.
const COST_MAX: f64 = 60.0;

/// Room for the work of one comparison, kept by the caller.
#[derive(Debug, Default)]
pub struct Scratch {
    forward: Forward,
    /// Which variants the table was last filled for.
    variants: (usize, usize),
}

/// Compares two words that were spelled for one another. The order of the two changes nothing:
/// they are looked at in order of their text.
#[must_use]
pub fn compare(
    left: &Word,
    right: &Word,
    knowledge: &Knowledge,
    scratch: &mut Scratch,
) -> WordMatch {
    if left.text > right.text {
        compare_in_order(right, left, knowledge, scratch).mirrored()
    } else {
        compare_in_order(left, right, knowledge, scratch)
    }
}

fn compare_in_order(
    left: &Word,
    right: &Word,
    knowledge: &Knowledge,
    scratch: &mut Scratch,
) -> WordMatch {
    let surprisal = (left.surprisal + right.surprisal) / 2.0;
    let (best, lone) = explanations(left, right, knowledge, scratch);
    WordMatch {
        bits: (surprisal - best.cost) as f32,
        cost: best.cost as f32,
        surprisal: surprisal as f32,
        odds: odds(left, right, &best, knowledge) as f32,
        lone: lone_odds(left, right, &best, &lone, knowledge) as f32,
        relation: best.relation,
        same_script: left.script == right.script,
        oblique: best.oblique,
        genders: best.genders,
    }
}

/// The cheapest explanation of two words, and the cheapest of those that count for lone words.
fn explanations(
    left: &Word,
    right: &Word,
    knowledge: &Knowledge,
    scratch: &mut Scratch,
) -> (Found, Found) {
    if left.text == right.text {
        let same = Found { cost: 0.0, relation: Relation::Identical, ..Found::default() };
        return (same, same);
    }
    let mut best = Found::default();
    let mut lone = Found::default();
    let mut spelled = Found::default();
    for (a, one) in left.variants.iter().enumerate() {
        for (b, other) in right.variants.iter().enumerate() {
            let penalty = OTHER_READING * (usize::from(a > 0) + usize::from(b > 0)) as f64;
            for found in compare_variants((left, one), (right, other), knowledge, scratch) {
                let found = Found { cost: found.cost + penalty, variants: (a, b), ..found };
                best = best.cheaper(found);
                if found.relation == Relation::Spelling {
                    spelled = spelled.cheaper(found);
                }
                if let Some(extra) = lone_cost(found.relation, left.script == right.script) {
                    lone = lone.cheaper(Found { cost: found.cost + extra, ..found });
                }
            }
            scratch.variants = (a, b);
        }
    }
    best.trace = trace(left, right, &best, false, knowledge, scratch);
    // Across scripts a plain spelling may well have a letter more: a base in common says less.
    if best.relation == Relation::Derived && left.script != right.script {
        spelled.trace = trace(left, right, &spelled, false, knowledge, scratch);
        if odds(left, right, &spelled, knowledge) >= odds(left, right, &best, knowledge) {
            best = spelled;
        }
    }
    // Words that stand alone are judged by all their letters, whatever endings they have.
    lone.trace = trace(left, right, &lone, true, knowledge, scratch);
    (best, lone)
}

/// How an explanation spends its bits: on the letters of the words or of their stems, and on an
/// ending or the entry of a table as on one more unit.
fn trace(
    left: &Word,
    right: &Word,
    found: &Found,
    whole: bool,
    knowledge: &Knowledge,
    scratch: &mut Scratch,
) -> Trace {
    let (one, other) = (&left.variants, &right.variants);
    let Some(stems) = found.stems else {
        let mut trace = Trace::default();
        trace.add(found.cost.min(COST_MAX) as f32);
        return trace;
    };
    let (a, b) = found.variants;
    let Some((table, _, x, y)) = meet((left, &one[a]), (right, &other[b]), knowledge) else {
        return Trace::default();
    };
    if scratch.variants != found.variants {
        table.forward(x, y, &mut scratch.forward);
        scratch.variants = found.variants;
    }
    if whole {
        return scratch.forward.trace((x, x.len()), (y, y.len()));
    }
    let mut trace = scratch.forward.trace((x, stems.0), (y, stems.1));
    if found.relation != Relation::Spelling {
        trace.add(found.ending as f32);
        trace.last = 0.0;
    }
    trace
}

#[derive(Debug, Clone, Copy)]
struct Found {
    cost: f64,
    relation: Relation,
    oblique: bool,
    genders: (Genders, Genders),
    /// Letters of the two stems that were compared by the channel; none where a table says it all.
    stems: Option<(usize, usize)>,
    /// What the two endings cost.
    ending: f64,
    /// Which romanizations were compared.
    variants: (usize, usize),
    trace: Trace,
}

impl Found {
    fn cheaper(self, other: Self) -> Self {
        if other.cost < self.cost { other } else { self }
    }
}

/// What a relation costs more where two words stand alone; `None` where it makes two names.
fn lone_cost(relation: Relation, same_script: bool) -> Option<f64> {
    const CASE_IN_ANOTHER_SCRIPT: f64 = 6.0;
    match relation {
        Relation::Identical | Relation::Spelling => Some(0.0),
        Relation::Inflection if same_script => Some(0.0),
        Relation::Inflection => Some(CASE_IN_ANOTHER_SCRIPT),
        _ => None,
    }
}

/// Lone words that only another name for the bearer relates stay undecided.
fn lone_odds(left: &Word, right: &Word, best: &Found, lone: &Found, knowledge: &Knowledge) -> f64 {
    const RELATED: f64 = -0.4;
    let related = odds(left, right, best, knowledge).min(RELATED);
    odds(left, right, lone, knowledge).max(related)
}

impl Default for Found {
    fn default() -> Self {
        Self {
            cost: COST_MAX,
            relation: Relation::Different,
            oblique: false,
            genders: (Genders::default(), Genders::default()),
            stems: None,
            ending: 0.0,
            variants: (0, 0),
            trace: Trace::default(),
        }
    }
}

/// Every explanation of two romanizations.
fn compare_variants(
    (left, one): (&Word, &Variant),
    (right, other): (&Word, &Variant),
    knowledge: &Knowledge,
    scratch: &mut Scratch,
) -> [Found; 4] {
    let mut all = [Found::default(); 4];
    let same_script = left.script == right.script;
    let Some((table, swapped, x, y)) = meet((left, one), (right, other), knowledge) else {
        return all;
    };
    let (first, second) = if swapped { (other, one) } else { (one, other) };
    table.forward(x, y, &mut scratch.forward);
    let stem_cost = |i: usize, j: usize| {
        let marginals = (x.prefix_bits(i) + y.prefix_bits(j)) / 2.0;
        (marginals - scratch.forward.bits(i, j)).max(0.0)
    };
    let related = |cost: f64, relation: Relation| Found { cost, relation, ..Found::default() };
    all[0] = Found {
        stems: Some((x.len(), y.len())),
        ..related(stem_cost(x.len(), y.len()), Relation::Spelling)
    };
    if let Some(kinship) = kinship(&one.memberships, &other.memberships) {
        let (cost, relation) = match kinship {
            Kinship::CloseForm => (CLOSE_FORM, Relation::CloseForm),
            Kinship::Nickname => (NICKNAME, Relation::Nickname),
            Kinship::SharedFullForm => (SHARED_FULL_FORM, Relation::Nickname),
            Kinship::NationalForm => (NATIONAL_FORM, Relation::NationalForm),
        };
        all[1] = related(cost, relation);
    }
    if let Some(mut inflected) = inflection(first, second, same_script, &stem_cost) {
        if swapped {
            inflected.genders = (inflected.genders.1, inflected.genders.0);
        }
        all[2] = inflected;
    }
    let given = |word: &Word| word.family_share.is_some_and(|share| share < GIVEN);
    if !(given(left) && given(right))
        && let Some(derived) = derivation(first, second, &stem_cost)
    {
        all[3] = derived;
    }
    all
}

/// The channel that two romanizations meet in, whether the second is its left side, and both as
/// its left and right side see them.
fn meet<'a>(
    (left, one): (&Word, &'a Variant),
    (right, other): (&Word, &'a Variant),
    knowledge: &'a Knowledge,
) -> Option<(&'a Channel, bool, &'a Spelling, &'a Spelling)> {
    let same_script = left.script == right.script;
    let (channel, swapped) = Knowledge::channel(left.writing, right.writing, same_script);
    let (first, second) = if swapped { (other, one) } else { (one, other) };
    let x = first.spellings.get(channel * 2)?.as_ref()?;
    let y = second.spellings.get(channel * 2 + 1)?.as_ref()?;
    Some((knowledge.channel_table(channel), swapped, x, y))
}

/// The cheapest pair of endings of one paradigm.
fn inflection(
    one: &Variant,
    other: &Variant,
    same_script: bool,
    stem_cost: &impl Fn(usize, usize) -> f64,
) -> Option<Found> {
    let mut best: Option<Found> = None;
    for &(i, a) in &one.endings {
        for &(j, b) in &other.endings {
            let shared = a.any() & b.any();
            if shared == 0
                || one.plain[one.plain.len() - i..] == other.plain[other.plain.len() - j..]
            {
                continue;
            }
            let nominative = |ending: Ending| ending.male_nominative | ending.female_nominative;
            let oblique = (nominative(a) | nominative(b)) & shared == 0;
            let ending = a.cost.max(b.cost)
                + if same_script { 0.0 } else { OTHER_SCRIPT }
                + if oblique { BOTH_OBLIQUE } else { 0.0 };
            let stems = (one.plain.len() - i, other.plain.len() - j);
            let cost = ending + stem_cost(stems.0, stems.1);
            if best.is_some_and(|best| best.cost <= cost) {
                continue;
            }
            // One gender with an oblique case on a side, or two genders both in the nominative.
            let male = a.male & b.male & shared != 0;
            let female = a.female & b.female & shared != 0;
            let mut both = Genders::default();
            if male {
                both = both.or(Genders::MALE);
            }
            if female {
                both = both.or(Genders::FEMALE);
            }
            let woman = |plain: &str, letters: usize, ending: Ending| {
                ending.male & shared == 0 && letters > 0 && plain.ends_with('a')
            };
            let told =
                ending <= GENDERED_ENDING && (woman(&one.plain, i, a) || woman(&other.plain, j, b));
            let genders = if both.is_empty() && !told {
                (both, both)
            } else if both.is_empty() {
                let of = |male: u128| {
                    if male & shared != 0 { Genders::MALE } else { Genders::FEMALE }
                };
                (of(a.male), of(b.male))
            } else {
                (both, both)
            };
            best = Some(Found {
                cost,
                relation: Relation::Inflection,
                oblique: !both.is_empty(),
                genders,
                stems: Some(stems),
                ending,
                ..Found::default()
            });
        }
    }
    best
}

/// The cheapest pair of endings that leaves one base.
fn derivation(
    one: &Variant,
    other: &Variant,
    stem_cost: &impl Fn(usize, usize) -> f64,
) -> Option<Found> {
    let mut best: Option<Found> = None;
    for &(i, a) in &one.derived {
        for &(j, b) in &other.derived {
            let Some(ending) = grade(a, b) else { continue };
            let stems = (one.plain.len() - i, other.plain.len() - j);
            let cost = ending + stem_cost(stems.0, stems.1);
            if best.is_none_or(|best| cost < best.cost) {
                best = Some(Found {
                    cost,
                    relation: Relation::Derived,
                    stems: Some(stems),
                    ending,
                    ..Found::default()
                });
            }
        }
    }
    best
}

fn grade(a: DerivedEnding, b: DerivedEnding) -> Option<f64> {
    if a.element != b.element {
        // One of the two must be marked as a family name.
        let marked = a.suffix != Suffix::Bare || b.suffix != Suffix::Bare;
        return marked.then_some(OTHER_ELEMENT);
    }
    (a.suffix != b.suffix).then_some(SUFFIX_DROPPED)
}
