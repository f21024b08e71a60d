//! What was decided → how sure each mention and each person is.

use rustc_hash::{FxHashMap, FxHashSet};

use super::work::{Outcome, Work};
use crate::context::Placement;
use crate::score::{SHAPE_BITS, agreed_bits, alignment, bits, name_bits, probability};

/// How sure the names of each person are one person.
pub(super) struct Confidence {
    /// Probability of the weakest link on the strongest way from a node to its person's core.
    of_node: Vec<f64>,
    /// Probability that a name seen twice is one person.
    of_repeat: Vec<f64>,
    /// Probability of the likeliest link that was not made.
    rival: Vec<f64>,
    /// Sources of each person who is known by one name alone.
    sources: FxHashMap<u32, usize>,
}

impl Confidence {
    pub(super) fn new(work: &Work<'_>, outcome: &Outcome) -> Self {
        let nodes = &work.scene.nodes;
        let mut accepted = Vec::new();
        let mut rival = vec![0.0f64; nodes.len()];
        for pair in &outcome.pairs {
            let (a, b) = (pair.left as usize, pair.right as usize);
            let found = probability(outcome.prior + pair.own_bits(&outcome.context));
            if outcome.groups[a] == outcome.groups[b] {
                accepted.push((found, pair.left, pair.right));
            } else {
                rival[a] = rival[a].max(found);
                rival[b] = rival[b].max(found);
            }
        }
        // What a source says outright is as sure as anything is.
        accepted.extend(work.scene.same.iter().map(|&(node, alias)| (1.0, node, alias)));
        let of_repeat = (0..nodes.len()).map(|id| work.repeat(id as u32, outcome.prior)).collect();
        Self {
            of_node: bottlenecks(nodes.len(), accepted, &cores(work, outcome)),
            of_repeat,
            rival,
            sources: sources(work, outcome),
        }
    }

    /// Probability that all who are known by one name alone, in several sources, are one: that a source
    /// means whom another does is the likelier, the more do.
    fn of_alone(&self, work: &Work<'_>, node: u32, at: &Placement, outcome: &Outcome) -> f64 {
        let sources = self.sources.get(&at.own).map_or(0, |sources| *sources);
        // Of a common name each story has its own person.
        if sources < 2 || at.common {
            return 1.0;
        }
        let words = work.scene.nodes[node as usize].form.names();
        let agreed = words.map(|word| {
            let found = work.neighbors.get(word.id, word.id, work.lexicon);
            agreed_bits(&found, &work.resolver.weights)
        });
        let name = work.resolver.weights.of(SHAPE_BITS) + agreed.sum::<f64>();
        let others = ((sources - 1) as f64).log2();
        probability(outcome.prior + name + others).min(CERTAIN)
    }

    pub(super) fn of_row(&self, work: &Work<'_>, row: usize, outcome: &Outcome) -> f64 {
        let Some(node) = work.scene.node_of[row] else {
            return 0.0;
        };
        let id = node as usize;
        if !work.scene.nodes[id].full {
            let at = &outcome.placed[&(node, work.scene.document_of[row])];
            let alone =
                if at.group.is_none() { self.of_alone(work, node, at, outcome) } else { 1.0 };
            return at.probability * alone;
        }
        let repeated = if work.is_repeated(node) { self.of_repeat[id] } else { 1.0 };
        let alone = 1.0 - self.rival[id];
        // A person of one mention is as sure as that nobody else on the list is the same.
        let whole = self.of_node[id] * repeated;
        if whole < 1.0 { whole * self.preferred(id) } else { alone.clamp(0.5, CERTAIN) }
    }

    /// Of two persons that a name fits, each likely without the other, how likely its own is.
    fn preferred(&self, id: usize) -> f64 {
        let (own, other) = (bits(self.of_node[id].min(CERTAIN)), bits(self.rival[id]));
        if other > 0.0 { probability(own - other).max(0.5) } else { 1.0 }
    }

    /// Each distinct name once, in an order that rows do not change.
    pub(super) fn of_person(&self, work: &Work<'_>, rows: &[u32], outcome: &Outcome) -> f64 {
        let mut parts: Vec<(u32, u64)> = rows
            .iter()
            .filter_map(|&row| {
                let node = work.scene.node_of[row as usize]?;
                Some((node, self.of_row(work, row as usize, outcome).to_bits()))
            })
            .collect();
        parts.sort_unstable();
        parts.dedup_by_key(|(node, _)| *node);
        let sure = parts.iter().map(|&(_, bits)| f64::from_bits(bits));
        let least = sure.clone().fold(CERTAIN, f64::min);
        // Names of one person are right and wrong together: hardly less sure than the weakest.
        sure.product::<f64>().powf(TOGETHER).min(least)
    }
}

/// Share of the doubts about a person's names that are doubts of their own.
const TOGETHER: f64 = 0.2;
/// Nothing is surer than this.
pub(super) const CERTAIN: f64 = 0.999;

/// How many independent sources name each person who is known by one name alone; where there are no
/// documents, how many mentions.
fn sources(work: &Work<'_>, outcome: &Outcome) -> FxHashMap<u32, usize> {
    let mut lineages: FxHashSet<(u32, u32)> = FxHashSet::default();
    let mut sources: FxHashMap<u32, usize> = FxHashMap::default();
    for (&(node, document), at) in outcome.placed.iter().filter(|(_, at)| at.group.is_none()) {
        match document.map(|document| work.scene.documents[document as usize].lineage) {
            Some(lineage) => {
                let new = lineages.insert((at.own, lineage));
                *sources.entry(at.own).or_default() += usize::from(new);
            }
            None => {
                let mentions = work.scene.nodes[node as usize].mentions.len();
                *sources.entry(at.own).or_default() += mentions;
            }
        }
    }
    sources
}

/// The node of each group that most mentions have, and whether it is more than half of them: what
/// a mention's confidence refers to.
fn cores(work: &Work<'_>, outcome: &Outcome) -> FxHashMap<u32, (u32, bool)> {
    // Copies of one text are one source.
    let size = |id: u32| match work.scene.lineages_of(id).len() {
        0 => work.scene.nodes[id as usize].mentions.len(),
        lineages => lineages,
    };
    let mut cores: FxHashMap<u32, (u32, usize)> = FxHashMap::default();
    for id in 0..work.scene.nodes.len() as u32 {
        let (core, total) = cores.entry(outcome.groups[id as usize]).or_insert((id, 0));
        *total += size(id);
        if size(id) > size(*core) {
            *core = id;
        }
    }
    cores.into_iter().map(|(group, (core, all))| (group, (core, size(core) * 2 > all))).collect()
}

/// For each node the weakest link on the strongest way to its group's core: links are taken
/// strongest first, and a node's figure is set when its part meets the core's.
fn bottlenecks(
    count: usize,
    mut links: Vec<(f64, u32, u32)>,
    cores: &FxHashMap<u32, (u32, bool)>,
) -> Vec<f64> {
    links.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut figure = vec![1.0; count];
    let mut part: Vec<usize> = (0..count).collect();
    let mut members: Vec<Vec<u32>> = (0..count as u32).map(|id| vec![id]).collect();
    let mut has_core = vec![false; count];
    // A core that is no majority is as sure as its strongest link.
    let mut minority: FxHashSet<u32> = FxHashSet::default();
    for &(core, majority) in cores.values() {
        has_core[core as usize] = true;
        if !majority {
            minority.insert(core);
        }
    }
    for (probability, a, b) in links {
        let (one, other) = (part[a as usize], part[b as usize]);
        if one == other {
            continue;
        }
        let (kept, moved) =
            if members[one].len() >= members[other].len() { (one, other) } else { (other, one) };
        for at in [a, b] {
            if minority.remove(&at) {
                figure[at as usize] = probability;
            }
        }
        let newly = if has_core[kept] { moved } else { kept };
        if has_core[kept] != has_core[moved] {
            members[newly].iter().for_each(|&id| figure[id as usize] = probability);
        }
        has_core[kept] |= has_core[moved];
        let taken = std::mem::take(&mut members[moved]);
        taken.iter().for_each(|&id| part[id as usize] = kept);
        members[kept].extend(taken);
    }
    figure
}

impl Work<'_> {
    /// Whether more than one independent source has the name: copies of one text do not count.
    fn is_repeated(&self, node: u32) -> bool {
        let mentions = self.scene.nodes[node as usize].mentions.len();
        let lineages = self.scene.lineages_of(node).len();
        if lineages == 0 { mentions > 1 } else { lineages > 1 }
    }

    /// Probability that two mentions of one name, to the letter, are one person.
    fn repeat(&self, node: u32, prior: f64) -> f64 {
        let form = &self.scene.nodes[node as usize].form;
        let found =
            alignment(form, form, self.lexicon, |a, b| self.neighbors.get(a, b, self.lexicon));
        let bits = name_bits(form, form, &found, 0.0, &self.resolver.weights);
        probability(prior + bits).min(CERTAIN)
    }
}
