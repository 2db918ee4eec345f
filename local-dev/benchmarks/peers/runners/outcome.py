"""What the runners share: the printed outcome, the expected results, and the units of Dagster's example."""

import hashlib
import json
import time


class Outcome:
    """Prints the system's own time, start excluded, and whether the result is right."""

    def __init__(self):
        self.started = time.time()

    def print(self, right, why=""):
        millis = int((time.time() - self.started) * 1000)
        print("RESULT", json.dumps({"ms": millis, "ok": bool(right), "why": why[:200]}), flush=True)


def text_length(n):
    """The characters of a text in a fan-in of n texts."""
    return 200 if n >= 1_000_000 else 10_000


def expected(work, n):
    """The sum of 0 to n - 1, the number of characters of all texts, or the number of units."""
    if work == "texts":
        return n * text_length(n)
    return {"nested": n * 100_000, "records": n * 20}.get(work, n * (n - 1) // 2)


def process_record(i):
    """Hashes each of the 20 units of a record 1,000 times, and returns the number of units."""
    seals = []
    for unit in range(20):
        seal = f"u{unit}".encode()
        for _ in range(1_000):
            seal = hashlib.sha256(seal).digest()
        seals.append(seal.hex()[:8])
    return len(seals)
