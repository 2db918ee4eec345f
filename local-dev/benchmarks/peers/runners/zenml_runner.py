"""ZenML's dynamic pipelines on the local stack. Usage: zenml_runner.py WORK N"""

import sys
import time

from outcome import Outcome
from zenml import pipeline, step
from zenml.client import Client

work, n = sys.argv[1], int(sys.argv[2])


@step
def numbers(n: int) -> list[int]:
    return list(range(n))


@step
def one(x: int) -> int:
    if work == "nap":
        time.sleep(0.1)
    return x


@step
def add(xs: list[int]) -> int:
    return sum(xs)


@pipeline(dynamic=True, enable_cache=False)
def fan_out(n: int) -> None:
    add(one.map(numbers(n=n)))


outcome = Outcome()
run = fan_out(n=n)
outcome.print(str(Client().get_pipeline_run(run.id).status) == "completed")
