"""Tables, rankings, ratios and plots of the measured rounds."""

import itertools
import json
import math
import os
import platform
import statistics
import sys
import time

from systems import HERE, SYSTEMS, WORKS, Anabranch

BEGIN, END = "<!-- results: written by compare.py -->", "<!-- end of results -->"

# Systems whose times are within 15 % of the fastest of them share a rank.
SAME = 1.15


def read(file):
    """Returns the rows of all rounds, without those of work and systems that are no longer compared."""
    rows = []
    for number, line in enumerate(file.read_text().splitlines() if file.exists() else [], 1):
        try:
            row = json.loads(line)
        except ValueError:
            sys.exit(f"compare.py: line {number} of {file} is not a result. It may be cut; delete the line.")
        if row["work"] in {work.name for work in WORKS} and row["system"] in {system.name for system in SYSTEMS}:
            rows.append(row)
    return rows


def walls(rows, work):
    """Returns the median wall time of each system for a work; infinite if it exceeds the timeout."""
    found = {}
    for row in rows:
        if row["work"] == work.name != "conformance" and (row["late"] or row["ok"]):
            found.setdefault(row["system"], []).append(math.inf if row["late"] else row["wall"])
    return {system: math.inf if math.inf in times else statistics.median(times) for system, times in found.items()}


def ranks(times):
    """Returns the rank of each system."""
    ordered = sorted(times, key=times.get)
    found, best, rank = {}, 0, 0
    for place, system in enumerate(ordered, 1):
        if times[system] != best and times[system] > SAME * best:
            best, rank = times[system], place
        found[system] = rank
    return found


def ranking(times):
    """Returns the ranking of one round as a text, such as `1 flyte, durable; 3 anabranch`."""
    places = {}
    for system, rank in sorted(ranks(times).items(), key=lambda pair: pair[1]):
        places.setdefault(rank, []).append(system + (" (over the timeout)" if times[system] == math.inf else ""))
    return "; ".join(f"{rank} {', '.join(systems)}" for rank, systems in places.items())


def swapped(rounds):
    """Returns the pairs of systems of which each is faster by more than 15 % in one of the rounds."""
    pairs = []
    for one, other in itertools.combinations(sorted({system for times in rounds for system in times}), 2):
        both = [(times[one], times[other]) for times in rounds if one in times and other in times]
        if any(SAME * left < right for left, right in both) and any(SAME * right < left for left, right in both):
            pairs.append((one, other))
    return pairs


def minutes(seconds):
    return f"{seconds / 60:g} min" if seconds >= 60 else f"{seconds:g} s"


def rounded(seconds):
    return f"{seconds:.2f}" if seconds < 10 else f"{seconds:.1f}"


def cell(rows):
    """Returns the median of the whole process, the spread, the median of the own time, the peak of memory and the load."""
    late = [row for row in rows if row["late"]]
    good = [row for row in rows if row["ok"]]
    if late:
        over = f"over {minutes(max(row['timeout'] for row in late))}"
        return over if any("wall" in row for row in late) else over + " (predicted)"
    if not good:
        return "failed"
    times = sorted(row["wall"] for row in good)
    text = f"{rounded(statistics.median(times))} s"
    if len(times) > 1:
        text += f" ({rounded(times[0])} to {rounded(times[-1])})"
    own = [row["ms"] for row in good if row["ms"] is not None]
    if own:
        text += f"; own {rounded(statistics.median(own) / 1000)}"
    return text + f"; {max(row['peak_mb'] for row in good)} MB; load {statistics.median(row['load'] for row in good):.0f}"


def own_seconds(rows, name, system):
    """Returns the median of a system's own time, or the timeout that it exceeded and True."""
    chosen = [row for row in rows if (row["work"], row["system"]) == (name, system.name)]
    if any(row["late"] for row in chosen):
        return max(row["timeout"] for row in chosen), True
    own = [row["ms"] / 1000 for row in chosen if row["ok"] and row["ms"] is not None]
    return (statistics.median(own), False) if own else (None, False)


def wall_ratio(rows, ours, name, title, kinds, text):
    times = walls(rows, next(work for work in WORKS if work.name == name))
    rivals = {system.name: system for system in SYSTEMS if system.records in kinds and not isinstance(system, Anabranch)}
    rival = min((other for other in times if other in rivals), key=times.get, default=None)
    if rival is None or ours.name not in times or times[rival] == math.inf:
        return None
    seconds, theirs = times[ours.name], times[rival]
    aim = "at most 1" if kinds == ["on disk"] else ""
    what = f"{title}: wall time, divided by that of the fastest system with records {text}"
    return f"| {ours.title} | {what} | {rivals[rival].title} | {rounded(seconds)} s / {rounded(theirs)} s = {seconds / theirs:.2f} | {aim} |"


def throughput_ratio(rows, ours, candidates, label, aim):
    seconds, late = own_seconds(rows, "fan-10000", ours)
    if seconds is None or late:
        return None
    found = [(*own_seconds(rows, "fan-10000", system), system.title) for system in candidates]
    found = [entry for entry in found if entry[0] is not None]
    if not found:
        return None
    theirs, over, title = min(found)
    sign, more = ("over ", "more than ") if over else ("", "")
    name = f"none finishes within {minutes(theirs)}" if over and len(found) > 1 else title
    what = f"10,000 actions: throughput, start excluded, divided by that of {label}"
    ratio = f"{sign}{rounded(theirs)} s / {rounded(seconds)} s = {more}{theirs / seconds:.1f}"
    return f"| {ours.title} | {what} | {name} | {ratio} | at least {aim} |"


def ratios(rows):
    """Returns the lines that compare Anabranch with the fastest others."""
    lines = []
    python = [system for system in SYSTEMS if "fan" in system.works and system.pip and system.records != "no"]
    java = [system for system in SYSTEMS if system.is_java and system.records != "no"]
    for ours in (system for system in SYSTEMS if isinstance(system, Anabranch)):
        for name, title in (("fan-1", "1 action"), ("fan-100", "100 actions")):
            lines.append(wall_ratio(rows, ours, name, title, ["on disk"], "on disk"))
            lines.append(wall_ratio(rows, ours, name, title, ["in memory"], "in memory only"))
        lines.append(throughput_ratio(rows, ours, python, "the fastest Python system with records", 20))
        lines += [throughput_ratio(rows, ours, [system], "a Java system with records", 5) for system in java]
    return [line for line in lines if line]


def report(folder):
    rows = read(folder / "results.jsonl")
    absent = json.loads((folder / "absent.json").read_text()) if (folder / "absent.json").exists() else {}
    rounds = sorted({row["round"] for row in rows if row["work"] != "conformance"})
    timeouts = " or ".join(minutes(seconds) for seconds in sorted({row["timeout"] for row in rows}))
    lines = [
        BEGIN,
        "",
        f"Measured on {time.strftime('%Y-%m-%d')}: {os.cpu_count()} cores, {platform.system()}, {len(rounds)}"
        f" round{'' if len(rounds) == 1 else 's'}. Each figure is the median of the wall time of the whole process (and its spread); the"
        " system's own time in seconds, start excluded; the peak of resident memory; the load of the machine before. Systems within 15 % of"
        f" the fastest of a rank share it. A program was stopped after {timeouts}. `predicted`: not run, because narrower work or as many trivial actions predict it.",
    ]
    compared = ratios(rows)
    if compared:
        lines += ["", "| system | measure | compared with | ratio | aim |", "|---|---|---|---|---|", *compared]
    stable = []
    for work in WORKS:
        groups = {}
        for row in rows:
            if row["work"] == work.name:
                groups.setdefault(row["system"], []).append(row)
        if not groups:
            continue
        if work.name == "conformance":
            lines += ["", f"**{work.title}**", "", "| engine | expected status and output, or error |", "|---|---|"]
            lines += [f"| {s.title} | {next((row['note'] for row in groups[s.name] if row['ok']), 'failed')} |" for s in SYSTEMS if s.name in groups]
            continue
        times = walls(rows, work)
        places = ranks(times)
        shown = sorted((system for system in SYSTEMS if system.name in groups), key=lambda system: times.get(system.name, math.inf))
        lines += ["", f"**{work.title}**", "", "| rank | system | records actions | result |", "|---|---|---|---|"]
        lines += [f"| {places.get(s.name, '')} | {s.title} | {s.records} | {cell(groups[s.name])} |" for s in shown]
        plot(HERE / "plots" / f"{work.name}.svg", work.title, [(system, groups[system.name]) for system in shown])
        lines += ["", f"![{work.title}](peers/plots/{work.name}.svg)"]
        each = [walls([row for row in rows if row["round"] == turn], work) for turn in rounds]
        each = [found for found in each if found]
        if len(each) > 1:
            pairs = swapped(each)
            where = ", ".join(f"{one} and {other}" for one, other in pairs)
            stable.append(f"| {work.title} | {'no' if pairs else 'yes'} | {where} |")
    if stable:
        lines += ["", "Two systems change places if each is faster by more than 15 % in one of the rounds."]
        lines += ["", "| work | same ranking in all rounds | change places |", "|---|---|---|", *stable]
    if absent:
        titles = {system.name: system.title for system in SYSTEMS}
        lines += ["", "Not measured:", ""] + [f"- {titles[name]}: {why}" for name, why in absent.items() if name in titles]
    lines += ["", END]
    readme = HERE.parent / "README.md"
    text = readme.read_text()
    readme.write_text(text[: text.index(BEGIN)] + "\n".join(lines) + text[text.index(END) + len(END) :])
    print("\n".join(stable + compared))


def plot(file, title, timed):
    """Draws a bar for the median of each system and a line for its spread, on a logarithmic axis from 0.01 s to 1,000 s."""

    def place(seconds):
        return 280 + max(2, (math.log10(max(seconds, 0.01)) + 2) * 80)

    bars = []
    for system, group in timed:
        times = [row["wall"] for row in group if row["ok"]]
        late = [row["timeout"] for row in group if row["late"]]
        if late:
            bars.append((system, max(late), [], f"over {minutes(max(late))}"))
        elif times:
            bars.append((system, statistics.median(times), times, f"{statistics.median(times):.2f}"))
    height = 40 + 22 * len(bars)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{height}" font-family="sans-serif" font-size="12">',
        f'<rect width="760" height="{height}" fill="white"/>',
        f'<text x="10" y="20" font-weight="bold">{title}: wall time in seconds, logarithmic</text>',
    ]
    for row, (system, seconds, times, label) in enumerate(bars):
        y = 34 + 22 * row
        end = place(seconds)
        colour = "#2b6cb0" if system.title.startswith("Anabranch") else "#a0aec0" if times else "#e2e8f0"
        parts += [
            f'<text x="10" y="{y + 13}">{system.title.replace("`", "")}</text>',
            f'<rect x="280" y="{y}" width="{end - 280:.0f}" height="17" fill="{colour}"/>',
        ]
        if len(times) > 1:
            low, end = place(min(times)), max(end, place(max(times)))
            parts.append(f'<path d="M{low:.0f} {y + 8.5}H{place(max(times)):.0f}" stroke="#1a202c" stroke-width="2"/>')
        parts.append(f'<text x="{end + 4:.0f}" y="{y + 13}">{label}</text>')
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join([*parts, "</svg>", ""]))
