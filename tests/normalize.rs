//! The tables of `tests/words/` and what must hold for any string → a report of what does not.
//!
//! A line is `INPUT → TOKEN TOKEN … ; ORDER ~ ALIAS ~ ALIAS`, where a token is
//! `text:kind@part` with `+` before it if it is joined to the token before. `word` is the kind
//! where none is written; a part, the order and the language (`[hu] Orbán Viktor → …`) are looked
//! at only where they are written; aliases always. `!` and a repair's kind, at the end of the
//! tokens, stands for a repair.

use aka::normalize::{Name, Order, Part, RepairKind, Token, TokenKind, read, read_with};

fn kind(token: &Token) -> &'static str {
    match token.kind {
        TokenKind::Word => "word",
        TokenKind::Initial => "initial",
        TokenKind::Patronymic => "patronymic",
        TokenKind::Kinship => "kinship",
        TokenKind::Particle => "particle",
        TokenKind::Title => "title",
        TokenKind::Suffix => "suffix",
        TokenKind::Nickname => "nickname",
        TokenKind::Numeral => "numeral",
    }
}

fn part(token: &Token) -> &'static str {
    match token.part {
        Part::Unknown => "@unknown",
        Part::Given => "@given",
        Part::Family => "@family",
        Part::Patronymic => "@patronymic",
    }
}

fn order(name: &Name) -> &'static str {
    match name.order {
        Order::Unknown => "unknown",
        Order::GivenFirst => "given-first",
        Order::FamilyFirst => "family-first",
    }
}

fn repair(kind: RepairKind) -> &'static str {
    match kind {
        RepairKind::Homoglyph => "!homoglyph",
        RepairKind::Invisible => "!invisible",
        RepairKind::Form => "!form",
        RepairKind::Mojibake => "!mojibake",
    }
}

/// The tokens of a name as a line writes them; parts only where `like` has them.
fn written(name: &Name, like: &str) -> String {
    let wanted: Vec<&str> = like.split_whitespace().collect();
    let mut words: Vec<String> = Vec::new();
    for (index, token) in name.tokens.iter().enumerate() {
        let parts = wanted.get(index).is_some_and(|word| word.contains('@'));
        let plus = if token.joined { "+" } else { "" };
        let kind = match kind(token) {
            "word" => String::new(),
            other => format!(":{other}"),
        };
        let part = if parts { part(token) } else { "" };
        words.push(format!("{plus}{}{kind}{part}", token.text));
    }
    words.extend(
        name.repairs
            .iter()
            .map(|found| repair(found.kind).to_owned()),
    );
    words.join(" ")
}

/// What is wrong with a line, if anything.
fn fault(line: &str) -> Option<String> {
    let (input, expected) = line.split_once(" → ")?;
    let (language, input) = match input
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("] "))
    {
        Some((language, input)) => (Some(language), input),
        None => (None, input),
    };
    let input = unescape(input);
    let name = read_with(&input, language);
    let mut aliases = expected.split(" ~ ");
    let head = aliases.next().unwrap_or_default();
    let (tokens, wanted_order) = match head.split_once(" ; ") {
        Some((tokens, order)) => (tokens.trim(), Some(order.trim())),
        None => (head.trim(), None),
    };
    let found = written(&name, tokens);
    if found != tokens {
        return Some(format!("{input}\n  wanted {tokens}\n  found  {found}"));
    }
    if let Some(wanted) = wanted_order.filter(|wanted| *wanted != order(&name)) {
        return Some(format!(
            "{input}\n  wanted {wanted}, found {}",
            order(&name)
        ));
    }
    let wanted: Vec<&str> = aliases.map(str::trim).collect();
    let found: Vec<String> = name
        .aliases
        .iter()
        .enumerate()
        .map(|(index, alias)| written(alias, wanted.get(index).copied().unwrap_or_default()))
        .collect();
    (wanted != found).then(|| format!("{input}\n  wanted aliases {wanted:?}\n  found {found:?}"))
}

/// `\u{200b}` in a line stands for that character.
fn unescape(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').expect("a closing brace");
        let code = u32::from_str_radix(code, 16).expect("a hexadecimal number");
        whole.push(char::from_u32(code).expect("a character"));
        whole.push_str(rest);
    }
    whole
}

#[test]
fn the_tables_hold() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/words");
    let (mut faults, mut lines) = (Vec::new(), 0);
    for entry in std::fs::read_dir(folder).expect("the folder of tables") {
        let path = entry.expect("an entry").path();
        let text = std::fs::read_to_string(&path).expect("a table");
        let cases = text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.starts_with('#'));
        for (number, line) in cases.filter(|(_, line)| !line.trim().is_empty()) {
            assert!(
                line.contains(" → "),
                "{}:{}: no arrow",
                path.display(),
                number + 1
            );
            lines += 1;
            if let Some(fault) = fault(line) {
                faults.push(format!("{}:{}: {fault}", path.display(), number + 1));
            }
        }
    }
    assert!(lines > 10, "the tables were read");
    assert!(
        faults.is_empty(),
        "{} of {lines}:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn the_original_is_kept() {
    let name = read("  Тoкаев ");
    assert_eq!(name.original, "  Тoкаев ");
    assert_eq!(name.tokens[0].start, 2);
    assert_eq!(name.tokens[0].surface, "Тoкаев");
}
