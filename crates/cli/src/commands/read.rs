//! `aka read`: how a name is read, token by token.

use std::fmt::Write as _;

use super::texts;
use crate::args::Read;
use crate::engine::{self, Reading};
use crate::failure::{Failure, Outcome};
use crate::terminal::stdout;

/// Script, tokens and their roles, spellings with their standards.
pub(crate) fn read(args: &Read) -> Outcome<()> {
    let romanizer = engine::romanizer(&texts(&args.tables)?).map_err(Failure::Wrong)?;
    let mut out = stdout();
    for name in &args.names {
        let reading = engine::read(name, args.language.as_deref(), &romanizer);
        if args.json {
            let json = serde_json::to_value(&reading).unwrap_or_default();
            writeln!(out, "{json}")?;
        } else {
            out.write_all(described(&reading).as_bytes())?;
        }
    }
    Ok(out.flush()?)
}

fn described(reading: &Reading) -> String {
    let mut text = reading.name.clone();
    if !reading.order.is_empty() {
        let _ = write!(text, "  ({})", reading.order);
    }
    text.push('\n');
    for repair in &reading.repairs {
        let _ = writeln!(text, "  {repair}");
    }
    for alias in &reading.aliases {
        let _ = writeln!(text, "  also: {alias}");
    }
    for token in &reading.tokens {
        let about: Vec<&str> = [&token.kind, &token.part, &token.script]
            .into_iter()
            .map(String::as_str)
            .filter(|word| !word.is_empty())
            .collect();
        let _ = writeln!(text, "  {}  {}", token.text, about.join(", "));
        for (spelling, standards) in &token.readings {
            let _ = writeln!(text, "      {spelling}  {}", standards.join("; "));
        }
    }
    text
}
