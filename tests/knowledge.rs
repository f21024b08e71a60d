//! The tables of name knowledge under `data/` → parsed and checked: format, sources, scripts, no form twice.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use unicode_normalization::is_nfc;
use unicode_script::{Script, UnicodeScript};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// Every `.txt` file of a folder, in order, with its text.
fn tables(folder: &str) -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(root().join(folder))
        .unwrap_or_else(|e| panic!("data/{folder}: {e}"))
        .map(|entry| entry.expect("a folder entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "data/{folder} has no table");
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("UTF-8 text");
            let name =
                path.strip_prefix(root()).expect("a path of the project").display().to_string();
            (name, text)
        })
        .collect()
}

/// The lines that carry data, with their numbers; a table opens by saying what it is and names its source.
fn lines<'a>(name: &'a str, text: &'a str) -> impl Iterator<Item = (String, &'a str)> {
    assert!(text.starts_with("# "), "{name}:1: expected what the table is");
    assert!(
        text.lines().any(|l| l.strip_prefix("# source: ").is_some_and(|s| !s.is_empty())),
        "{name}: expected a line `# source: …`"
    );
    text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')).map(
        move |(i, l)| {
            let at = format!("{name}:{}", i + 1);
            assert!(is_nfc(l), "{at}: expected NFC");
            assert!(l == l.trim(), "{at}: expected no space at either end");
            (at, l)
        },
    )
}

fn scripts_of(word: &str) -> HashSet<Script> {
    word.chars()
        .map(|c| c.script())
        .filter(|s| !matches!(s, Script::Common | Script::Inherited))
        .collect()
}

/// One script in a word; Japanese mixes two or three by nature.
fn of_one_script(word: &str) -> bool {
    let scripts = scripts_of(word);
    let japanese = [Script::Han, Script::Hiragana, Script::Katakana];
    scripts.len() == 1 || (!scripts.is_empty() && scripts.iter().all(|s| japanese.contains(s)))
}

/// What the header of an inflection table has said so far.
#[derive(Default)]
struct Header {
    script: Option<Script>,
    cases: usize,
    paradigm: Option<String>,
    paradigms: HashSet<String>,
}

impl Header {
    fn read(&mut self, at: &str, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[0] {
            "@language" => assert_eq!(words.len(), 2, "{at}: expected one language"),
            "@script" => {
                self.script = Script::from_short_name(words[1]);
                assert!(self.script.is_some(), "{at}: expected an ISO 15924 code");
            }
            "@cases" => {
                self.cases = words.len() - 1;
                assert_eq!(words[1], "nom", "{at}: expected the nominative first");
            }
            "@paradigm" => {
                assert_eq!(words.len(), 3, "{at}: expected `@paradigm NAME given,family`");
                let known = ["given", "family", "patronymic"];
                assert!(words[2].split(',').all(|w| known.contains(&w)), "{at}: {}", words[2]);
                self.paradigm = Some(words[1].to_owned());
                assert!(self.paradigms.insert(words[1].to_owned()), "{at}: paradigm twice");
            }
            other => panic!("{at}: unknown line {other}"),
        }
    }

    fn row(&self, at: &str, line: &str) {
        assert!(self.paradigm.is_some() && self.cases > 0, "{at}: expected a paradigm before");
        let (label, cells) =
            line.split_once(": ").unwrap_or_else(|| panic!("{at}: expected `m: …`"));
        let cells: Vec<&str> = cells.split(' ').collect();
        match label {
            "after" | "vowel" => {
                assert_eq!(cells.len(), 1, "{at}: expected letters without spaces");
                let letters: HashSet<char> = cells[0].chars().collect();
                assert_eq!(letters.len(), cells[0].chars().count(), "{at}: a letter twice");
            }
            "m" | "f" | "p" | "u" => assert_eq!(cells.len(), self.cases, "{at}: cells ≠ cases"),
            _ => panic!("{at}: expected after, vowel, m, f, p or u"),
        }
        for cell in cells {
            let forms: Vec<&str> = cell.split('/').collect();
            let distinct: HashSet<&&str> = forms.iter().collect();
            assert_eq!(distinct.len(), forms.len(), "{at}: a form twice in {cell}");
            for form in forms {
                assert!(!form.is_empty(), "{at}: an empty form is written ∅");
                let scripts = scripts_of(form);
                let right = scripts.iter().all(|s| Some(*s) == self.script);
                assert!(right, "{at}: {form} is not in the table's script");
            }
        }
    }
}

#[test]
fn inflection_tables_are_well_formed() {
    for (name, text) in tables("inflection") {
        let mut header = Header::default();
        for (at, line) in lines(&name, &text) {
            if line.starts_with('@') {
                header.read(&at, line);
            } else {
                header.row(&at, line);
            }
        }
        assert!(header.script.is_some(), "{name}: expected @script");
        assert!(!header.paradigms.is_empty(), "{name}: expected a paradigm");
    }
}

#[test]
fn relations_name_no_form_twice_in_a_group() {
    for (name, text) in tables("names/relations") {
        let mut heads = HashSet::new();
        let mut relation = None;
        for (at, line) in lines(&name, &text) {
            if let Some(what) = line.strip_prefix("@relation ") {
                assert!(["nickname", "cognate", "transcription"].contains(&what), "{at}: {what}");
                relation = Some(what);
                continue;
            }
            assert!(relation.is_some(), "{at}: expected @relation before");
            let (head, forms) =
                line.split_once(": ").unwrap_or_else(|| panic!("{at}: `head: form`"));
            assert!(heads.insert(head.to_owned()), "{at}: {head} is a head twice");
            let mut seen = HashSet::from([head]);
            for form in forms.split(", ") {
                assert!(seen.insert(form), "{at}: {form} twice in a group");
                let one = form.split([' ', '-']).all(of_one_script);
                assert!(one, "{at}: {form} mixes scripts");
            }
        }
    }
}

#[test]
fn frequencies_fall_and_stay_below_the_whole() {
    for (name, text) in tables("names/frequency") {
        let family = name.ends_with("-family.txt");
        let part = ["-family.txt", "-given.txt", "-patronymic.txt"];
        assert!(part.iter().any(|p| name.ends_with(p)), "{name}: expected CULTURE-PART.txt");
        let mut seen = HashSet::new();
        let (mut above, mut sum) = (f64::INFINITY, 0.0);
        let custom = |line: &str| ["@fathers", "@whole", "@rarer"].contains(&line);
        for (at, line) in lines(&name, &text).filter(|(_, line)| !custom(line)) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(
                cells.len(),
                if family { 2 } else { 3 },
                "{at}: expected name, figure, gender"
            );
            let sex = cells.get(2).copied().unwrap_or("");
            assert!(family || ["m", "f", "u"].contains(&sex), "{at}: expected m, f or u");
            assert!(seen.insert((cells[0], sex)), "{at}: {} twice", cells[0]);
            assert!(cells[0].split([' ', '-', '’']).all(of_one_script), "{at}: mixed scripts");
            let figure: f64 =
                cells[1].parse().unwrap_or_else(|_| panic!("{at}: expected a figure"));
            assert!(figure > 0.0 && figure <= above, "{at}: expected falling figures above 0");
            (above, sum) = (figure, sum + figure);
        }
        assert!(sum <= 102_000.0, "{name}: {sum} of 100,000 bearers");
    }
}

#[test]
fn derivation_elements_are_cognate_romanizations() {
    let text = fs::read_to_string(root().join("names/derivation.txt")).unwrap();
    let grades = ["suffix", "native", "feminine", "element", "apart", "particle"];
    for (at, line) in lines("names/derivation.txt", &text) {
        let words: Vec<&str> = line.split(' ').collect();
        assert!(grades.contains(&words[0]), "{at}: unknown grade {}", words[0]);
        assert!(words.len() > 1, "{at}: expected an element");
        let distinct: HashSet<&&str> = words.iter().collect();
        assert_eq!(distinct.len(), words.len(), "{at}: an element twice");
        for word in &words[1..] {
            let plain = word.bytes().all(|b| b.is_ascii_lowercase());
            assert!(plain || *word == "∅", "{at}: {word} is not a-z");
        }
    }
}
