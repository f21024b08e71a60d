//! Persons → a table to read on a terminal.
//!
//! Columns are laid by how wide a terminal shows letters, not by how many there are. Color adds
//! nothing that the text does not say, and is for terminals whose reader did not decline it.

use std::collections::HashSet;
use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::engine::Person;
use crate::output::Found;
use crate::terminal;

/// A text on one line, with what does not show made visible.
fn visible(text: &str) -> String {
    terminal::visible(text).replace(['\n', '\t'], " ")
}

/// How the terminal is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    /// Columns.
    pub(crate) width: usize,
    pub(crate) color: bool,
}

/// More rows nobody reads on a terminal; files take all.
const PERSONS_MAX: usize = 1000;
/// Mentions of one person that are looked at for spellings and documents.
const MENTIONS_MAX: usize = 500;
const NAME_WIDTH_MAX: usize = 32;
const WIDTH_MIN: usize = 60;

/// Widths of the columns of text; those of numbers are fixed.
struct Widths {
    name: usize,
    spellings: usize,
    documents: usize,
}

impl Widths {
    /// What numbers and the gaps between five columns take.
    const FIXED: usize = 8 + 6 + 4 * 2;

    fn of(look: Look, persons: &[Person], has_documents: bool) -> Self {
        let longest = persons.iter().map(|person| visible(&person.name).width()).max();
        let free = look.width.max(WIDTH_MIN) - Self::FIXED;
        let name = longest.unwrap_or(0).clamp(6, NAME_WIDTH_MAX).min(free / 2);
        let rest = free - name;
        let documents = if has_documents { rest * 2 / 5 } else { 0 };
        Self { name, spellings: rest - documents, documents }
    }
}

/// Writes a line per person: name, mentions, confidence, other spellings, documents.
pub(crate) fn write(found: &Found<'_>, look: Look, out: &mut impl Write) -> io::Result<()> {
    let all = &found.resolution.persons;
    let shown = &all[..all.len().min(PERSONS_MAX)];
    let has_documents = found.mentions.iter().any(|mention| mention.document.is_some());
    let widths = Widths::of(look, shown, has_documents);
    let documents = if has_documents { "DOCUMENTS" } else { "" };
    let documents = fitted(documents, widths.documents);
    let head = line(
        &widths,
        &fitted("PERSON", widths.name),
        "MENTIONS",
        "SURE",
        "ALSO WRITTEN",
        &documents,
    );
    writeln!(out, "{}", painted(look, "2", head.trim_end()))?;
    for person in shown {
        let name = painted(look, "1", &fitted(&visible(&person.name), widths.name));
        let sure = format!("{:>6}", chance(person.confidence));
        let sure = match person.confidence {
            p if p < 0.5 => painted(look, "31", &sure),
            p if p < 0.9 => painted(look, "33", &sure),
            _ => sure,
        };
        let count = person.mentions.len().to_string();
        let spellings = few(&spellings(found, person), widths.spellings);
        let documents = few(&documents_of(found, person), widths.documents);
        writeln!(
            out,
            "{}",
            line(&widths, &name, &count, &sure, &spellings, &documents).trim_end()
        )?;
    }
    if shown.len() < all.len() {
        let rest = all.len() - shown.len();
        writeln!(out, "… and {rest} more; --persons FILE and --report FILE.html have all")?;
    }
    Ok(())
}

/// One line; the name and the documents come laid out.
fn line(
    widths: &Widths,
    name: &str,
    count: &str,
    sure: &str,
    spellings: &str,
    documents: &str,
) -> String {
    format!("{name}  {count:>8}  {sure:>6}  {}  {documents}", fitted(spellings, widths.spellings))
}

/// Probabilities as people write them; what is not certain is not written as certain.
pub(crate) fn chance(probability: f64) -> String {
    match probability {
        p if p >= 0.995 => ">.99".to_owned(),
        p if p < 0.005 => "<.01".to_owned(),
        p => format!("{p:.2}").trim_start_matches('0').to_owned(),
    }
}

fn painted(look: Look, code: &str, text: &str) -> String {
    if look.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// A text cut or filled up to a width.
fn fitted(text: &str, width: usize) -> String {
    let mut used = text.width();
    if used <= width {
        return format!("{text}{}", " ".repeat(width - used));
    }
    let mut cut = String::new();
    used = 0;
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if used + wide > width.saturating_sub(1) {
            break;
        }
        used += wide;
        cut.push(c);
    }
    cut.push('…');
    cut.push_str(&" ".repeat(width.saturating_sub(used + 1)));
    cut
}

/// As many of the texts as fit, and how many more there are.
fn few(texts: &[&str], width: usize) -> String {
    let mut line = String::new();
    for (at, text) in texts.iter().enumerate() {
        let text = visible(text);
        let rest = texts.len() - at - 1;
        let tail = if rest > 0 { format!(" +{rest}") } else { String::new() };
        let gap = if at > 0 { ", " } else { "" };
        if line.width() + gap.len() + text.width() + tail.len() > width {
            let more = if at > 0 {
                format!("{line} +{}", rest + 1)
            } else {
                let room = width.saturating_sub(tail.len());
                format!("{}{tail}", fitted(&text, room).trim_end())
            };
            return if width == 0 { String::new() } else { more };
        }
        line.push_str(gap);
        line.push_str(&text);
    }
    line
}

/// Spellings other than the person's name, each once.
fn spellings<'a>(found: &'a Found<'_>, person: &'a Person) -> Vec<&'a str> {
    let mut seen = HashSet::from([person.name.as_str()]);
    let names =
        person.mentions.iter().take(MENTIONS_MAX).map(|&at| found.mentions[at].name.as_str());
    names.filter(|name| seen.insert(name)).collect()
}

fn documents_of<'a>(found: &'a Found<'_>, person: &'a Person) -> Vec<&'a str> {
    let mut seen = HashSet::new();
    let rows = person.mentions.iter().take(MENTIONS_MAX);
    let documents = rows.filter_map(|&at| found.mentions[at].document.as_deref());
    documents.filter(|document| seen.insert(*document)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Resolution;
    use crate::input::List;
    use aka::Mention;

    fn table(names: &[(&str, &str)], width: usize, color: bool) -> String {
        let mentions: Vec<Mention> =
            names.iter().map(|(name, document)| Mention::new(*name).document(*document)).collect();
        let persons = mentions.iter().enumerate().map(|(at, mention)| Person {
            id: format!("p{at}"),
            name: mention.name.clone(),
            mentions: vec![at],
            confidence: 0.87,
            names: Vec::new(),
        });
        let resolution = Resolution { persons: persons.collect(), ..Resolution::default() };
        let list = List::default();
        let found = Found { list: &list, mentions: &mentions, resolution: &resolution };
        let mut out = Vec::new();
        write(&found, Look { width, color }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn columns_stand_under_each_other_in_any_script() {
        let text = table(&[("Anna Li", "a"), ("李強", "b"), ("Әсем Жүкен", "c")], 80, false);
        let starts: Vec<usize> =
            text.lines().skip(1).map(|line| line[..line.find(".87").unwrap()].width()).collect();
        assert_eq!(starts.len(), 3);
        assert!(starts.iter().all(|start| *start == starts[0]), "{text}");
        assert!(!text.contains('\u{1b}'));
    }

    #[test]
    fn a_line_is_never_wider_than_the_terminal() {
        let long = "李".repeat(200);
        for width in [60, 80, 133] {
            let text = table(&[(&long, &long), ("a\u{202e}\u{1b}[2Jb", "c")], width, false);
            for line in text.lines() {
                assert!(line.width() <= width, "{width}: {line}");
            }
            assert!(text.contains("a\\u{202e}\\u{1b}[2Jb"), "{text}");
        }
    }

    #[test]
    fn names_cannot_color_the_terminal_but_we_can() {
        let text = table(&[("\u{1b}[31mred", "a")], 80, true);
        assert!(text.contains("\u{1b}[1m\\u{1b}[31mred"), "{text:?}");
    }

    #[test]
    fn what_is_not_certain_is_not_written_as_certain() {
        assert_eq!([0.9999, 0.5, 0.004].map(chance), [">.99", ".50", "<.01"]);
    }
}
