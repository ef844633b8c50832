"""The book, built once for all tests of this folder, and its pages as they are read."""

import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the built site."""
    folder = tmp_path_factory.mktemp("built")
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", "-qq", ".", "--path-output", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"the book does not build:\n{done.stdout}{done.stderr}", pytrace=False)
    return folder / "_build" / "html"


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Return every page by its address within the site."""
    return {
        file.relative_to(site).as_posix(): BeautifulSoup(file.read_bytes(), "html.parser", from_encoding="utf-8")
        for file in sorted(site.rglob("*.html"))
    }
