//! A romanized word → how surprising its letters are, in bits.
//!
//! An interpolated trigram model of letters with word edges (Witten & Bell 1991 smoothing), one
//! for each class of scripts. It answers for words that no frequency list knows.

use rustc_hash::FxHashMap;

use super::alphabet::codes;

const EDGE: u8 = 0;
/// Letters that a word may continue with, the end among them.
const ALPHABET: f64 = 28.0;

/// Codes of letters, and that of the edge.
const CODES: usize = 64;

/// Counts of letter trigrams with their backoffs.
#[derive(Debug, Clone)]
pub struct LetterModel {
    trigrams: FxHashMap<u32, f32>,
    /// What follows two letters, by both.
    contexts: Box<[Context]>,
    /// How often two letters follow one another, by both, and what follows one.
    bigrams: Box<[f32]>,
    backoffs: [Context; CODES],
    letters: [f64; CODES],
}

impl Default for LetterModel {
    fn default() -> Self {
        Self {
            trigrams: FxHashMap::default(),
            contexts: vec![Context::default(); CODES * CODES].into(),
            bigrams: vec![0.0; CODES * CODES].into(),
            backoffs: [Context::default(); CODES],
            letters: [0.5 / 1e4; CODES],
        }
    }
}

/// What follows one letter or two; nothing is known where there are no kinds.
#[derive(Debug, Clone, Copy, Default)]
struct Context {
    total: f32,
    kinds: f32,
}

impl LetterModel {
    /// A model from the lines of a model table: `context<TAB>letter:count letter:count …`, where
    /// the context is the two letters before (`_` for the word's start) and the letter `_` its end.
    ///
    /// # Errors
    /// The first line that is not of this form, counted from 1.
    pub fn parse(text: &str) -> Result<Self, usize> {
        let mut counts = Vec::new();
        for (number, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            parse_line(line, &mut counts).ok_or(number + 1)?;
        }
        Ok(Self::from_counts(&counts))
    }

    fn from_counts(counts: &[([u8; 3], f32)]) -> Self {
        let mut model = Self { letters: [0.0; CODES], ..Self::default() };
        for &([first, second, third], count) in counts {
            model.bigrams[pair(second, third)] += count;
            model.letters[usize::from(third)] += f64::from(count);
            let context = &mut model.contexts[pair(first, second)];
            context.total += count;
            context.kinds += 1.0;
            model.trigrams.insert(key([first, second, third]), count);
        }
        for (bigram, &count) in model.bigrams.iter().enumerate().filter(|(_, count)| **count > 0.0)
        {
            let context = &mut model.backoffs[bigram / CODES];
            context.total += count;
            context.kinds += 1.0;
        }
        let total: f64 = model.letters.iter().sum::<f64>() + ALPHABET;
        for count in &mut model.letters {
            *count = (*count + 0.5) / total;
        }
        model
    }

    /// Minus log2 of the probability that a name word is this one.
    #[must_use]
    pub fn bits(&self, word: &str) -> f64 {
        let (mut first, mut second) = (EDGE, EDGE);
        let mut bits = 0.0;
        for letter in codes(word).chain([EDGE]) {
            bits -= self.probability(first, second, letter).log2();
            (first, second) = (second, letter);
        }
        bits
    }

    fn probability(&self, first: u8, second: u8, letter: u8) -> f64 {
        let unigram = self.letters[usize::from(letter) % CODES];
        let backoff = &self.backoffs[usize::from(second) % CODES];
        let bigram = backoff.smooth(|| self.bigrams[pair(second, letter)], unigram);
        let context = &self.contexts[pair(first, second)];
        let trigram = || self.trigrams.get(&key([first, second, letter])).copied().unwrap_or(0.0);
        context.smooth(trigram, bigram)
    }
}

impl Context {
    fn smooth(&self, count: impl FnOnce() -> f32, backoff: f64) -> f64 {
        if self.kinds == 0.0 {
            return backoff;
        }
        let (count, total, kinds) =
            (f64::from(count()), f64::from(self.total), f64::from(self.kinds));
        (count + kinds * backoff) / (total + kinds)
    }
}

/// The place of two letters.
fn pair(first: u8, second: u8) -> usize {
    usize::from(first) % CODES * CODES + usize::from(second) % CODES
}

fn key(letters: [u8; 3]) -> u32 {
    letters.iter().fold(0, |packed, &letter| (packed << 6) | u32::from(letter))
}

fn parse_line(line: &str, counts: &mut Vec<([u8; 3], f32)>) -> Option<()> {
    let (context, letters) = line.split_once('\t')?;
    let mut before = context.bytes().map(edge_or_code);
    let (first, second) = (before.next()??, before.next()??);
    for field in letters.split(' ') {
        let (letter, count) = field.split_once(':')?;
        let letter = edge_or_code(*letter.as_bytes().first()?)?;
        counts.push(([first, second, letter], count.parse().ok()?));
    }
    Some(())
}

fn edge_or_code(letter: u8) -> Option<u8> {
    if letter == b'_' { Some(EDGE) } else { super::alphabet::code(letter) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_usual_letters_is_less_surprising() {
        let model =
            LetterModel::parse("__\ta:8 b:1\n_a\tn:9\nan\ta:9 _:3\nna\t_:9\n").expect("model");
        assert!(model.bits("ana") < model.bits("anb"));
        assert!(model.bits("zzz").is_finite());
        assert_eq!(LetterModel::parse("# a\nx").err(), Some(2));
    }
}
