//! Persons and links → the judgement lines of nomenklatura's resolver, for FollowTheMoney tools.
//!
//! A line is `[target, source, judgement, score, user, timestamp]`. Every mention is joined to the
//! first of its person; links to review are suggestions without a judgement. No timestamp is
//! written: the same input gives the same file.

use serde_json::json;

use super::{Draft, Found};
use crate::engine::kind;
use crate::failure::Outcome;

pub(crate) fn write(found: &Found<'_>, draft: &Draft) -> Outcome<()> {
    let mut out = draft.writer()?;
    let four_places = |p: f64| (p * 10_000.0).round() / 10_000.0;
    for person in &found.resolution.persons {
        let Some((&first, others)) = person.mentions.split_first() else {
            continue;
        };
        for &other in others {
            let score = four_places(found.resolution.assignments[other].confidence);
            let line = json!([found.id(first), found.id(other), "positive", score, "aka", null]);
            writeln!(out, "{line}")?;
        }
    }
    for link in found.resolution.links.iter().filter(|link| kind(link) == "review") {
        let (left, right) = (found.id(link.left), found.id(link.right));
        let line = json!([left, right, "no_judgement", four_places(link.probability), "aka", null]);
        writeln!(out, "{line}")?;
    }
    Ok(out.flush()?)
}
