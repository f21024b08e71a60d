"""A list of names → pairs of them with scores, by the systems that one would link a list with.

`linkers.py SYSTEM LIST.csv OUT.npz`, a process for each, so that its time and its memory are its own.
What is written: for each row the number of its name, and for each pair two such numbers and a score.
Names that are equal in lower-case Latin letters are one before any system is asked: none can tell
them apart, and it saves all of them work.
"""

import csv
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from itertools import combinations
from pathlib import Path
from typing import Callable

import numpy

from systems import latin, logic_v2

# Names of one key that a name is compared with, at most: the next ones in alphabetical order.
NEXT_MAX = 100
# Candidates that nomenklatura's index is asked for, for each name.
PAIRS_EACH = 10
WORDS_MAX = 4
CHUNK = 1_000_000
# Pairs of the string metric below this are of no threshold's interest.
FLOOR = 60


def ordered(name):
    """Latin words, those before a comma last: `KOWALSKA, Anna` is Anna Kowalska."""
    family, comma, given = name.partition(",")
    return latin(f"{given} {family}" if comma else name)


@cache
def sound(word):
    """What a word sounds like: Soundex, which did better here than Metaphone."""
    from jellyfish import soundex

    return soundex(word)


def sounds(words):
    """Keys of a name: every two of its words, by their sound, in either order."""
    codes = sorted({sound(word) for word in words if len(word) > 1})[:WORDS_MAX]
    return [" ".join(two) for two in combinations(codes, 2)] or codes


def neighbors(keys):
    """Pairs of names that share a key, once each: two columns of numbers."""
    holders = {}
    for number, own in enumerate(keys):
        for key in own:
            holders.setdefault(key, []).append(number)
    pairs = []
    for names in holders.values():
        for at in range(1, min(len(names), NEXT_MAX + 1)):
            pairs.append(numpy.column_stack((names[:-at], names[at:])))
    every = numpy.concatenate(pairs) if pairs else numpy.empty((0, 2), dtype=numpy.int64)
    return numpy.unique(every, axis=0)


def rapidfuzz(names):
    """RapidFuzz: words in alphabetical order, among names with two words that sound alike."""
    from rapidfuzz import fuzz, process

    names = [" ".join(sorted(name.split())) for name in names]
    pairs = neighbors([sounds(name.split()) for name in names])
    scores = numpy.empty(len(pairs), dtype=numpy.float32)
    for start in range(0, len(pairs), CHUNK):
        part = pairs[start : start + CHUNK]
        left, right = ([names[number] for number in column] for column in part.T)
        scores[start : start + CHUNK] = process.cpdist(
            left, right, scorer=fuzz.ratio, score_cutoff=FLOOR, workers=-1
        )
    kept = scores >= FLOOR
    return pairs[kept], scores[kept]


def recordlinkage_(names):
    """recordlinkage: Jaro-Winkler of given and family name, among names that sound alike."""
    import pandas
    import recordlinkage

    words = [name.split() or [""] for name in names]
    frame = pandas.DataFrame(
        {
            "given": [own[0] for own in words],
            "family": [own[-1] for own in words],
            "sorted": [" ".join(sorted(own)) for own in words],
            "sound": [" ".join(sorted({sound(own[0]), sound(own[-1])})) for own in words],
        }
    )
    index = recordlinkage.Index()
    index.block("sound")
    index.sortedneighbourhood("sorted", window=9)
    pairs = index.index(frame)
    compare = recordlinkage.Compare()
    compare.string("given", "given", method="jarowinkler")
    compare.string("family", "family", method="jarowinkler")
    compare.string("sorted", "sorted", method="jarowinkler")
    found = compare.compute(pairs, frame)
    # Names in another order agree in the sorted column alone.
    scores = numpy.maximum((found[0] + found[1]) / 2, found[2])
    return numpy.column_stack([pairs.get_level_values(side) for side in (0, 1)]), scores.to_numpy()


def splink(names):
    """Splink on DuckDB, trained by expectation maximization as its documentation shows."""
    import duckdb
    import pandas
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    words = [sorted(name.split()) or [""] for name in names]
    frame = pandas.DataFrame(
        {
            "unique_id": range(len(names)),
            # Either order occurs; in alphabetical order the same words are in the same columns.
            "low": [own[0] for own in words],
            "high": [own[-1] if len(own) > 1 else None for own in words],
            "sound_low": [sound(own[0]) for own in words],
            "sound_high": [sound(own[-1]) for own in words],
        }
    )
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("low").configure(term_frequency_adjustments=True),
            cl.NameComparison("high").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("substr(low, 1, 3)", "substr(high, 1, 3)"),
            block_on("sound_low", "sound_high"),
            block_on("low", "substr(high, 1, 1)"),
            block_on("high", "substr(low, 1, 1)"),
        ],
    )
    api = DuckDBAPI(duckdb.connect())
    linker = Linker(api.register(frame), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("low", "high")], recall=0.5
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
    for rule in (block_on("low"), block_on("high")):
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=True, max_pairs=1e7
        )
    found = linker.inference.predict(threshold_match_weight=-4)
    columns = found.as_duckdbpyrelation().project("unique_id_l, unique_id_r, match_weight")
    fetched = columns.fetchnumpy()
    pairs = numpy.column_stack((fetched["unique_id_l"], fetched["unique_id_r"]))
    return pairs, numpy.asarray(fetched["match_weight"])


class View:
    """What nomenklatura's index asks of a store of entities."""

    def __init__(self, entities):
        self.own = entities

    def entities(self, **_):
        """All of them."""
        return iter(self.own)


def logic(names):
    """nomenklatura: candidates of its own index, with its defaults, judged by logic-v2."""
    from followthemoney import model
    from nomenklatura.blocker import Index

    entities = []
    for number, name in enumerate(names):
        entity = model.make_entity("Person")
        entity.id = f"n{number}"
        entity.add("name", name)
        entities.append(entity)
    with tempfile.TemporaryDirectory() as folder:
        index = Index(View(entities), Path(folder))
        index.build()
        found = [pair for pair, _ in index.pairs(max_pairs=PAIRS_EACH * len(names))]
    pairs = [(int(left.id[1:]), int(right.id[1:])) for left, right in found]
    scores = [logic_v2(names[left], names[right]) for left, right in pairs]
    return numpy.array(pairs, dtype=numpy.int64).reshape(-1, 2), numpy.array(scores)


@dataclass(frozen=True)
class Linker:
    """A system, how it links a list, what names are to it, and what it is made of."""

    name: str
    link: Callable
    read: Callable
    packages: tuple
    mentions_max: int

    @property
    def versions(self):
        """`package version`, for captions and for the names of cached files."""
        return ", ".join(f"{package} {version(package)}" for package in self.packages)


LINKERS = [
    Linker("Splink", splink, ordered, ("splink", "duckdb", "jellyfish", "anyascii"), 1_000_000),
    Linker("RapidFuzz", rapidfuzz, ordered, ("rapidfuzz", "jellyfish", "anyascii"), 1_000_000),
    Linker(
        "recordlinkage",
        recordlinkage_,
        ordered,
        ("recordlinkage", "jellyfish", "anyascii"),
        1_000_000,
    ),
    Linker("logic-v2", logic, str, ("nomenklatura", "rigour"), 100_000),
]


def main():
    """Links a list with one system."""
    system, path, out = sys.argv[1:]
    linker = next(one for one in LINKERS if one.name == system)
    with open(path, encoding="utf-8", newline="") as file:
        rows = [linker.read(row["name"]) for row in csv.DictReader(file)]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(rows))}
    pairs, scores = linker.link(list(numbers))
    node = numpy.array([numbers[name] for name in rows])
    numpy.savez(out, node=node, pairs=pairs, scores=scores)


if __name__ == "__main__":
    main()
