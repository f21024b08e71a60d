//! Words and names of the built-in lists → how many are read in a second, on one thread, beside a
//! library that has one fixed Latin spelling for each character.
//!
//! `cargo bench -p aka-bench --bench read`; the columns are words in a second, but names in the first, and readings
//! that are spelled in the one that says so.

use std::hint::black_box;
use std::time::Instant;

use aka::normalize::{self, Script};
use aka::transliterate::{Lattice, Romanizer, Table};
use aka_bench::speed::rate;

/// A script, a language, a table of it, names.
type Sample = (&'static str, &'static str, &'static str, [&'static str; 6]);

const SAMPLES: [Sample; 8] = [
    (
        "Latin",
        "kk",
        "kk-latin-2021",
        [
            "Serik Turpanov",
            "Arman Shoibekov",
            "Vikram Ruzakhunov",
            "TOKAYEV, Kassym-Jomart",
            "John Smith Jr.",
            "Anna Maria Li",
        ],
    ),
    (
        "Latin, marks",
        "de",
        "de-duden-1996",
        [
            "Jörg Müller",
            "Łukasz Wałęsa",
            "Novak Đoković",
            "Nguyễn Văn Đức",
            "Recep Şahin",
            "İlham Əliyev",
        ],
    ),
    (
        "Cyrillic, ru",
        "ru",
        "ru-icao-9303-2013",
        [
            "Иванов Иван Иванович",
            "Никита Хрущёв",
            "Шойбеков Арман",
            "В. И. Ленин",
            "Наталья Щербакова",
            "Юрий Цой",
        ],
    ),
    (
        "Cyrillic, kk",
        "kk",
        "kk-bgnpcgn-1979",
        [
            "Серік Тұрпанбаев",
            "Қасым-Жомарт Тоқаев",
            "Гүлнара Әбенова",
            "Нұрлан Өтепұлы",
            "Айгүл Жұмағұлқызы",
            "Бақыт Сұлтанов",
        ],
    ),
    (
        "Arabic, ar",
        "ar",
        "ar-press-2020",
        [
            "محمد عبد الله",
            "معمر القذافي",
            "عبد الفتاح السيسي",
            "فاطمة الزهراء",
            "يوسف بن علي",
            "أحمد حسن",
        ],
    ),
    (
        "Hebrew",
        "he",
        "he-academy-2006",
        ["בנימין נתניהו", "דוד בן גוריון", "שרה לוי", "יצחק רבין", "משה כהן", "רחל אבידן"],
    ),
    (
        "Greek",
        "el",
        "el-elot743-1982",
        [
            "Αλέξης Τσίπρας",
            "Κυριάκος Μητσοτάκης",
            "Μαρία Παπαδοπούλου",
            "Γιώργος Νικολάου",
            "Ελένη Ευαγγέλου",
            "Ιωάννης Μπαμπινιώτης",
        ],
    ),
    ("Han", "zh", "", ["托卡耶夫", "陳水扁", "毛泽东", "単田芳", "高橋一郎", "习近平"]),
];

fn main() {
    let start = Instant::now();
    let romanizer = Romanizer::bundled();
    let _first = romanizer.cognate("Жанна");
    let first_cognate = start.elapsed();
    let start = Instant::now();
    let _first = romanizer.readings("Жанна", Some("kk"));
    println!("first comparing reading {first_cognate:?}, first readings {:?}", start.elapsed());
    let columns = [
        "names",
        "comparing",
        "one table",
        "lattices",
        "no language",
        "asked",
        "first",
        "spelled",
        "readings",
        "owned",
        "any_ascii",
    ];
    print!("{:<14}", "a second");
    columns.iter().for_each(|column| print!("{column:>12}"));
    println!();
    for (title, language, table, names) in &SAMPLES {
        let words: Vec<&str> = names.iter().flat_map(|name| name.split_whitespace()).collect();
        let script = words.first().and_then(|word| Script::of_text(word));
        let table =
            romanizer.tables().find(|known| known.id() == *table && Some(known.script()) == script);
        let words_spelled = read_rate(&words, |word| spelled(word, language));
        let readings: usize = words.iter().map(|word| spelled(word, language)).sum();
        let figures = [
            read_rate(names, |name| normalize::read(name).tokens.len()),
            read_rate(&words, |word| romanizer.cognate(word).len()),
            table.map_or(0.0, |table| by_table(table, &words)),
            read_rate(&words, |word| black_box(lattice(word, language)).token().len()),
            read_rate(&words, |word| black_box(romanizer.lattice(word, None)).token().len()),
            read_rate(&words, |word| usize::from(lattice(word, language).contains("karimov"))),
            read_rate(&words, |word| lattice(word, language).first().len()),
            words_spelled,
            words_spelled * readings as f64 / words.len() as f64,
            read_rate(&words, |word| romanizer.readings(word, Some(language)).len()),
            read_rate(&words, |word| any_ascii::any_ascii(word).len()),
        ];
        print!("{title:<14}");
        figures.iter().for_each(|figure| print!("{figure:>12.0}"));
        println!();
    }
}

fn lattice<'t>(word: &'t str, language: &'t str) -> Lattice<'static, 't> {
    Romanizer::bundled().lattice(word, Some(language))
}

/// Spells all readings of a word and walks through their standards: how many readings.
fn spelled(word: &str, language: &str) -> usize {
    let readings = lattice(word, language).spell();
    black_box(readings.iter().map(|one| one.text.len() + one.standards().count()).sum::<usize>());
    readings.len()
}

fn by_table(table: &Table, words: &[&str]) -> f64 {
    read_rate(words, |word| table.spellings(word, 1).len())
}

/// How many texts in a second.
fn read_rate(texts: &[&str], read: impl Fn(&str) -> usize) -> f64 {
    rate(texts.len(), || texts.iter().map(|text| read(black_box(text))).sum::<usize>())
}
