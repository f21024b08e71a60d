//! `aka compare`: two names, or a file of pairs, judged.

use serde_json::json;

use super::{engine, rounded, texts};
use crate::args::{Compare, OutFormat};
use crate::engine::{Comparison, Engine, Settings, verdict};
use crate::failure::{Failure, Outcome, listed};
use crate::input::Pairs;
use crate::output::{Rows, Value};
use crate::terminal::{say, stdout};

/// Judges the pair, or every pair of the file as it is read.
pub(crate) fn compare(args: &Compare) -> Outcome<()> {
    let tables = texts(&args.tables)?;
    let engine = engine(Settings { prior: args.prior, tables, ..Settings::default() })?;
    match (&args.pairs, args.names.as_slice()) {
        (Some(path), _) => pairs(&engine, path, args),
        (None, [left, right]) => one(&engine, left, right, args.json),
        _ => Err(Failure::Wrong("expected two names or --pairs FILE".into())),
    }
}

fn one(engine: &Engine, left: &str, right: &str, as_json: bool) -> Outcome<()> {
    let mut judged = engine.compare(left, right);
    engine.name_standards(std::iter::once(&mut judged.evidence));
    let mut out = stdout();
    if as_json {
        writeln!(out, "{}", json_of(left, right, &judged))?;
    } else {
        out.write_all(explained(left, right, &judged).as_bytes())?;
    }
    Ok(out.flush()?)
}

/// Probability and verdict, then one line per addend; the addends sum to the total.
fn explained(left: &str, right: &str, judged: &Comparison) -> String {
    let evidence = &judged.evidence;
    let bits = evidence.addends.iter().map(|addend| addend.bits);
    let (prior, addends) = rounded(evidence.prior, bits);
    let prior_probability = 1.0 / (1.0 + (-evidence.prior).exp2());
    let total = prior + addends.iter().sum::<f64>();
    let mut text = format!(
        "{left}\n{right}\n{}: probability {:.4}\n\n{prior:>+9.2}  prior: {} before the names are read\n",
        verdict(judged),
        judged.probability,
        odds(prior_probability),
    );
    for (addend, bits) in evidence.addends.iter().zip(addends) {
        text.push_str(&format!("{bits:>+9.2}  {}\n", addend.label));
    }
    text.push_str(&format!("{total:>+9.2}  bits in all\n"));
    text
}

/// Small probabilities are read more easily as one in so many.
fn odds(probability: f64) -> String {
    if probability < 0.01 {
        format!("one in {:.0}", 1.0 / probability)
    } else {
        format!("{probability:.4}")
    }
}

fn json_of(left: &str, right: &str, judged: &Comparison) -> serde_json::Value {
    let evidence = &judged.evidence;
    let addends: Vec<_> = evidence
        .addends
        .iter()
        .map(|addend| json!({"kind": addend.kind, "label": addend.label, "bits": addend.bits}))
        .collect();
    json!({
        "left": left,
        "right": right,
        "verdict": judged.verdict,
        "probability": judged.probability,
        "bits": evidence.bits(),
        "prior": {
            "probability": 1.0 / (1.0 + (-evidence.prior).exp2()),
            "bits": evidence.prior,
        },
        "addends": addends,
    })
}

/// Rows are judged by batches, as they come: a file may be larger than the memory, standard input
/// without end.
fn pairs(engine: &Engine, path: &str, args: &Compare) -> Outcome<()> {
    /// Enough for all cores, and little to keep.
    const BATCH: usize = 4_096;
    let mut pairs = Pairs::open(path, &args.reading.options())?;
    let column = |name: &str| {
        pairs.headers.iter().position(|header| header.trim().eq_ignore_ascii_case(name))
    };
    let (Some(left), Some(right)) = (column("left"), column("right")) else {
        let message =
            format!("expected the columns left and right, found {}", listed(&pairs.headers));
        return Err(Failure::at(crate::input::name_of(path), 1, 1, message));
    };
    let mut headers = pairs.headers.clone();
    headers.extend(["probability", "bits", "why"].map(str::to_owned));
    let format = if args.json { OutFormat::Jsonl } else { OutFormat::Csv };
    let mut out = Rows::new(format, &headers, stdout())?;
    // To take apart what it keeps takes longer than to end.
    let mut judge = std::mem::ManuallyDrop::new(engine.judge());
    loop {
        let list = pairs.next();
        pairs.notes.drain(..).for_each(|note| say(&format!("note: {note}")));
        let Some(list) = list? else { return out.finish() };
        for first in (0..list.len()).step_by(BATCH) {
            let rows = first..list.len().min(first + BATCH);
            let rows: Vec<_> = rows.map(|at| list.row(at)).collect();
            let names: Vec<_> =
                rows.iter().map(|row| (row.cell(left).text(), row.cell(right).text())).collect();
            for (row, judged) in rows.iter().zip(judge.all(&names)) {
                let cells = 0..list.headers.len();
                let mut values: Vec<Value<'_>> =
                    cells.map(|column| Value::Cell(row.cell(column))).collect();
                values.extend([
                    Value::Probability(judged.probability),
                    Value::Bits(judged.bits),
                    Value::Text(&judged.why),
                ]);
                out.row(&values)?;
            }
        }
    }
}
