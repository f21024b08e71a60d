//! What texts say outright → pairs of names that are two persons, however alike they are.
//!
//! *A and his son B*, *the brothers A and B*, *A, B and C*: whoever counts two names one by one, or
//! calls one the relative of the other, means two. It is read where a list has the passages that its
//! mentions stand in, and in roles (*brother of Erman*). That a document merely names both tells far
//! less: it may spell one name twice.
//!
//! Nothing is read where the list has neither.

use rustc_hash::{FxHashMap, FxHashSet};

use super::relatives::{Between, Relatives};
use super::scene::Scene;
use crate::mention::Mention;
use crate::normalize::Script;

/// Names of a document, and of a run of names, that are looked at.
const NAMES_MAX: usize = 200;
const RUN_MAX: usize = 30;
/// Fewest letters of a word by which a role names somebody, and letters that a case may change.
const LETTERS_MIN: usize = 3;
const ENDING_MAX: usize = 2;

/// Pairs of names that are two persons because a text says so.
#[derive(Debug, Default)]
pub struct Firm {
    /// What says so, for nodes in order.
    pairs: FxHashMap<(u32, u32), Told>,
    /// What a document calls a node by which it is somebody's relative.
    relatives: FxHashMap<(u32, u32), String>,
}

/// A text's own words that two names are two persons.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    /// The document, if the list names it.
    document: Option<u32>,
    quote: String,
    by_role: bool,
}

impl Told {
    /// The reason in words.
    #[must_use]
    pub fn label(&self, scene: &Scene) -> String {
        let document = self.document.map(|at| scene.documents[at as usize].name.as_str());
        let document = document.unwrap_or("the text");
        let quote = &self.quote;
        if self.by_role {
            format!("{document} calls one of them “{quote}”: two persons")
        } else {
            format!("{document} names two persons: “{quote}”")
        }
    }
}

impl Firm {
    /// What the passages and roles of a list say.
    #[must_use]
    pub fn new(mentions: &[Mention], scene: &Scene) -> Self {
        let mut firm = Self::default();
        firm.read_roles(mentions, scene);
        firm.read_passages(mentions, scene);
        firm
    }

    /// What says that two nodes are two persons. A relative of somebody is another than whoever is
    /// named beside with a name that `half` agrees; with one that agrees well, only if the role names him.
    #[must_use]
    pub fn told(&self, left: u32, right: u32, half: bool, scene: &Scene) -> Option<Told> {
        if self.is_empty() {
            return None;
        }
        if let Some(told) = self.pairs.get(&(left.min(right), left.max(right))) {
            return Some(told.clone());
        }
        let both = if half { scene.shared_documents(left, right) } else { Vec::new() };
        let called = both.into_iter().filter_map(|document| {
            let one = self.relatives.get(&(left, document));
            let quote = one.or_else(|| self.relatives.get(&(right, document)))?.clone();
            Some(Told { document: Some(document), quote, by_role: true })
        });
        called.min()
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty() && self.relatives.is_empty()
    }

    /// Pairs that a text tells apart whatever their names.
    pub fn pairs(&self) -> impl Iterator<Item = (u32, u32)> {
        self.pairs.keys().copied()
    }

    /// Nodes that a document names as somebody's relative, with the document.
    pub(super) fn relatives(&self) -> impl Iterator<Item = (u32, u32)> {
        self.relatives.keys().copied()
    }

    fn add(&mut self, one: u32, other: u32, told: Told) {
        if one != other {
            let known = self.pairs.entry((one.min(other), one.max(other)));
            let known = known.or_insert_with(|| told.clone());
            if told < *known {
                *known = told;
            }
        }
    }

    fn read_roles(&mut self, mentions: &[Mention], scene: &Scene) {
        let words = Relatives::bundled();
        for (row, mention) in mentions.iter().enumerate() {
            let (Some(role), Some(node), Some(document)) =
                (&mention.role, scene.node_of[row], scene.document_of[row])
            else {
                continue;
            };
            if !words.calls_relative(role, mention.language.as_deref()) {
                continue;
            }
            let quote = role.trim().to_owned();
            let called = self.relatives.entry((node, document)).or_insert_with(|| quote.clone());
            if quote < *called {
                called.clone_from(&quote);
            }
            let told = Told { document: Some(document), quote, by_role: true };
            let own = lower_words(&scene.nodes[node as usize].text);
            let role = lower_words(role);
            let others = scene.documents[document as usize].nodes.iter().take(NAMES_MAX);
            for &other in others {
                let other_words = lower_words(&scene.nodes[other as usize].text);
                let own_word = |word: &String| own.iter().any(|own| is_form(own, word));
                let mut apart = other_words.iter().filter(|word| !own_word(word));
                if apart.any(|word| role.iter().any(|called| is_form(called, word))) {
                    self.add(node, other, told.clone());
                }
            }
        }
    }

    fn read_passages(&mut self, mentions: &[Mention], scene: &Scene) {
        let mut texts: FxHashMap<(Option<u32>, &str), Option<&str>> = FxHashMap::default();
        let mut names: FxHashMap<Option<u32>, FxHashMap<&str, u32>> = FxHashMap::default();
        for (row, mention) in mentions.iter().enumerate() {
            let (Some(passage), Some(node)) = (&mention.passage, scene.node_of[row]) else {
                continue;
            };
            let document = scene.document_of[row];
            let language = texts.entry((document, passage)).or_default();
            *language = (*language).max(mention.language.as_deref());
            let first = names.entry(document).or_default().entry(mention.name.trim());
            first.and_modify(|first| *first = node.min(*first)).or_insert(node);
        }
        // A name of the document may stand in passages that are not its own.
        for (row, mention) in mentions.iter().enumerate() {
            let (Some(document), Some(node)) = (scene.document_of[row], scene.node_of[row]) else {
                continue;
            };
            if let Some(names) = names.get_mut(&Some(document)) {
                let first = names.entry(mention.name.trim());
                first.and_modify(|first| *first = node.min(*first)).or_insert(node);
            }
        }
        for ((document, passage), language) in texts {
            let Some(names) = names.get(&document).filter(|names| names.len() <= NAMES_MAX) else {
                continue;
            };
            for (one, other, quote) in counted(passage, names, language) {
                self.add(one, other, Told { document, quote, by_role: false });
            }
        }
    }
}

/// Where a name stands in a passage.
#[derive(Debug, Clone, Copy)]
struct Span<'a> {
    from: usize,
    to: usize,
    name: &'a str,
    node: u32,
}

/// Pairs of nodes that a passage counts one by one, with its words.
fn counted(
    passage: &str,
    names: &FxHashMap<&str, u32>,
    language: Option<&str>,
) -> Vec<(u32, u32, String)> {
    let spans = spans(passage, names);
    let words = Relatives::bundled();
    let mut found = Vec::new();
    let mut run: Vec<Span<'_>> = Vec::new();
    // Whether the run counts persons, and whether it calls them relatives.
    let (mut counts, mut kin) = (false, false);
    let mut close = |run: &mut Vec<Span<'_>>, counts: bool, kin: bool| {
        if counts && run.len() > 1 {
            let quote = passage[run[0].from..run[run.len() - 1].to].to_owned();
            for (at, one) in run.iter().enumerate().take(RUN_MAX) {
                for other in run[at + 1..].iter().take(RUN_MAX) {
                    // Another script beside a name is the same name again.
                    let script = |span: &Span<'_>| Script::of_text(span.name);
                    if kin || script(one) == script(other) {
                        found.push((one.node, other.node, quote.clone()));
                    }
                }
            }
        }
        run.clear();
    };
    for (at, span) in spans.iter().enumerate() {
        let gap = if at == 0 { "" } else { &passage[spans[at - 1].to..span.from] };
        match if run.is_empty() { None } else { words.between(gap, language) } {
            Some(Between { and, kin: called }) => {
                counts |= and || called;
                kin |= called;
            }
            None => {
                close(&mut run, counts, kin);
                let before = &passage[if at == 0 { 0 } else { spans[at - 1].to }..span.from];
                kin = words.ends_with_several(before, language);
                counts = kin;
            }
        }
        run.push(*span);
    }
    close(&mut run, counts, kin);
    found
}

/// Where the names stand, the longest of those that overlap.
fn spans<'a>(passage: &str, names: &FxHashMap<&'a str, u32>) -> Vec<Span<'a>> {
    let mut all: Vec<Span<'a>> = Vec::new();
    for (&name, &node) in names.iter().filter(|(name, _)| name.chars().count() > 1) {
        for (from, _) in passage.match_indices(name) {
            let to = from + name.len();
            let spaced = name.chars().all(|c| !is_unspaced(c));
            let before = passage[..from].chars().next_back().is_some_and(char::is_alphanumeric);
            let after = passage[to..].chars().next().is_some_and(char::is_alphanumeric);
            if !spaced || !(before || after) {
                all.push(Span { from, to, name, node });
            }
        }
    }
    all.sort_by_key(|span| (span.from, std::cmp::Reverse(span.to), span.node));
    let mut end = 0;
    all.retain(|span| {
        let free = span.from >= end;
        end = if free { span.to } else { end };
        free
    });
    all
}

/// Whether words of a character's script follow each other without spaces.
pub(super) fn is_unspaced(c: char) -> bool {
    use Script::{Han, Hangul, Kana, Thai};
    matches!(Script::of(c), Some(Han | Hangul | Kana | Thai))
}

fn lower_words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    words.filter(|word| !word.is_empty() && seen.insert(word)).map(str::to_lowercase).collect()
}

/// Whether a word is another, or a case of it.
fn is_form(form: &str, word: &str) -> bool {
    let shared = form.chars().zip(word.chars()).take_while(|(a, b)| a == b).count();
    let (form, word) = (form.chars().count(), word.chars().count());
    let changed = form.max(word) - shared;
    form == shared && word == shared
        || shared >= LETTERS_MIN && word - shared < 2 && changed <= ENDING_MAX
}
