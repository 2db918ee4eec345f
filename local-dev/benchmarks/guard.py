#!/usr/bin/env python3
"""Fails if one of the headline ratios has become worse by half, which is the same as a fall by a third.

    guard.py [--quick] [--write]

`--quick` measures fewer rounds. `--write` stores what was measured as the new baselines in guard.json. A ratio that misses its limit is
measured again, twice at most, because other processes of the machine disturb the caches; the best counts.
"""

import argparse
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BASELINES = HERE / "guard.json"
WORSE = 1.5
ATTEMPTS = 3


def cpu(*command):
    """Returns the CPU time of a command with its children, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ANABRANCH_")}
    done = subprocess.run([str(part) for part in command], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if done.returncode != 0:
        sys.exit(f"{command[0]} returned {done.returncode}: {done.stderr.decode()[-500:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def starts(rounds):
    """Returns the CPU time of short commands divided by that of a JVM that prints its version."""
    java = Path(os.environ["JAVA_HOME"], "bin", "java") if os.environ.get("JAVA_HOME") else "java"
    with tempfile.TemporaryDirectory() as data:
        commands = {
            "start-of-list": [ROOT / "anabranch", "list"],
            "start-of-explain": [ROOT / "anabranch", "explain", "square-all"],
            "start-of-run": [ROOT / "anabranch", "run", "large-fanout", "--input", '{"r": 1}', "--data", data],
        }
        ratios = {name: [] for name in commands}
        for turn in range(rounds + 1):
            for name, command in commands.items():
                bare = statistics.median(cpu(java, "-XX:+UseSerialGC", "-version") for _ in range(3))
                ratio = cpu(*command) / bare
                if turn > 0:  # the first builds the launcher's jars and its archive
                    ratios[name].append(ratio)
    return {name: statistics.median(values) for name, values in ratios.items()}


def inside():
    """Returns the ratios that are measured inside one JVM."""
    maven = "mvn -q -B -Dstyle.color=never -Dquick -Pbenchmarks -pl local-dev/benchmarks -am process-test-classes -Dbenchmark=HeadlineRatios"
    # With C1 alone, the ratios do not depend on when C2 has compiled what.
    environment = {**os.environ, "JAVA_TOOL_OPTIONS": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"}
    done = subprocess.run(maven.split(), cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        sys.exit(done.stdout[-3000:])
    return {name: float(ratio) for name, ratio in re.findall(r"([a-z-]+) ([0-9]+\.[0-9]{3})$", done.stdout, re.MULTILINE)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rounds = 3 if options.quick else 9
    for tool in ("java", "mvn"):
        if not shutil.which(tool):
            sys.exit(f"guard.py: `{tool}` is missing: install it, or add it to the PATH.")
    measured = {**starts(rounds), **inside()}
    if options.write:
        lost = set(json.loads(BASELINES.read_text())) - set(measured)
        if lost:
            sys.exit(f"guard.py: not measured: {', '.join(sorted(lost))}. guard.json is unchanged.")
        BASELINES.write_text(json.dumps({name: round(ratio, 2) for name, ratio in measured.items()}, indent=2) + "\n")
        return
    limits = {name: baseline * WORSE for name, baseline in json.loads(BASELINES.read_text()).items()}
    for _ in range(ATTEMPTS - 1):
        slow = [name for name in limits if measured.get(name, limits[name] + 1) > limits[name]]
        if not slow:
            break
        again = {}
        if any(name.startswith("start-") for name in slow):
            again.update(starts(rounds))
        if any(not name.startswith("start-") for name in slow):
            again.update(inside())
        measured = {name: min(ratio, again.get(name, ratio)) for name, ratio in {**again, **measured}.items()}
    failed = False
    for name, limit in limits.items():
        ratio = measured.get(name)
        missed = ratio is None or ratio > limit
        failed |= missed
        print(f"{name:28} {'missing' if ratio is None else format(ratio, '.2f'):>8}, limit {limit:.2f}{'  TOO SLOW' if missed else ''}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
