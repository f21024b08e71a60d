//! The tables of `data/` → one value that words are made ready with.

use std::sync::LazyLock;
use std::{panic, thread};

use super::channel::Channel;
use super::compare::{WORD_NAMES, WordWeights};
use super::derivation::{Derivation, DerivedEnding, Suffix};
use super::frequency::Frequencies;
use super::letters::LetterModel;
use super::lists::{Lemmas, Usage, key, skeleton};
use super::misread::Misreadings;
use super::paradigms::{Ending, Genders, Paradigms};
use super::relations::{Membership, Relations};
use super::word::{Word, Writing};
use crate::normalize::Script;
use crate::transliterate::Romanizer;

/// The files of `data/`, as (file, text), and what the build made of all.
mod files {
    include!(concat!(env!("OUT_DIR"), "/lists.rs"));
}

/// Everything that is known of names before a list is seen. Immutable once built.
#[derive(Debug)]
pub struct Knowledge {
    pub(crate) romanizer: Romanizer,
    pub(crate) paradigms: Paradigms,
    pub(crate) derivation: Derivation,
    pub(crate) misreadings: Misreadings,
    frequencies: Frequencies,
    relations: Relations,
    channels: [Channel; 5],
    letters: [LetterModel; 4],
    /// Bits for each feature of a pair of words: of one script, and of two by the channel.
    word_weights: [WordWeights; 5],
}

/// Channels by name of their model table, in the order of [`Knowledge::channel`].
pub const CHANNELS: [&str; 5] = ["latin", "alphabet", "abjad", "syllabic", "han"];
/// Letter models by name of their model table, in the order of [`Knowledge::letters_of`].
pub const LETTERS: [&str; 4] = ["alphabet", "abjad", "syllabic", "han"];

impl Knowledge {
    /// What comes with the library.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static BUNDLED: LazyLock<Knowledge> =
            LazyLock::new(|| Knowledge::new(Romanizer::bundled().clone()));
        &BUNDLED
    }

    /// The bundled lists, read with this romanizer.
    #[must_use]
    pub fn new(romanizer: Romanizer) -> Self {
        // Reading the tables is most of what a short list takes, so it is done on two threads. Not
        // those of a pool: one that waits there could pick up work that waits for the tables.
        let others = || {
            // A broken table is found by the tests of this room; an empty one knows no units.
            let channel = |name| Channel::parse(model(&format!("channel-{name}")));
            let letters = |name| LetterModel::parse(model(&format!("letters-{name}")));
            (
                CHANNELS.map(|name| channel(name).unwrap_or_default()),
                LETTERS.map(|name| letters(name).unwrap_or_default()),
            )
        };
        let (paradigms, (channels, letters)) = thread::scope(|scope| {
            let beside = thread::Builder::new().spawn_scoped(scope, others);
            let paradigms = Paradigms::parse(files::INFLECTION, &romanizer);
            let others = match beside {
                Ok(beside) => beside.join().unwrap_or_else(|panic| panic::resume_unwind(panic)),
                // Where no thread can be had, one does everything.
                Err(_) => others(),
            };
            (paradigms, others)
        });
        Self {
            paradigms,
            derivation: Derivation::parse(include_str!("../../data/names/derivation.txt")),
            misreadings: Misreadings::parse(include_str!("../../data/names/misread.txt")),
            frequencies: Frequencies::bundled(),
            relations: Relations::bundled(),
            channels,
            letters,
            word_weights: CHANNELS.map(|name| word_weights(model(&format!("words-{name}")))),
            romanizer,
        }
    }

    /// A number that changes with the tables: what was made with other ones cannot be used.
    pub(crate) fn fingerprint() -> u64 {
        files::FINGERPRINT
    }

    /// The channel that two words meet in, by its number in [`CHANNELS`], and whether the second
    /// word is its left side.
    #[must_use]
    pub fn channel(left: Writing, right: Writing, same_script: bool) -> (usize, bool) {
        use Writing::{Abjad, Alphabet, Han, Latin, Syllabic};
        match (left, right) {
            _ if same_script || left == right => (0, false),
            (Han, _) => (4, false),
            (_, Han) => (4, true),
            (Abjad, _) => (2, false),
            (_, Abjad) => (2, true),
            (Syllabic, _) => (3, false),
            (_, Syllabic) => (3, true),
            (Alphabet, _) => (1, false),
            (Latin, _) => (1, true),
        }
    }

    /// What the features of two words weigh: spellings differ more between some writings.
    pub(crate) fn word_weights(&self, left: &Word, right: &Word) -> &WordWeights {
        &self.word_weights[Self::word_table(left, right)]
    }

    /// The number in [`CHANNELS`] of the weights for two words: the first for those of one script,
    /// the second for two alphabets, whichever channel they meet in.
    #[must_use]
    pub fn word_table(left: &Word, right: &Word) -> usize {
        let same_script = left.script == right.script;
        let (channel, _) = Self::channel(left.writing, right.writing, same_script);
        if same_script { 0 } else { channel.max(1) }
    }

    pub(crate) fn channel_table(&self, channel: usize) -> &Channel {
        &self.channels[channel]
    }

    /// The number in [`LETTERS`] of the letter model for words of this writing.
    #[must_use]
    pub fn letters_of(writing: Writing) -> usize {
        match writing {
            Writing::Latin | Writing::Alphabet => 0,
            Writing::Abjad => 1,
            Writing::Syllabic => 2,
            Writing::Han => 3,
        }
    }

    /// The letter model for words of this writing.
    pub(crate) fn letters(&self, writing: Writing) -> &LetterModel {
        &self.letters[Self::letters_of(writing)]
    }

    /// What the tables know of a word in cognate romanization, with its skeleton and its endings: the
    /// groups of relations that it belongs to, and if that `counts`, what the frequency lists know of
    /// it or of one of its nominatives, and whether they hold the word as it is.
    pub(crate) fn known(
        &self,
        (plain, skeleton): (&str, &str),
        writing: Writing,
        endings: &[(usize, Ending)],
        derived: &[(usize, DerivedEnding)],
        counts: bool,
    ) -> (Vec<Membership>, Option<(Usage, bool)>) {
        // A case form of a listed name: only where the ending is usual, and the stem tells. Family
        // names made of a given name are names of their own.
        const STEM_LETTERS_MIN: usize = 3;
        let of_skeleton = key(skeleton);
        let mut found: Vec<Membership> = self.relations.of_key(of_skeleton).collect();
        let listed = counts.then(|| self.listed(plain, of_skeleton, writing)).flatten();
        let counts = counts && listed.is_none() && writing != Writing::Abjad;
        let is_made = derived.iter().any(|(_, ending)| ending.suffix == Suffix::Russian);
        // Maria is a name as it stands, not a case of Mari, for which Marina may be short.
        let stands = !found.is_empty();
        let (mut best, mut lemma): (Option<Usage>, _) = (None, String::new());
        for (letters, ending) in endings {
            if *letters == 0 || ending.cost > USUAL_ENDING {
                continue;
            }
            let stem = &plain[..plain.len() - letters];
            let mut lemmas = Lemmas::new(stem, &mut lemma);
            let related = !is_made
                && stem.len() >= STEM_LETTERS_MIN
                && self.relations.begins(lemmas.beginning());
            let used = counts && self.frequencies.begins(lemmas.beginning());
            if !related && !used {
                continue;
            }
            for nominative in self.paradigms.nominatives(ending, writing) {
                let key = lemmas.key(nominative);
                if related {
                    let lemma = self.relations.of_key(key);
                    let lemma = lemma.filter(|one| !stands || !one.is_nickname());
                    found.extend(lemma.map(Membership::of_lemma));
                }
                if used
                    && let Some(usage) = self.frequencies.usage_of_key(key)
                    && best.is_none_or(|best| usage.any() >= best.any())
                {
                    best = Some(usage);
                }
            }
        }
        if !is_made {
            found.sort_unstable();
            found.dedup();
        }
        found.truncate(MEMBERSHIPS_MAX);
        (found, listed.map(|usage| (usage, true)).or(best.map(|usage| (usage, false))))
    }

    /// What the frequency lists know of a word as it is.
    fn listed(&self, plain: &str, skeleton: u64, writing: Writing) -> Option<Usage> {
        let listed = if writing == Writing::Abjad {
            self.frequencies.usage_of_consonants(plain)
        } else {
            self.frequencies.usage_of_key(skeleton)
        }?;
        let spelled = self.frequencies.genders(plain);
        Some(Usage { genders: spelled.map_or(listed.genders, Genders::code), ..listed })
    }

    /// Whether a word is a man's listed name with an *a*, as many languages decline it: Владимира.
    pub(crate) fn is_mans_case(&self, word: &Word) -> bool {
        let stem = word.plain().strip_suffix('a').filter(|stem| !stem.is_empty());
        let usage = stem.and_then(|stem| self.frequencies.usage_of_key(key(&skeleton(stem))));
        usage.is_some_and(|usage| Genders::of_code(usage.genders).has_male())
    }

    /// Those of `lists` that tell how a word of this script is borne.
    pub(crate) fn lists_of(&self, lists: u128, script: Script) -> u128 {
        self.frequencies.lists_of(lists, script)
    }
}

/// An ending that is likelier than this, in bits, is looked through to the nominative.
const USUAL_ENDING: f32 = 3.0;
/// Groups of relations that one word is looked up in.
const MEMBERSHIPS_MAX: usize = 24;

/// Weights by name; what a table lacks weighs nothing.
fn word_weights(text: &str) -> WordWeights {
    WordWeights::new(WORD_NAMES.map(|name| {
        let line = text.lines().filter_map(|line| line.split_once('\t'));
        let mut found = line.filter(|(known, _)| *known == name);
        found.next().and_then(|(_, bits)| bits.parse().ok()).unwrap_or(0.0)
    }))
}

fn model(name: &str) -> &'static str {
    files::MODEL
        .iter()
        .find(|(file, _)| file.rsplit('/').next() == Some(&format!("{name}.txt")))
        .map_or("", |(_, text)| text)
}
