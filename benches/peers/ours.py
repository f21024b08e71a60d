"""aka, through its binary only: what anybody can run → scores, persons, seconds."""

import csv
import os
import resource
import subprocess
import time
from io import StringIO
from pathlib import Path

THRESHOLD = 0.5


class Aka:
    """The binary, and a folder for what it reads and writes."""

    def __init__(self, binary, folder):
        self.binary = Path(binary)
        self.folder = Path(folder)

    @property
    def version(self):
        """What the binary says it is."""
        return self._run("--version").strip()

    def judged(self, pairs):
        """For every pair its bits, which rank, and its probability, which decides."""
        # Not splitlines: a name may hold one of Unicode's rarer line separators.
        rows = csv.DictReader(StringIO(self._run("compare", "--pairs", self._write(pairs))))
        found = [(float(row["bits"]), float(row["probability"])) for row in rows]
        assert len(found) == len(pairs), "one answer for each pair"
        return [bits for bits, _ in found], [probability for _, probability in found]

    def persons(self, mentions):
        """The person of every mention, and the seconds it took; no attribute but doc and lang."""
        path, out = self.folder / "mentions.csv", self.folder / "resolved.csv"
        columns = ["mention_id", "name", "doc", "lang"]
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(mentions)
        start = time.perf_counter()
        self._run("resolve", path, "--out", out)
        seconds = time.perf_counter() - start
        with open(out, encoding="utf-8", newline="") as file:
            person = {row["mention_id"]: row["person_id"] for row in csv.DictReader(file)}
        return [person[row["mention_id"]] for row in mentions], seconds

    def seconds(self, pairs):
        """Processor seconds of judging the pairs, start of the program included."""
        path = self._write(pairs)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with open(os.devnull, "wb") as nothing:
            command = [self.binary, "compare", "--pairs", path]
            subprocess.run(command, check=True, stdout=nothing)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    def _write(self, pairs):
        path = self.folder / "pairs.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["left", "right"])
            writer.writerows((pair.left, pair.right) for pair in pairs)
        return path

    def _run(self, *arguments):
        command = [self.binary, *arguments]
        done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
        return done.stdout
