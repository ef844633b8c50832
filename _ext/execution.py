"""Pages never stale, and quick: outputs of a chapter are reused exactly while what they depend on has not changed.

jupyter-cache knows a chapter by its code cells and its kernelspec. Before a page is read, a digest of all else on which
its outputs can depend is put into that kernelspec: the tables that its cells load, the helper modules that they can
reach, lock, Python and language. Chapters that must run do so before the pages are read, some at a time, in a kernel of
its own each, made by :mod:`_ext.forge`, which gets ready while the data are checked. Sphinx itself re-reads every page
at each build. All this holds for ``make book`` and for a plain ``jupyter-book build .``.
"""

from __future__ import annotations

import ast
import gc
import hashlib
import json
import logging
import os
import platform
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import single_nb_execution
from myst_nb.core.read import create_nb_reader
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging as sphinx_logging

from _ext.cells import called_with
from _ext.forge import Forge
from helpers.labels import language

LOG = sphinx_logging.getLogger(__name__)
CACHE = Path("_build", ".jupyter_cache")
#: Chapters that run at a time: two on a processor, as about half of a chapter's time is waiting for its kernel.
AT_ONCE = 2 * (os.cpu_count() or 1)
#: Tables that every output can depend on: the words of the language and the names of states.
_ALWAYS = ("labels", "states")
_CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
#: A line that is rewritten, not added to: the lines that a fault names stay those of the file.
_KERNEL = re.compile(r"^(  display_name: .*)$", re.MULTILINE)


def digest_of(root: Path, chapter: str) -> str:
    """Return a digest of all on which the outputs of a chapter can depend, beside its cells, from its text."""
    code = "\n".join(_CELL.findall(chapter))
    modules = Modules(root / "src")
    pieces = [f"{platform.python_version()} {language()}".encode(), (root / "requirements.txt").read_bytes()]
    pieces += [modules.files[name].read_bytes() for name in sorted(modules.reached_by(code))]
    package = _package(root / "data" / "datapackage.json")
    pieces.append(package["as_of"].encode())
    for table in sorted({*called_with(code, "load"), *_ALWAYS}):
        for item in package["resources"]:
            if item["name"] == table:
                pieces += [json.dumps(item, sort_keys=True).encode(), (root / "data" / item["path"]).read_bytes()]
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(f"{len(piece)} ".encode())
        digest.update(piece)
    return digest.hexdigest()[:16]


def _package(file: Path) -> dict[str, Any]:
    return json.loads(file.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Names:
    """What a piece of code imports from where, and which attributes it takes of which names."""

    imports: tuple[tuple[str, str, str], ...]  # module, name, and the name by which it goes here
    attributes: frozenset[tuple[str, str]]


@cache
def names_in(code: str) -> Names:
    """Return the names in a piece of code; a helper that many chapters reach is read once."""
    tree = list(ast.walk(ast.parse(code)))
    return Names(
        tuple(
            (node.module, name.name, name.asname or name.name)
            for node in tree
            if isinstance(node, ast.ImportFrom) and node.module
            for name in node.names
        ),
        frozenset(
            (node.value.id, node.attr)
            for node in tree
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        ),
    )


class Modules:
    """The modules of the helpers, and which of them a piece of code can reach."""

    def __init__(self, source: Path) -> None:
        """Find the modules below ``source``."""
        self.files: dict[str, Path] = {}
        for path in source.glob("helpers/**/*.py"):
            parts = path.relative_to(source).with_suffix("").parts
            self.files[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path

    def reached_by(self, code: str) -> set[str]:
        """Return the modules that code can reach, the package itself always."""
        found: set[str] = set()
        waiting = ["helpers", *self._named(names_in(code))]
        while waiting:
            module = waiting.pop()
            if module not in found:
                found.add(module)
                waiting += self._named(self._names(module))
        return found

    def _names(self, module: str) -> Names:
        return names_in(self.files[module].read_text(encoding="utf-8"))

    def _is_package(self, module: str) -> bool:
        return self.files[module].name == "__init__.py"

    def _named(self, names: Names) -> Iterator[str]:
        """Yield the modules that code imports, and of a package's functions those modules that define them."""
        packages: dict[str, str] = {}
        for module, name, here in names.imports:
            inside = f"{module}.{name}"
            if module not in self.files:
                continue
            if inside not in self.files:
                yield self._defining(module, name)
            elif self._is_package(inside):
                packages[here] = inside  # of it only what is named counts
            else:
                yield inside
        for value, attribute in names.attributes:
            if value in packages:
                yield self._defining(packages[value], attribute)

    def _defining(self, package: str, name: str) -> str:
        """Return the module from which a package takes a name, or the module itself."""
        if self._is_package(package):
            for module, _, here in self._names(package).imports:
                if here == name and module in self.files:
                    return module
        return package


def choose_cache(app: Sphinx, config: Config) -> None:
    """Point jupyter-cache to its folder below the source, and let Sphinx use every processor."""
    config["nb_execution_cache_path"] = str(Path(app.srcdir) / CACHE)
    app.parallel = os.cpu_count() or 1
    build: Any = app
    build.book_forge = Forge()
    silent = app.extensions["sphinx_multitoc_numbering"]  # loaded by the table of contents; numbers nothing here
    silent.parallel_read_safe = True


def mark_inputs(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put the digest of a chapter's inputs into its kernelspec; code that can't be read fails when it is run."""
    if "```{code-cell}" in source[0]:
        try:
            digest = digest_of(Path(app.srcdir), source[0])
        except SyntaxError:
            digest = "not readable"
        source[0] = _KERNEL.sub(rf"\1 ({digest})", source[0], count=1)


def run_ahead(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Run the chapters without outputs, several at a time; a cell that fails ends the build."""
    settings: Any = env  # myst-nb adds its own
    outputs = get_cache(str(Path(app.srcdir) / CACHE))
    stale = []
    for docname in docnames:
        path = env.doc2path(docname)
        text = [Path(path).read_text(encoding="utf-8")]
        mark_inputs(app, docname, text)
        reader = create_nb_reader(path, settings.myst_config, settings.mystnb_config, text[0])
        if reader is not None:
            notebook = reader.read(text[0])
            try:
                outputs.match_cache_notebook(notebook)
            except KeyError:
                LOG.info("running %s", docname)
                stale.append((path, notebook))
    build: Any = app
    logging.getLogger("traitlets").setLevel(logging.ERROR)  # it would say which kernel it starts
    limit, faults = settings.mystnb_config.execution_timeout, []
    with build.book_forge as forge, ThreadPoolExecutor(AT_ONCE) as pool:
        pending = [(path, notebook, pool.submit(_run, path, notebook, limit, forge)) for path, notebook in stale]
        for path, notebook, running in pending:
            result = running.result()
            if told := fault(Path(path), notebook, result.err):
                faults.append(told)  # and not kept: what caused a warning may lie outside the book
                continue
            bundle = CacheBundleIn(notebook, path, data={"execution_seconds": result.time})
            outputs.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    if faults:
        build.book_build.stop(faults)


def _run(path: str, notebook: Any, timeout: int, forge: Forge) -> Any:
    folder = str(Path(path).parent)
    with forge.kernel() as manager:
        return single_nb_execution(notebook, cwd=folder, timeout=timeout, allow_errors=False, km=manager)


def fault(path: Path, notebook: Any, error: Exception | None) -> str:
    """Return where a chapter failed or warned: file and line, the cell, the last complaint; nothing if it did not."""
    failed = next((cell for cell in notebook.cells if _complaints(cell)), None)
    if failed is None and error is None:
        return ""
    code = failed.source if failed else ""
    at = path.read_text(encoding="utf-8").find(code)
    line = path.read_text(encoding="utf-8")[: max(at, 0)].count("\n") + 1
    told = (_complaints(failed) if failed else [str(error)])[-1].strip()
    shown = "\n".join(f"    {text}" for text in code.splitlines())
    did = "warned" if error is None else "failed"
    return f"{os.path.relpath(path)}:{line}: this cell {did}\n{shown}\n  {told}"


def _complaints(cell: Any) -> list[str]:
    """Return what a cell wrote to stderr and the errors that it raised."""
    found = []
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            found.append(f"{output.ename}: {output.evalue}")
        elif output.get("name") == "stderr":
            found.append(output.text)
    return found


def reread_all(app: Sphinx, env: BuildEnvironment, *_: object) -> list[str]:
    """Name every page as outdated."""
    return sorted(env.found_docs)


def setup(app: Sphinx) -> dict[str, Any]:
    """Settle the cache before myst-nb reads its configuration, and the digest before a page is read."""
    gc.disable()  # a build keeps nearly all that it makes until its end; looking for waste took half of its time
    app.connect("config-inited", choose_cache, priority=90)  # before the data are checked
    app.connect("source-read", mark_inputs)
    app.connect("env-get-outdated", reread_all)
    app.connect("env-before-read-docs", run_ahead)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
