//! What was decided → persons, in an order that rows do not change, and where each mention went.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Outcome, Work};
use crate::Assignment;
use crate::lexicon::Relation;
use crate::person::{Attested, Person, Standing, canonical_names, identifier};
use crate::resolver::Resolution;
use crate::resolver::confidence::Confidence;
use crate::resolver::remarks::remarks;
use crate::score::Role;

/// A person in the making.
#[derive(Debug, Default)]
struct Draft {
    rows: Vec<u32>,
    nodes: Vec<u32>,
}

impl Work<'_> {
    pub(super) fn finish(&self, outcome: &Outcome, notes: Vec<String>) -> Resolution {
        let mut drafts: FxHashMap<u32, Draft> = FxHashMap::default();
        let mut group_of_row = vec![None; self.mentions.len()];
        for (row, node) in self.scene.node_of.iter().enumerate() {
            let Some(node) = *node else { continue };
            let group = self.group_of(row, node, outcome);
            group_of_row[row] = Some(group);
            let draft = drafts.entry(group).or_default();
            draft.rows.push(row as u32);
            draft.nodes.push(node);
        }
        let confidence = Confidence::new(self, outcome);
        let mut persons: Vec<(u32, Person)> = drafts
            .into_par_iter()
            .map(|(group, draft)| (group, self.person(draft, &confidence, outcome)))
            .collect();
        persons.sort_by_cached_key(|(_, person)| self.order(person));
        distinguish(&mut persons);
        let index: FxHashMap<u32, usize> =
            persons.iter().enumerate().map(|(at, (group, _))| (*group, at)).collect();
        let assignments = group_of_row
            .iter()
            .enumerate()
            .map(|(row, group)| Assignment {
                person: group.map(|group| index[&group]),
                confidence: group.map_or(0.0, |_| confidence.of_row(self, row, outcome)),
            })
            .collect();
        let persons: Vec<Person> = persons.into_iter().map(|(_, person)| person).collect();
        let mut resolution = Resolution { persons, assignments, links: Vec::new(), notes };
        resolution.links = self.links(outcome, &resolution);
        let remarks = remarks(self.mentions, &resolution);
        resolution.notes.extend(remarks);
        resolution
    }

    /// What persons are put in order by: names, ids and, among namesakes, what sources say of them.
    fn order(&self, person: &Person) -> (String, String, Vec<String>) {
        let told = |&row: &usize| {
            let mention = &self.mentions[row];
            let fields =
                [&mention.document, &mention.birth_date, &mention.country, &mention.gender];
            let fields = fields.map(|field| field.as_deref().unwrap_or_default());
            format!("{}\u{1f}{}", fields.join("\u{1f}"), mention.name)
        };
        let mut told: Vec<String> = person.mentions.iter().map(told).collect();
        told.sort();
        (person.name.clone(), person.id.clone(), told)
    }

    /// The group of a mention: its name's own, or that of the bearer it was placed with.
    fn group_of(&self, row: usize, node: u32, outcome: &Outcome) -> u32 {
        if self.scene.nodes[node as usize].full {
            return outcome.groups[node as usize];
        }
        let placed = &outcome.placed[&(node, self.scene.document_of[row])];
        placed.group.unwrap_or(placed.own)
    }

    fn person(&self, draft: Draft, confidence: &Confidence, outcome: &Outcome) -> Person {
        let mut nodes = draft.nodes;
        nodes.sort_unstable();
        nodes.dedup();
        let oblique = self.oblique_words(&nodes);
        let attested: Vec<Attested<'_>> = draft
            .rows
            .iter()
            .map(|&row| {
                let mention = &self.mentions[row as usize];
                let node = self.scene.node_of[row as usize].unwrap_or_default();
                Attested {
                    mention: row as usize,
                    name: &mention.name,
                    language: mention.language.as_deref(),
                    standing: self.standing(node, &oblique),
                }
            })
            .collect();
        let names = canonical_names(&attested);
        let name = names.first().map_or_else(String::new, |name| name.name.clone());
        Person {
            id: crate::person::id(&self.scene, &nodes),
            name,
            mentions: draft.rows.iter().map(|&row| row as usize).collect(),
            confidence: confidence.of_person(self, &draft.rows, outcome),
            names,
        }
    }

    fn standing(&self, node: u32, oblique: &FxHashSet<u32>) -> Standing {
        let form = &self.scene.nodes[node as usize].form;
        Standing {
            oblique: form.words.iter().any(|word| oblique.contains(&word.id)),
            words: form.written_out(),
            initials: form.words.iter().any(|word| word.role == Role::Initial),
            documents: self.scene.prominence(node),
        }
    }

    /// Words of a person's names that are case forms of others: longer by an ending in the same script,
    /// or in any language an oblique form of a name that ends in a consonant, for some texts never
    /// name him in the nominative.
    fn oblique_words(&self, nodes: &[u32]) -> FxHashSet<u32> {
        const WORDS_MAX: usize = 100;
        /// What is hardly ever printed does not say that what all print is a case.
        const RARER: usize = 10;
        let mut printed: BTreeMap<u32, usize> = BTreeMap::new();
        for &node in nodes {
            for word in &self.scene.nodes[node as usize].form.words {
                *printed.entry(word.id).or_default() += self.scene.prominence(node);
            }
        }
        let words: Vec<u32> = printed.keys().copied().take(WORDS_MAX).collect();
        let is_case = |form: u32, base: u32| {
            let found = self.neighbors.get(form, base, self.lexicon);
            let often = printed[&base] * RARER >= printed[&form];
            let (form, base) = (self.lexicon.word(form), self.lexicon.word(base));
            let longer = form.text().chars().count() > base.text().chars().count();
            match found.relation {
                Relation::Inflection if form.script() == base.script() => found.oblique && longer,
                _ => often && form.is_case_of(base),
            }
        };
        let is_oblique = |form: &u32| words.iter().any(|&base| is_case(*form, base));
        words.iter().copied().filter(is_oblique).collect()
    }
}

/// Persons of the same names get ids of their own, in order of their documents.
fn distinguish(persons: &mut [(u32, Person)]) {
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    for (_, person) in persons {
        let count = seen.entry(person.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            person.id = identifier(&[person.id.clone(), count.to_string()]);
        }
    }
}
