//! The names of `data/newsroom` → how many words and names are compared in a second, on one thread
//! and in its own time.
//!
//! `cargo bench -p aka-bench --bench compare`; for each pair of scripts, pairs of words a second compared in full
//! and where odds of 1 in 16 are asked for, as a list of names is searched for like words; then
//! pairs of names, from raw strings that nobody read before, and read.

use aka::Resolver;
use aka::lexicon::{Knowledge, Lexicon, Scratch};
use aka::normalize::{self, Script};
use aka_bench::speed::rate;

/// Odds, in bits, that the second column asks for.
const LEAST: f32 = -4.0;
/// Words of each script: the first ones of the list.
const WORDS_MAX: usize = 150;

fn main() {
    words_a_second();
    names_a_second();
}

/// Every name with every other.
fn names_a_second() {
    let resolver = Resolver::new();
    let names = names();
    let pairs = names.len() * names.len();
    println!(
        "{:<20}{:>10}{:>14}{:>14}{:>14}",
        "names a second", "pairs", "raw", "reasons", "probability"
    );
    // Each pair of neighbors is new to its comparer.
    let raw = rate(names.len(), || {
        let mut comparer = resolver.comparer();
        let all = names.iter().zip(names.iter().skip(1)).map(|(left, right)| {
            let (left, right) = (comparer.read(left), comparer.read(right));
            comparer.compare(left, right).probability as f32
        });
        all.sum::<f32>()
    });
    let mut comparer = resolver.comparer();
    let ids: Vec<_> = names.iter().map(|name| comparer.read(name)).collect();
    let all = || ids.iter().flat_map(|&left| ids.iter().map(move |&right| (left, right)));
    let reasons = rate(pairs, || {
        all().map(|(left, right)| comparer.compare(left, right).probability as f32).sum::<f32>()
    });
    let probability = rate(pairs, || {
        all().map(|(left, right)| comparer.probability(left, right) as f32).sum::<f32>()
    });
    println!("{:<20}{pairs:>10}{raw:>14.0}{reasons:>14.0}{probability:>14.0}", "newsroom");
}

fn words_a_second() {
    let words = words();
    let mut lexicon = Lexicon::new(Knowledge::bundled());
    let ids: Vec<u32> = words.iter().map(|word| lexicon.intern(word)).collect();
    lexicon.prepare();
    println!(
        "{:<20}{:>10}{:>14}{:>14}{:>14}",
        "words a second", "pairs", "in full", "above", "kept"
    );
    for (left, right) in [
        (Script::Latin, Script::Latin),
        (Script::Cyrillic, Script::Cyrillic),
        (Script::Cyrillic, Script::Latin),
        (Script::Arabic, Script::Latin),
    ] {
        let of = |script: Script| -> Vec<u32> {
            let own = ids.iter().copied().filter(|&id| lexicon.word(id).script() == script);
            own.take(WORDS_MAX).collect()
        };
        let pairs: Vec<(u32, u32)> =
            of(left).iter().flat_map(|&a| of(right).into_iter().map(move |b| (a, b))).collect();
        let mut scratch = Scratch::default();
        let full = rate(pairs.len(), || {
            pairs.iter().map(|&(a, b)| lexicon.compare(a, b, &mut scratch).odds).sum::<f32>()
        });
        let kept = |scratch: &mut Scratch| {
            let found =
                pairs.iter().filter_map(|&(a, b)| lexicon.compare_above(a, b, LEAST, scratch));
            found.count() as f32
        };
        let share = kept(&mut scratch) / pairs.len() as f32;
        let above = rate(pairs.len(), || kept(&mut scratch));
        let title = format!("{left:?}, {right:?}");
        println!("{title:<20}{:>10}{full:>14.0}{above:>14.0}{share:>14.3}", pairs.len());
    }
}

/// The distinct words of the list, in its order.
fn words() -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for name in names() {
        for token in normalize::read(name).tokens {
            if token.text.chars().count() > 2 && !words.contains(&token.text) {
                words.push(token.text);
            }
        }
    }
    words
}

/// The distinct names of the list, in its order.
fn names() -> Vec<&'static str> {
    let list = include_str!("../../../data/newsroom/mentions.csv");
    let mut names: Vec<&str> = Vec::new();
    for name in list.lines().skip(1).filter_map(|row| row.split(',').nth(1)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
