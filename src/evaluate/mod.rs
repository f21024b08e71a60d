//! Predicted persons and gold → how well they agree, and whether confidence means what it says.
//!
//! Pairwise precision and recall count pairs of mentions; B-cubed (Bagga & Baldwin 1998) averages
//! over mentions; a cluster is exact if gold has the same set; the reliability table compares the
//! confidence that was given with how often it was right, and the expected calibration error
//! (Naeini, Cooper & Hauskrecht 2015) is their mean difference.
//!
//! ```
//! use aka::evaluate::evaluate;
//!
//! let report = evaluate(&[0, 0, 1], &[0, 0, 0], &[0.9, 0.9, 0.8]);
//! assert_eq!(report.pairwise.precision, 1.0);
//! assert!((report.b_cubed.recall - 5.0 / 9.0).abs() < 1e-12);
//! ```

use std::collections::BTreeMap;

use serde::Serialize;

/// Precision, recall and their harmonic mean, each in 0–1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Agreement {
    /// Share of what was joined that belongs together.
    pub precision: f64,
    /// Share of what belongs together that was joined.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
}

impl Agreement {
    fn new(precision: f64, recall: f64) -> Self {
        let sum = precision + recall;
        let f1 = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
        Self { precision, recall, f1 }
    }
}

/// One row of the reliability table.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// Confidences from here …
    pub from: f64,
    /// … up to here.
    pub to: f64,
    /// How many there are.
    pub count: usize,
    /// Their mean.
    pub confidence: f64,
    /// Share of them that were right.
    pub accuracy: f64,
}

/// How well predicted persons agree with gold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Mentions that were compared.
    pub mentions: usize,
    /// Predicted persons.
    pub predicted: usize,
    /// Persons in gold.
    pub gold: usize,
    /// Over pairs of mentions.
    pub pairwise: Agreement,
    /// Over mentions.
    pub b_cubed: Agreement,
    /// Over whole clusters: those that are the same set in both.
    pub exact: Agreement,
    /// Mention confidences against whether the mention is with the majority of its person.
    pub reliability: Vec<Bin>,
    /// Expected calibration error of the mention confidences.
    pub calibration_error: f64,
}

/// Compares predicted person numbers with gold ones, one of each a mention, with the confidence of
/// each mention in 0–1. Slices are cut to the shortest.
#[must_use]
pub fn evaluate(predicted: &[usize], gold: &[usize], confidence: &[f64]) -> Report {
    let count = predicted.len().min(gold.len());
    let (predicted, gold) = (&predicted[..count], &gold[..count]);
    let mut cells: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut rows: BTreeMap<usize, usize> = BTreeMap::new();
    let mut columns: BTreeMap<usize, usize> = BTreeMap::new();
    for (&person, &truth) in predicted.iter().zip(gold) {
        *cells.entry((person, truth)).or_default() += 1;
        *rows.entry(person).or_default() += 1;
        *columns.entry(truth).or_default() += 1;
    }
    let right = majority(&cells);
    let judged: Vec<(f64, bool)> = confidence
        .iter()
        .zip(predicted.iter().zip(gold))
        .map(|(&confidence, (person, truth))| (confidence, right[person] == *truth))
        .collect();
    let reliability = reliability(&judged);
    Report {
        mentions: count,
        predicted: rows.len(),
        gold: columns.len(),
        pairwise: pairwise(&cells, &rows, &columns),
        b_cubed: b_cubed(&cells, &rows, &columns, count),
        exact: exact(&cells, &rows, &columns),
        calibration_error: calibration_error(&reliability),
        reliability,
    }
}

/// Whether probabilities mean what they say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// How many were judged.
    pub count: usize,
    /// Probabilities against how often they were right.
    pub reliability: Vec<Bin>,
    /// Expected calibration error.
    pub calibration_error: f64,
}

/// Calibration of probabilities in 0–1, each with whether it was right: links against whether both
/// mentions are one gold person, persons against whether all their mentions are.
///
/// ```
/// let found = aka::evaluate::calibration(&[(0.75, true), (0.75, false)]);
/// assert_eq!(found.calibration_error, 0.25);
/// ```
#[must_use]
pub fn calibration(judged: &[(f64, bool)]) -> Calibration {
    let reliability = reliability(judged);
    let calibration_error = calibration_error(&reliability);
    Calibration { count: judged.len(), reliability, calibration_error }
}

type Counts = BTreeMap<usize, usize>;

fn pairwise(cells: &BTreeMap<(usize, usize), usize>, rows: &Counts, columns: &Counts) -> Agreement {
    let pairs = |count: &usize| (count * count.saturating_sub(1) / 2) as f64;
    let both: f64 = cells.values().map(pairs).sum();
    let joined: f64 = rows.values().map(pairs).sum();
    let belong: f64 = columns.values().map(pairs).sum();
    let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 1.0 };
    Agreement::new(share(both, joined), share(both, belong))
}

fn b_cubed(
    cells: &BTreeMap<(usize, usize), usize>,
    rows: &Counts,
    columns: &Counts,
    count: usize,
) -> Agreement {
    let mut precision = 0.0;
    let mut recall = 0.0;
    for (&(person, truth), &both) in cells {
        let square = (both * both) as f64;
        precision += square / rows[&person] as f64;
        recall += square / columns[&truth] as f64;
    }
    let count = count.max(1) as f64;
    Agreement::new(precision / count, recall / count)
}

fn exact(cells: &BTreeMap<(usize, usize), usize>, rows: &Counts, columns: &Counts) -> Agreement {
    let same = cells
        .iter()
        .filter(|((person, truth), both)| rows[person] == **both && columns[truth] == **both)
        .count() as f64;
    Agreement::new(same / rows.len().max(1) as f64, same / columns.len().max(1) as f64)
}

/// The gold person that most mentions of each predicted person have, the smallest on a tie.
fn majority(cells: &BTreeMap<(usize, usize), usize>) -> BTreeMap<usize, usize> {
    let mut best: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (&(person, truth), &both) in cells {
        let entry = best.entry(person).or_insert((both, truth));
        if both > entry.0 {
            *entry = (both, truth);
        }
    }
    best.into_iter().map(|(person, (_, truth))| (person, truth)).collect()
}

/// The reliability table of judgements given with a confidence in 0–1: ten bins, empty ones left out.
#[must_use]
pub fn reliability(judged: &[(f64, bool)]) -> Vec<Bin> {
    const BINS: usize = 10;
    (0..BINS)
        .filter_map(|bin| {
            let (from, to) = (bin as f64 / BINS as f64, (bin + 1) as f64 / BINS as f64);
            let inside = |confidence: f64| {
                confidence >= from && (confidence < to || (bin + 1 == BINS && confidence <= 1.0))
            };
            let members: Vec<&(f64, bool)> =
                judged.iter().filter(|(confidence, _)| inside(*confidence)).collect();
            let count = members.len();
            (count > 0).then(|| Bin {
                from,
                to,
                count,
                confidence: members.iter().map(|(c, _)| c).sum::<f64>() / count as f64,
                accuracy: members.iter().filter(|(_, right)| *right).count() as f64 / count as f64,
            })
        })
        .collect()
}

/// Mean difference of confidence and accuracy over the bins, weighted by how many each holds.
#[must_use]
pub fn calibration_error(bins: &[Bin]) -> f64 {
    let total: usize = bins.iter().map(|bin| bin.count).sum();
    let sum: f64 =
        bins.iter().map(|bin| bin.count as f64 * (bin.confidence - bin.accuracy).abs()).sum();
    sum / total.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreement_by_hand() {
        // Predicted {1 2 3}{4}, gold {1 2}{3 4}: 1 of 3 joined pairs right, 1 of 2 found.
        let report = evaluate(&[0, 0, 0, 1], &[0, 0, 1, 1], &[1.0, 1.0, 0.4, 1.0]);
        assert!((report.pairwise.precision - 1.0 / 3.0).abs() < 1e-12);
        assert!((report.pairwise.recall - 0.5).abs() < 1e-12);
        assert!((report.b_cubed.precision - (5.0 / 3.0 + 1.0) / 4.0).abs() < 1e-12);
        assert!((report.b_cubed.recall - (2.0 + 1.0) / 4.0).abs() < 1e-12);
        assert_eq!(report.exact.f1, 0.0);
        assert!((report.calibration_error - 0.1).abs() < 1e-12);
    }

    #[test]
    fn nothing_is_no_fault() {
        assert_eq!(evaluate(&[], &[], &[]).mentions, 0);
    }
}
