"""Metaflow's local runtime: each task is a process. Usage: metaflow_runner.py run --n N --max-num-splits N"""

import json
import time

from metaflow import FlowSpec, Parameter, step


class PeersFlow(FlowSpec):
    n = Parameter("n", type=int, default=100)
    nap = Parameter("nap", type=float, default=0.0)

    @step
    def start(self):
        self.numbers = list(range(self.n))
        self.next(self.one, foreach="numbers")

    @step
    def one(self):
        time.sleep(self.nap)
        self.x = self.input
        self.next(self.join)

    @step
    def join(self, inputs):
        self.total = sum(branch.x for branch in inputs)
        self.next(self.end)

    @step
    def end(self):
        print("RESULT", json.dumps({"ok": self.total == self.n * (self.n - 1) // 2}))


if __name__ == "__main__":
    PeersFlow()
