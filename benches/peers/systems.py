"""Names → a score for a pair of them, by each of the peers, as their documentation uses them.

Every peer is a function of two strings; higher means more alike. What a name needs done once
(romanization, parsing) is remembered by name, as any caller of these libraries would do.
"""

import sys
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Callable

from anyascii import anyascii
from rapidfuzz import fuzz, utils
from rapidfuzz.distance import JaroWinkler

# At the very end: a PyICU that is installed is preferred.
sys.path.append(str(Path(__file__).parent / "stand_in"))


@dataclass(frozen=True)
class Peer:
    """A system, the threshold it is used at, and the packages whose versions name its results."""

    name: str
    threshold: float
    score: Callable[[str, str], float]
    packages: tuple

    @property
    def versions(self):
        """`package version`, for captions and for the names of cached files."""
        return ", ".join(f"{package} {version(package)}" for package in self.packages)

    def scores(self, pairs):
        """The score of every pair."""
        return [self.score(pair.left, pair.right) for pair in pairs]


@cache
def latin(name):
    """Any script → lower-case ASCII words, punctuation gone: what a string metric is given."""
    return utils.default_process(anyascii(name))


def token_sort(left, right):
    """RapidFuzz: edit similarity of the words in alphabetical order, 0 to 100."""
    return fuzz.token_sort_ratio(latin(left), latin(right))


def w_ratio(left, right):
    """RapidFuzz: its weighted best of several ratios, 0 to 100."""
    return fuzz.WRatio(latin(left), latin(right))


def jaro_winkler(left, right):
    """Jaro-Winkler of the whole strings, 0 to 1."""
    return JaroWinkler.similarity(latin(left), latin(right))


@cache
def _sounds():
    from abydos.phonetic import BeiderMorse

    return BeiderMorse()


@cache
def _codes(word):
    return frozenset(_sounds().encode(word).split()) or frozenset([word])


@cache
def _words(name):
    return tuple(_codes(word) for word in latin(name).split())


def beider_morse(left, right):
    """Dice share of the words that find a partner with a Beider-Morse code in common."""
    ours, theirs = _words(left), list(_words(right))
    total, met = len(ours) + len(theirs), 0
    for codes in ours:
        partner = next((at for at, other in enumerate(theirs) if codes & other), None)
        if partner is not None:
            theirs.pop(partner)
            met += 1
    return 2 * met / total if total else 0.0


@cache
def _logic():
    from followthemoney import model
    from nomenklatura.matching import get_algorithm
    from nomenklatura.matching.types import ScoringConfig

    return model, get_algorithm("logic-v2"), ScoringConfig.defaults()


@cache
def _person(name):
    model, _, _ = _logic()
    entity = model.make_entity("Person")
    entity.id = name
    entity.add("name", name)
    return entity


def logic_v2(left, right):
    """nomenklatura logic-v2 on two Person entities with a name each, the left one as the query."""
    _, algorithm, config = _logic()
    return algorithm.compare(_person(left), _person(right), config).score


PEERS = [
    Peer("logic-v2", 0.70, logic_v2, ("nomenklatura", "rigour")),
    Peer("token_sort", 80.0, token_sort, ("rapidfuzz", "anyascii")),
    Peer("WRatio", 80.0, w_ratio, ("rapidfuzz", "anyascii")),
    Peer("Jaro-Winkler", 0.90, jaro_winkler, ("rapidfuzz", "anyascii")),
    Peer("Beider-Morse", 0.80, beider_morse, ("abydos", "anyascii")),
]
# Those whose links are also clustered: the best name matcher, and the usual string metric.
CLUSTERED = PEERS[:2]


def forget():
    """Empties what is remembered of names, so that a timing starts from raw strings."""
    for remembered in (latin, _codes, _words, _person):
        remembered.cache_clear()
