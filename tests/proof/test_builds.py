"""Proofs about whole builds, which take long: ``make prove`` runs them, ``make test`` does not.

Every copy holds the files that git tracks, as they are in the working tree.
"""

import gc
import os
import random
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import jupytext
import pytest
from jupyter_cache.executors.utils import single_nb_execution

from _ext.forge import Forge, kernel
from tools.bench_build import copy

pytestmark = pytest.mark.prove

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = sorted(
    path.relative_to(ROOT).with_suffix("").as_posix()
    for path in [ROOT / "index.md", *(ROOT / "chapters").rglob("*.md")]
    if "```{code-cell}" in path.read_text(encoding="utf-8")
)


def build(book: Path, site: Path, **settings: str) -> list[str]:
    """Build a copy into a folder; return the chapters that ran."""
    env = {**os.environ, "PYTHONPATH": str(book / "src"), "SOURCE_DATE_EPOCH": "0", **settings}
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", ".", "--path-output", str(site)]
    done = subprocess.run(command, cwd=book, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    return sorted(re.findall(r"^running (\S+)$", done.stdout, re.MULTILINE))


def files(site: Path) -> dict[str, bytes]:
    """Return the files of a built site by name."""
    html = site / "_build" / "html"
    return {path.relative_to(html).as_posix(): path.read_bytes() for path in html.rglob("*") if path.is_file()}


def differing(first: dict[str, bytes], second: dict[str, bytes]) -> list[str]:
    """Return the names of files that stand in one site alone or differ."""
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


def test_two_cold_builds_have_the_same_bytes(tmp_path: Path):
    one, other = copy(tmp_path / "a"), copy(tmp_path / "another folder")
    build(one, tmp_path / "one", PYTHONHASHSEED="1", TZ="UTC")
    build(other, tmp_path / "other", PYTHONHASHSEED="2", TZ="Asia/Almaty")
    assert not differing(files(tmp_path / "one"), files(tmp_path / "other"))


# --- kernels ----------------------------------------------------------------------------------------------------------


def outputs(chapter: str, sockets: str, forge: Forge | None = None) -> list[object]:
    """Run a chapter in a fork of the forge, or in a kernel started afresh; return the outputs of its cells."""
    notebook = jupytext.read(ROOT / f"{chapter}.md")
    folder = str((ROOT / chapter).parent)
    with kernel(sockets, forge) as manager:
        done = single_nb_execution(notebook, cwd=folder, timeout=120, allow_errors=False, km=manager)
    assert done.err is None, done.exc_string
    return [cell.get("outputs") for cell in notebook.cells]


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_forks_in_any_order_give_what_fresh_kernels_give():
    with TemporaryDirectory() as sockets, ThreadPoolExecutor(2) as pool:
        fresh = dict(zip(CHAPTERS, pool.map(lambda chapter: outputs(chapter, sockets), CHAPTERS), strict=True))
    shuffled = random.Random(20260215).sample(CHAPTERS, len(CHAPTERS))
    with Forge() as forge, ThreadPoolExecutor(2) as pool:
        sockets = forge.folder.name
        forked = dict(zip(shuffled, pool.map(lambda chapter: outputs(chapter, sockets, forge), shuffled), strict=True))
    gc.collect()  # Jupyter leaves the event loop of each thread open
    assert not [chapter for chapter in CHAPTERS if fresh[chapter] != forked[chapter]]
