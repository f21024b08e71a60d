//! What the commands ask of the library; the one file that names its calls.
//!
//! STAND-IN: until the library's `Resolver` is there, equal names are one person, and nothing
//! else is known. Everything below the line marked STAND-IN is to be replaced, not shipped.

use aka::Mention;
use aka::normalize::{self, Order, Part, Script, TokenKind};
use aka::transliterate::Romanizer;

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
    settings: Settings,
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

// ---------------------------------------------------------------- STAND-IN

impl Engine {
    /// Only setting up can fail; the message is for the user.
    pub(crate) fn new(settings: Settings) -> Result<Self, String> {
        Ok(Self { settings })
    }

    pub(crate) fn resolve(&self, mentions: &[Mention]) -> Resolution {
        let mut resolution = Resolution::default();
        let mut by_name: std::collections::BTreeMap<&str, usize> = Default::default();
        for (at, mention) in mentions.iter().enumerate() {
            if mention.name.trim().is_empty() {
                resolution.assignments.push(Assignment {
                    person: None,
                    confidence: 0.0,
                });
                continue;
            }
            let next = by_name.len();
            let person = *by_name.entry(&mention.name).or_insert(next);
            if person == next {
                resolution.persons.push(Person {
                    id: format!("p{}", next + 1),
                    name: mention.name.clone(),
                    mentions: Vec::new(),
                    confidence: 1.0,
                    names: vec![CanonicalName {
                        name: mention.name.clone(),
                        language: mention.language.clone(),
                        script: "Zyyy".into(),
                        mention: at,
                    }],
                });
            } else if let Some(&first) = resolution.persons[person].mentions.first() {
                let judged = self.compare(&mentions[first].name, &mention.name);
                resolution.links.push(Link {
                    left: first,
                    right: at,
                    why: judged.evidence.why(),
                    evidence: judged.evidence,
                    probability: judged.probability,
                    kind: "merged".into(),
                });
            }
            resolution.persons[person].mentions.push(at);
            resolution.assignments.push(Assignment {
                person: Some(person),
                confidence: 1.0,
            });
        }
        resolution
    }

    pub(crate) fn compare(&self, left: &str, right: &str) -> Comparison {
        let prior = self.settings.prior.unwrap_or(0.01);
        let prior = (prior / (1.0 - prior)).log2();
        let bits = if left == right { 20.0 } else { -10.0 };
        let addends = vec![Addend {
            kind: "name".into(),
            label: format!("{left} = {right}"),
            bits,
        }];
        let evidence = Evidence { prior, addends };
        let probability = 1.0 / (1.0 + (-evidence.total()).exp2());
        let verdict = if probability > 0.5 {
            "same"
        } else {
            "different"
        }
        .to_owned();
        Comparison {
            probability,
            evidence,
            verdict,
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

/// Predicted persons against gold persons, as the JSON of the library's report.
pub(crate) fn evaluate(
    predicted: &[Option<usize>],
    gold: &[Option<usize>],
    _confidence: &[f64],
) -> serde_json::Value {
    let (mut both, mut ours, mut theirs) = (0u64, 0u64, 0u64);
    for a in 0..predicted.len() {
        for b in a + 1..predicted.len() {
            let p = predicted[a].is_some() && predicted[a] == predicted[b];
            let g = gold[a].is_some() && gold[a] == gold[b];
            ours += u64::from(p);
            theirs += u64::from(g);
            both += u64::from(p && g);
        }
    }
    let ratio = |part: u64, whole: u64| part as f64 / whole.max(1) as f64;
    serde_json::json!({"pairwise": {"precision": ratio(both, ours), "recall": ratio(both, theirs)}})
}
