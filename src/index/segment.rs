//! Names with ids → the bytes of an index, and what these bytes say of words and names.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::keys::{keys, looks};
use super::layout::{Draft, IndexError, Layout, Numbers, Section};
use crate::lexicon::{Knowledge, Lexicon, Word, Writing};
use crate::normalize::read;
use crate::score::{Form, Role};

/// Bytes that were checked: names that do not change.
#[derive(Clone)]
pub(super) struct Segment {
    bytes: Arc<dyn AsRef<[u8]> + Send + Sync>,
    layout: Layout,
}

/// What a word does in an indexed name; a word that is two neighbors written together is marked.
const ROLES: [Role; 4] = [Role::Word, Role::Patronymic, Role::Initial, Role::Particle];
const TOGETHER: u32 = 4;
const ROLE_SHIFT: u32 = 29;
const WORD_MASK: u32 = (1 << ROLE_SHIFT) - 1;

/// One word of an indexed name.
#[derive(Debug, Clone, Copy)]
pub(super) struct NameWord {
    pub(super) word: u32,
    pub(super) role: Role,
    /// Two neighbors as one word, beside the two.
    pub(super) together: bool,
}

/// A glance at a word: see [`super::keys::Look`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Glance<'a> {
    pub(super) letters: &'a [u8],
    pub(super) consonants: &'a [u8],
    /// Whether vowels are left out.
    pub(super) bare: bool,
}

impl std::fmt::Debug for Segment {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Segment").field("names", &self.names()).finish_non_exhaustive()
    }
}

impl Segment {
    /// Checks the bytes.
    pub(super) fn open(
        bytes: Arc<dyn AsRef<[u8]> + Send + Sync>,
        fingerprint: u64,
    ) -> Result<Self, IndexError> {
        let layout = Layout::check((*bytes).as_ref(), fingerprint)?;
        Ok(Self { bytes, layout })
    }

    /// Builds a segment from names, each with its ids, in order.
    pub(super) fn build(
        names: &BTreeMap<String, Vec<String>>,
        knowledge: &Knowledge,
        fingerprint: u64,
    ) -> Result<Self, IndexError> {
        let bytes = Arc::new(draft(names, knowledge)?.finish(fingerprint));
        Self::open(bytes, fingerprint)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        (*self.bytes).as_ref()
    }

    /// How many names there are, each once.
    pub(super) fn names(&self) -> usize {
        self.layout.count(Section::NameStarts).saturating_sub(1)
    }

    pub(super) fn name(&self, name: u32) -> &str {
        let place = (Section::NameStarts, Section::Names);
        let text = self.layout.item(self.bytes(), place, name as usize);
        std::str::from_utf8(text).unwrap_or_default()
    }

    /// The number of a name, if it is here.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.names() as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.name(middle) < text {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        ((low as usize) < self.names() && self.name(low) == text).then_some(low)
    }

    /// The ids under which a name was given, in order.
    pub(super) fn ids(&self, name: u32) -> impl Iterator<Item = &str> {
        let span = self.layout.span(self.bytes(), Section::NameIds, name as usize);
        let ids = self.layout.count(Section::IdStarts).saturating_sub(1);
        (span.start.min(ids)..span.end.min(ids)).map(|id| {
            let place = (Section::IdStarts, Section::Ids);
            std::str::from_utf8(self.layout.item(self.bytes(), place, id)).unwrap_or_default()
        })
    }

    /// The words of a name, in order of the writing.
    pub(super) fn words(&self, name: u32) -> impl Iterator<Item = NameWord> + use<'_> {
        let place = (Section::NameWordStarts, Section::NameWords);
        self.layout.list(self.bytes(), place, name as usize).iter().map(|packed| {
            let role = packed >> ROLE_SHIFT;
            NameWord {
                word: packed & WORD_MASK,
                role: ROLES[(role & 3) as usize],
                together: role & TOGETHER != 0,
            }
        })
    }

    /// The names that have a word written out, in order.
    pub(super) fn postings(&self, word: u32) -> Numbers<'_> {
        let place = (Section::PostingStarts, Section::Postings);
        self.layout.list(self.bytes(), place, word as usize)
    }

    /// Words that have this key, and a few that have not; the commonest first.
    pub(super) fn bucket(&self, key: u64) -> Numbers<'_> {
        let buckets = self.layout.count(Section::KeyStarts).saturating_sub(1);
        let place = (Section::KeyStarts, Section::KeyWords);
        self.layout.list(self.bytes(), place, bucket(key, buckets))
    }

    /// Glances at a word, one for each romanization.
    pub(super) fn glances(&self, word: u32) -> impl Iterator<Item = Glance<'_>> {
        let mut rest = self.record(word);
        let (bare, count) = head(&mut rest).unwrap_or_default();
        (0..count).map_while(move |_| {
            let letters = part(&mut rest)?;
            let consonants = part(&mut rest)?;
            Some(Glance { letters, consonants, bare })
        })
    }

    /// Whether a word belongs to one of these groups of names that stand for one another.
    pub(super) fn is_related(&self, word: u32, groups: &[u32]) -> bool {
        let mut rest = self.record(word);
        let (_, count) = head(&mut rest).unwrap_or_default();
        let own = (0..=2 * count).map_while(|_| part(&mut rest)).last().unwrap_or_default();
        let (own, _) = own.as_chunks::<4>();
        own.iter().any(|group| groups.contains(&u32::from_le_bytes(*group)))
    }

    /// The word, made ready.
    pub(super) fn word(&self, word: u32, knowledge: &Knowledge) -> Option<Word> {
        let mut rest = self.record(word);
        let (_, count) = head(&mut rest)?;
        for _ in 0..=2 * count {
            part(&mut rest)?;
        }
        Word::restore(rest, knowledge)
    }

    fn record(&self, word: u32) -> &[u8] {
        let place = (Section::WordStarts, Section::Words);
        self.layout.item(self.bytes(), place, word as usize)
    }
}

/// Whether a word leaves its vowels out, and how many romanizations of it there are.
fn head(rest: &mut &[u8]) -> Option<(bool, u8)> {
    let head = *rest.split_off_first()?;
    Some((head & BARE != 0, head & !BARE))
}

const BARE: u8 = 128;

/// A length and as many bytes.
fn part<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::from(*rest.split_off_first()?);
    rest.split_off(..length)
}

/// Buckets are a power of two, chosen by the upper bits of a key.
fn bucket(key: u64, buckets: usize) -> usize {
    let bits = buckets.max(1).ilog2();
    key.checked_shr(64 - bits).unwrap_or(0) as usize
}

/// The forms of a name: its own, and those of the other names that it gives.
pub(super) fn forms(text: &str, lexicon: &mut Lexicon<'_>) -> Vec<Form> {
    let name = read(text);
    let all = std::iter::once(&name).chain(&name.aliases);
    all.map(|name| Form::new(name, false, lexicon)).filter(|form| !form.words.is_empty()).collect()
}

/// Words of some names, by their ids in one lexicon.
struct Part<'k> {
    lexicon: Lexicon<'k>,
    names: Vec<Vec<u32>>,
}

/// Reads names of a part of the list.
fn part_of<'k>(names: &[&String], knowledge: &'k Knowledge) -> Part<'k> {
    let mut lexicon = Lexicon::new(knowledge);
    let words = |name: &&String| {
        let mut words = Vec::new();
        for form in forms(name, &mut lexicon) {
            for word in &form.words {
                let role = ROLES.iter().position(|role| *role == word.role).unwrap_or(0) as u32;
                words.push(word.id | role << ROLE_SHIFT);
                words.extend(word.with_next.map(|id| id | TOGETHER << ROLE_SHIFT));
            }
        }
        words
    };
    let names = names.iter().map(words).collect();
    lexicon.prepare();
    Part { lexicon, names }
}

fn draft(
    names: &BTreeMap<String, Vec<String>>,
    knowledge: &Knowledge,
) -> Result<Draft, IndexError> {
    const PARTS: usize = 64;
    let texts: Vec<&String> = names.keys().collect();
    let parts: Vec<Part<'_>> = texts
        .par_chunks(texts.len().div_ceil(PARTS).max(1))
        .map(|part| part_of(part, knowledge))
        .collect();
    let (words, name_words) = joined(&parts)?;
    drop(parts);
    let mut postings: Vec<Vec<u32>> = vec![Vec::new(); words.len()];
    for (name, words) in name_words.iter().enumerate() {
        for packed in words.iter().filter(|&&packed| is_written_out(packed)) {
            let list = &mut postings[(packed & WORD_MASK) as usize];
            if list.last() != Some(&(name as u32)) {
                list.push(name as u32);
            }
        }
    }
    let mut draft = Draft::default();
    set_words(&words, &mut draft)?;
    draft.lists((Section::PostingStarts, Section::Postings), postings.iter())?;
    draft.lists((Section::NameWordStarts, Section::NameWords), name_words.iter())?;
    draft.texts((Section::NameStarts, Section::Names), texts.iter())?;
    let mut ids = 0;
    let starts = names.values().map(|own| {
        ids += own.len() as u32;
        ids
    });
    draft.numbers(Section::NameIds, std::iter::once(0).chain(starts));
    draft.texts((Section::IdStarts, Section::Ids), names.values().flatten())?;
    Ok(draft)
}

fn is_written_out(packed: u32) -> bool {
    let role = packed >> ROLE_SHIFT;
    role & TOGETHER != 0 || role < 2
}

/// The words of all parts, each once, those of most names first; and the names by them.
fn joined(parts: &[Part<'_>]) -> Result<(Vec<Word>, Vec<Vec<u32>>), IndexError> {
    let mut counts: FxHashMap<&str, (u32, &Word)> = FxHashMap::default();
    for part in parts {
        let mut own = vec![0u32; part.lexicon.words().len()];
        for packed in part.names.iter().flatten() {
            own[(packed & WORD_MASK) as usize] += 1;
        }
        for (word, count) in part.lexicon.words().iter().zip(own) {
            counts.entry(word.text()).or_insert((0, word)).0 += count;
        }
    }
    let mut order: Vec<(u32, &Word)> = counts.into_values().collect();
    order.par_sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.text().cmp(b.1.text())));
    if order.len() > WORD_MASK as usize {
        return Err(IndexError::TooLarge);
    }
    let places: FxHashMap<&str, u32> =
        order.iter().enumerate().map(|(at, (_, word))| (word.text(), at as u32)).collect();
    let mut names = Vec::new();
    for part in parts {
        let own: Vec<u32> = part.lexicon.words().iter().map(|word| places[word.text()]).collect();
        let moved = |packed: &u32| own[(packed & WORD_MASK) as usize] | (packed & !WORD_MASK);
        names.extend(part.names.iter().map(|words| words.iter().map(moved).collect::<Vec<u32>>()));
    }
    Ok((order.into_iter().map(|(_, word)| word.clone()).collect(), names))
}

/// Records of words, and the buckets of their keys.
fn set_words(words: &[Word], draft: &mut Draft) -> Result<(), IndexError> {
    let records: Vec<(Vec<u8>, Vec<u64>)> =
        words.par_iter().map(|word| (record(word), keys(word))).collect();
    let records_only = records.iter().map(|(record, _)| record);
    draft.texts((Section::WordStarts, Section::Words), records_only)?;
    let total: usize = records.iter().map(|(_, keys)| keys.len()).sum();
    let buckets = (total / 2).next_power_of_two();
    let mut starts = vec![0u32; buckets + 1];
    for key in records.iter().flat_map(|(_, keys)| keys) {
        starts[bucket(*key, buckets) + 1] += 1;
    }
    let mut sum = 0u32;
    for start in &mut starts {
        sum = sum.checked_add(*start).ok_or(IndexError::TooLarge)?;
        *start = sum;
    }
    let mut next = starts.clone();
    let mut all = vec![0u32; total];
    for (word, (_, keys)) in records.iter().enumerate() {
        for key in keys {
            let place = &mut next[bucket(*key, buckets)];
            all[*place as usize] = word as u32;
            *place += 1;
        }
    }
    draft.numbers(Section::KeyStarts, starts);
    draft.numbers(Section::KeyWords, all);
    Ok(())
}

/// Glances, groups, then the word itself.
fn record(word: &Word) -> Vec<u8> {
    let mut record = Vec::with_capacity(96);
    let looks = looks(word);
    let bare = if word.writing == Writing::Abjad { BARE } else { 0 };
    record.push(looks.len() as u8 | bare);
    for look in looks {
        for part in [look.letters, look.consonants] {
            record.push(part.len() as u8);
            record.extend(part);
        }
    }
    const GROUPS_MAX: usize = 60;
    let groups: Vec<u8> =
        word.groups().into_iter().take(GROUPS_MAX).flat_map(u32::to_le_bytes).collect();
    record.push(groups.len() as u8);
    record.extend(groups);
    word.store(&mut record);
    record
}
