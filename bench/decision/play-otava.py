"""Plays the held-out half of the published histories through Apache Otava; prints the figures that stand as constants in otava-figures.ts.

Run by hand in an environment with `pip install apache-otava==0.8.0`: python bench/decision/play-otava.py
"""

import json
import pathlib

from otava.analysis import compute_change_points

RUNS = (10, 40)
CHANGES = (0, 0.1, 0.2, 0.5)
JOBS = 6
P_VALUE = 0.001
# The half on which constants may be chosen; see folds.ts.
TUNING = ("Go Benchmark:", "Catch2 Benchmark:")
LEAST = {"default": 0.0, "minimum of 5 %": 0.05}

series = json.loads((pathlib.Path(__file__).parent / "histories.json").read_text())["series"]
series = [one for one in series if not one["series"].startswith(TUNING)]


def is_alarm(values, runs, least):
    """Whether there is a change point at the candidate, and it is for the worse."""
    points, _ = compute_change_points(values, 50, P_VALUE, least)
    return any(p.index == runs and p.stats.mean_2 > p.stats.mean_1 * (1 + least) for p in points)


for runs in RUNS:
    for change in CHANGES:
        found = {name: 0 for name in LEAST}
        windows = 0
        for one in series:
            times = [v if one["better"] == "lower" else 1 / v for v in one["values"]]
            for start in range(len(times) - runs - JOBS):
                windows += 1
                window = times[start : start + runs + JOBS]
                window[runs:] = [v * (1 + change) for v in window[runs:]]
                for name, least in LEAST.items():
                    found[name] += is_alarm(window, runs, least)
        print(runs, change, windows, {name: round(count / windows, 4) for name, count in found.items()}, flush=True)
