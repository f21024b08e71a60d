//! Names that no bearer took → those that are the person's whom the document names by initials.

use rustc_hash::FxHashMap;

use super::{Bearers, Place, Placements};
use crate::score::{FormWord, Role};

/// Odds of two words beyond which a family name is the one beside the initials, in bits.
const ONE_NAME: f32 = 2.0;
/// Another of the family may be meant, though no text names him.
const LIKELY: f64 = 0.9;

impl Bearers<'_> {
    /// A family name that nobody took is that of the one whom its document names by initials, if there is
    /// just one whom nobody took either: *Т.Р. Прохорова*, then *Прохорова*.
    pub fn adopt(&self, placed: &mut Placements) {
        let mut open: Vec<(Place, u32)> = placed
            .iter()
            .filter(|((_, document), at)| at.group.is_none() && document.is_some())
            .map(|(place, at)| (*place, at.own))
            .collect();
        open.sort_unstable();
        let initials = self.families_beside_initials(&open);
        for ((node, document), _) in open {
            let ([word], Some(named)) = (self.words(node), initials.get(&document)) else {
                continue;
            };
            let adopted = self.only_bearer(word.id, named);
            if let (Some(own), Some(placement)) = (adopted, placed.get_mut(&(node, document))) {
                placement.own = own;
                placement.probability = placement.probability.min(LIKELY);
            }
        }
    }

    /// By document, the family names that stand there beside initials, with the person of each.
    fn families_beside_initials(
        &self,
        open: &[(Place, u32)],
    ) -> FxHashMap<Option<u32>, Vec<(u32, u32)>> {
        let mut initials: FxHashMap<Option<u32>, Vec<(u32, u32)>> = FxHashMap::default();
        for &((node, document), own) in open {
            let words = self.words(node);
            let mut names = words.iter().filter(|word| word.role == Role::Word);
            let has_initial = words.iter().any(|word| word.role == Role::Initial);
            if let (true, Some(family), None) = (has_initial, names.next(), names.next()) {
                initials.entry(document).or_default().push((family.id, own));
            }
        }
        initials
    }

    /// The only person whose family name this word is: as it is written there, or as it could be.
    fn only_bearer(&self, word: u32, named: &[(u32, u32)]) -> Option<u32> {
        let like = |family: u32| self.neighbors.get(family, word, self.lexicon).odds;
        let same = named.iter().any(|(family, _)| *family == word);
        let is_one = |family: u32| family == word || (!same && like(family) > ONE_NAME);
        let mut owns = named.iter().filter(|(family, _)| is_one(*family)).map(|(_, own)| *own);
        let first = owns.next()?;
        owns.all(|own| own == first).then_some(first)
    }

    fn words(&self, node: u32) -> &[FormWord] {
        &self.scene.nodes[node as usize].form.words
    }
}
