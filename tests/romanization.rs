//! The bundled tables and what the romanizer makes of words: examples, invariants, errors.

use aka::normalize::Script;
use aka::transliterate::{Romanizer, Table, languages_of};
use proptest::prelude::*;

fn texts(token: &str, language: Option<&str>) -> Vec<String> {
    let readings = Romanizer::bundled().readings(token, language);
    readings.into_iter().map(|reading| reading.text).collect()
}

fn error(text: &str) -> String {
    match Romanizer::bundled().with_table("mine.txt", text) {
        Ok(_) => "no error".to_owned(),
        Err(error) => error.to_string(),
    }
}

const HEAD: &str = "# source: here\n@title mine\n@language ru\n@kind press\n";

#[test]
fn every_table_reproduces_its_examples() {
    let tables = Romanizer::bundled().tables();
    let faults: Vec<String> = tables
        .filter_map(|table| table.check_examples().err())
        .map(|fault| fault.to_string())
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// `tests/romanization/vectors.txt`: what others have for a word under the same standard.
#[test]
fn tables_write_what_others_published() {
    let tables: Vec<_> = Romanizer::bundled().tables().collect();
    let lines = include_str!("romanization/vectors.txt").lines();
    let (mut place, mut faults, mut checked) = ("", Vec::new(), 0);
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('@') {
            place = name;
            continue;
        }
        let (native, latin) = line.split_once(" = ").expect(line);
        let named = |table: &&&Table| format!("{}/{}", table.script().code(), table.id()) == place;
        let table = tables.iter().find(named).unwrap_or_else(|| panic!("no table {place}"));
        let found = table.spellings(native, 64);
        checked += 1;
        if !found.iter().any(|spelling| spelling == latin) {
            faults.push(format!("{place}: {line}, not {}", found.join(", ")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(checked > 1000, "{checked} words only");
}

#[test]
fn every_table_file_is_there_with_a_title_of_its_own() {
    let romanizer = Romanizer::bundled();
    let mut titles: Vec<&str> = romanizer.tables().map(Table::title).collect();
    let all = titles.len();
    titles.sort_unstable();
    titles.dedup();
    assert_eq!(all, titles.len(), "two tables have one title");
    assert!(romanizer.tables().all(|table| !table.source().is_empty()));
}

#[test]
fn faults_are_told_with_their_place() {
    let cases = [
        ("х → kh\n", "mine.txt:5:1: expected at least one example, `> native = latin`"),
        ("х → kх\n> х = kh\n", "mine.txt:5:6: expected a Latin letter, found `х` (U+0445)"),
        (
            "х → kh\nх → h\n> х = kh\n",
            "mine.txt:6:1: expected one rule for `х` in this context; line 5 has it",
        ),
        ("х kh\n", "mine.txt:5:1: expected a rule, `from → to`"),
        ("х → kh / ^\n> х = kh\n", "mine.txt:5:10: expected `_` in the context"),
        (
            "х → kh / {V} _\n> х = kh\n",
            "mine.txt:5:10: expected a class that is defined above, not `V`",
        ),
        (
            "@colour red\n",
            "mine.txt:5:2: expected title, language, kind, include, normalize, class, swap or respell",
        ),
        ("@respell х kh x\n", "mine.txt:5:10: expected `@respell letters old → new`"),
        ("@respell х kh → х\n", "mine.txt:5:17: expected a Latin letter, found `х` (U+0445)"),
        (
            "х → kh\n> х = h\n",
            "mine.txt:6:1: expected an example that its rules give; they write х as kh",
        ),
        (
            "@include none\n> х = h\n",
            "mine.txt:5:1: expected the file stem of a bundled table of the same script, not `none`",
        ),
    ];
    for (rules, expected) in cases {
        assert_eq!(error(&format!("{HEAD}{rules}")), expected);
    }
    assert!(
        error("х → kh\n> х = kh\n")
            .ends_with("expected a line `# source: …` that names the standard")
    );
}

#[test]
fn a_table_of_the_callers_own_goes_first() {
    let text = format!(
        "{HEAD}@class V = аеёиоуыэюя\nх → q | kh\nе → ye / ^ _\nе → je / {{V}} _\nе → e\nу → u\nа → a\n> хаха = qaqa\n"
    );
    let own = Romanizer::bundled().with_table("mine.txt", &text).unwrap();
    let readings = own.readings("еуе", Some("ru"));
    assert_eq!(readings[0].text, "yeuje");
    assert_eq!(readings[0].standards[0], "Russian mine");
    assert_eq!(own.lattice("еуе", Some("ru")).first(), "yeuje");
    assert!(own.tables().any(|table| table.id() == "mine"));
    assert!(Romanizer::bundled().tables().all(|table| table.id() != "mine"));
}

#[test]
fn what_a_table_takes_over_it_can_respell() {
    let text = format!(
        "{HEAD}@include ru-bgnpcgn-1947\n@respell хц kh → x\n@respell еи y → j\nю → u\n\
         > Хрущёв = xrushchëv\n> Цехов = tsexov\n> Ельцин = jel’tsin\n> Юрьев = ur’jev\n"
    );
    assert_eq!(error(&text), "no error");
}

#[test]
fn contexts_are_matched_against_the_word_as_written() {
    let text = format!(
        "{HEAD}@class V = ауо\nа → a\nу → u\nх → x / [^{{V}}] _\nх → h / _ $\nх → k / ^ _\nх → kh\n\
         ха → hha / у _\n> хах = kah\n> ахуха = akhuhha\n> уххх = ukhxh\n> ах-ха = ah-ka\n"
    );
    assert_eq!(error(&text), "no error");
}

#[test]
fn latin_words_are_read_by_their_language() {
    let has = |token: &str, language: &str, text: &str| {
        let found = texts(token, Some(language));
        assert!(found.iter().any(|reading| reading == text), "{token}: {found:?}");
    };
    has("Müller", "de", "mueller");
    has("Xo‘jayev", "uz", "khojayev");
    has("Xo'jayev", "uz", "khudjayev");
    has("Toqaev", "kk", "tokayev");
    has("Jumaǵulov", "kk", "zhumagulov");
    has("Łukasz", "pl", "lukash");
    has("Poutine", "fr", "putin");
    has("Đoković", "hr", "djokovich");
    has("Əliyev", "az", "aliyev");
    has("Nyýazow", "tk", "niyazov");
    has("Nguyễn", "vi", "nguyen");
    has("Şahin", "tr", "shahin");
    assert_eq!(texts("John", None), ["john"]);
}

#[test]
fn one_latin_letter_for_comparing_whatever_its_mark() {
    let romanizer = Romanizer::bundled();
    let cases = [
        ("ŁUKASZ", "lukasz"),
        ("İbrahim", "ibrahim"),
        ("oʻgʻli", "ogli"),
        ("o`g‘li", "ogli"),
        ("D'Angelo", "dangelo"),
        ("Жұмағұлов2", "zhumagulov2"),
        ("O\u{308}zil", "ozil"),
        ("ﬁlip", "filip"),
    ];
    for (token, expected) in cases {
        if Script::of_text(token) == Some(Script::Latin) {
            assert_eq!(romanizer.cognate(token), expected);
        }
    }
    let ways: Vec<String> =
        romanizer.cognates("Şahin").into_iter().map(|cognate| cognate.text).collect();
    assert_eq!(ways, ["shahin", "sahin"]);
}

#[test]
fn east_asian_names_are_read_in_their_varieties() {
    let romanizer = Romanizer::bundled();
    assert_eq!(romanizer.cognate("陳"), "chen");
    let ways: Vec<String> = romanizer.cognates("陳").into_iter().map(|way| way.text).collect();
    assert!(ways.contains(&"chan".to_owned()), "{ways:?}");
    assert!(texts("김", None).contains(&"kim".to_owned()));
    assert!(romanizer.cognates("이").iter().any(|way| way.text == "lee"));
}

#[test]
fn names_of_one_script_are_compared_by_several_habits() {
    let ways = |word: &str| -> Vec<String> {
        Romanizer::bundled().cognates(word).into_iter().map(|way| way.text).collect()
    };
    // By the general system, by ear, and by the Sanskrit in it.
    assert_eq!(ways("เวชชาชีวะ"), ["wetchachiwa", "wejchacheewa", "vejjajiva"]);
    assert!(ways("จตุพร").contains(&"jatuporn".to_owned()));
    assert!(
        ways("阮").contains(&"nguyen".to_owned()) && ways("富仲").contains(&"phutrong".to_owned())
    );
    // Yiddish writes vowels; Hebrew, which has none of its signs, is read as Hebrew alone.
    assert!(ways("מענדעלע").contains(&"mendele".to_owned()));
    assert_eq!(ways("בנימין").len(), 1);
}

#[test]
fn kanji_beside_kana_is_japanese() {
    let romanizer = Romanizer::bundled();
    assert_eq!(romanizer.cognate("高橋みなみ"), "takahashiminami");
    assert_eq!(romanizer.cognate("高橋メアリー"), "takahashimeari");
    assert!(romanizer.cognate("龘みなみ").ends_with("minami"));
    assert!(
        romanizer
            .cognates("佐々木のぞみ")
            .iter()
            .all(|way| way.note.is_empty() || way.note == "Japanese")
    );
}

#[test]
fn what_lists_know_of_a_word_comes_first() {
    let first = |token: &str, language: Option<&str>| {
        let readings = Romanizer::bundled().readings(token, language);
        let reading = readings.into_iter().next().unwrap();
        (reading.text, reading.standards[0].to_owned())
    };
    let usual = |text: &str, language: &str| {
        let standard = format!("usual {language} spelling");
        (text.to_owned(), standard)
    };
    assert_eq!(first("محمد", Some("ar")).1, "usual Arabic spelling");
    assert_eq!(first("القذافي", None), usual("al-gaddafi", "Arabic"));
    assert_eq!(first("حسین", Some("fa")), usual("hossein", "Persian"));
    assert_eq!(first("נתניהו", None), usual("netanyahu", "Hebrew"));
    assert_eq!(Romanizer::bundled().cognate("محمد"), "mHmd");
}

#[test]
fn a_given_language_keeps_others_out() {
    let readings = Romanizer::bundled().readings("Тұрпанбаев", Some("kk"));
    let kazakh = |standard: &&str| standard.starts_with("Kazakh");
    assert!(readings.len() > 4);
    assert!(readings.iter().flat_map(|reading| &reading.standards).all(kazakh), "{readings:?}");
    // A Kazakh name in a Russian text is still read.
    let texts = texts("Тұрпанбаев", Some("ru"));
    assert!(texts.contains(&"turpanbayev".to_owned()), "{texts:?}");
}

#[test]
fn a_table_is_named_after_its_language() {
    for table in Romanizer::bundled().tables() {
        assert_eq!(table.id().split('-').next(), Some(table.language()));
    }
}

#[test]
fn letters_tell_the_language() {
    let cases: [(&str, &[&str]); 10] = [
        ("Тұрпанбаев", &["kk"]),
        ("Єлизавета", &["uk"]),
        ("Ўткир", &["uz"]),
        ("Ќосев", &["mk"]),
        ("Ђоковић", &["sr"]),
        ("Ҷамшед", &["tg"]),
        ("Ҹəфəров", &["az"]),
        ("Łukasz", &["pl"]),
        ("Dvořák", &["cs"]),
        ("Иванов", &[]),
    ];
    for (token, expected) in cases {
        assert_eq!(languages_of(token), expected, "{token}");
    }
    assert_eq!(languages_of("Қасым")[0], "kk");
    assert_eq!(languages_of("Віктор")[0], "uk");
}

#[test]
fn differences_are_explained_by_letters() {
    let romanizer = Romanizer::bundled();
    let found = romanizer.explain_pair("Müller", "Mueller").unwrap();
    assert_eq!((found[0].letter.as_str(), found[0].right.0.as_str()), ("ü", "ue"));
    assert_eq!(romanizer.explain_pair("Müller", "müller"), None);
}

fn letters_explained(left: &str, right: &str) -> Option<Vec<String>> {
    let found = Romanizer::bundled().explain_pair(left, right)?;
    let shown = found.into_iter().map(|variation| {
        let (left, right) = (variation.left.0, variation.right.0);
        format!("{} {left}/{right}", variation.letter)
    });
    Some(shown.collect())
}

#[test]
fn one_letter_written_two_ways() {
    let cases = [
        ("Ruzahunov", "Ruzakhunov", "х h/kh"),
        ("Toqaev", "Tokayev", "қ q/k"),
        ("Zhumabayev", "Jumabaev", "ж zh/j"),
        ("Qaddafi", "Gaddafi", "ق q/g"),
        ("Poutine", "Putin", "у ou/u"),
        ("Sergei", "Sergey", "й i/y"),
        ("Mueller", "Muller", "ü ue/u"),
    ];
    for (left, right, expected) in cases {
        let found = letters_explained(left, right).unwrap_or_default();
        assert_eq!(found.first().map(String::as_str), Some(expected), "{left} {found:?}");
        assert!(letters_explained(right, left).is_some(), "{right}");
    }
}

#[test]
fn nothing_far_fetched_is_explained() {
    let pairs = [
        ("Arman", "Arlan"),
        ("Maria", "Marina"),
        ("Turpanov", "Turganov"),
        ("Berik", "Serik"),
        ("Marat", "Murat"),
        ("Smith", "Schmidt"),
        ("Ivanov", "Petrov"),
        ("Арман", "Arlan"),
        ("Li", "Wang"),
        ("Ivan", "Ivan"),
    ];
    for (left, right) in pairs {
        assert_eq!(letters_explained(left, right), None, "{left} {right}");
    }
}

#[test]
fn a_native_word_is_explained_by_a_standard() {
    let romanizer = Romanizer::bundled();
    let found = romanizer.explain_pair("Тоқаев", "Toqaev").unwrap();
    assert_eq!(found[0].letter, "тоқаев");
    assert!(found[0].left.1.starts_with("Kazakh"), "{found:?}");
    let listed = romanizer.explain_pair("Mohammed", "Muhammad").unwrap();
    assert_eq!(listed[0].letter, "محمد");
}

/// `cargo run --release --example coverage > docs/coverage.md`
#[test]
fn the_table_of_what_is_covered_is_up_to_date() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/coverage.md");
    let text = std::fs::read_to_string(file).unwrap();
    for row in Romanizer::bundled().coverage() {
        let line = format!("| {} | {} | {} |", row.script, row.language, row.standards.join(" · "));
        assert!(text.contains(&line), "not in {file}: {line}");
    }
    let rows = text.lines().filter(|line| line.starts_with("| ")).count();
    // And the heading.
    assert_eq!(rows, Romanizer::bundled().coverage().len() + 1, "a row too many in {file}");
}

#[path = "../examples/coverage.rs"]
#[allow(dead_code)] // What only the command needs.
mod coverage;

#[test]
fn the_table_of_the_readme_is_up_to_date() {
    let readme = include_str!("../README.md");
    let anew = coverage::with_short_table(readme).expect("marks around the table");
    assert!(anew == readme, "run `cargo run --example coverage -- README.md`");
}

#[test]
fn shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Romanizer>();
    shared::<Table>();
    shared::<aka::transliterate::Reading>();
}

fn is_reading(letter: char) -> bool {
    letter.is_ascii_digit() || Script::of(letter).is_none_or(|script| script == Script::Latin)
}

/// Asserts that the answers of a lattice are those of the readings that it lists.
fn holds_its_readings(token: &str, language: Option<&str>) -> Result<(), TestCaseError> {
    let romanizer = Romanizer::bundled();
    let lattice = romanizer.lattice(token, language);
    let listed = romanizer.readings(token, language);
    let first = listed.first().map_or("", |reading| reading.text.as_str());
    prop_assert_eq!(lattice.first(), first);
    prop_assert_eq!(lattice.spell().len(), listed.len());
    for reading in listed.iter().filter(|reading| reading.standards != ["by sound"]) {
        prop_assert!(lattice.contains(&reading.text), "{token:?}: {reading:?}");
        let standards = lattice.standards_of(&reading.text);
        let known = reading.standards.iter().any(|standard| standards.contains(standard));
        prop_assert!(known || reading.standards == ["as written"], "{reading:?} {standards:?}");
    }
    prop_assert!(!lattice.contains("qxqxqxqxqxqxqxqxqxqxqxqx"));
    Ok(())
}

#[test]
fn a_lattice_of_a_name_has_its_readings() {
    let tables = Romanizer::bundled().tables();
    let mut names: Vec<&str> = tables
        .flat_map(|table| table.examples())
        .flat_map(|example| example.native.split_whitespace())
        .collect();
    names.sort_unstable();
    names.dedup();
    // Every seventh, with what lists know by heart.
    for name in
        names.into_iter().step_by(7).chain(["محمد", "الحسن", "陳水扁", "安倍晋三", "이명박"])
    {
        for language in [None, Some("ru"), Some("ar"), Some("zh")] {
            holds_its_readings(name, language).unwrap();
        }
    }
}

/// Whether readings of a name's words, one after the other, make up a spelling of its letters alone.
fn is_spelled(name: &str, letters: &str) -> bool {
    let romanizer = Romanizer::bundled();
    let mut reached = vec![0];
    for token in aka::normalize::read(name).tokens {
        let lattice = romanizer.lattice(&token.text, None);
        let mut next: Vec<usize> = Vec::new();
        for end in 1..=letters.len() {
            if reached.iter().any(|&at| at < end && lattice.contains(&letters[at..end])) {
                next.push(end);
            }
        }
        reached = next;
    }
    reached.contains(&letters.len())
}

#[test]
fn names_have_the_spellings_that_they_are_known_by() {
    let lines = include_str!("readings.txt").lines().filter(|line| !line.starts_with('#'));
    let names: Vec<(&str, &str)> = lines.map(|line| line.split_once(" = ").unwrap()).collect();
    assert!(names.len() > 400);
    let letters = |latin: &str| Romanizer::bundled().cognate(&latin.replace([' ', '-', '\''], ""));
    let wrong = names.iter().filter(|(name, latin)| !is_spelled(name, &letters(latin)));
    assert_eq!(wrong.collect::<Vec<_>>(), Vec::<&(&str, &str)>::new());
    // And not any spelling at all.
    let others = names.iter().zip(names.iter().skip(1));
    let taken = others.filter(|((name, _), (_, latin))| is_spelled(name, &letters(latin)));
    assert!(taken.count() * 100 < names.len());
}

#[test]
fn lists_know_what_letters_leave_open() {
    let romanizer = Romanizer::bundled();
    for (word, spelling) in [
        ("ঠাকুর", "Tagore"),
        ("বন্দ্যোপাধ্যায়", "Banerjee"),
        ("ठाकरे", "Thackeray"),
        ("ชินวัตร", "Shinawatra"),
    ] {
        let lattice = romanizer.lattice(word, None);
        assert!(lattice.contains(spelling), "{word}");
        assert!(lattice.standards_of(spelling)[0].starts_with("usual "), "{word}");
        // What the letters say is there as well.
        assert!(lattice.spell().len() > 1, "{word}");
    }
}

#[test]
fn lattices_meet_where_one_name_is_written_twice() {
    let romanizer = Romanizer::bundled();
    let meet = |left: &str, right: &str| {
        let (left, right) = (romanizer.lattice(left, None), romanizer.lattice(right, None));
        assert_eq!(left.meets(&right), right.meets(&left));
        left.meets(&right)
    };
    for (left, right) in [
        ("Хрущёв", "Khrushchev"),
        ("محمد", "Мохаммед"),
        ("Σωκράτης", "Sokratis"),
        ("習近平", "Xijinping"),
    ] {
        assert!(meet(left, right), "{left} {right}");
    }
    for (left, right) in [("Хрущёв", "Brezhnev"), ("محمد", "Иван"), ("習近平", "Maozedong")]
    {
        assert!(!meet(left, right), "{left} {right}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_string_has_a_cognate(token in "\\PC{0,12}") {
        let romanizer = Romanizer::bundled();
        let cognate = romanizer.cognate(&token);
        prop_assert!(cognate.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{cognate}");
        prop_assert!(!cognate.is_empty() || !token.chars().any(char::is_alphanumeric), "{token:?}");
        let all = romanizer.cognates(&token);
        prop_assert!(all.len() <= 6 && all[0].text == cognate && all[0].note.is_empty());
    }

    #[test]
    fn readings_are_latin(token in "[\\p{Cyrillic}\\p{Arabic}\\p{Hebrew}\\p{Greek}\\p{Latin}\\p{Devanagari}\\p{Hangul}\\p{Hiragana}'ʻ-]{0,8}|\\PC{0,8}") {
        let readings = Romanizer::bundled().readings(&token, None);
        prop_assert!(readings.len() <= 64);
        for reading in &readings {
            prop_assert!(!reading.text.is_empty() && !reading.standards.is_empty());
            prop_assert!(reading.text.chars().all(is_reading), "{token:?}: {reading:?}");
        }
        let _ = languages_of(&token);
        let _ = Romanizer::bundled().explain_pair(&token, "Ivanov");
    }

    #[test]
    fn a_lattice_has_what_it_lists(token in "[\\p{Cyrillic}\\p{Arabic}\\p{Hebrew}\\p{Greek}\\p{Latin}\\p{Han}\\p{Hangul}'-]{0,8}|\\PC{0,8}") {
        holds_its_readings(&token, None)?;
        holds_its_readings(&token, Some("ru"))?;
    }

    #[test]
    fn a_cognate_is_its_own_cognate(token in "\\PC{0,12}") {
        let romanizer = Romanizer::bundled();
        let once = romanizer.cognate(&token).to_ascii_lowercase();
        prop_assert_eq!(romanizer.cognate(&once), once.clone());
    }

    #[test]
    fn any_text_is_a_table_or_an_error(text in "[@#>→|/_^$\\[\\]{}a-zх∅ \n]{0,80}") {
        let _ = Romanizer::bundled().with_table("any.txt", &text);
        let _ = Romanizer::bundled().with_table("any.txt", &format!("{HEAD}{text}\n> х = h\n"));
    }
}
