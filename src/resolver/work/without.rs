//! A link → what it would be without one document.

use super::{Outcome, Scored, Work};
use crate::resolver::{LinkKind, Without};
use crate::score::{AddendKind, probability};

impl Work<'_> {
    /// The document whose absence would change a link most. A role says what it says of a seat in
    /// two documents' company: it goes with them.
    pub(super) fn without_document(&self, pair: &Scored, outcome: &Outcome) -> Option<Without> {
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
}
