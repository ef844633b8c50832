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


def test_an_unknown_module_is_named(calls: list[list[Any]], capsys: pytest.CaptureFixture[str]):
    assert mutants.main(["spell"]) == 1
    assert not calls and capsys.readouterr().out.startswith("no helpers named spell; name modules of src/helpers")
