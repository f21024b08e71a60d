// The data of the page → readable values; names of elements → elements.
// Every text is set as text. No markup is ever made of data.

addEventListener("error", (event) => fail(event.message));
addEventListener("unhandledrejection", (event) => fail(String(event.reason)));

function fail(message) {
  document.documentElement.dataset.failed = message;
  const banner = document.createElement("p");
  banner.className = "failed";
  banner.setAttribute("role", "alert");
  banner.textContent = `This page could not be drawn: ${message}`;
  document.getElementById("main").prepend(banner);
}

/** An element with attributes and children; functions under `onclick` and the like are listeners. */
function make(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** The same, for drawings. */
function draw(tag, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key.startsWith("--")) element.style.setProperty(key, value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const data = JSON.parse(document.getElementById("data").textContent);
document.getElementById("data").remove();

const PERSONS = data.person_id.length;
const MENTIONS = data.name.length;
const LINKS = data.left.length;

/** What a mention says in a field; nothing is an empty text. */
const told = (field, mention) => (data[field] ? data.texts[data[field][mention]] : "");
const nameOf = (mention) => data.names[data.name[mention]];
const scriptOf = (name) => data.texts[data.name_script[name]];
const personName = (person) => data.names[data.person_name[person]];
const kindOf = (link) => data.texts[data.kind[link]];

/** Rows by key, as one array in the order of keys and where each key's part begins. */
function grouped(count, keys) {
  const starts = new Uint32Array(count + 1);
  for (const key of keys) if (key >= 0) starts[key + 1] += 1;
  for (let key = 0; key < count; key += 1) starts[key + 1] += starts[key];
  const next = starts.slice();
  const rows = new Uint32Array(starts[count]);
  for (let row = 0; row < keys.length; row += 1) {
    if (keys[row] >= 0) rows[next[keys[row]]++] = row;
  }
  return { of: (key) => rows.subarray(starts[key], starts[key + 1]), size: (key) => starts[key + 1] - starts[key] };
}

const mentionsOf = grouped(PERSONS, data.person);
const inDocument = data.document ? grouped(data.texts.length, data.document.map((at) => at || -1)) : null;

/** Every link stands with both of its persons. */
const linksOf = (() => {
  const ends = [];
  const keys = [];
  for (let link = 0; link < LINKS; link += 1) {
    const left = data.person[data.left[link]];
    const right = data.person[data.right[link]];
    keys.push(left);
    ends.push(link);
    if (right !== left) {
      keys.push(right);
      ends.push(link);
    }
  }
  const places = grouped(PERSONS, keys);
  return (person) => Array.from(places.of(person), (place) => ends[place]);
})();

/** How many links of each person wait for an answer. */
const openOf = (() => {
  const open = new Uint32Array(PERSONS);
  for (const link of data.review) {
    const left = data.person[data.left[link]];
    const right = data.person[data.right[link]];
    if (left >= 0) open[left] += 1;
    if (right >= 0 && right !== left) open[right] += 1;
  }
  return open;
})();

/** Distinct values with how often each is there, the commonest first. */
function counted(values) {
  const counts = new Map();
  for (const value of values) if (value !== "") counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

const distinct = (mentions, field) => counted(Array.from(mentions, (mention) => told(field, mention)));

/** `1 person`, `2 persons`, `12,000 persons`. */
const many = (count, one, more = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : more}`;

/** Ten-thousandths as people write probabilities. */
function chance(parts) {
  if (parts >= 9950) return parts >= 9990 ? "> .99" : ".99";
  if (parts < 50) return "< .01";
  return (parts / 10000).toFixed(2).slice(1);
}

/** Hundredths of bits with their sign; the minus is a minus. */
const signed = (bits) => `${bits < 0 ? "−" : "+"}${(Math.abs(bits) / 100).toFixed(2)}`;

const probabilityOf = (bits) => 1 / (1 + 2 ** -(bits / 100));

const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;
const NAME_MAX = 300;
const TEXT_MAX = 600;

/** A text in pieces: what cannot be seen, or would move its neighbors, is shown by its code. */
function visible(text, most = NAME_MAX) {
  const long = text.length > most;
  const pieces = (long ? text.slice(0, most) : text).split(new RegExp(`(${HIDDEN.source})`, "u"));
  const nodes = pieces.filter((piece) => piece !== "").map((piece) => {
    if (!HIDDEN.test(piece)) return piece;
    const code = `U+${piece.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    return make("span", { class: "hidden-letter", title: "a character that does not show" }, code);
  });
  return long ? [...nodes, "…"] : nodes;
}

/** A name, set apart from what stands around it, in its own direction. */
const named = (text, attributes = {}) =>
  make("bdi", { dir: "auto", class: "name", ...attributes }, text === "" ? "(no name)" : visible(text));

/** Any other text of the list. */
const quoted = (text, attributes = {}) =>
  make("bdi", { dir: "auto", ...attributes }, visible(text.replace(/[\t\r\n ]+/g, " "), TEXT_MAX));

const RIGHT_TO_LEFT = /([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+(?: [\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+)*)/;

/** A sentence of ours that quotes words of any direction. */
const sentence = (text) =>
  text.split(RIGHT_TO_LEFT).map((piece, at) => (at % 2 ? make("bdi", { dir: "rtl" }, visible(piece)) : visible(piece)));

const displayed = (type) => {
  const names = new Intl.DisplayNames(["en"], { type, fallback: "code" });
  return (code) => {
    try {
      return names.of(code) ?? code;
    } catch {
      return code;
    }
  };
};
const scriptName = ((name) => (code) => (code === "" ? "no letters" : name(code)))(displayed("script"));
const languageName = displayed("language");

/** A link to a person's page. */
const personLink = (person, text = personName(person)) =>
  make("a", { href: `#/persons/${data.person_id[person]}`, class: "person-link" }, named(text));

/** A bar from nothing to everything, for the eye only. */
const meter = (parts) =>
  make("span", { class: "meter", "aria-hidden": "true", "--part": `${parts / 100}%` }, make("span"));

const heading = (level, text, note) =>
  make(`h${level}`, {}, text, note ? make("span", { class: "count" }, ` ${note}`) : null);

/** Says something to those who listen instead of looking. */
const say = (text) => {
  document.getElementById("said").textContent = text;
};

/** A table with headers; cells are texts or elements. */
function table(headers, rows, attributes = {}) {
  const head = make("tr", {}, headers.map((text) => make("th", { scope: "col" }, text)));
  const body = rows.map((row) => make("tr", {}, row.map((cell, at) =>
    make(at === 0 ? "th" : "td", { "data-of": headers[at], ...(at === 0 ? { scope: "row" } : {}) }, cell))));
  const holder = make("div", { class: "scrolls" }, make("table", attributes, make("thead", {}, head), make("tbody", {}, body)));
  const label = `Table of ${headers.filter(Boolean).join(", ")}`;
  // Where it is wider than its place it is scrolled, by keyboard too.
  new ResizeObserver(() => {
    const scrolled = holder.scrollWidth > holder.clientWidth;
    for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", label]]) {
      if (scrolled) holder.setAttribute(name, value);
      else holder.removeAttribute(name);
    }
  }).observe(holder);
  return holder;
}

/** A long list in parts: the first `size`, then more by a button. */
function inParts(items, size, element) {
  const holder = make("div", { class: "in-parts" });
  let shown = 0;
  const more = make("button", { type: "button", class: "more", onclick: () => grow() });
  function grow() {
    const part = items.slice(shown, shown + size).map((item, at) => element(item, shown + at));
    shown += part.length;
    more.before(...part);
    const rest = items.length - shown;
    more.textContent = `Show ${Math.min(rest, size)} more of ${rest.toLocaleString("en")}`;
    more.hidden = rest === 0;
  }
  holder.append(more);
  grow();
  return holder;
}
