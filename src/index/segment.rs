//! Names with ids → the bytes of an index, and what these bytes say of words and names.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::keys::{Key, Sign, first_of, group_key, keys, looks};
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

/// What stands beside the only word of a name.
pub(super) const ALONE: u32 = u32::MAX;

/// The names that have a word: once for each other word of theirs, in order of that.
#[derive(Debug, Clone, Copy)]
pub(super) struct Posting<'a> {
    pub(super) companions: Numbers<'a>,
    pub(super) names: Numbers<'a>,
}

impl Posting<'_> {
    pub(super) fn len(self) -> usize {
        self.companions.len().min(self.names.len())
    }
}

/// A look at a word: see [`super::keys::Look`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Glance<'a> {
    pub(super) sounds: &'a [u8],
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

    /// The names that have a word written out.
    pub(super) fn posting(&self, word: u32) -> Posting<'_> {
        let list = |section| {
            let place = (Section::PostingStarts, section);
            self.layout.list(self.bytes(), place, word as usize)
        };
        Posting { companions: list(Section::Companions), names: list(Section::Postings) }
    }

    /// The number of a word's first letter; 0 where it is none.
    pub(super) fn first_letter(&self, word: u32) -> u8 {
        self.layout.bytes(self.bytes(), Section::Firsts).get(word as usize).copied().unwrap_or(0)
    }

    /// Words that have this key, and a few that have not; the commonest first. Each with a sign.
    pub(super) fn bucket(&self, key: u64) -> impl ExactSizeIterator<Item = (u32, Sign)> {
        let buckets = self.layout.count(Section::KeyStarts).saturating_sub(1);
        let list = |section| {
            let place = (Section::KeyStarts, section);
            self.layout.list(self.bytes(), place, bucket(key, buckets))
        };
        list(Section::KeyWords).iter().zip(list(Section::KeySigns).iter().map(Sign))
    }

    /// Looks at a word, one for each romanization.
    pub(super) fn glances(&self, word: u32) -> impl Iterator<Item = Glance<'_>> {
        let mut rest = self.record(word);
        let (bare, count) = head(&mut rest).unwrap_or_default();
        (0..count).map_while(move |_| {
            let sounds = part(&mut rest)?;
            Some(Glance { sounds, bare })
        })
    }

    /// Whether a word belongs to one of these groups of names that stand for one another.
    pub(super) fn is_related(&self, word: u32, groups: &[u32]) -> bool {
        let mut rest = self.record(word);
        let (_, count) = head(&mut rest).unwrap_or_default();
        let own = (0..=count).map_while(|_| part(&mut rest)).last().unwrap_or_default();
        let (own, _) = own.as_chunks::<4>();
        own.iter().any(|group| groups.contains(&u32::from_le_bytes(*group)))
    }

    /// The word, made ready.
    pub(super) fn word(&self, word: u32, knowledge: &Knowledge) -> Option<Word> {
        let mut rest = self.record(word);
        let (_, count) = head(&mut rest)?;
        for _ in 0..=count {
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
    let mut draft = Draft::default();
    set_words(&words, &mut draft)?;
    set_postings(words.len(), &name_words, &mut draft)?;
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

/// The names of each word by the words beside it.
fn set_postings(words: usize, names: &[Vec<u32>], draft: &mut Draft) -> Result<(), IndexError> {
    let mut starts = vec![0u32; words + 1];
    for name in names {
        each_duo(name, |word, _| starts[word as usize + 1] += 1);
    }
    add_up(&mut starts)?;
    let mut next = starts.clone();
    let mut all = vec![(0u32, 0u32); starts.last().map_or(0, |&sum| sum as usize)];
    for (name, own) in names.iter().enumerate() {
        each_duo(own, |word, companion| {
            let place = &mut next[word as usize];
            all[*place as usize] = (companion, name as u32);
            *place += 1;
        });
    }
    let mut lists = Vec::with_capacity(words);
    let mut rest = all.as_mut_slice();
    for pair in starts.windows(2) {
        let (list, after) = rest.split_at_mut((pair[1] - pair[0]) as usize);
        lists.push(list);
        rest = after;
    }
    lists.into_par_iter().for_each(|list| {
        list.sort_unstable_by_key(|&(companion, name)| {
            (companion, names[name as usize].len(), name)
        });
    });
    draft.numbers(Section::PostingStarts, starts);
    draft.numbers(Section::Companions, all.iter().map(|(companion, _)| *companion));
    draft.numbers(Section::Postings, all.iter().map(|(_, name)| *name));
    Ok(())
}

/// Hands on every word of a name that is written out, with every other one; with [`ALONE`] where
/// there is none.
fn each_duo(name: &[u32], mut take: impl FnMut(u32, u32)) {
    let mut duos: Vec<(u32, u32)> = Vec::new();
    for (at, &one) in name.iter().enumerate().filter(|(_, packed)| is_written_out(**packed)) {
        for (beside, &other) in name.iter().enumerate() {
            if beside != at && is_written_out(other) {
                duos.push((one & WORD_MASK, other & WORD_MASK));
            }
        }
        if duos.is_empty() {
            duos.push((one & WORD_MASK, ALONE));
        }
    }
    duos.sort_unstable();
    duos.dedup();
    duos.into_iter().for_each(|(one, other)| take(one, other));
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
    let records: Vec<(Vec<u8>, Vec<Key>)> =
        words.par_iter().map(|word| (record(word), all_keys(word))).collect();
    let records_only = records.iter().map(|(record, _)| record);
    draft.texts((Section::WordStarts, Section::Words), records_only)?;
    let total: usize = records.iter().map(|(_, keys)| keys.len()).sum();
    let buckets = (total / 4).next_power_of_two();
    let mut starts = vec![0u32; buckets + 1];
    for key in records.iter().flat_map(|(_, keys)| keys) {
        starts[bucket(key.hash, buckets) + 1] += 1;
    }
    add_up(&mut starts)?;
    let mut next = starts.clone();
    let mut all = vec![(0u32, 0u32); total];
    for (word, (_, keys)) in records.iter().enumerate() {
        for key in keys {
            let place = &mut next[bucket(key.hash, buckets)];
            all[*place as usize] = (word as u32, key.sign.0);
            *place += 1;
        }
    }
    draft.bytes(Section::Firsts, words.iter().map(first_of));
    draft.numbers(Section::KeyStarts, starts);
    draft.numbers(Section::KeyWords, all.iter().map(|(word, _)| *word));
    draft.numbers(Section::KeySigns, all.iter().map(|(_, sign)| *sign));
    Ok(())
}

/// Counts → where each begins.
fn add_up(counts: &mut [u32]) -> Result<(), IndexError> {
    let mut sum = 0u32;
    for count in counts {
        sum = sum.checked_add(*count).ok_or(IndexError::TooLarge)?;
        *count = sum;
    }
    Ok(())
}

/// The keys of a word, and those of the groups that it belongs to.
fn all_keys(word: &Word) -> Vec<Key> {
    let groups = word.groups().iter().copied().map(group_key);
    let groups = groups.map(|hash| Key { hash, loose: false, sign: Sign::NONE });
    keys(word).into_iter().chain(groups).collect()
}

/// Looks, groups, then the word itself.
fn record(word: &Word) -> Vec<u8> {
    let mut record = Vec::with_capacity(96);
    let looks = looks(word);
    let bare = if word.writing == Writing::Abjad { BARE } else { 0 };
    record.push(looks.len() as u8 | bare);
    for look in looks {
        record.push(look.len() as u8);
        record.extend(look);
    }
    const GROUPS_MAX: usize = 60;
    let groups: Vec<u8> =
        word.groups().iter().take(GROUPS_MAX).flat_map(|group| group.to_le_bytes()).collect();
    record.push(groups.len() as u8);
    record.extend(groups);
    word.store(&mut record);
    record
}
