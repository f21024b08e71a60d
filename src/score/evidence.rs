//! Addends in bits → their sum, and the probability that it means.

use serde::Serialize;

/// One reason for or against, in bits: `log2 P(seen | one person) − log2 P(seen | two persons)`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Addend {
    /// What kind of reason it is.
    pub kind: AddendKind,
    /// The reason in words a person can read.
    pub label: String,
    /// Positive for one person, negative for two.
    pub bits: f64,
}

/// What kind of reason an addend is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AddendKind {
    /// What a pair of names of this shape weighs before their words are looked at.
    Shape,
    /// Two words that are one name.
    Agreement,
    /// Two words in the same place that are not one name.
    Contradiction,
    /// A word that only one side has.
    Omission,
    /// An initial that fits or does not.
    Initial,
    /// The order of the words.
    Order,
    /// The gender that the forms can be read as.
    Gender,
    /// Jr. and Sr., II and III.
    Generation,
    /// A name that the source gives besides the one it prints.
    Alias,
    /// A birth date, country or other attribute.
    Attribute,
    /// A role, a date, a place.
    Role,
    /// Strangers of the same name, as many as the list lets expect.
    Namesakes,
    /// Two documents that name the same company of persons.
    Roster,
    /// Documents that list both as two persons.
    Exclusivity,
    /// How prominent a bearer is in the list and the document.
    Prominence,
    /// A third name that both are, more surely than each is the other.
    Witness,
    /// Other persons that a name could be as well.
    Rivals,
    /// A bound: a single name is not enough, whatever it weighs.
    Bound,
}

/// The addends for and against two mentions being one person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// Prior log2 odds that two mentions are one person, before anything is compared.
    pub prior: f64,
    /// Reasons, in the order of the names.
    pub addends: Vec<Addend>,
}

impl Evidence {
    /// Evidence without any reason yet.
    #[must_use]
    pub fn new(prior: f64) -> Self {
        Self { prior, addends: Vec::new() }
    }

    /// Adds one reason.
    pub fn push(&mut self, kind: AddendKind, bits: f64, label: impl Into<String>) {
        self.addends.push(Addend { kind, label: label.into(), bits });
    }

    /// Prior and addends together, in bits; summed by size, so that the order of two names does not
    /// change the last digit.
    #[must_use]
    pub fn bits(&self) -> f64 {
        let mut bits: Vec<f64> = self.addends.iter().map(|addend| addend.bits).collect();
        bits.sort_by(f64::total_cmp);
        self.prior + bits.iter().sum::<f64>()
    }

    /// The probability that the evidence amounts to.
    #[must_use]
    pub fn probability(&self) -> f64 {
        probability(self.bits())
    }

    /// The evidence without one kind of reason: what would be believed if it were not known.
    #[must_use]
    pub fn without(&self, kind: AddendKind) -> Self {
        let addends = self.addends.iter().filter(|addend| addend.kind != kind).cloned().collect();
        Self { prior: self.prior, addends }
    }
}

/// The probability of log2 odds: `1 / (1 + 2^-bits)`.
#[must_use]
pub fn probability(bits: f64) -> f64 {
    1.0 / (1.0 + (-bits).exp2())
}

/// The log2 odds of a probability, bounded to ±64.
#[must_use]
pub fn bits(probability: f64) -> f64 {
    (probability / (1.0 - probability)).log2().clamp(-64.0, 64.0)
}
