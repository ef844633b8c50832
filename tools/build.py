"""Build the book whole or not at all: ``make book``.

The data are checked first. The site is then built into an empty folder, with every warning an error, and swapped in at
the end: a build that fails leaves the last good site as it was and says where it failed.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
CELL = re.compile(
    r"executing the following cell:\n-+\n(?P<code>.*?)\n-+\n"
    r"(?P<trace>.*?)(?=\nThe above [^\n]*\n\nTraceback \(most|\Z)",
    re.DOTALL,
)
PAGE = re.compile(r"^(?P<file>\S+\.md): WARNING: Executing notebook failed", re.MULTILINE)
WARNING = re.compile(r"^(?:(?P<place>[^\n]+?):(?P<line>\d*): )?(?:WARNING|ERROR|CRITICAL): (?P<text>.*)$", re.MULTILINE)


def last_commit_time() -> str:
    """Return the time of the last commit in seconds, so that the same commit builds the same bytes."""
    asked = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    try:
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "0"


def explain(log: str) -> str:
    """Return what went wrong in a build, as one block: place, cell, error, what to do."""
    log = COLOURS.sub("", log)
    failed = CELL.search(log)
    if failed:
        pages = PAGE.findall(log)
        page = Path(pages[-1]) if pages else ROOT
        code = failed["code"]
        line = _line_of(page, code)
        error = failed["trace"].strip().splitlines()[-1]
        shown = "\n".join(f"    {text}" for text in code.splitlines())
        return (
            f"{_short(page)}:{line}: this cell failed\n{shown}\n  {error}\n"
            f"  Mend the cell or what it calls, then build again; to try it alone, open the chapter as a notebook."
        )
    raised = re.search(r"Exception occurred:\n(.*?)\nThe full traceback", log, re.DOTALL)
    started = re.findall(r"^(\S+\.md): Executing notebook", log, re.MULTILINE)
    if raised:
        return f"{_short(Path(started[-1]) if started else ROOT)}:1: {raised[1].splitlines()[-1]}"
    warnings = [
        f"{_short(Path(found['place'] or 'the build'))}:{found['line'] or 1}: {found['text']}"
        for found in WARNING.finditer(log)
    ]
    if warnings:
        return "\n".join(
            [*dict.fromkeys(warnings), "  Every warning is an error here; mend each place, then build again."]
        )
    return "\n".join(log.strip().splitlines()[-15:])


def _line_of(page: Path, code: str) -> int:
    """Return the line of a chapter at which a cell's code starts; 1 if it is not found."""
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    at = text.find(code.strip())
    return text[: max(at, 0)].count("\n") + 1


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_absolute() and path.is_relative_to(ROOT) else str(path)


def build(site: Path) -> int:
    """Build the book into a folder; return the exit code."""
    checked = subprocess.run([sys.executable, "-m", "helpers.check"], cwd=ROOT, check=False)
    if checked.returncode:
        return 1
    work = site.parent / f".{site.name}.next"
    shutil.rmtree(work, ignore_errors=True)
    env = {"SOURCE_DATE_EPOCH": last_commit_time(), **os.environ, "PYTHONHASHSEED": "0"}
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", ".", "--path-output", str(work)]
    command += ["-n", "-W", "--keep-going"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(work, ignore_errors=True)
        print(explain(done.stdout + done.stderr), file=sys.stderr)
        print(f"the book was not built; {_short(site)} is as it was", file=sys.stderr)
        return 1
    last = site.parent / f".{site.name}.last"
    shutil.rmtree(last, ignore_errors=True)
    if site.exists():
        site.rename(last)
    (work / "_build" / "html").rename(site)
    shutil.rmtree(last, ignore_errors=True)
    shutil.rmtree(work)
    print(f"the book is built; open {_short(site)}/index.html in a browser")
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "_build" / "html", help="folder of the finished site")
    sys.exit(build(parser.parse_args().site.resolve()))
