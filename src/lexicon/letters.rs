//! A romanized word → how surprising its letters are, in bits.
//!
//! An interpolated trigram model of letters with word edges (Witten & Bell 1991 smoothing), one
//! for each class of scripts. It answers for words that no frequency list knows.

use rustc_hash::FxHashMap;

use super::alphabet::encode;

const EDGE: u8 = 0;
/// Letters that a word may continue with, the end among them.
const ALPHABET: f64 = 28.0;

/// Counts of letter trigrams with their backoffs.
#[derive(Debug, Clone, Default)]
pub struct LetterModel {
    trigrams: FxHashMap<u32, f32>,
    contexts: FxHashMap<u32, Context>,
    letters: Vec<f64>,
}

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
        let mut model = Self { letters: vec![0.0; 64], ..Self::default() };
        let mut bigrams: FxHashMap<u32, f32> = FxHashMap::default();
        for &([first, second, third], count) in counts {
            *bigrams.entry(key(&[second, third])).or_default() += count;
            model.letters[third as usize] += f64::from(count);
            let context = model.contexts.entry(key(&[first, second])).or_default();
            context.total += count;
            context.kinds += 1.0;
            model.trigrams.insert(key(&[first, second, third]), count);
        }
        let mut backoffs: FxHashMap<u32, Context> = FxHashMap::default();
        for (&bigram, &count) in &bigrams {
            let context = backoffs.entry(bigram >> 6).or_default();
            context.total += count;
            context.kinds += 1.0;
        }
        // Bigrams live beside the trigrams under keys of two letters, with a mark above them.
        for (bigram, count) in bigrams {
            model.trigrams.insert(bigram | BIGRAM, count);
        }
        for (letter, context) in backoffs {
            model.contexts.insert(letter | BIGRAM, context);
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
        let codes = encode(word);
        let (mut first, mut second) = (EDGE, EDGE);
        let mut bits = 0.0;
        for letter in codes.into_iter().chain([EDGE]) {
            bits -= self.probability(first, second, letter).log2();
            (first, second) = (second, letter);
        }
        bits
    }

    fn probability(&self, first: u8, second: u8, letter: u8) -> f64 {
        let unigram = self.letters.get(letter as usize).copied().unwrap_or(0.5 / 1e4);
        let bigram = self.smooth(
            self.contexts.get(&(key(&[second]) | BIGRAM)),
            self.trigrams.get(&(key(&[second, letter]) | BIGRAM)),
            unigram,
        );
        self.smooth(
            self.contexts.get(&key(&[first, second])),
            self.trigrams.get(&key(&[first, second, letter])),
            bigram,
        )
    }

    fn smooth(&self, context: Option<&Context>, count: Option<&f32>, backoff: f64) -> f64 {
        let Some(context) = context else {
            return backoff;
        };
        let count = count.map_or(0.0, |&count| f64::from(count));
        let (total, kinds) = (f64::from(context.total), f64::from(context.kinds));
        (count + kinds * backoff) / (total + kinds)
    }
}

const BIGRAM: u32 = 1 << 30;

fn key(letters: &[u8]) -> u32 {
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
