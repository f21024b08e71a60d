//! `aka resolve`: lists in; every row with its person out.

use aka::Mention;

use super::{engine, mentions};
use crate::args::{LinksAs, OutFormat, Resolve};
use crate::engine::{LinkKind, Resolution, Settings};
use crate::failure::{Failure, Outcome};
use crate::input::List;
use crate::output::{Draft, Found, Rows, Staged, format_of, graphml, judgements, splink};
use crate::terminal::{say, stdout};

/// Reads everything, resolves, writes everything; files appear only if nothing went wrong.
pub(crate) fn resolve(args: &Resolve) -> Outcome<()> {
    let formats = Formats::of(args)?;
    let engine = engine(Settings {
        threshold: args.threshold,
        threads: args.threads.map(Into::into),
        prior: args.prior,
    })?;
    let list = List::read(&args.mentions, &args.reading.options())?;
    let mentions = mentions(&list, &args.reading.columns)?;
    let resolution = engine.resolve(&mentions);
    let found = Found { list: &list, mentions: &mentions, resolution: &resolution };
    let mut staged = Staged::default();
    if let (Some(path), Some(format)) = (&args.persons, formats.persons) {
        file(&mut staged, path, |draft| found.write_persons(draft, format))?;
    }
    if let (Some(path), Some(format)) = (&args.links, formats.links) {
        file(&mut staged, path, |draft| match args.links_as {
            LinksAs::Table => found.write_links(draft, format),
            LinksAs::Splink => splink::write(&found, draft, format),
            LinksAs::Judgements => judgements::write(&found, draft),
        })?;
    }
    if let Some(path) = &args.graph {
        file(&mut staged, path, |draft| graphml::write(&found, draft))?;
    }
    match &args.out {
        Some(path) => file(&mut staged, path, |draft| {
            let headers = found.headers();
            found.write_rows(Rows::new(formats.rows, &headers, draft.writer()?)?)
        })?,
        None => {
            let rows = Rows::new(formats.rows, &found.headers(), stdout());
            // Whoever closes the pipe early still gets the files that were asked for.
            match rows.and_then(|rows| found.write_rows(rows)) {
                Ok(()) | Err(Failure::Closed) => {}
                Err(wrong) => return Err(wrong),
            }
        }
    }
    staged.put_in_place()?;
    summarize(&resolution, &mentions);
    Ok(())
}

/// Decided before anything is read: a wrong ending must not cost an hour.
struct Formats {
    rows: OutFormat,
    persons: Option<OutFormat>,
    links: Option<OutFormat>,
}

impl Formats {
    fn of(args: &Resolve) -> Outcome<Self> {
        let rows = match &args.out {
            Some(path) => format_of(path, args.format)?,
            None => args.format.unwrap_or(OutFormat::Csv),
        };
        #[cfg(feature = "parquet")]
        if args.out.is_none() && rows == OutFormat::Parquet {
            return Err(Failure::Wrong("expected --out FILE with --format parquet".into()));
        }
        let of = |path: &Option<String>| {
            path.as_ref()
                .map(|path| format_of(path, None).or_else(|_| format_of(path, args.format)))
        };
        let formats = Self {
            rows,
            persons: of(&args.persons).transpose()?,
            links: match args.links_as {
                LinksAs::Judgements => Some(OutFormat::Jsonl),
                _ => of(&args.links).transpose()?,
            },
        };
        let paths: Vec<&String> =
            [&args.out, &args.persons, &args.links, &args.graph].into_iter().flatten().collect();
        for (at, path) in paths.iter().enumerate() {
            if paths[..at].contains(path) {
                return Err(Failure::file(path, "expected one result for each file, found two"));
            }
        }
        Ok(formats)
    }
}

fn file(staged: &mut Staged, path: &str, write: impl FnOnce(&Draft) -> Outcome<()>) -> Outcome<()> {
    let draft = staged.create(path)?;
    write(&draft)?;
    staged.add(draft)
}

fn summarize(resolution: &Resolution, mentions: &[Mention]) {
    let notes = resolution.notes.iter();
    notes.for_each(|note| say(&format!("note: {note}")));
    let count = |count: usize, what: &str| match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    };
    let mut parts = vec![format!(
        "{}: {}",
        count(mentions.len(), "mention"),
        count(resolution.persons.len(), "person")
    )];
    let words = [
        (LinkKind::Inferred, "inferred from the company they keep"),
        (LinkKind::Placed, "of a partial name"),
        (LinkKind::Review, "to review"),
    ];
    for (kind, words) in words {
        let links = resolution.links.iter().filter(|link| link.kind == kind).count();
        if links > 0 {
            parts.push(format!("{} {words}", count(links, "link")));
        }
    }
    say(&parts.join("; "));
    for link in resolution.review().take(REVIEW_MAX) {
        let name = |at: usize| {
            let mention = &mentions[at];
            let document = mention.document.as_deref();
            document
                .map_or(mention.name.clone(), |document| format!("{} ({document})", mention.name))
        };
        let (left, right) = (name(link.left), name(link.right));
        say(&format!("  to review, probability {:.2}: {left} = {right}?", link.probability));
    }
}

/// The rest of the review list is for `--links`.
const REVIEW_MAX: usize = 10;
