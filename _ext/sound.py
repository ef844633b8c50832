"""A book is built by its own code, and that can be loaded; else the build ends and says where, without a traceback."""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx


def fault(error: BaseException, book: Path) -> str:
    """Return file and line of the book at which an error arose, the code there, and what the error says."""
    if isinstance(error, SyntaxError) and error.filename:
        file, line, code, told = error.filename, error.lineno or 1, error.text or "", error.msg
    else:
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if Path(frame.filename).is_relative_to(book) and ".venv" not in frame.filename]
        file, line, code, told = own[-1].filename, own[-1].lineno or 1, own[-1].line or "", str(error)
    place, kind = f"{os.path.relpath(file)}:{line}", type(error).__name__
    return f"{place}: this code can't be loaded\n    {code.strip()}\n  {kind}: {told}"


def strange(book: Path) -> str:
    """Return what is wrong if the helpers are those of another copy: the book would show what they say, not its own."""
    found = Path(str(import_module("helpers").__file__)).resolve().parent
    if found.is_relative_to(book):
        return ""
    told = "  Install the book anew (make does), or set PYTHONPATH=src."
    return f"{found}: these helpers are not those of this book, {book}\n{told}"


def setup(app: Sphinx) -> dict[str, Any]:
    """Load all extensions of the book, and with them the helpers that they use."""
    here = Path(__file__).resolve().parent
    try:
        for file in sorted(here.glob("[!_]*.py")):
            import_module(f"{here.name}.{file.stem}")
        told = strange(here.parent)
    except Exception as error:
        told = f"{fault(error, here.parent)}\n  Mend it, then build again."
    if told:
        print(f"{told}\nthe book was not built; the last site is as it was", file=sys.stderr)
        raise SystemExit(1)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
