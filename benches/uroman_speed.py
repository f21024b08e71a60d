"""Words a second of uroman (PyPI `uroman`), on the words of benches/read.rs: for comparison."""

import re
import time
from pathlib import Path

import uroman

reader = uroman.Uroman()
source = (Path(__file__).parents[1] / "crates/bench/benches/read.rs").read_text(encoding="utf-8")
SAMPLE = r'\(\s*"([^"]+)",\s*"(\w+)",\s*"[^"]*",\s*\[(.*?)\]'
for title, language, names in re.findall(SAMPLE, source, re.S):
    words = [word for name in re.findall(r'"([^"]+)"', names) for word in name.split()]
    codes = {"kk": "kaz", "de": "deu", "ru": "rus", "ar": "ara", "he": "heb", "el": "ell", "zh": "zho"}
    for word in words:
        reader.romanize_string(word, lcode=codes[language])
    start, rounds = time.perf_counter(), 0
    while time.perf_counter() - start < 0.5:
        for word in words:
            reader.romanize_string(word, lcode=codes[language])
        rounds += 1
    print(f"{title:<14}{rounds * len(words) / (time.perf_counter() - start):>13.0f}")
