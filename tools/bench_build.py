"""How long the book takes to build, beside a stock Jupyter Book of the same chapters: ``make bench``. It only prints.

All is measured in one run, in copies of the files that git tracks: a cold build, one with nothing changed, one after an
edit of a table, and a cold build of the same chapters without the extensions of this book, as Jupyter Book does it of
itself. The directives of this book mean nothing there, so that it even has less to do. Weights follow, in bytes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
STOCK = """\
title: {title}
execute:
  execute_notebooks: cache
  timeout: 120
parse:
  myst_enable_extensions: [colon_fence, deflist, fieldlist, attrs_inline, attrs_block]
"""
#: What counts as the weight of a page: what it holds itself, scripts, styles and pictures apart.
PAGE = ".html"
HEAVIEST = 10


def copy(folder: Path) -> Path:
    """Return a copy of the files that git tracks."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    return folder


def stock(book: Path) -> Path:
    """Make a copy a book of the chapters alone, with Jupyter Book's own settings."""
    title = re.search(r"^title: (.*)$", (book / "_config.yml").read_text(encoding="utf-8"), re.MULTILINE)
    (book / "_config.yml").write_text(STOCK.format(title=title[1] if title else "a book"), encoding="utf-8")
    shutil.rmtree(book / "chapters" / "reference")
    lines = (book / "_toc.yml").read_text(encoding="utf-8").splitlines()
    (book / "_toc.yml").write_text("\n".join(lines[: lines.index("  - caption: Reference")]) + "\n", encoding="utf-8")
    return book


def seconds(book: Path) -> float:
    """Return how long a build of a copy takes."""
    env = {**os.environ, "PYTHONPATH": str(book / "src")}
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", "-qq", "."]
    start = perf_counter()
    done = subprocess.run(command, cwd=book, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"a build failed:\n{done.stdout}{done.stderr}")
    return perf_counter() - start


def loading() -> float:
    """Return how long it takes to start Python and load the helpers."""
    start = perf_counter()
    subprocess.run([sys.executable, "-c", "import helpers"], check=True)
    return perf_counter() - start


def main() -> None:
    """Print the times, then the weights."""
    with TemporaryDirectory() as folder:
        book, plain = copy(Path(folder) / "book"), stock(copy(Path(folder) / "stock"))
        cold = seconds(book)
        print(f"cold build                {cold:7.1f} s", flush=True)
        print(f"nothing changed           {seconds(book):7.1f} s", flush=True)
        table = book / "data" / "surveys.csv"
        table.write_text(
            table.read_text(encoding="utf-8").replace(",medium,", ",low,", 1), encoding="utf-8", newline=""
        )
        print(f"one cell of a table       {seconds(book):7.1f} s", flush=True)
        other = seconds(plain)
        print(f"stock, same chapters      {other:7.1f} s   ratio {cold / other:.2f}", flush=True)
        print(f"python -c 'import helpers'{min(loading() for _ in range(3)):7.1f} s")
        site = book / "_build" / "html"
        files = [path for path in site.rglob("*") if path.is_file()]
        print(f"site                      {sum(path.stat().st_size for path in files):11,d} bytes, {len(files)} files")
        pages = sorted((path for path in files if path.suffix == PAGE), key=lambda path: -path.stat().st_size)
        print(f"pages                     {sum(page.stat().st_size for page in pages):11,d} bytes, {len(pages)} files")
        for page in pages[:HEAVIEST]:
            print(f"  {page.stat().st_size:9,d}  {page.relative_to(site)}")


if __name__ == "__main__":
    main()
