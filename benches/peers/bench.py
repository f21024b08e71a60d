"""The labelled lists and generated ones × every system → the tables, as Markdown on standard output.

`bench.py FOLDER --aka BINARY --generator BINARY --work FOLDER [--commit C] [--readme FILE]
[--only PART] [--million]`; with --readme the part of that file between the markers is replaced as
well, or that part's section alone.
"""

import argparse
import sys
from pathlib import Path

import clusters
import data
import generated
import speed
import tables
from cache import Cache
from ours import Aka
from systems import CLUSTERED, PEERS

PARTS = ["pairs", "clusters", "generated", "speed"]
SIZES = [10_000, 100_000]
MILLION = 1_000_000


def arguments():
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="the labelled lists: dev/ and train/ below it")
    parser.add_argument("--aka", required=True, help="the binary to measure")
    parser.add_argument("--generator", required=True, help="the binary that makes lists")
    parser.add_argument("--work", required=True, help="where scores of the peers are kept")
    parser.add_argument("--commit", default="", help="named in the heading")
    parser.add_argument("--readme", help="file whose results section is rewritten")
    parser.add_argument("--only", choices=PARTS, help="one part")
    parser.add_argument("--million", action="store_true", help="a generated list of that size, too")
    return parser.parse_args()


def note(text):
    """Progress, to standard error."""
    print(text, file=sys.stderr, flush=True)


def scored(sets, aka, cache):
    """For every set its scores by every system: {set: {system: (rank scores, decide scores)}}."""
    found = {}
    for one in sets:
        note(f"pairs: {one.name}")
        found[one.name] = {"aka": aka.judged(one.pairs)}
        strings = [(pair.left, pair.right) for pair in one.pairs]
        for peer in PEERS:
            label = f"{peer.name}/{one.name}"
            scores = cache.get(label, [peer.versions, strings], lambda: peer.scores(one.pairs))
            found[one.name][peer.name] = (scores, scores)
    return found


def clustered(lists, aka, cache):
    """For every list its figures by every system that groups mentions."""
    for mentions in lists:
        note(f"clusters: {mentions.name}")
        groups, seconds = aka.persons(mentions.rows)
        by_peer = {}
        for peer in CLUSTERED:
            question = [peer.versions, mentions.names, clusters.FLOOR, clusters.KEPT]
            label = f"{peer.name}/{mentions.name}"
            found = cache.get(label, question, lambda: clusters.links(peer, mentions.names))
            by_peer[peer.name] = clusters.judged(peer, mentions, found)
        yield mentions, groups, seconds, by_peer


def made(options, aka, cache):
    """The part about generated lists."""
    sizes = SIZES + [MILLION] * options.million
    work = Path(options.work)
    judged = generated.lists(aka.binary, options.generator, sizes, cache, work, note)
    return tables.generated(judged)


def timed(sets, aka):
    """The part about speed."""
    speed.one_core()
    pairs = data.timed_pairs(sets, speed.COUNT)
    note("speed")
    rates = {peer.name: speed.of_peer(peer, pairs) for peer in PEERS}
    return tables.speed(len(pairs), speed.of_aka(aka, pairs), rates)


def sections(options):
    """The parts of the report, in reading order."""
    cache = Cache(Path(options.work) / "scores")
    aka = Aka(options.aka, options.work)
    sets = data.pair_sets(options.folder)
    make = {
        "pairs": lambda: tables.pairs(sets, scored(sets, aka, cache)),
        "clusters": lambda: tables.clusters(
            clustered(data.mention_lists(options.folder), aka, cache)
        ),
        "generated": lambda: made(options, aka, cache),
        "speed": lambda: timed(sets, aka),
    }
    version = f"{aka.version} {options.commit}".strip()
    for part in PARTS:
        if options.only in (None, part):
            yield part, tables.heading(version, part) + make[part]()


def main():
    """Prints the report, and puts it into the README if one is named."""
    options = arguments()
    for part, text in sections(options):
        print(text, flush=True)
        if options.readme:
            path = Path(options.readme)
            path.write_text(tables.replaced(path.read_text("utf-8"), part, text), "utf-8")


if __name__ == "__main__":
    main()
