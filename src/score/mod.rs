//! Two names → the evidence that they are one person's, addend by addend, in bits.
//!
//! Invariants:
//! - evidence is the sum of its addends, and each addend can be read by a person;
//! - neither the order of the two names nor the order of a list changes anything;
//! - missing is not contradicting is not equivalent: an omitted word lies strictly between.

mod evidence;
mod form;
mod align;
mod features;

pub use align::{Alignment, Merged, Pairing};
pub use evidence::{Addend, AddendKind, Evidence, bits, probability};
pub use features::{FEATURES, NAMES, features, index, is_one_word, spans};
pub use form::{Form, FormWord, Role, WORDS_MAX};

use crate::lexicon::{Lexicon, Relation, WordMatch};

/// Compares two forms word by word, through the lexicon that their words are in.
pub fn alignment(left: &Form, right: &Form, lexicon: &mut Lexicon<'_>) -> Alignment {
    let shared = std::cell::RefCell::new(lexicon);
    align::align(
        left,
        right,
        &mut |a, b| look_up(a, b, &mut shared.borrow_mut()),
        &mut |pair, one| {
            let lexicon = &mut shared.borrow_mut();
            if pair.iter().chain([&one]).any(|word| word.role == Role::Initial) {
                return None;
            }
            let joined = format!("{}{}", lexicon.word(pair[0].id).text(), lexicon.word(pair[1].id).text());
            let id = lexicon.intern(&joined);
            Some(lexicon.compare(id, one.id))
        },
    )
}

fn look_up(left: FormWord, right: FormWord, lexicon: &mut Lexicon<'_>) -> WordMatch {
    match (left.role, right.role) {
        (Role::Particle, Role::Particle) => lexicon.compare(left.id, right.id),
        (Role::Particle, _) | (_, Role::Particle) => WordMatch::none(),
        (Role::Initial, _) | (_, Role::Initial) => initial(left, right, lexicon),
        _ => lexicon.compare(left.id, right.id),
    }
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

/// Whether what the forms can be read as in their relations leaves no gender to share.
#[must_use]
pub fn genders_conflict(left: &Form, right: &Form, alignment: &Alignment) -> bool {
    features::titles_conflict(left, right)
        || alignment.agreed.iter().any(|pairing| {
            let (a, b) = pairing.found.genders;
            pairing.found.relation == Relation::Inflection && a.conflicts(b)
        })
}
