"""flytekit's map_task in its local mode, which keeps no records. Usage: flytekit_runner.py WORK N"""

import sys
import time
import typing

from flytekit import map_task, task, workflow
from outcome import Outcome, expected, process_record, text_length

work, n = sys.argv[1], int(sys.argv[2])


@task
def numbers(n: int) -> typing.List[int]:
    return list(range(n))


@task
def identity(x: int) -> int:
    return x


@task
def nap(x: int) -> int:
    time.sleep(0.1)
    return x


@task
def text(x: int) -> str:
    return "x" * text_length(n)


@task
def process(x: int) -> int:
    return process_record(x)


@task
def add(xs: typing.List[int]) -> int:
    return sum(xs)


@task
def characters(texts: typing.List[str]) -> int:
    return sum(len(x) for x in texts)


@workflow
def fan(n: int) -> int:
    return add(xs=map_task(identity)(x=numbers(n=n)))


@workflow
def naps(n: int) -> int:
    return add(xs=map_task(nap, concurrency=50)(x=numbers(n=n)))


@workflow
def records(n: int) -> int:
    return add(xs=map_task(process)(x=numbers(n=n)))


@workflow
def texts(n: int) -> int:
    return characters(texts=map_task(text)(x=numbers(n=n)))


outcome = Outcome()
outcome.print({"fan": fan, "nap": naps, "records": records, "texts": texts}[work](n=n) == expected(work, n))
