//! Two words → how likely they are one name, in bits, and by which relation.
//!
//! Bits are `log2 P(b | a, same name) − log2 P(b)`, averaged over both directions so that the order
//! of the two does not matter: the surprisal of the words less the cost of the relation that
//! explains their difference. Of several explanations the cheapest counts.

use super::derivation::{Derivation, DerivedEnding, Suffix};
use super::forward::{Forward, Meeting, Reach, Trace};
use super::knowledge::Knowledge;
use super::lists::consonants;
use super::paradigms::{Ending, Genders};
use super::relations::{Kinship, are_two_full, kinship};
use super::screen::leave_room;
use super::spelled::Spelled;
use super::word::{Variant, Word, Writing};
use crate::normalize::Script;

/// How two words are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The same letters.
    Identical,
    /// Other spellings of one name: by another standard, or by slip.
    Spelling,
    /// One word as scanners misread print (Gustav, Guftav).
    Misread,
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

impl Relation {
    /// Whether it is one that only a table knows.
    pub(crate) fn is_of_tables(self) -> bool {
        matches!(self, Self::CloseForm | Self::Nickname | Self::NationalForm)
    }
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
    /// The same where the word beside is declined: a case of a name may be another name (Anny of Anna).
    pub declined: f32,
    /// Odds that two words, with nothing beside them, are one name as it is written: here other
    /// names for a bearer do not count.
    pub lone: f32,
    /// Odds that both are one name by how they are written, cases among that, whatever short form the one
    /// may be of the other.
    pub written: f32,
    /// The cheapest explanation.
    pub relation: Relation,
    /// Whether both are written in one script, where spellings of one name differ little.
    pub same_script: bool,
    /// Whether they are of two scripts of which little is known of how one writes the other's names, and
    /// not both known as names: a near miss there often is one name.
    pub loose: bool,
    /// Whether they are of two scripts, one without vowels, and tables know both as forms of names, never
    /// of one: محمد is not Mahmoud.
    pub distinct: bool,
    /// Whether the relation needs one word to be in an oblique case (else the genders differ).
    pub oblique: bool,
    /// Whether lists know both words as given names rather than family names.
    pub given: bool,
    /// Log2 odds that they are a family name rather than a given name, by the word that lists know less
    /// as one; 0 where they know neither.
    pub family: f32,
    /// Whether both are given names of peoples whose second name is their father's.
    pub fathers: bool,
    /// Whether either is of a people whose names have no parts.
    pub whole: bool,
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
            declined: ODDS_MIN as f32,
            lone: ODDS_MIN as f32,
            written: ODDS_MIN as f32,
            relation: Relation::Different,
            same_script: true,
            loose: false,
            distinct: false,
            oblique: false,
            given: false,
            family: 0.0,
            fathers: false,
            whole: false,
            genders: (Genders::default(), Genders::default()),
        }
    }
}

impl WordMatch {
    /// Two words that are not one name, however far apart they are.
    #[must_use]
    pub(crate) fn apart(left: &Word, right: &Word) -> Self {
        let (same_script, loose) = (left.script == right.script, are_loose(left, right));
        Self { same_script, loose, ..Self::none() }
    }
}

/// Odds that words of alphabets have only if their letters leave room for it: where so much is asked
/// for, that is looked at first.
const SURE: f32 = 1.0;
/// Odds of words that nothing relates, and of words that are the same.
const ODDS_MIN: f64 = -14.0;
pub(crate) const ODDS_MAX: f64 = 8.0;

/// How many features a pair of words has.
pub const WORD_FEATURES: usize = 16;

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
    "vowel_at_end",
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
        f64::from(sound_alike(left, right)),
        f64::from(trace.worst[0]),
        f64::from(trace.worst[1]),
        f64::from(trace.worst[2]),
        f64::from(trace.first),
        f64::from(trace.last),
        f64::from(trace.units),
        f64::from(trace.gaps),
        left.len().abs_diff(right.len()) as f64,
        cost / length.max(2.0),
        f64::from(ends_apart(left, right)),
    ]
}

/// Whether two words have one coarser spelling; of consonants alone, where one leaves vowels out.
fn sound_alike(left: &Word, right: &Word) -> bool {
    let abjad = |word: &Word| word.writing == Writing::Abjad;
    let bare = |word: &Word| consonants(word.plain(), abjad(word));
    match abjad(left) || abjad(right) {
        true => bare(left) == bare(right),
        false => left.skeleton == right.skeleton,
    }
}

/// Whether one word ends in a vowel and the other does not, or in quite another: scripts that leave
/// vowels out write the last one. An e may be mute, an h a way to write a vowel, an alef maqsura
/// both a and i.
fn ends_apart(left: &Word, right: &Word) -> bool {
    const VOWELS: [&[u8]; 3] = [b"aAO", b"iy", b"ouUw"];
    let vowel = |word: &Word| {
        let abjad = word.writing == Writing::Abjad;
        let last = word.plain().bytes().last().filter(|last| !b"ehEI".contains(last))?;
        let vowel = VOWELS.iter().position(|vowels| vowels.contains(&last));
        // A w of an alphabet is a consonant.
        Some(vowel.filter(|_| abjad || last != b'w'))
    };
    let syllabic = |word: &Word| word.writing >= Writing::Syllabic;
    match (vowel(left), vowel(right)) {
        // Where syllables are written, a last consonant has a vowel after it.
        (Some(None), Some(Some(_))) if syllabic(right) && !syllabic(left) => false,
        (Some(Some(_)), Some(None)) if syllabic(left) && !syllabic(right) => false,
        (Some(one), Some(other)) => one != other,
        _ => false,
    }
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
    let pair = Pair { left, right, knowledge, traced: true, cost_max: None };
    let Explained { lone, .. } = pair.explanations(scratch);
    (lone.relation != Relation::Different).then(|| word_features(left, right, &lone))
}

fn odds(left: &Word, right: &Word, found: &Found, alone: bool, knowledge: &Knowledge) -> f64 {
    if found.relation == Relation::Identical {
        return ODDS_MAX;
    }
    if found.relation == Relation::Different {
        return ODDS_MIN;
    }
    if found.romanized {
        return ROMANIZED_ODDS;
    }
    let features = word_features(left, right, found);
    let weights = knowledge.word_weights(left, right);
    let odds: f64 = features.iter().zip(&weights.values).map(|(a, b)| a * b).sum();
    let odds = odds - two_names((left, right), found, alone, knowledge);
    let odds = match found.relation {
        // A near name stays near: company may tell that it is a slip.
        Relation::Spelling if odds > OTHER_CONSONANT_ODDS && left.has_another_consonant(right) => {
            (odds - OTHER_CONSONANT).max(OTHER_CONSONANT_ODDS)
        }
        _ => odds,
    };
    let most = match found.relation {
        Relation::Derived if found.cost >= OTHER_ELEMENT => OTHER_ELEMENT_ODDS_MAX,
        Relation::Derived => SUFFIX_DROPPED_ODDS_MAX,
        Relation::CloseForm | Relation::Nickname | Relation::NationalForm => {
            LEMMAS_ODDS_MAX[usize::from(found.lemmas)]
        }
        _ => ODDS_MAX,
    };
    odds.clamp(ODDS_MIN, most)
}

/// Syllables of Chinese or Korean by two romanizations: each stands for other syllables as well.
const ROMANIZED_ODDS: f64 = 2.5;
const ROMANIZED: f64 = 2.0;

/// What names lose that one consonant tells apart, and below which odds they lose nothing.
const OTHER_CONSONANT: f64 = 2.0;
const OTHER_CONSONANT_ODDS: f64 = -1.0;

/// Family names of one base are family names of their own: however rare the base, relatives and
/// namesakes bear them too.
const SUFFIX_DROPPED_ODDS_MAX: f64 = 2.5;
const OTHER_ELEMENT_ODDS_MAX: f64 = -1.6;

/// Many a word can be read as the case form of some listed name: so read, what tables relate is a
/// guess, of two words hardly that.
const LEMMAS_ODDS_MAX: [f64; 3] = [ODDS_MAX, 2.0, -1.0];

/// What two names lose for being known as two.
fn two_names(
    (left, right): (&Word, &Word),
    found: &Found,
    alone: bool,
    knowledge: &Knowledge,
) -> f64 {
    const OTHER_FORMS: f64 = 4.0;
    const OTHER_MARKS: f64 = 9.0;
    const OTHER_ENDING: f64 = 5.0;
    // A word alone may be a foreign name, written by ear.
    const OTHER_SYLLABLES: f64 = 6.0;
    const OTHER_SYLLABLES_ALONE: f64 = 3.0;
    const OTHER_CHARACTERS: f64 = 6.0;
    const SAME_SYLLABLES: f64 = 3.0;
    const WIFE: f64 = 8.0;
    if left.is_wife_of(right) || right.is_wife_of(left) {
        return WIFE;
    }
    let apart = |derivation: &Derivation| derivation.are_apart(left.plain(), right.plain());
    let other = match found.relation {
        Relation::Spelling | Relation::Inflection | Relation::Derived
            if apart(&knowledge.derivation) =>
        {
            OTHER_ENDING
        }
        Relation::Spelling if left.is_form_of_another(right) => OTHER_FORMS,
        Relation::Spelling if left.has_other_characters(right) => OTHER_CHARACTERS,
        Relation::Spelling if left.has_other_marks(right) => OTHER_MARKS,
        Relation::Spelling
            if found.cost > SAME_SYLLABLES
                && (left.has_other_syllables(right) || right.has_other_syllables(left)) =>
        {
            if alone { OTHER_SYLLABLES_ALONE } else { OTHER_SYLLABLES }
        }
        _ => 0.0,
    };
    other.max(kept_apart(left, right, found))
}

/// What two names lose that one country bears side by side.
const KEPT_APART: f64 = 4.0;

/// What two names that lists know, written in one script, lose for being spelled apart: whoever
/// writes Robert knows Rupert. The usual spellings of one name differ by less.
fn kept_apart(left: &Word, right: &Word, found: &Found) -> f64 {
    const USUAL_COST: f64 = 3.5;
    const BITS_MAX: f64 = 5.0;
    // A man's name and a woman's may be one's two cases: that is for the whole name to tell.
    let two = found.relation == Relation::Inflection && are_two_listed(left, right);
    if two && left.script != right.script {
        return KEPT_APART;
    }
    if !(left.known && right.known && left.script == right.script) {
        return 0.0;
    }
    // By whatever standard: Lawrow and Lavrov.
    let spelled = left.skeleton == right.skeleton;
    let slip = (0.6 * (found.cost - USUAL_COST)).clamp(0.0, if spelled { 0.0 } else { BITS_MAX });
    match found.relation {
        Relation::Inflection if two => slip.max(KEPT_APART),
        Relation::Spelling | Relation::Inflection => slip,
        // Hans and Haus, Carl and Earl; but Mass is Maas.
        Relation::Misread if !spelled => KEPT_APART,
        Relation::Nickname if found.cost < SHARED_FULL_FORM => 0.0,
        // Dina and Diana: full names both, though the one may be short for the other.
        Relation::Nickname if found.two_full => KEPT_APART,
        // Forms of one name that one country bears side by side are names of their own there.
        Relation::Nickname | Relation::NationalForm | Relation::CloseForm => {
            f64::from(left.is_listed_beside(right)) * KEPT_APART
        }
        _ => 0.0,
    }
}

/// Whether endings make one name of two that one list has side by side.
fn are_two_listed(left: &Word, right: &Word) -> bool {
    left.is_listed_beside(right)
        && !left.is_given_of_other_gender(right)
        && !left.is_man_and_woman(right)
}

/// Costs of relations, in bits. The channel's own costs are learned; these are those of tables.
/// Across scripts an ending needs two languages that both inflect the name.
const OTHER_SCRIPT: f64 = 2.0;
/// Within one, neither is a name often met in a case of one language and in another of one that
/// shares no ending, nor are two nominatives cases.
const OTHER_LANGUAGE: f64 = 3.0;
/// Stems that differ by more bits, and for each letter, are not one name's in two cases.
const STEM_COST: f64 = 2.5;
const STEM_LETTER_COST: f64 = 0.15;
/// Two oblique forms are rarer than one, and in one script make many words alike.
const BOTH_OBLIQUE: [f64; 2] = [1.5, 3.0];
const LISTED_OBLIQUE: f64 = 2.0;
/// Endings that cost more, in bits, tell nothing of gender: their languages are seldom met. Nor do
/// those of women's names that do not end in a.
const GENDERED_ENDING: f64 = 3.0;
const CLOSE_FORM: f64 = 1.5;
const NICKNAME: f64 = 3.0;
const SHARED_FULL_FORM: f64 = 6.0;
const NATIONAL_FORM: f64 = 5.0;
/// Names that are family names in fewer cases than this are given names: none derives from another.
const GIVEN: f64 = 0.2;
/// A word misread, and each letter of it.
const MISREAD: f64 = 4.0;
const MISREAD_LETTER: f64 = 2.5;
const SUFFIX_DROPPED: f64 = 6.0;
const OTHER_ELEMENT: f64 = 9.0;
/// A second romanization is a hypothesis.
const OTHER_READING: f64 = 2.0;
/// Nothing costs more: a name may always have been changed for any other.
const COST_MAX: f64 = 60.0;

/// Room for the work of comparisons, kept by the caller.
#[derive(Debug, Default)]
pub struct Scratch {
    forward: Forward,
    spelled: Spelled,
    /// Which romanizations the table was last filled for, and whether the likeliest way is known.
    filled: Option<((u8, u8), bool)>,
}

/// Compares two words. The order of the two changes nothing:
/// they are looked at in order of their text.
#[must_use]
pub fn compare(
    left: &Word,
    right: &Word,
    knowledge: &Knowledge,
    scratch: &mut Scratch,
) -> WordMatch {
    compare_above(left, right, f32::NEG_INFINITY, knowledge, scratch)
        .unwrap_or_else(WordMatch::none)
}

/// The same where the odds are above `least`; `None`, and sooner, where they are not.
#[must_use]
pub fn compare_above(
    left: &Word,
    right: &Word,
    least: f32,
    knowledge: &Knowledge,
    scratch: &mut Scratch,
) -> Option<WordMatch> {
    let swapped = left.text > right.text;
    let (left, right) = if swapped { (right, left) } else { (left, right) };
    let weights = knowledge.word_weights(left, right);
    let same = left.text == right.text;
    let spelled_out = left.writing <= Writing::Alphabet && right.writing <= Writing::Alphabet;
    if least >= SURE && spelled_out && !same && !leave_room(left, right) {
        return None;
    }
    let cost_max = if same { None } else { weights.cost_max(left, right, least) };
    let pair = Pair { left, right, knowledge, traced: weights.traced, cost_max };
    let found = pair.compare(scratch).filter(|found| found.odds > least)?;
    Some(if swapped { found.mirrored() } else { found })
}

/// What the features of a pair of words weigh, in bits.
#[derive(Debug, Clone)]
pub(crate) struct WordWeights {
    values: [f64; WORD_FEATURES],
    /// Whether it matters how the likeliest cut spends its bits.
    traced: bool,
    /// What that can add to the odds at most, and what each unit of the cut can add.
    trace_most: f64,
    unit_most: f64,
}

/// Where the features of the likeliest cut begin and end, and those that count its units.
const TRACE: std::ops::Range<usize> = 6..13;
const UNITS: std::ops::Range<usize> = 11..13;

impl WordWeights {
    pub(crate) fn new(values: [f64; WORD_FEATURES]) -> Self {
        let costs = &values[TRACE.start..UNITS.start];
        // No unit costs more than the dearest, the first feature.
        let most = costs[0] + costs[1..].iter().map(|weight| weight.max(0.0)).sum::<f64>();
        Self {
            traced: values[TRACE].iter().any(|weight| *weight != 0.0),
            trace_most: most.max(0.0) * COST_MAX,
            unit_most: values[UNITS].iter().map(|weight| weight.max(0.0)).sum(),
            values,
        }
    }

    /// The cost from which two words have no better odds than `least`; `None` where any cost may.
    fn cost_max(&self, left: &Word, right: &Word, least: f32) -> Option<f64> {
        if least < ODDS_MIN as f32 {
            return None;
        }
        let length = (left.len() + right.len()) as f64;
        let plain = Found { cost: 0.0, ..Found::default() };
        let features = word_features(left, right, &plain);
        let free: f64 = features.iter().zip(&self.values).map(|(a, b)| a * b).sum();
        let free = free + self.trace_most + self.unit_most * length;
        let slope = self.values[2] + self.values[14] / length.max(2.0);
        let known = f64::from(left.known && right.known) * self.values[4].max(0.0);
        (slope < 0.0).then(|| ((free + known - f64::from(least)) / -slope).max(0.0))
    }
}

/// Two words in order of their text.
struct Pair<'a> {
    left: &'a Word,
    right: &'a Word,
    knowledge: &'a Knowledge,
    /// Whether the likeliest cut matters.
    traced: bool,
    /// Explanations that cost so much do not matter.
    cost_max: Option<f64>,
}

impl<'a> Pair<'a> {
    /// `None` where no explanation matters.
    fn compare(&self, scratch: &mut Scratch) -> Option<WordMatch> {
        let (left, right, knowledge) = (self.left, self.right, self.knowledge);
        let surprisal = (left.surprisal + right.surprisal) / 2.0;
        let Explained { best, lone, written } = self.explanations(scratch);
        if self.cost_max.is_some_and(|most| best.cost >= most) {
            return None;
        }
        let odds_of = |found| odds(left, right, found, false, knowledge);
        let odds = odds_of(&best);
        let written = match best.relation {
            Relation::Nickname => odds.min(odds_of(&written)),
            _ => odds,
        };
        let two = best.relation == Relation::Inflection && are_two_listed(left, right);
        let relation = if two { Relation::Spelling } else { best.relation };
        let declined = odds + if two && best.oblique { KEPT_APART } else { 0.0 };
        Some(WordMatch {
            bits: (surprisal - best.cost) as f32,
            cost: best.cost as f32,
            surprisal: surprisal as f32,
            odds: odds as f32,
            declined: declined as f32,
            lone: lone_odds((left, right), (&best, odds), &lone, knowledge) as f32,
            written: written as f32,
            relation,
            same_script: left.script == right.script,
            loose: are_loose(left, right),
            distinct: left.script != right.script
                && (left.writing == Writing::Abjad || right.writing == Writing::Abjad)
                && relation == Relation::Spelling
                && left.is_form_of_another(right),
            oblique: best.oblique,
            given: left.is_given() && right.is_given(),
            family: family_odds(left, right),
            fathers: left.has_father() && right.has_father(),
            whole: left.has_no_parts() || right.has_no_parts(),
            genders: best.genders,
        })
    }

    /// The cheapest explanations of two words.
    fn explanations(&self, scratch: &mut Scratch) -> Explained {
        let (left, right) = (self.left, self.right);
        if left.text == right.text {
            let same = Found { cost: 0.0, relation: Relation::Identical, ..Found::default() };
            return Explained { best: same, lone: same, written: same };
        }
        let mut all = Explanations::default();
        scratch.filled = None;
        for a in 0..left.variants.len() {
            for b in 0..right.variants.len() {
                self.compare_variants((a as u8, b as u8), &mut all, scratch);
            }
        }
        let Explanations { mut best, mut lone, mut spelled, mut form } = all;
        if self.cost_max.is_some_and(|most| best.cost >= most) {
            return Explained { best, lone, written: form };
        }
        best.trace = self.trace(&best, false, scratch);
        // Across scripts a plain spelling may well have a letter more: a base in common says less.
        let odds = |found: &Found| odds(left, right, found, false, self.knowledge);
        let surer = |one: Found, other: Found| if odds(&one) >= odds(&other) { one } else { other };
        if best.relation == Relation::Derived && left.script != right.script {
            spelled.trace = self.trace(&spelled, false, scratch);
            best = surer(spelled, best);
        }
        // A case of the name itself, and no table need say it: Pavla of Pavel, Зеленской of Зеленская.
        if best.relation.is_of_tables() && form.relation == Relation::Inflection {
            form.trace = self.trace(&form, false, scratch);
            best = surer(best, form);
        }
        if best.relation == Relation::Nickname {
            form.trace = self.trace(&form, false, scratch);
        }
        // Words that stand alone are judged by all their letters, whatever endings they have.
        lone.trace = self.trace(&lone, true, scratch);
        Explained { best, lone, written: form }
    }

    /// How an explanation spends its bits: on the letters of the words or of their stems, and on an
    /// ending or the entry of a table as on one more unit.
    fn trace(&self, found: &Found, whole: bool, scratch: &mut Scratch) -> Trace {
        let mut trace = Trace::default();
        if !self.traced {
            return trace;
        }
        let Some(stems) = found.stems else {
            trace.add(found.cost.min(COST_MAX) as f32);
            return trace;
        };
        let Scratch { forward, spelled, filled } = scratch;
        let (meeting, _) = self.meet(found.variants, spelled);
        if filled.is_none_or(|(variants, _)| variants != found.variants) {
            forward.fill(&meeting);
            *filled = None;
        }
        if *filled != Some((found.variants, true)) {
            forward.find_best(&meeting);
            *filled = Some((found.variants, true));
        }
        let (x, y) = (meeting.left, meeting.right);
        if whole {
            return forward.trace((x, x.len()), (y, y.len()));
        }
        let mut trace = forward.trace((x, usize::from(stems.0)), (y, usize::from(stems.1)));
        if found.relation != Relation::Spelling {
            trace.add(found.ending as f32);
            trace.last = 0.0;
        }
        trace
    }

    /// Adds every explanation of two romanizations that could matter.
    fn compare_variants(&self, variants: (u8, u8), all: &mut Explanations, scratch: &mut Scratch) {
        let (left, right) = (self.left, self.right);
        let (one, other) =
            (&left.variants[usize::from(variants.0)], &right.variants[usize::from(variants.1)]);
        let same_script = left.script == right.script;
        let Scratch { forward, spelled, filled } = scratch;
        let (meeting, swapped) = self.meet(variants, spelled);
        let penalty =
            OTHER_READING * (usize::from(variants.0 > 0) + usize::from(variants.1 > 0)) as f64;
        let add = |all: &mut Explanations, found: Found| {
            all.add(Found { cost: found.cost + penalty, variants, ..found }, same_script);
        };
        let related = |cost: f64, relation: Relation| Found { cost, relation, ..Found::default() };
        if let Some((lemmas, kinship)) = kinship(&one.memberships, &other.memberships) {
            let (cost, relation) = match kinship {
                Kinship::CloseForm => (CLOSE_FORM, Relation::CloseForm),
                Kinship::Nickname => (NICKNAME, Relation::Nickname),
                Kinship::SharedFullForm => (SHARED_FULL_FORM, Relation::Nickname),
                Kinship::NationalForm => (NATIONAL_FORM, Relation::NationalForm),
            };
            let two_full = are_two_full(&one.memberships, &other.memberships);
            add(all, Found { lemmas, two_full, ..related(cost, relation) });
        }
        if variants == (0, 0)
            && let Some(errors) = self.misread()
        {
            add(all, related(MISREAD + MISREAD_LETTER * errors as f64, Relation::Misread));
        }
        if variants == (0, 0) && left.is_romanized_as(right) {
            add(all, Found { romanized: true, ..related(ROMANIZED, Relation::Spelling) });
        }
        let (first, second) = if swapped { (other, one) } else { (one, other) };
        let (x, y) = (meeting.left, meeting.right);
        // What costs more than all that was found so far explains nothing.
        let useful = all.dearest().min(self.cost_max.unwrap_or(COST_MAX)) - penalty;
        let reach = Reach { least: power_below(-useful), from: first.shortest_stem() };
        *filled = None;
        if !forward.reaches(&meeting, reach) {
            return;
        }
        *filled = Some((variants, false));
        let stem_cost = |i: usize, j: usize| {
            let marginals = (x.prefix_bits(i) + y.prefix_bits(j)) / 2.0;
            (marginals - forward.bits(i, j)).max(0.0)
        };
        let spelled = stem_cost(x.len(), y.len());
        let stems = Some((x.len() as u8, y.len() as u8));
        add(all, Found { stems, ..related(spelled, Relation::Spelling) });
        let (one, other) = if swapped { (right, left) } else { (left, right) };
        let listed = (one.lists != 0, other.lists != 0);
        let scripts = (same_script, same_script && left.writing == Writing::Latin);
        let inflected = inflection((first, second), listed, scripts, spelled, &stem_cost);
        if let Some(mut inflected) = inflected {
            if swapped {
                inflected.genders = (inflected.genders.1, inflected.genders.0);
            }
            add(all, inflected);
        }
        let given = |word: &Word| word.family_share.is_some_and(|share| share < GIVEN);
        let derive = left.writing < Writing::Syllabic && right.writing < Writing::Syllabic;
        if derive
            && !(given(left) && given(right))
            && let Some(derived) = derivation(first, second, all.best.cost - penalty, &stem_cost)
        {
            add(all, derived);
        }
    }

    /// How many letters a scanner would have misread.
    fn misread(&self) -> Option<usize> {
        let alphabetic = self.left.writing <= Writing::Alphabet;
        if !alphabetic || self.left.script != self.right.script {
            return None;
        }
        self.knowledge.misreadings.errors(&self.left.text, &self.right.text)
    }

    /// Two romanizations as the channel that they meet in sees them, and whether the second is its
    /// left side.
    fn meet<'s>(&self, variants: (u8, u8), spelled: &'s mut Spelled) -> (Meeting<'s>, bool)
    where
        'a: 's,
    {
        let (left, right, knowledge) = (self.left, self.right, self.knowledge);
        let (one, other) =
            (&left.variants[usize::from(variants.0)], &right.variants[usize::from(variants.1)]);
        let same_script = left.script == right.script;
        let (number, swapped) = Knowledge::channel(left.writing, right.writing, same_script);
        let (first, second) = if swapped { (other, one) } else { (one, other) };
        let channel = knowledge.channel_table(number);
        let (left, right) = spelled.both((channel, number), &first.plain, &second.plain);
        (Meeting { channel, left, right }, swapped)
    }
}

/// A power of two that is no larger than `2^bits`.
fn power_below(bits: f64) -> f64 {
    const EXPONENT_MIN: f64 = -1000.0;
    let exponent = bits.floor().clamp(EXPONENT_MIN, 0.0) as i64;
    f64::from_bits(((1023 + exponent) as u64) << 52)
}

/// What explains two words at the least cost.
struct Explained {
    /// Of all.
    best: Found,
    /// Of those that count for lone words.
    lone: Found,
    /// Of those by spelling and endings.
    written: Found,
}

/// What was found so far.
#[derive(Debug, Clone, Copy, Default)]
struct Explanations {
    /// The cheapest of all.
    best: Found,
    /// The cheapest that counts for lone words.
    lone: Found,
    /// The cheapest by spelling alone.
    spelled: Found,
    /// The cheapest by spelling and endings.
    form: Found,
}

impl Explanations {
    fn add(&mut self, found: Found, same_script: bool) {
        self.best = self.best.cheaper(found);
        if found.relation == Relation::Spelling {
            self.spelled = self.spelled.cheaper(found);
        }
        if matches!(found.relation, Relation::Spelling | Relation::Inflection) {
            self.form = self.form.cheaper(found);
        }
        if let Some(extra) = lone_cost(found.relation, same_script) {
            self.lone = self.lone.cheaper(Found { cost: found.cost + extra, ..found });
        }
    }

    fn dearest(&self) -> f64 {
        self.best.cost.max(self.lone.cost).max(self.spelled.cost)
    }
}

#[derive(Debug, Clone, Copy)]
struct Found {
    cost: f64,
    relation: Relation,
    oblique: bool,
    genders: (Genders, Genders),
    /// Letters of the two stems that were compared by the channel; none where a table says it all.
    stems: Option<(u8, u8)>,
    /// What the two endings cost.
    ending: f64,
    /// How many of the two are a table's word only as its case form.
    lemmas: u8,
    /// Whether a table of short forms has both as full ones.
    two_full: bool,
    /// Which romanizations were compared.
    variants: (u8, u8),
    /// Whether both are the same syllables of East Asia.
    romanized: bool,
    trace: Trace,
}

impl Found {
    fn cheaper(self, other: Self) -> Self {
        if other.cost < self.cost { other } else { self }
    }
}

/// Log2 odds that two words are a family name, by the one that is so less often.
fn family_odds(left: &Word, right: &Word) -> f32 {
    let known = [left, right].into_iter().filter_map(Word::family_odds);
    known.min_by(f32::total_cmp).unwrap_or(0.0)
}

/// Whether two words are of two scripts that do not write each other's sounds letter by letter, as
/// the alphabets of Europe do, and not both known as names.
fn are_loose(left: &Word, right: &Word) -> bool {
    use Script::{Armenian, Cyrillic, Georgian, Greek, Latin};
    let strict =
        |word: &Word| matches!(word.script, Latin | Cyrillic | Greek | Armenian | Georgian);
    left.script != right.script && !(strict(left) && strict(right)) && !(left.known && right.known)
}

/// What a relation costs more where two words stand alone; `None` where it makes two names.
fn lone_cost(relation: Relation, same_script: bool) -> Option<f64> {
    const CASE_IN_ANOTHER_SCRIPT: f64 = 6.0;
    // Written in one script, like names are many, and nothing else is there to tell them apart.
    const SPELLED_IN_ONE_SCRIPT: f64 = 1.2;
    match relation {
        Relation::Spelling | Relation::Misread if same_script => Some(SPELLED_IN_ONE_SCRIPT),
        Relation::Identical | Relation::Spelling => Some(0.0),
        Relation::Inflection if same_script => Some(0.0),
        Relation::Inflection => Some(CASE_IN_ANOTHER_SCRIPT),
        _ => None,
    }
}

/// Lone words that only another name for the bearer relates stay undecided.
fn lone_odds(
    (left, right): (&Word, &Word),
    (found, best): (&Found, f64),
    lone: &Found,
    knowledge: &Knowledge,
) -> f64 {
    const RELATED: f64 = -2.0;
    const SAME: f64 = 0.4;
    // Whoever writes a name in another script writes that name, and no other one for its bearer.
    const RELATED_ACROSS: f64 = -3.5;
    let same_script = left.script == right.script;
    let related = match found.relation {
        Relation::Spelling | Relation::Inflection | Relation::Derived | Relation::Nickname
            if !same_script && left.writing.max(right.writing) < Writing::Han =>
        {
            RELATED_ACROSS
        }
        // What a neighboring language or another country makes of a name is that name; in another
        // script it would be written by ear.
        Relation::CloseForm | Relation::NationalForm if found.lemmas == 0 && same_script => SAME,
        _ => RELATED,
    };
    // Sultana is a woman; across scripts, and in Cyrillic, she may be Sultan in another case.
    const OTHER_GENDER: f64 = 4.0;
    let two = lone.relation == Relation::Inflection
        && (left.script, right.script) == (Script::Latin, Script::Latin)
        && left.is_given_of_other_gender(right);
    let spelled = odds(left, right, lone, true, knowledge) - if two { OTHER_GENDER } else { 0.0 };
    let between = if same_script { 0.0 } else { MIDDLE };
    (spelled - between * (1.0 - spelled.abs() / MIDDLE_ENDS).max(0.0)).max(best.min(related))
}

/// What lone words of two scripts lose whose odds are even, and from which odds on they lose nothing: a
/// sum of features is too sure in the middle. So it is in each of the training lists' languages (Russian,
/// Arabic, Chinese, Japanese), and one learned from three of them serves the fourth.
const MIDDLE: f64 = 0.5;
const MIDDLE_ENDS: f64 = 7.0;

impl Default for Found {
    fn default() -> Self {
        Self {
            cost: COST_MAX,
            relation: Relation::Different,
            oblique: false,
            genders: (Genders::default(), Genders::default()),
            stems: None,
            ending: 0.0,
            lemmas: 0,
            two_full: false,
            variants: (0, 0),
            romanized: false,
            trace: Trace::default(),
        }
    }
}

/// The cheapest pair of endings of one paradigm, if it costs less than what is known.
fn inflection(
    (one, other): (&Variant, &Variant),
    listed: (bool, bool),
    (same_script, latin): (bool, bool),
    less_than: f64,
    stem_cost: &impl Fn(usize, usize) -> f64,
) -> Option<Found> {
    let mut best: Option<Found> = None;
    let mut most = less_than;
    let alike = common_ending(&one.plain, &other.plain);
    for (i, a) in &one.endings {
        for (j, b) in &other.endings {
            let (i, j) = (*i, *j);
            // Li Na and Li Nan: what is so short has other syllables, not cases.
            if latin && one.plain.len().min(other.plain.len()) < 3 {
                continue;
            }
            let shared = a.any() & b.any();
            let dearer = f64::from(a.cost.max(b.cost));
            if shared == 0 || dearer >= most || (i == j && i <= alike) {
                continue;
            }
            let is_oblique =
                |ending: &Ending| (ending.male_nominative | ending.female_nominative) & shared == 0;
            let oblique = is_oblique(a) && is_oblique(b);
            // A word that lists have as it stands is seldom a case of another.
            let listed =
                usize::from(is_oblique(a) && listed.0) + usize::from(is_oblique(b) && listed.1);
            let apart = a.languages & b.languages == 0 || is_nominative(a, b);
            let ending = dearer
                + if same_script { 0.0 } else { OTHER_SCRIPT }
                + if same_script && apart { OTHER_LANGUAGE } else { 0.0 }
                + if oblique { BOTH_OBLIQUE[usize::from(same_script)] } else { 0.0 }
                + listed as f64 * LISTED_OBLIQUE;
            if ending >= most {
                continue;
            }
            let stems = (one.plain.len() - i, other.plain.len() - j);
            let cost = ending + stem_cost(stems.0, stems.1);
            if cost >= most {
                continue;
            }
            most = cost;
            // One gender with an oblique case on a side, or two genders both in the nominative.
            let both = genders_of_both(a, b);
            let woman = |plain: &str, letters: usize, ending: &Ending| {
                ending.male & shared == 0 && letters > 0 && plain.ends_with('a')
            };
            // Diana and Diane, Michała and Michale: what ends in e may be either's.
            let open = one.plain.ends_with('e') || other.plain.ends_with('e');
            let told = ending <= GENDERED_ENDING
                && !open
                && (woman(&one.plain, i, a) || woman(&other.plain, j, b));
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
            // Of other stems the endings are no cases, but part of how two spellings differ: in Latin
            // letters, where endings of many languages meet.
            let stem_most = STEM_COST + STEM_LETTER_COST * (stems.0 + stems.1) as f64;
            best = Some(if latin && cost - ending > stem_most {
                let stems = letters(one.plain.len(), other.plain.len());
                Found { cost, relation: Relation::Spelling, stems, ..Found::default() }
            } else {
                Found {
                    cost,
                    relation: Relation::Inflection,
                    oblique: !both.is_empty(),
                    genders,
                    stems: letters(stems.0, stems.1),
                    ending,
                    ..Found::default()
                }
            });
        }
    }
    best
}

/// The genders that two endings have in one paradigm.
fn genders_of_both(a: &Ending, b: &Ending) -> Genders {
    let mut both = Genders::default();
    if a.male & b.male != 0 {
        both = both.or(Genders::MALE);
    }
    if a.female & b.female != 0 {
        both = both.or(Genders::FEMALE);
    }
    both
}

/// Letters of two stems.
fn letters(one: usize, other: usize) -> Option<(u8, u8)> {
    Some((one as u8, other as u8))
}

/// Whether two endings are of one gender and in the nominative, whatever paradigm they share: they
/// are no cases of one another.
fn is_nominative(a: &Ending, b: &Ending) -> bool {
    let male = a.male & b.male & !(a.male_nominative & b.male_nominative);
    let female = a.female & b.female & !(a.female_nominative & b.female_nominative);
    let both =
        (a.male_nominative & b.female_nominative) | (a.female_nominative & b.male_nominative);
    male | female | both == 0
}

/// How many letters two words end in alike.
fn common_ending(one: &str, other: &str) -> usize {
    one.bytes().rev().zip(other.bytes().rev()).take_while(|(a, b)| a == b).count()
}

/// The cheapest pair of endings that leaves one base, if it costs less than what is known.
fn derivation(
    one: &Variant,
    other: &Variant,
    less_than: f64,
    stem_cost: &impl Fn(usize, usize) -> f64,
) -> Option<Found> {
    let mut best: Option<Found> = None;
    let mut most = less_than;
    for &(i, a) in &one.derived {
        for &(j, b) in &other.derived {
            let Some(ending) = grade(a, b).filter(|ending| *ending < most) else { continue };
            let stems = (one.plain.len() - i, other.plain.len() - j);
            let cost = ending + stem_cost(stems.0, stems.1);
            if cost < most {
                most = cost;
                best = Some(Found {
                    cost,
                    relation: Relation::Derived,
                    stems: letters(stems.0, stems.1),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    /// A table of national forms has Зеленский and Зеленська; these are cases of one word.
    #[test]
    fn a_case_of_a_name_that_a_table_knows_is_a_case() {
        let mut lexicon = Lexicon::new(Knowledge::bundled());
        let pairs = [("зеленской", "зеленская"), ("pavla", "pavel")];
        let ids = pairs.map(|(one, other)| (lexicon.intern(one), lexicon.intern(other)));
        lexicon.prepare();
        for (one, other) in ids {
            let found = lexicon.compare(one, other, &mut Scratch::default());
            assert_eq!(found.relation, Relation::Inflection, "{}", lexicon.word(one).text());
            assert!(found.odds > 0.0);
        }
    }

    /// A word beside many others, and what is asked for, change nothing but the time.
    #[test]
    fn what_is_above_a_bound_is_found_as_it_is_without() {
        let mut lexicon = Lexicon::new(Knowledge::bundled());
        let words = "тұрпанов турпановым turpanov turpanova turpanbayev серік serik sergey сергей \
            müller mueller miller محمد muhammad mohammed mahmud 习近平 xi 近平 jinping 김 kim たなか \
            tanaka ivan john johann ян иван ivanovichem ng nguyen შევარდნაძე shevardnadze zhakupov \
            жақыпов jakupbekov de schwarzenegger шварценеггер szwarcenegger kasymzhomart";
        let ids: Vec<u32> = words.split_whitespace().map(|word| lexicon.intern(word)).collect();
        lexicon.prepare();
        let mut kept = Scratch::default();
        for (&left, &right) in ids.iter().flat_map(|a| ids.iter().map(move |b| (a, b))) {
            let found = lexicon.compare(left, right, &mut Scratch::default());
            assert_eq!(found, lexicon.compare(right, left, &mut kept).mirrored());
            for least in [-20.0, -8.0, -4.0, -2.5, 0.0, 1.0, 3.0] {
                let above = lexicon.compare_above(left, right, least, &mut kept);
                assert_eq!(above, Some(found).filter(|found| found.odds > least));
            }
        }
    }
}
