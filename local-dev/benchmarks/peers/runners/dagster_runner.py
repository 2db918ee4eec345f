"""Dagster with its in-process executor. Usage: dagster_runner.py WORK N"""

import sys
import time

import dagster
from outcome import Outcome, expected, process_record, text_length

work, n = sys.argv[1], int(sys.argv[2])


@dagster.op(out=dagster.DynamicOut(int))
def numbers():
    for i in range(n):
        yield dagster.DynamicOutput(i, mapping_key=str(i))


@dagster.op
def identity(x: int) -> int:
    return x


@dagster.op
def nap(x: int) -> int:
    time.sleep(0.1)
    return x


@dagster.op
def text(x: int) -> str:
    return "x" * text_length(n)


@dagster.op
def process(x: int) -> int:
    return process_record(x)


@dagster.op
def add(xs: list) -> int:
    return sum(len(x) if isinstance(x, str) else x for x in xs)


def job(op):
    @dagster.job(executor_def=dagster.in_process_executor)
    def fan_out():
        add(numbers().map(op).collect())

    return fan_out


if __name__ == "__main__":
    outcome = Outcome()
    with dagster.DagsterInstance.get() as instance:
        chosen = job({"fan": identity, "nap": nap, "records": process, "texts": text}[work])
        result = chosen.execute_in_process(instance=instance)
        outcome.print(result.success and result.output_for_node("add") == expected(work, n))
