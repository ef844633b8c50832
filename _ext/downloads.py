"""What a reader takes along: every chapter as an executed notebook, the tables as one file, the package as a wheel.

The same commit gives the same bytes: nothing here holds a time but that of the commit, nor a path of this machine.
"""

from __future__ import annotations

import os
import shutil
import time
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import nbformat
from hatchling.builders.wheel import WheelBuilder
from jupyter_cache import get_cache
from myst_nb.core.read import create_nb_reader
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_notebook
from sphinx.application import Sphinx

from _ext.execution import CACHE
from _ext.plain_markdown import Prose
from helpers.data import DATA, package, resource, tables
from helpers.labels import t

NOTEBOOKS = "notebooks"
DOWNLOADS = "downloads"
#: Zip files know no earlier time: 1 January 1980.
_EARLIEST = 315532800
_INSTALL = """\
# {why}
try:
    import helpers
except ImportError:
    %pip install --quiet {wheel}"""
_README = """\
{title}
Edition {version}, as of {as_of}

One CSV file is one table, one row of it one fact.
datapackage.json says what each column holds, references.bib names the sources.
Licence: {licence}, see LICENSE-CONTENT; a table under other terms says so in datapackage.json.
"""


def notebook_path(page: str) -> str:
    """Return where the site has the notebook of a page."""
    return f"{NOTEBOOKS}/{page.rpartition('/')[2]}.ipynb"


def data_path() -> str:
    """Return where the site has all tables in one file."""
    return f"{DOWNLOADS}/{package()['name']}-data.zip"


def wheel_path(root: Path) -> str:
    """Return where the site has the wheel."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return f"{DOWNLOADS}/{project['name'].replace('-', '_')}-{package()['version']}-py3-none-any.whl"


def offer(app: Sphinx, error: Exception | None) -> None:
    """Put all downloads beside the pages."""
    if error is not None or app.builder.format != "html":
        return
    root, site = Path(app.srcdir), Path(app.outdir)
    for folder in (NOTEBOOKS, DOWNLOADS):
        shutil.rmtree(site / folder, ignore_errors=True)
        (site / folder).mkdir()
    pack_wheel(root, site / DOWNLOADS)
    pack_data(root, site / data_path())
    ran = {page: notebook for page in sorted(app.env.found_docs) if (notebook := executed(app, page))}
    values = {page: glued(notebook) for page, notebook in ran.items()}
    for page, notebook in ran.items():
        exported = export(app, page, notebook, Prose(app, page, values))
        (site / notebook_path(page)).write_text(nbformat.writes(exported) + "\n", encoding="utf-8", newline="\n")


def pack_wheel(root: Path, folder: Path) -> None:
    """Build the wheel; hatchling sets the time of the commit, which the build states in SOURCE_DATE_EPOCH."""
    for _ in WheelBuilder(str(root)).build(directory=str(folder), versions=["standard"]):
        pass


def pack_data(root: Path, file: Path) -> None:
    """Write the tables with their contract, sources and licence into one file."""
    about = package()
    licence = ", ".join(item["title"] for item in about["licenses"])
    content = {"README.txt": _README.format(**about, licence=licence).encode()}
    content["LICENSE-CONTENT"] = (root / "LICENSE-CONTENT").read_bytes()
    for name in ["datapackage.json", "references.bib", *[resource(table)["path"] for table in tables()]]:
        content[name] = (DATA / name).read_bytes()
    when = time.gmtime(max(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), _EARLIEST))
    with zipfile.ZipFile(file, "w") as packed:
        for name in sorted(content):
            entry = zipfile.ZipInfo(name, when[:6])
            entry.create_system = 3  # Unix, whatever builds
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content[name], zipfile.ZIP_DEFLATED)


def executed(app: Sphinx, page: str) -> NotebookNode | None:
    """Return a page as a notebook with the outputs that the site shows, or None if it has no cells."""
    kernel = app.env.metadata[page].get("kernelspec")
    if kernel is None:
        return None
    path = app.env.doc2path(page)
    text = Path(path).read_text(encoding="utf-8")
    settings: Any = app.env  # myst-nb adds its own
    reader = create_nb_reader(path, settings.myst_config, settings.mystnb_config, text)
    assert reader is not None
    notebook = reader.read(text)
    notebook.metadata["kernelspec"] = kernel  # as it was when the page was read: the cache knows the outputs by it
    _, merged = get_cache(str(Path(app.srcdir) / CACHE)).merge_match_into_notebook(notebook)
    return merged


def glued(notebook: NotebookNode) -> dict[str, str]:
    """Return what a notebook glues, each value as Python writes it, by name."""
    found = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            stored = output.get("metadata", {}).get("scrapbook")
            if stored:
                found[stored["name"]] = output["data"][f"{stored['mime_prefix']}text/plain"]
    return found


def export(app: Sphinx, page: str, notebook: NotebookNode, prose: Prose) -> NotebookNode:
    """Return the notebook that a reader downloads."""
    name = page.rpartition("/")[2]
    first: dict[str, Any] = {"cell_type": "code", "source": install(app), "outputs": [], "execution_count": None}
    cells: list[dict[str, Any]] = [{**first, "id": f"{name}-install", "metadata": {}}]
    for number, cell in enumerate(notebook.cells, 1):
        about = {"cell_type": cell.cell_type, "id": f"{name}-{number}", "metadata": {}}
        if cell.cell_type == "code":
            ran = {"outputs": cell.outputs, "execution_count": cell.execution_count}
            cells.append({**about, "source": cell.source, **ran})
        else:
            cells.append({**about, "source": prose.plain(cell.source)})
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    made = new_notebook(cells=from_dict(cells), metadata=metadata)
    made.nbformat_minor = 5  # the first with ids of cells
    nbformat.validate(made)
    return made


def install(app: Sphinx) -> str:
    """Return the first cell of a notebook: it installs the wheel where the package is missing."""
    site, path = app.config.book_site, wheel_path(Path(app.srcdir))
    if site:
        wheel = f"{site}/{path}"
        return _INSTALL.format(why=t("notebook: installs the package"), wheel=wheel)
    wheel = path.rpartition("/")[2]
    beside = t("notebook: put {wheel} beside it").format(wheel=wheel)
    return _INSTALL.format(why=f"{t('notebook: installs the package')}\n# {beside}", wheel=wheel)


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the downloads once all pages are written."""
    app.setup_extension("_ext.address")
    app.connect("build-finished", offer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
