//! Names that were placed with nobody → who is known by one name alone.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Bearers, Placements};

/// How often persons are known by one name alone: by group, the independent sources that name them
/// so, or where there are no documents, how many mentions.
#[derive(Debug, Default)]
pub(super) struct Standing {
    lineages: FxHashMap<u32, FxHashSet<u32>>,
    mentions: FxHashMap<u32, usize>,
    called: FxHashMap<(u32, u32), FxHashSet<u32>>,
}

impl Standing {
    /// Sources that name a group so, this one left out.
    pub(super) fn elsewhere(&self, group: u32, lineage: Option<u32>) -> usize {
        let known = self.lineages.get(&group);
        let here = lineage
            .is_some_and(|lineage| known.is_some_and(|lineages| lineages.contains(&lineage)));
        self.all(group) - usize::from(here)
    }

    /// Sources that call a bearer so, this one left out.
    pub(super) fn called(&self, own: u32, group: u32, lineage: Option<u32>) -> usize {
        let known = self.called.get(&(own, group));
        let all = known.map_or(0, FxHashSet::len);
        all - usize::from(lineage.is_some_and(|at| known.is_some_and(|known| known.contains(&at))))
    }

    pub(super) fn all(&self, group: u32) -> usize {
        self.lineages.get(&group).map_or(0, FxHashSet::len)
            + self.mentions.get(&group).copied().unwrap_or(0)
    }
}

impl Bearers<'_> {
    /// Who is known by one name alone, as far as the partial names were placed with nobody.
    pub(super) fn standing(&self, placed: &Placements, own: &[u32]) -> Standing {
        let mut standing = Standing::default();
        for (&(node, document), at) in placed {
            if let (Some(group), Some(document)) = (at.group, document) {
                let lineage = self.scene.documents[document as usize].lineage;
                let called = standing.called.entry((own[node as usize], group)).or_default();
                called.insert(lineage);
            }
        }
        for (&(node, document), _) in placed.iter().filter(|(_, at)| at.group.is_none()) {
            let group = own[node as usize];
            match document {
                Some(document) => {
                    let lineage = self.scene.documents[document as usize].lineage;
                    standing.lineages.entry(group).or_default().insert(lineage);
                }
                None => {
                    let mentions = self.scene.nodes[node as usize].mentions.len();
                    *standing.mentions.entry(group).or_default() += mentions;
                }
            }
        }
        standing
    }
}
