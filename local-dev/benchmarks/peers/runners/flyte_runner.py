"""Flyte 2 in its local mode. Usage: flyte_runner.py WORK N [persist]"""

import asyncio
import sys

import flyte
from outcome import Outcome, expected, process_record, text_length

work, n = sys.argv[1], int(sys.argv[2])
env = flyte.TaskEnvironment("peers")


@env.task
async def identity(x: int) -> int:
    return x


@env.task
async def nap(x: int) -> int:
    await asyncio.sleep(0.1)
    return x


@env.task
async def text(x: int, size: int) -> str:
    return "x" * size


@env.task
async def process(x: int) -> int:
    return process_record(x)


@env.task
async def fan(n: int) -> int:
    return sum(await asyncio.gather(*[identity(x=i) for i in range(n)]))


@env.task
async def naps(n: int) -> int:
    total = 0
    async for result in flyte.map.aio(nap, range(n), concurrency=50):
        total += result
    return total


@env.task
async def records(n: int) -> int:
    return sum(await asyncio.gather(*[process(x=i) for i in range(n)]))


@env.task
async def group(i: int) -> int:
    return sum(len(s) for s in await asyncio.gather(*[text(x=j, size=1_000) for j in range(100)]))


@env.task
async def nested(n: int) -> int:
    return sum(await asyncio.gather(*[group(i=i) for i in range(n)]))


@env.task
async def characters(texts: list[str]) -> int:
    return sum(len(x) for x in texts)


@env.task
async def texts(n: int) -> int:
    return await characters(texts=list(await asyncio.gather(*[text(x=j, size=text_length(n)) for j in range(n)])))


if __name__ == "__main__":
    flyte.init(local_persistence="persist" in sys.argv)
    outcome = Outcome()
    task = {"fan": fan, "nap": naps, "records": records, "nested": nested, "texts": texts}[work]
    got = flyte.with_runcontext(mode="local").run(task, n=n).outputs()[0]
    outcome.print(got == expected(work, n))
