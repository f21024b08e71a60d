//! The text of a table → its header, rules and examples, or the place where it is wrong.
//!
//! The build script reads this file too, so it depends on nothing but the standard library.

use std::fmt;

/// What a table stands for: how much its spelling is somebody's rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A published standard.
    Standard,
    /// What a state prints in its passports.
    Passport,
    /// The habit of a language's press.
    Press,
    /// A Latin alphabet of the language itself.
    Alphabet,
    /// A spelling that went through another language (Kazakh through Russian).
    Mediated,
    /// A guess where the writing leaves something out (vowels of Arabic).
    Hypothesis,
}

impl Kind {
    /// The words of `@kind`, in the order of trust.
    const WORDS: [(&'static str, Self); 6] = [
        ("standard", Self::Standard),
        ("passport", Self::Passport),
        ("press", Self::Press),
        ("alphabet", Self::Alphabet),
        ("mediated", Self::Mediated),
        ("hypothesis", Self::Hypothesis),
    ];

    /// The word that a table's `@kind` line has.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }

    fn of(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind)
    }
}

/// Why a table was refused, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableError {
    /// The file as it was named by the caller.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What should have been there.
    pub expected: String,
}

impl fmt::Display for TableError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}:{}: expected {}", self.file, self.line, self.column, self.expected)
    }
}

impl std::error::Error for TableError {}

/// One place of a context.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Item {
    /// `^` or `$`: the word begins or ends here.
    Edge,
    /// `[абв]`, `{V}` or a literal letter; a class may stand among letters: `[{V}ьъ]`.
    OneOf(String),
    /// `[^абв]`, `{^V}`; the edge of a word is none of them, so it fits.
    NoneOf(String),
}

/// One rule as written.
#[derive(Debug, Clone)]
pub(super) struct RuleLine {
    pub(super) line: usize,
    pub(super) from: String,
    pub(super) to: Vec<String>,
    pub(super) left: Vec<Item>,
    pub(super) right: Vec<Item>,
}

/// One `> native = latin` line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Line in the file, from 1.
    pub line: usize,
    /// The word in its own script.
    pub native: String,
    /// What the table must be able to make of it.
    pub latin: String,
}

/// `@respell ทธ th → t`: where a rule taken over for one of the letters writes `th` first, it writes
/// `t`; `@respell ሂሊ …ī → i`: where it writes `ī` last, `i`.
#[derive(Debug, Clone)]
pub(super) struct Respelling {
    letters: String,
    old: String,
    new: String,
    last: bool,
}

impl Respelling {
    /// What a taken-over rule for `from` writes instead of `to`: of several that fit at its beginning, or
    /// at its end, the longest counts.
    pub(super) fn applied(all: &[Self], from: &str, to: &str) -> String {
        let mut letters = from.chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else { return to.to_owned() };
        let of_letter = |one: &&Self| one.letters.contains(letter);
        let longest = |last: bool, to: &str| {
            let fits = |old: &str| if last { to.ends_with(old) } else { to.starts_with(old) };
            let found = all.iter().filter(|one| one.last == last && fits(&one.old));
            found.filter(of_letter).max_by_key(|one| one.old.len())
        };
        let mut to = to.to_owned();
        if let Some(one) = longest(false, &to) {
            to.replace_range(..one.old.len(), &one.new);
        }
        if let Some(one) = longest(true, &to) {
            to.replace_range(to.len() - one.old.len().., &one.new);
        }
        to
    }
}

/// A table as written.
#[derive(Debug, Clone, Default)]
pub(super) struct Source {
    pub(super) file: String,
    /// The text after `# source:`.
    pub(super) source: String,
    pub(super) title: String,
    pub(super) language: String,
    pub(super) kind: Option<Kind>,
    pub(super) include: Vec<(usize, String)>,
    pub(super) nfd: bool,
    pub(super) classes: Vec<(String, String)>,
    pub(super) swaps: Vec<(String, String)>,
    pub(super) respellings: Vec<Respelling>,
    /// The table reads words alone that have one of these; all, if there are none.
    pub(super) when: Vec<String>,
    pub(super) rules: Vec<RuleLine>,
    pub(super) examples: Vec<Example>,
}

/// Whether a rule may write this character.
pub(super) fn is_latin(letter: char) -> bool {
    letter.is_ascii_alphabetic()
        || matches!(
            letter,
            'ª' | 'º' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{2b8}' | '\u{1d00}'..='\u{1d25}'
                | '\u{1d2c}'..='\u{1d5c}' | '\u{1d62}'..='\u{1d65}' | '\u{1d6b}'..='\u{1d77}'
                | '\u{1d79}'..='\u{1dbe}' | '\u{1e00}'..='\u{1eff}' | '\u{2071}' | '\u{207f}'
                | '\u{2090}'..='\u{209c}' | '\u{212a}' | '\u{212b}' | '\u{2c60}'..='\u{2c7f}'
                | '\u{a722}'..='\u{a787}' | '\u{a78d}'..='\u{a7ff}' | '\u{ab30}'..='\u{ab64}'
                | '\u{fb00}'..='\u{fb06}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}'
        )
}

/// A mark that is written over or under the letter before it.
pub(super) fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2d}')
}

/// Every sign that romanizations use as an apostrophe or a prime.
pub(super) fn is_apostrophe(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '`' | '´' | '"' | '’' | '‘' | '‛' | '“' | '”' | '′' | '″' | '＇' | '\u{2b9}'
            ..='\u{2bf}' | '\u{2c8}' | '\u{2ca}' | '\u{2cb}' | '\u{2ee}' | '\u{a78b}' | '\u{a78c}'
    )
}

fn is_target(letter: char) -> bool {
    is_latin(letter) || is_mark(letter) || is_apostrophe(letter) || matches!(letter, '-' | '·')
}

/// Reads a table. A `cognate` table has no title, language or kind.
pub(super) fn parse(file: &str, text: &str, cognate: bool) -> Result<Source, TableError> {
    let mut source = Source { file: file.to_owned(), ..Source::default() };
    for (number, line) in text.lines().enumerate() {
        let reader = Reader { file, number: number + 1, line, cognate };
        reader.read(&mut source)?;
    }
    let end = Reader { file, number: text.lines().count().max(1), line: "", cognate };
    if !cognate {
        for (missing, what) in [
            (source.source.is_empty(), "a line `# source: …` that names the standard"),
            (source.title.is_empty(), "a line `@title …`"),
            (source.language.is_empty(), "a line `@language …`"),
            (source.kind.is_none(), "a line `@kind …`"),
        ] {
            if missing {
                return Err(end.error("", what));
            }
        }
    }
    if source.examples.is_empty() {
        return Err(end.error("", "at least one example, `> native = latin`"));
    }
    check_duplicates(file, &source)?;
    Ok(source)
}

fn check_duplicates(file: &str, source: &Source) -> Result<(), TableError> {
    let mut seen = std::collections::HashMap::new();
    for rule in &source.rules {
        if let Some(first) = seen.insert((&rule.from, &rule.left, &rule.right), rule.line) {
            return Err(TableError {
                file: file.to_owned(),
                line: rule.line,
                column: 1,
                expected: format!(
                    "one rule for `{}` in this context; line {first} has it",
                    rule.from
                ),
            });
        }
    }
    Ok(())
}

/// One line and where it stands.
struct Reader<'a> {
    file: &'a str,
    number: usize,
    line: &'a str,
    cognate: bool,
}

impl<'a> Reader<'a> {
    /// An error at `part`, a piece of this line.
    fn error(&self, part: &str, expected: impl Into<String>) -> TableError {
        let offset = (part.as_ptr() as usize).wrapping_sub(self.line.as_ptr() as usize);
        let column = self.line.get(..offset).map_or(1, |before| before.chars().count() + 1);
        TableError {
            file: self.file.to_owned(),
            line: self.number,
            column,
            expected: expected.into(),
        }
    }

    fn read(&self, source: &mut Source) -> Result<(), TableError> {
        let line = self.line.trim_start_matches('\u{feff}').trim();
        if let Some(comment) = line.strip_prefix('#') {
            if let Some(named) = comment.trim().strip_prefix("source:") {
                named.trim().clone_into(&mut source.source);
            }
            return Ok(());
        }
        let line = match line.find(" #").or_else(|| line.find("\t#")) {
            Some(comment) => line[..comment].trim_end(),
            None => line,
        };
        match line.chars().next() {
            None => Ok(()),
            Some('@') => self.header(&line[1..], source),
            Some('>') => self.example(&line[1..], source),
            Some(_) => self.rule(line, source),
        }
    }

    fn header(&self, line: &'a str, source: &mut Source) -> Result<(), TableError> {
        let (key, value) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let value = value.trim();
        if value.is_empty() {
            return Err(self.error(line, format!("a value after `@{key}`")));
        }
        match key {
            "title" => value.clone_into(&mut source.title),
            "language" => value.clone_into(&mut source.language),
            "kind" => {
                let words = "standard, passport, press, alphabet, mediated or hypothesis";
                source.kind = Some(Kind::of(value).ok_or_else(|| self.error(value, words))?);
            }
            "include" => source.include.push((self.number, value.to_owned())),
            "normalize" => match value {
                "nfc" => source.nfd = false,
                "nfd" => source.nfd = true,
                _ => return Err(self.error(value, "nfc or nfd")),
            },
            "class" => {
                let (name, letters) = value
                    .split_once('=')
                    .ok_or_else(|| self.error(value, "`@class NAME = letters`"))?;
                let letters = letters.chars().filter(|letter| !letter.is_whitespace()).collect();
                source.classes.push((name.trim().to_owned(), letters));
            }
            "swap" => {
                let names: Vec<&str> = value.split_whitespace().filter_map(class_name).collect();
                let [first, second] = names.as_slice() else {
                    return Err(self.error(value, "`@swap {FIRST} {SECOND}`"));
                };
                source.swaps.push(((*first).to_owned(), (*second).to_owned()));
            }
            "when" if self.cognate => {
                source.when.extend(value.split_whitespace().map(str::to_owned))
            }
            "respell" => source.respellings.push(self.respelling(value)?),
            _ => {
                let keys = "title, language, kind, include, normalize, class, swap or respell";
                return Err(self.error(key, keys));
            }
        }
        Ok(())
    }

    fn respelling(&self, value: &'a str) -> Result<Respelling, TableError> {
        let shape = "`@respell letters old → new`";
        let (before, new) = value.split_once('→').ok_or_else(|| self.error(value, shape))?;
        let words: Vec<&str> = before.split_whitespace().collect();
        let [letters, old] = words[..] else {
            return Err(self.error(value, shape));
        };
        let (last, old) = match old.strip_prefix('…') {
            Some(old) => (true, old),
            None => (false, old),
        };
        let (old, new) = (self.target(old)?, self.target(new)?);
        Ok(Respelling { letters: letters.to_owned(), old, new, last })
    }

    fn example(&self, line: &'a str, source: &mut Source) -> Result<(), TableError> {
        let (native, latin) =
            line.split_once('=').ok_or_else(|| self.error(line, "`> native = latin`"))?;
        let (native, latin) = (native.trim(), latin.trim());
        if native.is_empty() || latin.is_empty() {
            return Err(self.error(line, "`> native = latin`"));
        }
        source.examples.push(Example {
            line: self.number,
            native: native.to_owned(),
            latin: latin.to_owned(),
        });
        Ok(())
    }

    fn rule(&self, line: &'a str, source: &mut Source) -> Result<(), TableError> {
        let (from, rest) =
            line.split_once('→').ok_or_else(|| self.error(line, "a rule, `from → to`"))?;
        let from = from.trim();
        if from.is_empty() || from.contains(char::is_whitespace) {
            return Err(self.error(line, "letters before `→`, without spaces"));
        }
        let (to, context) = match rest.split_once('/') {
            Some((to, context)) => (to, Some(context)),
            None => (rest, None),
        };
        let to = to.split('|').map(|target| self.target(target)).collect::<Result<Vec<_>, _>>()?;
        let (left, right) = match context {
            Some(context) => self.context(context, source)?,
            None => (Vec::new(), Vec::new()),
        };
        source.rules.push(RuleLine { line: self.number, from: from.to_owned(), to, left, right });
        Ok(())
    }

    fn target(&self, target: &'a str) -> Result<String, TableError> {
        let target = target.trim();
        if target.is_empty() {
            return Err(self.error(target, "Latin letters, or ∅ for nothing"));
        }
        // The comparison sees plain letters only. `∅` is nothing, wherever it stands.
        let allowed = |letter: char| match letter {
            '∅' => true,
            letter if self.cognate => letter.is_ascii_alphanumeric(),
            letter => is_target(letter),
        };
        let what = if self.cognate { "a letter of ASCII" } else { "a Latin letter" };
        match target.char_indices().find(|(_, letter)| !allowed(*letter)) {
            Some((at, letter)) => Err(self.error(
                &target[at..],
                format!("{what}, found `{letter}` (U+{:04X})", u32::from(letter)),
            )),
            None => Ok(target.replace('∅', "")),
        }
    }

    fn context(
        &self,
        text: &'a str,
        source: &Source,
    ) -> Result<(Vec<Item>, Vec<Item>), TableError> {
        let (left, right) =
            text.split_once('_').ok_or_else(|| self.error(text.trim(), "`_` in the context"))?;
        Ok((self.items(left, source)?, self.items(right, source)?))
    }

    fn items(&self, text: &'a str, source: &Source) -> Result<Vec<Item>, TableError> {
        let mut items = Vec::new();
        let mut rest = text.trim_start();
        while let Some(first) = rest.chars().next() {
            let close = match first {
                '[' => ']',
                '{' => '}',
                _ => first,
            };
            let used = rest[first.len_utf8()..].find(close).map(|at| at + first.len_utf8() + 1);
            let (item, used) = match (first, used) {
                ('^' | '$', _) => (Item::Edge, 1),
                ('[', Some(used)) => (letters(&rest[1..used - 1]), used),
                ('{', Some(used)) => (class(&rest[1..used - 1]), used),
                ('[' | '{', None) => return Err(self.error(rest, format!("`{close}`"))),
                (letter, _) => (Item::OneOf(letter.to_string()), letter.len_utf8()),
            };
            self.check_classes(rest, &item, source)?;
            items.push(item);
            rest = rest[used..].trim_start();
        }
        Ok(items)
    }

    /// That every class of an item is defined above. One that comes from an included table is
    /// looked for where the tables are put together.
    fn check_classes(&self, at: &str, item: &Item, source: &Source) -> Result<(), TableError> {
        let (Item::OneOf(text) | Item::NoneOf(text)) = item else {
            return Ok(());
        };
        let unknown = parts(text).into_iter().find_map(|part| match part {
            Part::Class(name) if !source.classes.iter().any(|(known, _)| known == name) => {
                Some(name)
            }
            _ => None,
        });
        match unknown.filter(|_| source.include.is_empty()) {
            Some(name) => {
                Err(self.error(at, format!("a class that is defined above, not `{name}`")))
            }
            None => Ok(()),
        }
    }
}

fn letters(text: &str) -> Item {
    match text.strip_prefix('^') {
        Some(text) => Item::NoneOf(text.to_owned()),
        None => Item::OneOf(text.to_owned()),
    }
}

fn class(name: &str) -> Item {
    match name.strip_prefix('^') {
        Some(name) => Item::NoneOf(format!("{{{name}}}")),
        None => Item::OneOf(format!("{{{name}}}")),
    }
}

/// A piece of what stands between brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part<'a> {
    Letters(&'a str),
    Class(&'a str),
}

/// The letters and the classes of a set.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        parts.extend([Part::Letters(before), Part::Class(name)]);
        rest = after;
    }
    parts.push(Part::Letters(rest));
    parts
}

fn class_name(word: &str) -> Option<&str> {
    word.strip_prefix('{')?.strip_suffix('}')
}
