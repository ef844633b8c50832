"""Which edition a page is of: its version, its day, its licence, and the commit that it was built from.

A copy without git, such as an unpacked archive, names no commit.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from helpers.data import as_of, package
from helpers.labels import date_text, t

_DIRTY = "-dirty"


@dataclass(frozen=True)
class Commit:
    """A commit; ``hash`` is whole, ``changed`` tells whether files that git tracks differed from it at the build."""

    hash: str
    changed: bool

    @property
    def short(self) -> str:
        """The hash as it is shown: of a fixed length, so that a shallow clone shows the same."""
        return self.hash[:7]


def commit(root: Path) -> Commit | None:
    """Return the commit of the repository whose top a folder is, or None if it is the top of none."""
    if not (root / ".git").exists():
        return None
    asked = ["git", "--no-optional-locks", "-C", str(root), "describe", "--always", "--exclude=*"]
    asked += ["--abbrev=40", f"--dirty={_DIRTY}"]
    try:
        told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None
    return Commit(told.removesuffix(_DIRTY), told.endswith(_DIRTY))


def told(app: Sphinx) -> dict[str, Any]:
    """Return what the foot of a page says of the edition; ``built`` is a sentence, ``uri`` leads to the commit."""
    found = commit(Path(app.srcdir))
    about = {"version": package()["version"], "day": date_text(as_of()), "licence": package()["licenses"][0]}
    if found is None:
        return {**about, "built": "", "uri": ""}
    built = t("edition: built from a changed {commit}" if found.changed else "edition: built from {commit}")
    repository = app.config.book_repository
    uri = f"{repository}/commit/{found.hash}" if repository else ""
    return {**about, "built": built.format(commit=found.short), "uri": uri}


def begin(app: Sphinx) -> None:
    """Ask git once for all pages."""
    settings: Any = app
    settings.book_edition = told(app)


def put(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Give the edition to the template of a page."""
    settings: Any = app
    context["edition"] = settings.book_edition
    context["show_copyright"] = context["show_sphinx"] = False  # the licence says more, one credit is enough


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell each page its edition."""
    app.connect("builder-inited", begin)
    app.connect("html-page-context", put)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
