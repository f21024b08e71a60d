//! A name in its own letters → the same in Cyrillic, as Russian offices or the culture's other
//! alphabet have it; patronymics and women's forms.

use crate::culture::{Culture, Letters, Middle};
use crate::dice::Dice;
use crate::pool::capitalized;

/// Russian letters for those of the other Cyrillic alphabets (the rules of Soviet offices).
const CYRILLIC_RUSSIAN: [(&str, &str); 24] = [
    ("ә", "а"),
    ("ғ", "г"),
    ("қ", "к"),
    ("ң", "н"),
    ("ө", "о"),
    ("ұ", "у"),
    ("ү", "у"),
    ("һ", "х"),
    ("і", "и"),
    ("ӯ", "у"),
    ("ӣ", "и"),
    ("ҳ", "х"),
    ("ҷ", "дж"),
    ("йы", "и"),
    ("йо", "ё"),
    ("ї", "и"),
    ("є", "е"),
    ("ґ", "г"),
    ("ьо", "ё"),
    ("'", ""),
    ("’", ""),
    ("ʼ", ""),
    ("ў", "у"),
    ("ій", "ий"),
];

/// Russian letters for those of Azerbaijani.
const AZERBAIJANI_RUSSIAN: [(&str, &str); 36] = [
    ("yev", "ев"),
    ("ya", "я"),
    ("yu", "ю"),
    ("ye", "е"),
    ("ə", "а"),
    ("c", "дж"),
    ("ç", "ч"),
    ("ş", "ш"),
    ("ğ", "г"),
    ("x", "х"),
    ("h", "г"),
    ("q", "г"),
    ("ı", "ы"),
    ("i", "и"),
    ("ö", "о"),
    ("ü", "у"),
    ("a", "а"),
    ("b", "б"),
    ("d", "д"),
    ("e", "е"),
    ("f", "ф"),
    ("g", "г"),
    ("j", "ж"),
    ("k", "к"),
    ("l", "л"),
    ("m", "м"),
    ("n", "н"),
    ("o", "о"),
    ("p", "п"),
    ("r", "р"),
    ("s", "с"),
    ("t", "т"),
    ("u", "у"),
    ("v", "в"),
    ("y", "й"),
    ("z", "з"),
];

/// Uzbek Cyrillic for Uzbek Latin.
const UZBEK_CYRILLIC: [(&str, &str); 42] = [
    ("oʻ", "ў"),
    ("o‘", "ў"),
    ("gʻ", "ғ"),
    ("g‘", "ғ"),
    ("o'", "ў"),
    ("g'", "ғ"),
    ("sh", "ш"),
    ("ch", "ч"),
    ("yev", "ев"),
    ("yo", "ё"),
    ("ya", "я"),
    ("yu", "ю"),
    ("ye", "е"),
    ("ʼ", "ъ"),
    ("’", "ъ"),
    ("'", "ъ"),
    ("a", "а"),
    ("b", "б"),
    ("d", "д"),
    ("e", "е"),
    ("f", "ф"),
    ("g", "г"),
    ("h", "ҳ"),
    ("i", "и"),
    ("j", "ж"),
    ("k", "к"),
    ("l", "л"),
    ("m", "м"),
    ("n", "н"),
    ("o", "о"),
    ("p", "п"),
    ("q", "қ"),
    ("r", "р"),
    ("s", "с"),
    ("t", "т"),
    ("u", "у"),
    ("v", "в"),
    ("w", "в"),
    ("x", "х"),
    ("y", "й"),
    ("z", "з"),
    ("c", "с"),
];

/// Serbian Cyrillic for Serbian Latin.
const SERBIAN_CYRILLIC: [(&str, &str); 30] = [
    ("lj", "љ"),
    ("nj", "њ"),
    ("dž", "џ"),
    ("a", "а"),
    ("b", "б"),
    ("c", "ц"),
    ("č", "ч"),
    ("ć", "ћ"),
    ("d", "д"),
    ("đ", "ђ"),
    ("e", "е"),
    ("f", "ф"),
    ("g", "г"),
    ("h", "х"),
    ("i", "и"),
    ("j", "ј"),
    ("k", "к"),
    ("l", "л"),
    ("m", "м"),
    ("n", "н"),
    ("o", "о"),
    ("p", "п"),
    ("r", "р"),
    ("s", "с"),
    ("š", "ш"),
    ("t", "т"),
    ("u", "у"),
    ("v", "в"),
    ("z", "з"),
    ("ž", "ж"),
];

/// The word in these letters.
pub(crate) fn written(word: &str, culture: &str, letters: Letters) -> String {
    let table: &[(&str, &str)] = match (culture, letters) {
        (_, Letters::Own) => return word.to_owned(),
        ("az", _) => &AZERBAIJANI_RUSSIAN,
        ("uz", _) => &UZBEK_CYRILLIC,
        ("sr", _) => &SERBIAN_CYRILLIC,
        _ => &CYRILLIC_RUSSIAN,
    };
    let parts = word.split('-').map(|part| {
        // İ in lower case is i and a dot.
        let lower = part.to_lowercase().replace('\u{307}', "");
        let mut rest = lower.as_str();
        let mut text = String::with_capacity(word.len());
        while let Some(letter) = rest.chars().next() {
            let rule = table.iter().find(|(from, _)| rest.starts_with(from));
            let (from, to) = rule.map_or((letter.len_utf8(), None), |(f, t)| (f.len(), Some(*t)));
            text.push_str(to.unwrap_or(&rest[..from]));
            rest = &rest[from..];
        }
        capitalized(&text)
    });
    parts.collect::<Vec<_>>().join("-")
}

/// The father's name as the child bears it, in one word or two.
pub(crate) fn middle(culture: &Culture, father: &str, woman: bool, dice: &mut Dice) -> Vec<String> {
    match culture.middle {
        Middle::None => Vec::new(),
        Middle::Russian => {
            let father = written(father, culture.code, culture.second);
            vec![patronymic(&father, woman, ["ович", "овна", "евич", "евна"])]
        }
        Middle::Ukrainian => {
            vec![patronymic(father, woman, ["ович", "івна", "йович", "ївна"])]
        }
        Middle::Kazakh if dice.chance(0.4) => {
            let ending = if woman { "қызы" } else { "ұлы" };
            vec![format!("{father}{ending}")]
        }
        Middle::Kazakh => {
            let father = written(father, culture.code, culture.second);
            vec![patronymic(&father, woman, ["ович", "овна", "евич", "евна"])]
        }
        Middle::Son(words) => {
            vec![father.to_owned(), words[usize::from(woman)].to_owned()]
        }
        Middle::Father => vec![father.to_owned()],
        Middle::Second if dice.chance(0.4) => {
            let gender = if woman { 'f' } else { 'm' };
            vec![culture.given.draw_of(gender, dice).name]
        }
        Middle::Second => Vec::new(),
        Middle::Mother => vec![culture.family.draw(dice).name],
    }
}

/// By the father's ending: after a consonant, after й, and the rest.
fn patronymic(father: &str, woman: bool, endings: [&str; 4]) -> String {
    let [man, daughter, man_soft, daughter_soft] = endings;
    let (hard, soft) = if woman { (daughter, daughter_soft) } else { (man, man_soft) };
    let cut = |ending: &str| father.strip_suffix(ending);
    if let Some(stem) = cut("ий") {
        return format!("{stem}ь{soft}");
    }
    if let Some(stem) = cut("й").or(cut("ь")) {
        return format!("{stem}{soft}");
    }
    if let Some(stem) = cut("а").or(cut("я")).or(cut("о")) {
        return format!("{stem}{}", if woman { "ична" } else { "ич" });
    }
    format!("{father}{hard}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_another_alphabet() {
        assert_eq!(written("Тұрпанбаев", "kk", Letters::Russian), "Турпанбаев");
        assert_eq!(written("Əliyev", "az", Letters::Russian), "Алиев");
        assert_eq!(written("Toshmatov", "uz", Letters::Cyrillic), "Тошматов");
        assert_eq!(written("Njegoš", "sr", Letters::Cyrillic), "Његош");
        assert_eq!(written("Müller", "de", Letters::Own), "Müller");
    }

    #[test]
    fn patronymics_follow_the_ending_of_the_father() {
        let russian = ["ович", "овна", "евич", "евна"];
        assert_eq!(patronymic("Иван", true, russian), "Ивановна");
        assert_eq!(patronymic("Сергей", false, russian), "Сергеевич");
        assert_eq!(patronymic("Юрий", false, russian), "Юрьевич");
        assert_eq!(patronymic("Никита", false, russian), "Никитич");
    }
}
