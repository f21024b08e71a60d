//! Chance → persons: a name as their papers have it, a family, a role.

use crate::culture::Cultures;
use crate::dice::Dice;
use crate::letters::middle;
use crate::outlet::Desk;

/// Somebody.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// The identity that a resolver should find.
    pub(crate) gold: String,
    pub(crate) culture: usize,
    pub(crate) woman: bool,
    pub(crate) given: String,
    pub(crate) middle: Vec<String>,
    /// In the form of the bearer's gender.
    pub(crate) family: String,
    pub(crate) role: &'static str,
}

const ROLES: [&str; 16] = [
    "judge",
    "prosecutor",
    "lawyer",
    "police officer",
    "mayor",
    "minister",
    "member of parliament",
    "journalist",
    "businessman",
    "doctor",
    "teacher",
    "coach",
    "singer",
    "engineer",
    "defendant",
    "witness",
];

impl Person {
    /// A stranger of this culture.
    pub(crate) fn stranger(
        gold: String,
        culture: usize,
        cultures: &Cultures,
        desk: &Desk<'_>,
        dice: &mut Dice,
    ) -> Self {
        let own = &cultures.all[culture];
        let woman = dice.chance(0.4);
        let father = own.given.draw_of('m', dice).name;
        let family = of_man(own.code, own.family.draw(dice).name);
        Self::child(gold, culture, &father, &family, woman, (cultures, desk), dice)
    }

    /// A child of this father, with the family name as men bear it.
    pub(crate) fn child(
        gold: String,
        culture: usize,
        father: &str,
        family: &str,
        woman: bool,
        (cultures, desk): (&Cultures, &Desk<'_>),
        dice: &mut Dice,
    ) -> Self {
        let own = &cultures.all[culture];
        let given = own.given.draw_of(if woman { 'f' } else { 'm' }, dice).name;
        let middle = middle(own, father, woman, dice);
        let family = if woman { desk.of_woman(own.code, family) } else { family.to_owned() };
        let role = dice.pick(&ROLES).copied().unwrap_or_default();
        Self { gold, culture, woman, given, middle, family, role }
    }

    /// The name that every mention of the person stands for, written out: what one who could read
    /// every variant would restore.
    pub(crate) fn canonical(&self) -> String {
        format!("{} {}", self.given, self.family)
    }

    /// The same with the middle names, which most mentions leave out.
    pub(crate) fn in_full(&self) -> String {
        format!("{} {} {}", self.given, self.middle.join(" "), self.family)
    }
}

/// Tables have women's forms of family names too.
fn of_man(culture: &str, family: String) -> String {
    let slavic = matches!(culture, "ru" | "uk" | "be" | "kk" | "ky" | "tg" | "bg");
    let woman = ["ова", "ева", "ёва", "ина"].iter().any(|ending| family.ends_with(ending));
    if slavic && woman {
        return family.strip_suffix('а').map_or(family.clone(), str::to_owned);
    }
    family
}
