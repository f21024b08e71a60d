// The address → a view; the head, the theme, and what is printed.

/** What a printed page holds: the persons last found. */
const printed = { persons: () => Array.from({ length: PERSONS }, (_, person) => person) };

const VIEWS = {
  persons: { label: "Persons", count: PERSONS, view: personsView },
  review: { label: "Review", count: data.review.length, view: reviewView },
  network: { label: "Network", view: networkView },
  figures: { label: "Figures", view: figuresView },
  about: { label: "How to read this", view: aboutView },
};

function aboutView() {
  const notes = data.notes.map((note) => make("li", {}, quoted(note)));
  return { element: make("div", { class: "page about" }, heading(2, "How to read this"),
    make("p", {}, "A list of mentions went in: names as sources printed them. Persons came out: mentions that are probably one and the same. ",
      "Nothing here is certain, and everything says how sure it is and why."),
    make("h3", {}, "Evidence, in bits"),
    make("p", {}, "Each link has a sum of reasons. A reason counts in bits: +1 doubles the odds that two names are one person, −1 halves them. ",
      "The first is what is believed before the names are read. The sum is a probability: 0 bits are even odds, +3 are .89, +6 are .98, −3 are .11."),
    make("dl", { class: "kinds" }, Object.entries(KINDS).flatMap(([kind, { word, says }]) =>
      [make("dt", {}, make("span", { class: `kind ${kind}` }, word)), make("dd", {}, says)])),
    make("h3", {}, "Confidence"),
    make("p", {}, "A link’s probability: of all links given .90, nine in ten should be right. A mention’s: that it belongs with the majority of its person. ",
      "A person’s: that all its mentions are one person. How far that holds for a list, only rows checked by hand can tell."),
    make("h3", {}, "How this page was made"),
    make("dl", {},
      [["Lists", data.files.join(", ")], ["Joined from", `probability ${data.threshold}`],
        ["Before names are read", data.chosen_prior === undefined ? "as usual for lists" : `probability ${data.chosen_prior}, as chosen`],
        ["Made by", `aka ${data.version}`]].flatMap(([term, value]) => [make("dt", {}, term), make("dd", {}, quoted(value))])),
    data.links_left_out ? make("p", {}, `${many(data.links_left_out, "link")} between spellings of large persons were left out: those that hold each person together are here.`) : null,
    notes.length > 0 ? [make("h3", {}, "Notes"), make("ul", {}, notes)] : null,
    make("h3", {}, "Keys"),
    make("p", {}, make("kbd", {}, "/"), " goes to the search; arrows, ", make("kbd", {}, "Page Up"), ", ", make("kbd", {}, "Page Down"), ", ",
      make("kbd", {}, "Home"), " and ", make("kbd", {}, "End"), " move through the list of persons; arrows move through the network, ",
      make("kbd", {}, "Enter"), " opens a person. The address of the page holds person, search and filters: it can be sent on."),
    make("p", { class: "soft" }, "This page loads nothing and sends nothing. Characters that do not show, or that would turn the text around them, are shown by their code.")) };
}

function head() {
  const count = (of) => of.toLocaleString("en");
  const parts = [];
  for (const [field, word] of [["document", "document"], ["source", "source"]]) {
    const values = valuesOf(field).length;
    if (values > 0) parts.push(many(values, word));
  }
  const scripts = scriptsOfList().length;
  if (scripts > 1) parts.push(many(scripts, "script"));
  parts.push(`${count(data.review.length)} to review`);
  document.getElementById("top").replaceChildren(
    make("div", { class: "title" },
      make("p", { class: "files" }, quoted(data.files.join(", "))),
      make("h1", {}, make("b", {}, count(PERSONS)), PERSONS === 1 ? " person behind " : " persons behind ", make("b", {}, count(MENTIONS)), MENTIONS === 1 ? " mention" : " mentions"),
      make("p", { class: "soft" }, parts.join(" · "))),
    themeButton());
  document.getElementById("foot").replaceChildren(make("p", { class: "soft" }, `Made by aka ${data.version}. Who is who here is likely, not certain.`));
}

/** Light, dark, or as the system has it. */
function themeButton() {
  const themes = { "": "system", light: "light", dark: "dark" };
  const order = Object.keys(themes);
  const root = document.documentElement;
  const button = make("button", { type: "button", class: "theme" });
  const set = (theme) => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    button.textContent = `Colors: ${themes[theme]}`;
  };
  const asked = new URLSearchParams(location.search).get("theme") ?? "";
  set(order.includes(asked) ? asked : "");
  button.addEventListener("click", () => {
    const next = order[(order.indexOf(root.dataset.theme ?? "") + 1) % order.length];
    set(next);
    say(`Colors: ${themes[next]}`);
  });
  return button;
}

function route() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [part = "", ...rest] = path.split("/").map((text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  });
  const name = part in VIEWS ? part : "persons";
  const { element, ready } = VIEWS[name].view(rest[0] ?? "", Object.fromEntries(new URLSearchParams(query)));
  document.getElementById("main").replaceChildren(element);
  ready?.();
  document.getElementById("parts").replaceChildren(...Object.entries(VIEWS).map(([key, { label, count }]) =>
    make("a", { href: `#/${key}`, "aria-current": key === name ? "page" : null }, label,
      count === undefined ? null : make("span", { class: "count" }, ` ${count.toLocaleString("en")}`))));
  document.documentElement.dataset.ready = name;
}

/** Paper has no lists to scroll: the persons found and what is to review, as tables. */
function forPaper() {
  const [PERSONS_MAX, REVIEW_MAX] = [1000, 200];
  const persons = printed.persons();
  const row = (person) => [named(personName(person)), mentionsOf.size(person).toLocaleString("en"), chance(data.person_confidence[person]),
    otherSpellings(person, 8).flatMap((name, at) => [at ? " · " : null, named(name)]),
    distinct(mentionsOf.of(person), "document").slice(0, 6).flatMap(([text], at) => [at ? ", " : null, quoted(text)])];
  const open = (link) => [named(nameOf(data.left[link])), named(nameOf(data.right[link])), chance(data.probability[link]),
    addendsOf(link).flatMap(({ label, bits }, at) => [at ? "; " : null, sentence(label), ` ${signed(bits)}`])];
  const rest = (count, most) => (count > most ? make("p", {}, `and ${(count - most).toLocaleString("en")} more`) : null);
  document.getElementById("paper").replaceChildren(...[
    make("h1", {}, `${many(PERSONS, "person")} behind ${many(MENTIONS, "mention")}`),
    make("p", {}, data.files.join(", ")),
    table(["Person", "Mentions", "Sure", "Also written", "Documents"], persons.slice(0, PERSONS_MAX).map(row)),
    rest(persons.length, PERSONS_MAX),
    data.review.length > 0 ? make("h2", {}, "To review") : null,
    data.review.length > 0 ? table(["One", "Other", "Probability", "Why"], data.review.slice(0, REVIEW_MAX).map(open)) : null,
    rest(data.review.length, REVIEW_MAX),
  ].filter((part) => part !== null));
}

addEventListener("hashchange", () => {
  route();
  document.getElementById("main").focus({ preventScroll: true });
  scrollTo(0, 0);
});
addEventListener("beforeprint", forPaper);
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  const search = document.querySelector("input[type=search]");
  if (search) {
    event.preventDefault();
    search.focus();
  }
});
document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main").focus();
});

head();
route();
