//! An alignment → its addends, in words a person can read, that sum to the total to the last bit.

use super::align::{Alignment, Merged, Pairing};
use super::evidence::{Addend, AddendKind, Evidence};
use super::features::{agreed_in, contradicted_in, features, index, single_bits_max, singles};
use super::form::{Form, FormWord, Role};
use super::model::Weights;
use crate::lexicon::{Relation, Word, WordMatch};
use crate::normalize::Part;
use crate::transliterate::{Romanizer, Variation};

/// Surprisal, in bits, above which a word is called rare, and below which it is called common.
const RARE: f32 = 16.0;
const COMMON: f32 = 11.0;
/// What an addend of two spellings says.
const SPELLING: &str = ", another spelling";

/// What an addend of generations says.
fn generations_said(bits: f64) -> &'static str {
    if bits > 0.0 {
        "one generation (Jr., Sr., II …)"
    } else {
        "two generations (Jr., Sr., II …)"
    }
}

/// What a conflict of genders is called.
const TWO_GENDERS: &str = "one is read as a man's name, the other as a woman's";

/// The name part of the evidence: everything that two forms say without a list around them.
pub(crate) struct Explainer<'a> {
    pub(crate) left: &'a Form,
    pub(crate) right: &'a Form,
    pub(crate) weights: &'a Weights,
    pub(crate) word: &'a dyn Fn(u32) -> &'a Word,
}

impl Explainer<'_> {
    /// Adds the addends of an alignment to `evidence`.
    pub(crate) fn explain(&self, alignment: &Alignment, conflict: f64, evidence: &mut Evidence) {
        if let Some(found) = super::lone_words(self.left, self.right, alignment) {
            let (a, b) = (self.left.words[0], self.right.words[0]);
            let kind =
                if found.lone > 0.0 { AddendKind::Agreement } else { AddendKind::Contradiction };
            let pairing = alignment.agreed.first().or(alignment.contradicted.first());
            let texts = pairing.map(|pairing| self.texts(a, b, pairing)).unwrap_or_default();
            let label = format!("name: {}", self.compared_texts(&texts, &found));
            let (lone, weight) = (super::lone_bits(&found), self.weights.of(index::GENERATION));
            evidence.push(kind, lone, label);
            let bits = super::features::generations_alone(self.left, self.right, lone, weight);
            if bits != 0.0 {
                evidence.push(AddendKind::Generation, bits, generations_said(bits));
            }
            let bits = super::genders_alone(self.left, self.right, lone, self.weights);
            if bits != 0.0 {
                evidence.push(AddendKind::Gender, bits, TWO_GENDERS);
            }
            return;
        }
        let values = features(self.left, self.right, alignment, conflict);
        evidence.push(
            AddendKind::Shape,
            self.weights.of(index::SHAPE),
            "a pair of names with words alike",
        );
        let mut pairs: Vec<(bool, &Pairing)> = alignment.agreed.iter().map(|p| (true, p)).collect();
        pairs.extend(alignment.contradicted.iter().map(|p| (false, p)));
        pairs.sort_by_key(|(_, pairing)| (pairing.left, pairing.right));
        for (agrees, pairing) in pairs {
            self.explain_pair(agrees, pairing, alignment, evidence);
        }
        for (form, only, side) in [
            (self.left, &alignment.left_only, "first"),
            (self.right, &alignment.right_only, "second"),
        ] {
            for &word in only {
                self.explain_omission(form.words[word as usize], side, evidence);
            }
        }
        self.explain_rest(&values, alignment, evidence);
        if values[index::ONE_WORD] != 0.0 {
            self.explain_single(alignment, evidence);
        }
    }

    fn explain_pair(
        &self,
        agrees: bool,
        pairing: &Pairing,
        alignment: &Alignment,
        evidence: &mut Evidence,
    ) {
        let (a, b) =
            (self.left.words[pairing.left as usize], self.right.words[pairing.right as usize]);
        let initial = a.role == Role::Initial || b.role == Role::Initial;
        let weights = self.weights;
        let texts = self.texts(a, b, pairing);
        if initial || pairing.found.relation == Relation::Initial {
            let (bits, verb) = if agrees {
                (weights.of(index::INITIAL_AGREED), "fits")
            } else {
                (weights.of(index::INITIAL_CONTRADICTED), "does not fit")
            };
            evidence.push(
                AddendKind::Initial,
                bits,
                format!("initial: {} {verb} {}", texts.0, texts.1),
            );
        } else if pairing.merged == Merged::No
            && (a.role == Role::Particle || b.role == Role::Particle)
        {
            // A particle is neither here nor there.
        } else if agrees {
            let bits = weights.bits(&agreed_in(self.left, self.right, pairing, alignment));
            let said = if bits < 0.0 && is_likeness(pairing.found.relation) {
                format!("{} ~ {}, near, but hardly one name", texts.0, texts.1)
            } else {
                self.compared_texts(&texts, &pairing.found)
            };
            let label = format!("{}: {said}", place(a, b));
            evidence.push(AddendKind::Agreement, bits, label);
        } else {
            let bits = weights.bits(&contradicted_in(self.left, self.right, pairing));
            let label = format!("{}: {} ≠ {}", place(a, b), texts.0, texts.1);
            evidence.push(AddendKind::Contradiction, bits, label);
        }
    }

    fn explain_omission(&self, word: FormWord, side: &str, evidence: &mut Evidence) {
        let text = (self.word)(word.id).text();
        let (weight, what) = match word.role {
            Role::Patronymic => (index::OMITTED_PATRONYMIC, "patronymic"),
            Role::Initial => (index::OMITTED_INITIAL, "initial"),
            Role::Word => (index::OMITTED_WORD, "name"),
            Role::Particle | Role::Aside => return,
        };
        let label = format!("{what} {text}: only in the {side}");
        evidence.push(AddendKind::Omission, self.weights.of(weight), label);
    }

    fn explain_rest(&self, values: &[f64], alignment: &Alignment, evidence: &mut Evidence) {
        let skipped = super::features::skips_initial(self.left, self.right, alignment);
        if skipped != 0.0 {
            let bits = self.weights.of(index::INITIAL_CONTRADICTED) * skipped;
            let label = "an initial is skipped, though the next one fits";
            evidence.push(AddendKind::Initial, bits, label);
        }
        let rest = [
            (index::LEFT_OVER, AddendKind::Contradiction, "words left over on both sides"),
            (index::CROSSED, AddendKind::Order, "the words come in another order"),
            (index::GENDER, AddendKind::Gender, TWO_GENDERS),
            (
                index::GENERATION,
                AddendKind::Generation,
                generations_said(-values[index::GENERATION]),
            ),
            (index::DESPITE, AddendKind::Contradiction, "what agrees may be shared by two"),
            (
                index::OMITTED_FIRST,
                AddendKind::Omission,
                "the longer name begins with another: a child's, or a name not used",
            ),
            (
                index::OMITTED_FAMILY,
                AddendKind::Omission,
                "a given name and a father's, which many bear whose family name is another",
            ),
            (
                index::OMITTED_OF_WHOLE,
                AddendKind::Omission,
                "a name of no parts is another with a word more",
            ),
            (index::INITIALS_ALONE, AddendKind::Initial, "only initials stand beside one name"),
        ];
        for (index, kind, label) in rest {
            if values[index] != 0.0 {
                evidence.push(kind, self.weights.of(index) * values[index], label);
            }
        }
    }

    /// One name is a single word, which is never enough.
    fn explain_single(&self, alignment: &Alignment, evidence: &mut Evidence) {
        let (first, _) = singles(self.left, self.right, alignment);
        let single = if first { "first" } else { "second" };
        let label = format!("the {single} is a single name, which many bear");
        evidence.push(AddendKind::Shape, self.weights.of(index::ONE_WORD), label);
        let most = single_bits_max(self.left, self.right, alignment);
        let excess = evidence.bits() - evidence.prior - most;
        if excess > 0.0 {
            let label = "a single name is not enough to tell one person from another";
            evidence.push(AddendKind::Bound, -excess, label);
        }
    }

    fn texts(&self, a: FormWord, b: FormWord, pairing: &Pairing) -> (String, String) {
        let text = |word: FormWord| (self.word)(word.id).text().to_owned();
        let two = |form: &Form, at: u8| {
            let (one, next) = (form.words[at as usize], form.words[at as usize + 1]);
            format!("{} {}", text(one), text(next))
        };
        match pairing.merged {
            Merged::No => (text(a), text(b)),
            Merged::Left => (two(self.left, pairing.left), text(b)),
            Merged::Right => (text(a), two(self.right, pairing.right)),
        }
    }

    fn compared_texts(&self, texts: &(String, String), found: &WordMatch) -> String {
        let sign = if found.relation == Relation::Identical { "=" } else { "≈" };
        let rarity = match found.surprisal {
            bits if bits >= RARE => ", rare",
            bits if bits < COMMON => ", common",
            _ => "",
        };
        format!("{} {sign} {}{}{rarity}", texts.0, texts.1, relation(found))
    }
}

/// The standards by which the two spellings of an addend differ, in words; `None` for any other
/// addend, and where no standard explains the difference.
///
/// It is not part of the label from the start: a resolution writes a label for every link, and
/// looking for standards takes longer than everything else about it.
#[must_use]
pub fn standards(addend: &Addend, romanizer: &Romanizer) -> Option<String> {
    let (left, right) = spellings(addend)?;
    let found = romanizer.explain_pair(left, right)?;
    let said: Vec<String> = found.iter().map(Variation::to_string).collect();
    Some(said.join("; ")).filter(|said| !said.is_empty())
}

/// The two words of an addend that says that they are two spellings.
fn spellings(addend: &Addend) -> Option<(&str, &str)> {
    if addend.kind != AddendKind::Agreement {
        return None;
    }
    let (_, compared) = addend.label.split_once(": ")?;
    let (left, right) = compared.split_once(" ≈ ")?;
    let (right, _) = right.split_once(SPELLING)?;
    Some((left, right))
}

/// Which part of a name two words are, as far as either says.
fn place(a: FormWord, b: FormWord) -> &'static str {
    let part = if a.part == Part::Unknown { b.part } else { a.part };
    match part {
        Part::Given => "given name",
        Part::Family => "family name",
        Part::Patronymic => "patronymic",
        Part::Unknown if a.role == Role::Patronymic || b.role == Role::Patronymic => "patronymic",
        Part::Unknown => "name",
    }
}

fn relation(found: &WordMatch) -> &'static str {
    match found.relation {
        Relation::Identical | Relation::Initial | Relation::Different => "",
        Relation::Spelling => SPELLING,
        Relation::Misread => ", as scanners misread it",
        Relation::Inflection if found.oblique => ", a case form",
        Relation::Inflection => ", a form of the other gender",
        Relation::CloseForm => ", a form in a neighboring language",
        Relation::Nickname => ", a short form",
        Relation::NationalForm => ", a national form",
        Relation::Derived => ", family names of one base",
    }
}

/// Whether words that are so related may be two names that only look like one.
fn is_likeness(relation: Relation) -> bool {
    matches!(relation, Relation::Spelling | Relation::Nickname)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standards_are_named_for_two_spellings_only() {
        let addend = |label: &str| Addend {
            kind: AddendKind::Agreement,
            label: label.to_owned(),
            bits: 1.0,
        };
        let named = |label: &str| standards(&addend(label), Romanizer::bundled());
        let said = named("family name: ruzahunov ≈ ruzakhunov, another spelling, rare");
        let said = said.expect("a pair of standards");
        assert!(said.starts_with("х: h in ") && said.contains(" ↔ kh in "), "{said}");
        let said = named("family name: тоқаев ≈ tokayev, another spelling").expect("a standard");
        assert!(said.starts_with("тоқаев is tokayev in Kazakh"), "{said}");
        assert_eq!(named("given name: bill ≈ william, a short form"), None);
        assert_eq!(named("given name: arman ≈ arlan, another spelling"), None);
    }
}
