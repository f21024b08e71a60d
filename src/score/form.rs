//! A name as read → the words that are compared, by their ids in a lexicon.

use unicode_normalization::UnicodeNormalization;

use crate::lexicon::{Lexicon, Word};
use crate::normalize::{Gender, Name, Part, Script, Token, TokenKind};

/// Words beyond this many are not compared: no name has them, and alignment is quadratic.
pub const WORDS_MAX: usize = 8;

/// A name made ready for comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Form {
    /// Words and initials in the order of the writing.
    pub words: Vec<FormWord>,
    /// A generation (Jr., Sr., II …) as a small code; 0 for none.
    pub generation: u8,
    /// What a title or kinship word says of the bearer's gender.
    pub gender: Option<Gender>,
}

/// One word of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FormWord {
    /// Its id in the lexicon.
    pub id: u32,
    /// What it does in the name.
    pub role: Role,
    /// Which part it is, where the writing says so.
    pub part: Part,
    /// Written in one with the word before.
    pub joined: bool,
    /// The script of most of its letters.
    pub script: Script,
    /// How many syllables it has: characters of Han and Hangul, groups of vowels of other words.
    pub syllables: u8,
    /// The id of this word and the next one written together, where that could be one word.
    pub with_next: Option<u32>,
}

/// What a compared word does in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// A name written out.
    Word,
    /// A father's name.
    Patronymic,
    /// A letter.
    Initial,
    /// `van`, `al-`: present or absent at will.
    Particle,
    /// A word in small letters beside words with capitals (`vainqueur Olano`): it hardly is a name,
    /// and says nothing by being absent or another.
    Aside,
}

impl Form {
    /// The words of `name` that are compared, interned.
    ///
    /// Words that a hyphen joins, a word and the small one after it (`Rütti mann`), and neighbors in
    /// names of three words or more, can also be met as one word; `merge` lets any neighbors be, for
    /// texts whose spaces are not to be trusted.
    pub fn new(name: &Name, merge: bool, lexicon: &mut Lexicon<'_>) -> Self {
        let mut form = Self { gender: name.gender, ..Self::default() };
        let capitals = name.tokens.iter().any(|token| {
            token.kind == TokenKind::Word && token.surface.starts_with(char::is_uppercase)
        });
        for token in &name.tokens {
            if matches!(token.kind, TokenKind::Suffix | TokenKind::Numeral) {
                form.generation = form.generation.max(generation(&token.text));
            }
            if let Some(role) = role(token.kind) {
                let small = role == Role::Word && capitals && is_small(token);
                form.push(token, if small { Role::Aside } else { role }, lexicon);
            }
        }
        if form.words.iter().all(|word| word.role == Role::Particle) {
            // Titles and particles are all there is: they are the name.
            form.words.clear();
            for token in &name.tokens {
                form.push(token, Role::Word, lexicon);
            }
        }
        form.join(merge, lexicon);
        form
    }

    /// Interns neighbors written together: Kassym-Jomart may meet Kasymzhomart. Two words alone
    /// are a given and a family name unless a hyphen joins them.
    fn join(&mut self, merge: bool, lexicon: &mut Lexicon<'_>) {
        let long = merge || self.written_out() > 2;
        for index in 1..self.words.len() {
            let (word, next) = (self.words[index - 1], self.words[index]);
            let may = match next.role {
                Role::Word => long || next.joined,
                Role::Aside => word.role == Role::Word,
                _ => false,
            };
            if word.role == Role::Initial || !may {
                continue;
            }
            // A family name and a given name that are told apart are two words in any writing, but
            // where they are told by the first character alone: a foreign word may begin with it.
            let by_character = self.words.len() == 2 && next.joined && next.is_east_asian();
            if !by_character
                && word.part != next.part
                && word.part != Part::Unknown
                && next.part != Part::Unknown
            {
                continue;
            }
            let (one, other) = (lexicon.word(word.id), lexicon.word(next.id));
            if one.script() == other.script() {
                let together = format!("{}{}", one.text(), other.text());
                self.words[index - 1].with_next = Some(lexicon.intern(&together));
            }
        }
    }

    fn push(&mut self, token: &Token, role: Role, lexicon: &mut Lexicon<'_>) {
        if self.words.len() < WORDS_MAX {
            let text = if role == Role::Patronymic { father(&token.text) } else { &token.text };
            let id = lexicon.intern(text);
            let word = lexicon.word(id);
            let (script, syllables) = (word.script(), syllables(word));
            self.words.push(FormWord {
                id,
                role,
                part: token.part,
                joined: token.joined,
                script,
                syllables,
                with_next: None,
            });
        }
    }

    /// Words that are neither initials nor particles.
    pub fn names(&self) -> impl Iterator<Item = &FormWord> {
        self.words.iter().filter(|word| matches!(word.role, Role::Word | Role::Patronymic))
    }

    /// How many words are neither initials nor particles.
    #[must_use]
    pub fn written_out(&self) -> usize {
        self.names().count()
    }
}

impl FormWord {
    /// Whether it is written in Han or Hangul, a character for a syllable.
    pub(crate) fn is_east_asian(&self) -> bool {
        matches!(self.script, Script::Han | Script::Hangul)
    }
}

/// How many syllables a word has, as far as its letters tell; 0 where they do not.
fn syllables(word: &Word) -> u8 {
    const VOWELS: &str = "aeiouyаеёиоуыэюяіїєәөүұ";
    let count = match word.script() {
        Script::Han | Script::Hangul => word.text().chars().count(),
        Script::Latin | Script::Cyrillic => {
            let mut vowel = false;
            let begins = |letter: char| {
                let before = std::mem::replace(&mut vowel, VOWELS.contains(letter));
                vowel && !before
            };
            let count = if word.text().is_ascii() {
                let letters = word.text().chars().filter(char::is_ascii_alphabetic);
                letters.map(begins).filter(|begins| *begins).count()
            } else {
                let plain = word.text().nfd().filter(|letter| letter.is_alphabetic());
                plain.map(begins).filter(|begins| *begins).count()
            };
            count.max(1)
        }
        _ => 0,
    };
    count.min(usize::from(u8::MAX)) as u8
}

/// Whether a word begins with a small letter where names have a capital: not after a hyphen, nor in
/// Georgian, whose capitals are not for names.
fn is_small(token: &Token) -> bool {
    let small =
        |letter: char| letter.is_lowercase() && !('\u{10d0}'..='\u{10ff}').contains(&letter);
    !token.joined && token.surface.starts_with(small)
}

fn role(kind: TokenKind) -> Option<Role> {
    match kind {
        TokenKind::Word | TokenKind::Nickname => Some(Role::Word),
        TokenKind::Patronymic => Some(Role::Patronymic),
        TokenKind::Initial => Some(Role::Initial),
        TokenKind::Particle => Some(Role::Particle),
        TokenKind::Kinship | TokenKind::Title | TokenKind::Suffix | TokenKind::Numeral => None,
    }
}

/// What a patronymic adds to the father's name, in all cases.
const PATRONYMIC_ENDINGS: [&str; 64] = [
    "овича",
    "овичу",
    "овичем",
    "овиче",
    "евича",
    "евичу",
    "евичем",
    "евиче",
    "ович",
    "евич",
    "овна",
    "овны",
    "овне",
    "овну",
    "овной",
    "евна",
    "евны",
    "евне",
    "евну",
    "евной",
    "івна",
    "ївна",
    "йович",
    "овіч",
    "евіч",
    "авіч",
    "аўна",
    "еўна",
    "ұлының",
    "ұлына",
    "ұлы",
    "қызының",
    "қызы",
    "уулу",
    "улы",
    "кызы",
    "оглы",
    "оғлу",
    "ovich",
    "evich",
    "yevich",
    "jevich",
    "ievich",
    "ovych",
    "evych",
    "yovych",
    "avich",
    "ovitch",
    "evitch",
    "ovič",
    "evič",
    "ovna",
    "evna",
    "yevna",
    "jevna",
    "ivna",
    "yivna",
    "uuly",
    "uly",
    "ūly",
    "ulı",
    "kyzy",
    "qyzy",
    "qızı",
];

/// The father's name in a patronymic: Арманович, Арманулы and Armanuly are all Arman's. The woman's
/// and the man's form, and their cases, differ in nothing else.
fn father(patronymic: &str) -> &str {
    const LETTERS_MIN: usize = 3;
    let longest = PATRONYMIC_ENDINGS
        .iter()
        .filter(|ending| patronymic.ends_with(**ending))
        .max_by_key(|ending| ending.len());
    longest
        .map(|ending| &patronymic[..patronymic.len() - ending.len()])
        .filter(|base| base.chars().count() >= LETTERS_MIN)
        .unwrap_or(patronymic)
}

/// Generations that exclude one another: a father and a son, kings of one name.
fn generation(suffix: &str) -> u8 {
    match suffix.trim_end_matches('.') {
        "sr" | "senior" | "père" | "старший" | "ст" | "snr" | "elder" | "pai" => 1,
        "jr" | "junior" | "fils" | "младший" | "мл" | "jnr" | "younger" | "filho" => 2,
        "neto" => 3,
        numeral => roman(numeral).unwrap_or(0),
    }
}

/// A Roman numeral up to 39.
fn roman(text: &str) -> Option<u8> {
    let mut total = 0;
    let mut highest = 0;
    for letter in text.chars().rev() {
        let value: u8 = match letter {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            _ => return None,
        };
        if value < highest {
            total -= value.min(total);
        } else {
            (total, highest) = (total + value, value);
        }
        if total > 39 {
            return None;
        }
    }
    (total > 0).then_some(total)
}
