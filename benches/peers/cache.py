"""What a peer computed once stays on disk: a peer does not change between our runs.

The key is made of the versions, the names asked about and a number raised by hand with the code.
"""

import hashlib
import json
from pathlib import Path

# Raise when systems.py or clusters.py changes what a peer computes.
GENERATION = 1


class Cache:
    """A folder of JSON files, one for each question."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def get(self, label, question, compute):
        """The stored answer to `question`, else `compute()`, stored."""
        text = json.dumps([GENERATION, label, question], ensure_ascii=False)
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        path = self.folder / f"{label.replace('/', '-').replace(':', '-')}-{digest}.json"
        if path.exists():
            return json.loads(path.read_text(encoding="utf-8"))
        answer = compute()
        part = path.with_suffix(".part")
        part.write_text(json.dumps(answer), encoding="utf-8")
        part.rename(path)
        return answer
