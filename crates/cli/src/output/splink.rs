//! Links → the table of pairs that Splink's tools read.

use super::{Draft, Found, Rows, Style, Value};
use crate::failure::Outcome;

/// `match_weight` is the sum of all bits, the prior among them, as it is there.
pub(crate) fn write(found: &Found<'_>, draft: &Draft, style: Style) -> Outcome<()> {
    let headers = ["match_weight", "match_probability", "unique_id_l", "unique_id_r"];
    let mut rows = Rows::new(style, &headers.map(str::to_owned), draft.writer()?)?;
    for link in &found.resolution.links {
        rows.row(&[
            Value::Bits(link.evidence.bits()),
            Value::Probability(link.probability),
            Value::Text(&found.id(link.left)),
            Value::Text(&found.id(link.right)),
        ])?;
    }
    rows.finish()
}
