//! One person, mention or name of a list → who that is, and why.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use aka::Mention;

use crate::commands::rounded;
use crate::engine::{Engine, Link, LinkKind, Resolution, kind, word};
use crate::failure::{Failure, listed, quoted};
use crate::output::Found;
use crate::people::chance;
use crate::report::strongest;

/// Several persons can have one name; more than this are not explained at once.
const PERSONS_MAX: usize = 5;
const MENTIONS_MAX: usize = 200;
const APART_MAX: usize = 5;

/// The persons that are meant: by id of a person or mention, or by a name as it is written.
pub(crate) fn meant(what: &str, mentions: &[Mention], resolution: &Resolution) -> Vec<usize> {
    let persons = &resolution.persons;
    if let Some(person) = persons.iter().position(|person| person.id == what) {
        return vec![person];
    }
    let of_mentions = |is: &dyn Fn(&Mention) -> bool| -> Vec<usize> {
        let rows = (0..mentions.len()).filter(|&row| is(&mentions[row]));
        let found: BTreeSet<usize> =
            rows.filter_map(|row| resolution.assignments[row].person).collect();
        found.into_iter().collect()
    };
    let folded = |text: &str| text.trim().to_lowercase();
    let what_folded = folded(what);
    let ways: [&dyn Fn(&Mention) -> bool; 3] = [
        &|mention| mention.id.as_deref() == Some(what),
        &|mention| mention.name == what,
        &|mention| folded(&mention.name) == what_folded,
    ];
    ways.iter().map(|is| of_mentions(is)).find(|found| !found.is_empty()).unwrap_or_default()
}

/// Nobody is meant: an error that names who could be.
pub(crate) fn nobody(what: &str, mentions: &[Mention], engine: &Engine) -> Failure {
    const NEAR_MAX: usize = 3;
    let near = engine.search(mentions, what, NEAR_MAX);
    let names: Vec<&str> = near.iter().map(|(at, _)| mentions[*at].name.as_str()).collect();
    let nearest = if names.is_empty() { "nothing".to_owned() } else { listed(&names) };
    Failure::Wrong(format!(
        "expected a person_id, an id or a name of the list after --explain, found {}; nearest: {nearest}",
        quoted(what)
    ))
}

/// The explanation of some persons.
pub(crate) struct Why<'a> {
    pub(crate) found: &'a Found<'a>,
    /// Pairs that kept the persons apart from others.
    pub(crate) apart: &'a [Link],
    /// The persons if documents were unknown; nothing where none are known.
    pub(crate) without_documents: Option<&'a Resolution>,
    pub(crate) threshold: f64,
}

impl Why<'_> {
    pub(crate) fn text(&self, persons: &[usize]) -> String {
        let mut text = String::new();
        for (at, &person) in persons.iter().take(PERSONS_MAX).enumerate() {
            if at > 0 {
                text.push('\n');
            }
            self.person(person, &mut text);
        }
        if persons.len() > PERSONS_MAX {
            let rest = persons.len() - PERSONS_MAX;
            let _ = writeln!(
                text,
                "\n… and {rest} more persons of this name; --explain takes a person_id"
            );
        }
        // A link ends in a blank line, and a part begins with one.
        text.replace("\n\n\n", "\n\n")
    }

    fn person(&self, at: usize, text: &mut String) {
        let person = &self.found.resolution.persons[at];
        let count = person.mentions.len();
        let _ = writeln!(text, "{}  {}", person.name, person.id);
        let _ = match count {
            1 => writeln!(
                text,
                "1 mention; probability that nobody else is the same: {}",
                chance(person.confidence)
            ),
            _ => writeln!(
                text,
                "{count} mentions; probability that all are one person: {}",
                chance(person.confidence)
            ),
        };
        self.names(at, text);
        self.mentions(at, text);
        self.joined(at, text);
        self.not_joined(at, text);
        self.counterfactual(at, text);
    }

    fn names(&self, at: usize, text: &mut String) {
        let names = &self.found.resolution.persons[at].names;
        if names.len() > 1 {
            let _ = writeln!(text, "\nNames by script and language");
        }
        for name in names.iter().filter(|_| names.len() > 1) {
            let language = name.language.as_deref().unwrap_or_default();
            let _ = writeln!(text, "  {:<4} {language:<8} {}", name.script, name.name);
        }
    }

    fn mentions(&self, at: usize, text: &mut String) {
        let rows = &self.found.resolution.persons[at].mentions;
        let _ = writeln!(text, "\nMentions");
        for &row in rows.iter().take(MENTIONS_MAX) {
            let mention = &self.found.mentions[row];
            let sure = chance(self.found.resolution.assignments[row].confidence);
            let fields = [
                &mention.document,
                &mention.source,
                &mention.date,
                &mention.language,
                &mention.role,
                &mention.birth_date,
            ];
            let fields: Vec<&str> =
                fields.into_iter().filter_map(|field| field.as_deref()).collect();
            let place = self.found.list.row(row).place();
            let _ = writeln!(
                text,
                "  {sure:>5}  {}  ({})",
                mention.name,
                [&fields[..], &[&place]].concat().join("; ")
            );
        }
        if rows.len() > MENTIONS_MAX {
            let _ = writeln!(text, "  … and {} more", rows.len() - MENTIONS_MAX);
        }
    }

    /// The links that hold the person together, weakest first.
    fn joined(&self, at: usize, text: &mut String) {
        let resolution = self.found.resolution;
        let own = |row: usize| resolution.assignments[row].person == Some(at);
        let all = &resolution.links;
        let held: Vec<usize> = (0..all.len())
            .filter(|&link| !matches!(all[link].kind, LinkKind::Review | LinkKind::Apart))
            .filter(|&link| own(all[link].left) && own(all[link].right))
            .collect();
        if held.is_empty() {
            return;
        }
        let count = held.len();
        let mut shown = strongest(all, held);
        shown.sort_by(|&a, &b| all[a].probability.total_cmp(&all[b].probability).then(a.cmp(&b)));
        let _ = writeln!(text, "\nWhy one person, weakest link first");
        for &link in &shown {
            self.link(&all[link], text);
        }
        if shown.len() < count {
            let _ =
                writeln!(text, "  … and {} more links between these names", count - shown.len());
        }
    }

    fn not_joined(&self, at: usize, text: &mut String) {
        let resolution = self.found.resolution;
        let person = |row: usize| resolution.assignments[row].person;
        let other = |link: &Link| match (person(link.left), person(link.right)) {
            (Some(left), Some(right)) if left == at => Some(right),
            (Some(left), Some(right)) if right == at => Some(left),
            _ => None,
        };
        let near: Vec<(&Link, usize)> = self
            .apart
            .iter()
            .filter_map(|link| Some((link, other(link)?)))
            .take(APART_MAX)
            .collect();
        if near.is_empty() {
            let _ =
                writeln!(text, "\nNobody else on the list has a name near enough to be compared.");
            return;
        }
        let _ = writeln!(text, "\nNearest persons it was not joined with");
        for (link, other) in near {
            let other = &resolution.persons[other];
            let _ =
                writeln!(text, "  {}  {}, {} mentions", other.name, other.id, other.mentions.len());
            self.link(link, text);
        }
    }

    fn link(&self, link: &Link, text: &mut String) {
        let name = |row: usize| self.found.mentions[row].name.as_str();
        let joined = !matches!(link.kind, LinkKind::Review | LinkKind::Apart);
        let sign = if joined { "=" } else { "≠" };
        let _ = writeln!(
            text,
            "    {} {sign} {}  {} {}",
            name(link.left),
            name(link.right),
            chance(link.probability),
            kind(link)
        );
        let evidence = &link.evidence;
        let (prior, addends) = rounded(evidence.prior, evidence.addends.iter().map(|a| a.bits));
        let total = prior + addends.iter().sum::<f64>();
        if link.kind != LinkKind::Placed {
            let _ = writeln!(text, "    {prior:>+9.2}  before the names are read");
        }
        for (addend, bits) in evidence.addends.iter().zip(addends) {
            let _ = writeln!(text, "    {bits:>+9.2}  {}", addend.label);
        }
        let _ = writeln!(
            text,
            "    {total:>+9.2}  bits in all, a probability of {}",
            chance(link.probability)
        );
        if !joined && link.probability >= self.threshold {
            let _ = writeln!(
                text,
                "               enough, but other names of the two contradict each other more"
            );
        }
        if let Some(without) = link.without_context {
            let would = if without >= self.threshold { "joined" } else { "not joined" };
            let _ = writeln!(
                text,
                "               without what documents show: {}, {would} by these names",
                chance(without)
            );
        }
        if let Some(without) = &link.without_document {
            let (chance, word) = (chance(without.probability), word(without.kind));
            let _ = writeln!(text, "               without {}: {chance}, {word}", without.document);
        }
        text.push('\n');
    }

    /// Who these mentions would be if nobody knew what stands beside what.
    fn counterfactual(&self, at: usize, text: &mut String) {
        let Some(without) = self.without_documents else { return };
        let rows = &self.found.resolution.persons[at].mentions;
        let mut parts: BTreeMap<usize, usize> = BTreeMap::new();
        for &row in rows {
            if let Some(person) = without.assignments[row].person {
                *parts.entry(person).or_default() += 1;
            }
        }
        let same = parts.len() == 1
            && parts.keys().all(|&person| without.persons[person].mentions.len() == rows.len());
        if same {
            let _ = writeln!(text, "\nWithout documents: the same person, of the same mentions.");
            return;
        }
        let _ = writeln!(text, "\nWithout documents, these mentions would be of");
        for (person, count) in parts {
            let person = &without.persons[person];
            let others = person.mentions.len() - count;
            let beside = match others {
                0 => String::new(),
                others => format!(", with {others} that are not of this person"),
            };
            let of = if rows.len() == 1 { String::new() } else { format!(" of {}", rows.len()) };
            let _ = writeln!(text, "  {}: {count}{of}{beside}", person.name);
        }
    }
}
