//! Labelled pairs → the weights of evidence, in bits.
//!
//! Logistic regression, maximum a posteriori: each weight has a Gaussian prior around what theory
//! says of it and a sign that it may not cross, so that a list without Jr. and Sr. does not say
//! that generations are nothing. Lists weigh alike, whatever their length.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use aka::lexicon::{
    CHANNELS, Knowledge, Lexicon, Scratch, WORD_FEATURES, WORD_NAMES, lone_features,
};
use aka::normalize::{Script, read};
use aka::score::{FEATURES, Form, NAMES, alignment, features, genders_conflict};
use aka::transliterate::Romanizer;
use anyhow::Result;
use rayon::prelude::*;

use crate::data::{self, Labelled};

/// What is believed of a weight before any list is seen.
#[derive(Clone, Copy)]
struct Belief {
    mean: f64,
    /// Standard deviation, in bits per unit of the feature.
    spread: f64,
    /// −1, 0 or 1: the side of zero it stays on; 0 for either.
    sign: i8,
}

const fn belief(mean: f64, spread: f64, sign: i8) -> Belief {
    Belief { mean, spread, sign }
}

/// In the order of `NAMES`.
const NAME_BELIEFS: [Belief; FEATURES] = [
    // What a pair weighs whose words all agree cannot be learned from lists of hard negatives:
    // they hold no strangers of one name. Agreement, rarity and their offset are set so that a rare
    // name written twice is one person in more than 99 of 100 cases and a common one in 95.
    belief(1.0, 0.001, 0),
    belief(0.3, 0.001, 1),
    belief(0.1, 0.001, 1),
    // Lists of clerks' errors hold many persons whose records contradict each other (another name
    // after marriage, fields swapped at random), more than lists of names do.
    // In one script a near miss is another name like any other: brothers are named alike.
    belief(-4.2, 0.1, -1),
    belief(-4.2, 0.1, -1),
    belief(-0.1, 0.05, -1),
    belief(-0.1, 0.1, -1),
    belief(-1.5, 0.5, -1),
    belief(-0.4, 0.01, -1),
    belief(-0.3, 0.05, -1),
    belief(-0.2, 0.02, -1),
    belief(0.8, 0.02, 1),
    belief(-7.0, 0.3, -1),
    belief(-0.6, 0.02, -1),
    belief(-2.0, 0.02, -1),
    belief(-7.0, 0.02, -1),
    belief(-14.0, 0.02, -1),
    // Nor do they hold brothers: a weak match in one script costs what it costs among words.
    belief(-1.2, 0.001, -1),
    belief(-0.05, 0.05, -1),
    belief(-4.0, 0.02, -1),
    belief(-2.3, 0.02, -1),
    // Nor do they hold near names of two scripts.
    belief(-2.2, 0.1, -1),
    // Nor names without a family name.
    belief(-5.0, 0.02, -1),
    // Nor names without parts.
    belief(-8.0, 0.02, -1),
];

/// How the likeliest way to cut two spellings spends its bits tells nothing of slips and endings
/// in one script, as far as lists across scripts can say.
fn one_script() -> [Belief; WORD_FEATURES] {
    const LETTERS_AND_COST: usize = 6;
    let mut beliefs = WORD_BELIEFS;
    beliefs[LETTERS_AND_COST..].fill(belief(0.0, 1e-6, 0));
    beliefs
}

/// In the order of `WORD_NAMES`.
const WORD_BELIEFS: [Belief; WORD_FEATURES] = [
    belief(-1.0, 3.0, 0),
    belief(0.15, 0.2, 1),
    belief(-0.28, 0.2, -1),
    belief(0.1, 0.2, 1),
    belief(-1.0, 1.0, -1),
    belief(1.0, 1.0, 1),
    belief(-0.5, 0.5, -1),
    belief(-0.2, 0.3, -1),
    belief(0.0, 0.3, -1),
    belief(0.0, 0.3, 0),
    belief(0.0, 0.3, 0),
    // No difference speaks for two words, however short its parts.
    belief(0.0, 0.5, -1),
    belief(0.0, 0.5, -1),
    belief(0.0, 0.5, -1),
    belief(0.0, 3.0, -1),
    // The last vowel of a name is written in every script, and the same.
    belief(-1.5, 2.0, -1),
];

/// A row of features, whether it is a pair of one person, and how much it counts.
#[derive(Clone)]
struct Row {
    values: Vec<f64>,
    same: bool,
    weight: f64,
    /// Which table of words it belongs to; 0 for names.
    table: usize,
}

/// The table of words one of which has consonants alone, and the feature that means something else
/// there: consonants that are equal, not spellings.
const ABJAD: usize = 2;
const EQUAL: usize = 5;
/// Whether one word ends in a vowel and the other does not: where no other vowel is written, the
/// last one is, and tells Diana from Diane. The labelled list, aligned by machine, pairs such names.
const LAST_VOWEL: usize = 15;
const WRITTEN_AT_END: Belief = belief(-2.7, 0.1, -1);

/// Rows without what means something else in them than in other rows.
fn without_abjad_equality(rows: &[Row]) -> Vec<Row> {
    let kept = |row: &Row| {
        let mut row = row.clone();
        if row.table == ABJAD {
            row.values[EQUAL] = 0.0;
        }
        row
    };
    rows.iter().map(kept).collect()
}

/// How many pairs each list counts for.
const LIST_WEIGHT: f64 = 1_500.0;

/// Weights of what two words have in common: a table for words of one script, and one for each
/// channel between two. What all of these share is learned from all, and then believed of each.
pub(crate) fn words(lists: &Path, date: &str) -> Result<Vec<(String, String)>> {
    let mut rows = Vec::new();
    let kinds = ["tok:ru", "tok:ar", "tok:zh", "tok:ja", ":ru", ":ar", ":zh", ":ja"];
    let pairs = data::labelled(lists, "wd_translit_dev")?;
    let pairs = pairs.into_iter().filter(|pair| kinds.iter().any(|kind| pair.kind.ends_with(kind)));
    let pairs: Vec<Labelled> = pairs.collect();
    let (native, vocalized, strangers) = (native_words()?, vocalized_words()?, strangers(&pairs)?);
    add_words(pairs, 2.0 * LIST_WEIGHT, &mut rows);
    let fitted = |rows: &[Row], beliefs: &[Belief], index: usize| {
        let what = format!("one name or two, {}", TABLES[index]);
        let weights = fit(rows, beliefs);
        let text = table("words", &what, &WORD_NAMES, &weights, rows.len(), date);
        (format!("words-{}.txt", CHANNELS[index]), text)
    };
    let mut tables = vec![fitted(&without_abjad_equality(&rows), &one_script(), 0)];
    let (east, west): (Vec<Labelled>, Vec<Labelled>) =
        native.into_iter().partition(|pair| data::is_east_asian(&pair.left));
    add_words(east, LIST_WEIGHT, &mut rows);
    let before = rows.len();
    // Of Russian and Arabic names the labelled list has its share.
    add_words(west, WEST * LIST_WEIGHT, &mut rows);
    let west = before..rows.len();
    add_words(vocalized, VOCALIZED * LIST_WEIGHT, &mut rows);
    add_words(strangers, 2.0 * LIST_WEIGHT, &mut rows);
    let shared = fit(&without_abjad_equality(&rows), &WORD_BELIEFS);
    // No list but these has other alphabets than the Russian one.
    rows[west].iter_mut().filter(|row| row.table == 1).for_each(|row| row.weight /= WEST);
    let beliefs: Vec<Belief> = shared
        .iter()
        .zip(WORD_BELIEFS)
        .map(|(mean, all)| belief(*mean, all.spread * OF_ONE_CHANNEL, all.sign))
        .collect();
    for index in 1..CHANNELS.len() {
        let (own, rest): (Vec<Row>, Vec<Row>) =
            rows.into_iter().partition(|row| row.table == index);
        let mut beliefs = beliefs.clone();
        if index == ABJAD {
            beliefs[LAST_VOWEL] = WRITTEN_AT_END;
        }
        tables.push(fitted(&own, &beliefs, index));
        rows = rest;
    }
    Ok(tables)
}

/// What each table of words is for, in the order of `CHANNELS`.
const TABLES: [&str; 5] = [
    "in one script",
    "in two alphabets",
    "where one has consonants alone",
    "where one is of syllables",
    "where one is in Han",
];

/// How much names written in other scripts than those of East Asia count beside these.
const WEST: f64 = 0.3;

/// The same of names whose vowels are not written: there are thousands, each with a near one.
const VOCALIZED: f64 = 0.1;

/// How much less spread the weights of one channel have than those of all.
const OF_ONE_CHANNEL: f64 = 0.5;

/// Names that peoples bear who write them in their own scripts, which no labelled list holds: those
/// of the frequency lists, beside readings of them by each standard, and readings of the one most
/// like it: in East Asia, of one that shares a character.
fn native_words() -> Result<Vec<Labelled>> {
    let mut pairs = Vec::new();
    for (list, language) in [
        ("korean-given", "ko"),
        ("korean-family", "ko"),
        ("chinese-given", "zh"),
        ("chinese-family", "zh"),
        ("japanese-given", "ja"),
        ("japanese-family", "ja"),
        ("russian-given", "ru"),
        ("russian-family", "ru"),
        ("kazakh-given", "kk"),
        ("kazakh-family", "kk"),
        ("ukrainian-given", "uk"),
        ("ukrainian-family", "uk"),
        ("greek-given", "el"),
        ("greek-family", "el"),
        ("georgian-given", "ka"),
        ("georgian-family", "ka"),
        ("armenian-given", "hy"),
        ("armenian-family", "hy"),
        ("arabic-given", "ar"),
        ("arabic-family", "ar"),
        ("persian-given", "fa"),
        ("persian-family", "fa"),
        ("hebrew-given", "he"),
        ("hebrew-family", "he"),
    ] {
        let words = data::native(list)?;
        pairs.extend(beside_readings(&words, language));
    }
    Ok(pairs)
}

/// Names whose vowels are not written, of which tables know the usual spellings: hundreds of a people, so
/// that each stands beside another much like it (حسن, حسين).
fn vocalized_words() -> Result<Vec<Labelled>> {
    let mut pairs = Vec::new();
    for language in ["ar", "fa", "ur", "he"] {
        pairs.extend(beside_readings(&data::vocalized(language)?, language));
    }
    Ok(pairs)
}

/// Each word beside some of its readings, and those of the word most like it.
fn beside_readings(words: &[String], language: &str) -> Vec<Labelled> {
    const READINGS: usize = 3;
    let readings: Vec<Vec<String>> = words
        .iter()
        .map(|word| {
            let mut found: Vec<String> = Romanizer::bundled()
                .readings(word, Some(language))
                .into_iter()
                .map(|reading| reading.text.replace(['-', '\''], ""))
                .collect();
            found.sort();
            found.dedup();
            let every = found.len().div_ceil(READINGS).max(1);
            found.into_iter().step_by(every).collect()
        })
        .collect();
    let plain: Vec<String> = words.iter().map(|word| Romanizer::bundled().cognate(word)).collect();
    let mut pairs = Vec::new();
    for (at, (word, own)) in words.iter().zip(&readings).enumerate() {
        let pair = |right: &String, same: bool| Labelled {
            left: word.clone(),
            right: right.clone(),
            same,
            kind: language.to_owned(),
        };
        pairs.extend(own.iter().map(|reading| pair(reading, true)));
        let near = if data::is_east_asian(word) {
            (at + 1..words.len())
                .find(|&other| words[other].chars().any(|letter| word.contains(letter)))
        } else {
            data::nearest_of(at, &plain)
        };
        let others = near.into_iter().flat_map(|near| &readings[near]);
        pairs.extend(others.filter(|reading| !own.contains(reading)).map(|r| pair(r, false)));
    }
    pairs
}

/// Words that have nothing to do with each other, which a long list has by the million: words of
/// the labelled pairs and native ones of East Asia, each beside some of another script.
fn strangers(pairs: &[Labelled]) -> Result<Vec<Labelled>> {
    const EACH: usize = 1_500;
    let mut words: Vec<String> =
        pairs.iter().flat_map(|pair| [&pair.left, &pair.right]).cloned().collect();
    for list in ["korean-given", "chinese-given", "japanese-given", "japanese-family"] {
        words.extend(data::native(list)?);
    }
    words.sort();
    words.dedup();
    let mut scripts: BTreeMap<Script, Vec<String>> = BTreeMap::new();
    for word in words {
        if let Some(script) = Script::of_text(&word) {
            scripts.entry(script).or_default().push(word);
        }
    }
    scripts.retain(|_, words| words.len() > EACH / 20);
    let scripts: Vec<Vec<String>> = scripts.into_values().collect();
    let mut found = Vec::new();
    for (at, one) in scripts.iter().enumerate() {
        for other in &scripts[at + 1..] {
            // Steps that share no factor with the lengths visit all words in no order of theirs.
            found.extend((0..EACH).map(|index| Labelled {
                left: one[index * 7919 % one.len()].clone(),
                right: other[index * 6101 % other.len()].clone(),
                same: false,
                kind: "strangers".to_owned(),
            }));
        }
    }
    Ok(found)
}

fn add_words(pairs: Vec<Labelled>, weight: f64, rows: &mut Vec<Row>) {
    let share = weight / pairs.len() as f64;
    let found: Vec<Row> = pairs
        .par_iter()
        .filter_map(|pair| {
            let knowledge = Knowledge::bundled();
            let mut lexicon = Lexicon::new(knowledge);
            let left = lexicon.intern(&pair.left.to_lowercase());
            let right = lexicon.intern(&pair.right.to_lowercase());
            lexicon.prepare();
            let (one, other) = (lexicon.word(left), lexicon.word(right));
            let values = lone_features(one, other, knowledge, &mut Scratch::default())?.to_vec();
            let table = Knowledge::word_table(one, other);
            Some(Row { values, same: pair.same, weight: share, table })
        })
        .collect();
    rows.extend(found);
}

/// Weights of what two names have in common.
pub(crate) fn names(lists: &Path, date: &str) -> Result<String> {
    let mut rows = Vec::new();
    let shares = [
        ("ep_train", 1.5),
        ("us_congress", 1.0),
        ("fake_1000", 0.7),
        ("splink_hist50k", 0.15),
        ("syriaca_persons", 0.1),
    ];
    for (list, share) in shares {
        let pairs = data::labelled(lists, list)?;
        let decidable = pairs
            .into_iter()
            .filter(|pair| !pair.kind.contains("partial") && !pair.kind.contains("subset"));
        add_names(decidable.collect(), share * LIST_WEIGHT, &mut rows);
    }
    add_names(near_names(lists)?, 0.3 * LIST_WEIGHT, &mut rows);
    let weights = fit(&rows, &NAME_BELIEFS);
    Ok(table("names", "one person or two", &NAMES, &weights, rows.len(), date))
}

/// Brothers and namesakes by half, which no list holds: each person beside one who shares a name
/// and bears, for the other, the most like name that frequency lists know.
fn near_names(lists: &Path) -> Result<Vec<Labelled>> {
    const EVERY: usize = 3;
    let given = data::frequent("given")?;
    let family = data::frequent("family")?;
    let mut pairs = Vec::new();
    for list in ["ep_train", "us_congress", "fake_1000"] {
        for names in data::persons(lists, list)?.iter().step_by(EVERY) {
            let Some(name) = names.first() else { continue };
            let words: Vec<String> = data::words(name).collect();
            let [first, .., last] = words.as_slice() else { continue };
            if !data::is_latin(name) {
                continue;
            }
            let middle = words[1..words.len() - 1].join(" ");
            for (known, other) in [(&given, first), (&family, last)] {
                let Some(near) = data::nearest(other, known) else { continue };
                let right = if std::ptr::eq(other, first) {
                    format!("{near} {middle} {last}")
                } else {
                    format!("{first} {middle} {near}")
                };
                let left = words.join(" ");
                let again = Labelled {
                    left: left.clone(),
                    right: name.to_lowercase(),
                    same: true,
                    kind: "same".to_owned(),
                };
                pairs.push(again);
                pairs.push(Labelled { left, right, same: false, kind: "near".to_owned() });
            }
        }
    }
    Ok(pairs)
}

fn add_names(pairs: Vec<Labelled>, weight: f64, rows: &mut Vec<Row>) {
    let share = weight / pairs.len() as f64;
    let found: Vec<Row> = pairs
        .par_iter()
        .filter_map(|pair| {
            let mut lexicon = Lexicon::new(Knowledge::bundled());
            let left = Form::new(&read(&pair.left), true, &mut lexicon);
            let right = Form::new(&read(&pair.right), true, &mut lexicon);
            if left.words.len() < 2 && right.words.len() < 2 {
                return None;
            }
            lexicon.prepare();
            let mut scratch = Scratch::default();
            let found =
                alignment(&left, &right, &lexicon, |a, b| lexicon.compare(a, b, &mut scratch));
            let conflict = genders_conflict(&left, &right, &found, &lexicon);
            let values = features(&left, &right, &found, conflict).to_vec();
            Some(Row { values, same: pair.same, weight: share, table: 0 })
        })
        .collect();
    rows.extend(found);
}

/// Coordinate descent, each step a guarded Newton step in one weight.
fn fit(rows: &[Row], beliefs: &[Belief]) -> Vec<f64> {
    const ROUNDS: usize = 3000;
    let nat = std::f64::consts::LN_2;
    let mut weights: Vec<f64> = beliefs.iter().map(|belief| belief.mean).collect();
    let mut bits: Vec<f64> =
        rows.iter().map(|row| row.values.iter().zip(&weights).map(|(v, w)| v * w).sum()).collect();
    for _ in 0..ROUNDS {
        for (index, belief) in beliefs.iter().enumerate() {
            let variance = belief.spread * belief.spread;
            let mut slope = -(weights[index] - belief.mean) / variance;
            let mut curve = 1.0 / variance;
            for (row, bits) in rows.iter().zip(&bits) {
                let value = row.values[index];
                if value != 0.0 {
                    let probability = 1.0 / (1.0 + (-bits * nat).exp());
                    slope += row.weight * nat * value * (f64::from(row.same) - probability);
                    curve += row.weight * (nat * value).powi(2) * probability * (1.0 - probability);
                }
            }
            let mut next = weights[index] + (slope / curve).clamp(-belief.spread, belief.spread);
            if f64::from(belief.sign) * next < 0.0 {
                next = 0.0;
            }
            let change = next - weights[index];
            weights[index] = next;
            for (row, bits) in rows.iter().zip(&mut bits) {
                *bits += change * row.values[index];
            }
        }
    }
    weights
}

fn table(
    step: &str,
    what: &str,
    names: &[&str],
    weights: &[f64],
    rows: usize,
    date: &str,
) -> String {
    let mut text = crate::tables::heading(&format!("Weights of {step}: {what}"), step, rows, date);
    text.push_str("# feature, bits for each unit of it\n");
    for (name, weight) in names.iter().zip(weights) {
        let _ = writeln!(text, "{name}\t{:.3}", weight + 0.0);
    }
    text
}
