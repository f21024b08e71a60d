//! Two names → the evidence that they are one person's, addend by addend, in bits.
//!
//! Invariants:
//! - evidence is the sum of its addends, and each addend can be read by a person;
//! - neither the order of the two names nor the order of a list changes anything;
//! - missing is not contradicting is not equivalent: an omitted word lies strictly between.

mod evidence;
mod attributes;
mod words;
mod form;
mod align;
mod features;
mod model;
mod explain;

pub(crate) use align::AGREES;
pub use align::{Alignment, Merged, Pairing};
pub use attributes::Attributes;
pub use evidence::{Addend, AddendKind, Evidence, bits, probability};
pub use explain::standards;
pub(crate) use features::index::SHAPE as SHAPE_BITS;
pub use features::{FEATURES, NAMES, features, index};
pub use form::{Form, FormWord, Role, WORDS_MAX};
pub use model::Weights;

use std::cmp::Ordering;

use crate::lexicon::{Lexicon, Relation, WordMatch};
use crate::normalize::Script;

/// What a father's name loses beside a name of one's own, in bits.
const OTHER_ROLE: f32 = 0.25;

/// Compares two forms word by word; `compare` gives what two words of the lexicon have in common.
pub fn alignment(
    left: &Form,
    right: &Form,
    lexicon: &Lexicon<'_>,
    mut compare: impl FnMut(u32, u32) -> WordMatch,
) -> Alignment {
    alignment_above(left, right, lexicon, |one, other, _| compare(one, other))
}

/// The same, where `compare` is told the odds at or below which words are as good as unrelated: it
/// need find out no more, and may say [`WordMatch::apart`].
pub(crate) fn alignment_above(
    left: &Form,
    right: &Form,
    lexicon: &Lexicon<'_>,
    mut compare: impl FnMut(u32, u32, f32) -> WordMatch,
) -> Alignment {
    let mut look_up = |a: FormWord, b: FormWord, least: f32| match (a.role, b.role) {
        // These agree or say nothing.
        (Role::Particle, Role::Particle) => compare(a.id, b.id, least.max(AGREES)),
        (Role::Particle, _) | (_, Role::Particle) => WordMatch::none(),
        (Role::Initial, _) | (_, Role::Initial) => initial(a, b, lexicon),
        // A father's name is nobody's own name, however like.
        (Role::Patronymic, Role::Word) | (Role::Word, Role::Patronymic) => {
            // Where nothing else is left, a father's name became the family's: Baitursynuly, Baitursynov.
            let family = left.written_out() == 2 && right.written_out() == 2;
            Some(compare(a.id, b.id, least.max(AGREES)))
                .filter(|found| {
                    found.relation <= Relation::Spelling
                        || (family && found.relation == Relation::Derived)
                })
                // Of two that answer as well, the one in the same role does.
                .map(|found| WordMatch { odds: found.odds - OTHER_ROLE, ..found })
                .unwrap_or_else(WordMatch::none)
        }
        _ => compare(a.id, b.id, least),
    };
    if let Some(whole) = whole_word(left, right, &mut look_up) {
        return whole;
    }
    if let Some(whole) = whole_word(right, left, &mut look_up) {
        return whole.mirrored();
    }
    // Ties are broken by place, so one of the two orders is looked at for both.
    let mut found = if after(left, right, lexicon) {
        align::align(right, left, &mut look_up).mirrored()
    } else {
        align::align(left, right, &mut look_up)
    };
    found.son = is_son(left, &found.left_only, &found, lexicon)
        || is_son(right, &found.right_only, &found, lexicon);
    found
}

/// Whether a name begins with another given name than the other one, which begins with a given name
/// too, where the second name is the father's. Many a Muhammad is called by his second name.
fn is_son(form: &Form, only: &[u8], found: &Alignment, lexicon: &Lexicon<'_>) -> bool {
    let ([0, ..], Some(father)) = (only, found.agreed.first()) else { return false };
    let first = lexicon.word(form.words[0].id);
    let muhammad = ["muham", "moham", "mahom", "magom", "mehm", "mhmd"];
    father.found.fathers
        && father.found.relation != Relation::Initial
        && first.has_father()
        && first.is_given()
        && !muhammad.iter().any(|beginning| first.plain().starts_with(beginning))
}

/// A single word beside characters that were read as a family and a given name, if it is rather the
/// whole of them than either: 米瑞恩 is Mirrione, written by ear.
fn whole_word(
    left: &Form,
    right: &Form,
    look_up: &mut impl FnMut(FormWord, FormWord, f32) -> WordMatch,
) -> Option<Alignment> {
    const ANY: f32 = f32::NEG_INFINITY;
    let ([one], [first, second]) = (left.words.as_slice(), right.words.as_slice()) else {
        return None;
    };
    let id = first.with_next.filter(|_| {
        one.role == Role::Word
            && !one.is_east_asian()
            && first.is_east_asian()
            && second.is_east_asian()
            && second.joined
    })?;
    let found = look_up(*one, FormWord { id, ..*first }, ANY);
    let apart = look_up(*one, *first, ANY).odds.max(look_up(*one, *second, ANY).odds);
    (found.odds > apart).then(|| {
        let pairing = Pairing { left: 0, right: 0, found, merged: Merged::Right };
        let agrees = found.odds > AGREES;
        Alignment {
            agreed: if agrees { vec![pairing] } else { Vec::new() },
            contradicted: if agrees { Vec::new() } else { vec![pairing] },
            left_only: Vec::new(),
            right_only: Vec::new(),
            crossed: false,
            son: false,
        }
    })
}

/// Whether the left form comes after the right one, by length and text.
fn after(left: &Form, right: &Form, lexicon: &Lexicon<'_>) -> bool {
    let differ = left.words.iter().zip(&right.words).find(|(a, b)| a.id != b.id);
    let order = left.words.len().cmp(&right.words.len());
    order.then_with(|| differ.map_or(Ordering::Equal, |(a, b)| lexicon.order(a.id, b.id))).is_gt()
}

/// An initial fits a name that begins with it; nothing more is known.
fn initial(left: FormWord, right: FormWord, lexicon: &Lexicon<'_>) -> WordMatch {
    let (a, b) = (lexicon.word(left.id), lexicon.word(right.id));
    let fits = if left.role == Role::Initial { b.begins_with(a) } else { a.begins_with(b) };
    if !fits {
        return WordMatch::none();
    }
    WordMatch { odds: 1.0, relation: Relation::Initial, ..WordMatch::none() }
}

/// How surely what the forms can be read as leaves no gender, or no case, to share, from 0 to 1.
///
/// Kulibayeva is a woman, or a Kulibayev in the genitive; beside Timur, who would be Timura in the
/// genitive, she is a woman. Валентина Попова is one, or a Валентин Попов in the genitive: hardly.
#[must_use]
pub fn genders_conflict(
    left: &Form,
    right: &Form,
    alignment: &Alignment,
    lexicon: &Lexicon<'_>,
) -> f64 {
    const OPEN: f64 = 0.5;
    if features::titles_conflict(left, right) {
        return 1.0;
    }
    let word = |form: &Form, at: u8| lexicon.word(form.words[at as usize].id);
    let mut inflected = false;
    let mut oblique = false;
    let mut either = false;
    let mut at_rest = false;
    let mut listed = false;
    let mut case = false;
    // Whether a woman's name is in the nominative, and whether a man's would be in another case.
    let (mut at_home, mut his) = (false, false);
    for pairing in alignment.words() {
        let (one, other) = (word(left, pairing.left), word(right, pairing.right));
        let declines = one.declines()
            && other.declines()
            && takes_case(left, pairing.left)
            && takes_case(right, pairing.right);
        match pairing.found.relation {
            Relation::Identical => at_rest |= declines,
            _ if one.is_given_of_other_gender(other) => {
                listed = true;
                case |= pairing.found.oblique && one.script() == Script::Cyrillic;
            }
            Relation::Inflection => {
                let (a, b) = pairing.found.genders;
                if one.is_lithuanian_woman_of(other) || other.is_lithuanian_woman_of(one) {
                    return 1.0;
                }
                if a.conflicts(b) && !one.is_given_of_one_gender(other) {
                    return 1.0;
                }
                // A wife's or daughter's name is no case of the man's, with its long vowel.
                let woman = one.is_czech_woman_of(other) != other.is_czech_woman_of(one);
                oblique |= pairing.found.oblique && !woman;
                at_home |= woman;
                his |= pairing.found.oblique && !woman && one.is_man_and_woman(other);
                either |= one.is_womans_family() != other.is_womans_family();
                inflected |= one.is_man_and_woman(other) && a.or(b).has_male();
            }
            Relation::Spelling => at_rest |= declines,
            _ => {}
        }
    }
    // Petra is a woman, or Petr in the genitive where the rest of his name is in it too.
    match () {
        () if at_home && his => 1.0,
        () if listed && case && !oblique && !at_rest => OPEN,
        () if (inflected && at_rest) || (listed && !oblique) => 1.0,
        () if listed && either => OPEN,
        () => 0.0,
    }
}

/// Whether a word of a declined name must show its case: a father's name was stripped of it, and
/// the first half of a double name often stays as it is.
fn takes_case(form: &Form, at: u8) -> bool {
    let next = form.words.get(usize::from(at) + 1);
    form.words[usize::from(at)].role == Role::Word && next.is_none_or(|next| !next.joined)
}

/// Two names of one word each are judged as names: is this the same name?
pub(crate) fn lone_words(left: &Form, right: &Form, alignment: &Alignment) -> Option<WordMatch> {
    let pairing = alignment.agreed.first().or(alignment.contradicted.first())?;
    let words = match pairing.merged {
        Merged::No => (1, 1),
        // Two characters or more that are one word.
        Merged::Left if left.words[0].is_east_asian() => (2, 1),
        Merged::Right if right.words[0].is_east_asian() => (1, 2),
        _ => return None,
    };
    ((left.words.len(), right.words.len()) == words).then_some(pairing.found)
}

/// Bits of two lone words.
pub(crate) fn lone_bits(found: &WordMatch) -> f64 {
    f64::from(found.lone)
}

/// What a pair of words that agree adds to the bits of two names.
pub(crate) fn agreed_bits(found: &WordMatch, weights: &Weights) -> f64 {
    features::agreed(found).iter().map(|(feature, value)| weights.of(*feature) * value).sum()
}

/// Bits of a pair of names, without the words for it: what resolution sums a million times.
#[must_use]
pub fn name_bits(
    left: &Form,
    right: &Form,
    alignment: &Alignment,
    conflict: f64,
    weights: &Weights,
) -> f64 {
    name_bits_and_doubts(left, right, alignment, conflict, weights).0
}

/// Bits of a pair of names and, of these, what makes them weaker without telling two persons
/// apart: endings may be read as another gender wrongly, words that two share are shared by the
/// spellings of one as well, and a family name left out is no other family name.
#[must_use]
pub fn name_bits_and_doubts(
    left: &Form,
    right: &Form,
    alignment: &Alignment,
    conflict: f64,
    weights: &Weights,
) -> (f64, f64) {
    if let Some(found) = lone_words(left, right, alignment) {
        let (lone, weight) = (lone_bits(&found), weights.of(index::GENERATION));
        let gender = genders_alone(left, right, lone, weights);
        let generation = features::generations_alone(left, right, lone, weight);
        return (lone + gender + generation, GENDER_DOUBT * gender);
    }
    let values = features(left, right, alignment, conflict);
    let bits = weights.total(&values);
    let bits = match values[index::ONE_WORD] {
        0.0 => bits,
        _ => bits.min(features::single_bits_max(left, right, alignment)),
    };
    let doubt = |index: usize| weights.of(index) * values[index];
    let doubts = GENDER_DOUBT * doubt(index::GENDER)
        + SHARED_DOUBT * doubt(index::DESPITE)
        + doubt(index::OMITTED_FAMILY);
    (bits, doubts)
}

/// What the titles of two single names say of their bearers' gender: Mrs. Wilson is not Mr. Wilson,
/// though that is one name.
pub(crate) fn genders_alone(left: &Form, right: &Form, lone: f64, weights: &Weights) -> f64 {
    const ONE_NAME_MAX: f64 = 3.0;
    let two = features::titles_conflict(left, right);
    if two { weights.of(index::GENDER) - (lone - ONE_NAME_MAX).max(0.0) } else { 0.0 }
}

/// Share of what the gender of the forms says that does not tell two persons apart: endings are
/// read as a woman's or as a case, and now and then wrongly.
const GENDER_DOUBT: f64 = 0.6;
/// The same of what words agree beside a contradiction.
const SHARED_DOUBT: f64 = 0.5;

/// Adds the addends of two names to `evidence`, in words; `compare` as in [`alignment`].
pub fn explain(
    left: &Form,
    right: &Form,
    weights: &Weights,
    lexicon: &Lexicon<'_>,
    compare: impl FnMut(u32, u32) -> WordMatch,
    evidence: &mut Evidence,
) {
    let alignment = alignment(left, right, lexicon, compare);
    explain_alignment((left, right), &alignment, weights, lexicon, evidence);
}

/// The same for an alignment of the two.
pub(crate) fn explain_alignment(
    (left, right): (&Form, &Form),
    alignment: &Alignment,
    weights: &Weights,
    lexicon: &Lexicon<'_>,
    evidence: &mut Evidence,
) {
    let conflict = genders_conflict(left, right, alignment, lexicon);
    let explainer = explain::Explainer { left, right, weights, word: &|id| lexicon.word(id) };
    explainer.explain(alignment, conflict, evidence);
}
