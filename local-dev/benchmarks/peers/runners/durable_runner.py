"""The local runner of Lambda durable functions. Usage: durable_runner.py WORK N"""

import json
import sys
import time

from aws_durable_execution_sdk_python.config import MapConfig
from aws_durable_execution_sdk_python.context import DurableContext
from aws_durable_execution_sdk_python.execution import durable_execution
from aws_durable_execution_sdk_python_testing.runner import DurableFunctionTestRunner
from outcome import Outcome, expected, process_record, text_length

work, n = sys.argv[1], int(sys.argv[2])


def nap(item):
    time.sleep(0.1)
    return item


def one(context, item, index, items):
    if work == "nap":
        return context.step(lambda step: nap(item))
    if work == "records":
        return context.step(lambda step: process_record(item))
    if work == "texts":
        return len(context.step(lambda step: "x" * text_length(n)))
    return context.step(lambda step: item)


@durable_execution
def handler(event, context: DurableContext):
    config = MapConfig(max_concurrency=50 if work == "nap" else None)
    results = context.map(inputs=list(range(event["n"])), func=one, name="fan", config=config)
    return sum(results.get_results())


outcome = Outcome()
with DurableFunctionTestRunner(handler=handler) as runner:
    run = runner.run(input=json.dumps({"n": n}), timeout=3_600)
succeeded = str(run.status).endswith("SUCCEEDED")
outcome.print(succeeded and json.loads(run.result) == expected(work, n), str(run.error or ""))
