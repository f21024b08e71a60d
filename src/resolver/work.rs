//! Rooms in the order of the pipeline: a scene in, decisions out, and the decisions as a resolution.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::confidence::Confidence;
use super::namesakes::Namesakes;
use super::remarks::{NAMES_MAX, remarks};
use super::watch::{Count, Stage, Watch};
use super::{Explanation, Link, LinkKind, Mechanism, Resolution, Resolver, Without};
use crate::Assignment;
use crate::block::{candidates, words_of};
use crate::cluster::{Edge, cluster, components};
use crate::context::{
    Bearers, Beside, HalfAgreed, Node, Place, Placement, Placements, Roster, Rosters, Said, Scene,
    rosters,
};
use crate::lexicon::{Lexicon, Neighbors, Relation};
use crate::mention::Mention;
use crate::person::{Attested, Person, Standing, canonical_names, identifier};
use crate::score::{
    AddendKind, Alignment, Evidence, Form, Role, alignment, bits, explain, genders_conflict,
    name_bits_and_doubts, probability,
};

/// How many mentions each word is in.
fn word_weights(scene: &Scene, lexicon: &Lexicon<'_>) -> Vec<u32> {
    let mut weights = vec![0; lexicon.words().len()];
    for node in &scene.nodes {
        for word in &node.form.words {
            weights[word.id as usize] += node.mentions.len().max(1) as u32;
        }
    }
    weights
}

/// One resolution under way.
pub(super) struct Work<'a> {
    pub(super) resolver: &'a Resolver,
    pub(super) watch: Watch<'a>,
    pub(super) mentions: &'a [Mention],
    pub(super) scene: &'a Scene,
    pub(super) lexicon: &'a Lexicon<'a>,
    pub(super) neighbors: Neighbors,
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
    /// What of `bits` makes the names weaker without telling two persons apart.
    doubts: f64,
    /// Whether the names are those of two persons, whoever else may be like both.
    apart: bool,
    /// Bits that strangers of the same name, as many as the list lets expect, take away.
    pub(super) namesakes: f64,
}

impl Scored {
    /// Bits of names, attributes and documents: everything but the prior.
    pub(super) fn own_bits(&self, context: &Context) -> f64 {
        let pair = (self.left, self.right);
        let roster = context.rosters.get(&pair).map_or(0.0, |roster| roster.bits);
        self.bits + self.namesakes + self.exclusive + roster + context.said_bits(pair)
    }
}

/// What documents tell about pairs of names, beside listing both.
#[derive(Debug, Default)]
pub(super) struct Context {
    rosters: FxHashMap<(u32, u32), Roster>,
    /// Bits that company would add, but for one document that lists both.
    withheld: FxHashMap<(u32, u32), f64>,
    /// Of their roles and dates.
    said: FxHashMap<(u32, u32), Vec<Said>>,
    /// Bits that a role would add to a pair, were its company not known.
    role_alone: FxHashMap<(u32, u32), f64>,
}

impl Context {
    fn said(&self, pair: (u32, u32)) -> &[Said] {
        self.said.get(&pair).map_or(&[], Vec::as_slice)
    }

    fn said_bits(&self, pair: (u32, u32)) -> f64 {
        self.said(pair).iter().map(|said| said.bits).sum()
    }
}

/// Whether two names differ in nothing but their cases: a text that declines names prints one
/// person's so, side by side.
fn is_declined(found: &Alignment) -> bool {
    let same = |relation| matches!(relation, Relation::Identical | Relation::Inflection);
    found.contradicted.is_empty()
        && found.words().any(|pairing| pairing.found.relation == Relation::Inflection)
        && found.words().all(|pairing| same(pairing.found.relation))
}

/// Whether the names say that there are two: other fathers, or another generation. A name that says
/// neither fits both, and must not bring them together.
fn are_two(one: &Form, other: &Form, found: &Alignment) -> bool {
    let father = |form: &Form, at: u8| form.words[at as usize].role == Role::Patronymic;
    let generations = one.generation != other.generation;
    (generations && one.generation != 0 && other.generation != 0)
        || found.contradicted.iter().any(|pairing| {
            pairing.found.odds < FATHERS_DIFFER
                && father(one, pairing.left)
                && father(other, pairing.right)
        })
}

/// Odds of two patronymics below which they name two fathers.
const FATHERS_DIFFER: f32 = -3.0;

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

/// Two names that a source gives one person are that person's, whatever they look like.
const TOLD: f64 = 100.0;

impl Work<'_> {
    pub(super) fn resolve(mut self) -> Resolution {
        let (outcome, notes) = self.decide();
        self.finish(&outcome, notes)
    }

    /// The same, and the pairs that keep chosen persons apart from their nearest.
    pub(super) fn explain(mut self, choose: impl FnOnce(&Resolution) -> Vec<usize>) -> Explanation {
        let (outcome, notes) = self.decide();
        let resolution = self.finish(&outcome, notes);
        let apart = self.apart(&outcome, &resolution, &choose(&resolution));
        Explanation { resolution, apart }
    }

    fn decide(&mut self) -> (Outcome, Vec<String>) {
        let full = self.full_nodes();
        let (mut pairs, notes) = self.score(&full);
        let prior = self.resolver.prior.unwrap_or(PRIOR);
        self.complete(&mut pairs);
        let alone = self.groups(&pairs, prior, &Context::default(), &[]);
        let namesakes = Namesakes::new(self, &alone);
        namesakes.weigh(self, prior, &mut pairs);
        self.meet_partial();
        (self.watch)(Stage::Grouping, 0, 0);
        let alone = if pairs.iter().any(|pair| pair.namesakes != 0.0) {
            self.groups(&pairs, prior, &Context::default(), &[])
        } else {
            alone
        };
        let rosters = self.rosters(&pairs, &alone);
        let mut context =
            Context { rosters: rosters.found, withheld: rosters.withheld, ..Context::default() };
        self.read_beside(&pairs, prior, &alone, &mut context);
        let groups = if context.rosters.is_empty() && context.said.is_empty() {
            alone
        } else {
            self.groups(&pairs, prior, &context, &alone)
        };
        let own = self.own_groups(&groups);
        let placed = self.place(&groups, &own);
        (Outcome { pairs, prior, namesakes, context, groups, placed, own }, notes)
    }

    fn full_nodes(&self) -> Vec<u32> {
        let nodes = &self.scene.nodes;
        (0..nodes.len() as u32).filter(|&id| nodes[id as usize].full).collect()
    }

    /// Scores all candidate pairs of full names.
    fn score(&mut self, full: &[u32]) -> (Vec<Scored>, Vec<String>) {
        let scene = self.scene;
        let forms: Vec<&Form> = full.iter().map(|&id| &scene.nodes[id as usize].form).collect();
        let weights = &self.resolver.weights;
        let found = candidates(&forms, &mut self.neighbors, self.lexicon, weights);
        let count = Count::new(self.watch, Stage::Scoring, found.pairs.len());
        let pairs: Vec<Scored> = found
            .pairs
            .par_iter()
            .enumerate()
            .map(|(at, &(a, b))| {
                count.tick(at);
                self.score_pair(full[a as usize], full[b as usize])
            })
            .collect();
        let mut notes = Vec::new();
        if found.cut > 0 {
            notes.push(format!(
                "{} names had too many candidates: the nearest were scored",
                found.cut
            ));
        }
        if found.crowded > 0 {
            notes.push(format!(
                "{} groups of like names were large: each name was compared with the nearest",
                found.crowded
            ));
        }
        (pairs, notes)
    }

    /// Names that others would bring together are compared too, whatever they share: what keeps
    /// John and James apart is not found by what they have in common, but by J. between them.
    fn complete(&mut self, pairs: &mut Vec<Scored>) {
        let least = bits(self.resolver.threshold) - self.resolver.prior.unwrap_or(PRIOR);
        let joining = pairs.iter().filter(|pair| pair.bits > least);
        let joining = joining.map(|pair| (pair.left, pair.right));
        let joining: Vec<(u32, u32)> = joining.chain(self.scene.same.iter().copied()).collect();
        let together = components(self.scene.nodes.len(), joining.iter().copied());
        let mut members: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (left, right) in joining {
            members.entry(together[left as usize]).or_default().extend([left, right]);
        }
        let mut groups: Vec<Vec<u32>> = members.into_values().collect();
        for group in &mut groups {
            group.sort_unstable();
            group.dedup();
        }
        groups.retain(|group| (3..=NAMES_MAX).contains(&group.len()));
        groups.sort_unstable();
        let scored: FxHashSet<(u32, u32)> = pairs
            .iter()
            .filter(|pair| together[pair.left as usize] == together[pair.right as usize])
            .map(|pair| (pair.left.min(pair.right), pair.left.max(pair.right)))
            .collect();
        let missing: Vec<(u32, u32)> = groups
            .par_iter()
            .flat_map_iter(|group| {
                let pairs = group.iter().enumerate().flat_map(move |(at, &left)| {
                    group[at + 1..].iter().map(move |&right| (left, right))
                });
                pairs.filter(|pair| !scored.contains(pair))
            })
            .collect();
        self.meet(&missing);
        let found = missing.par_iter().map(|&(left, right)| self.score_pair(left, right));
        pairs.par_extend(found);
    }

    /// Makes the words of these pairs of names known to each other.
    fn meet(&mut self, pairs: &[(u32, u32)]) {
        let form = |node: u32| &self.scene.nodes[node as usize].form;
        self.neighbors.compare(words_of(form, pairs), self.lexicon);
    }

    /// Words of names that are not written out meet all that are like them: in the documents that
    /// name them, and among themselves, even a little.
    fn meet_partial(&mut self) {
        let mut partial = vec![false; self.lexicon.words().len()];
        let mut documents: Vec<Vec<u32>> = vec![Vec::new(); partial.len()];
        for node in &self.scene.nodes {
            for word in node.form.words.iter().filter(|word| word.role != Role::Initial) {
                partial[word.id as usize] |= !node.full;
                documents[word.id as usize].extend(&node.documents);
            }
        }
        documents.par_iter_mut().for_each(|documents| {
            documents.sort_unstable();
            documents.dedup();
        });
        let words = (0..partial.len() as u32).filter(|&word| partial[word as usize]).collect();
        self.meet_all(words, |word, other| {
            let (one, two) = (&documents[word as usize], &documents[other as usize]);
            let (few, many) = if one.len() < two.len() { (one, two) } else { (two, one) };
            partial[other as usize] || few.iter().any(|at| many.binary_search(at).is_ok())
        });
    }

    /// Makes words known to all that are like them, as [`Neighbors::compare_with_all`].
    fn meet_all(&mut self, words: Vec<u32>, together: impl Fn(u32, u32) -> bool + Sync) {
        let weights = word_weights(self.scene, self.lexicon);
        self.neighbors.compare_with_all(&words, &weights, together, self.lexicon);
    }

    fn score_pair(&self, left: u32, right: u32) -> Scored {
        let (one, other) = (&self.scene.nodes[left as usize], &self.scene.nodes[right as usize]);
        let found = alignment(&one.form, &other.form, self.lexicon, |a, b| {
            self.neighbors.get(a, b, self.lexicon)
        });
        let conflict = genders_conflict(&one.form, &other.form, &found, self.lexicon);
        let weights = &self.resolver.weights;
        let (names, doubts) =
            name_bits_and_doubts(&one.form, &other.form, &found, conflict, weights);
        let bits = names + one.attributes.bits(&other.attributes);
        let listed = bits < SPELLED_TWICE
            && self.resolver.has(Mechanism::Exclusivity)
            && !is_declined(&found)
            && !self.scene.shared_documents(left, right).is_empty();
        let exclusive = if listed { EXCLUSIVE } else { 0.0 };
        let apart = are_two(&one.form, &other.form, &found);
        Scored { left, right, bits, exclusive, doubts, apart, namesakes: 0.0 }
    }

    fn groups(&self, pairs: &[Scored], prior: f64, context: &Context, alone: &[u32]) -> Vec<u32> {
        // Company speaks of persons: what it says of two names, it says of all that both have.
        let persons = |left: u32, right: u32| {
            let (one, other) = (alone[left as usize], alone[right as usize]);
            (one.min(other), one.max(other))
        };
        let mut company: FxHashMap<(u32, u32), f64> = FxHashMap::default();
        for (&(left, right), roster) in &context.rosters {
            let most = company.entry(persons(left, right)).or_default();
            *most = most.max(roster.bits);
        }
        let conflicts = self.resolver.has(Mechanism::Conflicts);
        let agreed = self.agreed(pairs, context);
        let one_bearer = |pair: &Scored| {
            let (one, other) = self.bearers(pair);
            one == other || agreed.contains(&(one, other))
        };
        let scored = pairs.iter().map(|pair| {
            let own = pair.own_bits(context);
            let bits = prior + own;
            let has_roster = context.rosters.contains_key(&(pair.left, pair.right));
            let company = if company.is_empty() || has_roster {
                None
            } else {
                company.get(&persons(pair.left, pair.right))
            };
            // That strangers may share a name tells nobody apart.
            let against =
                (pair.doubts + pair.namesakes - own - company.copied().unwrap_or(0.0)).max(0.0);
            let against = if conflicts && !one_bearer(pair) { against } else { 0.0 };
            Edge { left: pair.left, right: pair.right, bits, against }
        });
        let told = self.scene.same.iter().map(|&(left, right)| Edge {
            left,
            right,
            bits: TOLD,
            against: 0.0,
        });
        let apart = pairs.iter().filter(|pair| pair.apart && conflicts && !one_bearer(pair));
        let apart: Vec<(u32, u32)> = apart.map(|pair| (pair.left, pair.right)).collect();
        let least = bits(self.resolver.threshold);
        cluster(self.scene.nodes.len(), scored.chain(told), least, &apart)
    }

    /// Bearers of several names that agree by one of them: that their other names differ is no
    /// contradiction.
    fn agreed(&self, pairs: &[Scored], context: &Context) -> FxHashSet<(u32, u32)> {
        let is_alias = |node: u32| self.scene.nodes[node as usize].alias_of.is_some();
        let by_alias = pairs.iter().filter(|pair| is_alias(pair.left) || is_alias(pair.right));
        let agree = by_alias.filter(|pair| pair.own_bits(context) > 0.0);
        agree.map(|pair| self.bearers(pair)).collect()
    }

    /// The nodes of the mentions that a pair's names belong to, the smaller first.
    fn bearers(&self, pair: &Scored) -> (u32, u32) {
        let bearer = |node: u32| {
            let row = self.scene.nodes[node as usize].alias_of;
            row.and_then(|row| self.scene.node_of[row as usize]).unwrap_or(node)
        };
        let (one, other) = (bearer(pair.left), bearer(pair.right));
        (one.min(other), one.max(other))
    }

    fn rosters(&self, pairs: &[Scored], groups: &[u32]) -> Rosters {
        if !self.resolver.has(Mechanism::Rosters) {
            return Rosters::default();
        }
        let (mut half, mut listed) = (Vec::new(), Vec::new());
        for pair in pairs.iter().filter(|pair| pair.bits > FLOOR) {
            if groups[pair.left as usize] == groups[pair.right as usize] {
                continue;
            }
            let agreed = HalfAgreed { left: pair.left, right: pair.right, bits: pair.bits };
            if pair.exclusive == 0.0 {
                half.push(agreed);
            } else if let [only] = self.scene.shared_documents(pair.left, pair.right)[..] {
                listed.push((agreed, only));
            }
        }
        let mut rarity: FxHashMap<u32, f64> = FxHashMap::default();
        for (id, node) in self.scene.nodes.iter().enumerate().filter(|(_, node)| node.full) {
            let words = node.form.words.iter().map(|word| self.lexicon.word(word.id).surprisal());
            let known = rarity.entry(groups[id]).or_default();
            *known = known.max(words.sum());
        }
        const RARE: f64 = 20.0;
        rosters(self.scene, &half, &listed, groups, &|group| {
            rarity.get(&group).is_some_and(|&bits| bits >= RARE)
        })
    }

    /// What roles and dates tell about pairs of names.
    fn read_beside(&self, pairs: &[Scored], prior: f64, groups: &[u32], context: &mut Context) {
        let beside = Beside::new(self.mentions, self.scene, groups);
        if beside.is_empty() || !self.resolver.has(Mechanism::Roles) {
            return;
        }
        for pair in pairs {
            let key = (pair.left, pair.right);
            let alone = self.role_alone(pair, prior, &beside);
            let role = match context.rosters.get(&key) {
                Some(roster) => {
                    if let Some(alone) = alone {
                        context.role_alone.insert(key, alone.bits);
                    }
                    beside.in_company(pair.left, pair.right, roster)
                }
                None => alone,
            };
            let said = role.into_iter().chain(beside.before_birth(pair.left, pair.right));
            let said: Vec<Said> = said.collect();
            if !said.is_empty() {
                context.said.insert(key, said);
            }
        }
    }

    /// What a role that both have adds. It never decides: without company it leaves open what names
    /// leave open.
    fn role_alone(&self, pair: &Scored, prior: f64, beside: &Beside<'_>) -> Option<Said> {
        const OPEN: f64 = 0.1;
        if pair.exclusive != 0.0 || pair.bits <= FLOOR {
            return None;
        }
        let said = beside.alike(pair.left, pair.right)?;
        let lacking = bits(self.resolver.threshold) - prior - pair.bits - pair.namesakes;
        let most = if lacking >= 0.0 { lacking - OPEN } else { f64::INFINITY };
        Some(Said { bits: said.bits.min(most), ..said }).filter(|said| said.bits > 0.0)
    }

    /// Places each partial name in each document.
    fn place(&self, groups: &[u32], own: &[u32]) -> Placements {
        let without = |mechanism| !self.resolver.has(mechanism);
        let bearers = Bearers::new(self.scene, self.lexicon, &self.neighbors, groups)
            .blind(without(Mechanism::Presence), without(Mechanism::Standing));
        let mut places: Vec<Place> = self
            .scene
            .node_of
            .iter()
            .zip(&self.scene.document_of)
            .filter_map(|(node, document)| Some(((*node)?, *document)))
            .filter(|(node, _)| !self.scene.nodes[*node as usize].full)
            .collect();
        places.sort_unstable();
        places.dedup();
        if without(Mechanism::Placement) {
            let alone = Placement { group: None, probability: 1.0, node: None, runner_up: 0.0 };
            return places.into_iter().map(|place| (place, alone)).collect();
        }
        let abbreviations = self.resolver.has(Mechanism::Abbreviations);
        bearers.place(&places, own, &|node| abbreviations && self.is_abbreviated(node))
    }

    /// Whether a single word is printed with a full stop.
    fn is_abbreviated(&self, node: u32) -> bool {
        let node = &self.scene.nodes[node as usize];
        let stops = |row: &u32| self.mentions[*row as usize].name.trim_end().ends_with('.');
        node.form.words.len() == 1
            && node.form.words[0].role == Role::Word
            && node.mentions.iter().any(stops)
    }
}

/// Everything that was decided.
pub(super) struct Outcome {
    pub(super) pairs: Vec<Scored>,
    pub(super) prior: f64,
    /// How many bear the words of the list.
    namesakes: Namesakes,
    pub(super) context: Context,
    pub(super) groups: Vec<u32>,
    pub(super) placed: Placements,
    /// The group that each partial name has where no bearer takes it.
    pub(super) own: Vec<u32>,
}

/// A person in the making.
#[derive(Debug, Default)]
struct Draft {
    rows: Vec<u32>,
    nodes: Vec<u32>,
}

impl Work<'_> {
    fn finish(&self, outcome: &Outcome, notes: Vec<String>) -> Resolution {
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
        placed.group.unwrap_or(outcome.own[node as usize])
    }

    /// Groups of partial names that no bearer took: equal names are one person.
    fn own_groups(&self, full: &[u32]) -> Vec<u32> {
        let nodes = &self.scene.nodes;
        let mut by_word: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let partial = (0..nodes.len() as u32).filter(|&id| !nodes[id as usize].full);
        for id in partial {
            for word in &nodes[id as usize].form.words {
                by_word.entry(word.id).or_default().push(id);
            }
        }
        const SAME_WORD_MAX: usize = 200;
        let met = by_word.par_iter().flat_map_iter(|(&word, list)| {
            let near = [word].into_iter().chain(self.neighbors.of(word));
            let others = near.filter_map(|near| by_word.get(&near)).flatten().take(SAME_WORD_MAX);
            others.flat_map(|&other| {
                let before = list.iter().filter(move |&&id| id < other).take(SAME_WORD_MAX);
                before.map(move |&id| (id, other))
            })
        });
        let mut met: Vec<(u32, u32)> = met.collect();
        met.par_sort_unstable();
        met.dedup();
        let edges = met.par_iter().map(|&(left, right)| {
            let (bits, against) = self.partial_bits(left, right);
            Edge { left, right, bits, against }
        });
        let edges: Vec<Edge> = edges.collect();
        let groups = cluster(nodes.len(), edges.into_iter(), 0.0, &[]);
        // Numbers apart from those of full names.
        let offset = full.iter().copied().max().map_or(0, |most| most + 1);
        groups.into_iter().map(|group| group + offset).collect()
    }

    /// What speaks for two partial names being one person's, and what against it. Single words in
    /// two scripts, both declined, are forms of one name: no reason to keep them apart.
    fn partial_bits(&self, left: u32, right: u32) -> (f64, f64) {
        let pair = self.score_pair(left, right);
        let nodes = &self.scene.nodes;
        let (one, other) = (&nodes[left as usize].form.words, &nodes[right as usize].form.words);
        let related = match (one.as_slice(), other.as_slice()) {
            ([one], [other]) => {
                let found = self.neighbors.get(one.id, other.id, self.lexicon);
                let declined = found.relation == Relation::Inflection;
                if declined { f64::from(found.odds) } else { pair.bits }
            }
            _ => pair.bits,
        };
        (pair.bits - PARTIAL, (-pair.bits.max(related)).max(0.0))
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
            id: crate::person::id(self.scene, &nodes),
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

    fn links(&self, outcome: &Outcome, resolution: &Resolution) -> Vec<Link> {
        let pairs = outcome.pairs.par_iter();
        let mut links: Vec<Link> =
            pairs.filter_map(|pair| self.link(pair, outcome, resolution)).collect();
        if !self.scene.same.is_empty() {
            links = strongest(links);
        }
        self.call_witnesses(&mut links);
        share_among_rivals(&mut links, resolution);
        // Among many rivals a link may fall below what is worth a look.
        let review = self.resolver.review;
        let open = |link: &Link| link.probability >= review || link.without_context.is_some();
        links.retain(|link| link.kind != LinkKind::Review || open(link));
        links.extend(self.placed_links(outcome, resolution));
        links.extend(self.links_of_one_father(outcome));
        links.par_sort_by(|a, b| {
            let name = |row: usize| (&self.mentions[row].name, &self.mentions[row].document);
            (name(a.left), name(a.right)).cmp(&(name(b.left), name(b.right)))
        });
        links
    }

    /// Two names that are both a third, each surely, are one person as surely as that, however
    /// little they look like each other.
    fn call_witnesses(&self, links: &mut [Link]) {
        let mut known: FxHashMap<usize, FxHashMap<usize, f64>> = FxHashMap::default();
        for link in links.iter().filter(|link| link.kind == LinkKind::Merged) {
            known.entry(link.left).or_default().insert(link.right, link.probability);
            known.entry(link.right).or_default().insert(link.left, link.probability);
        }
        for link in links.iter_mut().filter(|link| link.kind == LinkKind::Merged) {
            let (left, right) = (&known[&link.left], &known[&link.right]);
            let both = left.iter().filter_map(|(row, one)| Some((one * right.get(row)?, *row)));
            let best = both.max_by(|a, b| {
                a.0.total_cmp(&b.0).then_with(|| self.told(b.1).cmp(&self.told(a.1)))
            });
            let Some((through, row)) = best else { continue };
            let gained = bits(through) - bits(link.probability);
            if link.without_context.is_some() || gained < WITNESS_MIN {
                continue;
            }
            let label = format!("both are “{}”, more surely", self.mentions[row].name);
            link.evidence.push(AddendKind::Witness, gained, label);
            link.probability = link.evidence.probability();
        }
    }

    fn link(&self, pair: &Scored, outcome: &Outcome, resolution: &Resolution) -> Option<Link> {
        let roster = outcome.context.rosters.get(&(pair.left, pair.right));
        let bits = outcome.prior + pair.own_bits(&outcome.context);
        let same = outcome.groups[pair.left as usize] == outcome.groups[pair.right as usize];
        let probability = probability(bits);
        let kind = match (same, roster) {
            (true, Some(_)) => LinkKind::Inferred,
            // What others brought together needs no weak link of its own.
            (true, None) if probability >= self.resolver.threshold => LinkKind::Merged,
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
        let link = self.link_as(kind, pair, outcome, resolution);
        // A name and an alias of one mention are no link.
        (link.left != link.right).then_some(link)
    }

    fn link_as(
        &self,
        kind: LinkKind,
        pair: &Scored,
        outcome: &Outcome,
        resolution: &Resolution,
    ) -> Link {
        let roster = outcome.context.rosters.get(&(pair.left, pair.right));
        let probability = probability(outcome.prior + pair.own_bits(&outcome.context));
        let (left, right) = (self.representative(pair.left), self.representative(pair.right));
        let evidence = self.evidence(pair, outcome, resolution);
        let context = roster.is_some() || pair.exclusive != 0.0;
        let said = outcome.context.said_bits((pair.left, pair.right));
        let alone = outcome.prior + pair.bits + pair.namesakes;
        let without = context.then(|| crate::score::probability(alone + said));
        let size = |row: usize| resolution.person_of(row).map_or(0, |person| person.mentions.len());
        let moves = size(left).min(size(right));
        let without_document = self.without_document(pair, outcome);
        let without_context = without;
        Link { left, right, probability, evidence, kind, without_context, without_document, moves }
    }

    /// The document whose absence would change a link most. A role says what it says of a seat in
    /// two documents' company: it goes with them.
    fn without_document(&self, pair: &Scored, outcome: &Outcome) -> Option<Without> {
        let key = (pair.left, pair.right);
        let all = outcome.prior + pair.own_bits(&outcome.context);
        let name = |id: u32| self.scene.documents[id as usize].name.as_str();
        let mut without: Vec<(f64, &str)> = Vec::new();
        if let Some(roster) = outcome.context.rosters.get(&key) {
            let said = outcome.context.said(key).iter();
            let said = said.filter(|said| said.kind == AddendKind::Role);
            let of_seat: f64 = said.map(|said| said.bits).sum();
            let alone = outcome.context.role_alone.get(&key).copied().unwrap_or_default();
            let documents = [roster.documents.0, roster.documents.1];
            without.extend(documents.into_iter().zip(roster.without).map(|(document, others)| {
                let role = if others > 0.0 { 0.0 } else { alone - of_seat };
                (all - roster.bits + others + role, name(document))
            }));
        }
        if let [only] = self.scene.shared_documents(pair.left, pair.right)[..]
            && pair.exclusive != 0.0
        {
            let withheld = outcome.context.withheld.get(&key).copied().unwrap_or_default();
            without.push((all - pair.exclusive + withheld, name(only)));
        }
        let change = |bits: f64| (probability(bits) - probability(all)).abs();
        let most = without
            .into_iter()
            .filter(|(bits, _)| change(*bits) > 0.0)
            .max_by(|a, b| change(a.0).total_cmp(&change(b.0)).then(b.1.cmp(a.1)));
        let (bits, document) = most?;
        let alone = outcome.prior + pair.bits + pair.namesakes;
        let kind = match probability(bits) {
            p if p < self.resolver.review => LinkKind::Apart,
            p if p < self.resolver.threshold => LinkKind::Review,
            _ if probability(alone) < self.resolver.threshold => LinkKind::Inferred,
            _ => LinkKind::Merged,
        };
        Some(Without { document: document.to_owned(), probability: probability(bits), kind })
    }

    /// Pairs of the chosen persons' names with all names that share a word with them: those that
    /// could not be one person's were never scored, and may still be asked about.
    fn acquaintances(
        &mut self,
        outcome: &Outcome,
        resolution: &Resolution,
        chosen: &[usize],
    ) -> Vec<Scored> {
        const NAMES_MAX: usize = 10_000;
        let scene = self.scene;
        let nodes = &scene.nodes;
        let words = move |node: u32| nodes[node as usize].form.names().map(|word| word.id);
        let mut by_word: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let full = self.full_nodes();
        for &node in &full {
            words(node).for_each(|word| by_word.entry(word).or_default().push(node));
        }
        let is_chosen = |node: &u32| {
            let at = resolution.assignments.get(self.representative(*node));
            at.and_then(|at| at.person).is_some_and(|person| chosen.contains(&person))
        };
        let own: Vec<u32> = full.iter().copied().filter(is_chosen).collect();
        let mut known: Vec<u32> = own.iter().copied().flat_map(words).collect();
        known.sort_unstable();
        known.dedup();
        self.meet_all(known, |_, _| true);
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for node in own {
            let near =
                words(node).flat_map(|word| [word].into_iter().chain(self.neighbors.of(word)));
            let others = near.filter_map(|word| by_word.get(&word)).flatten().copied();
            pairs.extend(
                others
                    .filter(|&other| other != node)
                    .map(|other| (node.min(other), node.max(other)))
                    .take(NAMES_MAX),
            );
        }
        pairs.sort_unstable();
        pairs.dedup();
        self.meet(&pairs);
        let pairs = pairs.into_iter().map(|(left, right)| self.score_pair(left, right));
        let mut pairs: Vec<Scored> = pairs.collect();
        outcome.namesakes.weigh(self, outcome.prior, &mut pairs);
        pairs
    }

    /// Of every person that shares a word with one of the chosen and was not joined, the pair of
    /// names that came nearest; the nearest persons first.
    fn apart(&mut self, outcome: &Outcome, resolution: &Resolution, chosen: &[usize]) -> Vec<Link> {
        let acquaintances = self.acquaintances(outcome, resolution, chosen);
        let person = |node: u32| {
            resolution.assignments.get(self.representative(node)).and_then(|a| a.person)
        };
        let mut nearest: FxHashMap<(usize, usize), (f64, &Scored)> = FxHashMap::default();
        let apart = outcome.pairs.iter().chain(&acquaintances).filter(|pair| {
            outcome.groups[pair.left as usize] != outcome.groups[pair.right as usize]
        });
        for pair in apart {
            let (Some(left), Some(right)) = (person(pair.left), person(pair.right)) else {
                continue;
            };
            if !chosen.contains(&left) && !chosen.contains(&right) {
                continue;
            }
            let bits = pair.own_bits(&outcome.context);
            let best = nearest.entry((left.min(right), left.max(right))).or_insert((bits, pair));
            if bits > best.0 {
                *best = (bits, pair);
            }
        }
        let mut nearest: Vec<_> = nearest.into_iter().collect();
        nearest.sort_by(|(a, (one, _)), (b, (other, _))| other.total_cmp(one).then(a.cmp(b)));
        nearest.truncate(APART_MAX);
        nearest
            .into_iter()
            .map(|(_, (_, pair))| {
                let open = self.link(pair, outcome, resolution);
                open.unwrap_or_else(|| self.link_as(LinkKind::Apart, pair, outcome, resolution))
            })
            .collect()
    }

    /// Links within a node: patronymics of one father (Арманулы, Арманович) are one to the lexicon,
    /// but are not printed alike.
    fn links_of_one_father(&self, outcome: &Outcome) -> Vec<Link> {
        let father = |node: &Node| node.form.words.iter().any(|word| word.role == Role::Patronymic);
        let nodes = self.scene.nodes.iter().enumerate();
        let several = nodes.filter(|(_, node)| node.mentions.len() > 1 && father(node));
        let links = several.flat_map(|(id, node)| {
            let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
            let mut printed: Vec<usize> = node.mentions.iter().map(|&row| row as usize).collect();
            printed.sort_by_key(|&row| self.told(row));
            for row in printed {
                rows.entry(&self.mentions[row].name).or_insert(row);
            }
            let right = self.representative(id as u32);
            rows.retain(|name, _| *name != self.mentions[right].name);
            rows.into_values().map(move |left| (id as u32, left, right)).collect::<Vec<_>>()
        });
        links
            .map(|(id, left, right)| {
                let mut evidence = Evidence::new(outcome.prior);
                let form = &self.scene.nodes[id as usize].form;
                let compare = |a, b| self.neighbors.get(a, b, self.lexicon);
                let weights = &self.resolver.weights;
                explain(form, form, weights, self.lexicon, compare, &mut evidence);
                let probability = evidence.probability();
                Link {
                    left,
                    right,
                    probability,
                    evidence,
                    kind: LinkKind::Merged,
                    without_context: None,
                    without_document: None,
                    moves: 1,
                }
            })
            .collect()
    }

    /// A link from each partial name that was placed, in each document, to its bearer.
    fn placed_links(&self, outcome: &Outcome, resolution: &Resolution) -> Vec<Link> {
        let placed = outcome.placed.iter().filter_map(|(&(node, document), placement)| {
            let bearer = placement.node?;
            let rows = self.scene.nodes[node as usize].mentions.iter().map(|&row| row as usize);
            let here = rows.filter(|&row| self.scene.document_of[row] == document);
            let left =
                here.min_by_key(|&row| (&self.mentions[row].id, &self.mentions[row].name))?;
            // A single name may stand for several: the mention that is this person's.
            let person = resolution.assignments[left].person;
            let same = |row: &usize| resolution.assignments[*row].person == person;
            let bearer = Some(self.representative(bearer)).filter(same).or_else(|| {
                let rows = self.scene.nodes[bearer as usize].mentions.iter();
                rows.map(|&row| row as usize).filter(same).min_by_key(|&row| self.told(row))
            })?;
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
                without_document: None,
                moves: 1,
            })
        });
        placed.collect()
    }

    /// The mention that stands for a node: the first by document, then by id, whatever its row.
    fn representative(&self, node: u32) -> usize {
        let node = &self.scene.nodes[node as usize];
        let rows = node.mentions.iter().chain(&node.alias_of).map(|&row| row as usize);
        rows.min_by_key(|&row| self.told(row)).unwrap_or_default()
    }

    /// What mentions are put in order by, whatever their rows.
    fn told(&self, row: usize) -> impl Ord + use<'_> {
        let mention = &self.mentions[row];
        (&mention.document, &mention.id, &mention.name, &mention.source)
    }

    fn evidence(&self, pair: &Scored, outcome: &Outcome, resolution: &Resolution) -> Evidence {
        let (one, other) =
            (&self.scene.nodes[pair.left as usize], &self.scene.nodes[pair.right as usize]);
        let mut evidence = Evidence::new(outcome.prior);
        let compare = |a, b| self.neighbors.get(a, b, self.lexicon);
        let weights = &self.resolver.weights;
        explain(&one.form, &other.form, weights, self.lexicon, compare, &mut evidence);
        one.attributes.compare(&other.attributes, &mut evidence);
        if pair.namesakes < 0.0 {
            let label =
                "so many on the list have these words in their names that strangers may share them";
            evidence.push(AddendKind::Namesakes, pair.namesakes, label.to_owned());
        }
        for node in [one, other].into_iter().filter(|node| node.alias_of.is_some()) {
            let label = format!("“{}” is another name that the source gives", node.text);
            evidence.push(AddendKind::Alias, 0.0, label);
        }
        for said in outcome.context.said((pair.left, pair.right)) {
            evidence.push(said.kind, said.bits, said.label.clone());
        }
        let document = |id: u32| self.scene.documents[id as usize].name.as_str();
        if pair.exclusive != 0.0 {
            let shared = self.scene.shared_documents(pair.left, pair.right);
            let names: Vec<&str> = shared.iter().map(|&id| document(id)).collect();
            let label = format!("listed as two names in {}", names.join(", "));
            evidence.push(AddendKind::Exclusivity, pair.exclusive, label);
        }
        if let Some(roster) = outcome.context.rosters.get(&(pair.left, pair.right)) {
            let mut names: Vec<String> = roster
                .shared
                .iter()
                .filter_map(|&node| self.person_name(node, resolution))
                .collect();
            names.sort();
            names.dedup();
            let (here, there) = (document(roster.documents.0), document(roster.documents.1));
            let names = names.join(", ");
            let label = match roster.missed {
                None => format!("shared roster of {here} and {there}: both name {names}"),
                Some((named, not)) => format!(
                    "{here} names {names}, but only one of the two: the other is in {named} of \
                     {} documents that do, {there} for one",
                    named + not
                ),
            };
            evidence.push(AddendKind::Roster, roster.bits, label);
        }
        evidence
    }

    fn person_name(&self, node: u32, resolution: &Resolution) -> Option<String> {
        let node = &self.scene.nodes[node as usize];
        let row = node.mentions.first().copied().or(node.alias_of)? as usize;
        resolution.person_of(row).map(|person| person.name.clone())
    }
}

/// Persons that an explanation sets the chosen apart from.
const APART_MAX: usize = 50;

/// A link that was left open competes: its odds are shared with the other persons that either of
/// its persons could be, and with the surer link that both its names may have to their own.
fn share_among_rivals(links: &mut [Link], resolution: &Resolution) {
    let person = |row: usize| resolution.assignments.get(row).and_then(|at| at.person);
    let odds = |link: &Link| link.evidence.bits().exp2();
    let mut rivals: FxHashMap<usize, BTreeMap<usize, f64>> = FxHashMap::default();
    let mut own: FxHashMap<usize, f64> = FxHashMap::default();
    for link in links.iter() {
        if link.kind != LinkKind::Review {
            for row in [link.left, link.right] {
                let most = own.entry(row).or_default();
                *most = most.max(odds(link));
            }
        } else if let (Some(left), Some(right)) = (person(link.left), person(link.right)) {
            for (one, other) in [(left, right), (right, left)] {
                let most = rivals.entry(one).or_default().entry(other).or_default();
                *most = most.max(odds(link));
            }
        }
    }
    for link in links.iter_mut().filter(|link| link.kind == LinkKind::Review) {
        let (Some(left), Some(right)) = (person(link.left), person(link.right)) else { continue };
        let others = |one: usize, other: usize| -> f64 {
            let rivals = rivals.get(&one).into_iter().flatten();
            rivals.filter(|(rival, _)| **rival != other).map(|(_, odds)| odds).sum()
        };
        let others = others(left, right).max(others(right, left));
        let surer = |row: usize| own.get(&row).copied().unwrap_or_default();
        let surer = surer(link.left).min(surer(link.right));
        let shared = -(1.0 + others + surer).log2();
        if shared > SHARED_MIN {
            continue;
        }
        let label = if surer > others {
            "both have a surer person of their own"
        } else {
            "there are others that could be one of the two as well"
        };
        link.evidence.push(AddendKind::Rivals, shared, label);
        link.probability = link.evidence.probability();
        link.without_context =
            link.without_context.map(|without| probability(bits(without) + shared));
        if let Some(without) = &mut link.without_document {
            without.probability = probability(bits(without.probability) + shared);
        }
    }
}

/// A witness that adds less than this to a link is not worth a word, in bits.
const WITNESS_MIN: f64 = 0.5;

/// Rivals that take less than this from a link are not worth a word, in bits.
const SHARED_MIN: f64 = -0.01;

/// Two mentions with aliases may meet by several of their names: the strongest link tells.
fn strongest(links: Vec<Link>) -> Vec<Link> {
    let ends = |link: &Link| (link.left.min(link.right), link.left.max(link.right));
    let mut best: FxHashMap<(usize, usize), f64> = FxHashMap::default();
    for link in &links {
        let most = best.entry(ends(link)).or_insert(f64::NEG_INFINITY);
        *most = most.max(link.evidence.bits());
    }
    // Of two that are as strong the first is kept.
    let mut keep = |link: &Link| {
        let is_best = best.get(&ends(link)).is_some_and(|&most| link.evidence.bits() >= most);
        is_best && best.remove(&ends(link)).is_some()
    };
    links.into_iter().filter(|link| keep(link)).collect()
}

/// Partial names that are alike are one person only if the names are surely one, in bits.
const PARTIAL: f64 = 1.0;

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
