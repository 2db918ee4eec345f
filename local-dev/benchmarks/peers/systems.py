"""What is compared: the work, the systems with their installation and commands, and the database that one of them needs."""

import glob
import json
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
RUNNERS = HERE / "runners"

# `kind` and `n` are the arguments of the runners; `actions` is the number of actions that any system needs for the work.
Work = namedtuple("Work", "name kind n actions title")
WORKS = [
    Work("fan-1", "fan", 1, 1, "1 action"),
    Work("fan-100", "fan", 100, 100, "100 actions"),
    Work("fan-1000", "fan", 1_000, 1_000, "1,000 actions"),
    Work("fan-10000", "fan", 10_000, 10_000, "10,000 actions"),
    Work("fan-100000", "fan", 100_000, 100_000, "100,000 actions"),
    Work("nap-50", "nap", 1_000, 1_000, "1,000 x 100 ms, 50 in parallel"),
    Work("records-10", "records", 10, 10, "10 records of 20 units, of Dagster's example"),
    Work("nested", "nested", 100, 10_000, "100 x 100 texts, nested"),
    Work("texts-10000", "texts", 10_000, 10_000, "fan-in of 10,000 x 10 KB"),
    Work("texts-1000000", "texts", 1_000_000, 1_000_000, "fan-in of 1,000,000 x 200 B"),
    Work("map-1000", "map-jsonpath", 1_000, 1_000, "engines: Distributed Map of 1,000 items, JSONPath"),
    Work("map-10000", "map-jsonpath", 10_000, 10_000, "engines: Distributed Map of 10,000 items, JSONPath"),
    Work("map-jsonata-1000", "map-jsonata", 1_000, 1_000, "engines: Distributed Map of 1,000 items, JSONata"),
    Work("map-jsonata-10000", "map-jsonata", 10_000, 10_000, "engines: Distributed Map of 10,000 items, JSONata"),
    Work("conformance", "conformance", 1, 1, "engines: test cases of Anabranch's engine with the expected outcome"),
]
WORKFLOWS = {"fan": "trivial-fan", "nap": "nap-fifty", "nested": "nested-texts", "texts": "text-fan-in"}
ALL = ("fan", "nap", "records", "nested", "texts")


class System:
    """A system. `records` tells where it records each action: "on disk", "in memory" or "no"."""

    def __init__(self, name, title, works=ALL, records="on disk", pip=(), poms=(), script=None, arguments=(), home=None, oldest=(3, 11)):
        self.name, self.title, self.works, self.records = name, title, works, records
        self.pip, self.poms, self.script, self.arguments = pip, poms, script, arguments
        self.home, self.oldest = home or name, oldest
        self.is_java = script is not None and script.endswith(".java")

    def install(self, folder):
        """Returns why the system cannot be installed, or None."""
        home = folder / self.home
        done = home / "installed"
        if done.exists():
            return None
        home.mkdir(parents=True, exist_ok=True)
        steps = []
        if self.pip:
            python = interpreter(self.oldest)
            if not python:
                return f"It needs Python {'.'.join(map(str, self.oldest))}."
            steps += [
                [python, "-m", "venv", home],
                [home / "bin" / "pip", "install", "-q", "--disable-pip-version-check", *self.pip],
            ]
        if self.poms:
            (home / "pom.xml").write_text(pom(self.poms))
            steps += [["mvn", "-q", "-B", "-f", home / "pom.xml", "dependency:copy-dependencies", f"-DoutputDirectory={home}/lib"]]
        if self.is_java:
            steps += [["javac", "-nowarn", "-d", home / "classes", "-cp", f"{home}/lib/*", RUNNERS / "java" / self.script]]
        for step in steps:
            why = failure(step)
            if why:
                return why
        done.touch()
        return None

    def prepare(self):
        """Does what must not be measured, before each round."""

    def command(self, folder, work):
        home = folder / self.home
        if self.is_java:
            return ["java", "-cp", f"{home}/classes:{home}/lib/*", self.script[: -len(".java")], work.kind, work.n, *self.arguments]
        python = home / "bin" / "python" if self.pip else sys.executable
        return [python, RUNNERS / self.script, work.kind, work.n, *self.arguments]

    def outcome(self, printed, work):
        """Returns the system's own time in milliseconds, start excluded, whether the result is right, and a note."""
        for line in printed.splitlines():
            if "RESULT {" in line:
                outcome = json.loads(line[line.index("{") :])
                return outcome.get("ms"), outcome["ok"], outcome.get("why")
        return None, False, None


class Metaflow(System):
    """Metaflow's command line, which needs a limit for the width. By default it runs 16 tasks in parallel."""

    def command(self, folder, work):
        python, script, *_ = super().command(folder, work)
        limits = ["--max-num-splits", work.n, "--max-workers", 50 if work.kind == "nap" else os.cpu_count()]
        return [python, script, "run", "--n", work.n, "--nap", 0.1 if work.kind == "nap" else 0, *limits]


class Anabranch(System):
    """The launcher, as users call it: with its archive of classes. Its records are in a data folder, which is kept from round to round."""

    def __init__(self, name, title, options=""):
        super().__init__(name, title)
        self.options = options

    def install(self, folder):
        build = "mvn -q -B -Dquick -pl local-dev/benchmarks -am test-compile"
        why = failure(build.split())
        if not why:
            self.prepare()
        return why

    def prepare(self):
        # A command builds the launcher's jars and its archive if they are missing, or older than the sources or the libraries.
        subprocess.run([ROOT / "anabranch", "list"], capture_output=True)

    def command(self, folder, work):
        given = {"n": work.n}
        if work.kind == "texts":
            given["length"] = text_length(work)
        launcher = ["env", f"ANABRANCH_JAVA_OPTS={self.options}", ROOT / "anabranch", "run", WORKFLOWS.get(work.kind, "record-pipeline")]
        if work.kind == "records":
            units = [f"u{unit}" for unit in range(20)]
            given = {"records": [{"id": f"r{record}", "units": units} for record in range(work.n)]}
            launcher = ["env", "-u", "ANABRANCH_CLASSPATH", *launcher]  # one of the examples
        return [*launcher, "--json", "--data", folder / self.name / "data", "--input", json.dumps(given)]

    def outcome(self, printed, work):
        run = json.loads(printed)
        if work.kind == "records":
            right = (run["output"]["records"], run["output"]["units"]) == (work.n, 20 * work.n)
        else:
            right = run["output"] == expected(work)
        return run["millis"], right and run["status"] == "SUCCEEDED", run["error"]


def failure(command):
    """Runs a command that installs something, and returns why it failed, or None."""
    if not shutil.which(command[0]):
        return f"`{command[0]}` is missing: install it, or add it to the PATH."
    ran = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True)
    if ran.returncode == 0:
        return None
    lines = [line for line in (ran.stderr + ran.stdout).strip().splitlines() if "ERROR" in line.upper()]
    return (lines or [f"{command[0]} returned {ran.returncode}"])[0].strip()[:160]


def text_length(work):
    return 200 if work.n >= 1_000_000 else 10_000


def expected(work):
    return {"texts": work.n * text_length(work), "nested": work.n * 100_000}.get(work.kind, work.n * (work.n - 1) // 2)


ENGINES = ("map-jsonpath", "map-jsonata", "conformance")
SYSTEMS = [
    Anabranch("anabranch", "Anabranch"),
    Anabranch("anabranch-short", "Anabranch with the option for short tasks", options="-XX:TieredStopAtLevel=1"),
    System("executor", "executor of the JDK", works=("fan", "nap", "nested", "texts"), records="no", script="ExecutorFan.java"),
    System(
        "temporal",
        "Temporal test server 1.32.0",
        works=("fan", "nap", "nested", "texts"),
        records="in memory",
        poms=["io.temporal:temporal-testing:1.32.0"],
        script="TemporalFan.java",
    ),
    System(
        "dbos-java",
        "DBOS Java 1.1.0-m6, PostgreSQL",
        works=("fan", "nap"),
        poms=["dev.dbos:transact:1.1.0-m6"],
        script="DbosFan.java",
        arguments=["jdbc:postgresql://127.0.0.1:5301/peers"],
    ),
    System(
        "durable",
        "durable functions local runner 1.4.0",
        works=("fan", "nap", "records", "texts"),
        records="in memory",
        pip=["aws-durable-execution-sdk-python-testing==1.4.0"],
        script="durable_runner.py",
    ),
    System("flyte", "Flyte 2.12.1 without records", records="no", pip=["flyte==2.12.1"], script="flyte_runner.py"),
    System(
        "flyte-persist",
        "Flyte 2.12.1 with records",
        pip=["flyte==2.12.1"],
        script="flyte_runner.py",
        arguments=["persist"],
        home="flyte",
    ),
    System(
        "flytekit",
        "flytekit 1.16.31",
        works=("fan", "nap", "records", "texts"),
        records="no",
        pip=["flytekit==1.16.31"],
        script="flytekit_runner.py",
    ),
    System("dbos", "DBOS Python 3.4.0, SQLite", pip=["dbos==3.4.0"], script="dbos_runner.py"),
    System("prefect", "Prefect 3.9.1", pip=["prefect==3.9.1"], script="prefect_runner.py"),
    System(
        "dagster",
        "Dagster 1.13.29, in process",
        works=("fan", "nap", "records", "texts"),
        pip=["dagster==1.13.29"],
        script="dagster_runner.py",
    ),
    Metaflow("metaflow", "Metaflow 2.19.39", works=("fan", "nap"), pip=["metaflow==2.19.39"], script="metaflow_runner.py"),
    System("airflow", "Airflow 3.3.2, `dag.test()`", works=("fan", "nap"), pip=["apache-airflow==3.3.2"], script="airflow_runner.py"),
    System("zenml", "ZenML 0.98.0", works=("fan", "nap"), pip=["zenml[local]==0.98.0"], script="zenml_runner.py"),
    System("engine", "Anabranch's engine, `serve`", works=ENGINES, records="history", script="engine_runner.py", arguments=["anabranch"]),
    System(
        "localstack",
        "LocalStack 4.14.0, host mode",
        works=ENGINES,
        records="history",
        # `localstack-core[runtime]` would also install what the other services of AWS need.
        pip=[
            "localstack-core[base-runtime]==4.14.0",
            "antlr4-python3-runtime==4.13.2",
            "jpype1",
            "jsonpath-ng",
            "jsonpath-rw",
            "moto-ext",
            "airspeed-ext",
            "crontab",
            # Newer versions have other interfaces than LocalStack calls.
            "cbor2<6",
            "pyopenssl<25",
            "service-identity<25",
        ],
        poms=["com.dashjoin:jsonata:0.9.7", "com.fasterxml.jackson.core:jackson-databind:2.16.2"],
        script="engine_runner.py",
        arguments=["localstack"],
        oldest=(3, 13),
    ),
    System(
        "moto",
        "moto 5.2.5",
        works=("map-jsonpath", "conformance"),
        records="history",
        pip=["moto[server]==5.2.5"],
        script="engine_runner.py",
        arguments=["moto"],
    ),
]


def interpreter(oldest):
    """Returns a Python of at least this version: this one, one of the PATH or one of pyenv; or None."""
    if sys.version_info >= oldest:
        return sys.executable
    name = "python" + ".".join(map(str, oldest))
    pyenv = os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv"))
    for found in [shutil.which(name), *glob.glob(f"{pyenv}/versions/*/bin/{name}")]:
        # The shim of pyenv is on the PATH also for versions that are not enabled.
        if found and subprocess.run([found, "--version"], capture_output=True).returncode == 0:
            return found
    return None


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
