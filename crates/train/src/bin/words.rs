//! Labelled pairs of single words → how well their bits separate them, by kind.

use std::collections::BTreeMap;

use aka::lexicon::{Knowledge, Lexicon, Scratch};

fn main() -> anyhow::Result<()> {
    let knowledge = Knowledge::bundled();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let list = std::env::var("LIST").ok();
    for path in arguments {
        let mut reader = csv::Reader::from_path(&path)?;
        let mut groups: BTreeMap<String, Vec<(f32, bool)>> = BTreeMap::new();
        for record in reader.records() {
            let record = record?;
            let kind = record[3].split(':').nth(1).unwrap_or("all").to_owned();
            let mut lexicon = Lexicon::new(knowledge);
            let (a, b) = (
                lexicon.intern(&record[0].to_lowercase()),
                lexicon.intern(&record[1].to_lowercase()),
            );
            lexicon.prepare();
            let found = lexicon.compare(a, b, &mut Scratch::default());
            if list.as_deref() == Some(&kind) {
                println!(
                    "{}\t{:.2}\t{:.1}\t{:?}\t{}\t{}\t{}\t{}\t{:.1}\t{:.1}\t{:.1}\t{:.1}",
                    &record[2],
                    found.lone,
                    found.cost,
                    found.relation,
                    &record[0],
                    &record[1],
                    lexicon.word(a).plain(),
                    lexicon.word(b).plain(),
                    lexicon.word(a).letters(),
                    lexicon.word(b).letters(),
                    lexicon.word(a).surprisal(),
                    lexicon.word(b).surprisal()
                );
            }
            groups.entry("ALL".to_owned()).or_default().push((found.lone, &record[2] == "1"));
            groups.entry(kind).or_default().push((found.lone, &record[2] == "1"));
        }
        for (kind, mut scored) in groups {
            scored.sort_by(|a, b| b.0.total_cmp(&a.0));
            let all = scored.iter().filter(|pair| pair.1).count() as f64;
            let (mut hits, mut precisions, mut best) = (0.0, 0.0, (0.0, 0.0));
            for (rank, (bits, same)) in scored.iter().enumerate() {
                if *same {
                    hits += 1.0;
                    precisions += hits / (rank + 1) as f64;
                }
                let f1 = 2.0 * hits / (all + (rank + 1) as f64);
                if f1 > best.0 {
                    best = (f1, *bits);
                }
            }
            let at = |limit: f32| {
                let chosen: Vec<_> = scored.iter().filter(|pair| pair.0 > limit).collect();
                let hits = chosen.iter().filter(|pair| pair.1).count() as f64;
                2.0 * hits / (all + chosen.len() as f64)
            };
            eprintln!(
                "{path:50} {kind:14} n {:5} AP {:.3} best F1 {:.3} at {:.1}; at 0 {:.3} at -1 {:.3}",
                scored.len(),
                precisions / all,
                best.0,
                best.1,
                at(0.0),
                at(-1.0)
            );
        }
    }
    Ok(())
}
