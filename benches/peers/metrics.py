"""Scores and gold → the figures of the tables. Plain definitions, ties treated as ties."""

from bisect import bisect_right
from collections import Counter
from itertools import groupby


def f1_at(scores, gold, threshold):
    """F1 of answering "same" from the threshold upwards."""
    hit = sum(same for score, same in zip(scores, gold) if score >= threshold)
    said = sum(score >= threshold for score in scores)
    return f1(hit, said, sum(gold))


def f1(hit, said, true):
    """Harmonic mean of precision hit/said and recall hit/true."""
    return 2 * hit / (said + true) if said + true else 0.0


def _cuts(scores, gold):
    """(score, said, hit) after each group of equal scores, from the highest down."""
    said = hit = 0
    ranked = sorted(zip(scores, gold), key=lambda one: -one[0])
    for score, group in groupby(ranked, key=lambda one: one[0]):
        answers = [same for _, same in group]
        said, hit = said + len(answers), hit + sum(answers)
        yield score, said, hit


def f1_best(scores, gold):
    """The best F1 any threshold reaches, chosen with the gold in sight, and that threshold."""
    true = sum(gold)
    return max((f1(hit, said, true), score) for score, said, hit in _cuts(scores, gold))


def average_precision(scores, gold):
    """Area under precision over recall; pairs of one score enter together."""
    true, before, area = sum(gold), 0, 0.0
    for _, said, hit in _cuts(scores, gold):
        area += (hit - before) / true * (hit / said)
        before = hit
    return area


def calibration_error(probabilities, gold, bins=10):
    """Expected calibration error: bins of equal width, weighted by how many pairs they hold."""
    edges = [at / bins for at in range(1, bins)]
    held = [[] for _ in range(bins)]
    for probability, same in zip(probabilities, gold):
        held[bisect_right(edges, probability)].append((probability, same))
    gaps = (abs(sum(p for p, _ in one) - sum(s for _, s in one)) for one in held)
    return sum(gaps) / len(gold)


def share_at(scores, threshold):
    """The share of pairs called the same."""
    return sum(score >= threshold for score in scores) / len(scores)


def b_cubed_f1(found, gold):
    """B-cubed F1 over mentions: harmonic mean of B-cubed precision and recall."""
    both, ours, theirs = Counter(zip(found, gold)), Counter(found), Counter(gold)
    precision = sum(n * n / ours[one] for (one, _), n in both.items()) / len(gold)
    recall = sum(n * n / theirs[one] for (_, one), n in both.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)


def pairwise_f1(found, gold):
    """F1 over all pairs of mentions that stand in one group."""
    together = [
        sum(n * (n - 1) // 2 for n in Counter(groups).values())
        for groups in (zip(found, gold), found, gold)
    ]
    return f1(*together)
