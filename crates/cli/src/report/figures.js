// Counts → drawings with axes, each with its table.

const KIND_ORDER = ["merged", "inferred", "placed", "review"];

function figuresView() {
  const parts = [
    histogram("Links by probability", "How sure each link is. Those to review lie where evidence is thin.",
      KIND_ORDER.filter((kind) => data.bin_kind.includes(kind)).map((kind) => ({ label: KINDS[kind].word, sort: kind,
        bins: data.bins.slice(data.bin_kind.indexOf(kind) * BINS).slice(0, BINS) }))),
    histogram("Mentions by confidence", "The probability that a mention belongs with the majority of its person.",
      [{ label: "mentions", sort: "merged", bins: binned(data.confidence.filter((_, mention) => data.person[mention] >= 0)) }]),
    sizes(),
    byField("Mentions by script", scriptsOfList().map(([code, count]) => [scriptName(code), count])),
    byField("Mentions by source", valuesOf("source")),
  ];
  return { element: make("div", { class: "page figures" }, heading(2, "Figures"),
    data.gold_figures ? againstGold() : null,
    make("div", { class: "panels" }, parts)) };
}

const panel = (title, text, ...children) =>
  make("figure", { class: "panel" }, make("figcaption", {}, make("h3", {}, title), text ? make("p", { class: "soft" }, text) : null), children);

const inTable = (headers, rows) =>
  make("details", { class: "as-table" }, make("summary", {}, "As a table"), table(headers, rows));

const BINS = 20;

/** How many values, in ten-thousandths, are in each of twenty bins. */
function binned(values) {
  const bins = new Array(BINS).fill(0);
  for (const value of values) bins[Math.min(BINS - 1, Math.floor((value / 10000) * BINS))] += 1;
  return bins;
}

/** Twenty bins from nothing to everything; several kinds stand on one another. */
function histogram(title, text, series) {
  const counts = series.map(({ bins }) => bins);
  const all = Array.from({ length: BINS }, (_, bin) => counts.reduce((sum, bins) => sum + bins[bin], 0));
  const most = Math.max(0, ...all);
  if (most === 0) return panel(title, "None.");
  const [width, height, left, bottom] = [400, 190, 44, 22];
  const unit = (width - left) / BINS;
  const scale = (height - bottom - 14) / most;
  const bars = [];
  all.forEach((_, bin) => {
    let y = height - bottom;
    series.forEach(({ sort }, at) => {
      const tall = counts[at][bin] * scale;
      if (tall === 0) return;
      const shown = Math.max(tall, 1);
      bars.push(draw("rect", { x: left + bin * unit + 1, y: y - shown, width: unit - 2, height: shown, class: `bin ${sort}` }));
      y -= shown;
    });
  });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) =>
    draw("text", { x: left + part * (width - left), y: height - 6, "text-anchor": part === 0 ? "start" : part === 1 ? "end" : "middle" }, String(part)));
  const used = series.filter((_, at) => counts[at].some((count) => count > 0));
  return panel(title, text,
    draw("svg", { viewBox: `0 0 ${width} ${height}`, class: "chart", role: "img", "aria-label": `${title}: ${many(all.reduce((a, b) => a + b, 0), "value")}, the most in one bin ${most}` },
      axis(left, height - bottom, width, most, scale), bars, ticks),
    used.length > 1 ? make("ul", { class: "legend" }, used.map(({ label, sort }) => make("li", {}, make("span", { class: `swatch ${sort}`, "aria-hidden": "true" }), label))) : null,
    inTable(["From", ...series.map(({ label }) => label)], all.map((_, bin) => [(bin / BINS).toFixed(2), ...counts.map((bins) => bins[bin].toLocaleString("en"))])
      .filter((row, bin) => all[bin] > 0)));
}

/** The line below and the figure at the top. */
const axis = (left, base, width, most, scale) => [
  draw("line", { x1: left, x2: width, y1: base, y2: base, class: "axis" }),
  draw("line", { x1: left, x2: width, y1: base - most * scale, y2: base - most * scale, class: "grid" }),
  draw("text", { x: left - 6, y: base - most * scale + 4, "text-anchor": "end" }, most.toLocaleString("en")),
  draw("text", { x: left - 6, y: base + 4, "text-anchor": "end" }, "0"),
];

function sizes() {
  const bounds = [1, 2, 3, 4, 5, 10, 20, 50, 100, 1000];
  const counts = bounds.map(() => 0);
  for (let person = 0; person < PERSONS; person += 1) {
    const size = mentionsOf.size(person);
    counts[bounds.findLastIndex((bound) => size >= bound)] += 1;
  }
  const label = (at) => (bounds[at + 1] === undefined ? `${bounds[at]}+` : bounds[at + 1] - bounds[at] === 1 ? `${bounds[at]}` : `${bounds[at]}–${bounds[at + 1] - 1}`);
  return byField("Persons by number of mentions", counts.map((count, at) => [label(at), count]).filter(([, count]) => count > 0));
}

/** Named rows with bars. */
function byField(title, counts) {
  if (counts.length === 0) return null;
  const most = Math.max(...counts.map(([, count]) => count));
  const ROWS_MAX = 12;
  const rest = counts.slice(ROWS_MAX).reduce((sum, [, count]) => sum + count, 0);
  return panel(title, null, make("table", { class: "bars" },
    make("caption", { class: "unseen" }, title),
    make("tbody", {}, counts.slice(0, ROWS_MAX).map(([label, count]) => make("tr", {},
      make("th", { scope: "row" }, quoted(label)), make("td", { class: "count" }, count.toLocaleString("en")),
      make("td", { class: "track", "aria-hidden": "true" }, make("span", { class: "bar", "--width": `${(count / most) * 100}%` })))))),
    counts.length > ROWS_MAX ? make("p", { class: "soft" }, `${counts.length - ROWS_MAX} more: ${rest.toLocaleString("en")}`) : null);
}

function againstGold() {
  const { mentions, links, persons } = data.gold_figures;
  const share = (value) => value.toFixed(3);
  const rows = [["Pairs of mentions", mentions.pairwise], ["B-cubed, over mentions", mentions.b_cubed], ["Whole persons", mentions.exact]]
    .map(([label, { precision, recall, f1 }]) => [label, share(precision), share(recall), share(f1)]);
  return make("section", { class: "gold" }, make("h3", {}, "Against the column ", quoted(data.gold_header)),
    make("p", { class: "lead" }, `${many(mentions.predicted, "person")} found, ${mentions.gold.toLocaleString("en")} in gold, over ${many(mentions.mentions, "mention")}.`),
    table(["Counted by", "Precision", "Recall", "F1"], rows, { class: "agreement" }),
    make("div", { class: "panels" }, [["Mentions", mentions], ["Links", links], ["Persons", persons]].map(([title, figures]) =>
      reliability(title, figures))));
}

/** How often what was given a probability was right: on the diagonal it means what it says. */
function reliability(title, { reliability: bins, calibration_error: error }) {
  if (bins.length === 0) return panel(`${title}: reliability`, "Nothing to judge.");
  const [size, left, bottom] = [260, 34, 24];
  const at = (value) => left + value * (size - left - 8);
  const up = (value) => size - bottom - value * (size - bottom - 8);
  const most = Math.max(...bins.map(({ count }) => count));
  const points = bins.map(({ confidence, accuracy, count }) =>
    draw("circle", { cx: at(confidence).toFixed(1), cy: up(accuracy).toFixed(1), r: (3 + 7 * Math.sqrt(count / most)).toFixed(1), class: "point" }));
  return panel(`${title}: reliability`, `What was given a probability, and how often it was right. Mean difference ${error.toFixed(3)}.`,
    draw("svg", { viewBox: `0 0 ${size} ${size}`, class: "chart square", role: "img", "aria-label": `${title}: given probability against share that was right, in ${bins.length} bins` },
      draw("line", { x1: at(0), y1: up(0), x2: at(1), y2: up(1), class: "diagonal" }),
      draw("line", { x1: at(0), y1: up(0), x2: at(1), y2: up(0), class: "axis" }),
      draw("line", { x1: at(0), y1: up(0), x2: at(0), y2: up(1), class: "axis" }), points,
      draw("text", { x: at(1), y: size - 6, "text-anchor": "end" }, "given 1"), draw("text", { x: at(0), y: size - 6 }, "0"),
      draw("text", { x: at(0) + 6, y: up(1) + 10 }, "right 1")),
    inTable(["Given", "Right", "How many"], bins.map(({ confidence, accuracy, count }) => [confidence.toFixed(3), accuracy.toFixed(3), count.toLocaleString("en")])));
}
