"""The book, built once for all tests of this folder, and its pages as they are read."""

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.site.browsing import ARGUMENTS, NAMES, Watched, serving

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the folder of the built site; of workers that run side by side the first builds it for all."""
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    folder, failed = shared / "built", shared / "built.failed"
    with FileLock(shared / "built.lock"):
        if not folder.exists() and not failed.exists():
            command = [str(Path(sys.executable).with_name("jupyter-book")), "build", "-qq", "."]
            command += ["--path-output", str(folder)]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            if done.returncode:
                failed.write_text(f"{done.stdout}{done.stderr}", encoding="utf-8")
    if failed.exists():
        pytest.fail(f"the book does not build:\n{failed.read_text(encoding='utf-8')}", pytrace=False)
    return folder / "_build" / "html"


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Return every page by its address within the site."""
    gc.disable()  # the pages are kept to the end: looking for waste among them takes as long as reading them
    found = {
        file.relative_to(site).as_posix(): BeautifulSoup(file.read_bytes(), "html.parser", from_encoding="utf-8")
        for file in sorted(site.rglob("*.html"))
    }
    gc.freeze()
    gc.enable()
    return found


@pytest.fixture(scope="session")
def host(site: Path) -> Iterator[str]:
    """Return the address at which the site is served."""
    with serving(site) as server:
        yield f"http://127.0.0.1:{server.server_port}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return Chromium; a machine without it is told how to get it."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        told = f"none of {', '.join(NAMES)} is on the PATH; `make browser` installs one"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(told)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Callable[..., Watched]]:
    """Return a maker of tabs with settings of their own, closed at the end."""
    contexts: list[BrowserContext] = []

    def make(**settings: object) -> Watched:
        contexts.append(browser.new_context(**settings))
        contexts[-1].set_default_timeout(30_000)
        return Watched(contexts[-1].new_page())

    yield make
    for context in contexts:
        context.close()
