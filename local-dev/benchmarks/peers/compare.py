#!/usr/bin/env python3
"""Runs the same work on Anabranch and on other systems, interleaved, and writes a table and plots.

    compare.py [--rounds N] [--timeout SECONDS] [--works fan-1,nap-50] [--peers anabranch,temporal] [--folder DIR]

Installs the systems into DIR (default: ../target/peers) by pip and Maven. Results are appended to DIR/results.jsonl; `--report` only
writes the table and the plots from them. A system that does not finish within the timeout does not get wider work of that kind.
"""

import argparse
import json
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
RUNNERS = HERE / "runners"
BEGIN, END = "<!-- results: written by compare.py -->", "<!-- end of results -->"

# name, work of the runners, n, title
WORKS = [
    ("fan-1", "fan", 1, "1 action"),
    ("fan-100", "fan", 100, "100 actions"),
    ("fan-1000", "fan", 1_000, "1,000 actions"),
    ("fan-10000", "fan", 10_000, "10,000 actions"),
    ("fan-100000", "fan", 100_000, "100,000 actions"),
    ("nap-50", "nap", 1_000, "1,000 x 100 ms, 50 in parallel"),
    ("nested", "nested", 100, "100 x 100 texts, nested"),
    ("texts-10000", "texts", 10_000, "fan-in of 10,000 x 10 KB"),
    ("texts-1000000", "texts", 1_000_000, "fan-in of 1,000,000 x 200 B"),
]
WORKFLOWS = {"fan": "trivial-fan", "nap": "nap-fifty", "nested": "nested-texts", "texts": "text-fan-in"}
ALL = ("fan", "nap", "nested", "texts")


class Peer:
    """A system. `records` tells whether it records each action; only systems that do are ranked."""

    def __init__(self, name, title, works=ALL, records=True, pip=None, pom=None, script=None, arguments=()):
        self.name, self.title, self.works, self.records = name, title, works, records
        self.pip, self.pom, self.script, self.arguments = pip, pom, script, list(arguments)

    def install(self, folder):
        """Returns why the system cannot be installed, or None."""
        home = folder / self.name
        done = home / "installed"
        if done.exists():
            return None
        home.mkdir(parents=True, exist_ok=True)
        steps = []
        if self.pip:
            steps += [
                [sys.executable, "-m", "venv", home],
                [home / "bin" / "pip", "install", "-q", "--disable-pip-version-check", *self.pip],
            ]
        if self.pom:
            (home / "pom.xml").write_text(pom(self.pom))
            steps += [["mvn", "-q", "-B", "-f", home / "pom.xml", "dependency:copy-dependencies", f"-DoutputDirectory={home}/lib"]]
        if self.script and self.script.endswith(".java"):
            steps += [["javac", "-nowarn", "-d", home / "classes", "-cp", f"{home}/lib/*", RUNNERS / "java" / self.script]]
        for step in steps:
            ran = subprocess.run([str(part) for part in step], capture_output=True, text=True)
            if ran.returncode != 0:
                lines = [line for line in (ran.stderr + ran.stdout).strip().splitlines() if "ERROR" in line.upper()]
                return (lines or [f"{step[0]} returned {ran.returncode}"])[0].strip()[:160]
        done.touch()
        return None

    def command(self, folder, work, n):
        home = folder / self.name
        if self.script.endswith(".java"):
            return ["java", "-cp", f"{home}/classes:{home}/lib/*", self.script[: -len(".java")], work, str(n), *self.arguments]
        if self.name == "metaflow":
            nap = "0.1" if work == "nap" else "0"
            limits = ["--max-num-splits", str(n), "--max-workers", "50" if work == "nap" else str(os.cpu_count())]
            return [home / "bin" / "python", RUNNERS / self.script, "run", "--n", str(n), "--nap", nap, *limits]
        return [home / "bin" / "python", RUNNERS / self.script, work, str(n), *self.arguments]

    def millis(self, printed, n):
        """Returns the system's own time, start excluded, and whether the result is right."""
        for line in printed.splitlines():
            if "RESULT {" in line:
                outcome = json.loads(line[line.index("{") :])
                return outcome.get("ms"), outcome["ok"]
        return None, False


class Anabranch(Peer):
    def __init__(self):
        super().__init__("anabranch", "Anabranch")

    def install(self, folder):
        build = "mvn -q -B -Dquick -pl local-dev/benchmarks -am test-compile"
        ran = subprocess.run(build.split(), cwd=ROOT, capture_output=True, text=True)
        # The first command builds the launcher's jars and its archive of classes.
        subprocess.run([ROOT / "anabranch", "list"], capture_output=True)
        return None if ran.returncode == 0 else ran.stdout[-160:]

    def command(self, folder, work, n):
        given = {"n": n, "length": 200 if n >= 1_000_000 else 10_000} if work == "texts" else {"n": n}
        data = folder / "anabranch" / "data"
        return [ROOT / "anabranch", "run", WORKFLOWS[work], "--json", "--data", data, "--input", json.dumps(given)]

    def millis(self, printed, n):
        run = json.loads(printed)
        return run["millis"], run["status"] == "SUCCEEDED"


PEERS = [
    Anabranch(),
    Peer("executor", "executor of the JDK (records nothing)", records=False, script="ExecutorFan.java"),
    Peer("temporal", "Temporal test server 1.32.0", pom=["io.temporal:temporal-testing:1.32.0"], script="TemporalFan.java"),
    Peer(
        "dbos-java",
        "DBOS Java 1.1.0-m6, PostgreSQL",
        works=("fan", "nap"),
        pom=["dev.dbos:transact:1.1.0-m6"],
        script="DbosFan.java",
        arguments=["jdbc:postgresql://127.0.0.1:5301/peers"],
    ),
    Peer(
        "durable",
        "durable functions local runner 1.4.0",
        works=("fan", "nap", "texts"),
        pip=["aws-durable-execution-sdk-python-testing==1.4.0"],
        script="durable_runner.py",
    ),
    Peer("flyte", "Flyte 2.12.1 without records", records=False, pip=["flyte==2.12.1"], script="flyte_runner.py"),
    Peer("flyte-persist", "Flyte 2.12.1 with records", pip=["flyte==2.12.1"], script="flyte_runner.py", arguments=["persist"]),
    Peer(
        "flytekit",
        "flytekit 1.16.31 (records nothing)",
        works=("fan", "nap", "texts"),
        records=False,
        pip=["flytekit==1.16.31"],
        script="flytekit_runner.py",
    ),
    Peer("dbos", "DBOS Python 3.4.0, SQLite", pip=["dbos==3.4.0"], script="dbos_runner.py"),
    Peer("prefect", "Prefect 3.9.1", pip=["prefect==3.9.1"], script="prefect_runner.py"),
    Peer("dagster", "Dagster 1.13.29, in process", works=("fan", "nap", "texts"), pip=["dagster==1.13.29"], script="dagster_runner.py"),
    Peer("metaflow", "Metaflow 2.19.39", works=("fan", "nap"), pip=["metaflow==2.19.39"], script="metaflow_runner.py"),
    Peer("airflow", "Airflow 3.3.2, `dag.test()`", works=("fan", "nap"), pip=["apache-airflow==3.3.2"], script="airflow_runner.py"),
    Peer("zenml", "ZenML 0.98.0", works=("fan", "nap"), pip=["zenml[local]==0.98.0"], script="zenml_runner.py"),
]


def pom(dependencies):
    elements = ""
    for dependency in dependencies:
        group, artifact, version = dependency.split(":")
        elements += (
            f"<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version></dependency>"
        )
    return (
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>peers</groupId>'
        f"<artifactId>peers</artifactId><version>1</version><dependencies>{elements}</dependencies></project>"
    )


class PostgreSql:
    """A database for DBOS Java, from Debian's package, on port 5301 of this machine. PostgreSQL refuses to run as root."""

    def __init__(self, folder):
        self.folder = folder / "postgresql"
        binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        self.binaries = binaries[-1] if binaries else None
        self.prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []

    def call(self, program, *arguments):
        command = [*self.prefix, self.binaries / program, *arguments]
        with open(self.folder.parent / "postgresql.log", "a") as log:
            return subprocess.run([str(part) for part in command], stdout=log, stderr=log).returncode

    def start(self):
        """Returns why the database cannot be started, or None."""
        if not self.binaries:
            return "PostgreSQL is missing: install Debian's `postgresql`."
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        if self.prefix:
            shutil.chown(self.folder, "postgres", "postgres")
            for parent in self.folder.parents:
                if not os.stat(parent).st_mode & 0o1:
                    return f"The user postgres cannot enter {parent}."
        password = self.folder.parent / "password"
        password.write_text("peers")
        password.chmod(0o644)
        if self.call("initdb", "-D", self.folder / "data", "-U", "peers", f"--pwfile={password}", "-A", "scram-sha-256", "-N") != 0:
            return "`initdb` failed."
        options = f"-p 5301 -c listen_addresses=127.0.0.1 -k {self.folder}"
        if self.call("pg_ctl", "-w", "-D", self.folder / "data", "-l", self.folder / "log", "-o", options, "start") != 0:
            return "PostgreSQL does not start."
        os.environ["PGPASSWORD"] = "peers"
        self.call("createdb", "-h", "127.0.0.1", "-p", "5301", "-U", "peers", "peers")
        return None

    def stop(self):
        if (self.folder / "data").exists():
            self.call("pg_ctl", "-D", self.folder / "data", "-m", "fast", "stop")


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


def environment(folder):
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    settings = {
        "HOME": str(home),
        "ANABRANCH_CLASSPATH": str(HERE.parent / "target" / "test-classes"),
        "DO_NOT_TRACK": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300",
        "DAGSTER_DISABLE_TELEMETRY": "1",
        "ZENML_ANALYTICS_OPT_IN": "false",
        "AUTO_OPEN_DASHBOARD": "false",
        "METAFLOW_USER": "peers",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "false",
        "FLYTE_DISABLE_RICH_LOGGING": "1",
    }
    return {**os.environ, **settings}


def measure(peer, folder, work, n, timeout):
    load = os.getloadavg()[0]
    command = [str(part) for part in peer.command(folder, work, n)]
    output = folder / "output"
    started = time.time()
    with open(output, "w") as out, open(folder / "errors", "w") as errors:
        process = subprocess.Popen(
            command, stdout=out, stderr=errors, stdin=subprocess.DEVNULL, env=environment(folder), cwd=folder / "home", start_new_session=True
        )
        peak, late = 0, False
        while True:
            try:
                process.wait(timeout=0.1)
                break
            except subprocess.TimeoutExpired:
                peak = max(peak, session(process.pid)[1])
                late = time.time() - started > timeout
                if late:
                    break
    wall = time.time() - started
    for left in session(process.pid)[0]:
        os.kill(left, signal.SIGKILL)
    process.wait()
    millis, ok = None, False
    if not late:
        try:
            millis, ok = peer.millis(output.read_text(), n)
        except (ValueError, KeyError):
            pass
    row = {"wall": round(wall, 3), "ms": millis, "ok": ok, "late": late, "peak_mb": round(peak / 1e6), "load": round(load, 1)}
    if not ok and not late:
        row["why"] = (folder / "errors").read_text().strip()[-300:]
    return row


def run(options, folder):
    peers = [peer for peer in PEERS if not options.peers or peer.name in options.peers]
    works = [work for work in WORKS if not options.works or work[0] in options.works]
    absent = {}
    postgresql = PostgreSql(folder)
    for peer in peers:
        why = peer.install(folder)
        if not why and peer.name == "dbos-java":
            why = postgresql.start()
        if why:
            absent[peer.name] = why
        print(peer.title, "-", why or "installed", flush=True)
    (folder / "absent.json").write_text(json.dumps(absent, indent=1))
    late = set()
    try:
        for turn in range(options.rounds):
            for name, work, n, _ in works:
                order = peers[turn % len(peers) :] + peers[: turn % len(peers)]
                for peer in order:
                    wide = n >= 100_000 and peer.name not in ("anabranch", "executor", "flyte", "flytekit", "temporal")
                    if peer.name in absent or work not in peer.works or (peer.name, work) in late or wide:
                        continue
                    if n >= 1_000_000 and peer.name != "anabranch":
                        continue
                    row = {"work": name, "peer": peer.name, **measure(peer, folder, work, n, options.timeout)}
                    if row["late"] or not row["ok"]:
                        late.add((peer.name, work))
                    with open(folder / "results.jsonl", "a") as results:
                        results.write(json.dumps(row) + "\n")
                    print(json.dumps(row), flush=True)
    finally:
        postgresql.stop()


def cell(rows):
    """Returns the median of the whole process, the spread, the median of the own time, the peak of memory and the load."""
    if not rows:
        return "–"
    if any(row["late"] for row in rows):
        return "over the timeout"
    good = [row for row in rows if row["ok"]]
    if not good:
        return "failed"
    walls = sorted(row["wall"] for row in good)
    text = f"{statistics.median(walls):.1f} s"
    if len(walls) > 1:
        text += f" ({walls[0]:.1f} to {walls[-1]:.1f})"
    own = [row["ms"] for row in good if row["ms"] is not None]
    if own:
        text += f"; own {statistics.median(own) / 1000:.1f}"
    text += f"; {max(row['peak_mb'] for row in good)} MB"
    return text + f"; load {statistics.median(row['load'] for row in good):.0f}"


def report(folder):
    rows = [json.loads(line) for line in (folder / "results.jsonl").read_text().splitlines()]
    absent = json.loads((folder / "absent.json").read_text())
    works = [work for work in WORKS if any(row["work"] == work[0] for row in rows)]
    peers = [peer for peer in PEERS if any(row["peer"] == peer.name for row in rows)]
    found = {}
    for row in rows:
        found.setdefault((row["work"], row["peer"]), []).append(row)
    most = max(len(group) for group in found.values())
    lines = [
        BEGIN,
        "",
        f"Measured on {time.strftime('%Y-%m-%d')}: {os.cpu_count()} cores, {platform.system()}, at most {most}"
        f" round{'' if most == 1 else 's'}. Each figure is the median of the wall time of the whole process (and its spread); the system's"
        " own time in seconds, start excluded; the peak of resident memory; the load of the machine before.",
    ]
    for name, _, _, title in works:
        lines += ["", f"**{title}**", "", "| system | records actions | result |", "|---|---|---|"]
        timed = [(peer, found.get((name, peer.name), [])) for peer in peers]
        timed = [(peer, group) for peer, group in timed if group]
        timed.sort(key=lambda pair: (not any(r["ok"] for r in pair[1]), statistics.median(r["wall"] for r in pair[1])))
        lines += [f"| {peer.title} | {'yes' if peer.records else 'no'} | {cell(group)} |" for peer, group in timed]
        plot(HERE / "plots" / f"{name}.svg", title, timed)
        lines += ["", f"![{title}](peers/plots/{name}.svg)"]
    if absent:
        titles = {peer.name: peer.title for peer in PEERS}
        lines += ["", "Not measured:", ""] + [f"- {titles[name]}: {why}" for name, why in absent.items()]
    lines += ["", END]
    readme = HERE.parent / "README.md"
    text = readme.read_text()
    readme.write_text(text[: text.index(BEGIN)] + "\n".join(lines) + text[text.index(END) + len(END) :])


def plot(file, title, timed):
    """Draws a bar for the median of each system, on a logarithmic axis from 0.01 s to 1,000 s."""
    from math import log10

    bars = [(peer.title, statistics.median(r["wall"] for r in group if r["ok"])) for peer, group in timed if any(r["ok"] for r in group)]
    height = 40 + 22 * len(bars)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{height}" font-family="sans-serif" font-size="12">',
        f'<rect width="760" height="{height}" fill="white"/>',
        f'<text x="10" y="20" font-weight="bold">{title}: wall time in seconds, logarithmic</text>',
    ]
    for place, (label, seconds) in enumerate(bars):
        y = 34 + 22 * place
        width = max(2, (log10(max(seconds, 0.01)) + 2) * 80)
        colour = "#2b6cb0" if label == "Anabranch" else "#a0aec0"
        parts += [
            f'<text x="10" y="{y + 13}">{label}</text>',
            f'<rect x="280" y="{y}" width="{width:.0f}" height="17" fill="{colour}"/>',
            f'<text x="{284 + width:.0f}" y="{y + 13}">{seconds:.2f}</text>',
        ]
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join([*parts, "</svg>", ""]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--timeout", type=int, default=300, help="seconds for one program")
    parser.add_argument("--works", type=lambda names: names.split(","), default=[])
    parser.add_argument("--peers", type=lambda names: names.split(","), default=[])
    parser.add_argument("--folder", type=Path, default=HERE.parent / "target" / "peers")
    parser.add_argument("--report", action="store_true", help="only write the table and the plots")
    options = parser.parse_args()
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if not options.report:
        run(options, folder)
    report(folder)


if __name__ == "__main__":
    main()
