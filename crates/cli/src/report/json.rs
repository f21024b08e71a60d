//! Values → JSON that may stand inside a page, written as it comes.
//!
//! Everything that could end a script element, be taken for markup, or move the text of whoever
//! reads the source is written as `\uXXXX`: names are hostile input.

use std::io::{self, Write};

/// An object that is written key by key.
pub(super) struct Json<W> {
    out: W,
    fresh: bool,
}

impl<W: Write> Json<W> {
    /// Opens the object.
    pub(super) fn open(mut out: W) -> io::Result<Self> {
        out.write_all(b"{")?;
        Ok(Self { out, fresh: true })
    }

    /// Closes the object.
    pub(super) fn close(mut self) -> io::Result<()> {
        self.out.write_all(b"}")
    }

    fn key(&mut self, key: &str) -> io::Result<()> {
        if !self.fresh {
            self.out.write_all(b",\n")?;
        }
        self.fresh = false;
        text(&mut self.out, key)?;
        self.out.write_all(b":")
    }

    pub(super) fn text(&mut self, key: &str, value: &str) -> io::Result<()> {
        self.key(key)?;
        text(&mut self.out, value)
    }

    pub(super) fn number(&mut self, key: &str, value: f64) -> io::Result<()> {
        self.key(key)?;
        // JSON has no infinity; nothing here is meant to be one.
        if value.is_finite() { write!(self.out, "{value}") } else { self.out.write_all(b"null") }
    }

    pub(super) fn texts<'a>(
        &mut self,
        key: &str,
        values: impl IntoIterator<Item = &'a str>,
    ) -> io::Result<()> {
        self.list(key, values, |out, value| text(out, value))
    }

    pub(super) fn numbers(
        &mut self,
        key: &str,
        values: impl IntoIterator<Item = i64>,
    ) -> io::Result<()> {
        self.list(key, values, |out, value| write!(out, "{value}"))
    }

    /// A value that is JSON already.
    pub(super) fn value(&mut self, key: &str, value: &serde_json::Value) -> io::Result<()> {
        self.key(key)?;
        // Outside of strings JSON has none of the characters that `escaped` writes differently.
        let json = value.to_string();
        json.chars().try_for_each(|c| match c {
            '"' | '\\' => write!(self.out, "{c}"),
            c => escaped(&mut self.out, c),
        })
    }

    fn list<T>(
        &mut self,
        key: &str,
        values: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut W, T) -> io::Result<()>,
    ) -> io::Result<()> {
        self.key(key)?;
        self.out.write_all(b"[")?;
        for (at, value) in values.into_iter().enumerate() {
            if at > 0 {
                self.out.write_all(b",")?;
            }
            write(&mut self.out, value)?;
        }
        self.out.write_all(b"]")
    }
}

fn text(out: &mut impl Write, text: &str) -> io::Result<()> {
    out.write_all(b"\"")?;
    let mut plain = 0;
    for (at, c) in text.char_indices() {
        if is_plain(c) {
            continue;
        }
        out.write_all(&text.as_bytes()[plain..at])?;
        escaped(out, c)?;
        plain = at + c.len_utf8();
    }
    out.write_all(&text.as_bytes()[plain..])?;
    out.write_all(b"\"")
}

fn is_plain(c: char) -> bool {
    match c {
        '"' | '\\' | '<' | '>' | '&' => false,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => false,
        '\u{61c}' | '\u{feff}' => false,
        _ => !c.is_control(),
    }
}

fn escaped(out: &mut impl Write, c: char) -> io::Result<()> {
    if is_plain(c) {
        return write!(out, "{c}");
    }
    c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: [&str; 8] = [
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<!-- <script>",
        "\u{202e}gnp.exe\u{2066}",
        "a\0b\u{1b}[2J",
        "line\u{2028}paragraph\u{2029}",
        "&quot;&lt;\\\"'`",
        "𠮷野家 \u{1f468}\u{200d}\u{1f469}",
    ];

    #[test]
    fn hostile_text_stays_text_and_comes_back_as_it_was() {
        let mut bytes = Vec::new();
        let mut json = Json::open(&mut bytes).unwrap();
        json.texts("names", HOSTILE).unwrap();
        json.value("value", &serde_json::json!({ "<a>": HOSTILE, "n": 1.5 })).unwrap();
        json.numbers("numbers", [1, -2]).unwrap();
        json.close().unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.contains(['<', '>', '&', '\0', '\u{202e}', '\u{2028}', '\u{1b}']), "{text}");
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["names"], serde_json::json!(HOSTILE));
        assert_eq!(read["value"]["<a>"], serde_json::json!(HOSTILE));
        assert_eq!(read["numbers"], serde_json::json!([1, -2]));
    }
}
