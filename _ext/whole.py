"""A build is whole or not at all, however it is started: by ``make book`` or by ``jupyter-book build .``.

The data are checked first. The site is made in a folder beside the last one and put in its place at the end, if nothing
was warned of. A build that fails leaves the last good site as it was and says in one block where it failed.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import sphinx.builders
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.logging import NAMESPACE, get_node_location, is_suppressed_warning
from sphinx.util.parallel import ParallelTasks

from helpers import check


class Heard(logging.Handler):
    """All that a build warned of, each with its place."""

    def __init__(self, app: Sphinx) -> None:
        """Listen to warnings and errors."""
        super().__init__(logging.WARNING)
        self.app = app
        self.warnings: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one warning, unless the configuration leaves out its kind."""
        kind, part = getattr(record, "type", ""), getattr(record, "subtype", "")
        if not is_suppressed_warning(kind, part, self.app.config.suppress_warnings):
            place = _short(self.app, getattr(record, "location", None))
            self.warnings.append(f"{place}: {record.getMessage()}")


class Tasks(ParallelTasks):
    """Work in several processes whose errors are told: Sphinx drops one that it meets while it starts another task."""

    def terminate(self) -> None:
        """End all processes, and pass on the error for which they are ended."""
        super().terminate()
        if sys.exc_info()[1] is not None:
            raise


class Site:
    """The folder in which a site is made, and the one where it belongs."""

    def __init__(self, app: Sphinx) -> None:
        """Hear the warnings of a build."""
        self.heard = Heard(app)
        logging.getLogger(NAMESPACE).addHandler(self.heard)

    def begin(self, app: Sphinx, config: Config) -> None:
        """Check the data, and turn the build away from the last good site."""
        root = Path(app.srcdir)
        self.folder = Path(app.outdir)
        self.made = self.folder.with_name(f".{self.folder.name}.next")
        shutil.rmtree(self.made, ignore_errors=True)
        if check.main([str(root / "data")]):
            self.stop([])
        self.made.mkdir(parents=True)
        app.outdir = type(app.outdir)(self.made)

    def look(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Stop before anything is written if reading the pages gave warnings."""
        if self.heard.warnings:
            self.stop(self.heard.warnings)

    def finish(self, app: Sphinx, error: Exception | None) -> None:
        """Put the site in its place."""
        if error is not None:
            self.stop([*self.heard.warnings, f"{type(error).__name__}: {error}"])
        lost = [f"{_short(app, page)}: this page was not written" for page in unwritten(app)]
        if self.heard.warnings or lost:
            self.stop([*self.heard.warnings, *lost])
        last = self.folder.with_name(f".{self.folder.name}.last")
        shutil.rmtree(last, ignore_errors=True)
        if self.folder.exists():
            self.folder.rename(last)
        self.made.rename(self.folder)
        shutil.rmtree(last, ignore_errors=True)
        app.outdir = type(app.outdir)(self.folder)

    def stop(self, faults: Iterable[str]) -> NoReturn:
        """End the build with exit code 1 and one block that says why."""
        shutil.rmtree(self.made, ignore_errors=True)
        told = list(dict.fromkeys(faults))
        if told:
            print(*told, "  Mend each place, then build again.", sep="\n", file=sys.stderr)
        print(f"the book was not built; {_named(self.folder)} is as it was", file=sys.stderr)
        raise SystemExit(1)


def unwritten(app: Sphinx) -> list[str]:
    """Return the pages that a site in HTML lacks."""
    builder: Any = app.builder
    if builder.format != "html":
        return []
    return sorted(page for page in app.env.found_docs if not Path(builder.get_outfilename(page)).exists())


def last_commit_time(root: Path) -> str:
    """Return the time of the last commit in seconds, so that the same commit builds the same bytes."""
    asked = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
    try:
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "0"


def _named(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


def _short(app: Sphinx, place: object) -> str:
    """Return what Sphinx calls the location of a warning as ``chapters/history/origins.md:12``."""
    if isinstance(place, nodes.Node):
        place = get_node_location(place)
    elif isinstance(place, tuple):
        place = f"{app.env.doc2path(place[0])}:{place[1] or 1}"
    if not place:
        return "the build"
    path, colon, line = str(place).partition(":")
    return f"{_named(Path(path if colon else app.env.doc2path(path)))}:{line or 1}"


def setup(app: Sphinx) -> dict[str, Any]:
    """Frame the build; the ends of other extensions come before its own."""
    builders: Any = sphinx.builders
    builders.ParallelTasks = Tasks
    os.environ.setdefault("SOURCE_DATE_EPOCH", last_commit_time(Path(app.srcdir)))  # before a kernel is made
    site: Any = Site(app)
    settings: Any = app
    settings.book_build = site
    app.connect("config-inited", site.begin, priority=100)
    app.connect("env-check-consistency", site.look, priority=900)
    app.connect("build-finished", site.finish, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
