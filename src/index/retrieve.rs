//! A name → the indexed names that are worth a full comparison, found by its words.
//!
//! Words are met by key and glanced at, first by the set of their letters; the nearest are followed.
//! Names are met by two words at once: those of a word are in order of the word beside it, so that
//! what two lists of near words have in common is found by steps and not by reading the names. What
//! an initial stands for is found by first letters; what has one word alone comes last. All of it is
//! bounded. What is found is ordered by a quick sum: rare words that look alike count for a name,
//! words that stand on both sides alone count against it.

use rustc_hash::FxHashMap;

use super::keys::{Look, alike, first_of, group_key, keys, looks};
use super::segment::{ALONE, Segment};
use crate::lexicon::{Lexicon, Word, Writing};
use crate::score::{Form, Role, WORDS_MAX};

/// Words of one bucket, and of all buckets of a word, whose letters are glanced at.
const BUCKET_MAX: usize = 1_000;
const GLANCED_MAX: usize = 2_000;
/// Words of which more sounds differ are not: an exact key lets an ending differ.
const DIFFER_MAX: u32 = 4;
const DIFFER_EXACT_MAX: u32 = 6;
/// Of these, those that are looked at more closely.
const LOOKED_AT_MAX: usize = 48;
/// What an exact key counts for, and loose ones at most, in halves of a sound that differs.
const EXACT: u32 = 2;
const LOOSE_MAX: u32 = 3;
/// Near spellings of one word that are followed.
const NEAR_MAX: usize = 60;
/// Words that look less alike than this are not followed.
const ALIKE_MIN: f32 = 0.5;
/// What a nickname, or another national form, counts for, however it looks.
const RELATED: f32 = 0.7;
/// Words of the name, the rarest ones, that are met in pairs.
const PAIRED_MAX: usize = 4;
/// Names that one pair of words gives, and all of them.
const PAIR_MAX: usize = 150;
const POOL_MAX: usize = 6_000;
/// Words beside a near one that are asked for their first letter, and names that this gives.
const INITIALS_ASKED: usize = 4_000;
const INITIALS_MAX: usize = 300;
/// Names of one word of the name: all of them, and those of one near word.
const SINGLES_MAX: usize = 200;
const SINGLES_OF_WORD: usize = 60;
/// With fewer names than this, those that have one word alone are gone through too.
const ENOUGH: usize = 40;
/// Names whose words are weighed.
const WEIGHED_MAX: usize = 100;

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
    /// Near words of the index, the nearest first; the same in order; places that they have.
    near: Vec<Near>,
    in_order: Vec<Near>,
    places: usize,
}

/// What a word looks like.
struct Appearance {
    looks: Vec<Look>,
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
    /// Words met by key, how many sounds differ, whether the key is loose.
    glanced: Vec<(u32, u32, bool)>,
    /// Names with what each pair of words counts for.
    pool: Vec<(u32, f32)>,
    found: Vec<(f32, u32)>,
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
    room.pool.clear();
    room.found.clear();
    let mut wanted: Vec<Wanted> =
        form.words.iter().map(|word| want(word.id, word.role, lexicon)).collect();
    for (at, (word, own)) in form.words.iter().zip(&mut wanted).enumerate() {
        let written_out = own.is_written_out().then_some(word.id);
        // Two words written together may be one word of the index.
        for id in [written_out, word.with_next].into_iter().flatten() {
            if !room.near.contains_key(&(number, id)) {
                let near = find_near(segment, lexicon.word(id), room);
                room.near.insert((number, id), near);
            }
            let near = &room.near[&(number, id)];
            for &(word, alike) in near {
                let likeness = &mut room.likeness.entry(word).or_default()[at];
                *likeness = likeness.max(alike);
                own.places += segment.posting(word).len();
            }
            own.near.extend_from_slice(near);
        }
        own.in_order.clone_from(&own.near);
        own.in_order.sort_unstable_by_key(|(word, _)| *word);
    }
    gather(segment, &wanted, &mut room.pool);
    best_of_pool(&mut room.pool);
    for at in 0..room.pool.len() {
        let name = room.pool[at].0;
        let sum = weigh(segment, name, &wanted, &room.likeness);
        room.found.push((sum, name));
    }
    room.found.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    room.found.truncate(most);
    room.found.clone()
}

impl Wanted {
    fn is_written_out(&self) -> bool {
        matches!(self.role, Role::Word | Role::Patronymic | Role::Aside)
    }

    /// What a near word counts for.
    fn counts(&self, alike: f32) -> f32 {
        // Half alike is as often another name.
        self.rarity * (2.0 * alike - 1.0)
    }
}

fn want(id: u32, role: Role, lexicon: &Lexicon<'_>) -> Wanted {
    let word = lexicon.word(id);
    const RARITY: std::ops::RangeInclusive<f32> = 4.0..=18.0;
    Wanted {
        role,
        rarity: (word.surprisal() as f32).clamp(*RARITY.start(), *RARITY.end()),
        first: first_of(word),
        near: Vec::new(),
        in_order: Vec::new(),
        places: 0,
    }
}

/// The words of the index that look like this one, or are related to it; the nearest first.
fn find_near(segment: &Segment, word: &Word, room: &mut Room) -> Box<[Near]> {
    let wanted = Appearance {
        looks: looks(word),
        bare: word.writing == Writing::Abjad,
        groups: word.groups().to_vec(),
    };
    let mut near: Vec<Near> = Vec::new();
    for group in &wanted.groups {
        for (other, _) in segment.bucket(group_key(*group)).take(BUCKET_MAX) {
            let known = near.iter().any(|(known, _)| *known == other);
            if !known && segment.is_related(other, &wanted.groups) {
                near.push((other, likeness(segment, other, &wanted).max(RELATED)));
            }
        }
    }
    let related = near.len();
    let mut keys = keys(word);
    // What few words have tells most.
    keys.sort_by_cached_key(|key| (key.loose, segment.bucket(key.hash).len(), key.hash, key.sign));
    room.glanced.clear();
    for key in &keys {
        let most = if key.loose { DIFFER_MAX } else { DIFFER_EXACT_MAX };
        for (other, sign) in segment.bucket(key.hash).take(BUCKET_MAX) {
            let differ = key.sign.differs(sign);
            if differ <= most && room.glanced.len() < GLANCED_MAX {
                room.glanced.push((other, differ, key.loose));
            }
        }
    }
    let mut met = add_up(&mut room.glanced);
    if met.len() > LOOKED_AT_MAX {
        met.select_nth_unstable(LOOKED_AT_MAX);
        met.truncate(LOOKED_AT_MAX);
    }
    for &(_, other) in &met {
        if near[..related].iter().all(|(known, _)| *known != other) {
            let alike = likeness(segment, other, &wanted);
            if alike >= ALIKE_MIN {
                near.push((other, alike));
            }
        }
    }
    near.sort_unstable_by(|a: &Near, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    near.truncate(NEAR_MAX);
    near.into_boxed_slice()
}

/// Each word once, with what tells against it: sounds that differ, and no exact key.
fn add_up(glanced: &mut [(u32, u32, bool)]) -> Vec<(u32, u32)> {
    glanced.sort_unstable();
    let words = glanced.chunk_by(|one, other| one.0 == other.0);
    let weigh = |keys: &[(u32, u32, bool)]| {
        let exact = if keys.iter().any(|key| !key.2) { EXACT } else { 0 };
        let loose = keys.iter().filter(|key| key.2).count() as u32;
        (2 * keys[0].1 + EXACT + LOOSE_MAX - exact - loose.min(LOOSE_MAX), keys[0].0)
    };
    words.map(weigh).collect()
}

fn likeness(segment: &Segment, word: u32, wanted: &Appearance) -> f32 {
    let mut best: f32 = 0.0;
    for glance in segment.glances(word) {
        for look in &wanted.looks {
            best = best.max(alike(look, glance.sounds, wanted.bare || glance.bare));
        }
    }
    best
}

/// Names that have words of the name, with what these count for: a name can come more than once.
fn gather(segment: &Segment, wanted: &[Wanted], pool: &mut Vec<(u32, f32)>) {
    let mut order: Vec<&Wanted> = wanted.iter().filter(|word| !word.near.is_empty()).collect();
    // Stable: words of as many places stay in the order of the name.
    order.sort_by_key(|word| word.places);
    for (turn, rare) in order.iter().take(PAIRED_MAX).enumerate() {
        for other in order.iter().take(PAIRED_MAX).skip(turn + 1) {
            join(segment, rare, other, pool);
        }
    }
    let initials = wanted.iter().filter(|word| word.role == Role::Initial);
    let initials: Vec<u8> = initials.map(|word| word.first).filter(|first| *first > 0).collect();
    if !initials.is_empty() {
        for word in &order {
            begin_with(segment, word, &initials, pool);
        }
    }
    let enough = pool.len() >= ENOUGH;
    for (turn, word) in order.iter().enumerate() {
        let others = if enough || turn > 0 { 0 } else { SINGLES_MAX };
        let alone = order.len() == 1 && initials.is_empty();
        singles(segment, word, (others, alone), pool);
    }
}

/// Names that have a near word of both.
fn join(segment: &Segment, rare: &Wanted, other: &Wanted, pool: &mut Vec<(u32, f32)>) {
    for &(word, alike) in &rare.near {
        let posting = segment.posting(word);
        let mut at = 0;
        for &(beside, alike_beside) in &other.in_order {
            at = posting.companions.seek(at, beside);
            let sum = rare.counts(alike) + other.counts(alike_beside);
            let run = (at..posting.len()).take(PAIR_MAX);
            for place in run.take_while(|&place| posting.companions.get(place) == beside) {
                pool.push((posting.names.get(place), sum));
            }
            if at >= posting.len() || pool.len() >= POOL_MAX {
                break;
            }
        }
    }
}

/// Names that have a near word beside one that begins with an initial; common ones come first.
fn begin_with(segment: &Segment, word: &Wanted, initials: &[u8], pool: &mut Vec<(u32, f32)>) {
    let (mut asked, most) = (0, pool.len() + INITIALS_MAX);
    for &(near, alike) in &word.near {
        let posting = segment.posting(near);
        let sum = word.counts(alike) + INITIAL;
        for place in 0..posting.len() {
            if asked == INITIALS_ASKED || pool.len() >= most {
                return;
            }
            asked += 1;
            if initials.contains(&segment.first_letter(posting.companions.get(place))) {
                pool.push((posting.names.get(place), sum));
            }
        }
    }
}

/// Names that have a near word and no other, and of those that have others so many; without penalty
/// where the word is all that is looked for.
fn singles(
    segment: &Segment,
    word: &Wanted,
    (others, alone): (usize, bool),
    pool: &mut Vec<(u32, f32)>,
) {
    let mut left = [SINGLES_MAX, others];
    let costs = if alone { [0.0, OMITTED] } else { [OMITTED, CONTRADICTED] };
    for &(near, alike) in &word.near {
        let posting = segment.posting(near);
        let split = posting.companions.seek(0, ALONE);
        for (kind, places) in [split..posting.len(), 0..split].into_iter().enumerate() {
            let taken = places.len().min(SINGLES_OF_WORD).min(left[kind]);
            left[kind] -= taken;
            let names = places.take(taken).map(|place| posting.names.get(place));
            pool.extend(names.map(|name| (name, word.counts(alike) - costs[kind])));
        }
    }
}

/// Each name once, with all that it was met by; the best ones of them.
fn best_of_pool(pool: &mut Vec<(u32, f32)>) {
    pool.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    pool.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1.max(0.0) } else { 0.0 };
        same
    });
    let by_sum = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if pool.len() > WEIGHED_MAX {
        pool.select_nth_unstable_by(WEIGHED_MAX, by_sum);
        pool.truncate(WEIGHED_MAX);
    }
}

/// What the words of a name count for.
fn weigh(
    segment: &Segment,
    name: u32,
    wanted: &[Wanted],
    likeness: &FxHashMap<u32, [f32; WORDS_MAX]>,
) -> f32 {
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
    for (own, (word, _)) in likenesses.iter_mut().zip(&*words) {
        *own = likeness.get(word);
    }
    let mut sum = 0.0;
    let mut missed = 0;
    for (at, word) in wanted.iter().enumerate() {
        if !word.is_written_out() {
            continue;
        }
        let like = |place: usize| match likenesses[place] {
            Some(likeness) if words[place].0 != u32::MAX => likeness[at],
            _ => 0.0,
        };
        let best = (0..words.len()).max_by(|&a, &b| like(a).total_cmp(&like(b)));
        match best.map(|best| (best, like(best))) {
            Some((best, alike)) if alike > 0.0 => {
                sum += word.counts(alike);
                words[best] = (u32::MAX, Role::Particle);
            }
            _ if takes_initial(segment, word.first, Role::Initial, words) => sum += INITIAL,
            _ => missed += usize::from(word.role != Role::Aside),
        }
    }
    for word in wanted.iter().filter(|word| word.role == Role::Initial) {
        let met = takes_initial(segment, word.first, Role::Word, words)
            || takes_initial(segment, word.first, Role::Initial, words);
        sum += if met { INITIAL } else { -INITIAL };
    }
    let left = words.iter().filter(|(_, role)| matches!(role, Role::Word | Role::Patronymic));
    let left = left.count();
    sum - CONTRADICTED * missed.min(left) as f32 - OMITTED * missed.abs_diff(left) as f32
}

/// Takes a word of this role that begins with the letter.
fn takes_initial(segment: &Segment, first: u8, role: Role, words: &mut [(u32, Role)]) -> bool {
    let begins = |word: u32| first > 0 && segment.first_letter(word) == first;
    let met = words.iter_mut().find(|(word, own)| *own == role && begins(*word));
    met.map(|word| *word = (u32::MAX, Role::Particle)).is_some()
}
