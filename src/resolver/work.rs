//! Rooms in the order of the pipeline: a scene in, decisions out, and the decisions as a resolution.

use rustc_hash::FxHashMap;

use super::confidence::Confidence;
use super::{Link, LinkKind, Resolution, Resolver};
use crate::Assignment;
use crate::block::candidates;
use crate::cluster::{Edge, cluster};
use crate::context::{Bearers, HalfAgreed, Placement, Roster, Scene, rosters};
use crate::lexicon::{Lexicon, Neighbors, Relation};
use crate::mention::Mention;
use crate::person::{Attested, Person, Standing, canonical_names, identifier};
use crate::score::{
    AddendKind, Evidence, Form, alignment, bits, explain, genders_conflict, name_bits, probability,
};

/// How many mentions each word is in.
pub(super) fn word_weights(scene: &Scene, lexicon: &Lexicon<'_>) -> Vec<u32> {
    let mut weights = vec![0; lexicon.words().len()];
    for node in &scene.nodes {
        for word in &node.form.words {
            weights[word.id as usize] += node.mentions.len() as u32;
        }
    }
    weights
}

/// One resolution under way.
pub(super) struct Work<'a> {
    pub(super) resolver: &'a Resolver,
    pub(super) mentions: &'a [Mention],
    pub(super) scene: &'a Scene,
    pub(super) lexicon: &'a Lexicon<'a>,
    pub(super) neighbors: &'a Neighbors,
}

/// A scored pair of nodes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scored {
    pub(super) left: u32,
    pub(super) right: u32,
    /// Bits of names and attributes, without prior and context.
    pub(super) bits: f64,
    /// Bits that documents which list both take away.
    pub(super) exclusive: f64,
}

impl Scored {
    /// Bits of names, attributes and documents: everything but the prior.
    pub(super) fn own_bits(&self, rosters: &FxHashMap<(u32, u32), Roster>) -> f64 {
        let roster = rosters.get(&(self.left, self.right)).map_or(0.0, |roster| roster.bits);
        self.bits + self.exclusive + roster
    }
}

/// What a document that lists two half-agreeing names as two says against their being one.
const EXCLUSIVE: f64 = -3.0;
/// Names with bits above this are one name, spelled twice even in one document.
const SPELLED_TWICE: f64 = 5.0;
/// Names with bits below this are not lifted by any company.
const FLOOR: f64 = -1.5;
/// Log2 odds that a candidate pair of a list is one person, before its names are compared: three
/// in ten. A prior estimated from each list (EM over the pairs' own probabilities) moved persons
/// whenever an unrelated document was added, and did no better on the lists it was tried on.
const PRIOR: f64 = -1.2;

impl Work<'_> {
    pub(super) fn resolve(&self) -> Resolution {
        let full = self.full_nodes();
        let (pairs, notes) = self.score(&full);
        let prior = self.resolver.prior.unwrap_or(PRIOR);
        let alone = self.groups(&pairs, prior, &FxHashMap::default());
        let rosters = self.rosters(&pairs, &alone);
        let groups = self.groups(&pairs, prior, &rosters);
        let placed = self.place(&groups);
        let outcome = Outcome { pairs, prior, rosters, groups, placed };
        self.finish(&outcome, notes)
    }

    fn full_nodes(&self) -> Vec<u32> {
        let nodes = &self.scene.nodes;
        (0..nodes.len() as u32).filter(|&id| nodes[id as usize].full).collect()
    }

    /// Scores all candidate pairs of full names.
    fn score(&self, full: &[u32]) -> (Vec<Scored>, Vec<String>) {
        use rayon::prelude::*;
        let forms: Vec<&Form> =
            full.iter().map(|&id| &self.scene.nodes[id as usize].form).collect();
        let found = candidates(&forms, self.neighbors);
        let pairs = found
            .pairs
            .par_iter()
            .map(|&(a, b)| self.score_pair(full[a as usize], full[b as usize]))
            .collect();
        let mut notes = Vec::new();
        if found.cut > 0 {
            notes.push(format!(
                "{} names had too many candidates: the nearest were scored",
                found.cut
            ));
        }
        if self.neighbors.cut > 0 {
            notes.push(format!(
                "{} groups of like words were cut to the commonest",
                self.neighbors.cut
            ));
        }
        (pairs, notes)
    }

    fn score_pair(&self, left: u32, right: u32) -> Scored {
        let (one, other) = (&self.scene.nodes[left as usize], &self.scene.nodes[right as usize]);
        let found = alignment(&one.form, &other.form, self.lexicon, |a, b| {
            self.neighbors.get(a, b, self.lexicon)
        });
        let conflict = genders_conflict(&one.form, &other.form, &found, self.lexicon);
        let names = name_bits(&one.form, &other.form, &found, conflict, &self.resolver.weights);
        let bits = names + one.attributes.bits(&other.attributes);
        let listed = bits < SPELLED_TWICE && !self.scene.shared_documents(left, right).is_empty();
        Scored { left, right, bits, exclusive: if listed { EXCLUSIVE } else { 0.0 } }
    }

    fn groups(
        &self,
        pairs: &[Scored],
        prior: f64,
        rosters: &FxHashMap<(u32, u32), Roster>,
    ) -> Vec<u32> {
        let edges: Vec<Edge> = pairs
            .iter()
            .map(|pair| {
                let own = pair.own_bits(rosters);
                let bits = prior + own;
                Edge { left: pair.left, right: pair.right, bits, against: (-own).max(0.0) }
            })
            .collect();
        cluster(self.scene.nodes.len(), &edges, bits(self.resolver.threshold), &[])
    }

    fn rosters(&self, pairs: &[Scored], groups: &[u32]) -> FxHashMap<(u32, u32), Roster> {
        let half: Vec<HalfAgreed> = pairs
            .iter()
            .filter(|pair| pair.exclusive == 0.0 && pair.bits > FLOOR)
            .filter(|pair| groups[pair.left as usize] != groups[pair.right as usize])
            .map(|pair| HalfAgreed { left: pair.left, right: pair.right, bits: pair.bits })
            .collect();
        let mut rarity: FxHashMap<u32, f64> = FxHashMap::default();
        for (id, node) in self.scene.nodes.iter().enumerate().filter(|(_, node)| node.full) {
            let words = node.form.words.iter().map(|word| self.lexicon.word(word.id).surprisal());
            let known = rarity.entry(groups[id]).or_default();
            *known = known.max(words.sum());
        }
        const RARE: f64 = 20.0;
        rosters(self.scene, &half, groups, &|group| {
            rarity.get(&group).is_some_and(|&bits| bits >= RARE)
        })
    }

    /// Places each partial name in each document.
    fn place(&self, groups: &[u32]) -> FxHashMap<(u32, Option<u32>), Placement> {
        use rayon::prelude::*;
        let bearers = Bearers::new(self.scene, self.lexicon, self.neighbors, groups);
        let mut places: Vec<(u32, Option<u32>)> = self
            .scene
            .node_of
            .iter()
            .zip(&self.scene.document_of)
            .filter_map(|(node, document)| Some(((*node)?, *document)))
            .filter(|(node, _)| !self.scene.nodes[*node as usize].full)
            .collect();
        places.sort_unstable();
        places.dedup();
        places
            .par_iter()
            .map(|&(node, document)| ((node, document), bearers.place(node, document)))
            .collect()
    }
}

/// Everything that was decided.
pub(super) struct Outcome {
    pub(super) pairs: Vec<Scored>,
    pub(super) prior: f64,
    pub(super) rosters: FxHashMap<(u32, u32), Roster>,
    pub(super) groups: Vec<u32>,
    pub(super) placed: FxHashMap<(u32, Option<u32>), Placement>,
}

/// A person in the making.
#[derive(Debug, Default)]
struct Draft {
    rows: Vec<u32>,
    nodes: Vec<u32>,
}

impl Work<'_> {
    fn finish(&self, outcome: &Outcome, notes: Vec<String>) -> Resolution {
        let own = self.own_groups(outcome);
        let mut drafts: FxHashMap<u32, Draft> = FxHashMap::default();
        let mut group_of_row = vec![None; self.mentions.len()];
        for (row, node) in self.scene.node_of.iter().enumerate() {
            let Some(node) = *node else { continue };
            let group = self.group_of(row, node, outcome, &own);
            group_of_row[row] = Some(group);
            let draft = drafts.entry(group).or_default();
            draft.rows.push(row as u32);
            draft.nodes.push(node);
        }
        let confidence = Confidence::new(self, outcome);
        let mut persons: Vec<(u32, Person)> = drafts
            .into_iter()
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
    fn group_of(&self, row: usize, node: u32, outcome: &Outcome, own: &[u32]) -> u32 {
        if self.scene.nodes[node as usize].full {
            return outcome.groups[node as usize];
        }
        let placed = &outcome.placed[&(node, self.scene.document_of[row])];
        placed.group.unwrap_or(own[node as usize])
    }

    /// Groups of partial names that no bearer took: equal names are one person.
    fn own_groups(&self, outcome: &Outcome) -> Vec<u32> {
        let nodes = &self.scene.nodes;
        let mut edges = Vec::new();
        let mut by_word: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let partial = (0..nodes.len() as u32).filter(|&id| !nodes[id as usize].full);
        for id in partial {
            for word in &nodes[id as usize].form.words {
                by_word.entry(word.id).or_default().push(id);
            }
        }
        const SAME_WORD_MAX: usize = 200;
        for (&word, list) in &by_word {
            let near = [word].into_iter().chain(self.neighbors.of(word).iter().copied());
            for other in near.filter_map(|near| by_word.get(&near)).flatten().take(SAME_WORD_MAX) {
                for &id in list.iter().filter(|&id| id < other).take(SAME_WORD_MAX) {
                    let pair = self.score_pair(id, *other);
                    let bits = pair.bits - PARTIAL;
                    edges.push(Edge { left: id, right: *other, bits, against: (-bits).max(0.0) });
                }
            }
        }
        edges.sort_by_key(|edge| (edge.left, edge.right));
        edges.dedup_by_key(|edge| (edge.left, edge.right));
        let groups = cluster(nodes.len(), &edges, 0.0, &[]);
        // Numbers apart from those of full names.
        let offset = outcome.groups.iter().copied().max().map_or(0, |most| most + 1);
        groups.into_iter().map(|group| group + offset).collect()
    }

    fn person(&self, draft: Draft, confidence: &Confidence, outcome: &Outcome) -> Person {
        let mut nodes = draft.nodes;
        nodes.sort_unstable();
        nodes.dedup();
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
                    standing: self.standing(node, &nodes),
                }
            })
            .collect();
        let names = canonical_names(&attested);
        let name = names.first().map_or_else(String::new, |name| name.name.clone());
        Person {
            id: crate::person::id(self.scene, &nodes),
            name,
            mentions: draft.rows.iter().map(|&row| row as usize).collect(),
            confidence: confidence.of_person(self, &draft.rows, outcome),
            names,
        }
    }

    fn standing(&self, node: u32, person: &[u32]) -> Standing {
        let form = &self.scene.nodes[node as usize].form;
        Standing {
            oblique: self.is_oblique(node, person),
            words: form.written_out(),
            documents: self.scene.prominence(node),
        }
    }

    /// Whether another name of the person in the same script is shorter by a case ending.
    fn is_oblique(&self, node: u32, person: &[u32]) -> bool {
        let form = &self.scene.nodes[node as usize].form;
        person.iter().filter(|&&other| other != node).any(|&other| {
            let other = &self.scene.nodes[other as usize].form;
            form.words.iter().any(|word| {
                other.words.iter().any(|near| {
                    let found = self.neighbors.get(word.id, near.id, self.lexicon);
                    let (one, other) = (self.lexicon.word(word.id), self.lexicon.word(near.id));
                    found.relation == Relation::Inflection
                        && found.oblique
                        && one.script() == other.script()
                        && one.text().chars().count() > other.text().chars().count()
                })
            })
        })
    }

    fn links(&self, outcome: &Outcome, resolution: &Resolution) -> Vec<Link> {
        let mut links: Vec<Link> =
            outcome.pairs.iter().filter_map(|pair| self.link(pair, outcome, resolution)).collect();
        links.extend(self.placed_links(outcome, resolution));
        links.sort_by(|a, b| {
            let name = |row: usize| (&self.mentions[row].name, &self.mentions[row].document);
            (name(a.left), name(a.right)).cmp(&(name(b.left), name(b.right)))
        });
        links
    }

    fn link(&self, pair: &Scored, outcome: &Outcome, resolution: &Resolution) -> Option<Link> {
        let roster = outcome.rosters.get(&(pair.left, pair.right));
        let bits = outcome.prior + pair.own_bits(&outcome.rosters);
        let same = outcome.groups[pair.left as usize] == outcome.groups[pair.right as usize];
        let probability = probability(bits);
        let kind = match (same, roster) {
            (true, Some(_)) => LinkKind::Inferred,
            (true, None) if probability >= self.resolver.review => LinkKind::Merged,
            (false, _) if probability >= self.resolver.review => LinkKind::Review,
            // Something that was taken back is reported too.
            (false, _)
                if pair.exclusive < 0.0
                    && bits - pair.exclusive > crate::score::bits(self.resolver.review) =>
            {
                LinkKind::Review
            }
            _ => return None,
        };
        let (left, right) = (self.representative(pair.left), self.representative(pair.right));
        let evidence = self.evidence(pair, outcome, resolution);
        let context = roster.is_some() || pair.exclusive != 0.0;
        let without = context.then(|| crate::score::probability(outcome.prior + pair.bits));
        let size = |row: usize| resolution.person_of(row).map_or(0, |person| person.mentions.len());
        let moves = size(left).min(size(right));
        Some(Link { left, right, probability, evidence, kind, without_context: without, moves })
    }

    /// A link from each partial name that was placed, in each document, to its bearer.
    fn placed_links(&self, outcome: &Outcome, resolution: &Resolution) -> Vec<Link> {
        let placed = outcome.placed.iter().filter_map(|(&(node, document), placement)| {
            let bearer = self.representative(placement.node?);
            let rows = self.scene.nodes[node as usize].mentions.iter().map(|&row| row as usize);
            let here = rows.filter(|&row| self.scene.document_of[row] == document);
            let left =
                here.min_by_key(|&row| (&self.mentions[row].id, &self.mentions[row].name))?;
            let name = &resolution.person_of(bearer)?.name;
            let mut evidence = Evidence::new(0.0);
            let label = format!(
                "stands for {name}: likelier than any other bearer or a person of its own \
                 (runner-up {:.2})",
                placement.runner_up
            );
            evidence.push(AddendKind::Prominence, bits(placement.probability), label);
            Some(Link {
                left,
                right: bearer,
                probability: evidence.probability(),
                evidence,
                kind: LinkKind::Placed,
                without_context: None,
                moves: 1,
            })
        });
        placed.collect()
    }

    /// The mention that stands for a node: the first by document, then by id, whatever its row.
    fn representative(&self, node: u32) -> usize {
        let key = |row: &u32| {
            let mention = &self.mentions[*row as usize];
            (&mention.document, &mention.id, &mention.name, &mention.source)
        };
        let rows = &self.scene.nodes[node as usize].mentions;
        rows.iter().min_by(|a, b| key(a).cmp(&key(b))).map_or(0, |&row| row as usize)
    }

    fn evidence(&self, pair: &Scored, outcome: &Outcome, resolution: &Resolution) -> Evidence {
        let (one, other) =
            (&self.scene.nodes[pair.left as usize], &self.scene.nodes[pair.right as usize]);
        let mut evidence = Evidence::new(outcome.prior);
        let compare = |a, b| self.neighbors.get(a, b, self.lexicon);
        let weights = &self.resolver.weights;
        explain(&one.form, &other.form, weights, self.lexicon, compare, &mut evidence);
        one.attributes.compare(&other.attributes, &mut evidence);
        let document = |id: u32| self.scene.documents[id as usize].name.as_str();
        if pair.exclusive != 0.0 {
            let shared = self.scene.shared_documents(pair.left, pair.right);
            let names: Vec<&str> = shared.iter().map(|&id| document(id)).collect();
            let label = format!("listed as two names in {}", names.join(", "));
            evidence.push(AddendKind::Exclusivity, pair.exclusive, label);
        }
        if let Some(roster) = outcome.rosters.get(&(pair.left, pair.right)) {
            let mut names: Vec<String> = roster
                .shared
                .iter()
                .filter_map(|&node| self.person_name(node, resolution))
                .collect();
            names.sort();
            names.dedup();
            let label = format!(
                "shared roster of {} and {}: both name {}",
                document(roster.documents.0),
                document(roster.documents.1),
                names.join(", ")
            );
            evidence.push(AddendKind::Roster, roster.bits, label);
        }
        evidence
    }

    fn person_name(&self, node: u32, resolution: &Resolution) -> Option<String> {
        let row = *self.scene.nodes[node as usize].mentions.first()? as usize;
        resolution.person_of(row).map(|person| person.name.clone())
    }
}

/// Partial names that are alike are one person only if the names are surely one, in bits.
const PARTIAL: f64 = 2.0;

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
