//! Mentions, their documents and their persons → a GraphML file.

use std::collections::HashMap;
use std::io::Write;

use super::{Draft, Found};
use crate::engine::{kind, link_why};
use crate::failure::Outcome;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="kind" for="all" attr.name="kind" attr.type="string"/>
<key id="label" for="node" attr.name="label" attr.type="string"/>
<key id="weight" for="edge" attr.name="weight" attr.type="double"/>
<key id="why" for="edge" attr.name="why" attr.type="string"/>
<graph edgedefault="undirected">
"#;

/// Edges: a mention and its person (weight: confidence), a mention and its document, a link
/// (weight: probability).
pub(crate) fn write(found: &Found<'_>, draft: &Draft) -> Outcome<()> {
    let mut out = draft.writer()?;
    out.write_all(HEAD.as_bytes())?;
    for (at, person) in found.resolution.persons.iter().enumerate() {
        node(&mut out, 'p', at, "person", &person.name)?;
    }
    let mut documents: HashMap<&str, usize> = HashMap::new();
    for (at, mention) in found.mentions.iter().enumerate() {
        node(&mut out, 'm', at, "mention", &mention.name)?;
        let Some(document) = mention.document.as_deref() else {
            continue;
        };
        let next = documents.len();
        let number = *documents.entry(document).or_insert(next);
        if number == next {
            node(&mut out, 'd', number, "document", document)?;
        }
    }
    for (at, mention) in found.mentions.iter().enumerate() {
        let assignment = found.resolution.assignments[at];
        if let Some(person) = assignment.person {
            edge(&mut out, ('m', at), ('p', person), "is", assignment.confidence, "")?;
        }
        if let Some(document) = &mention.document {
            edge(&mut out, ('m', at), ('d', documents[document.as_str()]), "in", 1.0, "")?;
        }
    }
    for link in &found.resolution.links {
        let (left, right) = (('m', link.left), ('m', link.right));
        edge(&mut out, left, right, kind(link), link.probability, &link_why(link))?;
    }
    out.write_all(b"</graph>\n</graphml>\n")?;
    Ok(out.flush()?)
}

fn node(out: &mut impl Write, sort: char, at: usize, kind: &str, label: &str) -> Outcome<()> {
    let label = escaped(label);
    Ok(writeln!(
        out,
        r#"<node id="{sort}{at}"><data key="kind">{kind}</data><data key="label">{label}</data></node>"#
    )?)
}

fn edge(
    out: &mut impl Write,
    left: (char, usize),
    right: (char, usize),
    kind: &str,
    weight: f64,
    why: &str,
) -> Outcome<()> {
    write!(
        out,
        r#"<edge source="{}{}" target="{}{}"><data key="kind">{}</data><data key="weight">{weight:.4}</data>"#,
        left.0,
        left.1,
        right.0,
        right.1,
        escaped(kind)
    )?;
    if !why.is_empty() {
        write!(out, r#"<data key="why">{}</data>"#, escaped(why))?;
    }
    Ok(writeln!(out, "</edge>")?)
}

/// Text for XML, and HTML; what XML cannot hold at all becomes the replacement character.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\t' => safe.push(c),
            '\r' => safe.push_str("&#13;"),
            '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            _ if c.is_control() && c < '\u{20}' => safe.push('\u{fffd}'),
            _ => safe.push(c),
        }
    }
    safe
}
