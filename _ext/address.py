"""Where the book is served and where it is kept, known in one place: ``book_site`` and ``book_repository``.

They stand in ``_config.yml``; ``BOOK_SITE`` and ``BOOK_REPOSITORY`` in the environment go before, so that a fork
publishes under its own address without an edit.
"""

from __future__ import annotations

import os
import re
from typing import Any
from urllib.parse import quote

from sphinx.application import Sphinx
from sphinx.config import Config

#: Each value, and what sets it from outside.
NAMES = {"book_repository": "BOOK_REPOSITORY", "book_site": "BOOK_SITE"}
_ADDRESS = re.compile(r"https://[\w.-]+(:\d+)?(/[\w.~%-]+)*", re.ASCII)


def settle(app: Sphinx, config: Config) -> None:
    """Take the addresses from the environment where it has them; one that can't be used ends the build."""
    for name, variable in NAMES.items():
        asked = os.environ.get(variable, "")
        value = asked or config[name]
        if value and not _ADDRESS.fullmatch(value):
            place = variable if asked else f"_config.yml: {name}"
            raise SystemExit(
                f"{place}: {value!r} is no address like https://example.org/book, without a slash at its end"
            )
        config[name] = value


def binder(repository: str, file: str) -> str:
    """Return where Binder, a service of others, opens a file of a repository; empty for one that is not on GitHub."""
    owned = re.fullmatch(r"https://github\.com/([\w.-]+/[\w.-]+)", repository)
    return f"https://mybinder.org/v2/gh/{owned[1]}/HEAD?urlpath={quote(f'lab/tree/{file}', safe='')}" if owned else ""


def of(app: Sphinx, page: str) -> str:
    """Return the address of a page on the site; empty if the site has none."""
    site = app.config.book_site
    return f"{site}/{app.builder.get_target_uri(page)}" if site else ""


def setup(app: Sphinx) -> dict[str, Any]:
    """Settle the addresses ahead of all that uses them."""
    for name in NAMES:
        app.add_config_value(name, "", "env", types=(str,))
    app.connect("config-inited", settle, priority=50)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
