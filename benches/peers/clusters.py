"""Mention lists → groups of mentions, by each peer's links closed to connected components.

A peer sees distinct strings. Pairs of strings too unlike to be linked by anyone are not scored:
a pair is scored if the token sets of the romanized names are alike by `FLOOR` of 100, which a
single shared word passes.
"""

import numpy
from rapidfuzz import fuzz, process

import metrics
from systems import latin

FLOOR = 50
# Links weaker than this share of the default threshold are not kept: no threshold chosen on
# the gold came near it.
KEPT = 0.6
ROWS_AT_ONCE = 500
# Thresholds tried between the weakest link kept and equality.
STEPS = 52


def candidates(names):
    """Pairs of indices into `names` worth scoring."""
    folded = [latin(name) for name in names]
    for start in range(0, len(folded), ROWS_AT_ONCE):
        block = folded[start : start + ROWS_AT_ONCE]
        alike = process.cdist(
            block, folded, scorer=fuzz.token_set_ratio, score_cutoff=FLOOR, dtype=numpy.uint8
        )
        for row, column in zip(*numpy.nonzero(alike)):
            if start + row < column:
                yield int(start + row), int(column)


def links(peer, names):
    """[score, index, index] for each pair that the peer may link, strongest first."""
    least = KEPT * peer.threshold
    scored = ((peer.score(names[a], names[b]), a, b) for a, b in candidates(names))
    found = [(round(score, 4), a, b) for score, a, b in scored if score >= least]
    return sorted(found, key=lambda one: (-one[0], one[1], one[2]))


class Components:
    """Union-find over `count` nodes."""

    def __init__(self, count):
        self.parent = list(range(count))

    def root(self, node):
        """The representative of the component of `node`."""
        while self.parent[node] != node:
            self.parent[node] = self.parent[self.parent[node]]
            node = self.parent[node]
        return node

    def join(self, a, b):
        """One component from now on."""
        self.parent[self.root(a)] = self.root(b)


def sweep(mentions, found, thresholds):
    """(threshold, B-cubed F1, pairwise F1) for each threshold, from the highest down."""
    parts, at, gold = Components(len(mentions.names)), 0, mentions.gold
    for threshold in sorted(thresholds, reverse=True):
        while at < len(found) and found[at][0] >= threshold:
            parts.join(found[at][1], found[at][2])
            at += 1
        groups = [parts.root(node) for node in mentions.node]
        yield threshold, metrics.b_cubed_f1(groups, gold), metrics.pairwise_f1(groups, gold)


def judged(peer, mentions, found):
    """Figures at the peer's usual threshold, and at the one the gold likes best."""
    most = 100.0 if peer.threshold > 1 else 1.0
    least = KEPT * peer.threshold
    steps = {least + (most - least) * at / STEPS for at in range(STEPS + 1)}
    curve = list(sweep(mentions, found, steps | {peer.threshold}))
    usual = next(one for one in curve if one[0] == peer.threshold)
    return usual, max(curve, key=lambda one: one[1])
