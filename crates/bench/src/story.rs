//! Chance → what outlets print: small worlds whose people meet in events, and are written of.
//!
//! A world is a cast of some families. Its events bring some of them together, and now and then
//! somebody famous; outlets report each event in documents of their own, or copy one another. So a
//! name stands beside the same names elsewhere, relatives share a family name, and strangers of other
//! worlds share a whole name. A world depends on the seed and its number alone.

use crate::culture::{Cultures, Letters};
use crate::dice::Dice;
use crate::outlet::{Desk, Extent, Outlet, outlets};
use crate::person::Person;

/// A mention, with whom it means.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) source: String,
    pub(crate) document: String,
    pub(crate) language: &'static str,
    pub(crate) role: &'static str,
    pub(crate) gold: String,
    /// The person's name as a perfect reader would restore it.
    pub(crate) canonical: String,
    /// The same with the middle names.
    pub(crate) in_full: String,
}

/// A person of a register.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) name: String,
    /// The name as an outlet prints it.
    pub(crate) variant: String,
    pub(crate) canonical: String,
}

/// Worlds that have their famous in common, and how many these are.
const REGION: u64 = 128;
const FAMOUS: usize = 10;
const FAMOUS_AT_EVENT: f64 = 0.25;
const NAMESAKE: f64 = 0.03;
const ANOTHER_CULTURE: f64 = 0.12;
const LEFT_OUT: f64 = 0.2;
const COPIED: f64 = 0.08;
const AGAIN: f64 = 0.35;
const ROLE_TOLD: f64 = 0.3;

/// Makes worlds, one after the other.
#[derive(Debug)]
pub(crate) struct Teller<'a> {
    seed: u64,
    cultures: &'a Cultures,
    desk: Desk<'a>,
    outlets: Vec<Outlet>,
    /// Those of a region, with its number.
    famous: (u64, Vec<Person>),
}

impl<'a> Teller<'a> {
    /// A teller; what it tells depends on the seed.
    pub(crate) fn new(seed: u64, cultures: &'a Cultures, desk: Desk<'a>) -> Self {
        Self { seed, cultures, desk, outlets: outlets(seed), famous: (u64::MAX, Vec::new()) }
    }

    fn enter_region(&mut self, region: u64) {
        if self.famous.0 == region {
            return;
        }
        let mut dice = Dice::new(self.seed, u64::MAX - region);
        let famous = (0..FAMOUS).map(|rank| {
            let culture = self.cultures.draw(&mut dice);
            let gold = format!("f{region}-{rank}");
            Person::stranger(gold, culture, self.cultures, &self.desk, &mut dice)
        });
        self.famous = (region, famous.collect());
    }

    /// Persons by name alone, as a register lists them: a batch of them, in no order.
    pub(crate) fn register(&mut self, batch: u64) -> Vec<Row> {
        const PERSONS: usize = 4096;
        const MENTIONED_AGAIN: f64 = 0.68;
        const MENTIONS_MAX: usize = 30;
        let mut dice = Dice::new(self.seed, batch);
        let mut rows = Vec::new();
        for number in 0..PERSONS {
            let culture = self.cultures.draw(&mut dice);
            let gold = format!("p{batch}-{number}");
            let person = Person::stranger(gold, culture, self.cultures, &self.desk, &mut dice);
            for _ in 0..=dice.run(MENTIONED_AGAIN, MENTIONS_MAX) {
                let outlet = self.outlet(culture, &mut dice);
                rows.push(self.row(&person, &outlet, Extent::Full, "", &mut dice));
            }
        }
        dice.shuffle(&mut rows);
        rows
    }

    /// A person of a register, as official lists have them, and as an outlet prints the name.
    pub(crate) fn entry(&mut self, number: u64) -> Entry {
        const MIDDLE: f64 = 0.5;
        let mut dice = Dice::new(self.seed ^ 0x5EED, number);
        let culture = self.cultures.draw(&mut dice);
        let gold = format!("e{number}");
        let person = Person::stranger(gold, culture, self.cultures, &self.desk, &mut dice);
        let own = &self.cultures.all[culture];
        let name = match (own.joined, dice.chance(MIDDLE)) {
            (true, _) => format!("{}{}", person.family, person.given),
            (_, true) if !person.middle.is_empty() => person.in_full(),
            _ => person.canonical(),
        };
        let outlet = self.outlet(culture, &mut dice);
        let variant = self.desk.print(&person, &outlet, Extent::Full, &mut dice);
        Entry { canonical: person.canonical(), id: person.gold, name, variant }
    }

    /// Everything that is printed in some worlds, in no order.
    pub(crate) fn worlds(&mut self, batch: u64) -> Vec<Row> {
        const WORLDS: u64 = 256;
        let mut rows = Vec::new();
        for world in batch * WORLDS..(batch + 1) * WORLDS {
            self.world(world, &mut rows);
        }
        Dice::new(self.seed, batch).shuffle(&mut rows);
        rows
    }

    fn world(&mut self, world: u64, rows: &mut Vec<Row>) {
        self.enter_region(world / REGION);
        let mut dice = Dice::new(self.seed, world);
        let culture = self.cultures.draw(&mut dice);
        let cast = self.cast(world, culture, &mut dice);
        let outlets: Vec<Outlet> = (0..5).map(|_| self.outlet(culture, &mut dice)).collect();
        let mut documents = 0;
        for _ in 0..dice.between(2, 5) {
            let roster = self.roster(&cast, &mut dice);
            for _ in 0..dice.between(1, 4) {
                let outlet = &outlets[dice.below(outlets.len())];
                let document = format!("d{world}-{documents}");
                documents += 1;
                let start = rows.len();
                self.report(&roster, outlet, &document, &mut dice, rows);
                if dice.chance(COPIED) {
                    let copy = format!("d{world}-{documents}");
                    documents += 1;
                    let by = &outlets[dice.below(outlets.len())].name;
                    let copied: Vec<Row> = rows[start..].to_vec();
                    rows.extend(copied.into_iter().map(|row| Row {
                        source: by.clone(),
                        document: copy.clone(),
                        ..row
                    }));
                }
            }
        }
    }

    /// Some families, with namesakes among them.
    fn cast(&self, world: u64, main: usize, dice: &mut Dice) -> Vec<Person> {
        let mut cast: Vec<Person> = Vec::new();
        for _ in 0..dice.between(5, 12) {
            let other = dice.chance(ANOTHER_CULTURE);
            let culture = if other { self.cultures.draw(dice) } else { main };
            let gold = |cast: &[Person]| format!("w{world}-{}", cast.len());
            let head = Person::stranger(gold(&cast), culture, self.cultures, &self.desk, dice);
            let (father, family, man) = (head.given.clone(), head.family.clone(), !head.woman);
            cast.push(head);
            for _ in 0..dice.run(0.3, 3) {
                let woman = dice.chance(0.4);
                let both = (self.cultures, &self.desk);
                let gold = gold(&cast);
                // Children of a man of the cast; of a woman, others of her family name.
                if man {
                    cast.push(Person::child(gold, culture, &father, &family, woman, both, dice));
                }
            }
            if dice.chance(NAMESAKE) {
                let own = dice.below(cast.len());
                let mut namesake = Person { gold: gold(&cast), ..cast[own].clone() };
                namesake.middle = Person::stranger(
                    String::new(),
                    namesake.culture,
                    self.cultures,
                    &self.desk,
                    dice,
                )
                .middle;
                cast.push(namesake);
            }
        }
        cast
    }

    /// Who takes part in an event: those who are often in the news more often.
    fn roster(&self, cast: &[Person], dice: &mut Dice) -> Vec<Person> {
        let mut roster: Vec<Person> = Vec::new();
        let wanted = dice.between(2, 8).min(cast.len());
        for _ in 0..wanted * 4 {
            // The nearer to the head of the cast, the likelier.
            let at = (dice.unit() * dice.unit() * cast.len() as f64) as usize;
            let person = &cast[at.min(cast.len() - 1)];
            if roster.len() < wanted && roster.iter().all(|known| known.gold != person.gold) {
                roster.push(person.clone());
            }
        }
        if dice.chance(FAMOUS_AT_EVENT) {
            let rank = (dice.unit() * dice.unit() * FAMOUS as f64) as usize;
            roster.push(self.famous.1[rank.min(FAMOUS - 1)].clone());
        }
        roster
    }

    fn report(
        &mut self,
        roster: &[Person],
        outlet: &Outlet,
        document: &str,
        dice: &mut Dice,
        rows: &mut Vec<Row>,
    ) {
        for person in roster {
            if dice.chance(LEFT_OUT) {
                continue;
            }
            rows.push(self.row(person, outlet, Extent::Full, document, dice));
            let alone = roster.iter().filter(|other| other.family == person.family).count() == 1;
            for _ in 0..dice.run(AGAIN, 3) {
                let extent = match dice.unit() {
                    at if at < 0.55 && alone => Extent::Family,
                    at if at < 0.8 => Extent::Initial,
                    _ => Extent::Full,
                };
                rows.push(self.row(person, outlet, extent, document, dice));
            }
        }
    }

    fn row(
        &mut self,
        person: &Person,
        outlet: &Outlet,
        extent: Extent,
        document: &str,
        dice: &mut Dice,
    ) -> Row {
        let told = dice.chance(ROLE_TOLD);
        Row {
            name: self.desk.print(person, outlet, extent, dice),
            source: outlet.name.clone(),
            document: document.to_owned(),
            language: self.desk.language(person, outlet),
            role: if told { person.role } else { "" },
            gold: person.gold.clone(),
            canonical: person.canonical(),
            in_full: person.in_full(),
        }
    }

    /// An outlet that can write the names of this culture.
    fn outlet(&self, culture: usize, dice: &mut Dice) -> Outlet {
        let culture = &self.cultures.all[culture];
        let cyrillic = culture.second != Letters::Own || matches!(culture.code, "ru" | "be");
        let able: Vec<&Outlet> = self
            .outlets
            .iter()
            .filter(|outlet| outlet.language != Some("ru") || cyrillic && culture.code != "sr")
            .collect();
        able[dice.below(able.len())].clone()
    }
}
