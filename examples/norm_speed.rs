//! temp
use std::time::Instant;
fn main() {
    let sets: [(&str, Vec<String>); 3] = [
        (
            "ascii",
            (0..100000)
                .map(|i| {
                    format!(
                        "{} {}",
                        ["Serik", "Arman", "Vikram", "John", "Maria"][i % 5],
                        [
                            "Turpanov",
                            "Shoibekov",
                            "Ruzahunov",
                            "Smith",
                            "Tokayeva",
                            "Van Gogh"
                        ][i % 6]
                    )
                })
                .collect(),
        ),
        (
            "cyr",
            (0..100000)
                .map(|i| {
                    format!(
                        "{} {}",
                        ["Серик", "Арман", "Викрам", "Иван", "Мария"][i % 5],
                        [
                            "Турпанов",
                            "Шойбеков",
                            "Рузахунов",
                            "Кузнецов",
                            "Токаева",
                            "Абрамович"
                        ][i % 6]
                    )
                })
                .collect(),
        ),
        (
            "mixed",
            (0..100000)
                .map(|i| {
                    [
                        "Токаев Касым-Жомарт Кемелевич",
                        "Mr. John Smith, MP",
                        "习近平",
                        "В.И. Петров",
                        "Muḥammad bin Salmān",
                        "محمد بن سلمان",
                        "김정은 위원장",
                    ][i % 7]
                        .to_string()
                })
                .collect(),
        ),
    ];
    for (n, s) in &sets {
        for _ in 0..2 {
            let t = Instant::now();
            let mut k = 0;
            for x in s {
                k += aka::normalize::read(x).tokens.len();
            }
            let e = t.elapsed().as_secs_f64();
            println!(
                "{n} {:.0} names/s {:.0} tokens/s",
                s.len() as f64 / e,
                k as f64 / e
            );
        }
    }
}
