"""The first command on a machine that lacks something, and the licences of what is installed."""

import importlib.metadata
import os
import re
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FREE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla Public|0BSD|Public Domain|Artistic", re.IGNORECASE
)


def make(tmp_path: Path, python: str) -> subprocess.CompletedProcess:
    """Run make on a machine whose Python is a script, towards a virtual environment of its own."""
    script = tmp_path / "python3"
    script.write_text(f"#!/bin/sh\n{python}\n", encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    command = ["make", "--no-print-directory", f"PYTHON={script}", f"VENV={tmp_path}/venv", "data"]
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}  # a make may run this
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("python", "advice"),
    [
        ("exit 1", "Python 3.11 or newer is needed"),
        ('case "$2" in *venv*) exit 1;; esac', "apt-get install python3-venv"),
    ],
    ids=["old Python", "no venv"],
)
def test_one_line_says_what_to_install(tmp_path, python, advice):
    done = make(tmp_path, python)
    assert done.returncode != 0
    assert len(done.stdout.strip().splitlines()) == 1 and advice in done.stdout
    assert not (tmp_path / "venv").exists()


def licence(name: str) -> str:
    about = importlib.metadata.metadata(name)
    classifiers = [line for line in about.get_all("Classifier", []) if line.startswith("License")]
    told = " ".join([about.get("License-Expression") or "", about.get("License") or "", *classifiers]).strip()
    files = [path for path in importlib.metadata.files(name) or [] if "LICENSE" in path.name]
    return told or " ".join(path.read_text(encoding="utf-8") for path in files)


def test_every_installed_package_is_under_a_free_licence():
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    locked = re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)
    installed = {dist.metadata["Name"].lower().replace("_", "-") for dist in importlib.metadata.distributions()}
    present = [name for name in locked if name.lower().replace("_", "-") in installed]
    assert len(present) > 100
    assert [name for name in present if not FREE.search(licence(name))] == []
