"""The folder of labelled lists → pair sets and mention lists, each with what is asked of it.

The folder is laid out as its own README says: `dev/SET/pairs.csv` (left,right,label,kind) and
`dev/SET/mentions.csv` (mention_id,name,source,doc,person_id,...). Nothing is learned here.
"""

import csv
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

# Sets of pairs with both answers, in the order of the table; the last three are one file.
JUDGED = ["ar_en_tokens", "apertium_kaz_names", "ep_dev", "acl_people", "hipe2022_person"]
WIKIDATA_LANGUAGES = ["fa", "el", "hy"]
# Sets with one answer only: all the same, and all different.
RECALLED = "petrovich_inflection"
REFUSED = "nama_reviewed_neg"


@dataclass(frozen=True)
class Pair:
    """Two names, whether they are one person's, and which slice of the set they belong to."""

    left: str
    right: str
    same: bool
    kind: str

    @property
    def undecidable(self):
        """The strings alone do not tell: a part is missing, or one name contains the other."""
        return "partial" in self.kind or "neg_subset" in self.kind

    @property
    def scripts(self):
        """The scripts of the two names, in alphabetical order: `Cyrillic–Latin`."""
        return "–".join(sorted({script(self.left), script(self.right)}))


@dataclass
class PairSet:
    """Pairs under one name; `asks` says which figures make sense: both, recall or refusal."""

    name: str
    pairs: list
    asks: str = "both"


@dataclass
class MentionList:
    """Mentions with gold persons; equal strings share a node, for systems that only see strings."""

    name: str
    rows: list = field(repr=False)

    @property
    def gold(self):
        """The person of every mention."""
        return [row["person_id"] for row in self.rows]

    @cached_property
    def names(self):
        """The distinct names, in alphabetical order so that no system profits from file order."""
        return sorted({row["name"] for row in self.rows})

    @cached_property
    def node(self):
        """For every mention the index of its name in `names`."""
        index = {name: at for at, name in enumerate(self.names)}
        return [index[row["name"]] for row in self.rows]


def script(text):
    """The script most of the letters of `text` are in, by the first word of their names."""
    words = Counter(
        unicodedata.name(letter, "? ").split()[0] for letter in text if letter.isalpha()
    )
    name = words.most_common(1)[0][0] if words else "none"
    return {"CJK": "Han", "KATAKANA-HIRAGANA": "Katakana"}.get(name, name.capitalize())


def read(path):
    """The rows of a CSV file as dictionaries."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pair_sets(folder):
    """Every pair set of the folder."""
    folder = Path(folder)
    sets = [PairSet(name, pairs(folder / "dev" / name / "pairs.csv")) for name in JUDGED]
    tokens = pairs(folder / "train" / "wd_translit_dev" / "pairs.csv")
    for language in WIKIDATA_LANGUAGES:
        of_language = [pair for pair in tokens if pair.kind.endswith(f":{language}")]
        sets.append(PairSet(f"wd_translit_dev:{language}", of_language))
    inflected = pairs(folder / "dev" / RECALLED / "pairs.csv")
    reviewed = pairs(folder / "train" / REFUSED / "pairs.csv")
    return sets + [PairSet(RECALLED, inflected, "recall"), PairSet(REFUSED, reviewed, "refusal")]


def pairs(path):
    """The pairs of one file."""
    return [Pair(r["left"], r["right"], r["label"] == "1", r["kind"]) for r in read(path)]


def mention_lists(folder):
    """The clustered lists; the two topics of the second news list are two lists."""
    dev = Path(folder) / "dev"
    lists = [MentionList("slavic_news_a", read(dev / "slavic_news_a" / "mentions.csv"))]
    news = read(dev / "slavic_news_b" / "mentions.csv")
    for topic in sorted({row["source"] for row in news}):
        rows = [row for row in news if row["source"] == topic]
        lists.append(MentionList(f"slavic_news_b:{topic}", rows))
    for name in ("hipe2022_person", "acl_people"):
        lists.append(MentionList(name, read(dev / name / "mentions.csv")))
    return lists


def timed_pairs(sets, count):
    """The first `count` pairs of full names, then of tokens: what the speed is measured on."""
    order = ["ep_dev", "acl_people", "hipe2022_person", "ar_en_tokens", "apertium_kaz_names"]
    by_name = {one.name: one.pairs for one in sets}
    return [pair for name in order for pair in by_name[name]][:count]
