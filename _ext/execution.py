"""Pages never stale: what a chapter's outputs depend on decides whether they may be reused.

jupyter-cache knows a chapter by its code cells alone. Here its folder is named after a digest of everything else that
an output can depend on (tables, helpers, lock, Python, language), so a change to any of these starts an empty cache.
Sphinx itself re-reads every page at each build. Both hold for ``make book`` and for a plain ``jupyter-book build .``.
"""

from __future__ import annotations

import hashlib
import platform
import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from helpers.labels import language

CACHE = Path("_build", ".jupyter_cache")
_INPUTS = ("data/**/*", "src/helpers/**/*.py", "requirements.txt", "pyproject.toml")


def inputs_digest(root: Path) -> str:
    """Return a digest of all files, beside the cells, on which an output can depend."""
    digest = hashlib.sha256(f"{platform.python_version()} {language()}".encode())
    files = {path for pattern in _INPUTS for path in root.glob(pattern) if path.is_file()}
    for path in sorted(files):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()} {len(content)} ".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def choose_cache(app: Sphinx, config: Config) -> None:
    """Point jupyter-cache to the folder of today's inputs and drop the folders of other days."""
    root = Path(app.srcdir)
    folder = root / CACHE / inputs_digest(root)
    for other in (root / CACHE).glob("*"):
        if other.is_dir() and other != folder:
            shutil.rmtree(other)
    config["nb_execution_cache_path"] = str(folder)


def reread_all(app: Sphinx, env: BuildEnvironment, *_: object) -> list[str]:
    """Name every page as outdated."""
    return sorted(env.found_docs)


def setup(app: Sphinx) -> dict[str, Any]:
    """Settle the cache before myst-nb reads its configuration."""
    app.connect("config-inited", choose_cache)
    app.connect("env-get-outdated", reread_all)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
