// What waits for a person's answer: both sides with what stands around them.

const CARDS = 10;

function reviewView(page) {
  const pages = Math.max(1, Math.ceil(data.review.length / CARDS));
  const at = Math.min(pages, Math.max(1, Number(page) || 1)) - 1;
  const links = data.review.slice(at * CARDS, at * CARDS + CARDS);
  const intro = data.review.length === 0
    ? make("p", { class: "still" }, "Nothing waits for an answer: every pair of names was decided.")
    : make("p", { class: "lead" }, "Pairs with too little evidence to join, or to leave alone with a good conscience. ",
      "Those whose answer would move most mentions come first.");
  const turn = (label, to, rel) => (to >= 0 && to < pages
    ? make("a", { href: `#/review/${to + 1}`, rel }, label)
    : make("span", { class: "off", "aria-hidden": "true" }, label));
  const pager = () => (pages > 1
    ? make("nav", { class: "pager", "aria-label": "Pages of the review list" },
      turn("← Previous", at - 1, "prev"), make("span", {}, `Page ${at + 1} of ${pages.toLocaleString("en")}`), turn("Next →", at + 1, "next"))
    : null);
  return { element: make("div", { class: "page review" }, heading(2, "To review", data.review.length.toLocaleString("en")), intro,
    links.map((link, place) => card(link, at * CARDS + place + 1)), pager()) };
}

function card(link, number) {
  const mentions = [data.left[link], data.right[link]];
  const sides = mentions.map((mention) => neighbors(mention));
  const both = new Set([...sides[0]].filter((person) => sides[1].has(person)));
  const moves = data.moves[link];
  return make("article", { class: "card", "aria-labelledby": `card-${number}` },
    make("header", {},
      make("h3", { id: `card-${number}` }, make("span", { class: "soft" }, `${number}. `), "One person?"),
      make("span", { class: "soft" }, `An answer would move ${many(moves, "mention")}.`),
      make("span", { class: "chance" }, chance(data.probability[link]))),
    make("div", { class: "sides" }, mentions.map((mention, side) => oneSide(mention, sides[side], both))),
    waterfall(link));
}

/** Who else is named where a mention stands. */
function neighbors(mention) {
  const document = data.document?.[mention];
  if (!document || inDocument.size(document) > CROWD) return new Set();
  const persons = new Set(Array.from(inDocument.of(document), (other) => data.person[other]));
  persons.delete(-1);
  persons.delete(data.person[mention]);
  return persons;
}

function oneSide(mention, around, both) {
  const person = data.person[mention];
  const facts = FIELDS.filter(([field]) => told(field, mention) !== "")
    .map(([field, label]) => [label, field === "language" ? languageName(told(field, mention)) : quoted(told(field, mention))]);
  OTHERS.forEach((header, at) => {
    const text = told(`other_${at}`, mention);
    if (text !== "") facts.push([header, cell(text)]);
  });
  facts.push(["Place", quoted(placeOf(mention))]);
  const AROUND_MAX = 14;
  const sorted = [...around].sort((a, b) => both.has(b) - both.has(a) || a - b);
  return make("section", { class: "side" },
    make("h4", {}, named(nameOf(mention))),
    make("p", {}, person >= 0 ? ["now ", personLink(person), `, ${many(mentionsOf.size(person), "mention")}`] : "of nobody"),
    make("dl", {}, facts.flatMap(([label, value]) => [make("dt", {}, label), make("dd", {}, value)])),
    around.size > 0 ? make("div", { class: "around" }, make("p", { class: "soft" }, "Beside it in the document"),
      make("ul", {}, sorted.slice(0, AROUND_MAX).map((other) => make("li", { class: both.has(other) ? "both" : null }, personLink(other),
        both.has(other) ? make("span", { class: "in-both" }, "in both") : null)),
        around.size > AROUND_MAX ? make("li", { class: "soft" }, `and ${around.size - AROUND_MAX} more`) : null)) : null);
}
