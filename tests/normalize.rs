//! The tables of `tests/words/` and what must hold for any string → a report of what does not.
//!
//! A line is `INPUT → TOKEN TOKEN … ; ORDER ~ ALIAS ~ ALIAS`, where a token is
//! `text:kind@part` with `+` before it if it is joined to the token before. `word` is the kind
//! where none is written; a part, the order and the language (`[hu] Orbán Viktor → …`) are looked
//! at only where they are written; aliases always. `!` and a repair's kind, at the end of the
//! tokens, stands for a repair.

use aka::normalize::{Name, Order, Part, RepairKind, Token, TokenKind, read, read_with};
use proptest::prelude::*;

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
        RepairKind::MixedScript => "!mixed",
        RepairKind::Invisible => "!invisible",
        RepairKind::Form => "!form",
        RepairKind::Mojibake => "!mojibake",
        RepairKind::Broken => "!broken",
        RepairKind::Markup => "!markup",
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
    words.extend(name.repairs.iter().map(|found| repair(found.kind).to_owned()));
    words.join(" ")
}

/// What is wrong with a line, if anything.
fn fault(line: &str) -> Option<String> {
    let (input, expected) = line.split_once(" → ")?;
    let (language, input) = match input.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
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
        return Some(format!("{input}\n  wanted {wanted}, found {}", order(&name)));
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
        let cases = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
        for (number, line) in cases.filter(|(_, line)| !line.trim().is_empty()) {
            assert!(line.contains(" → "), "{}:{}: no arrow", path.display(), number + 1);
            lines += 1;
            if let Some(fault) = fault(line) {
                faults.push(format!("{}:{}: {fault}", path.display(), number + 1));
            }
        }
    }
    assert!(lines > 10, "the tables were read");
    assert!(faults.is_empty(), "{} of {lines}:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_original_is_kept() {
    let name = read("  Тoкаев ");
    assert_eq!(name.original, "  Тoкаев ");
    assert_eq!(name.tokens[0].start, 2);
    assert_eq!(name.tokens[0].surface, "Тoкаев");
}

/// Strings that look like names more often than not.
fn names() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[A-Z][a-z]{1,8}",
        "[А-ЯЁ][а-яё]{1,8}",
        "[A-Z]{1,4}",
        "[A-Za-z]['’‘-][a-z]{1,4}",
        "[\u{4e00}-\u{4eff}]{1,4}",
        "[가-깋]{1,3}",
        "[ا-ي]{1,5}",
        "[α-ωΑ-Ω]{1,5}",
        "[ぁ-ん]{1,3}",
        "[ÀàÃãÐÑРС°µ€]{1,4}",
        prop::sample::select(vec![
            "bin",
            "van",
            "de",
            "née",
            "a.k.a.",
            "Jr.",
            "III",
            "Mr.",
            "Dr",
            "Baron",
            "of",
            "1st",
            "ұлы",
            "oğlu",
            "Петрович",
            "Сергеевна",
            "先生",
            "氏",
            "씨",
            "s/o",
            "г-н",
            "İ",
            "VI",
            "o‘g‘li",
            "欧阳",
            "ז\"ל",
            "ß",
            "ﬁ",
            "Ǆ",
            "\u{301}",
            "\u{200b}",
            "\u{130}",
            "Σ",
            "M.",
            "conseiller fédéral",
            "president",
            "(Bob)",
            "\"Mike\"",
            "«Бек»",
            "1953",
            "X",
        ])
        .prop_map(str::to_owned),
    ];
    let gap = prop::sample::select(vec![
        " ", " ", " ", ", ", "-", ".", ". ", "/", "·", " (", ") ", "\"", "'",
    ]);
    prop::collection::vec((word, gap), 0..6)
        .prop_map(|parts| parts.into_iter().map(|(word, gap)| word + gap).collect())
}

/// What must hold for any string.
fn holds(text: &str) -> Result<(), TestCaseError> {
    let name = read(text);
    prop_assert_eq!(&name.original, text);
    if text.chars().any(|letter| letter.is_alphanumeric() && !letter.is_control()) {
        prop_assert!(!name.tokens.is_empty(), "no token of {:?}", text);
    }
    for token in &name.tokens {
        prop_assert!(!token.text.is_empty());
        prop_assert_eq!(
            text.get(token.start..token.start + token.surface.len()),
            Some(token.surface.as_str())
        );
    }
    for repair in &name.repairs {
        prop_assert!(text[repair.start..].starts_with(&repair.found));
    }
    Ok(())
}

fn is_idempotent(text: &str) -> Result<(), TestCaseError> {
    let once = read(text);
    // Text of accented letters only is judged as a whole: it may be Cyrillic wrongly decoded.
    let accented = once.to_string().chars().any(|letter| matches!(letter, '\u{80}'..='\u{ff}'));
    if accented && !once.to_string().chars().any(|letter| letter.is_ascii_alphabetic()) {
        return Ok(());
    }
    let twice = read(&once.to_string());
    // `Max Nee Smith`: without its capital the word says that another name follows. What was an
    // alias is not in the text that is read again.
    if !twice.aliases.is_empty() {
        return Ok(());
    }
    let texts =
        |name: &Name| name.tokens.iter().map(|token| token.text.clone()).collect::<Vec<_>>();
    prop_assert_eq!(texts(&twice), texts(&once), "of {:?}", text);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_string_is_a_name(text in any::<String>()) {
        holds(&text)?;
    }

    #[test]
    fn what_looks_like_a_name_is_one(text in names()) {
        holds(&text)?;
    }

    #[test]
    fn reading_again_gives_the_same_tokens(text in names()) {
        is_idempotent(&text)?;
    }

    #[test]
    fn reading_any_string_again_gives_the_same_tokens(text in any::<String>()) {
        is_idempotent(&text)?;
    }

    #[test]
    fn any_language_will_do(text in names(), language in any::<String>()) {
        prop_assert_eq!(read_with(&text, Some(&language)).original, text);
    }
}
