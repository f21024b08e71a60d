// Persons and documents → a drawing of those that hold together most, the same every time.
// A hundred thousand persons make no picture: the strongest are drawn, or those around one person.

const SIZES = [40, 80, 160];

function networkView(id, question) {
  const center = data.person_id.indexOf(id);
  const size = SIZES.includes(Number(question.size)) ? Number(question.size) : 80;
  const graph = center >= 0 ? around(center, size) : strongestOf(size);
  const to = (chosen) => `#/network${center >= 0 ? `/${id}` : ""}?size=${chosen}`;
  const sizes = make("p", { class: "choices" }, "Persons at most: ",
    SIZES.map((chosen) => make("a", { href: to(chosen), "aria-current": chosen === size ? "true" : null }, String(chosen))),
    center >= 0 ? make("a", { href: "#/network" }, "the whole list") : null);
  const title = center >= 0 ? ["Network around ", named(personName(center))] : ["Network of persons and documents"];
  if (graph.nodes.length === 0) {
    return { element: make("div", { class: "page" }, make("h2", {}, title),
      make("p", { class: "still" }, "No two persons of this list share a document, and none wait for review: there is nothing to draw.")) };
  }
  const persons = graph.nodes.filter((node) => node.person >= 0).length;
  const status = make("p", { class: "network-said", role: "status" }, "Choose a node to see what it is tied to.");
  return { element: make("div", { class: "page network" }, make("h2", {}, title),
    make("p", { class: "lead" }, `${many(persons, "person")} and ${many(graph.nodes.length - persons, "document")}, the most connected of the list. `,
      "A circle is a person, a square a document; a dashed line is a pair to review."),
    sizes, drawing(graph, status), status, asTable(graph)) };
}

/** Persons in most documents, and the documents that tie them. */
function strongestOf(size) {
  const documents = new Map();
  const weight = new Uint32Array(PERSONS);
  for (let mention = 0; mention < MENTIONS; mention += 1) {
    const [person, document] = [data.person[mention], data.document?.[mention] ?? 0];
    if (person < 0 || !document) continue;
    if (!documents.has(document)) documents.set(document, new Map());
    const persons = documents.get(document);
    if (!persons.has(person)) weight[person] += 1;
    persons.set(person, (persons.get(person) ?? 0) + 1);
  }
  for (const [document, persons] of documents) if (persons.size < 2 || persons.size > CROWD) documents.delete(document);
  const ranked = Array.from({ length: PERSONS }, (_, person) => person)
    .filter((person) => weight[person] > 0 || openOf[person] > 0)
    .sort((a, b) => weight[b] - weight[a] || openOf[b] - openOf[a] || mentionsOf.size(b) - mentionsOf.size(a) || a - b);
  return tied(new Set(ranked.slice(0, size)), documents, size);
}

/** One person, those in the same documents, and those it could be. */
function around(center, size) {
  const persons = new Set([center]);
  for (const link of linksOf(center)) {
    if (persons.size >= size / 2) break;
    for (const end of [data.left[link], data.right[link]]) if (data.person[end] >= 0) persons.add(data.person[end]);
  }
  for (const [other] of companions(center)) {
    if (persons.size >= size) break;
    persons.add(other);
  }
  const documents = new Map();
  for (const person of persons) {
    for (const mention of mentionsOf.of(person)) {
      const document = data.document?.[mention] ?? 0;
      if (!document) continue;
      if (!documents.has(document)) documents.set(document, new Map());
      documents.get(document).set(person, (documents.get(document).get(person) ?? 0) + 1);
    }
  }
  return tied(persons, documents, size, center);
}

/** Nodes and edges of these persons and of the documents that name two of them. */
function tied(persons, documents, size, center = -1) {
  const chosen = [...documents].map(([document, all]) => [document, [...all].filter(([person]) => persons.has(person))])
    .filter(([, ties]) => ties.length > 1)
    .sort((a, b) => b[1].length - a[1].length || a[0] - b[0]).slice(0, size);
  const nodes = [];
  const place = new Map();
  const add = (key, node) => {
    place.set(key, nodes.length);
    nodes.push({ ...node, near: [] });
  };
  const edges = [];
  const join = (a, b, weight, open, link) => {
    edges.push({ a, b, weight, open, link });
    nodes[a].near.push(b);
    nodes[b].near.push(a);
  };
  const reviews = data.review.filter((link) => [data.left[link], data.right[link]].every((end) => persons.has(data.person[end]))).slice(0, 4 * size);
  const shown = new Set([...chosen.flatMap(([, ties]) => ties.map(([person]) => person)),
    ...reviews.flatMap((link) => [data.person[data.left[link]], data.person[data.right[link]]])]);
  if (center >= 0) shown.add(center);
  for (const person of [...shown].sort((a, b) => a - b)) {
    add(`p${person}`, { person, document: 0, label: personName(person), weight: mentionsOf.size(person), center: person === center });
  }
  for (const [document, ties] of chosen) {
    add(`d${document}`, { person: -1, document, label: data.texts[document], weight: ties.length });
    for (const [person, count] of ties) join(place.get(`p${person}`), place.get(`d${document}`), count, false);
  }
  for (const link of reviews) {
    const [a, b] = [data.left[link], data.right[link]].map((end) => place.get(`p${data.person[end]}`));
    if (a !== b) join(a, b, 1, true, link);
  }
  return { nodes: nodes.length > 1 ? nodes : [], edges };
}

/** Springs and charges from a spiral, cooling: no chance in it, so the same picture every time. */
function settle({ nodes, edges }) {
  const rest = 46;
  nodes.forEach((node, at) => {
    const [angle, radius] = [at * 2.399963, rest * Math.sqrt(at + 0.5)];
    Object.assign(node, { x: radius * Math.cos(angle), y: radius * Math.sin(angle) });
  });
  const ROUNDS = 260;
  for (let round = 0; round < ROUNDS; round += 1) {
    const heat = rest * 1.2 * (1 - round / ROUNDS) ** 1.5 + 0.1;
    const push = nodes.map((node) => ({ x: -node.x * 0.012, y: -node.y * 0.02 }));
    for (let a = 0; a < nodes.length; a += 1) {
      for (let b = a + 1; b < nodes.length; b += 1) {
        const [x, y] = [nodes[a].x - nodes[b].x, nodes[a].y - nodes[b].y];
        const force = (rest * rest) / Math.max(x * x + y * y, 20);
        push[a].x += x * force / rest;
        push[a].y += y * force / rest;
        push[b].x -= x * force / rest;
        push[b].y -= y * force / rest;
      }
    }
    for (const { a, b, open } of edges) {
      const [x, y] = [nodes[b].x - nodes[a].x, nodes[b].y - nodes[a].y];
      const pull = (open ? 0.02 : 0.07) * Math.min(3, Math.hypot(x, y) / rest);
      push[a].x += x * pull;
      push[a].y += y * pull;
      push[b].x -= x * pull;
      push[b].y -= y * pull;
    }
    nodes.forEach((node, at) => {
      const length = Math.hypot(push[at].x, push[at].y) || 1;
      const step = Math.min(length, heat) / length;
      node.x += push[at].x * step;
      node.y += push[at].y * step;
    });
  }
}

const radiusOf = (node) => (node.person >= 0 ? 4 + Math.min(9, 2.2 * Math.log2(1 + node.weight)) : 5);

/** The box that holds all nodes, stretched to a shape that fits a screen. */
function fitted(nodes, width, height) {
  const ends = (of) => [Math.min(...nodes.map(of)), Math.max(...nodes.map(of))];
  const [left, right] = ends((node) => node.x);
  const [top, bottom] = ends((node) => node.y);
  const [sideways, margin] = [90, 34];
  for (const node of nodes) {
    node.x = sideways + ((node.x - left) / Math.max(1, right - left)) * (width - 2 * sideways);
    node.y = margin + ((node.y - top) / Math.max(1, bottom - top)) * (height - 2 * margin);
  }
}

/** Labels that do not lie on one another: larger nodes first. */
function labelled(nodes) {
  const taken = [];
  const boxes = nodes.map((node) => [node.x - 8, node.y - 8, node.x + 8, node.y + 8]);
  const order = nodes.map((_, at) => at).sort((a, b) =>
    (nodes[b].center ? 1 : 0) - (nodes[a].center ? 1 : 0) || (nodes[b].person >= 0) - (nodes[a].person >= 0)
    || nodes[b].near.length - nodes[a].near.length || a - b);
  const hit = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  const shown = new Set();
  for (const at of order) {
    const { x, y, label } = nodes[at];
    const half = Math.min(label.length, 26) * 3.4 + 4;
    const top = y + radiusOf(nodes[at]) + 2;
    const box = [x - half, top, x + half, top + 14];
    const crowded = taken.some((other) => hit(box, other)) || boxes.some((other, near) => near !== at && hit(box, other));
    if (!crowded || nodes[at].center) {
      taken.push(box);
      shown.add(at);
    }
  }
  return shown;
}

function drawing(graph, status) {
  const { nodes, edges } = graph;
  const [width, height] = [1100, nodes.length > 90 ? 860 : 640];
  settle(graph);
  fitted(nodes, width, height);
  const shown = labelled(nodes);
  const lines = edges.map(({ a, b, weight, open }) => draw("line", {
    x1: nodes[a].x.toFixed(1), y1: nodes[a].y.toFixed(1), x2: nodes[b].x.toFixed(1), y2: nodes[b].y.toFixed(1),
    class: open ? "edge open" : "edge", "stroke-width": open ? 1.6 : Math.min(4, 0.8 + Math.log2(weight)).toFixed(1) }));
  const short = (text) => (text.length > 26 ? `${text.slice(0, 25)}…` : text);
  const marks = nodes.map((node, at) => draw("g", {
    class: `node ${node.person >= 0 ? "of-person" : "of-document"}${node.center ? " center" : ""}${shown.has(at) ? " labelled" : ""}`,
    transform: `translate(${node.x.toFixed(1)} ${node.y.toFixed(1)})`, tabindex: at === 0 ? "0" : "-1", role: "button",
    "aria-label": `${node.person >= 0 ? "person" : "document"} ${node.label}, tied to ${node.near.length}` },
    node.person >= 0
      ? draw("circle", { r: radiusOf(node).toFixed(1) })
      : draw("rect", { x: -5, y: -5, width: 10, height: 10, rx: 1 }),
    draw("text", { y: (radiusOf(node) + 13).toFixed(1), "text-anchor": "middle" }, visibleText(short(node.label)))));
  const canvas = draw("svg", { viewBox: `0 0 ${width} ${height}`, class: "canvas", role: "group", "aria-label": "Network; arrows move to the next node" },
    draw("g", {}, lines), draw("g", {}, marks));
  const choose = (at, entered) => {
    const near = new Set([at, ...nodes[at].near]);
    canvas.classList.add("picked");
    marks.forEach((mark, other) => {
      mark.classList.toggle("near", near.has(other));
      mark.classList.toggle("here", other === at);
      mark.setAttribute("tabindex", other === at ? "0" : "-1");
    });
    lines.forEach((line, edge) => line.classList.toggle("near", edges[edge].a === at || edges[edge].b === at));
    tell(status, graph, at);
    if (entered) marks[at].focus();
  };
  marks.forEach((mark, at) => {
    mark.addEventListener("click", () => choose(at, false));
    mark.addEventListener("focus", () => choose(at, false));
    mark.addEventListener("keydown", (event) => {
      const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
      if (way) {
        event.preventDefault();
        const next = nearest(nodes, at, way);
        if (next >= 0) choose(next, true);
      } else if (event.key === "Enter" && nodes[at].person >= 0) {
        location.hash = `#/persons/${data.person_id[nodes[at].person]}`;
      }
    });
  });
  return make("div", { class: "canvas-holder" }, canvas);
}

/** In a drawing there is no element for a letter that does not show: its code stands as text. */
const visibleText = (text) => text.split("").map((letter) =>
  (HIDDEN.test(letter) ? `[U+${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]` : letter)).join("");

/** The nearest node in a direction. */
function nearest(nodes, from, [right, down]) {
  let best = [-1, Infinity];
  nodes.forEach((node, at) => {
    const [x, y] = [node.x - nodes[from].x, node.y - nodes[from].y];
    const ahead = x * right + y * down;
    const aside = Math.abs(x * down) + Math.abs(y * right);
    if (at !== from && ahead > 1 && ahead + 2.5 * aside < best[1]) best = [at, ahead + 2.5 * aside];
  });
  return best[0];
}

/** What is chosen, and what it is tied to, as text with links. */
function tell(status, { nodes }, at) {
  const node = nodes[at];
  const near = [...new Set(node.near)].map((other) => nodes[other]);
  const item = (other) => (other.person >= 0 ? personLink(other.person) : quoted(other.label, { class: "document" }));
  const self = node.person >= 0
    ? [personLink(node.person), `: ${many(mentionsOf.size(node.person), "mention")}. Tied to `]
    : ["Document ", quoted(node.label, { class: "document" }), " names "];
  status.replaceChildren(...[self, near.slice(0, 24).flatMap((other, place) => [place ? ", " : null, item(other)]),
    near.length > 24 ? ` and ${near.length - 24} more` : null, "."].flat(3).filter((child) => child !== null));
}

function asTable({ nodes }) {
  const rows = nodes.filter((node) => node.person < 0).map((node) => [quoted(node.label),
    [...new Set(node.near)].flatMap((other, at) => [at ? ", " : null, personLink(nodes[other].person)])]);
  return rows.length > 0
    ? make("details", { class: "as-table" }, make("summary", {}, "The same as a table"), table(["Document", "Persons drawn"], rows))
    : null;
}
