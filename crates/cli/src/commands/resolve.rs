//! `aka resolve`: lists in; every row with its person out.

use std::collections::HashSet;
use std::io::Write as _;

use aka::Mention;

use super::{engine, mentions, texts};
use crate::args::{LinksAs, OutFormat, PersonsAs, Resolve};
use crate::engine::{Engine, Link, LinkKind, Resolution, Settings};
use crate::explain::{self, Why};
use crate::failure::{Failure, Outcome};
use crate::input::List;
use crate::output::{
    Draft, Found, Rows, Staged, Style, format_of, ftm, graphml, judgements, openrefine, splink,
};
use crate::people;
use crate::report::{self, Report};
use crate::terminal::{Progress, look, say, stdout};

/// Reads everything, resolves, writes everything; files appear only if nothing went wrong.
pub(crate) fn resolve(args: &Resolve) -> Outcome<()> {
    let formats = Formats::of(args)?;
    let mut staged = Staged::new();
    let results = [&args.out, &args.persons, &args.links, &args.graph, &args.report];
    staged.check(results.into_iter().flatten(), &args.mentions)?;
    let engine = engine(Settings {
        threshold: args.threshold,
        threads: args.threads.map(Into::into),
        prior: args.prior,
        tables: texts(&args.tables)?,
    })?;
    let list = List::read(&args.mentions, &args.reading.options())?;
    let mentions = mentions(&list, &args.reading.columns)?;
    if let Some(header) = &args.gold {
        report::labels(&list, header)?;
    }
    let progress = Progress::of_stages(mentions.len());
    let (mut resolution, mut asked) = match &args.explain {
        None => {
            (engine.resolve_with(&mentions, |stage, done, all| progress.at(stage, done, all)), None)
        }
        Some(what) => ask(what, &engine, &mentions)?,
    };
    name_standards(args, &engine, &mut resolution, asked.as_mut());
    drop(progress);
    let found = Found { list: &list, mentions: &mentions, resolution: &resolution };
    write_files(args, &formats, &found, &mut staged)?;
    // Whoever closes the pipe early still gets the files that were asked for.
    let printed = match &asked {
        Some(asked) => explain(asked, &engine, &found, args),
        None if args.out.is_some() => Ok(()),
        None => print(&found, args, formats.rows),
    };
    match printed {
        Ok(()) | Err(Failure::Closed) => {}
        Err(wrong) => return Err(wrong),
    }
    staged.put_in_place()?;
    summarize(&resolution, &mentions);
    Ok(())
}

/// Of every link that somebody will read: by which standards its spellings differ.
fn name_standards(
    args: &Resolve,
    engine: &Engine,
    resolution: &mut Resolution,
    asked: Option<&mut Asked>,
) {
    let mut is_read = vec![args.links.is_some() || args.graph.is_some(); resolution.links.len()];
    if args.report.is_some() {
        report::shown(resolution).into_iter().for_each(|at| is_read[at] = true);
    }
    let told = asked.as_ref().map(|asked| asked.rows(resolution)).unwrap_or_default();
    let is_told = |link: &Link| told.contains(&link.left) || told.contains(&link.right);
    let links = resolution.links.iter_mut().zip(is_read);
    let links = links.filter(|(link, is_read)| *is_read || is_told(link)).map(|(link, _)| link);
    let apart = asked.into_iter().flat_map(|asked| &mut asked.apart);
    engine.name_standards(links.chain(apart).map(|link| &mut link.evidence));
}

/// Everything that goes to a file.
fn write_files(
    args: &Resolve,
    formats: &Formats,
    found: &Found<'_>,
    staged: &mut Staged,
) -> Outcome<()> {
    if let (Some(path), Some(format)) = (&args.persons, formats.persons) {
        file(staged, path, |draft| match args.persons_as {
            PersonsAs::Table => found.write_persons(draft, format),
            PersonsAs::Ftm => ftm::write(found, draft),
            PersonsAs::Openrefine => openrefine::write(found, draft, format),
        })?;
    }
    if let (Some(path), Some(format)) = (&args.links, formats.links) {
        file(staged, path, |draft| match args.links_as {
            LinksAs::Table => found.write_links(draft, format),
            LinksAs::Splink => splink::write(found, draft, format),
            LinksAs::Judgements => judgements::write(found, draft),
        })?;
    }
    if let Some(path) = &args.graph {
        file(staged, path, |draft| graphml::write(found, draft))?;
    }
    if let Some(path) = &args.report {
        let report = Report {
            found,
            choices: &args.reading.columns,
            gold: args.gold.as_deref(),
            threshold: args.threshold.unwrap_or(THRESHOLD),
            prior: args.prior,
        };
        file(staged, path, |draft| report.write(draft))?;
    }
    if let Some(path) = &args.out {
        file(staged, path, |draft| {
            let headers = found.headers();
            found.write_rows(Rows::new(formats.rows, &headers, draft.writer()?)?)
        })?;
    }
    Ok(())
}

/// The persons that `--explain` means, and what keeps them apart from others.
struct Asked {
    persons: Vec<usize>,
    apart: Vec<Link>,
}

impl Asked {
    /// The mentions of those persons.
    fn rows(&self, resolution: &Resolution) -> HashSet<usize> {
        let persons = self.persons.iter().filter_map(|person| resolution.persons.get(*person));
        persons.flat_map(|person| &person.mentions).copied().collect()
    }
}

fn ask(what: &str, engine: &Engine, mentions: &[Mention]) -> Outcome<(Resolution, Option<Asked>)> {
    let mut persons = Vec::new();
    let explained = engine.explain(mentions, |resolution| {
        persons = explain::meant(what, mentions, resolution);
        persons.clone()
    });
    if persons.is_empty() {
        return Err(explain::nobody(what, mentions, engine));
    }
    Ok((explained.resolution, Some(Asked { persons, apart: explained.apart })))
}

fn explain(asked: &Asked, engine: &Engine, found: &Found<'_>, args: &Resolve) -> Outcome<()> {
    let without_documents = without_documents(engine, found.mentions);
    let why = Why {
        found,
        apart: &asked.apart,
        without_documents: without_documents.as_ref(),
        threshold: args.threshold.unwrap_or(THRESHOLD),
    };
    let mut out = stdout();
    out.write_all(why.text(&asked.persons).as_bytes())?;
    Ok(out.flush()?)
}

/// Rows for files and pipes; for a terminal, unless a format was asked for, persons.
fn print(found: &Found<'_>, args: &Resolve, style: Style) -> Outcome<()> {
    match look().filter(|_| args.format.is_none()) {
        Some(look) => {
            let mut out = std::io::BufWriter::new(std::io::stdout());
            people::write(found, look, &mut out)?;
            Ok(out.flush()?)
        }
        None => found.write_rows(Rows::onto_stdout(style, &found.headers())?),
    }
}

/// The persons that there would be if nobody knew which document a name stands in.
fn without_documents(engine: &Engine, mentions: &[Mention]) -> Option<Resolution> {
    mentions.iter().any(|mention| mention.document.is_some()).then(|| {
        let bare = mentions.iter().map(|m| Mention { document: None, ..m.clone() });
        engine.resolve(&bare.collect::<Vec<_>>())
    })
}

/// What `--threshold` is if it is not given.
const THRESHOLD: f64 = 0.5;

/// Decided before anything is read: a wrong ending must not cost an hour.
struct Formats {
    rows: Style,
    persons: Option<Style>,
    links: Option<Style>,
}

impl Formats {
    fn of(args: &Resolve) -> Outcome<Self> {
        let rows = match &args.out {
            Some(path) => format_of(path, args.format)?,
            None => args.format.unwrap_or(OutFormat::Csv),
        };
        #[cfg(feature = "parquet")]
        if args.out.is_none() && rows == OutFormat::Parquet {
            return Err(Failure::Usage("expected --out FILE with --format parquet".into()));
        }
        let of = |path: &Option<String>| {
            path.as_ref()
                .map(|path| format_of(path, None).or_else(|_| format_of(path, args.format)))
        };
        let persons = match args.persons_as {
            PersonsAs::Ftm => Some(OutFormat::Jsonl),
            _ => of(&args.persons).transpose()?,
        };
        let links = match args.links_as {
            LinksAs::Judgements => Some(OutFormat::Jsonl),
            _ => of(&args.links).transpose()?,
        };
        let style = |format| Style { format, safe_cells: args.safe_cells };
        let formats =
            Self { rows: style(rows), persons: persons.map(style), links: links.map(style) };
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
