"""Prefect 3 with its ephemeral server. Usage: prefect_runner.py WORK N"""

import sys
import time

from outcome import Outcome, expected, process_record, text_length
from prefect import flow, task
from prefect.task_runners import ThreadPoolTaskRunner

work, n = sys.argv[1], int(sys.argv[2])


@task
def identity(x: int) -> int:
    return x


@task
def nap(x: int) -> int:
    time.sleep(0.1)
    return x


@task
def text(x: int, size: int) -> str:
    return "x" * size


@task
def process(x: int) -> int:
    return process_record(x)


@flow(task_runner=ThreadPoolTaskRunner(max_workers=50))
def fan(n):
    return sum(identity.map(range(n)).result())


@flow(task_runner=ThreadPoolTaskRunner(max_workers=50))
def naps(n):
    return sum(nap.map(range(n)).result())


@flow(task_runner=ThreadPoolTaskRunner(max_workers=50))
def records(n):
    return sum(process.map(range(n)).result())


@flow(task_runner=ThreadPoolTaskRunner(max_workers=50))
def texts(n):
    return sum(len(x) for x in text.map(range(n), size=text_length(n)).result())


@flow
def group(i):
    return sum(len(x) for x in text.map(range(100), size=1_000).result())


@flow
def nested(n):
    """A flow cannot be mapped: nested flows run one after the other, as in Prefect's documentation."""
    return sum(group(i) for i in range(n))


outcome = Outcome()
flows = {"fan": fan, "nap": naps, "records": records, "texts": texts, "nested": nested}
outcome.print(flows[work](n) == expected(work, n))
