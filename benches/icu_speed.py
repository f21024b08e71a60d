"""Words a second of ICU's transliterators (`uconv` of Debian's icu-devtools), on the words of benches/read.rs.

A transliterator is made anew by each call, so the time of a short text is taken off that of a long one.
"""

import re
import subprocess
import time
from pathlib import Path

TRANSFORMS = {
    "Latin": "Latin-ASCII",
    "Latin, marks": "Latin-ASCII",
    "Cyrillic, ru": "Russian-Latin/BGN",
    "Cyrillic, kk": "Kazakh-Latin/BGN",
    "Arabic, ar": "Arabic-Latin/BGN",
    "Hebrew": "Hebrew-Latin/BGN",
    "Greek": "Greek-Latin/UNGEGN",
    "Han": "Han-Latin",
}
SAMPLE = r'\(\s*"([^"]+)",\s*"(\w+)",\s*"[^"]*",\s*\[(.*?)\]'


def seconds(transform, text):
    """The best of three runs, since other work on the machine only slows."""
    runs = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(
            ["uconv", "-f", "utf8", "-t", "utf8", "-x", transform],
            input=text.encode(),
            stdout=subprocess.DEVNULL,
            check=True,
        )
        runs.append(time.perf_counter() - start)
    return min(runs)


source = (Path(__file__).parents[1] / "crates/bench/benches/read.rs").read_text(encoding="utf-8")
for title, _, names in re.findall(SAMPLE, source, re.S):
    words = [word for name in re.findall(r'"([^"]+)"', names) for word in name.split()]
    text = "\n".join(words) + "\n"
    short, long = 100, 3000
    taken = seconds(TRANSFORMS[title], text * long) - seconds(TRANSFORMS[title], text * short)
    print(f"{title:<14}{(long - short) * len(words) / taken:>13.0f}")
