//! In a long list strangers share common names: what two names alone can tell ends there.

use aka::{AddendKind, Link, Mention, Resolution, Resolver};

const GIVEN: [&str; 24] = [
    "Ivan",
    "Petr",
    "Sergei",
    "Aleksei",
    "Dmitri",
    "Andrei",
    "Mikhail",
    "Nikolai",
    "Pavel",
    "Viktor",
    "Igor",
    "Oleg",
    "Roman",
    "Maksim",
    "Anton",
    "Denis",
    "Kirill",
    "Boris",
    "Gleb",
    "Konstantin",
    "Vadim",
    "Yuri",
    "Timur",
    "Arkadi",
];
const FAMILY: [&str; 24] = [
    "Petrov",
    "Smirnov",
    "Kuznetsov",
    "Popov",
    "Vasiliev",
    "Sokolov",
    "Mikhailov",
    "Novikov",
    "Fedorov",
    "Morozov",
    "Volkov",
    "Alekseev",
    "Lebedev",
    "Semenov",
    "Egorov",
    "Pavlov",
    "Kozlov",
    "Stepanov",
    "Nikolaev",
    "Orlov",
    "Andreev",
    "Makarov",
    "Nikitin",
    "Zakharov",
];

/// One mention for each pair of a given and a family name, and two spellings of two persons.
fn list(others: bool, birth: Option<&str>) -> Vec<Mention> {
    let name = |text: &str| {
        let mut mention = Mention::new(text);
        mention.birth_date = birth.map(str::to_owned);
        mention
    };
    let known = ["Boris Orlov", "Борис Орлов", "Zhuldyzai Turpanbayev", "Жұлдызай Тұрпанбаев"];
    let mut list: Vec<Mention> = known.into_iter().map(name).collect();
    let all = GIVEN.iter().flat_map(|given| FAMILY.iter().map(move |family| (given, family)));
    let all = all.filter(|(given, family)| others && (**given, **family) != ("Boris", "Orlov"));
    list.extend(all.map(|(given, family)| Mention::new(format!("{given} {family}"))));
    list
}

fn link(list: &[Mention], left: usize, right: usize) -> Link {
    let found = Resolver::new().resolve(list);
    let link = found
        .links
        .iter()
        .find(|link| (link.left.min(link.right), link.left.max(link.right)) == (left, right));
    link.expect("a link").clone()
}

#[test]
fn a_common_name_tells_less_in_a_long_list_and_a_rare_one_as_much() {
    let (short, long) = (list(false, None), list(true, None));
    let (alone, among) = (link(&short, 0, 1), link(&long, 0, 1));
    assert!(among.probability < alone.probability, "{} {}", among.probability, alone.probability);
    let said = |link: &Link| link.evidence.addends.iter().any(|a| a.label.contains("strangers"));
    assert!(said(&among) && !said(&alone));
    assert_eq!(link(&short, 2, 3).probability, link(&long, 2, 3).probability);
}

#[test]
fn strangers_hardly_share_a_birthday_too() {
    let birth = Some("1970-05-17");
    let (short, long) = (list(false, birth), list(true, birth));
    let (alone, among) = (link(&short, 0, 1), link(&long, 0, 1));
    assert!(alone.probability - among.probability < 0.001);
}

/// The long list, a common name and one like it side by side in one document.
fn side_by_side(other: &str) -> Vec<Mention> {
    let mut list = list(true, None);
    list[1] = Mention::new(other);
    for mention in &mut list[..2] {
        mention.document = Some("a report".to_owned());
    }
    list
}

#[test]
fn what_would_be_without_a_document_knows_of_strangers() {
    let link = link(&side_by_side("Boris Arlow"), 0, 1);
    let of_documents = [AddendKind::Roster, AddendKind::Exclusivity];
    let kept = link.evidence.addends.iter().filter(|addend| !of_documents.contains(&addend.kind));
    let bits: f64 = link.evidence.prior + kept.map(|addend| addend.bits).sum::<f64>();
    let without = link.without_context.expect("both are in one document");
    assert!((without - 1.0 / (1.0 + (-bits).exp2())).abs() < 1e-9, "{without}");
    let document = link.without_document.expect("the document tells them apart");
    assert!((document.probability - without).abs() < 1e-9, "{}", document.probability);
}

#[test]
fn who_is_kept_apart_is_kept_apart_by_strangers_too() {
    let list = side_by_side("Boris Orloff");
    let first = |found: &Resolution| found.assignments[0].person.into_iter().collect();
    let found = Resolver::new().explain(&list, first);
    let apart = |link: &&Link| (link.left.min(link.right), link.left.max(link.right)) == (0, 1);
    let nearest = found.apart.iter().find(apart).expect("they are near");
    assert!(nearest.evidence.addends.iter().any(|addend| addend.kind == AddendKind::Namesakes));
    assert!(nearest.probability < 0.5, "{}", nearest.probability);
}

/// Two texts each of two events that name nobody else in common, and a Boris Orlov in all four.
fn two_stories(others: bool) -> Vec<Mention> {
    let events = [
        ["Zhuldyzai Turpanbayev", "Ruza Ruzakhunova", "Tair Kozhabergenov"],
        ["Alla Mshvenieradze", "Zinaida Podshchekoldina", "Hovsep Ter-Vardanyan"],
    ];
    let mut list = Vec::new();
    for (event, company) in events.iter().enumerate() {
        for text in 0..2 {
            for name in company.iter().chain(&["Boris Orlov"]) {
                let mut mention = Mention::new(*name);
                mention.document = Some(format!("event {event}, text {text}"));
                list.push(mention);
            }
        }
    }
    list.extend(self::list(others, None).split_off(4));
    list
}

#[test]
fn a_common_name_is_another_persons_in_each_story() {
    let persons = |list: &[Mention]| -> Vec<Option<usize>> {
        let found = Resolver::new().resolve(list);
        let orlov = list.iter().enumerate().filter(|(_, mention)| mention.name == "Boris Orlov");
        orlov.map(|(row, _)| found.assignments[row].person).collect()
    };
    let [one, same, other, like_other] = persons(&two_stories(true))[..] else { unreachable!() };
    assert_eq!((one, other), (same, like_other));
    assert_ne!(one, other);
    let [one, same, other, like_other] = persons(&two_stories(false))[..] else { unreachable!() };
    assert!([same, other, like_other].iter().all(|person| *person == one), "a short list");
    let mut turned = two_stories(true);
    turned.reverse();
    let [one, same, other, like_other] = persons(&turned)[..] else { unreachable!() };
    assert_eq!((one, other), (same, like_other));
    assert_ne!(one, other);
}

/// Whose name is printed more often than those of all strangers together would be is one person, though
/// his texts have nobody else in common.
#[test]
fn a_name_that_most_texts_print_is_mostly_one_persons() {
    let mut list = list(true, None);
    for text in 0..60 {
        let names = ["Boris Orlov".to_owned(), unheard(2 * text), unheard(2 * text + 1)];
        for name in names {
            let mut mention = Mention::new(name);
            mention.document = Some(format!("text {text}"));
            list.push(mention);
        }
    }
    let found = Resolver::new().resolve(&list);
    let orlov =
        list.iter().zip(&found.assignments).filter(|(mention, _)| mention.document.is_some());
    let orlov = orlov.filter(|(mention, _)| mention.name == "Boris Orlov");
    let persons: std::collections::BTreeSet<_> = orlov.map(|(_, at)| at.person).collect();
    assert_eq!(persons.len(), 1);
}

/// Names that have no word in common.
fn unheard(number: usize) -> String {
    const CONSONANTS: &[u8] = b"bdgklmnprstvz";
    let word = |number: usize, vowels: [char; 3]| -> String {
        let digits = [number, number / 13, number / 169 + 5].map(|digit| CONSONANTS[digit % 13]);
        digits.iter().zip(vowels).flat_map(|(&letter, vowel)| [char::from(letter), vowel]).collect()
    };
    format!("{} {}", word(number * 7, ['a', 'u', 'i']), word(number * 11 + 3, ['o', 'e', 'u']))
}
