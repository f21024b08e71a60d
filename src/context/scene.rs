//! Mentions → distinct names, and the documents that they stand in.
//!
//! A list of ten million mentions has far fewer distinct names: a *node* is a distinct name with
//! distinct attributes. Nodes and documents are numbered by content, never by row, so that the
//! order of a list cannot matter.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::address::{is_address, is_titled};
use super::lineage::set_lineages;
use crate::lexicon::Lexicon;
use crate::mention::Mention;
use crate::normalize::{Name, read_with};
use crate::score::{Attributes, Form};

/// A distinct name with distinct attributes.
#[derive(Debug, Clone)]
pub struct Node {
    /// The words that are compared.
    pub form: Form,
    /// One way it is printed.
    pub text: String,
    /// What sources say beside it.
    pub attributes: Attributes,
    /// Mentions of it, by row; none where it is only another name of a mention.
    pub mentions: Vec<u32>,
    /// Where no mention prints it: the mention that gives it as another name of its person.
    pub alias_of: Option<u32>,
    /// Documents it stands in, each once.
    pub documents: Vec<u32>,
    /// Whether the name has two words written out: enough to be compared with others, but for a given
    /// name with a father's, as East Slavs address each other (Борис Николаевич).
    pub full: bool,
    /// How many mentions have a title before it that goes with a family name, or with no name of a family
    /// at all (President, Pope).
    pub titled: u32,
}

/// A text that lists persons.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its name in the list.
    pub name: String,
    /// Nodes in it, each once, in order.
    pub nodes: Vec<u32>,
    /// Documents of one roster print one text: the first of them.
    pub edition: u32,
    /// Documents of nearly one roster are copies of one text: the first of them.
    pub lineage: u32,
    /// The year that it is from, if the list says.
    pub year: Option<i32>,
    /// Whether the list says its language, and that is none in which a man's name in a case may end as a
    /// woman's does.
    pub undeclined: bool,
}

/// A list, sorted out.
#[derive(Debug, Default)]
pub struct Scene {
    /// Distinct names.
    pub nodes: Vec<Node>,
    /// The node of each mention; `None` for a mention without a name.
    pub node_of: Vec<Option<u32>>,
    /// Two names of one person by the word of a source: of a mention and of its alias.
    pub same: Vec<(u32, u32)>,
    /// Documents, by name.
    pub documents: Vec<Document>,
    /// The document of each mention.
    pub document_of: Vec<Option<u32>>,
}

impl Scene {
    /// Sorts out a list; the words of its names are added to `lexicon`.
    pub fn new(mentions: &[Mention], lexicon: &mut Lexicon<'_>) -> Self {
        let mut scene = Self { node_of: vec![None; mentions.len()], ..Self::default() };
        scene.set_documents(mentions);
        let languages = languages(mentions, &scene.document_of, scene.documents.len());
        let text = |row: u32| (mentions[row as usize].name.as_str(), languages[row as usize]);
        let mut rows: Vec<u32> = (0..mentions.len() as u32).collect();
        rows.par_sort_unstable_by(|&a, &b| text(a).cmp(&text(b)).then(a.cmp(&b)));
        let texts: Vec<&mut [u32]> = rows.chunk_by_mut(|&a, &b| text(a) == text(b)).collect();
        let names: Vec<Name> = texts
            .par_iter()
            .map(|rows| {
                let (text, language) = text(rows[0]);
                read_with(text, language)
            })
            .collect();
        let mut forms: FxHashMap<Form, u32> = FxHashMap::default();
        let mut known: FxHashMap<(u32, bool, Attributes), u32> = FxHashMap::default();
        for (rows, name) in texts.into_iter().zip(&names) {
            if name.tokens.is_empty() {
                continue;
            }
            let (text, _) = text(rows[0]);
            let form = Form::new(name, false, lexicon);
            // Namesakes are numbered by what sources say of them.
            rows.sort_by_key(|&row| {
                let mention = &mentions[row as usize];
                (&mention.birth_date, &mention.country, &mention.gender)
            });
            let next = forms.len() as u32;
            let number = *forms.entry(form.clone()).or_insert(next);
            let full = form.written_out() > 1 && !is_address(name);
            let titled = is_titled(name);
            for &row in &*rows {
                let mention = &mentions[row as usize];
                let node = scene.place((row, mention), text, (&form, number, full), &mut known);
                scene.nodes[node as usize].titled += u32::from(titled);
            }
        }
        scene.set_aliases(mentions, lexicon);
        scene.finish(mentions);
        scene
    }

    /// Other names of a mention become nodes of their own, one for each name that has them: two
    /// persons of one alias are not thereby one. They stand in no document.
    fn set_aliases(&mut self, mentions: &[Mention], lexicon: &mut Lexicon<'_>) {
        let mut given: BTreeMap<(u32, &str), u32> = BTreeMap::new();
        for (row, mention) in mentions.iter().enumerate() {
            let Some(node) = self.node_of[row] else { continue };
            for alias in mention.aliases.iter().filter(|alias| **alias != mention.name) {
                let first = given.entry((node, alias)).or_insert(row as u32);
                let key = |row: u32| {
                    let mention = &mentions[row as usize];
                    (&mention.document, &mention.id, &mention.source)
                };
                if key(row as u32) < key(*first) {
                    *first = row as u32;
                }
            }
        }
        for ((node, alias), row) in given {
            let name = read_with(alias, mentions[row as usize].language.as_deref());
            let form = Form::new(&name, false, lexicon);
            // One word is no edge between persons, as a name or as an alias.
            if form.written_out() < 2 || form == self.nodes[node as usize].form {
                continue;
            }
            self.same.push((node, self.nodes.len() as u32));
            self.nodes.push(Node {
                full: true,
                form,
                text: alias.to_owned(),
                attributes: self.nodes[node as usize].attributes.clone(),
                mentions: Vec::new(),
                alias_of: Some(row),
                documents: Vec::new(),
                titled: 0,
            });
        }
    }

    fn set_documents(&mut self, mentions: &[Mention]) {
        let mut names: Vec<&str> = mentions.iter().filter_map(|m| m.document.as_deref()).collect();
        names.sort_unstable();
        names.dedup();
        self.document_of = mentions
            .iter()
            .map(|mention| {
                let name = mention.document.as_deref()?;
                names.binary_search(&name).ok().map(|index| index as u32)
            })
            .collect();
        self.documents = names
            .into_iter()
            .map(|name| Document {
                name: name.to_owned(),
                nodes: Vec::new(),
                edition: 0,
                lineage: 0,
                year: None,
                undeclined: false,
            })
            .collect();
    }

    fn place(
        &mut self,
        (row, mention): (u32, &Mention),
        text: &str,
        (form, number, full): (&Form, u32, bool),
        known: &mut FxHashMap<(u32, bool, Attributes), u32>,
    ) -> u32 {
        let attributes = Attributes::read(
            mention.birth_date.as_deref(),
            mention.country.as_deref(),
            mention.gender.as_deref(),
        );
        let next = self.nodes.len() as u32;
        let id = *known.entry((number, full, attributes.clone())).or_insert(next);
        if id == next {
            self.nodes.push(Node {
                full,
                form: form.clone(),
                text: text.to_owned(),
                attributes,
                mentions: Vec::new(),
                alias_of: None,
                documents: Vec::new(),
                titled: 0,
            });
        }
        self.node_of[row as usize] = Some(id);
        self.nodes[id as usize].mentions.push(row);
        if let Some(document) = self.document_of[row as usize] {
            self.nodes[id as usize].documents.push(document);
            self.documents[document as usize].nodes.push(id);
        }
        id
    }

    fn finish(&mut self, mentions: &[Mention]) {
        for node in &mut self.nodes {
            node.mentions.sort_unstable();
            node.documents.sort_unstable();
            node.documents.dedup();
        }
        for document in &mut self.documents {
            document.nodes.sort_unstable();
            document.nodes.dedup();
        }
        let mut dates: Vec<Option<&str>> = vec![None; self.documents.len()];
        let mut declines = vec![None; self.documents.len()];
        for (mention, document) in mentions.iter().zip(&self.document_of) {
            let Some(document) = document.map(|document| document as usize) else { continue };
            if let Some(date) = mention.date.as_deref() {
                dates[document] = Some(dates[document].map_or(date, |first| first.min(date)));
            }
            if let Some(language) = &mention.language {
                *declines[document].get_or_insert(false) |= declines_names(language);
            }
        }
        for (at, document) in self.documents.iter_mut().enumerate() {
            document.year = dates[at].and_then(year);
            document.undeclined = declines[at] == Some(false);
        }
        set_lineages(&mut self.documents, &dates);
    }

    /// Makes nodes of their own for a node's mentions in each of these groups of its documents, and
    /// gives them.
    pub fn split(&mut self, node: u32, stories: &[Vec<u32>]) -> Vec<u32> {
        let first = self.nodes.len() as u32;
        let whole = &mut self.nodes[node as usize];
        let (mentions, documents) =
            (std::mem::take(&mut whole.mentions), std::mem::take(&mut whole.documents));
        let whole = whole.clone();
        self.nodes.extend(stories.iter().map(|_| whole.clone()));
        let parts = first..self.nodes.len() as u32;
        let told = stories.iter().zip(parts.clone());
        let told =
            told.flat_map(|(story, part)| story.iter().map(move |&document| (document, part)));
        let told: FxHashMap<u32, u32> = told.collect();
        for document in documents {
            let part = told.get(&document).copied().unwrap_or(node);
            self.nodes[part as usize].documents.push(document);
            if part != node {
                let named = &mut self.documents[document as usize].nodes;
                named.retain(|&named| named != node);
                named.push(part);
            }
        }
        for row in mentions {
            let document = self.document_of[row as usize];
            let part = document.and_then(|document| told.get(&document)).copied().unwrap_or(node);
            self.nodes[part as usize].mentions.push(row);
            self.node_of[row as usize] = Some(part);
        }
        parts.collect()
    }

    /// Gives words new ids, by their old ones.
    pub fn renumber_words(&mut self, ids: &[u32]) {
        let words = self.nodes.par_iter_mut().flat_map_iter(|node| &mut node.form.words);
        words.for_each(|word| {
            word.id = ids[word.id as usize];
            word.with_next = word.with_next.map(|id| ids[id as usize]);
        });
    }

    /// Independent sources that a node stands in: copies of one text count once.
    #[must_use]
    pub fn lineages_of(&self, node: u32) -> Vec<u32> {
        let documents = &self.nodes[node as usize].documents;
        let mut lineages: Vec<u32> =
            documents.iter().map(|&document| self.documents[document as usize].lineage).collect();
        lineages.sort_unstable();
        lineages.dedup();
        lineages
    }

    /// Documents that list both nodes, reprints once.
    #[must_use]
    pub fn shared_documents(&self, left: u32, right: u32) -> Vec<u32> {
        let other = &self.nodes[right as usize].documents;
        let mut shared: Vec<u32> = self.nodes[left as usize]
            .documents
            .iter()
            .filter(|document| other.binary_search(document).is_ok())
            .map(|&document| self.documents[document as usize].edition)
            .collect();
        shared.sort_unstable();
        shared.dedup();
        shared
    }

    /// How often a node is named by independent sources, or by mentions where there are no documents.
    #[must_use]
    pub fn prominence(&self, node: u32) -> usize {
        match self.lineages_of(node).len() {
            0 => self.nodes[node as usize].mentions.len(),
            lineages => lineages,
        }
    }
}

/// Whether a language (BCP 47) has cases of men's names that end in -a, as a woman's do.
fn declines_names(language: &str) -> bool {
    const LANGUAGES: [&str; 15] = [
        "be", "bs", "cnr", "cs", "dsb", "hr", "hsb", "lv", "pl", "ru", "sh", "sk", "sl", "sr", "uk",
    ];
    let code = language.split(['-', '_']).next().unwrap_or_default();
    LANGUAGES.iter().any(|known| known.eq_ignore_ascii_case(code))
}

/// The year that a date begins with.
pub(super) fn year(date: &str) -> Option<i32> {
    let digits = date.trim().get(..4)?;
    digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// Years between two texts in which one person is named as likely as in one year.
const CAREER: i32 = 30;
/// Years that halve, beyond those, the odds of one person being named in both.
const HALVED: f64 = 10.0;
/// The dead are named too: no more than this.
const LONG_AGO_MAX: f64 = 6.0;

/// What it says of a person that so many years are between two texts that name him, in bits.
pub(super) fn long_ago(years: i32) -> f64 {
    -(f64::from(years.saturating_sub(CAREER).max(0)) / HALVED).min(LONG_AGO_MAX)
}

/// The languages that mentions are read in, where one is known.
///
/// `M. Aubry` is Monsieur's where nobody knows; but beside other initials in front of a lone family
/// name (`A. Aubry`, `S. Aubry`), in its document or in a list without any, it is one more of them.
fn languages<'a>(
    mentions: &'a [Mention],
    document_of: &[Option<u32>],
    documents: usize,
) -> Vec<Option<&'a str>> {
    /// BCP 47 for a language that nobody knows, but that is not French.
    const UNKNOWN: &str = "und";
    let lone = |mention: &Mention| {
        if mention.language.is_some() { None } else { lone_initial(&mention.name) }
    };
    let place = |row: usize| document_of[row].map_or(documents, |document| document as usize);
    let mut initials = vec![(0, 0); documents + 1];
    for (row, mention) in mentions.iter().enumerate() {
        if let Some(letter) = lone(mention) {
            let (all, ms) = &mut initials[place(row)];
            *all += 1;
            *ms += u32::from(letter == 'M');
        }
    }
    let language = |(row, mention): (usize, &'a Mention)| {
        let (all, ms) = initials[place(row)];
        let is_initial = || 2 * ms < all && lone(mention) == Some('M');
        mention.language.as_deref().or_else(|| is_initial().then_some(UNKNOWN))
    };
    mentions.iter().enumerate().map(language).collect()
}

/// The letter of a name that is one with a full stop, then a word.
fn lone_initial(name: &str) -> Option<char> {
    let (initial, word) = name.trim().split_once(". ")?;
    let mut letters = initial.chars();
    let letter = letters.next().filter(char::is_ascii_uppercase)?;
    (letters.next().is_none() && !word.trim().contains([' ', '.'])).then_some(letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Knowledge;
    use crate::score::Role;

    #[test]
    fn m_is_monsieur_but_for_texts_that_print_initials() {
        let first_role = |names: &[&str]| {
            let mut mentions: Vec<Mention> = names.iter().map(|name| Mention::new(*name)).collect();
            let mut elsewhere = Mention::new("B. Aliev");
            elsewhere.document = Some("elsewhere".to_owned());
            mentions.extend([elsewhere.clone(), elsewhere.clone(), elsewhere]);
            let mut lexicon = Lexicon::new(Knowledge::bundled());
            let scene = Scene::new(&mentions, &mut lexicon);
            let node = scene.node_of[0].expect("a name");
            scene.nodes[node as usize].form.words[0].role
        };
        assert_eq!(first_role(&["M. Aubry", "M. Dupont", "F. Hollande"]), Role::Word);
        assert_eq!(first_role(&["M. Aubry", "A. Aubry", "S. Karimov"]), Role::Initial);
    }
}
