"""Scores, groups and rates → Markdown. What a cell holds is said above each table."""

import os
import platform
from collections import defaultdict
from datetime import date
from statistics import mean

import metrics
from data import WIKIDATA_LANGUAGES
from linkers import LINKERS
from ours import THRESHOLD
from systems import CLUSTERED, PEERS

USED_AT = {"aka": THRESHOLD} | {peer.name: peer.threshold for peer in PEERS}
# Slices of a script pair with fewer pairs than this say nothing.
LEAST_OF_A_SLICE = 60


def table(head, rows):
    """A Markdown table, the first column left, the others right."""
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def share(value):
    """A number between 0 and 1 as `.873`."""
    return f"{value:.3f}".removeprefix("0")


def heading(version, part):
    """When, what and where."""
    systems = LINKERS if part == "generated" else PEERS
    named = dict.fromkeys(package for one in systems for package in one.versions.split(", "))
    return (
        f"Measured {date.today()}: {version}; {', '.join(named)}; Python "
        f"{platform.python_version()}. Machine: {processor()}, {os.cpu_count()} cores, "
        f"{memory_gib()} GiB, {platform.system()}, shared with other work.\n\n"
    )


def processor():
    """The processor as the system calls it."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    return names[0] if names else platform.machine()


def memory_gib():
    """Memory of the machine, rounded."""
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


class Slice:
    """Some of the pairs of a set, with what every system says to them."""

    def __init__(self, pairs, scores, chosen):
        at = [index for index, pair in enumerate(pairs) if chosen(pair)]
        self.gold = [pairs[index].same for index in at]
        self.scores = {
            name: tuple([list_[index] for index in at] for list_ in both)
            for name, both in scores.items()
        }

    def f1(self, name):
        """F1 at the threshold the system is used at everywhere."""
        return metrics.f1_at(self.scores[name][1], self.gold, USED_AT[name])

    def three(self, name):
        """F1 at that threshold, F1 at the best one, average precision."""
        ranked = self.scores[name][0]
        best, _ = metrics.f1_best(ranked, self.gold)
        return self.f1(name), best, metrics.average_precision(ranked, self.gold)

    def error(self):
        """Calibration error of the only system that claims probabilities."""
        return metrics.calibration_error(self.scores["aka"][1], self.gold)

    def said(self, name):
        """Share of the pairs called the same."""
        return metrics.share_at(self.scores[name][1], USED_AT[name])


def pairs(sets, found):
    """The three tables about pairs."""
    both = [one for one in sets if one.asks == "both"]
    parts = [
        "F1 at the one threshold each system is used at ("
        + ", ".join(f"{name} {at:g}" for name, at in USED_AT.items())
        + ") / best F1 at a threshold chosen on the gold of that set / average precision. "
        "ECE: expected calibration error of aka's probability; no peer claims one. The macro rows "
        "count the languages of wd_translit_dev as one set. The last two rows: recall, and the "
        "share of reviewed different names called the same (lower is better).",
        main_table(sets, both, found),
        "Undecidable pairs, reported apart (a part is missing, or one name contains the other): "
        "share called the same, of those that are / of those that are not.",
        undecidable_table(both, found),
        "The same decidable pairs by scripts: F1 at the default threshold.",
        script_table(both, found),
    ]
    return "\n\n".join(parts)


def main_table(sets, both, found):
    """Every set by every system."""
    rows, figures, errors = [], defaultdict(dict), {}
    for one in both:
        slice_ = Slice(one.pairs, found[one.name], lambda pair: not pair.undecidable)
        for name in USED_AT:
            figures[name][one.name] = slice_.three(name)
        errors[one.name] = slice_.error()
        cells = [" / ".join(map(share, figures[name][one.name])) for name in USED_AT]
        rows.append([one.name, str(len(slice_.gold)), *cells, share(errors[one.name])])
    macro = [macro_mean(figures[name]) for name in USED_AT]
    error = share(macro_mean({name: (value,) for name, value in errors.items()})[0])
    rows.append(["**macro**", "", *(" / ".join(map(share, three)) for three in macro), error])
    best = [macro_best(figures, at) for at in range(3)]
    cells = ["", " / ".join(map(share, best))] + [""] * (len(PEERS) - 1)
    rows.append(["**best peer of each set**", "", *cells, ""])
    for one in sets:
        if one.asks != "both":
            slice_ = Slice(one.pairs, found[one.name], lambda _: True)
            cells = [share(slice_.said(name)) for name in USED_AT]
            rows.append([f"{one.name} ({one.asks})", str(len(one.pairs)), *cells, ""])
    return table(["set", "pairs", *USED_AT, "ECE (aka)"], rows)


def as_sets(values):
    """Figures by set, with the languages of one file averaged into one set."""
    names = {f"wd_translit_dev:{language}" for language in WIKIDATA_LANGUAGES}
    whole = [three for name, three in values.items() if name not in names]
    part = [three for name, three in values.items() if name in names]
    return whole + [tuple(map(mean, zip(*part)))]


def macro_mean(values):
    """The mean over sets of each figure."""
    return tuple(map(mean, zip(*as_sets(values))))


def macro_best(figures, at):
    """The mean over sets of the best peer's figure, another peer for each set if need be."""
    best = {}
    for name in figures["aka"]:
        best[name] = (max(figures[peer.name][name][at] for peer in PEERS),)
    return macro_mean(best)[0]


def undecidable_table(both, found):
    """What the systems do where nobody can know."""
    rows = []
    for one in both:
        same = Slice(one.pairs, found[one.name], lambda pair: pair.undecidable and pair.same)
        other = Slice(one.pairs, found[one.name], lambda pair: pair.undecidable and not pair.same)
        if same.gold or other.gold:
            said = [[share(s.said(n)) if s.gold else "–" for s in (same, other)] for n in USED_AT]
            counts = f"{len(same.gold)} / {len(other.gold)}"
            rows.append([one.name, counts, *(" / ".join(cell) for cell in said)])
    return table(["set", "same / different", *USED_AT], rows)


def script_table(both, found):
    """Every set cut by the scripts of the two names."""
    rows = []
    for one in both:
        decidable = [pair for pair in one.pairs if not pair.undecidable]
        for scripts in sorted({pair.scripts for pair in decidable}):
            slice_ = Slice(
                one.pairs,
                found[one.name],
                lambda pair, scripts=scripts: not pair.undecidable and pair.scripts == scripts,
            )
            if len(slice_.gold) >= LEAST_OF_A_SLICE and any(slice_.gold):
                cells = [share(slice_.f1(name)) for name in USED_AT]
                rows.append([f"{one.name} {scripts}", str(len(slice_.gold)), *cells])
    return table(["set, scripts", "pairs", *USED_AT], rows)


def clusters(judged):
    """Every list by every system that groups mentions."""
    rows = []
    for mentions, groups, seconds, by_peer in judged:
        gold = mentions.gold
        ours = metrics.b_cubed_f1(groups, gold), metrics.pairwise_f1(groups, gold)
        cells = [" / ".join(map(share, ours))]
        for usual, best in by_peer.values():
            cells += [two(usual), f"{two(best)} at {best[0]:.2f}"]
        size = f"{len(gold)} / {len(set(gold))}"
        rows.append([mentions.name, size, *cells, f"{seconds:.1f}"])
    head = ["list", "mentions / persons", "aka resolve"]
    for peer in CLUSTERED:
        head += [f"{peer.name}, {peer.threshold:g}", f"{peer.name}, chosen on the gold"]
    text = (
        "B-cubed F1 / pairwise F1. aka with its defaults, given the columns name, "
        "doc and lang; the peers' links closed to connected components, at their usual threshold "
        "and at the one with the best B-cubed F1 on that very list."
    )
    return f"{text}\n\n{table([*head, 'aka seconds'], rows)}"


def two(figures):
    """B-cubed and pairwise F1 of one step of a sweep."""
    return " / ".join(map(share, figures[1:]))


def speed(count, ours, rates):
    """Pairs per second on one core."""
    with_start, without, start = ours
    rows = [["aka compare --pairs, whole run", f"{with_start:,.0f}", "1"]]
    label = f"aka compare --pairs, without its start ({start * 1000:.0f} ms)"
    rows.append([label, f"{without:,.0f}", f"{without / with_start:.1f}"])
    for name, rate in rates.items():
        rows.append([name, f"{rate:,.0f}", share_of(rate / with_start)])
    text = (
        f"The same {count:,} pairs, one core, per second of processor time, from raw "
        "strings: reading and writing CSV included for aka, romanization and parsing (once per "
        "distinct name) for the peers, libraries loaded. The ratio is to the first row. Beider-Morse is "
        "timed on 2,000 pairs."
    )
    return f"{text}\n\n{table(['system', 'pairs/s', 'ratio to aka'], rows)}"


def share_of(ratio):
    """A ratio with two significant digits."""
    return f"{ratio:.2g}"


def generated(judged):
    """Every generated list by every system that links one."""
    rows, ceilings = [], []
    for job, runs in judged:
        ceilings.append(f"{share(job.ceiling)} at {job.mentions:,}")
        for name, run in runs.items():
            at = "" if run.threshold is None else f" at {run.threshold:.3g}"
            ratios = [getattr(run, key) / getattr(runs["aka"], key) for key in ("wall", "processor")]
            rows.append(
                [
                    f"{job.mentions:,}, {name}",
                    f"{share(run.pairwise)}{at}",
                    share(run.b_cubed),
                    f"{run.wall:.1f} s",
                    f"{run.processor:.1f} s",
                    " / ".join(map(share_of, ratios)),
                    f"{run.bytes / 1e6:,.0f} MB",
                    f"{run.bytes / job.mentions:,.0f}",
                ]
            )
    text = (
        "Lists of `aka-bench generate N --seed 1 --names-only`, each system in a process of its own. aka "
        "with its defaults; the peers' pairs closed to connected components, not timed, at the "
        "threshold that the gold of that very list likes best. The ratio is to aka: below 1, the peer "
        "is faster. Pairwise F1 of a perfect reader of names: " + ", ".join(ceilings) + "."
    )
    head = ["list", "pairwise F1", "B-cubed F1", "time", "processor time", "ratio of the two to aka"]
    return f"{text}\n\n{table([*head, 'peak memory', 'bytes a mention'], rows)}"


def replaced(readme, part, text):
    """The README with what stands between the markers of a part replaced by its text."""
    begin, end = (f"<!-- {part}: {mark} -->" for mark in ("begin", "end"))
    before, rest = readme.split(begin, 1)
    _, after = rest.split(end, 1)
    return f"{before}{begin}\n{text}\n{end}{after}"
