"""Break the helpers line by line and count the changes that the tests notice: ``make mutants``.

mutmut makes the changes and runs, for each, the tests that reach the function it is in; its settings stand in
``pyproject.toml``. ``mutmut show NAME`` shows a change that survived, ``mutmut results`` names them all. With a sample,
only some changes of each module are tried, drawn by a seed: another seed draws others.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

#: Share of the changes in each module that the tests must notice.
GOAL = 0.9
#: What mutmut calls a change that was noticed; one that never ends is noticed, too.
NOTICED = ("killed", "timeout")

#: The module with the fewest changes.
SMALLEST = "loading"

MUTMUT = Path(sys.executable).with_name("mutmut")
MODULES = Path(__file__).resolve().parents[1] / "src/helpers"


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Sort the tests, quick ones first: for pytest, which mutmut starts in the folder of the changed helpers."""
    stats = Path("mutmut-stats.json")
    took = json.loads(stats.read_text(encoding="utf-8"))["duration_by_test"] if stats.is_file() else {}
    items.sort(key=lambda item: took.get(item.nodeid, 0))


def results(modules: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return what became of each change, by module, as mutmut last saw it."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    told = subprocess.run([MUTMUT, "results", "--all", "true"], check=True, capture_output=True, text=True).stdout
    for line in told.splitlines():
        name, state = line.strip().split(": ")
        module = name.split(".")[1]
        if module in modules or not modules:
            found[module][name] = state
    return found


def drawn(modules: Sequence[str], size: int, seed: int) -> set[str]:
    """Return the names of at most so many changes of each module; a seed draws the same ones each time."""
    subprocess.run([MUTMUT, "run", f"helpers.{SMALLEST}.*"], check=True)  # when mutmut has run, changes have names
    return {
        name
        for module, states in results(modules).items()
        for name in random.Random(f"{seed} {module}").sample(sorted(states), min(size, len(states)))
    }


def main(arguments: Sequence[str]) -> int:
    """Test all modules anew, or those named; print the score of each. Fail if one stays below the goal."""
    parser = argparse.ArgumentParser(prog="mutants", description="Count the changes of helpers that the tests notice.")
    parser.add_argument("modules", nargs="*", help="of src/helpers; all if none is named")
    parser.add_argument("--sample", type=int, default=0, help="try so many changes of each module, not all")
    parser.add_argument("--seed", type=int, default=0, help="draws the sample")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.modules if not (MODULES / f"{name}.py").is_file()]
    if unknown:
        print(f"no helpers named {', '.join(unknown)}; name modules of src/helpers: make mutants MODULE=spells")
        return 1
    try:
        tried = drawn(given.modules, given.sample, given.seed) if given.sample else set()
        wanted = sorted(tried) or [f"helpers.{name}.*" for name in given.modules or ["*"]]
        subprocess.run([MUTMUT, "run", *wanted], check=True)
    except subprocess.CalledProcessError as error:
        return error.returncode
    low = False
    print(f"{'module':14} {'changes':>7} {'killed':>7} {'timeout':>7} {'survived':>8} {'no tests':>8}  score")
    for module, found in results(given.modules).items():
        states = Counter(state for name, state in found.items() if name in tried or not tried)
        score = sum(states[state] for state in NOTICED) / states.total()
        low |= score < GOAL
        counts = f"{states['killed']:7} {states['timeout']:7} {states['survived']:8} {states['no tests']:8}"
        print(f"{module:14} {states.total():7} {counts} {score:6.1%}{' too low' if score < GOAL else ''}")
    return int(low)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
