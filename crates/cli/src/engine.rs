//! What the commands ask of the library; the one file that names its calls.

use std::collections::{HashMap, HashSet};

use aka::normalize::{self, Order, Part, RepairKind, Script, TokenKind};
use aka::transliterate::{self, Romanizer};
use aka::{Comparer, Mention, Resolver, Stage};

pub(crate) use aka::{
    Addend, AddendKind, CanonicalName, Comparison, Evidence, Explanation, Link, LinkKind, Person,
    Resolution, Verdict,
};

/// How to resolve.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settings {
    pub(crate) threshold: Option<f64>,
    pub(crate) threads: Option<usize>,
    /// Probability that two names are one person before anything is known of them.
    pub(crate) prior: Option<f64>,
    /// Romanization tables of the user's own: file name and text.
    pub(crate) tables: Vec<(String, String)>,
}

/// The library, set up.
pub(crate) struct Engine {
    resolver: Resolver,
}

impl Engine {
    /// Only setting up can fail; the message is for the user.
    pub(crate) fn new(settings: Settings) -> Result<Self, String> {
        let mut builder = Resolver::builder().prior(settings.prior).threads(settings.threads);
        if let Some(threshold) = settings.threshold {
            builder = builder.threshold(threshold);
        }
        for (file, text) in settings.tables {
            builder = builder.table(file, text);
        }
        let resolver = builder.build().map_err(|error| error.to_string())?;
        Ok(Self { resolver })
    }

    pub(crate) fn resolve(&self, mentions: &[Mention]) -> Resolution {
        self.resolver.resolve(mentions)
    }

    /// The same, saying what it is at and how much of it is done.
    pub(crate) fn resolve_with(
        &self,
        mentions: &[Mention],
        told: impl Fn(&'static str, usize, usize) + Sync,
    ) -> Resolution {
        self.resolver.resolve_with(mentions, &|stage, done, all| {
            let stage = match stage {
                Stage::Reading => "reading names",
                Stage::Comparing => "comparing words",
                Stage::Scoring => "comparing names",
                Stage::Grouping => "finding persons",
            };
            told(stage, done, all);
        })
    }

    /// The same, and what keeps chosen persons apart from the nearest others.
    pub(crate) fn explain(
        &self,
        mentions: &[Mention],
        choose: impl FnOnce(&Resolution) -> Vec<usize> + Send,
    ) -> Explanation {
        self.resolver.explain(mentions, choose)
    }

    pub(crate) fn compare(&self, left: &str, right: &str) -> Comparison {
        self.resolver.compare(left, right)
    }

    /// What judges one batch of pairs after another.
    pub(crate) fn judge(&self) -> Judge<'_> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let comparers = (0..threads).map(|_| self.resolver.comparer()).collect();
        Judge { resolver: &self.resolver, comparers }
    }

    /// Says of every two spellings by which standards they differ, after the label that they have.
    pub(crate) fn name_standards<'a>(&self, all: impl Iterator<Item = &'a mut Evidence>) {
        // The same words are compared in link after link.
        let mut known: HashMap<String, Option<String>> = HashMap::new();
        for addend in all.flat_map(|evidence| &mut evidence.addends) {
            let label = addend.label.clone();
            let said = known.entry(label).or_insert_with(|| self.resolver.standards(addend));
            if let Some(said) = said {
                addend.label.push_str(&format!(" ({said})"));
            }
        }
    }

    /// The mentions of a list that a name could be, best first; equal names are one answer.
    pub(crate) fn search(
        &self,
        list: &[Mention],
        name: &str,
        limit: usize,
    ) -> Vec<(usize, Comparison)> {
        let mut seen = HashSet::new();
        let mut comparer = self.resolver.comparer();
        let wanted = comparer.read(name);
        let mut found: Vec<(usize, Comparison)> = list
            .iter()
            .enumerate()
            .filter(|(_, mention)| !mention.name.trim().is_empty() && seen.insert(&mention.name))
            .map(|(at, mention)| {
                let listed = comparer.read(&mention.name);
                (at, comparer.compare(wanted, listed))
            })
            .collect();
        found.sort_by(|a, b| b.1.probability.total_cmp(&a.1.probability).then(a.0.cmp(&b.0)));
        found.truncate(limit);
        found
    }
}

/// Judges pairs on all cores, each with the names that it met lately.
pub(crate) struct Judge<'e> {
    resolver: &'e Resolver,
    comparers: Vec<Comparer<'e>>,
}

/// A judged pair.
pub(crate) struct Judged {
    pub(crate) probability: f64,
    pub(crate) bits: f64,
    /// The evidence in words.
    pub(crate) why: String,
}

impl Judge<'_> {
    /// Judges all pairs, in their order.
    pub(crate) fn all(&mut self, pairs: &[(&str, &str)]) -> Vec<Judged> {
        /// Fewer are not worth a thread.
        const PART_MIN: usize = 64;
        /// Names and words beyond which all that were met are forgotten.
        const KEPT_MAX: usize = 20_000;
        for comparer in self.comparers.iter_mut().filter(|comparer| comparer.kept() > KEPT_MAX) {
            *comparer = self.resolver.comparer();
        }
        let part = pairs.len().div_ceil(self.comparers.len()).max(PART_MIN);
        std::thread::scope(|scope| {
            let work = |(pairs, comparer): (&[(&str, &str)], &mut Comparer<'_>)| -> Vec<Judged> {
                pairs.iter().map(|pair| judge_pair(comparer, *pair)).collect()
            };
            let mut parts = pairs.chunks(part).zip(&mut self.comparers);
            // The first part is for this thread.
            let Some(first) = parts.next() else { return Vec::new() };
            let others: Vec<_> = parts.map(|part| scope.spawn(move || work(part))).collect();
            let mut judged = work(first);
            judged.extend(others.into_iter().flat_map(|other| match other.join() {
                Ok(judged) => judged,
                Err(panic) => std::panic::resume_unwind(panic),
            }));
            judged
        })
    }
}

fn judge_pair(comparer: &mut Comparer<'_>, (left, right): (&str, &str)) -> Judged {
    let (left, right) = (comparer.read(left), comparer.read(right));
    let found = comparer.compare(left, right);
    Judged {
        probability: found.probability,
        bits: found.evidence.bits(),
        why: why(&found.evidence),
    }
}

/// `prior -6.64; family name: … +13.10; …`
pub(crate) fn why(evidence: &Evidence) -> String {
    let mut parts = vec![format!("prior {:+.2}", evidence.prior)];
    parts.extend(evidence.addends.iter().map(|a| format!("{} {:+.2}", a.label, a.bits)));
    parts.join("; ")
}

/// Why a link is what it is, and what it would be if nothing but the names were known.
pub(crate) fn link_why(link: &Link) -> String {
    let mut reasons = why(&link.evidence);
    if let Some(without) = link.without_context {
        reasons.push_str(&format!("; without what documents show: {without:.2}"));
    }
    if let Some(without) = &link.without_document {
        let (document, kind) = (&without.document, word(without.kind));
        reasons.push_str(&format!("; without {document}: {:.2}, {kind}", without.probability));
    }
    reasons
}

/// What became of a link, in a word.
pub(crate) fn kind(link: &Link) -> &'static str {
    word(link.kind)
}

/// The same of what could have become of it.
pub(crate) fn word(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Merged => "merged",
        LinkKind::Inferred => "inferred",
        LinkKind::Placed => "placed",
        LinkKind::Review => "review",
        LinkKind::Apart => "apart",
    }
}

/// What sort of reason an addend is, in words.
pub(crate) fn sort(addend: &Addend) -> &'static str {
    match addend.kind {
        AddendKind::Shape => "shape",
        AddendKind::Agreement => "agreement",
        AddendKind::Contradiction => "contradiction",
        AddendKind::Omission => "omission",
        AddendKind::Initial => "initial",
        AddendKind::Order => "order",
        AddendKind::Gender => "gender",
        AddendKind::Generation => "generation",
        AddendKind::Alias => "alias",
        AddendKind::Attribute => "attribute",
        AddendKind::Role => "role",
        AddendKind::Roster | AddendKind::Exclusivity => "documents",
        AddendKind::Prominence => "prominence",
        AddendKind::Witness => "witness",
        AddendKind::Namesakes => "namesakes",
        AddendKind::Rivals => "rivals",
        AddendKind::Bound => "bound",
    }
}

/// ISO 15924 code of the script that a text is written in; nothing where it has no letter.
pub(crate) fn script_of(text: &str) -> &'static str {
    Script::of_text(text).map_or("", Script::code)
}

/// A name as names are compared, in Latin letters; nothing where it is Latin already.
pub(crate) fn latin(name: &str) -> String {
    if matches!(script_of(name), "" | "Latn") {
        return String::new();
    }
    let words: Vec<String> =
        name.split_whitespace().map(|word| Romanizer::bundled().cognate(word)).collect();
    words.join(" ")
}

/// What a comparison amounts to, in words.
pub(crate) fn verdict(judged: &Comparison) -> &'static str {
    match judged.verdict {
        Verdict::Same => "same",
        Verdict::Different => "different",
        Verdict::Undecided => "not enough evidence",
    }
}

/// The bundled tables and these, by file name and text; the message says where one is wrong.
pub(crate) fn romanizer(tables: &[(String, String)]) -> Result<Romanizer, String> {
    let bundled = Romanizer::bundled().clone();
    tables.iter().try_fold(bundled, |all, (file, text)| {
        all.with_table(file, text).map_err(|error| error.to_string())
    })
}

/// A name as it is read.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub(crate) struct Reading {
    pub(crate) name: String,
    pub(crate) order: String,
    pub(crate) repairs: Vec<String>,
    pub(crate) tokens: Vec<TokenReading>,
    pub(crate) aliases: Vec<String>,
}

#[derive(Debug, Clone, Default, serde::Serialize)]
pub(crate) struct TokenReading {
    pub(crate) text: String,
    pub(crate) script: String,
    pub(crate) kind: String,
    pub(crate) part: String,
    /// Each spelling with the standards that write it so.
    pub(crate) readings: Vec<(String, Vec<String>)>,
}

fn owned(reading: transliterate::Reading<'_>) -> (String, Vec<String>) {
    (reading.text, reading.standards.into_iter().map(str::to_owned).collect())
}

/// What is read in a name: words in their roles, their spellings with the standards.
pub(crate) fn read(name: &str, language: Option<&str>, romanizer: &Romanizer) -> Reading {
    let read = normalize::read_with(name, language);
    // What one word tells holds for the others.
    let words = read.tokens.iter().filter(|token| token.kind == TokenKind::Word);
    let words = words.map(|token| token.text.as_str());
    let language = language.or_else(|| transliterate::language_of_words(words));
    let repairs = read.repairs.iter().map(|repair| {
        let letters = name.get(..repair.start).map_or(0, |before| before.chars().count());
        let what = match repair.kind {
            RepairKind::MixedScript => repair.found.clone(),
            RepairKind::Invisible => codes(&repair.found),
            _ => format!("{} → {}", repair.found, repair.meant),
        };
        format!("letter {}: {what} ({})", letters + 1, said(&repair.kind))
    });
    let tokens = read.tokens.iter().map(|token| {
        let readings = match token.kind {
            TokenKind::Initial | TokenKind::Numeral => Vec::new(),
            _ => romanizer.readings(&token.text, language),
        };
        TokenReading {
            text: token.surface.clone(),
            script: Script::of_text(&token.text).map_or_else(String::new, |s| s.code().to_owned()),
            kind: said(&token.kind),
            part: if token.part == Part::Unknown { String::new() } else { said(&token.part) },
            readings: readings.into_iter().map(owned).collect(),
        }
    });
    Reading {
        name: name.to_owned(),
        order: if read.order == Order::Unknown { String::new() } else { said(&read.order) },
        repairs: repairs.collect(),
        tokens: tokens.collect(),
        aliases: read.aliases.iter().map(|alias| alias.original.clone()).collect(),
    }
}

/// Characters that nobody sees, by their numbers in Unicode.
fn codes(text: &str) -> String {
    let codes: Vec<String> = text.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
    codes.join(" ")
}

/// A variant's name in words: `GivenFirst` is `given first`.
fn said(variant: &impl std::fmt::Debug) -> String {
    let mut words = String::new();
    for c in format!("{variant:?}").chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

/// How often judgements were right, by the probability they were given with, as JSON.
pub(crate) fn reliability(judged: &[(f64, bool)]) -> serde_json::Value {
    serde_json::to_value(aka::evaluate::calibration(judged)).unwrap_or_default()
}

/// Predicted persons against gold persons, as the JSON of the library's report. Rows without gold
/// are left out; a row without a person is a person of its own.
pub(crate) fn evaluate(
    predicted: &[Option<usize>],
    gold: &[Option<usize>],
    confidence: &[f64],
) -> serde_json::Value {
    let (mut persons, mut truths, mut sure) = (Vec::new(), Vec::new(), Vec::new());
    let mut next = predicted.iter().flatten().max().map_or(0, |most| most + 1);
    for ((person, truth), confidence) in predicted.iter().zip(gold).zip(confidence) {
        let Some(truth) = *truth else { continue };
        let person = person.unwrap_or_else(|| {
            next += 1;
            next
        });
        persons.push(person);
        truths.push(truth);
        sure.push(*confidence);
    }
    let report = aka::evaluate::evaluate(&persons, &truths, &sure);
    serde_json::to_value(report).unwrap_or_default()
}
