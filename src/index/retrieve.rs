//! A name → the indexed names that are worth a full comparison, found by its words.
//!
//! Work is bounded: words are met by key, a bucket at most so far; then the rarest word's names are
//! gone through, those of its nearest spelling first, and where they are many, only those that have
//! another word of the name too. What is found is ordered by a quick sum: rare words that look
//! alike count for a name, words that stand on both sides alone count against it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::keys::{Look, Pattern, alike, first_letter, keys, looks};
use super::segment::Segment;
use crate::lexicon::{Lexicon, Word, Writing};
use crate::score::{Form, Role, WORDS_MAX};

/// Words of one bucket, and of all buckets of a word, that are glanced at: first the commonest ones
/// of every bucket, then more, small buckets before large ones.
const BUCKET_FIRST: usize = 40;
const BUCKET_MAX: usize = 400;
const GLANCES_MAX: usize = 1_000;
/// Near spellings of one word that are followed.
const NEAR_MAX: usize = 40;
/// Words that look less alike than this are not followed.
const ALIKE_MIN: f32 = 0.5;
/// What a nickname, or another national form, counts for, however it looks.
const RELATED: f32 = 0.7;
/// A list of names that is gone through whole.
const WHOLE_MAX: usize = 400;
/// Names that one pair of words gives.
const PAIR_MAX: usize = 150;
/// Steps through lists of names for one search, and for the words beside the rarest.
const WORK: usize = 6_000;
const WORK_BESIDE: usize = 1_500;

/// Counts in the quick sum, in something like bits.
const CONTRADICTED: f32 = 6.0;
const OMITTED: f32 = 1.5;
const INITIAL: f32 = 1.5;

/// A word of the index, and how alike it is to one that is looked for.
type Near = (u32, f32);

/// A word of the name that is looked for.
struct Wanted {
    role: Role,
    rarity: f32,
    first: u8,
    /// Near words of the index, the nearest first, and the names that have them.
    near: Vec<Near>,
    names: usize,
}

/// What a word looks like.
struct Appearance {
    /// Letters and consonants of each romanization.
    patterns: Vec<(Pattern, Pattern)>,
    /// Whether vowels are left out.
    bare: bool,
    /// Groups of names that stand for one another.
    groups: Vec<u32>,
}

/// Room for the work of one search, kept by the caller.
#[derive(Debug, Default)]
pub(super) struct Room {
    /// The near words of each word that was looked for, by segment and id in the lexicon: a list of
    /// names asks for its common words again and again.
    near: FxHashMap<(usize, u32), Box<[Near]>>,
    /// How alike each near word is to each wanted one.
    likeness: FxHashMap<u32, [f32; WORDS_MAX]>,
    seen: FxHashSet<u32>,
    found: Vec<(f32, u32)>,
    work: usize,
}

impl Room {
    /// Forgets what goes by ids of a lexicon that is no more.
    pub(super) fn forget(&mut self) {
        self.near.clear();
    }
}

/// The names that are most like the form, best first, at most `most`, each with its quick sum.
/// Segments are known by their number.
pub(super) fn retrieve(
    (number, segment): (usize, &Segment),
    form: &Form,
    lexicon: &Lexicon<'_>,
    most: usize,
    room: &mut Room,
) -> Vec<(f32, u32)> {
    room.likeness.clear();
    room.found.clear();
    let mut wanted: Vec<Wanted> =
        form.words.iter().map(|word| want(word.id, word.role, lexicon)).collect();
    for (at, (word, own)) in form.words.iter().zip(&mut wanted).enumerate() {
        let written_out = matches!(word.role, Role::Word | Role::Patronymic).then_some(word.id);
        // Two words written together may be one word of the index.
        for id in [written_out, word.with_next].into_iter().flatten() {
            let Room { near, seen, likeness, .. } = &mut *room;
            let near = near
                .entry((number, id))
                .or_insert_with(|| find_near(segment, lexicon.word(id), seen));
            for &(word, alike) in &**near {
                let likeness = &mut likeness.entry(word).or_default()[at];
                *likeness = likeness.max(alike);
                own.names += segment.postings(word).len();
            }
            own.near.extend_from_slice(near);
        }
    }
    room.seen.clear();
    gather(segment, &wanted, room);
    let by_sum = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if room.found.len() > most {
        room.found.select_nth_unstable_by(most, by_sum);
        room.found.truncate(most);
    }
    room.found.sort_unstable_by(by_sum);
    room.found.clone()
}

fn want(id: u32, role: Role, lexicon: &Lexicon<'_>) -> Wanted {
    let word = lexicon.word(id);
    const RARITY: std::ops::RangeInclusive<f32> = 4.0..=18.0;
    Wanted {
        role,
        rarity: (word.surprisal() as f32).clamp(*RARITY.start(), *RARITY.end()),
        first: first_letter(word),
        near: Vec::new(),
        names: 0,
    }
}

/// The words of the index that look like this one, or are related to it; the nearest first.
fn find_near(segment: &Segment, word: &Word, seen: &mut FxHashSet<u32>) -> Box<[Near]> {
    seen.clear();
    let looks = looks(word);
    let pattern = |look: &Look| (Pattern::new(&look.letters), Pattern::new(&look.consonants));
    let wanted = Appearance {
        patterns: looks.iter().map(pattern).collect(),
        bare: word.writing == Writing::Abjad,
        groups: word.groups(),
    };
    let mut keys = keys(word);
    // What few words have tells most.
    keys.sort_by_cached_key(|&key| (segment.bucket(key).len(), key));
    let mut near = Vec::new();
    let first = keys.iter().map(|&key| (key, 0..BUCKET_FIRST));
    let then = keys.iter().map(|&key| (key, BUCKET_FIRST..BUCKET_MAX));
    for (key, places) in first.chain(then) {
        let bucket = segment.bucket(key);
        for word in bucket.iter().take(places.end).skip(places.start) {
            if seen.len() >= GLANCES_MAX {
                break;
            }
            if !seen.insert(word) {
                continue;
            }
            let mut alike = likeness(segment, word, &wanted);
            if alike < RELATED && segment.is_related(word, &wanted.groups) {
                alike = RELATED;
            }
            if alike >= ALIKE_MIN {
                near.push((word, alike));
            }
        }
    }
    near.sort_unstable_by(|a: &Near, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    near.truncate(NEAR_MAX);
    near.into_boxed_slice()
}

fn likeness(segment: &Segment, word: u32, wanted: &Appearance) -> f32 {
    let mut best: f32 = 0.0;
    for glance in segment.glances(word) {
        for (letters, consonants) in &wanted.patterns {
            let by_consonants = alike(consonants, glance.consonants);
            let by_letters = alike(letters, glance.letters);
            let both = 0.5 * by_letters + 0.5 * by_consonants;
            best = best.max(if wanted.bare || glance.bare {
                both.max(0.95 * by_consonants)
            } else {
                both
            });
        }
    }
    best
}

/// Goes through the names of near words, the rarest word first.
fn gather(segment: &Segment, wanted: &[Wanted], room: &mut Room) {
    let mut order: Vec<usize> =
        (0..wanted.len()).filter(|&at| !wanted[at].near.is_empty()).collect();
    order.sort_by_key(|&at| (wanted[at].names, at));
    room.work = WORK;
    for (turn, &at) in order.iter().enumerate() {
        if turn == 1 {
            room.work = room.work.min(WORK_BESIDE);
        }
        for &(word, _) in &wanted[at].near {
            if room.work == 0 {
                break;
            }
            let names = segment.postings(word);
            if names.len() <= WHOLE_MAX {
                names.iter().for_each(|name| visit(segment, name, wanted, room));
                continue;
            }
            for &beside in order.iter().filter(|&&beside| beside != at) {
                for &(other, _) in &wanted[beside].near {
                    visit_both(segment, (word, other), wanted, room);
                }
            }
            if turn == 0 {
                const ALONE: usize = 50;
                names.iter().take(ALONE).for_each(|name| visit(segment, name, wanted, room));
            }
        }
    }
}

/// Visits the names that have both words.
fn visit_both(segment: &Segment, (one, other): (u32, u32), wanted: &[Wanted], room: &mut Room) {
    let (one, other) = (segment.postings(one), segment.postings(other));
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let (mut at, mut found) = (0, 0);
    for name in few.iter() {
        if room.work == 0 || found == PAIR_MAX || at >= many.len() {
            return;
        }
        room.work -= 1;
        at = many.seek(at, name);
        if at < many.len() && many.get(at) == name {
            found += 1;
            visit(segment, name, wanted, room);
        }
    }
}

/// Weighs a name, once.
fn visit(segment: &Segment, name: u32, wanted: &[Wanted], room: &mut Room) {
    if room.work == 0 || !room.seen.insert(name) {
        return;
    }
    room.work -= 1;
    let mut words: [(u32, Role); 2 * WORDS_MAX] = [(0, Role::Particle); 2 * WORDS_MAX];
    let mut count = 0;
    for (place, word) in words.iter_mut().zip(segment.words(name)) {
        // Neighbors written together count when they are met, and are never missed.
        let role = if word.together { Role::Particle } else { word.role };
        *place = (word.word, role);
        count += 1;
    }
    let words = &mut words[..count];
    // Asked for once, since every word looked for is held against every word of the name.
    let mut likenesses = [None; 2 * WORDS_MAX];
    for (likeness, (word, _)) in likenesses.iter_mut().zip(&*words) {
        *likeness = room.likeness.get(word);
    }
    let mut sum = 0.0;
    let mut missed = 0;
    for (at, word) in wanted.iter().enumerate() {
        if !matches!(word.role, Role::Word | Role::Patronymic) {
            continue;
        }
        let like = |place: usize| match likenesses[place] {
            Some(likeness) if words[place].0 != u32::MAX => likeness[at],
            _ => 0.0,
        };
        let best = (0..words.len()).max_by(|&a, &b| like(a).total_cmp(&like(b)));
        match best.map(|best| (best, like(best))) {
            Some((best, alike)) if alike > 0.0 => {
                // Half alike is as often another name.
                sum += word.rarity * (2.0 * alike - 1.0);
                words[best] = (u32::MAX, Role::Particle);
            }
            _ if takes_initial(segment, word.first, Role::Initial, words) => sum += INITIAL,
            _ => missed += 1,
        }
    }
    for word in wanted.iter().filter(|word| word.role == Role::Initial) {
        let met = takes_initial(segment, word.first, Role::Word, words)
            || takes_initial(segment, word.first, Role::Initial, words);
        sum += if met { INITIAL } else { -INITIAL };
    }
    let left = words.iter().filter(|(_, role)| matches!(role, Role::Word | Role::Patronymic));
    let left = left.count();
    sum -= CONTRADICTED * missed.min(left) as f32 + OMITTED * missed.abs_diff(left) as f32;
    room.found.push((sum, name));
}

/// Takes a word of this role that begins with the letter.
fn takes_initial(segment: &Segment, first: u8, role: Role, words: &mut [(u32, Role)]) -> bool {
    let begins = |word: u32| segment.glances(word).any(|look| look.letters.first() == Some(&first));
    let met = words.iter_mut().find(|(word, own)| *own == role && begins(*word));
    met.map(|word| *word = (u32::MAX, Role::Particle)).is_some()
}
