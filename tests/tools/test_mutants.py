"""The table of ``make mutants``, from what mutmut prints."""

import subprocess
from typing import Any

import pytest

from tools import mutants

RESULTS = """    helpers.spells.x_on__mutmut_1: killed
    helpers.spells.x_on__mutmut_2: timeout
    helpers.dates.x_iso__mutmut_1: survived
    helpers.dates.x_iso__mutmut_2: no tests
"""


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[list[Any]]:
    """Let mutmut print these results without a run, and return what it was called with."""
    made: list[list[Any]] = []

    def run(command: list[Any], **_: Any) -> subprocess.CompletedProcess[str]:
        made.append(command[1:])
        return subprocess.CompletedProcess(command, 0, stdout=RESULTS)

    monkeypatch.setattr(mutants.subprocess, "run", run)
    return made


def test_changes_that_no_test_notices_fail(calls: list[list[Any]], capsys: pytest.CaptureFixture[str]):
    assert mutants.main([]) == 1
    assert calls[0] == ["run", "helpers.*.*"]
    told = {line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines()[1:]}
    assert told["spells"] == ["2", "1", "1", "0", "0", "100.0%"]
    assert told["dates"] == ["2", "0", "0", "1", "1", "0.0%", "too", "low"]


def test_one_module_is_told_alone(calls: list[list[Any]], capsys: pytest.CaptureFixture[str]):
    assert mutants.main(["spells"]) == 0
    assert calls[0] == ["run", "helpers.spells.*"]
    assert "dates" not in capsys.readouterr().out


def test_a_sample_is_drawn_from_each_module_and_told_alone(calls: list[list[Any]], capsys: pytest.CaptureFixture[str]):
    assert mutants.main(["--sample", "1", "--seed", "1"]) == 1
    assert [(command, len(names)) for command, *names in calls] == [
        ("run", 1),
        ("results", 2),
        ("run", 2),
        ("results", 2),
    ]
    assert [name.rpartition("_")[0] for name in calls[2][1:]] == [
        "helpers.dates.x_iso__mutmut",
        "helpers.spells.x_on__mutmut",
    ]
    told = {line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines()[1:]}
    assert told["spells"][0] == told["dates"][0] == "1"
    again = [mutants.drawn([], 1, seed) for seed in range(20)]
    assert again == [mutants.drawn([], 1, seed) for seed in range(20)], "the same each time"
    assert set.union(*again) == {line.split(":")[0].strip() for line in RESULTS.splitlines()}, "another seed, others"


def test_a_sample_larger_than_a_module_is_all_of_it(calls: list[list[Any]]):
    assert mutants.main(["spells", "--sample", "40"]) == 0
    assert calls[2] == ["run", "helpers.spells.x_on__mutmut_1", "helpers.spells.x_on__mutmut_2"]


def test_what_mutmut_fails_with_is_passed_on(monkeypatch: pytest.MonkeyPatch):
    def fail(command: list[Any], **_: Any) -> None:
        raise subprocess.CalledProcessError(3, command)

    monkeypatch.setattr(mutants.subprocess, "run", fail)
    assert mutants.main([]) == mutants.main(["--sample", "1"]) == 3


def test_an_unknown_module_is_named(calls: list[list[Any]], capsys: pytest.CaptureFixture[str]):
    assert mutants.main(["spell"]) == 1
    assert not calls and capsys.readouterr().out.startswith("no helpers named spell; name modules of src/helpers")
