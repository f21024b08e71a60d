//! `aka search`: names in; who on a list, or in an index, they could be out.

use std::io::Write;
use std::thread;

use aka::{Hit, Index, Searcher};
use serde_json::{Map, Value, json};

use super::index::open;
use super::{engine, mentions, texts};
use crate::args::Search;
use crate::engine::{Comparison, Settings, why};
use crate::failure::{Failure, Outcome};
use crate::input::{List, RowRef};
use crate::table::Cell;
use crate::terminal::stdout;

/// The best matches of each name, best first.
pub(crate) fn search(args: &Search) -> Outcome<()> {
    fits_together(args)?;
    match (&args.index, &args.list) {
        (Some(path), _) => {
            let index = open(path)?;
            match &args.names_from {
                Some(names) => screen(&index, &names_of(names, args)?, args),
                None => screen(&index, &args.names, args),
            }
        }
        (None, Some(list)) => search_list(list, args),
        (None, None) => Err(Failure::Wrong("expected --list FILE or --index FILE".into())),
    }
}

/// What an option says must be heeded, or refused.
fn fits_together(args: &Search) -> Outcome<()> {
    let usage = |message: &str| Err(Failure::Usage(message.to_owned()));
    if args.index.is_some() && !args.tables.files.is_empty() {
        return usage(
            "--table cannot be used with --index: an index is made with the bundled tables",
        );
    }
    if let (Some(_), None, Some(option)) = (&args.index, &args.names_from, args.reading.given()) {
        let why = "says how a list is read, and with --index there is none but that of --names";
        return usage(&format!("{option} {why}"));
    }
    if args.names.iter().any(|name| name.trim().is_empty()) {
        return usage("expected a name to look for, found an empty one");
    }
    Ok(())
}

/// Every name of the list is compared.
fn search_list(list: &String, args: &Search) -> Outcome<()> {
    let tables = texts(&args.tables)?;
    let engine = engine(Settings { tables, ..Settings::default() })?;
    let list = List::read(std::slice::from_ref(list), &args.reading.options())?;
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

/// Names of a list to look for.
fn names_of(path: &String, args: &Search) -> Outcome<Vec<String>> {
    let list = List::read(std::slice::from_ref(path), &args.reading.options())?;
    let mentions = mentions(&list, &args.reading.columns)?;
    let names = mentions.into_iter().map(|mention| mention.name);
    Ok(names.filter(|name| !name.trim().is_empty()).collect())
}

/// Looks all names up, a round at a time on all cores; what is found is written as it comes, in
/// the order of the names.
fn screen(index: &Index, names: &[String], args: &Search) -> Outcome<()> {
    const ROUND: usize = 256;
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let threads = threads.min(names.len().div_ceil(ROUND)).max(1);
    let mut searchers: Vec<Searcher<'_>> = (0..threads).map(|_| index.searcher()).collect();
    let mut out = stdout();
    for round in names.chunks(ROUND * threads) {
        let found = search_round(round, ROUND, &mut searchers, args.limit.into());
        for (name, hits) in round.iter().zip(&found) {
            write_hits(&mut out, name, hits, args.json)?;
        }
    }
    Ok(out.flush()?)
}

/// A part of the names for each searcher; what each name found, in order.
fn search_round(
    names: &[String],
    part: usize,
    searchers: &mut [Searcher<'_>],
    limit: usize,
) -> Vec<Vec<Hit>> {
    thread::scope(|scope| {
        let parts = names.chunks(part).zip(searchers);
        let running: Vec<_> = parts
            .map(|(names, searcher)| {
                scope.spawn(move || -> Vec<Vec<Hit>> {
                    names.iter().map(|name| searcher.search(name, limit)).collect()
                })
            })
            .collect();
        let joined = running.into_iter().map(thread::ScopedJoinHandle::join);
        joined
            .flat_map(|found| found.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

fn write_hits(out: &mut dyn Write, name: &str, hits: &[Hit], as_json: bool) -> Outcome<()> {
    if !as_json {
        writeln!(out, "{name}")?;
    }
    for hit in hits {
        let why = why(&hit.evidence);
        if as_json {
            let line = json!({
                "query": name,
                "match": { "name": hit.name, "ids": hit.ids },
                "probability": hit.probability,
                "bits": hit.evidence.bits(),
                "why": why,
            });
            writeln!(out, "{line}")?;
        } else {
            writeln!(out, "  {:.4}  {}  [{}]", hit.probability, hit.name, hit.ids.join(", "))?;
            writeln!(out, "          {why}")?;
        }
    }
    Ok(())
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
