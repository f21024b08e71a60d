// Any number of rows → a list that holds only those in sight, one stop of the Tab key, moved
// through by arrows.

const ROW_HEIGHT = 68;
/** Browsers lose count of pixels not far above this; longer lists scroll proportionally. */
const HEIGHT_MAX = 15_000_000;

/**
 * `row(index)` gives the children of a row, `chosen(index, entered)` hears what was chosen, and
 * whether by Enter or a click.
 */
function longList(label, row, chosen) {
  const space = make("div", { class: "list-space", role: "presentation" });
  const box = make("div", { class: "list", role: "listbox", tabindex: "0", "aria-label": label }, space);
  let count = 0;
  let active = -1;

  const height = () => Math.min(count * ROW_HEIGHT, HEIGHT_MAX);
  const exact = () => count * ROW_HEIGHT <= HEIGHT_MAX;
  const inSight = () => Math.ceil((box.clientHeight || 800) / ROW_HEIGHT);
  const first = () => {
    if (exact()) return Math.floor(box.scrollTop / ROW_HEIGHT);
    const part = box.scrollTop / Math.max(1, height() - box.clientHeight);
    return Math.floor(part * Math.max(0, count - box.clientHeight / ROW_HEIGHT));
  };

  function paint() {
    const from = Math.max(0, first() - 4);
    const to = Math.min(count, first() + inSight() + 5);
    const rows = [];
    for (let at = from; at < to; at += 1) {
      const top = exact() ? at * ROW_HEIGHT : box.scrollTop + (at - first()) * ROW_HEIGHT;
      rows.push(make("div", {
        class: "row", role: "option", id: `row-${at}`, "aria-selected": String(at === active),
        "aria-setsize": count, "aria-posinset": at + 1, "--top": `${top}px`,
        onclick: () => choose(at, true),
      }, row(at)));
    }
    space.replaceChildren(...rows);
    if (active >= from && active < to) box.setAttribute("aria-activedescendant", `row-${active}`);
    else box.removeAttribute("aria-activedescendant");
  }

  function reveal() {
    if (active < 0) return;
    if (!exact()) {
      const part = active / Math.max(1, count - box.clientHeight / ROW_HEIGHT);
      box.scrollTop = part * (height() - box.clientHeight);
      return;
    }
    const top = active * ROW_HEIGHT;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + ROW_HEIGHT > box.scrollTop + box.clientHeight) box.scrollTop = top + ROW_HEIGHT - box.clientHeight;
  }

  function choose(at, entered) {
    active = Math.max(0, Math.min(count - 1, at));
    reveal();
    paint();
    chosen(active, entered);
  }

  box.addEventListener("scroll", () => requestAnimationFrame(paint), { passive: true });
  box.addEventListener("keydown", (event) => {
    const page = Math.max(1, inSight() - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -count, End: count };
    if (event.key in steps && count > 0) {
      event.preventDefault();
      choose(active < 0 && steps[event.key] > 0 && event.key !== "End" ? 0 : active + steps[event.key], false);
    } else if (event.key === "Enter" && active >= 0) {
      choose(active, true);
    }
  });
  new ResizeObserver(paint).observe(box);

  return {
    element: box,
    /** Shows so many rows, one of them chosen. */
    set(rows, at) {
      count = rows;
      active = at;
      space.style.height = `${height()}px`;
      if (at < 0) box.scrollTop = 0;
      reveal();
      paint();
    },
  };
}
