"""Lists of the project's own generator × systems that link a list → accuracy, seconds, memory.

Every system runs in a process of its own, on the same file. Its pairs are closed to connected
components, at the best of many thresholds by the gold: a kindness no user can show it, and no time
is counted for it. aka runs with its defaults.
"""

import csv
import os
import re
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from linkers import LINKERS

SEED = 1
STEPS = 40


@dataclass(frozen=True)
class Run:
    """What one system took, and how well it did."""

    wall: float
    processor: float
    bytes: int
    pairwise: float
    b_cubed: float
    threshold: float | None = None


@dataclass(frozen=True)
class Task:
    """A list, and what is known of it."""

    mentions: int
    path: Path
    ceiling: float
    gold: numpy.ndarray


def task(binary, mentions, folder):
    """Has the generator write a list; it also says how well a perfect reader of names would do."""
    path = Path(folder) / f"generated-{mentions}.csv"
    command = [binary, "generate", str(mentions), "--seed", str(SEED), "--names-only", "--out", path]
    said = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stderr
    ceiling = float(re.search(r"pairwise F1 ([\d.]+)", said).group(1))
    with open(path, encoding="utf-8", newline="") as file:
        gold = [row["gold"] for row in csv.DictReader(file)]
    return Task(mentions, path, ceiling, numpy.unique(gold, return_inverse=True)[1])


def measured(command):
    """Seconds of the clock and of the processor and the peak memory of a process and its children."""
    start = time.perf_counter()
    with open(os.devnull, "wb") as nothing:
        process = subprocess.Popen(command, stdout=nothing, stderr=subprocess.PIPE)
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.stderr.buffer.write(said)
        raise SystemExit(f"{command[0]}: exit status {process.returncode}")
    wall = time.perf_counter() - start
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def of_peer(linker, job, folder):
    """A peer's run, judged at the threshold that the gold likes best, as JSON would keep it."""
    out = Path(folder) / f"links-{linker.name}.npz"
    script = Path(__file__).parent / "linkers.py"
    used = measured([sys.executable, script, linker.name, job.path, out])
    with numpy.load(out) as found:
        best = swept(found["node"], found["pairs"], found["scores"], job.gold)
    out.unlink()
    return asdict(Run(*used, *best))


def of_aka(binary, job, folder):
    """The run of the binary with its defaults."""
    out = Path(folder) / "resolved.csv"
    used = measured([binary, "resolve", job.path, "--out", out])
    with open(out, encoding="utf-8", newline="") as file:
        persons = [row["person_id"] for row in csv.DictReader(file)]
    out.unlink()
    return Run(*used, *agreement(numpy.unique(persons, return_inverse=True)[1], job.gold))


def swept(node, pairs, scores, gold):
    """(pairwise F1, B-cubed F1, threshold) of the best threshold by pairwise F1."""
    names = int(node.max()) + 1
    # The weakest pairs are not worth a step each, nor are equal scores.
    steps = numpy.unique(numpy.quantile(scores, numpy.linspace(0, 1, STEPS)))
    steps = numpy.union1d(steps, numpy.linspace(scores.min(), scores.max(), STEPS))
    tried = []
    for threshold in steps:
        kept = pairs[scores >= threshold]
        graph = coo_array((numpy.ones(len(kept), dtype=bool), kept.T), shape=(names, names))
        _, parts = connected_components(graph, directed=False)
        tried.append((*agreement(parts[node], gold), float(threshold)))
    return max(tried)


def agreement(groups, gold):
    """Pairwise and B-cubed F1 of two partitions, each a number for every mention."""
    both = groups.astype(numpy.int64) * (int(gold.max()) + 1) + gold
    cells, at, count = numpy.unique(both, return_index=True, return_counts=True)
    found, true = numpy.bincount(groups), numpy.bincount(gold)

    def pairs(counts):
        return float((counts.astype(float) * (counts - 1) / 2).sum())

    said, right = pairs(found) + pairs(true), 2 * pairs(count)
    squares = count.astype(float) ** 2
    precision = (squares / found[groups[at]]).sum() / len(gold)
    recall = (squares / true[gold[at]]).sum() / len(gold)
    return right / said if said else 1.0, float(2 * precision * recall / (precision + recall))


def lists(binary, generator, sizes, cache, folder, note):
    """(list, {system: run}) for every size; a peer's run is kept, as its scores of pairs are."""
    for mentions in sizes:
        job = task(generator, mentions, folder)
        note(f"generated: {mentions}: aka")
        runs = {"aka": of_aka(binary, job, folder)}
        for linker in LINKERS:
            if mentions > linker.mentions_max:
                continue
            note(f"generated: {mentions}: {linker.name}")
            question = [linker.versions, job.path.read_text("utf-8")]
            label = f"{linker.name}/generated-{mentions}"
            runs[linker.name] = Run(**cache.get(label, question, lambda: of_peer(linker, job, folder)))
        yield job, runs
