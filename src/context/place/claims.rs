//! Bearers of a single name → what each has to say for himself, and who is likeliest.

use std::cmp::Ordering;

use rustc_hash::{FxHashMap, FxHashSet};

use super::fit::Fit;
use super::standing::Standing;
use super::{Bearers, OWN_PERSON, Place, Placement};
use crate::lexicon::Word;
use crate::normalize::Gender;
use crate::score::{Form, Role};

const GIVEN_NAME_ELSEWHERE: f64 = -4.0;
/// A title or an ending of another gender than the given name's is hardly ever a slip; that two
/// endings are of two may be, for some languages give none to a woman's name.
const GENDER: f64 = -8.0;
const ENDINGS: f64 = -5.0;
/// How much less likely than the bearer himself, but for the gender, a relative of his is whom the list
/// does not name: likelier than that a title is wrong, if nobody listed could be meant.
const KIN: f64 = -5.0;
/// Surprisal above which a family name has few bearers, in bits.
const RARE: f64 = 13.0;
/// So many other persons of a name on the list make it a common one.
const NAMESAKES_MANY: usize = 2;
/// Most that it adds to be called by the given name elsewhere: as much as lies between that and the
/// family name.
const CALLED_MAX: f64 = 3.0;
/// Probability that two texts mean one person by a name, below which each means its own.
const ONE_PERSON: f64 = 0.4;
/// Claims that are looked at one by one.
const BEST_MAX: usize = 3;

/// A bearer's claim on a partial name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Claim {
    pub(super) bits: f64,
    /// His group, and the node that the name was compared with; none for a person of its own.
    pub(super) to: Option<(u32, u32)>,
    /// Whether it is his given name.
    pub(super) given: bool,
    /// Whether the ending is a man's, and the bearer a woman.
    pub(super) denied: bool,
}

impl Claim {
    /// Takes the place of another if it is likelier; a tie is broken by content.
    pub(super) fn keep_if_best(self, best: &mut Self) {
        if order(&self, best) == Ordering::Less {
            *best = self;
        }
    }
}

/// All claims of bearers on a partial name.
#[derive(Debug, Clone)]
pub(super) struct Claims {
    /// The likeliest, each of another group.
    best: Vec<Claim>,
    /// Odds of all, each less the bits of the likeliest.
    total: f64,
    /// The sum of their squares.
    squares: f64,
    /// Bits of its being somebody else.
    own: f64,
}

impl Claims {
    fn new(mut all: Vec<Claim>, own: f64) -> Self {
        all.sort_by(order);
        let most = all.first().map_or(0.0, |claim| claim.bits);
        let total = all.iter().map(|claim| (claim.bits - most).exp2()).sum();
        let squares = all.iter().map(|claim| (2.0 * (claim.bits - most)).exp2()).sum();
        all.truncate(BEST_MAX);
        Self { best: all, total, squares, own }
    }

    /// Bits of the likeliest bearer.
    fn most(&self) -> f64 {
        self.best.first().map_or(0.0, |claim| claim.bits)
    }

    /// Whether so many may be meant that two texts hardly mean one person.
    fn is_common(&self) -> bool {
        let own = (self.own - self.most()).exp2();
        self.squares + own * own < ONE_PERSON * (self.total + own).powi(2)
    }

    /// Odds of those that are not among the best.
    fn others(&self) -> f64 {
        let most = self.most();
        let best: f64 = self.best.iter().map(|claim| (claim.bits - most).exp2()).sum();
        (self.total - best).max(0.0)
    }
}

impl Bearers<'_> {
    /// What all bearers have to say for themselves, whoever is known by one name alone.
    pub(super) fn claims(&self, (node, document): Place) -> Claims {
        let form = &self.scene.nodes[node as usize].form;
        let edition = self.edition(document);
        let bearers = self.bearers_of(form, edition);
        let fit = |&bearer: &u32| Some((bearer, self.fit(node, bearer, edition)?));
        let mut fits: Vec<(u32, Fit)> = bearers.iter().filter_map(fit).collect();
        let group = |bearer: u32| self.group_of[bearer as usize];
        // What one name of a person leaves open, another may deny.
        if fits.iter().any(|(_, fit)| fit.open) {
            let denied = bearers.iter().filter(|bearer| self.denies(node, **bearer));
            let denied: FxHashSet<u32> = denied.map(|bearer| group(*bearer)).collect();
            fits.retain(|(bearer, fit)| !(fit.open && denied.contains(&group(*bearer))));
        }
        let mut groups: Vec<u32> = fits.iter().map(|(bearer, _)| group(*bearer)).collect();
        groups.sort_unstable();
        groups.dedup();
        // What several persons on the list are called is common here, however rare elsewhere.
        let namesakes = groups.len().saturating_sub(1).min(NAMESAKES_MANY) as f64;
        let common = namesakes / NAMESAKES_MANY as f64;
        // A person is of one gender, though not each spelling of the name tells it.
        let mut apart: FxHashMap<u32, i32> = FxHashMap::default();
        for (bearer, told) in fits.iter().filter_map(|(bearer, fit)| Some((bearer, fit.apart?))) {
            *apart.entry(group(*bearer)).or_default() += if told { 1 } else { -1 };
        }
        let mut best: FxHashMap<u32, Claim> = FxHashMap::default();
        let mut offer = |bits: f64, bearer: u32, given: bool, denied: bool| {
            let claim = Claim { bits, to: Some((group(bearer), bearer)), given, denied };
            claim.keep_if_best(best.entry(group(bearer)).or_insert(claim));
        };
        let mut own = self.own_person(form, common);
        let fitting = |(bearer, _): &&(u32, Fit)| apart.get(&group(*bearer)).is_none_or(|&n| n < 1);
        // As all spellings of hers tell it: Putinova is no man's beside Vladimira Putina.
        let is_apart = |(_, fit): &&(u32, Fit)| fit.apart == Some(true);
        let open = fits.iter().filter(is_apart).filter(|(_, fit)| !fit.told);
        let open: FxHashSet<u32> = open.map(|(bearer, _)| group(*bearer)).collect();
        let told = |bearer: u32| !open.contains(&group(bearer));
        let man = fits.iter().any(|(bearer, fit)| fit.told && told(*bearer));
        let woman = fits.iter().any(|(_, fit)| fit.hers);
        let kin = (form.gender.is_some() || man || woman) && !fits.iter().any(|fit| fitting(&fit));
        for (bearer, fit) in fits {
            let elsewhere = fit.given_elsewhere.map_or(0.0, |share| share.max(common));
            let gender = match apart.get(&group(bearer)) {
                Some(1..) => {
                    if kin && !fit.given {
                        own = own.max(fit.bits + KIN);
                    }
                    GENDER
                }
                None | Some(0) if fit.conflict => ENDINGS,
                None => form.gender.map_or(0.0, unknown),
                _ => 0.0,
            };
            let bits = fit.bits + GIVEN_NAME_ELSEWHERE * elsewhere + gender;
            offer(bits, bearer, fit.given, fit.told && told(bearer) && gender == GENDER);
        }
        for bearer in self.bearers_of_initials(node, document) {
            offer(self.presence(group(bearer), edition), bearer, false, false);
        }
        for other in self.apart.get(&node).into_iter().flatten() {
            best.remove(&group(*other));
        }
        Claims::new(best.into_values().collect(), own)
    }

    /// Forms of one name stand for one person in a text: what speaks for a bearer by one of them
    /// speaks for him by all, unless another is no name of a woman's. `own` is the group that a name has
    /// if no bearer takes it.
    pub(super) fn pool(&self, places: &[Place], claims: &mut [Claims], own: &[u32]) {
        let mut together: FxHashMap<(u32, u32), Vec<usize>> = FxHashMap::default();
        for (at, (node, document)) in places.iter().enumerate() {
            let form = &self.scene.nodes[*node as usize].form;
            // Of husband and wife, both named beside, each form tells which is meant.
            let edition = self.edition(*document);
            let beside = |claim: &&Claim| claim.to.is_some_and(|to| self.present(to.0, edition));
            if claims[at].best.iter().filter(beside).count() > 1 {
                continue;
            }
            if let (Some(document), [_], None) = (document, form.words.as_slice(), form.gender) {
                together.entry((own[*node as usize], *document)).or_default().push(at);
            }
        }
        for forms in together.into_values().filter(|forms| forms.len() > 1) {
            let word = |at: usize| {
                let form = &self.scene.nodes[places[at].0 as usize].form;
                self.lexicon.word(form.words[0].id)
            };
            let one_gender = |(n, &a): (usize, &usize)| {
                forms[n + 1..].iter().all(|&b| !tell_two_genders(word(a), word(b)))
            };
            if !forms.iter().enumerate().all(one_gender) {
                continue;
            }
            let mut best: FxHashMap<u32, Claim> = FxHashMap::default();
            for claim in forms.iter().flat_map(|&at| &claims[at].best) {
                let group = claim.to.map_or(u32::MAX, |(group, _)| group);
                let kept = best.entry(group).or_insert(*claim);
                match (claim.denied, kept.denied) {
                    (true, false) => *kept = *claim,
                    (false, true) => {}
                    _ => claim.keep_if_best(kept),
                }
            }
            let best: Vec<Claim> = best.into_values().collect();
            let lone = forms.iter().map(|&at| claims[at].own).fold(f64::NEG_INFINITY, f64::max);
            let others = forms.iter().map(|&at| claims[at].others() * claims[at].most().exp2());
            let others = others.fold(0.0, f64::max);
            for &at in &forms {
                claims[at] = Claims::new(best.clone(), lone);
                claims[at].total += others / claims[at].most().exp2();
            }
        }
    }

    /// The likeliest of all claims on a name, those of its own person among them, by whom it stands
    /// for in other texts.
    pub(super) fn settle(
        &self,
        (_, document): Place,
        claims: &Claims,
        own: u32,
        standing: &Standing,
    ) -> Placement {
        let lineage = document.map(|document| self.scene.documents[document as usize].lineage);
        let known = |elsewhere: usize| (1.0 + elsewhere as f64).log2();
        let mut all = claims.best.clone();
        for claim in all.iter_mut().filter(|claim| claim.given) {
            let called = claim.to.map_or(0, |(group, _)| standing.called(own, group, lineage));
            claim.bits += known(called).min(CALLED_MAX);
        }
        let alone = claims.own + known(standing.elsewhere(own, lineage));
        all.push(Claim { bits: alone, to: None, given: false, denied: false });
        let placed = choose(all, own, claims.others(), claims.most());
        Placement { common: claims.is_common(), ..placed }
    }

    /// That it is none of the listed bearers: the likelier, the commoner the name.
    /// `common`: how much more so, since several on the list bear it, in 0–1.
    fn own_person(&self, form: &Form, common: f64) -> f64 {
        let surprisal = form
            .words
            .iter()
            .filter(|word| word.role == Role::Word)
            .map(|word| self.lexicon.word(word.id).surprisal())
            .fold(0.0, f64::max);
        OWN_PERSON + ((RARE - surprisal) * 0.3).clamp(-2.0 * (1.0 - common), 2.0)
    }
}

/// Whether the endings of two forms of a name are of two genders.
fn tell_two_genders(one: &Word, other: &Word) -> bool {
    let genders = (one.genders_beside(other).only_male(), other.genders_beside(one).only_male());
    matches!(genders, (Some(one), Some(other)) if one != other)
}

/// The likelier claim first, a tie broken by content.
fn order(a: &Claim, b: &Claim) -> Ordering {
    b.bits.total_cmp(&a.bits).then(a.to.cmp(&b.to))
}

/// The likeliest of all claims; `others` are the odds of claims beyond these, each less `bits`. `own` is
/// the group of a person of its own.
pub(super) fn choose(mut all: Vec<Claim>, own: u32, others: f64, bits: f64) -> Placement {
    all.sort_by(order);
    let most = all[0].bits;
    let total: f64 = all.iter().map(|claim| (claim.bits - most).exp2()).sum();
    let total = total + others * (bits - most).exp2();
    let share = |at: usize| all.get(at).map_or(0.0, |claim| (claim.bits - most).exp2() / total);
    let chosen = all[0].to;
    Placement {
        group: chosen.map(|(group, _)| group),
        own,
        node: chosen.map(|(_, node)| node),
        probability: share(0),
        runner_up: share(1),
        common: false,
    }
}

/// What a title says of a bearer whose names do not tell: of those in the news one in four is a woman.
fn unknown(title: Gender) -> f64 {
    match title {
        Gender::Masculine => -0.4,
        Gender::Feminine => -2.0,
    }
}
