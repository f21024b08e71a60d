//! Words of the built-in lists → how many the romanizer reads in a second, on one thread.
//!
//! `cargo run --release --example readings_per_second`

use std::hint::black_box;
use std::time::Instant;

use aka::transliterate::Romanizer;

const LATIN: [&str; 8] = [
    "Ivanov",
    "Tokayev",
    "Ruzakhunov",
    "Smith",
    "Elizabeth",
    "Nurlan",
    "Khrushchev",
    "Li",
];
const MARKED: [&str; 8] = [
    "Müller",
    "Łukasz",
    "Şahin",
    "Đoković",
    "Nguyễn",
    "Əliyev",
    "Xoʻjayev",
    "Jørgensen",
];
const CYRILLIC: [&str; 8] = [
    "Иванов",
    "Тоқаев",
    "Рузахунов",
    "Хрущёв",
    "Тұрпанбаев",
    "Гүлнара",
    "Єлизавета",
    "Нұрлан",
];
const ARABIC: [&str; 8] = [
    "محمد",
    "عبدالله",
    "القذافي",
    "حسین",
    "فاطمة",
    "رحمان",
    "یوسف",
    "السيسي",
];

fn main() {
    let romanizer = Romanizer::bundled();
    for (name, words) in [
        ("Latin", LATIN),
        ("Latin with marks", MARKED),
        ("Cyrillic", CYRILLIC),
        ("Arabic", ARABIC),
    ] {
        report(name, "cognate", &words, 100_000, |word| {
            romanizer.cognate(word).len()
        });
        report(name, "cognates", &words, 20_000, |word| {
            romanizer.cognates(word).len()
        });
        report(name, "readings", &words, 1_000, |word| {
            romanizer.readings(word, None).len()
        });
    }
    if let Some(table) = romanizer
        .tables()
        .find(|table| table.id() == "ru-icao-9303-2013")
    {
        let one = |word: &str| table.spellings(word, 64).len();
        report("Cyrillic", "one table, ICAO 9303", &CYRILLIC, 100_000, one);
    }
}

fn report(script: &str, what: &str, words: &[&str], rounds: u32, read: impl Fn(&str) -> usize) {
    let _warm: usize = words.iter().map(|word| read(word)).sum();
    let start = Instant::now();
    for _ in 0..rounds {
        for word in words {
            black_box(read(black_box(word)));
        }
    }
    let per_second = f64::from(rounds) * words.len() as f64 / start.elapsed().as_secs_f64();
    println!("{script:>17} {what:<22} {:>10.0} words/s", per_second);
}
