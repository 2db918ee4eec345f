"""Airflow's `dag.test()`: the DAG in one process, with records in SQLite. Usage: airflow_runner.py WORK N"""

import subprocess
import sys
import time
from pathlib import Path

import pendulum
from airflow.sdk import dag, task
from outcome import Outcome, expected

work, n = sys.argv[1], int(sys.argv[2])
sums = []


@dag(dag_id="peers", schedule=None, start_date=pendulum.datetime(2026, 1, 1), catchup=False)
def peers():
    @task
    def numbers():
        return list(range(n))

    @task
    def one(x):
        if work == "nap":
            time.sleep(0.1)
        return x

    @task
    def add(xs):
        sums.append(sum(xs))
        return sums[-1]

    add(one.expand(x=numbers()))


fan_out = peers()
if __name__ == "__main__":
    if not Path("~/airflow/airflow.db").expanduser().exists():
        subprocess.run([Path(sys.executable).with_name("airflow"), "db", "migrate"], check=True)
    outcome = Outcome()
    fan_out.test()
    outcome.print(sums == [expected(work, n)])
