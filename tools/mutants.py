"""Break the helpers line by line and count the changes that the tests notice: ``make mutants``.

mutmut makes the changes and runs, for each, the tests that reach the function it is in; its settings stand in
``pyproject.toml``. ``mutmut show NAME`` shows a change that survived, ``mutmut results`` names them all.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

#: Share of the changes in each module that the tests must notice.
GOAL = 0.9
#: What mutmut calls a change that was noticed; one that never ends is noticed, too.
NOTICED = ("killed", "timeout")

MUTMUT = Path(sys.executable).with_name("mutmut")
MODULES = Path(__file__).resolve().parents[1] / "src/helpers"


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Sort the tests, quick ones first: for pytest, which mutmut starts in the folder of the changed helpers."""
    stats = Path("mutmut-stats.json")
    took = json.loads(stats.read_text(encoding="utf-8"))["duration_by_test"] if stats.is_file() else {}
    items.sort(key=lambda item: took.get(item.nodeid, 0))


def scores(results: str) -> dict[str, Counter[str]]:
    """Count what became of the changes, by module, from what ``mutmut results`` prints."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for line in results.splitlines():
        name, state = line.strip().split(": ")
        found[name.split(".")[1]][state] += 1
    return found


def main(modules: list[str]) -> int:
    """Test all modules anew, or those named; print the score of each. Fail if one stays below the goal."""
    unknown = [name for name in modules if not (MODULES / f"{name}.py").is_file()]
    if unknown:
        print(f"no helpers named {', '.join(unknown)}; name modules of src/helpers: make mutants MODULE=spells")
        return 1
    wanted = [f"helpers.{name}.*" for name in modules or ["*"]]
    if done := subprocess.run([MUTMUT, "run", *wanted], check=False).returncode:
        return done
    told = subprocess.run([MUTMUT, "results", "--all", "true"], check=True, capture_output=True, text=True).stdout
    low = False
    print(f"{'module':14} {'changes':>7} {'killed':>7} {'timeout':>7} {'survived':>8} {'no tests':>8}  score")
    for module, states in scores(told).items():
        if modules and module not in modules:
            continue
        score = sum(states[state] for state in NOTICED) / states.total()
        low |= score < GOAL
        counts = f"{states['killed']:7} {states['timeout']:7} {states['survived']:8} {states['no tests']:8}"
        print(f"{module:14} {states.total():7} {counts} {score:6.1%}{' too low' if score < GOAL else ''}")
    return int(low)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
