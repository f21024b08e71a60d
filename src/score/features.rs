//! An alignment → the few numbers that evidence is a weighted sum of.

use super::align::{AGREES, Alignment, Merged, Pairing};
use super::form::{Form, FormWord, Role};
use crate::lexicon::{Relation, WordMatch};
use crate::normalize::{Gender, Part, Script};

/// How many features there are.
pub const FEATURES: usize = 24;

/// Names of the features, as the model table writes them.
pub const NAMES: [&str; FEATURES] = [
    "shape",
    "agreement",
    "rarity",
    "near_contradiction",
    "contradiction",
    "severity",
    "family_contradicted",
    "left_over_both",
    "omitted_word",
    "omitted_patronymic",
    "omitted_initial",
    "initial_agreed",
    "initial_contradicted",
    "crossed",
    "one_word",
    "gender",
    "generation",
    "weak",
    "agreement_despite",
    "omitted_first",
    "initials_alone",
    "near_across_scripts",
    "omitted_family",
    "omitted_of_whole",
];

/// Index of each feature.
#[allow(missing_docs)] // The names say it; what each counts is said where it is filled.
pub mod index {
    pub const SHAPE: usize = 0;
    pub const AGREEMENT: usize = 1;
    pub const RARITY: usize = 2;
    pub const NEAR: usize = 3;
    pub const CONTRADICTION: usize = 4;
    pub const SEVERITY: usize = 5;
    pub const FAMILY: usize = 6;
    pub const LEFT_OVER: usize = 7;
    pub const OMITTED_WORD: usize = 8;
    pub const OMITTED_PATRONYMIC: usize = 9;
    pub const OMITTED_INITIAL: usize = 10;
    pub const INITIAL_AGREED: usize = 11;
    pub const INITIAL_CONTRADICTED: usize = 12;
    pub const CROSSED: usize = 13;
    pub const ONE_WORD: usize = 14;
    pub const GENDER: usize = 15;
    pub const GENERATION: usize = 16;
    pub const WEAK: usize = 17;
    pub const DESPITE: usize = 18;
    pub const OMITTED_FIRST: usize = 19;
    pub const INITIALS_ALONE: usize = 20;
    pub const NEAR_ACROSS: usize = 21;
    pub const OMITTED_FAMILY: usize = 22;
    pub const OMITTED_OF_WHOLE: usize = 23;
}

/// Odds beyond which two words being one name is settled, in bits.
const SETTLED: f64 = 6.0;
/// Odds below which two words of one script are hardly one name, in bits.
const WEAK: f64 = 3.0;
/// The same of two words that endings or scanners relate: a case is no slip.
const WEAK_INFLECTED: f64 = 0.5;
/// Surprisal beyond which a name is rare enough, in bits.
const RARE: f64 = 24.0;
/// Odds below which a contradiction is no near miss.
const NEAR_MISS: f64 = -5.0;
/// Odds below which a contradiction gets no worse.
pub(crate) const HARD: f64 = -8.0;

/// How much a contradiction counts where a near miss often is one name: one that is so by little, and
/// a plain one. A weak match there speaks against nothing.
const LOOSE_NEAR: f64 = 0.1;
const LOOSE_HARD: f64 = 0.85;

/// What one agreed pair of words adds.
pub(crate) fn agreed(found: &WordMatch) -> [(usize, f64); 4] {
    let odds = f64::from(found.odds);
    let rarity = f64::from(found.surprisal).min(RARE);
    // In one script a name of its own is as likely as a slip; a name of its own base is in any.
    let slip = match found.relation {
        Relation::Spelling if found.same_script || found.distinct => (WEAK - odds).max(0.0),
        Relation::Inflection | Relation::Misread if found.same_script => {
            (WEAK_INFLECTED - odds).max(0.0)
        }
        Relation::Derived => (WEAK - odds).max(0.0),
        _ if found.loose => 0.0,
        // Anything else that is likelier two names than one speaks against, as it should.
        _ => (-odds).max(0.0),
    };
    // A weak match shares less of the rarity.
    let share = (f64::from(found.odds + 2.5) / 6.0).clamp(0.0, 1.0);
    [
        (index::AGREEMENT, odds.clamp(0.0, SETTLED)),
        (index::RARITY, rarity * share),
        // Below even odds a match begins to contradict.
        (index::SEVERITY, (-odds).max(0.0)),
        (index::WEAK, slip),
    ]
}

/// Odds below which a given name of two syllables of Hangul is hardly the other's: whoever is named
/// Jong-in is not named Jong-un.
const WEAK_SYLLABLES: f64 = 3.5;

/// Odds below which characters of Han are hardly the syllables of a Chinese given name of another
/// number: whoever is named Qiang is not named Keqiang.
const OTHER_SYLLABLES: f64 = 6.0;

/// Whether one is a given name in Han, and the other has the syllables of a Chinese one, but not as
/// many.
fn other_syllables(one: FormWord, other: FormWord) -> bool {
    let apart = |han: FormWord, other: FormWord| {
        han.script == Script::Han
            && han.part == Part::Given
            // Longer names are Japanese, or foreign.
            && (1..=2).contains(&han.syllables)
            && (1..=2).contains(&other.chinese)
            && other.chinese != han.syllables
    };
    apart(one, other) || apart(other, one)
}

/// Whether two pairs of words are the two syllables of one given name on either side, as a hyphen
/// tells: Jae-yong and Jae-myung have nothing in common.
fn are_halves(left: &Form, right: &Form, one: &Pairing, other: &Pairing) -> bool {
    let halves = |form: &Form, one: u8, other: u8| {
        let (first, second) = (usize::from(one.min(other)), usize::from(one.max(other)));
        let short = |at: usize| form.words[at].syllables == 1 && form.words[at].role == Role::Word;
        first + 1 == second && form.words[second].joined && short(first) && short(second)
    };
    halves(left, one.left, other.left) && halves(right, one.right, other.right)
}

/// Whether a table has for short forms of one given name what sooner is the family name than anything
/// else that agrees: Vill is no Wilson beside Roy. The family name mostly comes last. What is left to
/// say is how both are written.
fn shortens_family(left: &Form, right: &Form, pairing: &Pairing, alignment: &Alignment) -> bool {
    const SURE: f32 = 2.5;
    const LAST: f32 = 2.0;
    /// Of a name in a table of given names that no list of names has.
    const OF_TABLES: f32 = -1.6;
    if pairing.found.relation != Relation::Nickname {
        return false;
    }
    let family = |pairing: &Pairing| {
        let ends = [(left, pairing.left), (right, pairing.right)];
        let ends = ends.map(|(form, at)| (at == 0, usize::from(at) + 1 == form.words.len()));
        let place = match ends {
            [(_, true), (_, true)] => LAST,
            [(true, _), (true, _)] => -LAST,
            _ => 0.0,
        };
        let found = &pairing.found;
        let unknown = found.family == 0.0 && found.relation.is_of_tables();
        place + if unknown { OF_TABLES } else { found.family }
    };
    let others = alignment.agreed.iter().filter(|other| {
        other.left != pairing.left && left.words[other.left as usize].role == Role::Word
    });
    let most = others.map(family).max_by(f32::total_cmp);
    most.is_some_and(|most| family(pairing) > most + SURE)
}

/// What a pair of agreed words of two forms adds.
pub(crate) fn agreed_in(
    left: &Form,
    right: &Form,
    pairing: &Pairing,
    alignment: &Alignment,
) -> [(usize, f64); 4] {
    let (one, other) = (left.words[pairing.left as usize], right.words[pairing.right as usize]);
    let given = |word: FormWord| {
        word.script == Script::Hangul && word.part == Part::Given && word.syllables <= 2
    };
    let mut parts = match shortens_family(left, right, pairing, alignment) {
        false => agreed(&pairing.found),
        true => {
            let (odds, relation) = (pairing.found.written, Relation::Spelling);
            agreed(&WordMatch { odds, relation, ..pairing.found })
        }
    };
    let long = left.written_out() > 2 && right.written_out() > 2;
    let servants = one.servant && other.servant && pairing.merged == Merged::No;
    if alignment.contradicted.iter().any(|other| are_halves(left, right, pairing, other))
        || (servants && long)
    {
        parts.iter_mut().for_each(|(_, value)| *value = 0.0);
        return parts;
    }
    let spelled = pairing.found.relation == Relation::Spelling && pairing.merged == Merged::No;
    let odds = f64::from(pairing.found.odds);
    if other_syllables(one, other) && spelled {
        parts[3].1 = (OTHER_SYLLABLES - odds).max(0.0);
    } else if given(one) != given(other) && pairing.found.relation == Relation::Spelling {
        parts[3].1 = (WEAK_SYLLABLES - odds).max(0.0);
    }
    parts
}

/// What one contradicted pair of words adds. Across scripts many a near miss is a spelling that
/// nobody has seen, the nearer the more; within one, names as near are seldom one.
/// So are syllables of East Asia: each is a word.
pub(crate) fn contradicted_in(left: &Form, right: &Form, pairing: &Pairing) -> [(usize, f64); 4] {
    let (one, other) = (left.words[pairing.left as usize], right.words[pairing.right as usize]);
    let family = one.part == Part::Family || other.part == Part::Family;
    let short = |word: FormWord| word.is_east_asian() && word.syllables <= 2;
    let found = &pairing.found;
    let odds = f64::from(found.odds);
    let (feature, near) = if short(one) || short(other) || found.distinct {
        (index::NEAR, 0.0)
    } else if found.same_script {
        (index::NEAR, f64::from(odds > NEAR_MISS))
    } else {
        let agrees = f64::from(AGREES);
        (index::NEAR_ACROSS, ((odds - HARD) / (agrees - HARD)).clamp(0.0, 1.0))
    };
    let (soft, hard) = if found.loose { (LOOSE_NEAR, LOOSE_HARD) } else { (1.0, 1.0) };
    [
        (feature, soft * near),
        (index::CONTRADICTION, hard * (1.0 - near)),
        (index::SEVERITY, -odds.clamp(HARD, 0.0)),
        (index::FAMILY, f64::from(family)),
    ]
}

/// How much two genders take from the rarity of what agrees.
const SIBLINGS: f64 = 0.25;

/// A generation that only one side names is less than half a contradiction.
const ONE_GENERATION: f64 = 0.4;

/// The features of an alignment.
#[must_use]
pub fn features(
    left: &Form,
    right: &Form,
    alignment: &Alignment,
    conflict: f64,
) -> [f64; FEATURES] {
    let mut values = [0.0; FEATURES];
    values[index::SHAPE] = 1.0;
    let mut add = |parts: &[(usize, f64)]| {
        for (index, value) in parts {
            values[*index] += value;
        }
    };
    for pairing in &alignment.agreed {
        let word = left.words[pairing.left as usize];
        match (pairing.found.relation, word.role) {
            (_, Role::Particle) if pairing.merged == Merged::No => {}
            (Relation::Initial, _) | (_, Role::Initial) => add(&[(index::INITIAL_AGREED, 1.0)]),
            _ => add(&agreed_in(left, right, pairing, alignment)),
        }
    }
    for pairing in &alignment.contradicted {
        if is_initial(left, right, pairing) {
            add(&[(index::INITIAL_CONTRADICTED, 1.0)]);
        } else {
            add(&contradicted_in(left, right, pairing));
        }
    }
    let both = left_over(left, &alignment.left_only).min(left_over(right, &alignment.right_only));
    add(&[(index::LEFT_OVER, both as f64)]);
    for (form, only) in [(left, &alignment.left_only), (right, &alignment.right_only)] {
        for &word in only {
            if let Some(feature) = omission(form.words[word as usize]) {
                add(&[(feature, 1.0)]);
            }
        }
    }
    // What agrees beside a contradiction is often shared: a family name, a father's, a common one.
    // Brother and sister share a rare name as well.
    let hardness = hardness(left, right, alignment).max(conflict * SIBLINGS);
    values[index::DESPITE] = values[index::RARITY] * hardness;
    values[index::OMITTED_FIRST] = omits_first(left, right, alignment);
    values[index::OMITTED_FAMILY] = f64::from(omits_family(left, right, alignment));
    values[index::OMITTED_OF_WHOLE] = omits_of_whole(left, right, alignment);
    values[index::INITIAL_CONTRADICTED] += skips_initial(left, right, alignment);
    values[index::INITIALS_ALONE] = initials_alone(left, right, alignment);
    values[index::CROSSED] = crossed(left, alignment);
    let single = singles(left, right, alignment);
    values[index::ONE_WORD] = f64::from(single.0 != single.1);
    values[index::GENDER] = conflict;
    values[index::GENERATION] = generations(left, right);
    values
}

/// Two of one generation are the likelier one: few bear Louis XIV's name and number.
const SAME_GENERATION: f64 = -0.2;

/// How far two generations exclude one another.
pub(crate) fn generations(left: &Form, right: &Form) -> f64 {
    match (left.generation, right.generation) {
        (0, 0) => 0.0,
        (a, b) if a == b => SAME_GENERATION,
        (0, _) | (_, 0) => ONE_GENERATION,
        _ => 1.0,
    }
}

/// What generations say of two single names, kings' and popes', which agree by `lone` bits: who
/// leaves a king's number out may mean any king of that name.
pub(crate) fn generations_alone(left: &Form, right: &Form, lone: f64, weight: f64) -> f64 {
    const ONE_NUMBER: f64 = 0.7;
    let one = (left.generation == 0) != (right.generation == 0);
    if one { -ONE_NUMBER * lone.max(0.0) } else { weight * generations(left, right) }
}

/// How much crossed order counts: more where nothing but tables of other names for a bearer
/// relates the words (Mariet Theune is no Antonia Marti), and most where a second name is the
/// father's: Abiy Ahmed is Ahmed's son.
fn crossed(left: &Form, alignment: &Alignment) -> f64 {
    const BY_TABLES: f64 = 6.0;
    const FATHERS: f64 = 12.0;
    let by_table = |found: &Pairing| {
        matches!(
            found.found.relation,
            Relation::Nickname | Relation::NationalForm | Relation::Derived | Relation::Initial
        )
    };
    let derived = |found: &Pairing| found.found.relation == Relation::Derived;
    match alignment.crossed {
        false => 0.0,
        true if fathers_crossed(left, alignment) => FATHERS,
        // Björn Þórsson is not Þór Björnsson.
        true if alignment.agreed.iter().all(derived) => FATHERS,
        true if alignment.agreed.iter().all(by_table) => BY_TABLES,
        true => 1.0,
    }
}

/// Whether the first words that come in another order are given names of peoples whose second name
/// is their father's.
fn fathers_crossed(left: &Form, alignment: &Alignment) -> bool {
    let particle = |found: &Pairing| left.words[found.left as usize].role == Role::Particle;
    let names: Vec<&Pairing> = alignment.agreed.iter().filter(|found| !particle(found)).collect();
    let crossed = names.windows(2).find(|pair| pair[0].right > pair[1].right);
    let all = |pair: &[&Pairing]| pair.iter().all(|found| found.found.fathers);
    crossed.is_some_and(|pair| all(pair) && pair.iter().any(|found| found.found.given))
}

/// Whether a name has a syllable that nothing answers of a family and a given name in Han, which
/// leave none out: 王毅 is not Vương Đình Huệ. A name put first is one for foreigners.
fn exceeds_han(han: &Form, other: &Form, only: &[u8]) -> bool {
    let [family, given] = han.words.as_slice() else { return false };
    let whole = family.script == Script::Han
        && family.part == Part::Family
        && given.script == Script::Han
        && given.part == Part::Given;
    whole
        && only.iter().any(|&at| {
            let word = other.words[at as usize];
            at > 0 && word.role == Role::Word && word.script == Script::Latin && word.syllables == 1
        })
}

/// Whether one name has a word more than the other, where names have no parts: Aung San is not Aung
/// San Suu Kyi, who now and then is called by the end of her name.
fn omits_of_whole(left: &Form, right: &Form, alignment: &Alignment) -> f64 {
    const BY_ITS_END: f64 = 0.5;
    const BEYOND_HAN: f64 = 0.75;
    let words = |form: &Form, only: &[u8]| {
        let words = only.iter().filter(|&&at| form.words[at as usize].role == Role::Word);
        words.map(|at| usize::from(*at)).min()
    };
    if exceeds_han(left, right, &alignment.right_only)
        || exceeds_han(right, left, &alignment.left_only)
    {
        return BEYOND_HAN;
    }
    let whole = |pairing: &Pairing| pairing.merged == Merged::No && pairing.found.whole;
    if alignment.agreed.len() < 2 || !alignment.agreed.iter().all(whole) {
        return 0.0;
    }
    match (words(left, &alignment.left_only), words(right, &alignment.right_only)) {
        (None, None) => 0.0,
        (Some(0), None) | (None, Some(0)) if !alignment.crossed => BY_ITS_END,
        _ => 1.0,
    }
}

/// How plainly the hardest contradiction of two words is one, from 0 (none, or a near miss) to 1.
fn hardness(left: &Form, right: &Form, alignment: &Alignment) -> f64 {
    const NEAR: f64 = -2.5;
    let words = alignment.contradicted.iter().filter(|found| !is_initial(left, right, found));
    let odds = words.map(|found| f64::from(found.found.odds)).fold(0.0, f64::min);
    ((odds - NEAR) / (HARD - NEAR)).clamp(0.0, 1.0)
}

/// Whether the longer name begins with a word that the shorter one, of two words or more, leaves
/// out: Uday Saddam Hussein is a son of Saddam Hussein, unless it is a first name not used. It
/// counts for more where a second name is the father's.
fn omits_first(left: &Form, right: &Form, alignment: &Alignment) -> f64 {
    const SON: f64 = 2.1;
    let single = singles(left, right, alignment);
    let first = |form: &Form, only: &[u8], other: &Form, others: &[u8]| {
        others.is_empty()
            && !single.0
            && !single.1
            && other.written_out() > 1
            && only.first() == Some(&0)
            && form.words[0].role == Role::Word
            && form.words[0].part != Part::Family
    };
    let omits = !alignment.crossed
        && (first(left, &alignment.left_only, right, &alignment.right_only)
            || first(right, &alignment.right_only, left, &alignment.left_only));
    match omits {
        false => 0.0,
        true if alignment.son => SON,
        true => 1.0,
    }
}

/// Whether one name is a given name and a father's, and the other has a family name: many a
/// Ivan Petrovich is no Sidorov, whereas Ivan Sidorov mostly is Ivan Petrovich Sidorov.
fn omits_family(left: &Form, right: &Form, alignment: &Alignment) -> bool {
    let bare = |form: &Form| {
        let of = |role: Role| form.words.iter().filter(|word| word.role == role).count();
        of(Role::Patronymic) == 1
            && of(Role::Word) == 1
            && of(Role::Initial) == 0
            && form.words.iter().all(|word| word.part != Part::Family)
    };
    (bare(left) && left_over(right, &alignment.right_only) > 0)
        || (bare(right) && left_over(left, &alignment.left_only) > 0)
}

/// How far a first initial that the other name leaves out contradicts, where the next one fits its
/// given name: J.-M. Le Pen is not Marine Le Pen.
pub(crate) fn skips_initial(left: &Form, right: &Form, alignment: &Alignment) -> f64 {
    const SKIPPED: f64 = 0.5;
    // As another initial, and the later one agrees by chance.
    const SKIPPED_BETWEEN: f64 = 1.12;
    if skips_between(left, &alignment.left_only, alignment, |found| (found.left, found.right))
        || skips_between(right, &alignment.right_only, alignment, |found| (found.right, found.left))
    {
        return SKIPPED_BETWEEN;
    }
    let skips = |form: &Form, only: &[u8], other: &Form, of: fn(&Pairing) -> (u8, u8)| {
        only.first() == Some(&0)
            && form.words[0].role == Role::Initial
            && form.words.get(1).is_some_and(|word| word.role == Role::Initial)
            && alignment.agreed.iter().map(of).any(|(own, its)| {
                own == 1 && other.words[its as usize].role == Role::Word && its == 0
            })
    };
    let skips = skips(left, &alignment.left_only, right, |found| (found.left, found.right))
        || skips(right, &alignment.right_only, left, |found| (found.right, found.left));
    SKIPPED * f64::from(skips)
}

/// Whether an initial is left out between two names that stand side by side on the other side, the
/// later one by an initial: G. W. Bush is not G. H. W. Bush.
fn skips_between(
    form: &Form,
    only: &[u8],
    alignment: &Alignment,
    of: fn(&Pairing) -> (u8, u8),
) -> bool {
    let other = |own: u8| {
        let found = alignment.agreed.iter().map(of).find(|(at, _)| *at == own);
        found.map(|(_, its)| its)
    };
    let is_initial =
        |at: u8| form.words.get(usize::from(at)).is_some_and(|word| word.role == Role::Initial);
    only.iter().filter(|&&at| at > 0 && is_initial(at) && is_initial(at + 1)).any(|&at| {
        let (before, after) = (other(at - 1), other(at + 1));
        before.zip(after).is_some_and(|(before, after)| before + 1 == after)
    })
}

/// Whether nothing but initials stands beside one agreeing word, and how much that leaves open: less
/// where the word is rare.
fn initials_alone(left: &Form, right: &Form, alignment: &Alignment) -> f64 {
    const COMMON: f64 = 11.0;
    const UNCOMMON: f64 = 16.0;
    const OF_RARE: f64 = 0.65;
    let alone = alignment.agreed.iter().any(|found| is_initial(left, right, found))
        && left.written_out().min(right.written_out()) < 2;
    let rarest = alignment.words().map(|found| f64::from(found.found.surprisal));
    let common = (UNCOMMON - rarest.fold(0.0, f64::max)) / (UNCOMMON - COMMON);
    f64::from(alone) * (OF_RARE + (1.0 - OF_RARE) * common.clamp(0.0, 1.0))
}

/// What leaving a word out counts as; a particle may be left out for free.
fn omission(word: FormWord) -> Option<usize> {
    match word.role {
        Role::Patronymic => Some(index::OMITTED_PATRONYMIC),
        Role::Initial => Some(index::OMITTED_INITIAL),
        Role::Particle | Role::Aside => None,
        Role::Word => Some(index::OMITTED_WORD),
    }
}

fn left_over(form: &Form, only: &[u8]) -> usize {
    only.iter().filter(|&&word| form.words[word as usize].role == Role::Word).count()
}

fn is_initial(left: &Form, right: &Form, pairing: &Pairing) -> bool {
    left.words[pairing.left as usize].role == Role::Initial
        || right.words[pairing.right as usize].role == Role::Initial
}

/// Whether each name is one word, written out, and nothing else: two that the other side writes in
/// one are one.
pub(crate) fn singles(left: &Form, right: &Form, alignment: &Alignment) -> (bool, bool) {
    let one = |form: &Form, side: Merged| {
        let half = |at: usize| {
            let merged = alignment.agreed.iter().filter(|pairing| pairing.merged == side);
            let first = |pairing: &Pairing| match side {
                Merged::Left => usize::from(pairing.left),
                _ => usize::from(pairing.right),
            };
            let named = |first: &usize| form.words[*first].role != Role::Particle;
            merged.map(first).filter(named).any(|first| first + 1 == at)
        };
        let counts =
            |at: usize| !matches!(form.words[at].role, Role::Particle | Role::Aside) && !half(at);
        (0..form.words.len()).filter(|&at| counts(at)).count() == 1
    };
    (one(left, Merged::Left), one(right, Merged::Right))
}

/// A single name never weighs more than this for a person, in bits, however rare it is, and a
/// common one nothing.
const ONE_WORD_BITS_MAX: f64 = 2.0;
/// Surprisal at which a single name begins to weigh, and from which it weighs most, in bits.
const ONE_WORD_SURPRISAL: (f64, f64) = (11.0, 17.0);
/// Nor a given name alone: of those who bear one, few have the family name beside it.
const ONE_GIVEN_NAME_BITS_MAX: f64 = -1.8;

/// What a single name beside a longer one weighs at most, in bits.
pub(crate) fn single_bits_max(left: &Form, right: &Form, alignment: &Alignment) -> f64 {
    let is_given = |pairing: &Pairing| {
        let (one, other) = (left.words[pairing.left as usize], right.words[pairing.right as usize]);
        let before = |only: &[u8], form: &Form, at: u8| {
            only.iter().any(|&word| word > at && form.words[word as usize].role == Role::Word)
        };
        pairing.found.given
            && one.part != Part::Family
            && other.part != Part::Family
            && (before(&alignment.left_only, left, pairing.left)
                || before(&alignment.right_only, right, pairing.right))
    };
    let mut names = alignment.agreed.iter().filter(|pairing| pairing.merged == Merged::No);
    match names.any(is_given) {
        true => ONE_GIVEN_NAME_BITS_MAX,
        false => {
            let (common, rare) = ONE_WORD_SURPRISAL;
            let rarest = alignment.words().map(|found| f64::from(found.found.surprisal));
            let rarity = (rarest.fold(0.0, f64::max) - common) / (rare - common);
            ONE_WORD_BITS_MAX * rarity.clamp(0.0, 1.0)
        }
    }
}

/// Whether two titles or kinship words tell two genders.
pub(crate) fn titles_conflict(left: &Form, right: &Form) -> bool {
    matches!(
        (left.gender, right.gender),
        (Some(Gender::Masculine), Some(Gender::Feminine))
            | (Some(Gender::Feminine), Some(Gender::Masculine))
    )
}
