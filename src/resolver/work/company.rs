//! Documents → what company, roles and dates add to pairs of names.

use rustc_hash::FxHashMap;

use super::{Scored, Work};
use crate::context::{Beside, HalfAgreed, Roster, Rosters, Said, rosters};
use crate::resolver::Mechanism;
use crate::score::bits;

/// What documents tell about pairs of names, beside listing both.
#[derive(Debug, Default)]
pub(in crate::resolver) struct Context {
    pub(super) rosters: FxHashMap<(u32, u32), Roster>,
    /// Bits that company would add, but for one document that lists both.
    pub(super) withheld: FxHashMap<(u32, u32), f64>,
    /// Of their roles and dates.
    pub(super) said: FxHashMap<(u32, u32), Vec<Said>>,
    /// Bits that a role would add to a pair, were its company not known.
    pub(super) role_alone: FxHashMap<(u32, u32), f64>,
}

impl Context {
    pub(super) fn said(&self, pair: (u32, u32)) -> &[Said] {
        self.said.get(&pair).map_or(&[], Vec::as_slice)
    }

    pub(super) fn said_bits(&self, pair: (u32, u32)) -> f64 {
        self.said(pair).iter().map(|said| said.bits).sum()
    }
}

/// Names with bits below this are not lifted by any company.
const FLOOR: f64 = -1.5;

impl Work<'_> {
    pub(super) fn rosters(&self, pairs: &[Scored], groups: &[u32]) -> Rosters {
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
        rosters(&self.scene, &half, &listed, groups, &|group| {
            rarity.get(&group).is_some_and(|&bits| bits >= RARE)
        })
    }

    /// What roles and dates tell about pairs of names.
    pub(super) fn read_beside(
        &self,
        pairs: &[Scored],
        prior: f64,
        groups: &[u32],
        context: &mut Context,
    ) {
        let beside = Beside::new(self.mentions, &self.scene, groups);
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
}
