//! In a long list strangers share common names: what two names alone can tell ends there.

use aka::{Link, Mention, Resolver};

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
