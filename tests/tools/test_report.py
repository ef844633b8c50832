"""The weekly check opens one issue and adds to it; here gh is a script that writes down what it was asked."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GH = """\
#!/bin/sh
if [ "$2" = list ]; then
  for part; do filter=$part; done
  printf '%s' "$OPEN" | jq -r "$filter"
else
  printf '%s\\n' "$@" >asked
fi
"""


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq stands in for what gh has inside")
@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("[]", ["issue", "create", "--title", "The weekly check failed", "--body"]),
        ('[{"number": 3, "title": "Another matter"}]', ["issue", "create", "--title"]),
        ('[{"number": 7, "title": "The weekly check failed"}]', ["issue", "comment", "7", "--body"]),
    ],
    ids=["nothing is open", "another issue is open", "it is open"],
)
def test_one_issue_is_opened_or_added_to(tmp_path: Path, before: str, asked: list[str]):
    (tmp_path / "gh").write_text(GH, encoding="utf-8")
    (tmp_path / "gh").chmod(0o755)
    env = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "OPEN": before, "RUN": "https://example.org/7"}
    subprocess.run(["sh", str(ROOT / "tools/report.sh")], cwd=tmp_path, env=env, check=True)
    said = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert said[: len(asked)] == asked and said[-1].endswith("https://example.org/7")
