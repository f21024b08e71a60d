//! The page of `--report`, as a browser draws it: a real Chromium, without a window.
//!
//! Where there is none, each test says on standard error that it was skipped.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{aka, koshmambet};

/// A page, and the folder that goes with it.
struct Page {
    folder: tempfile::TempDir,
    path: PathBuf,
}

/// What the browser made of a page.
struct Drawn {
    dom: String,
    log: String,
}

impl Page {
    /// Resolves lists into a page.
    fn of(lists: &[&str], more: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.html");
        let out = folder.path().join("out.csv");
        let files = ["--report", path.to_str().unwrap(), "--out", out.to_str().unwrap()];
        let ran = aka(&[&["resolve"], lists, &files, more].concat());
        assert_eq!(ran.status, Some(0), "{}", ran.err);
        Self { folder, path }
    }

    /// The page of a list that is given as text.
    fn of_text(csv: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let list = folder.path().join("list.csv");
        std::fs::write(&list, csv).unwrap();
        // Whatever stands in it, zeros too, has to be taken.
        Self::of(&[list.to_str().unwrap()], &["--ragged"])
    }

    fn text(&self) -> String {
        std::fs::read_to_string(&self.path).unwrap()
    }

    /// Draws the page at an address within it; a fault of its scripts is a fault of the test.
    fn drawn(&self, address: &str) -> Option<String> {
        self.drawn_in(1200, address)
    }

    /// The same, in a window of that width.
    fn drawn_in(&self, width: usize, address: &str) -> Option<String> {
        let drawn = self.open(width, address)?;
        assert!(!drawn.dom.contains("data-failed"), "{address}: {}", cut(&drawn.dom));
        assert!(drawn.dom.contains("data-ready"), "{address}: {}", cut(&drawn.dom));
        let faults: Vec<&str> = drawn.log.lines().filter(|l| l.contains("CONSOLE")).collect();
        assert!(faults.is_empty(), "{address}: {faults:?}");
        Some(drawn.dom)
    }

    /// Draws the page after a reader did something to it: a copy without its policy, with a script
    /// behind its own.
    fn driven(&self, width: usize, address: &str, script: &str) -> Option<String> {
        let page = self.text();
        let (before, after) = page.split_once("<meta http-equiv").unwrap();
        let (_, after) = after.split_once('>').unwrap();
        let path = self.folder.path().join("driven.html");
        let driven = format!("{before}{after}<script>{script}</script>");
        std::fs::write(&path, driven).unwrap();
        Self { folder: tempfile::tempdir().unwrap(), path }.drawn_in(width, address)
    }

    fn open(&self, width: usize, address: &str) -> Option<Drawn> {
        let browser = chromium()?;
        let profile = self.folder.path().join("profile");
        let (dom, log) = (self.folder.path().join("dom"), self.folder.path().join("log"));
        let create = |path: &Path| Stdio::from(std::fs::File::create(path).unwrap());
        let mut child = Command::new(browser)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
            .arg(format!("--window-size={width},900"))
            .arg("--virtual-time-budget=5000")
            .args(["--enable-logging=stderr", "--dump-dom"])
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg(format!("file://{}{address}", self.path.display()))
            .stdin(Stdio::null())
            .stdout(create(&dom))
            .stderr(create(&log))
            .spawn()
            .unwrap();
        let start = Instant::now();
        while child.try_wait().unwrap().is_none() {
            if start.elapsed() > Duration::from_secs(240) {
                child.kill().unwrap();
                panic!("{address}: Chromium did not come to an end");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let read =
            |path: &Path| String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
        Some(Drawn { dom: read(&dom), log: read(&log) })
    }
}

/// A Chromium on this machine, or a line that says there is none.
fn chromium() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&folders)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|path| path.is_file());
    if found.is_none() {
        let test = std::thread::current().name().unwrap_or("a test").to_owned();
        // Not captured, unlike what `eprintln!` prints.
        let _ = writeln!(std::io::stderr(), "SKIPPED {test}: no Chromium on this machine");
    }
    found
}

fn cut(text: &str) -> String {
    text.chars().take(600).collect()
}

/// Text between two marks.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before)
        .and_then(|(_, rest)| rest.split_once(after))
        .map_or_else(|| panic!("expected {before} … {after} in {}", cut(text)), |(found, _)| found)
}

#[test]
fn the_report_of_twenty_mentions() {
    let page = Page::of(&[&koshmambet("mentions.csv")], &["--gold", "gold"]);
    let Some(dom) = page.drawn("#/persons") else { return };
    assert!(dom.contains("<b>10</b> persons behind <b>20</b> mentions"), "{}", cut(&dom));
    assert_eq!(dom.matches("role=\"option\"").count(), 10);
    assert_eq!(dom.matches("class=\"part\"").count(), 3, "spellings, mentions and company");

    let found = page.drawn("#/persons?q=turpan").unwrap();
    assert_eq!(found.matches("role=\"option\"").count(), 1);
    assert!(found.contains("1 of 10 persons"));
    assert!(between(&found, "<h2>", "</h2>").contains("Serik Turpan"));
    assert!(found.contains("shared roster of orda-2025-06-10 and azattyk-2025-01-17"));
    assert!(found.contains("Without what documents show"));

    // Every column says what it holds, and a table wider than the window is scrolled by keyboard.
    let narrow = page.drawn_in(390, "#/figures").unwrap();
    for dom in [&found, &narrow] {
        assert!(!dom.contains("<th scope=\"col\"></th>"), "a column without a header");
    }
    assert!(narrow.contains("class=\"scrolls\""), "no table");
    assert!(dom.contains("href=\"#main\"") && dom.contains("id=\"main\""));

    let network = page.drawn("#/network").unwrap();
    assert_eq!(network.matches("<circle").count(), 10);
    assert_eq!(network.matches("<rect").count(), 2);
    assert_eq!(network, page.drawn("#/network").unwrap(), "the drawing is another each time");

    let figures = page.drawn("#/figures").unwrap();
    for text in ["Links: reliability", "Links by probability", "Persons by number of mentions"] {
        assert!(figures.contains(text), "{text}");
    }
    assert!(page.drawn("#/review").unwrap().contains("Nothing waits for an answer"));
    assert!(page.drawn("#/about").unwrap().contains("Evidence, in bits"));
}

/// The same page whether or not links are written too; what a page says, it says once.
#[test]
fn spellings_are_explained_by_their_standards() {
    let lists = [koshmambet("mentions.csv"), koshmambet("cross-script.csv")];
    let lists = [lists[0].as_str(), lists[1].as_str()];
    let page = Page::of(&lists, &[]);
    let text = page.text();
    let links = page.folder.path().join("links.csv");
    let with_links = Page::of(&lists, &["--links", links.to_str().unwrap()]);
    assert_eq!(text, with_links.text());
    let data = between(&text, "id=\"data\">", "</script>");
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    let texts: Vec<&str> =
        data["texts"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
    let mut once = texts.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), texts.len(), "a text stands twice");
    assert!(texts.iter().any(|text| text.contains(" is ") && text.contains(" in Russian ")));
    let said = |text: &str| text.contains("(х: h in Russian") && text.contains("↔ kh in Russian");
    assert!(texts.iter().any(|text| said(text)));
    let open = "for (const link of document.querySelectorAll('details.link')) link.open = true;";
    let Some(dom) = page.driven(1200, "#/persons?q=ruzahunov", open) else { return };
    assert!(dom.contains("(викрам is vikram in "), "{}", cut(&dom));
}

#[test]
fn what_is_to_review_has_both_sides() {
    let lists = [koshmambet("mentions.csv"), koshmambet("third-document.csv")];
    let page = Page::of(&[&lists[0], &lists[1]], &[]);
    let Some(dom) = page.drawn("#/review") else { return };
    let card = between(&dom, "class=\"card\"", "</article>");
    assert_eq!(card.matches("class=\"side\"").count(), 2, "{card}");
    assert!(card.contains("Arman Shoibekov") && card.contains("Arlan Shoibekov"), "{card}");
    assert!(card.contains("in both") && card.contains("security guard"), "{card}");
}

#[test]
fn a_reader_with_a_keyboard_gets_everywhere() {
    let page = Page::of(&[&koshmambet("mentions.csv")], &[]);
    let keys = r#"
        const list = document.querySelector("[role=listbox]");
        const press = (on, key) => on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        press(list, "End");
        press(list, "ArrowUp");
        document.body.dataset.option = document.getElementById(list.getAttribute("aria-activedescendant")).getAttribute("aria-posinset");
        document.body.dataset.person = document.querySelector("h2").textContent === document.querySelector("[aria-selected=true] .row-name").textContent;
        press(document.body, "/");
        document.body.dataset.focus = document.activeElement.name;
        document.querySelector(".theme").click();
        dispatchEvent(new Event("beforeprint"));
        document.body.dataset.paper = document.querySelectorAll("section#paper tbody tr").length;
    "#;
    let Some(dom) = page.driven(1200, "#/persons", keys) else { return };
    let body = between(&dom, "<body", ">");
    for fact in ["option=\"9\"", "person=\"true\"", "focus=\"q\"", "paper=\"10\""] {
        assert!(body.contains(fact), "{fact} in {body}");
    }
    assert!(dom.contains("data-theme=\"light\""));
    let moved = r#"
        const node = document.querySelector(".node");
        node.focus();
        for (const key of ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"])
            document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        document.body.dataset.node = document.activeElement.getAttribute("aria-label");
    "#;
    let dom = page.driven(1200, "#/network", moved).unwrap();
    let label = between(&dom, "data-node=\"", "\"");
    assert!(label.contains("tied to"), "{label}");
    assert!(between(&dom, "class=\"network-said\"", "</p>").contains("<a "), "nothing was said");
}

#[test]
fn where_there_is_room_for_one_a_person_is_a_page_of_its_own() {
    let page = Page::of(&[&koshmambet("mentions.csv")], &[]);
    let Some(list) = page.drawn_in(500, "#/persons?q=turpan") else { return };
    assert!(
        !list.contains("<h2>") && list.contains("Nobody chosen"),
        "a person before it was chosen"
    );
    let click = "document.querySelector('.row').click();";
    let person = page.driven(500, "#/persons?q=turpan", click).unwrap();
    assert!(between(&person, "<h2>", "</h2>").contains("Serik Turpan"));
    assert!(between(&person, "class=\"back\"", "</a>").contains("#/persons?q=turpan"));
}

const HOSTILE: [&str; 9] = [
    "</script><script>document.title='taken'</script>",
    "<img src=x onerror=\"document.title='taken'\"> Smith",
    "<!--<script> Jones",
    "Anna \u{202e}vokilaM\u{202c} Petrova",
    "Nul\0l Byte",
    "Line\u{2028}Separator Two",
    "&quot;Quoted&quot; &amp; Co",
    "{{data}} Template",
    "علي \u{200f}حسن <b>bold</b>",
];

#[test]
fn a_name_is_text_whatever_it_holds() {
    let mut csv = String::from("name,document,source,sentence\n");
    for (at, name) in HOSTILE.iter().enumerate() {
        let cell = format!("\"{}\"", name.replace('"', "\"\""));
        writeln!(csv, "{cell},{cell},{cell},{cell}").unwrap();
        writeln!(csv, "Somebody {at}lse,{cell},{cell},{cell}").unwrap();
    }
    let page = Page::of_text(&csv);
    let text = page.text();
    assert!(!text.contains("<img") && !text.contains('\0') && !text.contains('\u{202e}'));
    assert_eq!(text.matches("<script").count(), 2);
    for address in ["#/persons", "#/review", "#/network", "#/figures", "#/about"] {
        let Some(dom) = page.drawn(address) else { return };
        assert_eq!(dom.matches("<script").count(), 1, "{address}");
        assert_eq!(dom.matches("<img").count(), 0, "{address}");
        assert!(!dom.contains("<title>taken"), "{address}");
    }
    let dom = page.drawn("#/persons?q=vokilam").unwrap();
    assert!(dom.contains(">U+202E</span>vokilaM<"), "{dom}");
    let dom = page.drawn("#/persons?q=smith").unwrap();
    let name = between(&dom, "<h2>", "</h2>");
    assert!(name.contains("&lt;img src=x onerror=") && name.contains("dir=\"auto\""), "{name}");
    let dom = page.drawn("#/persons?q=quoted").unwrap();
    assert!(dom.contains("&amp;quot;Quoted&amp;quot; &amp;amp; Co"), "{dom}");
}

#[test]
fn nobody_and_nothing_make_a_page() {
    let page = Page::of_text("name,document\n\"\",a\n");
    for address in ["#/persons", "#/review", "#/network", "#/figures", "#/about", "#/nowhere/%zz"] {
        let Some(dom) = page.drawn(address) else { return };
        assert!(dom.contains("<b>0</b> persons behind <b>1</b> mention"), "{address}");
    }
}

/// A hundred thousand mentions of six thousand persons with made-up names, in two scripts, in
/// twenty thousand documents. A linear congruence, so that they are the same each time.
fn hundred_thousand() -> String {
    const MENTIONS: usize = 100_000;
    const PERSONS: usize = 6_000;
    const LATIN: &[u8; 19] = b"abdefgiklmnoprstuvz";
    let russian: Vec<char> = "абдефгиклмнопрстувз".chars().collect();
    let mut state = 20_251_122u64;
    let mut next = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut word = |length: usize| -> Vec<usize> { (0..length).map(|_| next(19)).collect() };
    let given: Vec<Vec<usize>> = (0..300).map(|_| word(6)).collect();
    let family: Vec<Vec<usize>> = (0..PERSONS).map(|_| word(9)).collect();
    let spelled = |word: &[usize], in_russian: bool| -> String {
        let letter = |&at: &usize| if in_russian { russian[at] } else { LATIN[at].into() };
        let (first, rest) = word.split_first().unwrap();
        letter(first).to_uppercase().chain(rest.iter().map(letter)).collect()
    };
    let mut csv = String::from("name,document,source\n");
    for _ in 0..MENTIONS {
        // Few persons stand in much of the news.
        let person = next(PERSONS).min(next(PERSONS));
        let in_russian = next(4) == 0;
        let given = spelled(&given[person % given.len()], in_russian);
        let family = spelled(&family[person], in_russian);
        writeln!(csv, "{given} {family},text-{},outlet {}", next(20_000), next(40)).unwrap();
    }
    csv
}

#[test]
fn the_report_of_a_hundred_thousand_mentions() {
    const PAGE_MAX: usize = 8 << 20;
    let page = Page::of_text(&hundred_thousand());
    let size = page.text().len();
    assert!(size < PAGE_MAX, "{size} bytes");
    let Some(dom) = page.drawn("#/persons") else { return };
    assert!(dom.contains("behind <b>100,000</b> mentions"), "{}", cut(&dom));
    let rows = dom.matches("role=\"option\"").count();
    assert!((5..60).contains(&rows), "{rows} rows of the list are drawn");
    for address in ["#/review", "#/network", "#/figures", "#/persons?q=ab&order=mentions&size=2"] {
        let drawn = page.drawn(address).unwrap();
        assert!(drawn.len() < 2 << 20, "{address}: {} bytes", drawn.len());
    }
    let end = r#"
        const list = document.querySelector("[role=listbox]");
        list.dispatchEvent(new KeyboardEvent("keydown", { key: "End" }));
        const last = document.querySelector("[aria-selected=true]");
        document.body.dataset.last = last.getAttribute("aria-posinset") === last.getAttribute("aria-setsize");
    "#;
    assert!(page.driven(1200, "#/persons", end).unwrap().contains("data-last=\"true\""));
}

#[test]
fn a_page_appears_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.html");
    let ran = aka(&[
        "resolve",
        &koshmambet("mentions.csv"),
        "--report",
        path.to_str().unwrap(),
        "--gold",
        "truth",
    ]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.err.contains("expected the column “truth” of --gold"), "{}", ran.err);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// The same list in another order is the same page but for the lines that it names.
#[test]
fn the_page_is_the_same_each_time() {
    let list = koshmambet("mentions.csv");
    let (one, other) = (Page::of(&[&list], &[]), Page::of(&[&list], &["--threads", "1"]));
    assert_eq!(one.text(), other.text());
}
