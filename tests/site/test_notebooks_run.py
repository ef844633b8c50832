"""Every downloaded notebook runs to the end where there is nothing but it, and says what it said on the site.

One environment from the lock; the wheel comes into it as a reader gets it, by the first cell of a notebook. Then each
notebook runs in an empty folder of its own.
"""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from _ext.downloads import wheel_path
from tests.site.reading import ABOUT

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(Path(page).stem for page, chapter in ABOUT.items() if chapter.cells)
#: What would let a notebook see the repository, or this environment.
HIDDEN = ("PYTHONPATH", "VIRTUAL_ENV", "JUPYTER_PATH", "BOOK_LANGUAGE")
#: What runs a notebook: as ``jupyter execute``, but by sockets in a folder, as two kernels can be given one port.
EXECUTE = """
import sys, tempfile, nbclient, nbformat
from traitlets.config import Config
name, folder = sys.argv[1], tempfile.TemporaryDirectory()
notebook = nbformat.read(name, 4)
sockets = Config(KernelManager={"transport": "ipc", "ip": folder.name + "/kernel"})
nbclient.NotebookClient(notebook, timeout=600, config=sockets).execute()
nbformat.write(notebook, name)
"""

pytestmark = pytest.mark.prove


class Environment:
    """An environment of its own, and what is done in it."""

    def __init__(self, folder: Path) -> None:
        """Make it, with what the lock names and without the book."""
        self.folder = folder
        self.variables = {name: value for name, value in os.environ.items() if name not in HIDDEN}
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        self.run("python", "-m", "pip", "install", "-q", "--require-hashes", "-r", str(ROOT / "requirements.txt"))
        self.variables["PIP_NO_INDEX"] = "1"  # from here on nothing comes from elsewhere

    def run(self, command: str, *arguments: str, at: Path | None = None) -> None:
        """Run one of its commands in a folder."""
        whole = [str(self.folder / "bin" / command), *arguments]
        done = subprocess.run(whole, cwd=at, env=self.variables, capture_output=True, text=True, check=False)
        assert not done.returncode, f"{arguments[-1]}:\n{done.stdout[-2000:]}{done.stderr[-4000:]}"

    def execute(self, notebook: Path) -> NotebookNode:
        """Execute a notebook where it lies; return it as it came out."""
        self.run("python", "-c", EXECUTE, notebook.name, at=notebook.parent)
        return nbformat.read(notebook, nbformat.NO_CONVERT)


@pytest.fixture(scope="module")
def environment(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Return an environment into which a notebook's first cell has put the wheel that lay beside it."""
    made = Environment(tmp_path_factory.mktemp("environment") / "venv")
    folder = tmp_path_factory.mktemp("first")
    shutil.copy(site / wheel_path(ROOT), folder)
    notebook = nbformat.read(site / "notebooks" / f"{NAMES[0]}.ipynb", nbformat.NO_CONVERT)
    notebook.cells = notebook.cells[:1]
    nbformat.write(notebook, folder / "install.ipynb")
    made.execute(folder / "install.ipynb")
    made.run("python", "-c", "import helpers; assert 'site-packages' in helpers.__file__", at=folder)
    return made


@pytest.fixture(scope="module")
def ran(site: Path, environment: Environment, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Return each notebook as it ran in its own folder, or why it did not."""

    def run(name: str) -> object:
        folder = tmp_path_factory.mktemp(name)
        shutil.copy(site / "notebooks" / f"{name}.ipynb", folder)
        try:
            notebook = environment.execute(folder / f"{name}.ipynb")
        except AssertionError as error:
            return str(error)
        left = {path.name for path in folder.iterdir()} - {f"{name}.ipynb"}
        return f"it left files behind: {left}" if left else notebook

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return dict(zip(NAMES, pool.map(run, NAMES), strict=True))


def said(notebook: NotebookNode) -> list[tuple[str, dict]]:
    """Return all that the cells of a notebook put out."""
    return [
        (cell.id, dict(output.get("data", output))) for cell in notebook.cells for output in cell.get("outputs", [])
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_to_the_end_and_says_the_same(site: Path, ran: dict[str, object], name: str):
    found = ran[name]
    assert not isinstance(found, str), found
    expected = said(nbformat.read(site / "notebooks" / f"{name}.ipynb", nbformat.NO_CONVERT))
    outputs = said(found)
    assert [cell for cell, _ in outputs] == [cell for cell, _ in expected]
    differing = [cell for (cell, here), (_, there) in zip(outputs, expected, strict=True) if here != there]
    assert expected and not differing
