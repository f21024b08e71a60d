"""The same pairs through every system on one core → pairs per second, from raw strings.

Processor seconds are counted, not those of the clock: other work on the machine takes no part.
"""

import os
import time

COUNT = 20_000
# The slowest peer is timed on fewer: its rate does not depend on how many.
FEWER = {"Beider-Morse": 2_000}


def one_core():
    """This process, and every process it starts, stays on one core."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def of_peer(peer, pairs):
    """Pairs per second, romanization and parsing included, libraries already loaded."""
    from systems import forget

    peer.score("warm", "up")
    forget()
    timed = pairs[: FEWER.get(peer.name, len(pairs))]
    start = time.process_time()
    peer.scores(timed)
    return len(timed) / (time.process_time() - start)


def of_aka(aka, pairs):
    """Pairs per second with the start of the program and without it, and the seconds it takes."""
    start = min(aka.seconds(pairs[:1]) for _ in range(3))
    whole = min(aka.seconds(pairs) for _ in range(3))
    return len(pairs) / whole, len(pairs) / max(whole - start, 1e-9), start
