// A link → why: the waterfall of its bits, and what it would be without documents.

const KINDS = {
  merged: { word: "joined", says: "One person, by the names." },
  inferred: { word: "joined by company", says: "One person, because of the company both keep." },
  placed: { word: "placed", says: "A partial name, placed with the bearer that it most likely stands for." },
  review: { word: "to review", says: "Not enough evidence either way: not joined." },
};

/** What became of a link, as a mark with a word in it. */
const kindMark = (link) => make("span", { class: `kind ${kindOf(link)}` }, KINDS[kindOf(link)]?.word ?? kindOf(link));

const addendsOf = (link) => {
  const addends = [];
  for (let at = link ? data.addend_end[link - 1] : 0; at < data.addend_end[link]; at += 1) {
    addends.push({
      label: data.texts[data.addend_label[at]],
      kind: data.texts[data.addend_kind[at]],
      bits: data.addend_bits[at],
    });
  }
  return addends;
};

/** The steps from the prior to the sum; each begins where the last one ended. */
function stepsOf(link) {
  let sum = 0;
  const step = (label, kind, bits) => {
    const from = sum;
    sum += bits;
    return { label, kind, bits, from, to: sum };
  };
  const steps = kindOf(link) === "placed" ? [] : [step("before the names are read", "prior", data.prior[link])];
  for (const { label, kind, bits } of addendsOf(link)) steps.push(step(label, kind, bits));
  return { steps, sum };
}

/** The table of addends: its bars are for the eye, its numbers for everybody. */
function waterfall(link) {
  const { steps, sum } = stepsOf(link);
  const ends = [0, sum, ...steps.flatMap(({ from, to }) => [from, to])];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const span = Math.max(high - low, 100);
  const place = (bits) => ((bits - low) / span) * 100;
  const bar = (from, to, sort) =>
    make("td", { class: "track", "aria-hidden": "true", "--zero": `${place(0)}%` },
      make("span", { class: `bar ${sort}`, "--from": `${place(Math.min(from, to))}%`,
        "--width": `${Math.max(0.6, (Math.abs(to - from) / span) * 100)}%` }));
  const sorted = (step) => (step.kind === "prior" ? "prior" : step.bits < 0 ? "against" : "for");
  const rows = steps.map((step) => make("tr", { class: step.kind },
    make("th", { scope: "row" }, sentence(step.label)),
    bar(step.from, step.to, sorted(step)),
    make("td", { class: "bits" }, signed(step.bits))));
  const total = make("tr", { class: "total" },
    make("th", { scope: "row" }, "together"),
    bar(0, sum, "sum"),
    make("td", { class: "bits" }, signed(sum)));
  return make("div", { class: "evidence" },
    make("table", { class: "waterfall" },
      make("caption", { class: "unseen" }, `Evidence in bits for ${nameOf(data.left[link])} and ${nameOf(data.right[link])} being one person`),
      make("thead", { class: "unseen" }, make("tr", {}, ["reason", "drawn", "bits"].map((text) => make("th", { scope: "col" }, text)))),
      make("tbody", {}, rows, total)),
    make("p", { class: "verdict" },
      `${signed(sum)} bits are a probability of `, make("strong", {}, chance(data.probability[link])),
      kindOf(link) === "review" && data.probability[link] >= data.threshold * 10000
        ? ". Enough, but other names of the two persons contradict each other more." : "."),
    counterfactual(link));
}

/** What would be believed if nobody knew which document each name stands in, or one were not there. */
function counterfactual(link) {
  if (data.without[link] < 0) return null;
  const would = (parts, by) => parts >= data.threshold * 10000 ? `they would be joined${by}` : "they would not be joined";
  const line = (what, parts, by) => make("p", { class: "counterfactual" },
    `Without ${what}: `, make("strong", {}, chance(parts)), `; ${would(parts, by)}.`);
  const lines = [line("what documents show", data.without[link], " by their names")];
  const document = data.without_document[link];
  if (document >= 0) lines.push(line(`document ${data.texts[document]}`, data.without_probability[link], ""));
  return make("div", {}, lines);
}

/** A link as one line that opens to its evidence. */
function linkLine(link, open) {
  const holder = make("details", { class: "link", open });
  const fill = () => {
    if (holder.open && holder.childElementCount === 1) holder.append(waterfall(link));
  };
  holder.append(make("summary", {},
    make("span", { class: "pair" }, named(nameOf(data.left[link])),
      make("span", { class: "sign" }, kindOf(link) === "review" ? " ≟ " : " = "), named(nameOf(data.right[link]))),
    kindMark(link),
    make("span", { class: "chance" }, chance(data.probability[link]))));
  holder.addEventListener("toggle", fill);
  fill();
  return holder;
}
