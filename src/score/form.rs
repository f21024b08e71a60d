//! A name as read → the words that are compared, by their ids in a lexicon.

use unicode_normalization::UnicodeNormalization;

use super::words::{
    father, generation, is_chinese_in_cyrillic, is_faith, is_generation_before,
    is_generation_joined, is_own_lord, is_servant, is_surname_after_ben, parent,
};
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
    /// How many syllables of Chinese it can be cut into, as Latin letters write them; 0 where it cannot.
    pub chinese: u8,
    /// The id of this word and the next one written together, where that could be one word; of a
    /// particle, with those before it.
    pub with_next: Option<u32>,
    /// Whether it is no more than the first half of a name: the servant of whom the next word names.
    pub servant: bool,
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
        for (at, token) in name.tokens.iter().enumerate() {
            if matches!(token.kind, TokenKind::Suffix | TokenKind::Numeral) {
                form.generation = form.generation.max(generation(&token.text));
            }
            if token.kind == TokenKind::Title && is_generation_before(&token.text) {
                form.generation = generation(&token.text);
            }
            if is_first(name, at) {
                form.generation = 1;
                continue;
            }
            let word = token.kind == TokenKind::Word;
            if at > 1 && token.joined && word && is_generation_joined(&token.text) {
                form.generation = generation(&token.text);
                continue;
            }
            if let Some(role) = role(token.kind) {
                let role = match () {
                    () if is_syllable(name, at) || is_wang(name, at) => Role::Word,
                    () if is_ben(name, at) => Role::Particle,
                    () => role,
                };
                let small = role == Role::Word && capitals && is_small(token);
                form.push(token, if small { Role::Aside } else { role }, lexicon);
            }
        }
        form.gender = form.gender.or_else(|| {
            name.tokens
                .first()
                .filter(|_| name.tokens.len() > 1)
                .and_then(|first| parent(&first.text))
        });
        if form.words.iter().all(|word| word.role == Role::Particle) {
            // Titles and particles are all there is: they are the name.
            form.words.clear();
            for token in &name.tokens {
                form.push(token, Role::Word, lexicon);
            }
        }
        form.close(lexicon);
        form.join(merge, lexicon);
        form
    }

    /// Leaves out the article within a name of two words that is one: Abd al-Aziz, Nur al-Din.
    fn close(&mut self, lexicon: &mut Lexicon<'_>) {
        for at in (2..self.words.len()).rev() {
            let [one, article, other] = [at - 2, at - 1, at].map(|at| self.words[at]);
            let named = |word: FormWord| matches!(word.role, Role::Word | Role::Patronymic);
            let closes = article.role == Role::Particle
                && named(one)
                && other.role == Role::Word
                && (is_servant(lexicon.word(one.id).text())
                    || is_faith(lexicon.word(other.id).text()));
            if closes {
                self.words.remove(at - 1);
            }
        }
        for at in 1..self.words.len() {
            let first = self.words[at - 1];
            let servant = first.role == Role::Word
                && self.words[at].role == Role::Word
                && is_servant(lexicon.word(first.id).text());
            self.words[at - 1].servant = servant;
            if servant && first.script == Script::Latin {
                self.words[at - 1].id = lexicon.intern("abd");
            }
        }
    }

    /// Interns neighbors written together: Kassym-Jomart may meet Kasymzhomart. Two words alone
    /// are a given and a family name unless a hyphen joins them.
    fn join(&mut self, merge: bool, lexicon: &mut Lexicon<'_>) {
        let long = merge || self.written_out() > 2;
        for index in 1..self.words.len() {
            let (word, next) = (self.words[index - 1], self.words[index]);
            let (first, second) = (lexicon.word(word.id).text(), lexicon.word(next.id).text());
            let closed = is_servant(first) || is_faith(second);
            let may = match next.role {
                // An Arabic article is written in one with what is a name without it.
                Role::Word if word.role == Role::Particle => !is_article(first),
                Role::Word if closed => true,
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
                let article = match closed && one.script() == Script::Latin {
                    true if is_own_lord(other.text()) => "",
                    true if ["abd", "abdou"].contains(&one.text()) => "ul",
                    true if is_faith(other.text()) => "ed",
                    _ => "",
                };
                let mut together = format!("{}{article}{}", one.text(), other.text());
                if word.role == Role::Particle {
                    let before = self.words[..index - 1].iter().rev();
                    for particle in before.take_while(|word| word.role == Role::Particle) {
                        together.insert_str(0, lexicon.word(particle.id).text());
                    }
                }
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
            let chinese = if script == Script::Latin { word.chinese_syllables() } else { 0 };
            self.words.push(FormWord {
                id,
                role,
                part: token.part,
                joined: token.joined,
                script,
                syllables,
                chinese,
                with_next: None,
                servant: false,
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

/// Whether a particle is an Arabic article, by any habit.
fn is_article(particle: &str) -> bool {
    matches!(particle.as_bytes(), [_, b'l']) || particle.ends_with('ل')
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

/// Whether a vowel at the end of a name is its last syllable, not an initial: Ван И, Ли Куан Ю.
fn is_syllable(name: &Name, at: usize) -> bool {
    const LETTERS_MAX: usize = 5;
    let vowel = |letter: char| "аеёиоуыэюя".contains(letter);
    let short = |token: &Token| {
        let text = &token.text;
        text.chars().count() <= LETTERS_MAX
            && text.chars().filter(|letter| vowel(*letter)).count() == 1
    };
    let dotted = name.original.trim_end().ends_with('.');
    at > 0 && at + 1 == name.tokens.len() && !dotted && name.tokens.iter().all(short)
}

/// Whether a Cyrillic *Ван* is the Chinese family name, not the Dutch particle: what comes after it
/// is made of Chinese syllables.
fn is_wang(name: &Name, at: usize) -> bool {
    let [first, second] = name.tokens.as_slice() else { return false };
    at == 0
        && first.text == "ван"
        && first.surface.starts_with('В')
        && second.kind == TokenKind::Word
        && is_chinese_in_cyrillic(&second.text)
}

/// Whether a letter at the end of a name is a number, Henry Ford I: an initial has a full stop, or
/// fewer names before it.
fn is_first(name: &Name, at: usize) -> bool {
    let token = &name.tokens[at];
    let names = name.tokens.iter().filter(|token| token.kind == TokenKind::Word).count();
    token.kind == TokenKind::Initial
        && token.surface == "I"
        && at + 1 == name.tokens.len()
        && names > 1
        && name.original.ends_with('I')
}

/// Whether a *Ben* begins a family name of the Maghreb, Ben Ali: alone it would be a given name, and in
/// small letters a son.
fn is_ben(name: &Name, at: usize) -> bool {
    let Some([first, second]) = name.tokens.get(at..at + 2) else { return false };
    let begins = first.text == "ben" && first.surface.starts_with('B');
    begins && is_surname_after_ben(&second.text) && (at > 0 || name.tokens.len() == 2)
}
