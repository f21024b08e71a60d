"""Stands in for PyICU, which has no wheel; comes in last on the path, so that a real one wins.

nomenklatura imports PyICU by way of normality, but logic-v2 never calls it: rigour romanizes
with its own tables. Nothing here answers: a call fails loudly, so no score can depend on it.
"""


class Transliterator:
    """Can be made, as normality does on import, and cannot be used."""

    @classmethod
    def createInstance(cls, _rules):  # noqa: N802 (PyICU's name)
        """A transliterator that refuses every text."""
        return cls()

    def transliterate(self, text):
        """Never reached by logic-v2."""
        raise RuntimeError(f"PyICU was called for {text!r}: install it, the score needs it")
