//! Words and names of the built-in lists → how many are read in a second, on one thread, beside a
//! library that has one fixed Latin spelling for each character.
//!
//! `cargo bench -p aka-bench --bench read`; the columns are words in a second (names for the first row of each
//! script).

use std::hint::black_box;
use std::time::Instant;

use aka::normalize::{self, Script};
use aka::transliterate::{Romanizer, Table};
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
    let columns = ["names", "comparing", "one table", "readings", "no language", "any_ascii"];
    print!("{:<14}", "a second");
    columns.iter().for_each(|column| print!("{column:>13}"));
    println!();
    for (title, language, table, names) in &SAMPLES {
        let words: Vec<&str> = names.iter().flat_map(|name| name.split_whitespace()).collect();
        let script = words.first().and_then(|word| Script::of_text(word));
        let table =
            romanizer.tables().find(|known| known.id() == *table && Some(known.script()) == script);
        let figures = [
            read_rate(names, |name| normalize::read(name).tokens.len()),
            read_rate(&words, |word| romanizer.cognate(word).len()),
            table.map_or(0.0, |table| by_table(table, &words)),
            read_rate(&words, |word| romanizer.readings(word, Some(language)).len()),
            read_rate(&words, |word| romanizer.readings(word, None).len()),
            read_rate(&words, |word| any_ascii::any_ascii(word).len()),
        ];
        print!("{title:<14}");
        figures.iter().for_each(|figure| print!("{figure:>13.0}"));
        println!();
    }
}

fn by_table(table: &Table, words: &[&str]) -> f64 {
    read_rate(words, |word| table.spellings(word, 1).len())
}

/// How many texts in a second.
fn read_rate(texts: &[&str], read: impl Fn(&str) -> usize) -> f64 {
    rate(texts.len(), || texts.iter().map(|text| read(black_box(text))).sum::<usize>())
}
