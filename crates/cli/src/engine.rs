//! What the commands ask of the library; the one file that names its calls.

use aka::normalize::{self, Order, Part, Script, TokenKind};
use aka::transliterate::Romanizer;
use aka::{Mention, Resolver};

/// How to resolve.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settings {
    pub(crate) threshold: Option<f64>,
    pub(crate) threads: Option<usize>,
    /// Probability that two names are one person before anything is known of them.
    pub(crate) prior: Option<f64>,
}

/// One reason, in bits.
#[derive(Debug, Clone)]
pub(crate) struct Addend {
    pub(crate) kind: String,
    pub(crate) label: String,
    pub(crate) bits: f64,
}

/// Prior and addends; their sum is the total.
#[derive(Debug, Clone, Default)]
pub(crate) struct Evidence {
    pub(crate) prior: f64,
    pub(crate) addends: Vec<Addend>,
}

impl Evidence {
    pub(crate) fn total(&self) -> f64 {
        self.prior + self.addends.iter().map(|addend| addend.bits).sum::<f64>()
    }

    /// `label +1.2; label -0.3`, the prior first.
    pub(crate) fn why(&self) -> String {
        let mut parts = vec![format!("prior {:+.2}", self.prior)];
        parts.extend(
            self.addends
                .iter()
                .map(|a| format!("{} {:+.2}", a.label, a.bits)),
        );
        parts.join("; ")
    }
}

/// Two names, judged.
#[derive(Debug, Clone)]
pub(crate) struct Comparison {
    pub(crate) probability: f64,
    pub(crate) evidence: Evidence,
    /// `same`, `different` or `undecided`.
    pub(crate) verdict: String,
}

/// A name of a person, as a mention attests it.
#[derive(Debug, Clone)]
pub(crate) struct CanonicalName {
    pub(crate) name: String,
    pub(crate) language: Option<String>,
    pub(crate) script: String,
    pub(crate) mention: usize,
}

#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) mentions: Vec<usize>,
    pub(crate) confidence: f64,
    pub(crate) names: Vec<CanonicalName>,
}

/// Where a mention belongs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Assignment {
    pub(crate) person: Option<usize>,
    pub(crate) confidence: f64,
}

/// Two mentions, by their places in the list, and what is between them.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) left: usize,
    pub(crate) right: usize,
    pub(crate) evidence: Evidence,
    pub(crate) probability: f64,
    /// `merged`, `review`, `inferred`, …
    pub(crate) kind: String,
    pub(crate) why: String,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Resolution {
    pub(crate) persons: Vec<Person>,
    pub(crate) assignments: Vec<Assignment>,
    pub(crate) links: Vec<Link>,
    pub(crate) notes: Vec<String>,
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

/// The library, set up.
pub(crate) struct Engine {
    resolver: Resolver,
}

/// What is read in a name: words in their roles, their spellings with the standards.
pub(crate) fn read(name: &str, language: Option<&str>) -> Reading {
    let read = normalize::read_with(name, language);
    let romanizer = Romanizer::bundled();
    let repairs = read.repairs.iter().map(|repair| {
        format!(
            "{} → {} ({})",
            repair.found,
            repair.meant,
            said(&repair.kind)
        )
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
            part: if token.part == Part::Unknown {
                String::new()
            } else {
                said(&token.part)
            },
            readings: readings
                .into_iter()
                .map(|r| (r.text, r.standards))
                .collect(),
        }
    });
    Reading {
        name: name.to_owned(),
        order: if read.order == Order::Unknown {
            String::new()
        } else {
            said(&read.order)
        },
        repairs: repairs.collect(),
        tokens: tokens.collect(),
        aliases: read
            .aliases
            .iter()
            .map(|alias| alias.original.clone())
            .collect(),
    }
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

impl Engine {
    /// Only setting up can fail; the message is for the user.
    pub(crate) fn new(settings: Settings) -> Result<Self, String> {
        let mut builder = Resolver::builder()
            .threads(settings.threads)
            .prior(settings.prior);
        if let Some(threshold) = settings.threshold {
            builder = builder.threshold(threshold);
        }
        let resolver = builder.build().map_err(|error| error.to_string())?;
        Ok(Self { resolver })
    }

    pub(crate) fn resolve(&self, mentions: &[Mention]) -> Resolution {
        let found = self.resolver.resolve(mentions);
        let persons = found.persons.iter().map(|person| Person {
            id: person.id.clone(),
            name: person.name.clone(),
            mentions: person.mentions.clone(),
            confidence: person.confidence,
            names: person.names.iter().map(canonical).collect(),
        });
        let assignments = found.assignments.iter().map(|assignment| Assignment {
            person: assignment.person,
            confidence: assignment.confidence,
        });
        Resolution {
            persons: persons.collect(),
            assignments: assignments.collect(),
            links: found.links.iter().map(link).collect(),
            notes: found.notes.clone(),
        }
    }

    pub(crate) fn compare(&self, left: &str, right: &str) -> Comparison {
        let found = self.resolver.compare(left, right);
        Comparison {
            probability: found.probability,
            evidence: evidence(&found.evidence),
            verdict: said(&found.verdict),
        }
    }

    /// The mentions of a list that a name could be, best first.
    pub(crate) fn search(
        &self,
        list: &[Mention],
        name: &str,
        limit: usize,
    ) -> Vec<(usize, Comparison)> {
        let mut found: Vec<(usize, Comparison)> = list
            .iter()
            .enumerate()
            .filter(|(_, mention)| !mention.name.trim().is_empty())
            .map(|(at, mention)| (at, self.compare(name, &mention.name)))
            .collect();
        found.sort_by(|a, b| {
            b.1.probability
                .total_cmp(&a.1.probability)
                .then(a.0.cmp(&b.0))
        });
        found.truncate(limit);
        found
    }
}

fn canonical(name: &aka::CanonicalName) -> CanonicalName {
    CanonicalName {
        name: name.name.clone(),
        language: name.language.clone(),
        script: name.script.to_owned(),
        mention: name.mention,
    }
}

fn link(link: &aka::Link) -> Link {
    let evidence = evidence(&link.evidence);
    let mut why = evidence.why();
    if let Some(without) = link.without_context {
        why.push_str(&format!("; without what documents show: {without:.2}"));
    }
    Link {
        left: link.left,
        right: link.right,
        why,
        evidence,
        probability: link.probability,
        kind: said(&link.kind),
    }
}

fn evidence(evidence: &aka::Evidence) -> Evidence {
    let addends = evidence.addends.iter().map(|addend| Addend {
        kind: said(&addend.kind),
        label: addend.label.clone(),
        bits: addend.bits,
    });
    Evidence {
        prior: evidence.prior,
        addends: addends.collect(),
    }
}

/// Predicted persons against gold persons, as the JSON of the library's report; mentions without
/// either are left out.
pub(crate) fn evaluate(
    predicted: &[Option<usize>],
    gold: &[Option<usize>],
    confidence: &[f64],
) -> serde_json::Value {
    let judged = predicted.iter().zip(gold).zip(confidence);
    let judged: Vec<(usize, usize, f64)> = judged
        .filter_map(|((person, gold), sure)| Some(((*person)?, (*gold)?, *sure)))
        .collect();
    let column =
        |pick: fn(&(usize, usize, f64)) -> usize| judged.iter().map(pick).collect::<Vec<_>>();
    let sure: Vec<f64> = judged.iter().map(|row| row.2).collect();
    let report = aka::evaluate::evaluate(&column(|row| row.0), &column(|row| row.1), &sure);
    serde_json::to_value(report).unwrap_or_default()
}
