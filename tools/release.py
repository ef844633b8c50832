"""Put what a release holds into dist/: notes from the changelog, the site in one file, the wheel, all tables.

Run by `make release TAG=v2026.1` once the site is built; the tag must be that of the edition.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from helpers.data import package

ROOT = Path(__file__).resolve().parents[1]


def notes(changelog: str, edition: str) -> str:
    """Return what the changelog says of an edition.

    Raises:
        ValueError: it has no section of that edition.
    """
    found = re.search(rf"^## {re.escape(edition)} .*?\n(.*?)(?=^## |\Z)", changelog, re.DOTALL | re.MULTILINE)
    if not found:
        raise ValueError(
            f"CHANGELOG.md: no section of edition {edition}; write one that starts: ## {edition} (as of ...)"
        )
    return found[1].strip() + "\n"


def gather(tag: str, site: Path, dist: Path) -> list[Path]:
    """Fill the folder of a release; return its files.

    Raises:
        ValueError: the tag is not that of the edition, or there is no site.
    """
    edition = package()["version"]
    if tag != f"v{edition}":
        raise ValueError(f"the tag {tag!r} is not v{edition}, the edition in data/datapackage.json; change one of them")
    if not (site / "index.html").is_file():
        raise ValueError(f"{site}: no site; build it: make book")
    text = notes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), edition)
    shutil.rmtree(dist, ignore_errors=True)
    dist.mkdir(parents=True)
    (dist / "notes.md").write_text(text, encoding="utf-8")
    for file in (site / "downloads").iterdir():
        shutil.copy(file, dist)
    shutil.make_archive(str(dist / f"{package()['name']}-{edition}-site"), "zip", site)
    return sorted(dist.iterdir())


def main(tag: str) -> int:
    """Gather, and say what there is."""
    try:
        files = gather(tag, ROOT / "_build/html", ROOT / "dist")
    except ValueError as error:
        print(f"make release: {error}", file=sys.stderr)
        return 1
    for file in files:
        print(f"dist/{file.name}: {file.stat().st_size // 1024} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) == 2 else ""))
