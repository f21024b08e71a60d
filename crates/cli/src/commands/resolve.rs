//! `aka resolve`: lists in; every row with its person out.

use aka::Mention;

use super::{engine, mentions};
use crate::args::{OutFormat, Resolve};
use crate::engine::{Link, Person, Resolution, Settings};
use crate::failure::{Failure, Outcome};
use crate::input::{List, RowRef};
use crate::output::{Draft, Rows, Staged, Value, format_of};
use crate::terminal::{say, stdout};

/// The columns that a resolved row has over its input row.
const OURS: [&str; 3] = ["person_id", "person_name", "confidence"];

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
    let found = Found {
        list: &list,
        mentions: &mentions,
        resolution: &resolution,
    };
    let mut staged = Staged::default();
    if let (Some(path), Some(format)) = (&args.persons, formats.persons) {
        file(&mut staged, path, |draft| {
            found.write_persons(draft, format)
        })?;
    }
    if let (Some(path), Some(format)) = (&args.links, formats.links) {
        file(&mut staged, path, |draft| found.write_links(draft, format))?;
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
    summarize(&resolution, mentions.len());
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
            return Err(Failure::Wrong(
                "expected --out FILE with --format parquet".into(),
            ));
        }
        let of = |path: &Option<String>| {
            path.as_ref()
                .map(|path| format_of(path, None).or_else(|_| format_of(path, args.format)))
        };
        let formats = Self {
            rows,
            persons: of(&args.persons).transpose()?,
            links: of(&args.links).transpose()?,
        };
        let paths: Vec<&String> = [&args.out, &args.persons, &args.links]
            .into_iter()
            .flatten()
            .collect();
        for (at, path) in paths.iter().enumerate() {
            if paths[..at].contains(path) {
                return Err(Failure::file(
                    path,
                    "expected one result for each file, found two",
                ));
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

/// What was read and what was found, ready to be written.
struct Found<'a> {
    list: &'a List,
    mentions: &'a [Mention],
    resolution: &'a Resolution,
}

impl Found<'_> {
    /// Our columns replace columns of the same names: a resolved list can be resolved again.
    fn kept(&self) -> Vec<usize> {
        let headers = &self.list.headers;
        (0..headers.len())
            .filter(|&at| !OURS.contains(&headers[at].as_str()))
            .collect()
    }

    fn headers(&self) -> Vec<String> {
        let kept = self
            .kept()
            .into_iter()
            .map(|at| self.list.headers[at].clone());
        kept.chain(OURS.map(str::to_owned)).collect()
    }

    fn write_rows(&self, mut rows: Rows) -> Outcome<()> {
        let kept = self.kept();
        for (row, assignment) in self.list.rows().zip(&self.resolution.assignments) {
            let mut values: Vec<Value<'_>> = kept
                .iter()
                .map(|&column| Value::Cell(row.cell(column)))
                .collect();
            match assignment
                .person
                .and_then(|person| self.resolution.persons.get(person))
            {
                Some(person) => values.extend([
                    Value::Text(&person.id),
                    Value::Text(&person.name),
                    Value::Probability(assignment.confidence),
                ]),
                None => values.extend([Value::Nothing, Value::Nothing, Value::Nothing]),
            }
            rows.row(&values)?;
        }
        rows.finish()
    }

    fn write_persons(&self, draft: &Draft, format: OutFormat) -> Outcome<()> {
        let headers = [
            "person_id",
            "name",
            "confidence",
            "mentions",
            "names",
            "spellings",
            "documents",
            "sources",
        ];
        let mut rows = Rows::new(format, &headers.map(str::to_owned), draft.writer()?)?;
        for person in &self.resolution.persons {
            let names: Vec<String> = person.names.iter().map(canonical).collect();
            rows.row(&[
                Value::Text(&person.id),
                Value::Text(&person.name),
                Value::Probability(person.confidence),
                Value::Count(person.mentions.len()),
                Value::List(names.iter().map(String::as_str).collect()),
                Value::List(self.distinct(person, |mention| Some(&mention.name))),
                Value::List(self.distinct(person, |mention| mention.document.as_deref())),
                Value::List(self.distinct(person, |mention| mention.source.as_deref())),
            ])?;
        }
        rows.finish()
    }

    /// What the mentions of a person say, each once, in order of the list.
    fn distinct<'b>(
        &'b self,
        person: &Person,
        of: impl Fn(&'b Mention) -> Option<&'b str>,
    ) -> Vec<&'b str> {
        let mut seen = std::collections::HashSet::new();
        person
            .mentions
            .iter()
            .filter_map(|&at| of(&self.mentions[at]))
            .filter(|text| seen.insert(*text))
            .collect()
    }

    fn write_links(&self, draft: &Draft, format: OutFormat) -> Outcome<()> {
        let headers = [
            "left",
            "right",
            "left_name",
            "right_name",
            "left_document",
            "right_document",
            "left_place",
            "right_place",
            "kind",
            "probability",
            "bits",
            "why",
        ];
        let mut rows = Rows::new(format, &headers.map(str::to_owned), draft.writer()?)?;
        let places: Vec<RowRef<'_>> = self.list.rows().collect();
        for link in &self.resolution.links {
            self.write_link(&mut rows, link, &places)?;
        }
        rows.finish()
    }

    fn write_link(&self, rows: &mut Rows, link: &Link, places: &[RowRef<'_>]) -> Outcome<()> {
        let (left, right) = (&self.mentions[link.left], &self.mentions[link.right]);
        let (left_place, right_place) = (places[link.left].place(), places[link.right].place());
        let text = |text: Option<&'_ String>| text.cloned();
        let id = |mention: &Mention, place: &str| {
            text(mention.id.as_ref()).unwrap_or_else(|| place.to_owned())
        };
        rows.row(&[
            Value::Text(&id(left, &left_place)),
            Value::Text(&id(right, &right_place)),
            Value::Text(&left.name),
            Value::Text(&right.name),
            Value::Text(left.document.as_deref().unwrap_or_default()),
            Value::Text(right.document.as_deref().unwrap_or_default()),
            Value::Text(&left_place),
            Value::Text(&right_place),
            Value::Text(&link.kind),
            Value::Probability(link.probability),
            Value::Bits(link.evidence.total()),
            Value::Text(&link.why),
        ])
    }
}

/// A canonical name with the script and language that it is canonical for.
fn canonical(name: &crate::engine::CanonicalName) -> String {
    match &name.language {
        Some(language) => format!("{} ({}, {language})", name.name, name.script),
        None => format!("{} ({})", name.name, name.script),
    }
}

fn summarize(resolution: &Resolution, mentions: usize) {
    let notes = resolution.notes.iter();
    notes.for_each(|note| say(&format!("note: {note}")));
    let count = |count: usize, what: &str| match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    };
    let mut parts = vec![format!(
        "{}: {}",
        count(mentions, "mention"),
        count(resolution.persons.len(), "person")
    )];
    for (kind, words) in [
        ("inferred", "inferred from context"),
        ("review", "to review"),
    ] {
        let links = resolution
            .links
            .iter()
            .filter(|link| link.kind == kind)
            .count();
        if links > 0 {
            parts.push(format!("{} {words}", count(links, "link")));
        }
    }
    say(&parts.join("; "));
    for link in resolution
        .links
        .iter()
        .filter(|link| link.kind == "review")
        .take(REVIEW_MAX)
    {
        say(&format!("  review {:.2}: {}", link.probability, link.why));
    }
}

/// The rest of the review list is for `--links`.
const REVIEW_MAX: usize = 10;
