// What the reader asks for → the persons that answer it. The question stands in the address, so
// that it can be sent on.

const ORDERS = {
  name: { label: "name", by: null },
  mentions: { label: "most mentions", by: (a, b) => mentionsOf.size(b) - mentionsOf.size(a) || a - b },
  doubt: { label: "least sure first", by: (a, b) => data.person_confidence[a] - data.person_confidence[b] || a - b },
  review: { label: "most to review", by: (a, b) => openOf[b] - openOf[a] || a - b },
};

/** Without case and marks: what is searched, and what is searched for. */
const folded = (text) => text.normalize("NFD").replace(/\p{M}+/gu, "").toLowerCase();

/** All spellings of each person, and how they are read; made when the first search needs it. */
const haystacks = (() => {
  let made = null;
  return () => {
    if (made) return made;
    const names = data.names.map((name, at) => folded(`${name}\n${data.name_latin[at]}`));
    made = Array.from({ length: PERSONS }, (_, person) => {
      const all = new Set(Array.from(mentionsOf.of(person), (mention) => data.name[mention]));
      return `${Array.from(all, (name) => names[name]).join("\n")}\n${data.person_id[person]}`;
    });
    return made;
  };
})();

/** Persons whose mentions are of several persons, or whose person has other mentions, by gold. */
const wrongByGold = (() => {
  let made = null;
  return () => {
    if (made || !data.gold) return made;
    made = new Uint8Array(PERSONS);
    const first = new Map();
    for (let mention = 0; mention < MENTIONS; mention += 1) {
      const [person, gold] = [data.person[mention], data.gold[mention]];
      if (person < 0 || gold === 0) continue;
      for (const [key, value] of [[`p${person}`, gold], [`g${gold}`, person]]) {
        if (!first.has(key)) first.set(key, value);
        else if (first.get(key) !== value) {
          made[person] = 1;
          if (key[0] === "g") made[first.get(key)] = 1;
        }
      }
    }
    return made;
  };
})();

/** Persons by index, in the order asked for. */
function answering(question) {
  const words = folded(question.q ?? "").split(/\s+/).filter((word) => word !== "");
  const hay = words.length > 0 ? haystacks() : null;
  const any = (person, test) => mentionsOf.of(person).some(test);
  const least = Number(question.from || 0) * 10000;
  const most = Number(question.to || 1) * 10000;
  const size = Number(question.size || 0);
  const documents = question.document ? folded(question.document) : "";
  const found = [];
  for (let person = 0; person < PERSONS; person += 1) {
    if (hay && !words.every((word) => hay[person].includes(word))) continue;
    if (data.person_confidence[person] < least || data.person_confidence[person] > most) continue;
    if (mentionsOf.size(person) < size) continue;
    if (question.open && openOf[person] === 0) continue;
    if (question.wrong && data.gold && !wrongByGold()[person]) continue;
    if (question.script && !any(person, (m) => scriptOf(data.name[m]) === question.script)) continue;
    if (question.source && !any(person, (m) => told("source", m) === question.source)) continue;
    if (documents && !any(person, (m) => folded(told("document", m)).includes(documents))) continue;
    found.push(person);
  }
  const by = ORDERS[question.order]?.by;
  return by ? found.sort(by) : found;
}

/** The values of a field over the whole list, the commonest first. */
const valuesOf = (() => {
  const known = new Map();
  return (field) => {
    if (!known.has(field)) {
      const counts = new Map();
      for (const at of data[field] ?? []) if (at) counts.set(at, (counts.get(at) ?? 0) + 1);
      const sorted = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      known.set(field, sorted.map(([at, count]) => [data.texts[at], count]));
    }
    return known.get(field);
  };
})();

const scriptsOfList = (() => {
  let made = null;
  return () => (made ??= counted(data.name.map((name) => scriptOf(name))));
})();

/** The form that asks; `asked(question)` hears every change. */
function questions(question, asked) {
  const change = (key, value) => {
    if (value === "" || value === false) delete question[key];
    else question[key] = value === true ? "1" : value;
    asked(question);
  };
  const field = (label, input, wide) => make("label", { class: wide ? "field wide" : "field" }, make("span", {}, label), input);
  const select = (key, values, none) => {
    const OPTIONS_MAX = 500;
    const options = values.slice(0, OPTIONS_MAX).map(([value, text]) =>
      make("option", { value, selected: question[key] === value }, text));
    return make("select", { name: key, onchange: (event) => change(key, event.target.value) },
      make("option", { value: "" }, none), options);
  };
  const number = (key, attributes) =>
    make("input", { type: "number", name: key, value: question[key] ?? "", ...attributes,
      oninput: (event) => change(key, event.target.value) });
  const check = (key, label) => make("label", { class: "check" },
    make("input", { type: "checkbox", name: key, checked: Boolean(question[key]),
      onchange: (event) => change(key, event.target.checked) }), label);
  const search = make("input", { type: "search", name: "q", value: question.q ?? "", autocomplete: "off", spellcheck: "false",
    placeholder: "Any spelling, any script", oninput: (event) => change("q", event.target.value) });
  const documents = valuesOf("document").slice(0, 200).map(([value]) => make("option", { value }));
  const scripts = scriptsOfList().map(([code, count]) => [code, `${scriptName(code)} (${count.toLocaleString("en")})`]);
  const sources = valuesOf("source").map(([value, count]) => [value, `${value.slice(0, 60)} (${count.toLocaleString("en")})`]);
  const narrowed = ["script", "source", "document", "from", "to", "size", "open", "wrong"].some((key) => question[key]);
  return make("form", { class: "questions", role: "search", onsubmit: (event) => event.preventDefault() },
    field("Search names", search, true),
    make("details", { open: narrowed },
      make("summary", {}, "Filters"),
      make("div", { class: "fields" },
        scripts.length > 1 ? field("Script", select("script", scripts, "any")) : null,
        sources.length > 1 ? field("Source", select("source", sources, "any")) : null,
        documents.length > 1 ? field("Document contains", make("input", { type: "text", name: "document", list: "documents",
          value: question.document ?? "", oninput: (event) => change("document", event.target.value) })) : null,
        documents.length > 1 ? make("datalist", { id: "documents" }, documents) : null,
        field("Sure at least", number("from", { min: 0, max: 1, step: 0.05, placeholder: "0" })),
        field("Sure at most", number("to", { min: 0, max: 1, step: 0.05, placeholder: "1" })),
        field("Mentions, at least", number("size", { min: 1, step: 1, placeholder: "1" })),
        make("div", { class: "checks" },
          check("open", "only with something to review"),
          data.gold ? check("wrong", "only where gold disagrees") : null))),
    field("Order", select("order", Object.entries(ORDERS).slice(1).map(([key, { label }]) => [key, label]), "by name")));
}
