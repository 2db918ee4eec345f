"""A Distributed Map of n items with one Pass state each, or test cases, on a Step Functions engine.

Usage: engine_runner.py map-jsonpath|map-jsonata|conformance N ENGINE
"""

import json
import sys
from pathlib import Path

from outcome import Outcome

sys.path.insert(0, str(Path(__file__).resolve().parent / "engines"))

from conformance import count  # noqa: E402  in the folder `engines`
from engine import Engine  # noqa: E402

work, n, name = sys.argv[1], int(sys.argv[2]), sys.argv[3]


def machine(state, **fields):
    child = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": "Pass", "States": {"Pass": state}}
    return {"StartAt": "Map", "States": {"Map": {"Type": "Map", "ItemProcessor": child, "End": True, **fields}}}


def run_map():
    if work == "map-jsonpath":
        definition, wanted = machine({"Type": "Pass", "End": True}, ItemsPath="$.items"), list(range(n))
    else:
        double = {"Type": "Pass", "Output": "{% $states.input * 2 %}", "End": True}
        definition = {"QueryLanguage": "JSONata", **machine(double, Items="{% $states.input.items %}")}
        wanted = [2 * item for item in range(n)]
    engine = Engine(name)
    try:
        outcome = Outcome()
        ended = engine.execute(definition, {"items": list(range(n))})
        right = ended["status"] == "SUCCEEDED" and json.loads(ended["output"]) == wanted
        outcome.print(right, "" if right else f"{ended['status']} {ended.get('error')} {ended.get('cause')}")
    finally:
        engine.stop()


if work == "conformance":
    outcome = Outcome()
    counts = count(name)
    outcome.print(True, ", ".join(f"{language} {right} of {cases}" for language, (right, cases) in sorted(counts.items())))
else:
    run_map()
