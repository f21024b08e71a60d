//! What was found → one self-contained page that a reporter can send to an editor.
//!
//! The page is `page.html` with its style, its scripts and the data set in. It asks nothing of any
//! network: its content security policy lets nothing run but the scripts whose hash it names, and
//! the data stands in an element that no browser executes. The scripts make every element by name
//! and set every text as text; there is no markup made of data anywhere.

mod data;
mod gold;
mod json;
mod shown;

use std::io::Write;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest, Sha256};

pub(crate) use shown::{shown, strongest};

use crate::columns::Choice;
use crate::failure::{Failure, Outcome};
use crate::output::graphml::escaped;
use crate::output::{Draft, Found};
pub(crate) use gold::labels;

use gold::Gold;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = concat!(include_str!("style.css"), include_str!("print.css"));

/// One after the other they are one script, closed in itself.
const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("elements.js"),
    include_str!("list.js"),
    include_str!("filters.js"),
    include_str!("evidence.js"),
    include_str!("persons.js"),
    include_str!("review.js"),
    include_str!("network.js"),
    include_str!("figures.js"),
    include_str!("start.js"),
    "})();\n"
);

/// What a page is made of.
pub(crate) struct Report<'a> {
    pub(crate) found: &'a Found<'a>,
    /// Which column is what, as the user said.
    pub(crate) choices: &'a [Choice],
    /// The column that names the true person of each row.
    pub(crate) gold: Option<&'a str>,
    /// Probability from which on two names are one person.
    pub(crate) threshold: f64,
    pub(crate) prior: Option<f64>,
}

impl Report<'_> {
    /// Writes the page.
    pub(crate) fn write(&self, draft: &Draft) -> Outcome<()> {
        let gold = self.gold.map(|header| Gold::read(self.found, header)).transpose()?;
        let mut out = draft.writer()?;
        let mut rest = PAGE;
        while let Some((before, after)) = rest.split_once("{{") {
            let (mark, after) = after.split_once("}}").unwrap_or((after, ""));
            out.write_all(before.as_bytes())?;
            match mark {
                "policy" => out.write_all(policy().as_bytes())?,
                "title" => out.write_all(self.title().as_bytes())?,
                "style" => out.write_all(STYLE.as_bytes())?,
                "script" => out.write_all(SCRIPT.as_bytes())?,
                "data" => data::write(self, gold.as_ref(), &mut out)?,
                unknown => return Err(Failure::Wrong(format!("the page has a mark {unknown}"))),
            }
            rest = after;
        }
        out.write_all(rest.as_bytes())?;
        Ok(out.flush()?)
    }

    fn title(&self) -> String {
        let files: Vec<&str> =
            self.found.list.tables.iter().map(|table| table.file.as_str()).collect();
        let persons = match self.found.resolution.persons.len() {
            1 => "1 person".to_owned(),
            count => format!("{count} persons"),
        };
        escaped(&format!("{persons} in {}", files.join(", ")))
    }
}

/// Nothing runs, loads or leaves but what the page itself holds.
fn policy() -> String {
    let hash = |text: &str| BASE64.encode(Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; img-src data:; \
         base-uri 'none'; form-action 'none'",
        hash(SCRIPT),
        hash(STYLE)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A script that held these would end early, or a style.
    #[test]
    fn nothing_of_ours_ends_its_own_element() {
        for text in [STYLE, SCRIPT] {
            assert!(!text.contains("</") && !text.contains("<!--") && !text.contains("{{"));
            // A carriage return is a line feed to the browser, and another hash to us.
            assert!(!text.contains('\r'));
        }
        for way in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
            assert!(!SCRIPT.contains(way), "{way} makes markup or code of text");
        }
    }

    #[test]
    fn colors_can_be_told_from_what_they_stand_on() {
        let themes = STYLE.split("--paper:").skip(1).map(|theme| theme.split('}').next().unwrap());
        let mut checked = 0;
        for (theme, light) in themes.flat_map(|theme| [(theme, true), (theme, false)]) {
            let theme = format!("--paper:{theme}");
            let color = |name: &str| {
                let said = theme.split(&format!("--{name}:")).nth(1).unwrap().split(';').next();
                // One color, or `light-dark(#rrggbb, #rrggbb)`.
                let mut colors = said.unwrap().split('#').skip(1);
                let first = colors.next().unwrap();
                luminance(if light { first } else { colors.next().unwrap_or(first) })
            };
            for under in ["paper", "panel", "wash"] {
                for over in ["ink", "soft", "accent", "for", "against", "review"] {
                    let (a, b) = (color(over), color(under));
                    let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                    assert!(contrast >= 4.5, "{over} on {under}: {contrast:.2} in {theme}");
                    checked += 1;
                }
            }
        }
        assert_eq!(checked, 4 * 18, "light and dark; paper, which is one for both");
    }

    /// Relative luminance (WCAG 2.2) of the `rrggbb` that a text begins with.
    fn luminance(hex: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
    }
}
