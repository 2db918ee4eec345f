#!/usr/bin/env python3
"""Runs the same work on Anabranch and on other systems, interleaved, and writes tables and plots.

    compare.py [--rounds N] [--timeout SECONDS] [--works fan-1,nap-50] [--systems anabranch,temporal] [--folder DIR]

Installs the systems into DIR (default: ../target/peers) by pip and Maven. Results are appended to DIR/results.jsonl, and the tables are of
all rounds in it; delete it to begin anew. `--install` only installs, `--report` only writes the tables and the plots.

A program that does not finish within the timeout is stopped. A system is not run where its results predict that it needs more than the
timeout: narrower work of the same kind, or as many trivial actions, extrapolated linearly. `--repeat SECONDS` saves time: a program that took
longer in an earlier round is not run again.
"""

import argparse
import contextlib
import json
import math
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import results
from systems import HERE, RUNNERS, SYSTEMS, WORKS, PostgreSql

# A prediction may be too high, so a system is run unless the prediction clearly exceeds the timeout.
CLEARLY = 1.25


def session(leader):
    """Returns the processes of a session, and their resident memory in bytes."""
    processes, memory = [], 0
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                fields = Path("/proc", entry, "stat").read_text().rpartition(") ")[2].split()
            except OSError:
                continue
            if int(fields[3]) == leader:
                processes.append(int(entry))
                memory += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    return processes, memory


def kill(processes):
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


class Watch(threading.Thread):
    """Samples the memory of a session, and kills its processes at a time."""

    def __init__(self, leader, end):
        super().__init__(daemon=True)
        self.leader, self.end = leader, end
        self.peak, self.late = 0, False
        self.ended = threading.Event()

    def run(self):
        while not self.ended.wait(0.1):
            processes, memory = session(self.leader)
            self.peak = max(self.peak, memory)
            if time.time() > self.end:
                self.late = True
                kill(processes)
                return

    def stop(self):
        """Ends the thread, and returns whether it has killed the processes."""
        self.ended.set()
        self.join()
        return self.late


def environment(folder):
    home = folder / "home"
    (home / "dagster").mkdir(parents=True, exist_ok=True)
    settings = {
        "HOME": str(home),
        "ANABRANCH_CLASSPATH": str(HERE.parent / "target" / "test-classes"),
        "DO_NOT_TRACK": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300",
        "DAGSTER_HOME": str(home / "dagster"),
        "DAGSTER_DISABLE_TELEMETRY": "1",
        "ZENML_ANALYTICS_OPT_IN": "false",
        "AUTO_OPEN_DASHBOARD": "false",
        "METAFLOW_USER": "peers",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "false",
        "AIRFLOW__CORE__DAGS_FOLDER": str(RUNNERS),
        "FLYTE_DISABLE_RICH_LOGGING": "1",
    }
    return {**os.environ, **settings}


def judge(system, printed, work):
    """Returns what the system makes of its output; if that is not what its runner prints, the result is wrong."""
    try:
        millis, ok, note = system.outcome(printed, work)
        if millis is None or math.isfinite(millis):
            return millis, ok is True, note
    except (ValueError, KeyError, TypeError):
        pass
    return None, False, None


def measure(system, folder, work, timeout):
    load = os.getloadavg()[0]
    command = [str(part) for part in system.command(folder, work)]
    output = folder / "output"
    variables = environment(folder)
    started = time.time()
    with open(output, "w") as out, open(folder / "errors", "w") as errors:
        try:
            process = subprocess.Popen(
                command, stdout=out, stderr=errors, stdin=subprocess.DEVNULL, env=variables, cwd=folder / "home", start_new_session=True
            )
        except OSError as error:
            return {"ok": False, "late": False, "note": str(error)}
        watch = Watch(process.pid, started + timeout)
        watch.start()
        try:
            # Popen.wait with a timeout polls, and would return up to 50 ms later.
            _, process.returncode, usage = os.wait4(process.pid, 0)
            wall = time.time() - started
        finally:
            # Ctrl-C does not reach the program, because it has its own session.
            late = watch.stop()
            kill(session(process.pid)[0])
            process.wait()
    peak = max(watch.peak, usage.ru_maxrss * 1024)
    printed = output.read_text(errors="replace")
    millis, ok, note = (None, False, None) if late else judge(system, printed, work)
    row = {"wall": round(wall, 3), "ms": millis, "ok": ok, "late": late, "peak_mb": round(peak / 1e6), "load": round(load, 1)}
    if not ok and not late:
        note = note or ((folder / "errors").read_text(errors="replace").strip() or printed.strip())[-300:]
    return {**row, "note": note} if note else row


def predicted(system, work, rows, timeout):
    """Returns the seconds that the system needs for a work according to measured rounds of other work, or None if that is unknown."""
    by_name = {other.name: other for other in WORKS}
    kinds = {work.kind, "fan"} if work.kind in ("fan", "nap", "nested", "texts") else {work.kind}
    walls = {}
    for row in rows:
        other = by_name[row["work"]]
        if row["system"] == system.name and other != work and other.kind in kinds and other.actions <= work.actions and "wall" in row:
            if row["late"] and row["timeout"] >= timeout:
                return math.inf
            if row["ok"]:
                walls.setdefault(other, []).append(row["wall"])
    medians = {other: statistics.median(times) for other, times in walls.items()}
    start = min((wall for other, wall in medians.items() if other.actions == 1), default=0)
    found = []
    for kind in kinds:  # the least, because texts of other sizes need other times
        wide = [(other.actions, wall) for other, wall in medians.items() if other.kind == kind and other.actions >= 100]
        if wide:
            actions, wall = max(wide)
            found.append(start + max(0, wall - start) * work.actions / actions)
    return min(found, default=None)


def install(systems, folder, postgresql):
    """Installs the systems, runs each once, because the first program of some creates a database, and returns why some are absent."""
    file = folder / "absent.json"
    absent = json.loads(file.read_text()) if file.exists() else {}
    for system in systems:
        absent.pop(system.name, None)
        why = system.install(folder)
        if not why and system.name == "dbos-java":
            why = postgresql.start()
        if not why and not (folder / f"{system.name}.tried").exists():
            work = next(work for work in WORKS if work.kind in system.works)
            row = measure(system, folder, work, 600)
            if row["ok"]:
                (folder / f"{system.name}.tried").touch()
            else:
                why = "Its first program failed: " + row.get("note", "no answer within 10 minutes")
        if why:
            absent[system.name] = why
        print(system.title, "-", why or "installed", flush=True)
    file.write_text(json.dumps(absent, indent=1))
    return absent


def skipped(system, work, rows, options):
    """Returns the row of a system that is not run for this work, or None."""
    earlier = [row for row in rows if (row["work"], row["system"]) == (work.name, system.name) and "wall" in row]
    if any(row["late"] and row["timeout"] >= options.timeout for row in earlier):
        return {"ok": False, "late": True}
    if earlier and options.repeat and statistics.median(row["wall"] for row in earlier) > options.repeat:
        return {"ok": False, "late": False, "note": "not repeated"}
    seconds = predicted(system, work, rows, options.timeout)
    if not earlier and seconds and seconds > CLEARLY * options.timeout:
        return {"ok": False, "late": True} if seconds == math.inf else {"ok": False, "late": True, "predicted": round(seconds)}
    return None


def run(options, folder):
    systems = [system for system in SYSTEMS if not options.systems or system.name in options.systems]
    works = [work for work in WORKS if not options.works or work.name in options.works]
    postgresql = PostgreSql(folder)
    try:
        absent = install(systems, folder, postgresql)
        if options.install:
            return
        file = folder / "results.jsonl"
        rows = results.read(file)
        first = 1 + max((row["round"] for row in rows if row["work"] != "conformance"), default=0)
        for turn in range(first, first + options.rounds):
            began = time.time()
            for system in systems:
                system.prepare()
            for work in works:
                for system in systems[turn % len(systems) :] + systems[: turn % len(systems)]:
                    if system.name in absent or work.kind not in system.works:
                        continue
                    failed = [row for row in rows if row["system"] == system.name and not row["ok"] and not row["late"]]
                    if any("wall" in row and row["kind"] == work.kind and row["round"] == turn for row in failed):
                        continue
                    outcome = skipped(system, work, rows, options) or measure(system, folder, work, options.timeout)
                    key = {"round": turn, "work": work.name, "kind": work.kind, "system": system.name, "timeout": options.timeout}
                    rows.append({**key, **outcome})
                    with open(file, "a") as appended:
                        appended.write(json.dumps(rows[-1]) + "\n")
                    print(json.dumps(rows[-1]), flush=True)
            print(f"Round {turn}, {time.time() - began:.0f} s:", flush=True)
            for work in works:
                line = results.ranking(results.walls([row for row in rows if row["round"] == turn], work))
                if line:
                    print(f"  {work.title}: {line}", flush=True)
    finally:
        postgresql.stop()


def positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than 1.")
    return number


def names(known):
    def parse(text):
        given = text.split(",")
        for name in given:
            if name not in known:
                raise argparse.ArgumentTypeError(f"`{name}` is none of {', '.join(known)}.")
        return given

    return parse


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=positive, default=3)
    parser.add_argument("--timeout", type=positive, default=300, help="seconds for one program")
    parser.add_argument("--repeat", type=float, help="do not repeat programs that took longer, in seconds")
    parser.add_argument("--works", type=names([work.name for work in WORKS]), default=[])
    parser.add_argument("--systems", type=names([system.name for system in SYSTEMS]), default=[])
    parser.add_argument("--folder", type=Path, default=HERE.parent / "target" / "peers")
    parser.add_argument("--install", action="store_true", help="only install the systems")
    parser.add_argument("--report", action="store_true", help="only write the tables and the plots")
    options = parser.parse_args()
    folder = options.folder.resolve()
    if not options.report:
        folder.mkdir(parents=True, exist_ok=True)
        run(options, folder)
    if options.install:
        return
    if not results.read(folder / "results.jsonl"):
        sys.exit(f"compare.py: {folder} has no results. Run compare.py without --report first, or name the folder that it used by --folder.")
    results.report(folder)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("compare.py: stopped. The results so far are kept; --report writes their tables.", file=sys.stderr)
        sys.exit(130)
