// Persons: the list with its questions, and one person with everything that is known.

const OTHERS = data.other_headers;

/** How sure a person is, in words. */
function sureness(person) {
  const count = mentionsOf.size(person);
  const parts = data.person_confidence[person];
  if (count === 1) return ["Probability that nobody else on the list is the same: ", make("strong", {}, chance(parts))];
  return [`Probability that all ${count.toLocaleString("en")} mentions are one person: `, make("strong", {}, chance(parts))];
}

/** Other spellings of a person, each once, those in other scripts first. */
function otherSpellings(person, most) {
  const own = personName(person);
  const found = new Set();
  const script = scriptOf(data.person_name[person]);
  const mentions = mentionsOf.of(person).slice(0, 400);
  for (const other of [true, false]) {
    for (const mention of mentions) {
      if (found.size >= most) return [...found];
      const name = nameOf(mention);
      if (name !== own && (scriptOf(data.name[mention]) !== script) === other) found.add(name);
    }
  }
  return [...found];
}

function personRow(person) {
  const others = otherSpellings(person, 4);
  const open = openOf[person];
  return [
    make("span", { class: "row-name" }, named(personName(person))),
    make("span", { class: "row-numbers" },
      make("span", { class: "row-count" }, many(mentionsOf.size(person), "mention")),
      make("span", { class: "chance", title: "confidence" }, chance(data.person_confidence[person]))),
    make("span", { class: "row-others" }, others.flatMap((name, at) => [at ? " · " : null, named(name)])),
    open ? make("span", { class: "row-open" }, `${open} to review`) : make("span"),
  ];
}

/** Whether there is room for the list or the person, not for both. */
const narrow = () => matchMedia("(max-width: 900px)").matches;

/** The view of persons: list, questions, and the person chosen. */
function personsView(id, question) {
  const at = data.person_id.indexOf(id);
  const state = { found: answering(question), person: at };
  const detail = make("article", { class: "detail", "aria-label": "Person", tabindex: "-1" });
  const count = make("p", { class: "count-line", role: "status" });
  const address = (person = state.person) => {
    const query = new URLSearchParams(question).toString();
    const chosen = person >= 0 ? `/${data.person_id[person]}` : "";
    return `#/persons${chosen}${query ? `?${query}` : ""}`;
  };
  const view = make("div", { class: "persons" });
  const list = longList("Persons", (row) => personRow(state.found[row]), (row, entered) => {
    if (narrow() && !entered) return;
    state.person = state.found[row];
    // Where there is room for one of the two, the person is a page of its own, with a way back.
    if (narrow()) {
      location.hash = address();
      return;
    }
    show();
    history.replaceState(null, "", address());
  });
  function show() {
    view.classList.toggle("chosen", state.person >= 0);
    detail.replaceChildren(...(state.person >= 0 ? personDetail(state.person, address(-1)) : [nobodyChosen()]));
    detail.scrollTop = 0;
  }
  function search() {
    state.found = answering(question);
    history.replaceState(null, "", address());
    fillList();
  }
  function fillList() {
    const { length } = state.found;
    count.textContent = length === PERSONS ? many(PERSONS, "person") : `${length.toLocaleString("en")} of ${many(PERSONS, "person")}`;
    list.set(length, state.found.indexOf(state.person));
  }
  let waiting = 0;
  const asked = () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, PERSONS > 5000 ? 180 : 40);
  };
  view.append(
    make("section", { class: "finder", "aria-label": "Find persons" }, questions(question, asked), count, list.element),
    detail);
  if (state.person < 0 && state.found.length > 0 && !narrow()) state.person = state.found[0];
  show();
  printed.persons = () => state.found;
  return { element: view, ready: fillList };
}

const nobodyChosen = () => make("p", { class: "still" }, PERSONS ? "Nobody chosen." : "There is nobody in this list.");

function personDetail(person, back) {
  const mentions = mentionsOf.of(person);
  const links = linksOf(person).sort((a, b) => data.probability[b] - data.probability[a] || a - b);
  const open = links.filter((link) => kindOf(link) === "review");
  const made = links.filter((link) => kindOf(link) !== "review");
  return [
    make("a", { class: "back", href: back }, "← All persons"),
    make("header", { class: "person-head" },
      make("h2", {}, named(personName(person))),
      make("p", { class: "facts" }, facts(person, mentions)),
      make("p", { class: "sureness" }, meter(data.person_confidence[person]), make("span", {}, sureness(person)))),
    canonical(person),
    spellings(mentions),
    why(made),
    notJoined(person, open),
    mentionTable(mentions),
    company(person),
  ].filter((part) => part !== null);
}

function facts(person, mentions) {
  const parts = [many(mentions.length, "mention")];
  for (const [field, word] of [["document", "document"], ["source", "source"]]) {
    const values = distinct(mentions, field).length;
    if (values > 0) parts.push(many(values, word));
  }
  return [parts.join(" · "), " · ", make("code", {}, data.person_id[person]),
    data.document ? [" · ", make("a", { href: `#/network/${data.person_id[person]}` }, "in the network")] : null];
}

const section = (title, note, ...children) =>
  make("section", { class: "part" }, heading(3, title, note), ...children);

/** The name to print, by script and language. */
function canonical(person) {
  const from = person ? data.canonical_end[person - 1] : 0;
  const items = [];
  for (let at = from; at < data.canonical_end[person]; at += 1) {
    const name = data.canonical_name[at];
    const language = data.texts[data.canonical_language[at]];
    const code = scriptOf(name);
    items.push(make("li", {}, named(data.names[name], { lang: language || null }),
      make("span", { class: "soft" }, ` ${[scriptName(code), language ? languageName(language) : ""].filter((text) => text).join(", ")}`)));
  }
  if (items.length < 2) return null;
  return section("Names to print", `${items.length}`, make("ul", { class: "names" }, items));
}

/** Every spelling, with where it stands. */
function spellings(mentions) {
  const byName = new Map();
  for (const mention of mentions) {
    const name = data.name[mention];
    if (!byName.has(name)) byName.set(name, []);
    byName.get(name).push(mention);
  }
  const rows = [...byName].sort((a, b) =>
    scriptOf(a[0]).localeCompare(scriptOf(b[0])) || b[1].length - a[1].length || (data.names[a[0]] < data.names[b[0]] ? -1 : 1));
  const few = (values) => {
    const shown = values.slice(0, 3).flatMap(([text], at) => [at ? ", " : null, quoted(text)]);
    return values.length > 3 ? [...shown, ` and ${values.length - 3} more`] : shown;
  };
  const headers = ["Spelling", "Script", "Mentions", data.source ? "Sources" : null, data.document ? "Documents" : null];
  const kept = headers.filter((header) => header !== null);
  const row = ([name, list]) => [named(data.names[name]), scriptName(scriptOf(name)), list.length.toLocaleString("en"),
    data.source ? few(distinct(list, "source")) : null, data.document ? few(distinct(list, "document")) : null]
    .filter((cell) => cell !== null);
  const SPELLINGS_MAX = 200;
  return section("Spellings", `${rows.length.toLocaleString("en")}`, table(kept, rows.slice(0, SPELLINGS_MAX).map(row), { class: "spellings" }),
    rows.length > SPELLINGS_MAX ? make("p", { class: "soft" }, `and ${(rows.length - SPELLINGS_MAX).toLocaleString("en")} more`) : null);
}

function why(made) {
  if (made.length === 0) return null;
  const least = made.toReversed();
  return section("Why one person", many(made.length, "link"),
    make("p", { class: "soft" }, "Weakest first. Each opens to its evidence, in bits: one bit doubles the odds."),
    inParts(least, 12, (link, at) => linkLine(link, at === 0)));
}

function notJoined(person, open) {
  if (open.length === 0) return null;
  const other = (link) => {
    const [left, right] = [data.person[data.left[link]], data.person[data.right[link]]];
    return left === person ? right : left;
  };
  return section("Not joined, to review", `${open.length}`,
    inParts(open, 6, (link) => make("div", { class: "open-link" }, linkLine(link, false),
      other(link) >= 0 && other(link) !== person ? make("p", { class: "soft" }, "now ", personLink(other(link)),
        `, ${many(mentionsOf.size(other(link)), "mention")}`) : null)));
}

/** Where in the files a mention stands. */
const placeOf = (mention) =>
  `${data.files[data.file ? data.file[mention] : 0]}${data.line[mention] ? `:${data.line[mention]}` : ""}`;

const FIELDS = [["document", "Document"], ["source", "Source"], ["date", "Date"], ["language", "Language"], ["role", "Role"],
  ["birth_date", "Born"], ["country", "Country"], ["gender", "Gender"]];

const cell = (text) => (text.length >= 600 ? [quoted(text), "…"] : quoted(text));

function mentionTable(mentions) {
  const fields = FIELDS.filter(([field]) => mentions.some((mention) => told(field, mention) !== ""));
  const other = OTHERS.map((header, at) => [`other_${at}`, header])
    .filter(([field]) => mentions.some((mention) => told(field, mention) !== ""));
  const headers = ["Name", ...fields.map(([, label]) => label), ...other.map(([, label]) => label), "Sure", "Place"];
  const row = (mention) => [named(nameOf(mention)),
    ...fields.map(([field]) => (field === "language" && told(field, mention) ? languageName(told(field, mention)) : quoted(told(field, mention)))),
    ...other.map(([field]) => cell(told(field, mention))),
    chance(data.confidence[mention]), make("span", { class: "soft" }, quoted(placeOf(mention)))];
  const all = [...mentions];
  return section("Mentions", all.length.toLocaleString("en"),
    inParts([...Array(Math.ceil(all.length / 100)).keys()], 1, (part) =>
      table(headers, all.slice(part * 100, part * 100 + 100).map(row), { class: "mentions" })));
}

/** Who stands beside this person, in how many documents. */
function company(person) {
  const shared = companions(person);
  if (shared.length === 0) return null;
  const COMPANY_MAX = 16;
  return section("In the same documents", many(shared.length, "person"),
    make("ul", { class: "company" }, shared.slice(0, COMPANY_MAX).map(([other, count]) =>
      make("li", {}, personLink(other), make("span", { class: "soft" }, ` ${many(count, "document")}`)))));
}

/** Documents with more mentions than this name everybody, and say nothing of two. */
const CROWD = 2000;

function companions(person) {
  if (!inDocument) return [];
  const counts = new Map();
  const documents = new Set(Array.from(mentionsOf.of(person), (mention) => data.document[mention]));
  for (const document of documents) {
    if (!document || inDocument.size(document) > CROWD) continue;
    for (const other of new Set(Array.from(inDocument.of(document), (mention) => data.person[mention]))) {
      if (other >= 0 && other !== person) counts.set(other, (counts.get(other) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}
