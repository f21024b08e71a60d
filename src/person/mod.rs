//! Groups of mentions → persons: a name for each script and language, an id that depends on
//! content alone, and a confidence.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::context::Scene;
use crate::normalize::Script;

/// One person, as far as the list tells.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Person {
    /// Identifier made from the person's names and documents: the same list gives the same ids.
    pub id: String,
    /// The name to print: attested, fullest, in the commonest script.
    pub name: String,
    /// Mentions, by row.
    pub mentions: Vec<usize>,
    /// Probability that all mentions are one person.
    pub confidence: f64,
    /// A name for each script and language, the commonest first.
    pub names: Vec<CanonicalName>,
}

/// A person's name in one script and language.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CanonicalName {
    /// The name as printed.
    pub name: String,
    /// ISO 15924 code of the script.
    pub script: &'static str,
    /// Language of the mention that it comes from, if the list says.
    pub language: Option<String>,
    /// The mention that it comes from, by row.
    pub mention: usize,
}

/// How a mention's name ranks as the name of its person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// Whether a case ending may have been added.
    pub oblique: bool,
    /// Words written out.
    pub words: usize,
    /// Whether it has initials.
    pub initials: bool,
    /// Independent documents that print it.
    pub documents: usize,
}

/// A mention that a canonical name may come from.
#[derive(Debug, Clone)]
pub struct Attested<'a> {
    /// Row of the mention.
    pub mention: usize,
    /// The name as printed.
    pub name: &'a str,
    /// Language, if the list says.
    pub language: Option<&'a str>,
    /// How it ranks.
    pub standing: Standing,
}

/// The names of a person by script and language, the script with most mentions first.
#[must_use]
pub fn canonical_names(attested: &[Attested<'_>]) -> Vec<CanonicalName> {
    let mut groups: BTreeMap<(&str, Option<&str>), Vec<&Attested<'_>>> = BTreeMap::new();
    for mention in attested {
        let script = Script::of_text(mention.name).map_or("Zyyy", Script::code);
        groups.entry((script, mention.language)).or_default().push(mention);
    }
    let mut by_script: BTreeMap<&str, usize> = BTreeMap::new();
    for ((script, _), mentions) in &groups {
        *by_script.entry(script).or_default() += mentions.len();
    }
    let mut names: Vec<(bool, usize, usize, CanonicalName)> = groups
        .iter()
        .filter_map(|((script, language), mentions)| {
            let best = mentions.iter().min_by(|a, b| rank(a).cmp(&rank(b)))?;
            let name = CanonicalName {
                name: best.name.to_owned(),
                script: Script::from_code(script).map_or("Zyyy", Script::code),
                language: language.map(str::to_owned),
                mention: best.mention,
            };
            Some((best.standing.oblique, by_script[script], mentions.len(), name))
        })
        .collect();
    // A name in an oblique case is no person's name where another is as full.
    let words = |name: &CanonicalName| name.name.split_whitespace().count().min(2);
    let at_rest = names.iter().filter(|(oblique, ..)| !oblique).map(|(.., name)| words(name)).max();
    let declined = |oblique: bool, name: &CanonicalName| {
        oblique && at_rest.is_some_and(|most| most >= words(name))
    };
    names.sort_by(|a, b| {
        let order = |(oblique, script, count, name): &(bool, usize, usize, CanonicalName)| {
            (declined(*oblique, name), Reverse(*script), Reverse(words(name)), Reverse(*count))
        };
        let text = |name: &CanonicalName| (name.name.clone(), name.language.clone());
        order(a).cmp(&order(b)).then_with(|| text(&a.3).cmp(&text(&b.3)))
    });
    names.into_iter().map(|(.., name)| name).collect()
}

/// Smaller is better: written out in two words at least, or one with initials; nominative; then most
/// printed, then fullest; at last by spelling, so that rows do not matter.
fn rank<'a>(mention: &Attested<'a>) -> impl Ord + use<'a> {
    let standing = mention.standing;
    (
        standing.words < 2,
        standing.words < 2 && !standing.initials,
        standing.oblique,
        Reverse(standing.documents),
        Reverse(standing.words),
        Reverse(mention.name.len()),
        mention.name,
    )
}

/// An id from what a person is made of: names and the documents they stand in.
#[must_use]
pub fn id(scene: &Scene, nodes: &[u32]) -> String {
    let mut parts: Vec<String> =
        nodes.iter().map(|&node| scene.nodes[node as usize].text.to_lowercase()).collect();
    parts.sort();
    parts.dedup();
    identifier(&parts)
}

/// A short identifier that is the same for the same parts: 50 bits of FNV-1a in base 32.
#[must_use]
pub fn identifier(parts: &[String]) -> String {
    const DIGITS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    // The low bits of FNV mix worst.
    hash ^= hash >> 29;
    let mut id = String::from("p");
    for digit in 0..10 {
        id.push(DIGITS[(hash >> (5 * digit)) as usize & 31] as char);
    }
    id
}
