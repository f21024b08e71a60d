"""The labelled lists × every system → the tables, as Markdown on standard output.

`bench.py FOLDER --aka BINARY --work FOLDER [--commit C] [--readme FILE] [--only PART]`; with
--readme the part of that file between the markers is replaced as well.
"""

import argparse
import sys
from pathlib import Path

import clusters
import data
import speed
import tables
from cache import Cache
from ours import Aka
from systems import CLUSTERED, PEERS


def arguments():
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="the labelled lists: dev/ and train/ below it")
    parser.add_argument("--aka", required=True, help="the binary to measure")
    parser.add_argument("--work", required=True, help="where scores of the peers are kept")
    parser.add_argument("--commit", default="", help="named in the heading")
    parser.add_argument("--readme", help="file whose results section is rewritten")
    parser.add_argument("--only", choices=["pairs", "clusters", "speed"], help="one part")
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


def sections(options):
    """The parts of the report, in reading order."""
    cache = Cache(Path(options.work) / "scores")
    aka = Aka(options.aka, options.work)
    sets = data.pair_sets(options.folder)
    yield tables.heading(f"{aka.version} {options.commit}".strip())
    if options.only in (None, "pairs"):
        yield tables.pairs(sets, scored(sets, aka, cache))
    if options.only in (None, "clusters"):
        yield tables.clusters(clustered(data.mention_lists(options.folder), aka, cache))
    if options.only in (None, "speed"):
        speed.one_core()
        pairs = data.timed_pairs(sets, speed.COUNT)
        note("speed")
        rates = {peer.name: speed.of_peer(peer, pairs) for peer in PEERS}
        yield tables.speed(len(pairs), speed.of_aka(aka, pairs), rates)


def main():
    """Prints the report, and puts it into the README if one is named."""
    options = arguments()
    report = "\n\n".join(sections(options))
    print(report)
    if options.readme:
        path = Path(options.readme)
        path.write_text(tables.replaced(path.read_text("utf-8"), report), "utf-8")


if __name__ == "__main__":
    main()
