"""Pages never stale, and quick: outputs of a chapter are reused exactly while what they depend on has not changed.

jupyter-cache knows a chapter by its code cells and its kernelspec. Before a page is read, a digest of all else on which
its outputs can depend is put into that kernelspec: the tables that its cells load, the helper modules that they can
reach, lock, Python and language. Chapters that must run do so before the pages are read, one on each processor, in a
fresh kernel each. Sphinx itself re-reads every page at each build. All this holds for ``make book`` and for a plain
``jupyter-book build .``.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import platform
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
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

from _ext.cells import called_with
from helpers.labels import language

CACHE = Path("_build", ".jupyter_cache")
#: Tables that every output can depend on: the words of the language and the names of states.
_ALWAYS = ("labels", "states")
_CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_KERNEL = re.compile(r"^(kernelspec:\n)", re.MULTILINE)


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
        waiting = ["helpers", *self._named(ast.parse(code))]
        while waiting:
            module = waiting.pop()
            if module not in found:
                found.add(module)
                waiting += self._named(_tree(self.files[module]))
        return found

    def _is_package(self, module: str) -> bool:
        return self.files[module].name == "__init__.py"

    def _named(self, tree: ast.AST) -> Iterator[str]:
        """Yield the modules that a tree imports, and of a package's functions those modules that define them."""
        packages: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module in self.files:
                for name in node.names:
                    inside = f"{node.module}.{name.name}"
                    if inside not in self.files:
                        yield self._defining(node.module, name.name)
                    elif self._is_package(inside):
                        packages[name.asname or name.name] = inside  # of it only what is named counts
                    else:
                        yield inside
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in packages:
                yield self._defining(packages[node.value.id], node.attr)

    def _defining(self, module: str, name: str) -> str:
        """Return the module from which a package takes a name, or the module itself."""
        if self._is_package(module):
            for node in ast.walk(_tree(self.files[module])):
                if not isinstance(node, ast.ImportFrom) or node.module not in self.files:
                    continue
                if any((taken.asname or taken.name) == name for taken in node.names):
                    return node.module
        return module


def _tree(file: Path) -> ast.Module:
    return _parsed(file.read_text(encoding="utf-8"))


@cache
def _parsed(source: str) -> ast.Module:
    return ast.parse(source)


def choose_cache(app: Sphinx, config: Config) -> None:
    """Point jupyter-cache to its folder below the source."""
    config["nb_execution_cache_path"] = str(Path(app.srcdir) / CACHE)


def mark_inputs(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put the digest of a chapter's inputs into its kernelspec; code that can't be read fails when it is run."""
    if "```{code-cell}" in source[0]:
        try:
            digest = digest_of(Path(app.srcdir), source[0])
        except SyntaxError:
            digest = "not readable"
        source[0] = _KERNEL.sub(rf"\1  inputs: {digest}\n", source[0], count=1)


def run_ahead(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Run the chapters without outputs, several at a time; one that fails is run again, and told, when it is read."""
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
                stale.append((path, notebook))
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        limit = settings.mystnb_config.execution_timeout
        pending = [(path, notebook, pool.submit(_run, path, notebook, limit)) for path, notebook in stale]
        for path, notebook, running in pending:
            result = running.result()
            if result.err is None:
                bundle = CacheBundleIn(notebook, path, data={"execution_seconds": result.time})
                outputs.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def _run(path: str, notebook: Any, timeout: int) -> Any:
    folder = str(Path(path).parent)
    return single_nb_execution(notebook, cwd=folder, timeout=timeout, allow_errors=False, meta_override=True)


def reread_all(app: Sphinx, env: BuildEnvironment, *_: object) -> list[str]:
    """Name every page as outdated."""
    return sorted(env.found_docs)


def setup(app: Sphinx) -> dict[str, Any]:
    """Settle the cache before myst-nb reads its configuration, and the digest before a page is read."""
    app.connect("config-inited", choose_cache)
    app.connect("source-read", mark_inputs)
    app.connect("env-get-outdated", reread_all)
    app.connect("env-before-read-docs", run_ahead)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
