"""Every page is valid HTML, as the Nu checker reads it."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHECKER = ROOT / "_build" / "checker" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
#: Errors that are not of our making: pages on which they stand, and what the checker says.
OTHERS = {
    "Sphinx wraps a function of a code listing in <div>": (r"_modules/.*", "Element “div” not allowed as child of"),
    "pandas styles a frame that a cell shows": (r"chapters/.*", "Attribute “scoped” not allowed on element “style”"),
}

Errors = dict[str, list[str]]


@pytest.fixture(scope="module")
def errors(site: Path) -> Errors:
    """Return the errors of all pages by whose making they are; ours have no name."""
    missing = [name for name, there in (("java", shutil.which("java")), (CHECKER, CHECKER.exists())) if not there]
    if missing:
        told = f"not found: {missing[0]}; `make browser` fetches the Nu checker where there are java and npm"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(told)
    command = [
        "java",
        "-Xss8m",
        "-jar",
        str(CHECKER),
        "--errors-only",
        "--skip-non-html",
        "--format",
        "json",
        str(site),
    ]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    found: Errors = {"": [], **{name: [] for name in OTHERS}}
    for error in json.loads(done.stderr)["messages"]:
        page = error.get("url", "").partition(site.as_posix())[2].lstrip("/")
        whose = [
            name for name, (pages, words) in OTHERS.items() if re.fullmatch(pages, page) and words in error["message"]
        ]
        found[whose[0] if whose else ""].append(f"{page}:{error.get('lastLine')}: {error['message']}")
    return found


def test_no_page_has_an_error_of_our_making(errors: Errors):
    assert not errors[""], "\n".join(errors[""][:50])


@pytest.mark.parametrize("name", OTHERS)
def test_an_error_of_others_is_still_there(errors: Errors, name: str):
    """One that is gone leaves the list."""
    assert errors[name]
