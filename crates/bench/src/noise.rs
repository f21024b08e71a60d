//! A name as it should stand → as a hurried hand or a scanner leaves it.

use crate::dice::Dice;

/// Letters that a scanner takes for one another.
const CONFUSED: [(&str, &str); 16] = [
    ("rn", "m"),
    ("m", "rn"),
    ("l", "1"),
    ("i", "l"),
    ("o", "0"),
    ("cl", "d"),
    ("h", "b"),
    ("e", "c"),
    ("и", "н"),
    ("н", "п"),
    ("о", "0"),
    ("ш", "щ"),
    ("в", "з"),
    ("а", "о"),
    ("е", "с"),
    ("б", "6"),
];

/// One letter of the longest word dropped, doubled, changed for its neighbor, or for another.
pub(crate) fn typo(name: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let inside = |letters: &[char], at: usize| letters[at].is_alphabetic();
    let places: Vec<usize> =
        (1..letters.len()).filter(|&at| inside(&letters, at) && inside(&letters, at - 1)).collect();
    let Some(&at) = dice.pick(&places) else { return name.to_owned() };
    match dice.below(4) {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at, letters[at]),
        2 if at + 1 < letters.len() && inside(&letters, at + 1) => letters.swap(at, at + 1),
        _ => {
            // Another letter of the same name: of the same script, whatever it is.
            let other = dice.pick(&places).map_or(letters[at], |&place| letters[place]);
            letters[at] = other.to_lowercase().next().unwrap_or(other);
        }
    }
    letters.into_iter().collect()
}

/// One letter, or two, read for another.
pub(crate) fn scanned(name: &str, dice: &mut Dice) -> String {
    let mut found: Vec<(usize, &str, &str)> = Vec::new();
    for (from, to) in CONFUSED {
        found.extend(name.match_indices(from).map(|(at, _)| (at, from, to)));
    }
    let Some(&(at, from, to)) = dice.pick(&found) else { return name.to_owned() };
    format!("{}{to}{}", &name[..at], &name[at + from.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_changes_little() {
        let mut dice = Dice::new(5, 5);
        for _ in 0..200 {
            let slip = typo("Серик Турпанов", &mut dice);
            assert!(slip.chars().count().abs_diff(14) <= 1, "{slip}");
            assert!(!scanned("Serik Turpanov", &mut dice).is_empty());
        }
        assert_eq!(typo("Y", &mut dice), "Y");
        assert_eq!(scanned("", &mut dice), "");
    }
}
