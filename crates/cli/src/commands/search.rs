//! `aka search`: a name in; who on a list it could be out.

use serde_json::{Map, Value, json};

use super::{engine, mentions, texts};
use crate::args::Search;
use crate::engine::{Comparison, Settings, why};
use crate::failure::Outcome;
use crate::input::{List, RowRef};
use crate::table::Cell;
use crate::terminal::stdout;

/// The best matches of each name, best first.
pub(crate) fn search(args: &Search) -> Outcome<()> {
    let tables = texts(&args.tables)?;
    let engine = engine(Settings { tables, ..Settings::default() })?;
    let list = List::read(std::slice::from_ref(&args.list), &args.reading.options())?;
    let mentions = mentions(&list, &args.reading.columns)?;
    let mut out = stdout();
    for name in &args.names {
        let mut found = engine.search(&mentions, name, args.limit.into());
        engine.name_standards(found.iter_mut().map(|(_, judged)| &mut judged.evidence));
        if !args.json {
            writeln!(out, "{name}")?;
        }
        for (at, judged) in found {
            if args.json {
                writeln!(out, "{}", json_of(name, &list, &list.row(at), &judged))?;
            } else {
                let mention = &mentions[at];
                let id = mention.id.clone().unwrap_or_else(|| list.row(at).place());
                writeln!(out, "  {:.4}  {}  [{id}]", judged.probability, mention.name)?;
                writeln!(out, "          {}", why(&judged.evidence))?;
            }
        }
    }
    Ok(out.flush()?)
}

fn json_of(name: &str, list: &List, row: &RowRef<'_>, judged: &Comparison) -> Value {
    let cells: Map<String, Value> = list
        .headers
        .iter()
        .enumerate()
        .map(|(at, header)| (header.clone(), value(row.cell(at))))
        .collect();
    json!({
        "query": name,
        "place": row.place(),
        "match": cells,
        "probability": judged.probability,
        "bits": judged.evidence.bits(),
        "why": why(&judged.evidence),
    })
}

fn value(cell: Cell<'_>) -> Value {
    match cell {
        Cell::Absent => Value::Null,
        Cell::Text(text) => text.into(),
        Cell::Json(json) => serde_json::from_str(json).unwrap_or_else(|_| json.into()),
    }
}
