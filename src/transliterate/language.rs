//! A token → the languages that its letters tell of; a language's code → its name.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::rules::lower;
use crate::normalize::Script;
use rustc_hash::FxHashMap;

/// The English name of a language; the code itself where we have no table for it.
#[must_use]
pub fn language_name(code: &str) -> &str {
    NAMES.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| name)
}

const NAMES: [(&str, &str); 103] = [
    ("mul", "Latin"),
    ("yi", "Yiddish"),
    ("ug", "Uyghur"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("uz", "Uzbek"),
    ("vi", "Vietnamese"),
    ("yue", "Cantonese"),
    ("zh", "Chinese"),
    ("mt", "Maltese"),
    ("arc", "Aramaic"),
    ("rue", "Rusyn"),
    ("sah", "Yakut"),
    ("kv", "Komi"),
    ("av", "Avar"),
    ("krc", "Karachay-Balkar"),
    ("kum", "Kumyk"),
    ("udm", "Udmurt"),
    ("gag", "Gagauz"),
    ("eu", "Basque"),
    ("ha", "Hausa"),
    ("mnw", "Mon"),
    ("sa", "Sanskrit"),
    ("sh", "Serbo-Croatian"),
    ("yo", "Yoruba"),
    ("ab", "Abkhaz"),
    ("am", "Amharic"),
    ("ar", "Arabic"),
    ("as", "Assamese"),
    ("az", "Azerbaijani"),
    ("ba", "Bashkir"),
    ("be", "Belarusian"),
    ("bg", "Bulgarian"),
    ("bn", "Bengali"),
    ("bs", "Bosnian"),
    ("ce", "Chechen"),
    ("ckb", "Sorani"),
    ("crh", "Crimean Tatar"),
    ("cs", "Czech"),
    ("cv", "Chuvash"),
    ("da", "Danish"),
    ("de", "German"),
    ("dv", "Dhivehi"),
    ("el", "Greek"),
    ("en", "English"),
    ("es", "Spanish"),
    ("et", "Estonian"),
    ("fa", "Persian"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("gu", "Gujarati"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hr", "Croatian"),
    ("hu", "Hungarian"),
    ("hy", "Armenian"),
    ("hyw", "Western Armenian"),
    ("is", "Icelandic"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ka", "Georgian"),
    ("kk", "Kazakh"),
    ("km", "Khmer"),
    ("kn", "Kannada"),
    ("ko", "Korean"),
    ("ku", "Kurdish"),
    ("ky", "Kyrgyz"),
    ("lo", "Lao"),
    ("lt", "Lithuanian"),
    ("lv", "Latvian"),
    ("mk", "Macedonian"),
    ("ml", "Malayalam"),
    ("mn", "Mongolian"),
    ("mr", "Marathi"),
    ("my", "Burmese"),
    ("nb", "Norwegian"),
    ("ne", "Nepali"),
    ("nl", "Dutch"),
    ("or", "Odia"),
    ("os", "Ossetian"),
    ("pa", "Punjabi"),
    ("pl", "Polish"),
    ("prs", "Dari"),
    ("ps", "Pashto"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("sd", "Sindhi"),
    ("si", "Sinhala"),
    ("sk", "Slovak"),
    ("sl", "Slovene"),
    ("sq", "Albanian"),
    ("sr", "Serbian"),
    ("sv", "Swedish"),
    ("syr", "Syriac"),
    ("ta", "Tamil"),
    ("te", "Telugu"),
    ("tg", "Tajik"),
    ("th", "Thai"),
    ("ti", "Tigrinya"),
    ("tk", "Turkmen"),
    ("tr", "Turkish"),
    ("tt", "Tatar"),
];

/// The languages that a token's letters tell of, likeliest first; empty where they tell nothing.
///
/// A letter that few alphabets have (`ұ`, `ї`, `ё` with `ы`) leaves only the languages whose alphabet
/// has all such letters of the token and lacks none of its others.
///
/// ```
/// use aka::transliterate::languages_of;
///
/// assert_eq!(languages_of("Тұрпанбаев"), ["kk"]);
/// assert_eq!(languages_of("Їжак"), ["uk"]);
/// assert_eq!(languages_of("Иванов"), [""; 0]);
/// ```
#[must_use]
pub fn languages_of(token: &str) -> Vec<&'static str> {
    guessed_languages(token, Script::of_text(token).unwrap_or(Script::Other)).into_owned()
}

/// The one language that all words of a name can be of which tell any; nothing where they leave several.
///
/// ```
/// use aka::transliterate::language_of_words;
///
/// assert_eq!(language_of_words(["o'tkir", "sultonov"]), Some("uz"));
/// assert_eq!(language_of_words(["серик", "тұрпанбаев"]), Some("kk"));
/// assert_eq!(language_of_words(["иван", "петров"]), None);
/// ```
#[must_use]
pub fn language_of_words<'t>(words: impl IntoIterator<Item = &'t str>) -> Option<&'static str> {
    let mut told = words.into_iter().map(languages_of).filter(|languages| !languages.is_empty());
    let first = told.next()?;
    let shared = told.fold(first, |shared, other| {
        shared.into_iter().filter(|language| other.contains(language)).collect()
    });
    match shared[..] {
        [language] => Some(language),
        _ => None,
    }
}

/// The languages that a token of that script tells of.
pub(super) fn guessed_languages(token: &str, script: Script) -> Cow<'static, [&'static str]> {
    if token.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return cues(&token.to_ascii_lowercase()).into();
    }
    if let Some((_, languages)) = BY_SCRIPT.iter().find(|(known, _)| *known == script) {
        return Cow::Borrowed(languages);
    }
    let mut letters = Vec::with_capacity(token.len());
    lower(token, false, &mut letters);
    let of_script = &MARKED[script as usize];
    let (mut fits, mut told) = (of_script.all, false);
    for marks in letters.iter().filter_map(|letter| of_script.letters.get(letter)) {
        if marks.own != 0 {
            fits &= marks.own;
            told = true;
        }
        fits &= !marks.lacks;
    }
    if !told {
        return cues(&letters.iter().collect::<String>()).into();
    }
    let mut languages = Vec::with_capacity(fits.count_ones() as usize);
    while fits != 0 {
        languages.push(ALPHABETS[fits.trailing_zeros() as usize].language);
        fits &= fits - 1;
    }
    languages.into()
}

/// The alphabets that a letter speaks for or against, as bits by their place in `ALPHABETS`.
#[derive(Default)]
struct Marks {
    own: u128,
    lacks: u128,
}

/// What the letters of a script tell.
#[derive(Default)]
struct Marked {
    /// All alphabets of the script.
    all: u128,
    letters: FxHashMap<char, Marks>,
}

/// By script.
static MARKED: LazyLock<Vec<Marked>> = LazyLock::new(|| {
    let mut marked: Vec<Marked> = Vec::new();
    marked.resize_with(Script::Other as usize + 1, Marked::default);
    for (number, alphabet) in ALPHABETS.iter().enumerate() {
        let Marked { all, letters } = &mut marked[alphabet.script as usize];
        *all |= 1 << number;
        for letter in alphabet.own.chars() {
            letters.entry(letter).or_default().own |= 1 << number;
        }
        for letter in alphabet.lacks.chars() {
            letters.entry(letter).or_default().lacks |= 1 << number;
        }
    }
    marked
});

/// The languages to try first where the letters tell nothing.
pub(super) fn usual_languages(script: Script) -> &'static [&'static str] {
    match script {
        Script::Cyrillic => &["ru", "uk", "kk"],
        Script::Arabic => &["ar", "fa"],
        Script::Hebrew => &["he"],
        Script::Bengali => &["bn"],
        Script::Han => &["zh"],
        _ => &[],
    }
}

/// A tag as the tables have it: `pt-BR` → `pt`, `no` → `nb`, `bs` → `hr`.
pub(super) fn plain_code(tag: &str) -> &str {
    match tag.split(['-', '_']).next().unwrap_or(tag) {
        "no" | "nn" => "nb",
        "bs" | "sh" | "cnr" => "hr",
        "iw" => "he",
        "in" => "id",
        "tl" => "fil",
        "arb" => "ar",
        "pes" => "fa",
        "cmn" => "zh",
        code => code,
    }
}

/// Spellings that hint at a language in a Latin token without marks. Two hints in one token count
/// once, the order is that of the list.
fn cues(token: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    if !token.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return found;
    }
    let own = token.bytes().fold(0_u128, |all, byte| all | 1 << (byte & 127));
    for (cue, languages) in CUES {
        // Most cues have a letter that the token lacks.
        let (letters, end) = (cue.trim_end_matches('$'), cue.strip_suffix('$'));
        if letters.bytes().any(|letter| own >> (letter & 127) & 1 == 0) {
            continue;
        }
        let there = match end {
            Some(end) => token.len() > end.len() + 2 && token.ends_with(end),
            None => token.contains(cue),
        };
        for language in languages {
            if there && !found.contains(language) {
                found.push(*language);
            }
        }
    }
    if token.match_indices('q').any(|(at, _)| !token[at + 1..].starts_with('u')) {
        found.extend(["kk", "uz", "az"]);
        let mut seen = Vec::new();
        found.retain(|language| {
            !seen.contains(language) && {
                seen.push(*language);
                true
            }
        });
    }
    found.truncate(4);
    found
}

const CUES: [(&str, &[&str]); 31] = [
    ("o'", &["uz"]),
    ("g'", &["uz"]),
    ("o`", &["uz"]),
    ("g`", &["uz"]),
    ("schtsch", &["de"]),
    ("tsch", &["de"]),
    ("sch", &["de"]),
    ("chtch", &["fr"]),
    ("tch", &["fr"]),
    ("dj", &["fr"]),
    ("ou", &["fr"]),
    ("szcz", &["pl"]),
    ("cz", &["pl"]),
    ("rz", &["pl"]),
    ("sz", &["pl", "hu"]),
    ("cs", &["hu"]),
    ("zs", &["hu"]),
    ("gy", &["hu"]),
    ("tsj", &["nl"]),
    ("dzj", &["nl"]),
    ("sj", &["nl"]),
    ("oe", &["nl", "de"]),
    ("ij", &["nl"]),
    ("xh", &["sq"]),
    ("ow$", &["tk", "pl"]),
    ("ew$", &["tk", "pl"]),
    ("owa$", &["tk", "pl"]),
    ("ewa$", &["tk", "pl"]),
    ("lh", &["pt"]),
    ("nh", &["pt"]),
    ("x", &["uz", "az"]),
];

/// Scripts that are, for names, the writing of one language or of a few that share their letters.
const BY_SCRIPT: [(Script, &[&str]); 21] = [
    (Script::Greek, &["el"]),
    (Script::Georgian, &["ka"]),
    (Script::Armenian, &["hy", "hyw"]),
    (Script::Syriac, &["syr"]),
    (Script::Ethiopic, &["am", "ti"]),
    (Script::Devanagari, &["hi", "mr", "ne"]),
    (Script::Gurmukhi, &["pa"]),
    (Script::Gujarati, &["gu"]),
    (Script::Oriya, &["or"]),
    (Script::Tamil, &["ta"]),
    (Script::Telugu, &["te"]),
    (Script::Kannada, &["kn"]),
    (Script::Malayalam, &["ml"]),
    (Script::Sinhala, &["si"]),
    (Script::Thai, &["th"]),
    (Script::Lao, &["lo"]),
    (Script::Khmer, &["km"]),
    (Script::Myanmar, &["my"]),
    (Script::Thaana, &["dv"]),
    (Script::Kana, &["ja"]),
    (Script::Hangul, &["ko"]),
];

/// The letters by which a language differs from the others of its script.
struct Alphabet {
    language: &'static str,
    script: Script,
    /// Letters that not every alphabet of the script has.
    own: &'static str,
    /// Letters that others have and this one never.
    lacks: &'static str,
}

const fn alphabet(
    script: Script,
    language: &'static str,
    own: &'static str,
    lacks: &'static str,
) -> Alphabet {
    Alphabet { language, script, own, lacks }
}

use Script::{Arabic as A, Bengali as B, Cyrillic as C, Hebrew as H, Latin as L};

/// By script, in the order in which a tie is settled.
const ALPHABETS: [Alphabet; 68] = [
    alphabet(C, "uk", "іїєґ", "ыэёъў"),
    alphabet(C, "kk", "әғқңөұүһіё", "їєўґ"),
    alphabet(C, "be", "іў", "ищъїє"),
    alphabet(C, "uz", "ўқғҳё", "щыі"),
    alphabet(C, "tg", "ғӣқӯҳҷё", "щыьці"),
    alphabet(C, "ky", "ңөүё", ""),
    alphabet(C, "mn", "өүё", ""),
    alphabet(C, "sr", "ђћјљњџ", "йщъыьэюяё"),
    alphabet(C, "mk", "ѓќѕјљњџ", "йщъыьэюяё"),
    alphabet(C, "az", "ғәҝөүһҹј", "йщъьэюяцё"),
    alphabet(C, "tt", "әөүҗңһё", ""),
    alphabet(C, "tk", "әөүҗңё", ""),
    alphabet(C, "ug", "қңғүөһәҗ", ""),
    alphabet(C, "ba", "ғҙҡңөҫүһәё", ""),
    alphabet(C, "cv", "ӑӗҫӳё", ""),
    alphabet(C, "os", "ӕё", ""),
    alphabet(C, "ru", "ё", ""),
    alphabet(C, "ce", "ӏё", ""),
    alphabet(A, "ar", "ةىكيأإآؤئءًٌٍَُِّْ", ""),
    alphabet(A, "fa", "پچژگکیآئؤأءۀ", "ةكي"),
    alphabet(A, "prs", "پچژگکیآئؤأءۀ", "ةكي"),
    alphabet(A, "ur", "پچژگکیآئؤأءۀٹڈڑےںہھۃ", "ةكيه"),
    alphabet(A, "ps", "پچژگکیآئؤأءټډړښځڅږڼۍېئيګې", "ةك"),
    alphabet(A, "ug", "پچژگكىيئەھۇۆۈېڭۋ", "ةعحصضطظثذ"),
    alphabet(A, "ckb", "پچژگکیئەھۆێڕڵڤ", "ةكي"),
    alphabet(A, "kk", "پچگكىيەھۇۆڭۋٴءئ", "ة"),
    alphabet(A, "ky", "پچگكىيەھۇۅۆڭۋۉ", "ة"),
    alphabet(A, "sd", "پچگکڪيڄڃڇڏڊڍٻڀٺٽٿڙڦڳڱڻھ", "ة"),
    alphabet(H, "yi", "װױײﭏַָﬞ", ""),
    alphabet(H, "he", "ְֱֲֳִֵֶַָֹֻּׁׂ", ""),
    alphabet(B, "as", "ৰৱ", ""),
    alphabet(B, "bn", "র", ""),
    alphabet(L, "de", "äöüß", ""),
    alphabet(L, "tr", "çğıöşüâîû", "əxqwñ"),
    alphabet(L, "az", "çəğıöşü", "wñ"),
    alphabet(L, "pl", "ąćęłńóśźż", "qvx"),
    alphabet(L, "cs", "áčďéěíňóřšťúůýž", "äôľĺŕ"),
    alphabet(L, "sk", "áäčďéíĺľňóôŕšťúýž", "ěřů"),
    alphabet(L, "hr", "čćđšž", "qwxy"),
    alphabet(L, "sr", "čćđšž", "qwxy"),
    alphabet(L, "sl", "čšž", "qwxy"),
    alphabet(L, "hu", "áéíóöőúüű", ""),
    alphabet(L, "vi", VIETNAMESE, "fjwz"),
    alphabet(L, "es", "áéíñóúü", "kwß"),
    alphabet(L, "fr", "àâçéèêëîïôûùüÿœæ", ""),
    alphabet(L, "pt", "ãõáàâéêíóôúç", "kwy"),
    alphabet(L, "it", "àèéìòù", "jkwxy"),
    alphabet(L, "ro", "ăâîșşțţ", ""),
    alphabet(L, "sv", "åäöé", ""),
    alphabet(L, "da", "æøåé", ""),
    alphabet(L, "nb", "æøåéò", ""),
    alphabet(L, "fi", "äöåšž", ""),
    alphabet(L, "et", "äöüõšž", ""),
    alphabet(L, "is", "áðéíóúýþæö", "cqwz"),
    alphabet(L, "lt", "ąčęėįšųūž", "qwx"),
    alphabet(L, "lv", "āčēģīķļņšūž", "qwxy"),
    alphabet(L, "uz", "ʻ‘ʼ’`ŏōğḡşç", "wəı"),
    alphabet(L, "kk", "áǵńóúýıäğñŋöüūşç", "x"),
    alphabet(L, "tk", "äçžňöşüý", "cqvx"),
    alphabet(L, "tt", "äəçğıñöşü", ""),
    alphabet(L, "crh", "çğıñöşüâ", "wx"),
    alphabet(L, "ku", "çêîşû", ""),
    alphabet(L, "sq", "çë", "w"),
    alphabet(L, "mt", "ċġħżàèìòù", "cy"),
    alphabet(L, "nl", "ëïéèöü", ""),
    alphabet(L, "eu", "ñ", ""),
    alphabet(L, "ha", "ɓɗƙƴ", ""),
    alphabet(L, "yo", "ẹọṣáàéèíìóòúù", ""),
];

const VIETNAMESE: &str = "đăâêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ";
