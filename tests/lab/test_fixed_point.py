"""A chapter opened as a notebook and saved is the file that it was; a change changes its own lines and no others."""

import difflib
import json
import shutil
from pathlib import Path

import jupytext
import pytest
from jupytext.config import load_jupytext_configuration_file
from traitlets.config import PyFileConfigLoader

from tests.chapters.prose import CHAPTERS, ROOT

CONFIG = load_jupytext_configuration_file(str(ROOT / "jupytext.toml"))
NOTEBOOKS = [path for path in CHAPTERS if "```{code-cell}" in path.read_text(encoding="utf-8")]
EACH = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
OLD, NEW = 'glue("as_of", labels.date_text(as_of()))', 'glue("as_of", "today")'


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if line[0] in "+-" and line[:3] not in ("+++", "---")]


@EACH
def test_a_chapter_read_and_written_is_the_same_file(path: Path):
    text = path.read_text(encoding="utf-8")
    assert jupytext.writes(jupytext.reads(text, "md:myst", config=CONFIG), "md:myst", config=CONFIG) == text


def test_there_is_one_configuration():
    found = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("*jupytext*")}
    assert found == {"jupytext.toml"} and not list((ROOT / "chapters").rglob("*jupytext*"))


# --- as JupyterLab opens and saves it, which is in the lock with more -------------------------------------------------


class Lab:
    """The store of a JupyterLab that was started at the top of a book."""

    def __init__(self, root: Path) -> None:
        """Open it, with the configuration that lies there."""
        files = pytest.importorskip("jupyter_server.services.contents.largefilemanager")
        from jupytext.sync_contentsmanager import build_sync_jupytext_contents_manager_class

        manager = build_sync_jupytext_contents_manager_class(files.LargeFileManager)
        settings = PyFileConfigLoader(str(ROOT / "tools/jupyter_server_config.py")).load_config()
        self.store = manager(root_dir=str(root))
        self.store.register_pre_save_hook(settings.ContentsManager.pre_save_hook)

    def open(self, path: str) -> dict:
        """Return a file as a notebook, as a browser would get it."""
        return json.loads(json.dumps(self.store.get(path, type="notebook", content=True), default=str))

    def save(self, path: str, model: dict) -> None:
        """Save a notebook as a browser would, after its cells ran."""
        notebook = model["content"]
        notebook["metadata"]["language_info"] = {"name": "python", "version": "3.13.1", "pygments_lexer": "ipython3"}
        notebook["metadata"]["widgets"] = {}
        for count, cell in enumerate(notebook["cells"]):
            if cell["cell_type"] == "code":
                cell["execution_count"] = count
                cell["metadata"] |= {"execution": {"iopub.status.busy": "now"}, "trusted": True}
                cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "shown\n"}]
        self.store.save({"type": "notebook", "format": "json", "content": notebook}, path)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = tmp_path_factory.mktemp("book")
    shutil.copytree(ROOT / "chapters", book / "chapters")
    shutil.copy(ROOT / "jupytext.toml", book)
    shutil.copy(ROOT / "index.md", book)
    return book


@EACH
def test_a_chapter_run_and_saved_in_the_lab_is_the_same_file(book: Path, path: Path):
    lab, name = Lab(book), path.relative_to(ROOT).as_posix()
    lab.save(name, lab.open(name))
    assert changed_lines(path.read_text(encoding="utf-8"), (book / name).read_text(encoding="utf-8")) == []
    assert (book / name).read_bytes() == path.read_bytes()


def test_a_changed_cell_changes_its_lines_alone(book: Path):
    name = "chapters/membership/members.md"
    before, lab = (ROOT / name).read_text(encoding="utf-8"), Lab(book)
    model = lab.open(name)
    (cell,) = [cell for cell in model["content"]["cells"] if OLD in cell["source"]]
    cell["source"] = cell["source"].replace(OLD, NEW)
    lab.save(name, model)
    assert changed_lines(before, (book / name).read_text(encoding="utf-8")) == [f"-{OLD}", f"+{NEW}"]
    assert [path.name for path in book.rglob("*.ipynb")] == []
