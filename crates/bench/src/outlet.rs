//! A person and an outlet → the name as the outlet prints it: its alphabet, standard, order, cases,
//! initials, and slips.

use std::collections::BTreeMap;
use std::path::Path;

use aka::normalize::Script;
use aka::transliterate::{Kind, Romanizer, Table};
use anyhow::Result;
use rustc_hash::FxHashMap;

use crate::culture::{Cultures, Letters};
use crate::dice::Dice;
use crate::inflect::Inflection;
use crate::letters::written;
use crate::noise::{scanned, typo};
use crate::person::Person;
use crate::pool::capitalized;

/// Who publishes: a language, and habits.
#[derive(Debug, Clone)]
pub(crate) struct Outlet {
    pub(crate) name: String,
    /// `None`: that of the person's own culture.
    pub(crate) language: Option<&'static str>,
    number: u64,
    family_first: bool,
    middle: f64,
    initials: f64,
}

/// How much of a name is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// As the outlet is used to.
    Full,
    /// The initial and the family name.
    Initial,
    /// The family name alone.
    Family,
}

/// Shares of what goes wrong, or is done otherwise, in a full name.
const TYPO: f64 = 0.03;
const SCANNED: f64 = 0.01;
const NICKNAME: f64 = 0.03;
const OTHER_ORDER: f64 = 0.1;
const CAPITALS: f64 = 0.03;
const OBLIQUE: f64 = 0.25;
/// How often a spelling is the first that a standard offers.
const OTHER_SPELLING: f64 = 0.25;

/// What outlets write with.
#[derive(Debug)]
pub(crate) struct Desk<'a> {
    pub(crate) cultures: &'a Cultures,
    inflections: BTreeMap<&'static str, Inflection>,
    tables: BTreeMap<(Script, &'static str), Vec<&'static Table>>,
    /// Spellings of words that were met, by word and table.
    known: FxHashMap<(String, u64), Vec<String>>,
}

/// Spellings are made anew when so many are known: memory stays flat.
const KNOWN_MAX: usize = 100_000;

const INFLECTED: [&str; 7] = ["ru", "uk", "be", "kk", "pl", "cs", "sr"];

impl<'a> Desk<'a> {
    /// A desk with the tables of `data`.
    pub(crate) fn new(data: &Path, cultures: &'a Cultures) -> Result<Self> {
        let mut inflections = BTreeMap::new();
        for code in INFLECTED {
            let file = if code == "sr" { "sr-Latn" } else { code };
            let path = data.join(format!("inflection/{file}.txt"));
            inflections.insert(code, Inflection::read(&path)?);
        }
        let mut tables: BTreeMap<(Script, &str), Vec<&Table>> = BTreeMap::new();
        // Tables of foreign names in a script, and of languages through others, are not for these.
        let refused = ["foreign", "palladius", "polivanov", "latinized", "caucasus", "emigre"];
        for table in Romanizer::bundled().tables() {
            let other = refused.iter().any(|word| table.id().contains(word));
            if !other && table.kind() != Kind::Hypothesis {
                tables.entry((table.script(), table.language())).or_default().push(table);
            }
        }
        Ok(Self { cultures, inflections, tables, known: FxHashMap::default() })
    }

    /// The women's form of a family name.
    pub(crate) fn of_woman(&self, culture: &str, family: &str) -> String {
        let endings = ["ov", "ev", "in"];
        match culture {
            "az" | "uz" if endings.iter().any(|ending| family.ends_with(ending)) => {
                format!("{family}a")
            }
            "ru" | "be" | "kk" | "ky" | "tg" | "bg" => self.inflections["ru"].of_woman(family),
            "uk" | "pl" | "cs" => self.inflections[culture].of_woman(family),
            _ => family.to_owned(),
        }
    }

    /// The language that an outlet writes of this person in.
    pub(crate) fn language(&self, person: &Person, outlet: &Outlet) -> &'static str {
        outlet.language.unwrap_or(self.cultures.all[person.culture].code)
    }

    /// The name as printed.
    pub(crate) fn print(
        &mut self,
        person: &Person,
        outlet: &Outlet,
        extent: Extent,
        dice: &mut Dice,
    ) -> String {
        let culture = &self.cultures.all[person.culture];
        let mut given = person.given.clone();
        if extent == Extent::Full && dice.chance(NICKNAME) {
            given = self.cultures.nickname(&given, dice).unwrap_or(given);
        }
        let case = if dice.chance(OBLIQUE) { dice.between(1, 4) } else { 0 };
        let mut word = |desk: &mut Self, text: &str, family: bool| {
            desk.word(person, outlet, (text, family), case, dice)
        };
        let given = word(self, &given, false);
        let middle: Vec<String> =
            person.middle.iter().map(|part| word(self, part, false)).collect();
        let family = word(self, &person.family, true);
        let own = outlet.language.is_none() || outlet.language == Some(culture.code);
        let native = !family.is_ascii() && own;
        if culture.joined && native {
            return if extent == Extent::Family { family } else { format!("{family}{given}") };
        }
        let family = if dice.chance(CAPITALS) { family.to_uppercase() } else { family };
        let extent = if extent == Extent::Full && dice.chance(outlet.initials) {
            Extent::Initial
        } else {
            extent
        };
        let with_middle = dice.chance(outlet.middle);
        let own_names = match extent {
            Extent::Family => return family,
            Extent::Initial => initials(&given, &middle, with_middle),
            Extent::Full if with_middle => format!("{given} {}", middle.join(" ")),
            Extent::Full => given,
        };
        let first = culture.family_first || outlet.family_first != dice.chance(OTHER_ORDER);
        let name = match (first, dice.chance(0.3)) {
            (true, true) => format!("{family}, {}", own_names.trim()),
            (true, false) => format!("{family} {}", own_names.trim()),
            (false, _) => format!("{} {family}", own_names.trim()),
        };
        match dice.unit() {
            at if at < TYPO => typo(&name, dice),
            at if at < TYPO + SCANNED => scanned(&name, dice),
            _ => name,
        }
    }

    /// One word of a name in the outlet's letters.
    fn word(
        &mut self,
        person: &Person,
        outlet: &Outlet,
        (text, family): (&str, bool),
        case: usize,
        dice: &mut Dice,
    ) -> String {
        let culture = &self.cultures.all[person.culture];
        let inflected = |desk: &Self, language: &str, text: String| {
            let table = desk.inflections.get(language).filter(|_| case > 0);
            let found = table.and_then(|table| table.case(&text, family, person.woman, case));
            found.unwrap_or(text)
        };
        match outlet.language {
            None => inflected(self, culture.code, text.to_owned()),
            Some(own) if own == culture.code => inflected(self, own, text.to_owned()),
            Some("ru") if culture.second == Letters::Russian || culture.code == "be" => {
                let russian = written(text, culture.code, culture.second);
                inflected(self, "ru", written(&russian, "kk", Letters::Russian))
            }
            Some("ru") if culture.second == Letters::Cyrillic => {
                let cyrillic = written(text, culture.code, Letters::Cyrillic);
                inflected(self, "ru", written(&cyrillic, "kk", Letters::Russian))
            }
            Some(language) => self.latin(text, culture.code, (language, outlet.number), dice),
        }
    }

    /// The word in Latin letters, by the standard that the outlet follows for this language.
    fn latin(
        &mut self,
        text: &str,
        culture: &'static str,
        (language, number): (&str, u64),
        dice: &mut Dice,
    ) -> String {
        let key = (text.to_owned(), number);
        if self.known.len() >= KNOWN_MAX {
            self.known.clear();
        }
        if !self.known.contains_key(&key) {
            let found = self.spellings(text, culture, language, number);
            self.known.insert(key.clone(), found);
        }
        let spellings = &self.known[&key];
        let at = dice.run(OTHER_SPELLING, spellings.len().saturating_sub(1));
        let spelling = spellings.get(at).map_or(text, String::as_str);
        spelling.split('-').map(capitalized).collect::<Vec<_>>().join("-")
    }

    fn spellings(&self, text: &str, culture: &str, language: &str, number: u64) -> Vec<String> {
        let script = Script::of_text(text).unwrap_or(Script::Latin);
        let letters = matches!(
            script,
            Script::Cyrillic | Script::Greek | Script::Georgian | Script::Armenian
        );
        if !letters {
            // Scripts that leave vowels out, characters, and Latin without its marks.
            let readings = Romanizer::bundled().readings(text, Some(culture));
            return readings.into_iter().take(4).map(|reading| reading.text).collect();
        }
        let of = |code: &str| {
            self.tables.iter().find(|((s, l), _)| *s == script && *l == code).map(|(_, t)| t)
        };
        let Some(tables) = of(culture).or_else(|| of("ru")) else {
            return vec![Romanizer::bundled().cognate(text)];
        };
        // The press of a language has its own habit; English outlets follow any standard.
        let habit = format!("press-{language}-");
        let foreign = |table: &&&Table| table.id().matches('-').count() > 2;
        let house: Vec<&&Table> =
            tables.iter().filter(|table| table.id().contains(&habit)).collect();
        let house = if house.is_empty() {
            tables
                .iter()
                .filter(|table| !foreign(table) || !table.id().contains("press-"))
                .collect()
        } else {
            house
        };
        let chosen = Dice::new(number, 17).below(house.len());
        house.get(chosen).map_or_else(Vec::new, |table| table.spellings(&text.to_lowercase(), 4))
    }
}

fn initials(given: &str, middle: &[String], with_middle: bool) -> String {
    let initial = |word: &str| word.chars().next().map(|letter| format!("{letter}."));
    let mut text = initial(given).unwrap_or_default();
    if with_middle && middle.len() == 1 {
        text.push_str(&initial(&middle[0]).unwrap_or_default());
    }
    text
}

/// The outlets of the world: most of the languages that persons are written of in.
pub(crate) fn outlets(seed: u64) -> Vec<Outlet> {
    const LANGUAGES: [(Option<&str>, usize); 7] = [
        (None, 16),
        (Some("ru"), 12),
        (Some("en"), 24),
        (Some("de"), 3),
        (Some("fr"), 3),
        (Some("tr"), 2),
        (Some("pl"), 2),
    ];
    let mut all = Vec::new();
    for (language, count) in LANGUAGES {
        for at in 0..count {
            let number = all.len() as u64;
            let mut dice = Dice::new(seed, number + 1_000_000);
            let name = format!("{}-{}", language.unwrap_or("local"), at + 1);
            all.push(Outlet {
                name,
                language,
                number,
                family_first: dice.chance(0.25),
                middle: [0.0, 0.1, 0.5, 0.95][dice.below(4)],
                initials: [0.0, 0.05, 0.2][dice.below(3)],
            });
        }
    }
    all
}
