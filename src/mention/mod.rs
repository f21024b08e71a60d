//! A row of a list → what a source wrote.
//!
//! A [`Mention`] is one name as one source printed it, with whatever the source said beside it.
//! Nothing here is interpreted: the name is kept to the letter, an absent field is `None`, and
//! absence is never evidence.
//!
//! ```
//! use aka::Mention;
//!
//! let mention = Mention::new("Serik Turpanov").document("azattyk").role("police officer");
//! assert_eq!(mention.name, "Serik Turpanov");
//! ```

use serde::{Deserialize, Serialize};

/// One name as one source wrote it.
///
/// Deserializes from a CSV record or a JSON object with the usual headers as aliases
/// (`doc` for `document`, `lang` for `language`, `year` for `birth_date`, `context` or `sentence` for
/// `passage`); unknown fields are
/// ignored, empty strings read as absent.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Mention {
    /// The name exactly as printed.
    pub name: String,
    /// Other names that the source gives the same person. Deserializes from a list, or from one
    /// text with `;` between the names.
    #[serde(default, deserialize_with = "several")]
    pub aliases: Vec<String>,
    /// The caller's own identifier of the mention; resolution never depends on it.
    #[serde(default, deserialize_with = "blank_is_none", alias = "mention_id")]
    pub id: Option<String>,
    /// Who published: an outlet, a register.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub source: Option<String>,
    /// The text the mention stands in: mentions of one document are evidence about each other.
    #[serde(default, deserialize_with = "blank_is_none", alias = "doc")]
    pub document: Option<String>,
    /// BCP 47 tag of the text's language (`ru`, `kk`, `kk-Latn`).
    #[serde(default, deserialize_with = "blank_is_none", alias = "lang")]
    pub language: Option<String>,
    /// What the source says that the person is or does.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub role: Option<String>,
    /// The sentence, or a few words, that the mention stands in: whoever it counts one by one, or calls
    /// a relative of the other, is two persons.
    #[serde(default, deserialize_with = "blank_is_none", alias = "context", alias = "sentence")]
    pub passage: Option<String>,
    /// Date of the document, ISO 8601 (`2025-01-17`, `2025-01`, `2025`).
    #[serde(default, deserialize_with = "blank_is_none")]
    pub date: Option<String>,
    /// Date or year of birth, ISO 8601.
    #[serde(default, deserialize_with = "blank_is_none", alias = "year")]
    pub birth_date: Option<String>,
    /// Country of citizenship or residence, as the source wrote it.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub country: Option<String>,
    /// Gender as the source wrote it.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub gender: Option<String>,
}

impl Mention {
    /// A mention that is a name and nothing else.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// The same mention, with another name that the source gives the person.
    ///
    /// ```
    /// use aka::{Mention, Resolver};
    ///
    /// let found = Resolver::new().resolve(&[
    ///     Mention::new("Eric Arthur Blair").alias("George Orwell"),
    ///     Mention::new("Джордж Оруэлл"),
    /// ]);
    /// assert_eq!(found.len(), 1);
    /// ```
    #[must_use]
    pub fn alias(mut self, name: impl Into<String>) -> Self {
        self.aliases.push(name.into());
        self
    }

    /// The same mention, in this document.
    #[must_use]
    pub fn document(mut self, document: impl Into<String>) -> Self {
        self.document = Some(document.into());
        self
    }

    /// The same mention, in a text of this language.
    #[must_use]
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.language = Some(language.into());
        self
    }

    /// The same mention, with what the source says that the person is or does.
    #[must_use]
    pub fn role(mut self, role: impl Into<String>) -> Self {
        self.role = Some(role.into());
        self
    }

    /// The same mention, with the sentence that it stands in.
    ///
    /// ```
    /// use aka::{Mention, Resolver};
    ///
    /// let text = "the brothers Ivan Petrovsky and Iwan Petrovskiy";
    /// let mention = |name: &str| Mention::new(name).document("report");
    /// let names = ["Ivan Petrovsky", "Iwan Petrovskiy"];
    /// assert_eq!(Resolver::new().resolve(&names.map(mention)).len(), 1);
    /// assert_eq!(Resolver::new().resolve(&names.map(|name| mention(name).passage(text))).len(), 2);
    /// ```
    #[must_use]
    pub fn passage(mut self, passage: impl Into<String>) -> Self {
        self.passage = Some(passage.into());
        self
    }

    /// The same mention, with a date or year of birth.
    #[must_use]
    pub fn birth_date(mut self, birth_date: impl Into<String>) -> Self {
        self.birth_date = Some(birth_date.into());
        self
    }
}

fn blank_is_none<'de, D>(deserializer: D) -> Result<Option<String>, D::Error>
where
    D: serde::Deserializer<'de>,
{
    let field = Option::<String>::deserialize(deserializer)?;
    Ok(field.filter(|text| !text.trim().is_empty()))
}

fn several<'de, D>(deserializer: D) -> Result<Vec<String>, D::Error>
where
    D: serde::Deserializer<'de>,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Names {
        One(String),
        Several(Vec<String>),
    }
    let names = match Option::<Names>::deserialize(deserializer)? {
        None => Vec::new(),
        Some(Names::One(text)) => text.split(';').map(|name| name.trim().to_owned()).collect(),
        Some(Names::Several(names)) => names,
    };
    Ok(names.into_iter().filter(|name| !name.trim().is_empty()).collect())
}
