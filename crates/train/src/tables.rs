//! Pairs of words → the channel and letter tables, as text.

use std::fmt::Write as _;
use std::path::Path;

use aka::lexicon::{CHANNELS, Knowledge, LETTERS, Writing};
use aka::normalize::Script;
use aka::transliterate::{Kind, Romanizer};
use anyhow::Result;

use crate::data::{self, WordPair};
use crate::em::{self, Pair, Settings};

/// All pairs of words, by the channel they train.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// `latin`, `alphabet`, `abjad`, `syllabic`, `han`: romanized left and right.
    channels: [Vec<(String, String)>; 5],
    /// Romanized words by letter model: alphabet, abjad, syllabic, han.
    words: [Vec<String>; 4],
}

impl Words {
    /// Reads every training list that has word or name variants.
    pub(crate) fn collect(lists: &Path) -> Result<Self> {
        let mut words = Self::default();
        for pair in data::wikidata_words(lists)? {
            words.add(&pair);
        }
        for list in ["ep_train", "us_congress", "fake_1000", "febrl", "syriaca_persons"] {
            for names in data::persons(lists, list)? {
                words.add_person(&names);
            }
        }
        for list in ["interscript_tests", "iuliia_samples", "given_variants_pos"] {
            for labelled in data::labelled(lists, list)?.iter().filter(|pair| pair.same) {
                for pair in data::align_words(&labelled.left, &labelled.right) {
                    words.add(&pair);
                }
            }
        }
        words.add_schemes(lists)?;
        words.add_identities();
        Ok(words)
    }

    fn add_person(&mut self, names: &[String]) {
        const NAMES_MAX: usize = 6;
        for (index, left) in names.iter().take(NAMES_MAX).enumerate() {
            for right in names.iter().take(NAMES_MAX).skip(index + 1) {
                for pair in data::align_words(left, right) {
                    self.add(&pair);
                }
            }
        }
    }

    /// Spellings of Cyrillic words under different standards are spellings of one another.
    fn add_schemes(&mut self, lists: &Path) -> Result<()> {
        const WORDS_EVERY: usize = 6;
        const STANDARDS_STEP: usize = 3;
        let romanizer = Romanizer::bundled();
        let mut native: Vec<String> = data::wikidata_words(lists)?
            .into_iter()
            .map(|pair| pair.left)
            .filter(|word| Script::of_text(word) == Some(Script::Cyrillic))
            .collect();
        native.sort();
        native.dedup();
        for (number, word) in native.iter().step_by(WORDS_EVERY).enumerate() {
            let readings = romanizer.readings(word, None);
            // Guesses are last, and many: they are what the channel is there to make.
            let known = readings.iter().filter(|reading| reading.kind != Kind::Hypothesis);
            let texts: Vec<&str> = known.map(|reading| reading.text.as_str()).collect();
            for (index, left) in
                texts.iter().enumerate().skip(number % STANDARDS_STEP).step_by(STANDARDS_STEP)
            {
                self.add(&WordPair { left: word.clone(), right: (*left).to_owned() });
                if let Some(right) = texts.get(index + 1 + number % STANDARDS_STEP) {
                    self.add(&WordPair { left: (*left).to_owned(), right: (*right).to_owned() });
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, pair: &WordPair) {
        let romanizer = Romanizer::bundled();
        let (left, right) = (script(&pair.left), script(&pair.right));
        let (a, b) = (romanizer.cognate(&pair.left), romanizer.cognate(&pair.right));
        let (one, other) = (Writing::of(left), Writing::of(right));
        let (channel, swapped) = Knowledge::channel(one, other, left == right);
        self.channels[channel].push(if swapped {
            (b.clone(), a.clone())
        } else {
            (a.clone(), b.clone())
        });
        self.words[Knowledge::letters_of(one)].push(a);
        self.words[Knowledge::letters_of(other)].push(b);
    }

    /// Most words are spelled alike in one script: every tenth word beside itself.
    fn add_identities(&mut self) {
        let words: Vec<String> = self.words[0].iter().step_by(10).cloned().collect();
        for word in words {
            self.channels[0].push((word.clone(), word));
        }
        for list in &mut self.words {
            list.sort();
            list.dedup();
        }
    }
}

fn script(word: &str) -> Script {
    Script::of_text(word).unwrap_or(Script::Other)
}

pub(crate) fn heading(what: &str, step: &str, count: usize, date: &str) -> String {
    format!(
        "# {what}, learned from {count} items of the training lists on {date}.\n\
         # made by: cargo run --release -p aka-train -- {step} ../shared/eval/train data/model {date}\n"
    )
}

/// One table of units for each channel.
pub(crate) fn channels(words: &Words, date: &str) -> Vec<(String, String)> {
    let mut tables = Vec::new();
    for (index, name) in CHANNELS.iter().enumerate() {
        let mut counts: std::collections::BTreeMap<(&str, &str), f64> = Default::default();
        for (left, right) in &words.channels[index] {
            *counts.entry((left, right)).or_default() += 1.0;
        }
        // A pair met often is one fact, not many.
        let pairs: Vec<Pair> = counts
            .iter()
            .filter_map(|(&(left, right), &count)| Pair::new(left, right, count.sqrt()))
            .collect();
        let settings = Settings {
            rounds: 12,
            units_max: 8000,
            discount: 0.05,
            symmetric: index == 0,
            letters_both_max: 6,
        };
        let mut text =
            heading(&format!("Units of the {name} channel"), "channels", pairs.len(), date);
        text.push_str("# left, right, minus log2 of the joint probability\n");
        for (left, right, probability) in em::train(&pairs, &settings) {
            let side = |letters: String| {
                if letters.is_empty() { ".".to_owned() } else { letters }
            };
            let bits = (-probability.log2() * 4.0).round() / 4.0;
            let _ = writeln!(text, "{}\t{}\t{bits}", side(left), side(right));
        }
        tables.push((format!("channel-{name}.txt"), text));
    }
    tables
}

/// One letter model for each class of scripts.
pub(crate) fn letters_tables(words: &Words, date: &str) -> Vec<(String, String)> {
    let mut tables = Vec::new();
    for (name, list) in LETTERS.iter().zip(&words.words) {
        let mut counts: std::collections::BTreeMap<(char, char, char), usize> = Default::default();
        for word in list.iter().filter(|word| word.is_ascii()) {
            let (mut first, mut second) = ('_', '_');
            for letter in word.chars().chain(['_']) {
                *counts.entry((first, second, letter)).or_default() += 1;
                (first, second) = (second, letter);
            }
        }
        let mut text =
            heading(&format!("Letter trigrams of {name} words"), "channels", list.len(), date);
        let mut context = None;
        for ((first, second, letter), count) in counts.into_iter().filter(|&(_, count)| count > 1) {
            if context == Some((first, second)) {
                let _ = write!(text, " {letter}:{count}");
            } else {
                let _ = write!(text, "\n{first}{second}\t{letter}:{count}");
                context = Some((first, second));
            }
        }
        text.push('\n');
        tables.push((format!("letters-{name}.txt"), text));
    }
    tables
}
