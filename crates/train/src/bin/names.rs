//! Labelled pairs of names → their features, a line each, for a look by eye and a fit by hand.
use aka::lexicon::{Knowledge, Lexicon, Scratch};
use aka::normalize::read;
use aka::score::{Form, alignment, features, genders_conflict};
fn main() -> anyhow::Result<()> {
    let knowledge = Knowledge::bundled();
    let mut scratch = Scratch::default();
    for path in std::env::args().skip(1) {
        let mut reader = csv::Reader::from_path(&path)?;
        for record in reader.records() {
            let record = record?;
            let mut lexicon = Lexicon::new(knowledge);
            let (a, b) = (
                Form::new(&read(&record[0]), true, &mut lexicon),
                Form::new(&read(&record[1]), true, &mut lexicon),
            );
            lexicon.prepare();
            let alignment = alignment(&a, &b, &lexicon, |x, y| lexicon.compare(x, y, &mut scratch));
            let conflict = genders_conflict(&a, &b, &alignment, &lexicon);
            let values = features(&a, &b, &alignment, conflict);
            let shown: Vec<String> = values.iter().map(|value| format!("{value:.2}")).collect();
            println!(
                "{}\t{}\t{}\t{}\t{}",
                &record[2],
                &record[3],
                &record[0],
                &record[1],
                shown.join("\t")
            );
        }
    }
    Ok(())
}
