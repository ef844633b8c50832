"""The workflows of GitHub, as far as they can be tested without it: form, rights, pins; what they call exists."""

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from _ext.facts import report_uri

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".github/workflows"
WORKFLOWS: dict[str, dict[Any, Any]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yml"))
}
JOBS = {(name, job): about for name, flow in WORKFLOWS.items() for job, about in flow["jobs"].items()}
STEPS = [(name, job, step) for (name, job), about in JOBS.items() for step in about.get("steps", [])]
#: All rights to write that the workflows have.
WRITING = {
    ("pages", "deploy"): {"pages", "id-token"},
    ("release", "publish"): {"contents"},
    ("weekly", "report"): {"issues"},
}
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def check(schema: str, *files: Path) -> subprocess.CompletedProcess:
    """Check files against a published schema, which the checker carries."""
    command = [str(Path(sys.executable).with_name("check-jsonschema")), "--builtin-schema", schema, *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_workflows_are_the_four():
    assert list(WORKFLOWS) == ["pages", "release", "test", "weekly"]


@pytest.mark.parametrize("schema", ["vendor.github-workflows", "custom.github-workflows-require-timeout"])
def test_they_are_valid(schema: str):
    done = check(schema, *FOLDER.iterdir())
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("runs-on:", "run-on:"),
        ("contents: read", "contents: reads"),
        ("timeout-minutes: 60", "timeout-minutes: an hour"),
    ],
)
def test_a_slip_is_seen(tmp_path: Path, old: str, new: str):
    text = (FOLDER / "test.yml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "test.yml").write_text(text.replace(old, new), encoding="utf-8")
    assert check("vendor.github-workflows", tmp_path / "test.yml").returncode == 1


def test_what_proposes_updates_is_valid():
    done = check("vendor.dependabot", ROOT / ".github/dependabot.yml")
    assert done.returncode == 0, done.stdout


def test_the_forms_for_issues_are_valid():
    folder = ROOT / ".github/ISSUE_TEMPLATE"
    forms = [path for path in folder.iterdir() if path.name != "config.yml"]
    for schema, files in (("issue-forms", forms), ("issue-config", [folder / "config.yml"])):
        done = check(f"vendor.github-{schema}", *files)
        assert done.returncode == 0, done.stdout


def test_a_wrong_fact_asks_for_row_and_source():
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/fact.yml").read_text(encoding="utf-8"))
    required = {field["id"] for field in form["body"] if field["validations"]["required"]}
    assert required == {"row", "wrong", "source"}


def test_the_link_at_a_row_opens_that_form_with_the_row_filled_in():
    app: Any = SimpleNamespace(config=SimpleNamespace(book_repository="https://github.com/a/b"))
    parts = urlsplit(report_uri(app, "index").format(row="kaz-2022"))
    assert parts.path == "/a/b/issues/new"
    asked = {"template": ["fact.yml"], "title": ["Wrong: kaz-2022"], "row": ["kaz-2022"]}
    assert parse_qs(parts.query) == asked


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_starts_with_no_right_but_to_read(name: str):
    assert WORKFLOWS[name]["permissions"] in ({}, {"contents": "read"})


def test_only_the_jobs_that_publish_may_write():
    found = {
        place: {right for right, level in about.get("permissions", {}).items() if level == "write"}
        for place, about in JOBS.items()
    }
    assert {place: rights for place, rights in found.items() if rights} == WRITING


def test_a_job_that_may_write_runs_nothing_of_the_book():
    """Packages and cells run where nothing can be written."""
    ran = [step["run"] for name, job, step in STEPS if (name, job) in WRITING and "run" in step]
    assert all(command.startswith(("gh release create ", "sh tools/report.sh")) for command in ran)


def test_nothing_runs_for_strangers_with_rights():
    triggers = {trigger for flow in WORKFLOWS.values() for trigger in flow[True]}  # YAML reads "on" as true
    assert triggers == {"pull_request", "push", "schedule", "workflow_call", "workflow_dispatch"}


def test_every_action_is_pinned_with_its_version():
    lines = [
        line for path in FOLDER.iterdir() for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line
    ]
    pins = [line for line in lines if "uses: ./.github/workflows/test.yml" not in line]
    form = re.compile(r"uses: (actions/[a-z-]+)@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
    assert [line for line in pins if not form.search(line)] == [] and len(pins) > 15
    kinds = {line.strip().removeprefix("- ") for line in pins}
    assert len(kinds) == len({form.search(line)[1] for line in kinds}), "one version of each action"


def test_no_key_stays_in_a_checkout():
    checkouts = [step for *_, step in STEPS if step.get("uses", "").startswith("actions/checkout@")]
    assert len(checkouts) == 5 and all(step["with"]["persist-credentials"] is False for step in checkouts)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_runs_of_the_same_thing_do_not_cross(name: str):
    assert WORKFLOWS[name]["concurrency"]["group"].startswith(name)


def test_a_step_is_one_command_and_make_knows_it():
    for name, job, step in STEPS:
        for command in step.get("run", "").splitlines():
            called = re.match(r"make (\$\{\{ matrix\.target \}\}|[a-z]+)", command)
            assert called or (name, job) in WRITING, command
            assert "${{" not in command.replace("${{ matrix.target }}", ""), "what others can name comes by a variable"
            named = [called[1]] if called and "$" not in called[1] else targets(name, job) if called else []
            assert set(named) <= TARGETS, named
    assert not [step for *_, step in STEPS if len(step.get("run", "").splitlines()) > 1]


def targets(name: str, job: str) -> list[str]:
    """Return the targets of a matrix."""
    matrix = JOBS[name, job]["strategy"]["matrix"]
    return matrix.get("target", []) + [row["target"] for row in matrix.get("include", [])]


def test_every_supported_python_is_tested_and_the_oldest_packages():
    rows = JOBS["test", "test"]["strategy"]["matrix"]["include"]
    found = [(row["python"], row["lock"]) for row in rows]
    assert found == [
        *((python, "requirements.txt") for python in ("3.11", "3.12", "3.13")),
        ("3.11", "requirements-oldest.txt"),
    ]
    assert all((ROOT / row["lock"]).is_file() for row in rows)


def test_caches_are_keyed_by_lock_and_inputs():
    keys = [step["with"]["key"] for *_, step in STEPS if step.get("uses", "").startswith("actions/cache@")]
    assert len(keys) == 2
    for key in keys:
        assert all(f"'{part}'" in key for part in ("data/**", "src/**", "chapters/**", "index.md")), key
        assert "'requirements.txt'" in key or "matrix.lock" in key, key
    again = [step["with"]["restore-keys"] for *_, step in STEPS if "restore-keys" in step.get("with", {})]
    assert len(again) == 2 and all("lock" in key or "requirements.txt" in key for key in again), "of the same packages"
    pythons = [step["with"] for *_, step in STEPS if step.get("uses", "").startswith("actions/setup-python@")]
    assert all(step["cache"] == "pip" and step["cache-dependency-path"] for step in pythons)


def test_nothing_untested_is_published():
    for name, last in (("pages", "deploy"), ("release", "publish")):
        assert JOBS[name, "test"]["uses"] == "./.github/workflows/test.yml"
        assert set(JOBS[name, last]["needs"]) == {"test", "build"}


def test_the_address_comes_from_pages():
    (step,) = [step for name, _, step in STEPS if name == "pages" and step.get("run") == "make pdf"]
    assert step["env"] == {
        "BOOK_SITE": "${{ steps.pages.outputs.base_url }}",
        "BOOK_REPOSITORY": "${{ github.server_url }}/${{ github.repository }}",
    }
