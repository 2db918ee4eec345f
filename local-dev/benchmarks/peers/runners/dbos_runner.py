"""DBOS for Python with its default database, SQLite. Usage: dbos_runner.py WORK N"""

import os
import sys
import tempfile
import time

from dbos import DBOS
from outcome import Outcome, expected, process_record, text_length

work, n = sys.argv[1], int(sys.argv[2])
database = os.path.join(tempfile.mkdtemp(), "dbos.sqlite")
DBOS(
    config={
        "name": "peers",
        "system_database_url": "sqlite:///" + database,
        "run_admin_server": False,
        "log_level": "ERROR",
    }
)
queue = None


@DBOS.step()
def identity(x: int) -> int:
    return x


@DBOS.step()
def nap(x: int) -> int:
    time.sleep(0.1)
    return x


@DBOS.step()
def text(x: int, size: int) -> str:
    return "x" * size


@DBOS.step()
def process(x: int) -> int:
    return process_record(x)


@DBOS.workflow()
def fan(n):
    return sum(handle.get_result() for handle in [queue.enqueue(identity, i) for i in range(n)])


@DBOS.workflow()
def naps(n):
    return sum(handle.get_result() for handle in [queue.enqueue(nap, i) for i in range(n)])


@DBOS.workflow()
def records(n):
    return sum(handle.get_result() for handle in [queue.enqueue(process, i) for i in range(n)])


@DBOS.workflow()
def texts(n):
    return sum(len(handle.get_result()) for handle in [queue.enqueue(text, i, text_length(n)) for i in range(n)])


@DBOS.workflow()
def group(i):
    return sum(len(handle.get_result()) for handle in [queue.enqueue(text, j, 1_000) for j in range(100)])


@DBOS.workflow()
def nested(n):
    return sum(handle.get_result() for handle in [queue.enqueue(group, i) for i in range(n)])


if __name__ == "__main__":
    DBOS.launch()
    queue = DBOS.register_queue("peers", **({"worker_concurrency": 50} if work == "nap" else {}))
    outcome = Outcome()
    workflows = {"fan": fan, "nap": naps, "records": records, "texts": texts, "nested": nested}
    outcome.print(workflows[work](n) == expected(work, n))
    DBOS.destroy()
