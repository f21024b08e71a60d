//! What was decided → links between distinct names, each with its reasons.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::meet::SPELLED_TWICE;
use super::{Outcome, Scored, Work};
use crate::context::{Met, Node};
use crate::resolver::{Link, LinkKind, Resolution};
use crate::score::{AddendKind, Evidence, Role, bits, explain, probability};

/// A witness that adds less than this to a link is not worth a word, in bits.
const WITNESS_MIN: f64 = 0.5;
/// Rivals that take less than this from a link are not worth a word, in bits.
const SHARED_MIN: f64 = -0.01;
/// Company that changes a probability by less than this, by what it says of strangers, is not worth a word.
const CHANGE_MIN: f64 = 0.01;
/// A pair that was taken back and is less likely than this is settled: there is nothing to look at.
const SETTLED: f64 = 0.005;

impl Work<'_> {
    pub(super) fn links(&self, outcome: &Outcome, resolution: &Resolution) -> Vec<Link> {
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
        let open = |link: &Link| link.probability >= review || is_of_documents(link);
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
            if is_of_documents(link) || gained < WITNESS_MIN {
                continue;
            }
            let label = format!("both are “{}”, more surely", self.mentions[row].name);
            link.evidence.push(AddendKind::Witness, gained, label);
            link.probability = link.evidence.probability();
        }
    }

    pub(super) fn link(
        &self,
        pair: &Scored,
        outcome: &Outcome,
        resolution: &Resolution,
    ) -> Option<Link> {
        let roster = outcome.context.rosters.get(&(pair.left, pair.right));
        let bits = outcome.prior + pair.own_bits(&outcome.context);
        let same = outcome.groups[pair.left as usize] == outcome.groups[pair.right as usize];
        let probability = probability(bits);
        let kind = match (same, roster) {
            (true, Some(_)) => LinkKind::Inferred,
            // What others brought together needs no weak link of its own.
            (true, None) if probability >= self.resolver.threshold => LinkKind::Merged,
            (false, _) if probability >= self.resolver.review => LinkKind::Review,
            // Something that was taken back is reported too; what a text's own words settle, as settled.
            (false, _)
                if pair.exclusive < 0.0
                    && bits - pair.exclusive > crate::score::bits(self.resolver.review) =>
            {
                if probability < SETTLED {
                    LinkKind::Apart
                } else {
                    LinkKind::Review
                }
            }
            _ => return None,
        };
        let link = self.link_as(kind, pair, outcome, resolution);
        // A name and an alias of one mention are no link.
        (link.left != link.right).then_some(link)
    }

    pub(super) fn link_as(
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
        let said = outcome.context.said_bits((pair.left, pair.right));
        let names = outcome.prior + pair.bits;
        let alone = outcome.namesakes.without_company(self, pair, names);
        let without = crate::score::probability(alone + said);
        let context = roster.is_some()
            || pair.exclusive != 0.0
            || (without - probability).abs() >= CHANGE_MIN;
        let without = context.then_some(without);
        let size = |row: usize| resolution.person_of(row).map_or(0, |person| person.mentions.len());
        let moves = size(left).min(size(right));
        let without_document = self.without_document(pair, outcome);
        let without_context = without;
        Link { left, right, probability, evidence, kind, without_context, without_document, moves }
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
    pub(super) fn representative(&self, node: u32) -> usize {
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
            evidence.push(AddendKind::Namesakes, pair.namesakes, self.of_strangers(pair, outcome));
        }
        for node in [one, other].into_iter().filter(|node| node.alias_of.is_some()) {
            let label = format!("“{}” is another name that the source gives", node.text);
            evidence.push(AddendKind::Alias, 0.0, label);
        }
        for said in outcome.context.said((pair.left, pair.right)) {
            evidence.push(said.kind, said.bits, said.label.clone());
        }
        let document = |id: u32| self.scene.documents[id as usize].name.as_str();
        let half = pair.bits < SPELLED_TWICE;
        if let Some(told) = self.firm.told(pair.left, pair.right, half, &self.scene) {
            evidence.push(AddendKind::Exclusivity, pair.exclusive, told.label(&self.scene));
        } else if pair.exclusive != 0.0 {
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

    /// Why a pair loses what strangers of its names take.
    fn of_strangers(&self, pair: &Scored, outcome: &Outcome) -> String {
        const NOBODY: &str = "no text of either names somebody of a text of the other";
        let met = outcome.namesakes.met(self, pair);
        if !outcome.namesakes.are_common(self, pair) {
            return format!("{NOBODY}, as most of one person's do here");
        }
        let company = match met {
            None => String::new(),
            Some(Met { persons: 0, .. }) => format!(", and {NOBODY}"),
            Some(met) => format!(", though texts of both name {} more of one name", met.persons),
        };
        format!(
            "so many on the list have these words in their names that strangers may share \
             them{company}"
        )
    }

    fn person_name(&self, node: u32, resolution: &Resolution) -> Option<String> {
        let node = &self.scene.nodes[node as usize];
        let row = node.mentions.first().copied().or(node.alias_of)? as usize;
        resolution.person_of(row).map(|person| person.name.clone())
    }
}

/// Whether documents speak of the very names of a link: by their company, or by listing both.
fn is_of_documents(link: &Link) -> bool {
    let mut kinds = link.evidence.addends.iter().map(|addend| addend.kind);
    kinds.any(|kind| matches!(kind, AddendKind::Roster | AddendKind::Exclusivity))
}

/// A link that was left open competes: its odds are shared with the other persons that either of
/// its persons could be, and with the surer link that both its names may have to their own.
fn share_among_rivals(links: &mut [Link], resolution: &Resolution) {
    let person = |row: usize| resolution.assignments.get(row).and_then(|at| at.person);
    let odds = |link: &Link| link.evidence.bits().exp2();
    let mut rivals: FxHashMap<usize, BTreeMap<usize, f64>> = FxHashMap::default();
    let mut own: FxHashMap<usize, f64> = FxHashMap::default();
    for link in links.iter().filter(|link| link.kind != LinkKind::Apart) {
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
