//! A name as read → the words that are compared, by their ids in a lexicon.

use crate::lexicon::Lexicon;
use crate::normalize::{Gender, Name, Part, Token, TokenKind};

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
}

impl Form {
    /// The words of `name` that are compared, interned.
    pub fn new(name: &Name, lexicon: &mut Lexicon<'_>) -> Self {
        let mut form = Self {
            gender: name.gender,
            ..Self::default()
        };
        for token in &name.tokens {
            if token.kind == TokenKind::Suffix {
                form.generation = form.generation.max(generation(&token.text));
            }
            if let Some(role) = role(token.kind) {
                form.push(token, role, lexicon);
            }
        }
        if form.words.iter().all(|word| word.role == Role::Particle) {
            // Titles and particles are all there is: they are the name.
            form.words.clear();
            for token in &name.tokens {
                form.push(token, Role::Word, lexicon);
            }
        }
        form.join(lexicon);
        form
    }

    /// Interns neighbors written together: Kassym-Jomart may meet Kasymzhomart. Two words alone
    /// are a given and a family name unless a hyphen joins them.
    fn join(&mut self, lexicon: &mut Lexicon<'_>) {
        let long = self.written_out() > 2;
        for index in 1..self.words.len() {
            let (word, next) = (self.words[index - 1], self.words[index]);
            if word.role == Role::Initial || next.role != Role::Word || !(long || next.joined) {
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
            let id = lexicon.intern(&token.text);
            self.words.push(FormWord {
                id,
                role,
                part: token.part,
                joined: token.joined,
                with_next: None,
            });
        }
    }

    /// Words that are neither initials nor particles.
    #[must_use]
    pub fn written_out(&self) -> usize {
        let out = |word: &&FormWord| matches!(word.role, Role::Word | Role::Patronymic);
        self.words.iter().filter(out).count()
    }
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

/// Generations that exclude one another.
fn generation(suffix: &str) -> u8 {
    match suffix.trim_end_matches('.') {
        "jr" | "junior" | "fils" | "младший" | "мл" | "jnr" => 2,
        "sr" | "senior" | "père" | "старший" | "ст" | "snr" => 1,
        "ii" => 2,
        "iii" => 3,
        "iv" => 4,
        "v" => 5,
        _ => 0,
    }
}
