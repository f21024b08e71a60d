//! A name that is not written out and a full one → how the one fits the other.

use std::cmp::Reverse;

use super::{Bearers, PROMINENT_MAX, RELATIVE};
use crate::lexicon::{Relation, Word, WordMatch};
use crate::normalize::{Gender, Part};
use crate::score::{Alignment, Form, FormWord, Pairing, Role, alignment};

/// A document that names somebody by the given name alone has named him in full, mostly.
pub(super) const GIVEN_NAME: f64 = -5.0;
/// Nobody who has a family name is called by a title and the given name.
const TITLED: f64 = -4.0;
const INITIAL: f64 = 3.0;
/// Least odds of two words being one name where the bearer is not in the document: the prominent
/// would take in everybody whose name looks like theirs.
const ODDS_ELSEWHERE: f32 = 1.5;
/// A text spells a name as it has spelled it in full.
const SPELLED_THERE: f64 = -2.0;
/// What the last place in a name weighs against shares of bearers: less after a name of one syllable,
/// as families of East Asia have them.
const LAST: f64 = 0.6;
const LAST_OF_SHORT: f64 = 0.3;
/// Odds of two words beyond which their being one name is settled, in bits.
const SETTLED: f64 = 6.0;
/// Surprisals between which a given name comes to tell its bearer, in bits.
const GIVEN_COMMON: f64 = 12.0;
const GIVEN_RARE: f64 = 20.0;

/// How a partial name fits a full one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fit {
    pub(super) bits: f64,
    /// Whether it is the given name.
    pub(super) given: bool,
    /// For a given name of somebody who is not in the document: how common the name is, in 0–1.
    pub(super) given_elsewhere: Option<f64>,
    /// Whether the endings of the two are of two genders.
    pub(super) conflict: bool,
    /// Whether the bearer's given name is of another gender, where both tell theirs.
    pub(super) apart: Option<bool>,
    /// Whether the ending says so, a man's where the bearer's is a woman's.
    pub(super) told: bool,
    /// Whether the ending is a woman's that no case of a man's name has, where the bearer is a man.
    pub(super) hers: bool,
    /// Whether the partial name has an initial for which this one has no word.
    pub(super) open: bool,
}

impl Bearers<'_> {
    /// Full names that have one of the words of a partial name, or a spelling of it that could be
    /// meant: elsewhere than in the bearer's document a likelier one, and the most prominent.
    pub(super) fn bearers_of(&self, form: &Form, edition: Option<u32>) -> Vec<u32> {
        let mut found: Vec<u32> = Vec::new();
        let mut here: Vec<u32> = Vec::new();
        // A name alone may be a father's or a family's (Johnson).
        let named = |word: &&FormWord| matches!(word.role, Role::Word | Role::Patronymic);
        for word in form.words.iter().filter(named) {
            let near = self.neighbors.matches(word.id).filter(|(_, found)| found.odds > 0.0);
            let near = near.map(|(near, found)| (near, elsewhere(&found) >= ODDS_ELSEWHERE));
            for (near, anywhere) in near.chain([(word.id, true)]) {
                let Some(bearers) = self.by_word.get(&near) else { continue };
                let known = if anywhere { bearers.len().min(PROMINENT_MAX) } else { 0 };
                let (known, others) = bearers.split_at(known);
                found.extend(known);
                if edition.is_some() {
                    here.extend(others.iter().filter(|node| self.stands_in(**node, edition)));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        // An initial tells many apart: of those of one word alone, nobody but the prominent can be meant.
        if found.len() > PROMINENT_MAX && form.words.len() == 1 {
            here.extend(found.iter().filter(|node| self.stands_in(**node, edition)));
            let prominent = |node: u32| self.prominence.get(&self.group_of[node as usize]).copied();
            found.sort_by_cached_key(|&node| (Reverse(prominent(node)), node));
            found.truncate(PROMINENT_MAX);
        }
        found.append(&mut here);
        found.sort_unstable();
        found.dedup();
        found
    }

    fn stands_in(&self, node: u32, edition: Option<u32>) -> bool {
        let group = self.group_of[node as usize];
        self.present(group, edition) || self.companions.shared(group, edition) > 0
    }

    /// Full names of the document whose initials are the partial name's letters (RG, in the
    /// interview with Roland Götz).
    pub(super) fn bearers_of_initials(&self, node: u32, document: Option<u32>) -> Vec<u32> {
        let node = &self.scene.nodes[node as usize];
        let letters = node.text.chars().count();
        let (Some(document), 2..=3) = (document, letters) else { return Vec::new() };
        if !node.text.chars().all(char::is_uppercase) {
            return Vec::new();
        }
        let initials = |form: &Form| -> String {
            let first = |id: u32| self.lexicon.word(id).text().chars().next();
            form.words.iter().filter_map(|word| first(word.id)).collect()
        };
        let wanted = node.text.to_lowercase();
        let here = self.scene.documents[document as usize].nodes.iter().copied();
        here.filter(|&id| {
            let node = &self.scene.nodes[id as usize];
            node.full && initials(&node.form) == wanted
        })
        .collect()
    }

    /// A partial name and a full one, and how their words answer each other.
    fn aligned(&self, node: u32, bearer: u32) -> (&Form, &Form, Alignment) {
        let form = |node: u32| &self.scene.nodes[node as usize].form;
        let (form, full) = (form(node), form(bearer));
        let compare = |a, b| self.neighbors.get(a, b, self.lexicon);
        (form, full, alignment(form, full, self.lexicon, compare))
    }

    /// What speaks for one bearer; `None` where the names contradict each other.
    pub(super) fn fit(&self, node: u32, bearer: u32, edition: Option<u32>) -> Option<Fit> {
        let (form, full, found) = self.aligned(node, bearer);
        let word = found.words().find(|pairing| pairing.found.odds > 0.0)?;
        if !found.contradicted.is_empty() {
            return None;
        }
        let initials = initials(&found);
        let is = |at: &u8, role: Role| form.words[usize::from(*at)].role == role;
        let first = found.agreed.iter().find(|found| found.found.relation == Relation::Initial);
        // Texts address people by a father's name that they leave out elsewhere; and K.A. Siak is
        // Kazimierz Siak, whose second name or father's no other text may tell.
        let father = |at: &u8| is(at, Role::Patronymic);
        let open = |at: &u8| is(at, Role::Initial) && first.is_some_and(|it| it.left < *at);
        if !found.left_only.iter().all(|at| father(at) || open(at)) {
            return None;
        }
        let (fathers, open) =
            (found.left_only.iter().any(father), found.left_only.iter().any(open));
        let group = self.group_of[bearer as usize];
        let present = self.present(group, edition);
        if fathers && !present {
            return None;
        }
        // Beside the full name a short or foreign form may stand; elsewhere it is another's name.
        let odds = if present { word.found.odds } else { elsewhere(&word.found) };
        if odds < ODDS_ELSEWHERE && !present {
            return None;
        }
        let mut bits = self.presence(group, edition);
        if !present && edition.is_some() && self.prominence.get(&group) == Some(&1) {
            bits += self.once;
        }
        let mut given_elsewhere = None;
        // A given name with the father's tells as much as a family name.
        let father = |found: &Pairing| father(&found.left);
        let lone = initials == 0 && !(found.words().count() > 1 && found.words().any(father));
        let family = self.is_family(full, word.right as usize);
        if lone && !family {
            bits += GIVEN_NAME;
            let node = &self.scene.nodes[node as usize];
            if 2 * node.titled as usize > node.mentions.len() {
                bits += TITLED;
            }
            let surprisal = self.lexicon.word(full.words[word.right as usize].id).surprisal();
            let common = (GIVEN_RARE - surprisal) / (GIVEN_RARE - GIVEN_COMMON);
            given_elsewhere = (!present).then_some(common.clamp(0.25, 1.0));
        }
        // A declined name may be declined as a woman's: that tells more.
        let declined = word.found.relation == Relation::Inflection;
        let relative = || edition.is_some_and(|at| self.relatives.contains(&(group, at)));
        if lone && family && !declined && relative() {
            bits += RELATIVE;
        }
        // Initials are those of the given names, in their order.
        bits += INITIAL * f64::from(if are_turned(&found) { -initials } else { initials });
        bits += (f64::from(odds) - SETTLED).min(0.0);
        let here = edition.is_some_and(|at| {
            self.scene.documents[at as usize].nodes.binary_search(&bearer).is_ok()
        });
        if present && !here {
            bits += SPELLED_THERE;
        }
        let conflict = crate::score::genders_conflict(form, full, &found, self.lexicon) >= 1.0;
        let hers = self.is_womans(form, full, word, edition);
        let apart = self.told_apart(form, full, word, hers);
        let told = apart == Some(true) && self.is_man_beside_woman(form, full, word);
        let given = lone && !family;
        let hers = hers && apart == Some(true);
        Some(Fit { bits, given, given_elsewhere, conflict, apart, told, hers, open })
    }

    /// Whether a full name has another word in the place of an initial of a partial one.
    pub(super) fn denies(&self, node: u32, bearer: u32) -> bool {
        let (form, _, found) = self.aligned(node, bearer);
        let initial = |at: u8| form.words[usize::from(at)].role == Role::Initial;
        found.contradicted.iter().any(|pairing| initial(pairing.left))
    }

    /// Whether the title or the ending of a partial name says another gender than the given name of
    /// its bearer: *Навальному* is no form of a woman's name.
    fn told_apart(&self, form: &Form, full: &Form, word: &Pairing, hers: bool) -> Option<bool> {
        let Some(gender) = form.gender else {
            return self.endings_apart(form, full, word, hers);
        };
        let told: Vec<bool> = given_names(full, word)
            .filter_map(|id| self.lexicon.word(id).only_gender_is_male())
            .collect();
        let man = gender == Gender::Masculine;
        (!told.is_empty()).then(|| told.iter().all(|&male| male != man))
    }

    /// The same of a name without a title, where the bearer's given name is in the nominative.
    fn endings_apart(&self, form: &Form, full: &Form, word: &Pairing, hers: bool) -> Option<bool> {
        if word.found.relation == Relation::Identical {
            return Some(false);
        }
        let given = given_names(full, word).map(|id| self.lexicon.word(id));
        let mut told = given.filter(|word| word.listed).filter_map(Word::only_gender_is_male);
        let male = told.next()?;
        let (one, other) = self.answering(form, full, word);
        // A bare word is not yet a man's: *Oudkirková* is *Oudkirk* to others.
        const FEMINIZED: usize = 3;
        let man = !hers && one.genders_beside(other).only_male()?;
        let bare = man && other.len() >= one.len() + FEMINIZED;
        (!bare).then(|| male != man && told.all(|male| male != man))
    }

    /// Whether a partial name has the ending of a woman where the full name's word has a man's, which no
    /// case of his has in the document's language.
    fn is_womans(&self, form: &Form, full: &Form, word: &Pairing, edition: Option<u32>) -> bool {
        let (one, other) = self.answering(form, full, word);
        let undeclined = edition.is_some_and(|at| self.scene.documents[at as usize].undeclined);
        one.is_womans_beside(other, !undeclined)
    }

    /// Whether a partial name without a title has a man's ending where the full name's word has a
    /// woman's, which is in the nominative: Валентина Зорбачева may be Валентин Зорбачев.
    fn is_man_beside_woman(&self, form: &Form, full: &Form, word: &Pairing) -> bool {
        let (one, other) = self.answering(form, full, word);
        let knowledge = self.lexicon.knowledge();
        let mut given = given_names(full, word).map(|id| self.lexicon.word(id));
        form.gender.is_none()
            && given.all(|given| !knowledge.is_mans_case(given))
            && one.is_man_beside(other)
    }

    /// The word of a partial name and that of a full one which answer each other.
    fn answering(&self, form: &Form, full: &Form, word: &Pairing) -> (&Word, &Word) {
        let word_of = |form: &Form, at: u8| self.lexicon.word(form.words[usize::from(at)].id);
        (word_of(form, word.left), word_of(full, word.right))
    }

    /// Whether a word of a full name is its family name: as the writing says, else as lists of
    /// names know it, else by its place at the end.
    pub(super) fn is_family(&self, form: &Form, index: usize) -> bool {
        match form.words[index].part {
            Part::Family => return true,
            Part::Given | Part::Patronymic => return false,
            Part::Unknown => {}
        }
        if form.words.iter().any(|word| word.part == Part::Family) {
            return false;
        }
        let share = |at: usize| self.lexicon.word(form.words[at].id).family_share().unwrap_or(0.5);
        let names: Vec<usize> =
            (0..form.words.len()).filter(|&at| form.words[at].role == Role::Word).collect();
        let (Some(&first), Some(&last)) = (names.first(), names.last()) else { return true };
        // Families of East Asia have names of one syllable, and stand first.
        let short = |at: &usize| form.words[*at].syllables <= 1;
        if names.len() == 3 && names.iter().all(short) && share(first) > 0.5 {
            return index == first;
        }
        let place = if short(&first) { LAST_OF_SHORT } else { LAST };
        let place = if index == last { place } else { -place };
        let other = if index == last { first } else { last };
        share(index) - share(other) + place > 0.0
    }
}

/// Odds of a word being a bearer's where he is not in the document.
fn elsewhere(found: &WordMatch) -> f32 {
    if found.relation == Relation::Inflection { found.odds } else { found.lone }
}

/// Words of a full name beside the one that a partial name has.
fn given_names<'a>(full: &'a Form, word: &Pairing) -> impl Iterator<Item = u32> + use<'a> {
    let at = usize::from(word.right);
    let others = full.words.iter().enumerate().filter(move |(other, _)| *other != at);
    let others = others.filter(|(_, word)| matches!(word.role, Role::Word | Role::Patronymic));
    others.map(|(_, word)| word.id)
}

fn initials(found: &Alignment) -> i8 {
    (found.agreed.len() - found.words().count()) as i8
}

/// Whether initials fit words that come in another order.
fn are_turned(found: &Alignment) -> bool {
    let initials = found.agreed.iter().filter(|found| found.found.relation == Relation::Initial);
    let places: Vec<u8> = initials.map(|found| found.right).collect();
    !places.is_sorted()
}
