"""No bad row passes: corruptions by kind, each reported by the command that ``make data`` runs, where it stands.

Each corruption breaks one file of an otherwise sound package; ``helpers.check.main`` must then exit 1 and print a fault
with its file, line and column. Where a corruption lies between lines (a duplicate, an overlap) or cells (a swap, a
shift), one of them is enough; a source that is gone must be reported in every cell that rests on it. What is of a whole
row (a cell too few) has no column; what is of a whole file stands at line 1.

A few of each kind run always; all of them with ``-m prove`` (``-s`` prints the count of each kind).
"""

import re
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from random import Random

import pytest

from helpers import data as reading
from helpers.check import main
from tests.data.corruptions import KINDS, PLAUSIBLE, Corruption, Package, Place, generate

ROOT = Path(__file__).resolve().parents[2]

#: How many corruptions of a kind are tried: in the daily run, and as proof.
FEW, ALL = 1, 25


@pytest.fixture(scope="module")
def shipped() -> Package:
    """Return the tables as they are."""
    return Package(ROOT / "data")


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder that is like data/ beside the chapters, of links; one file at a time is broken in it."""
    root = tmp_path_factory.mktemp("linked")
    for name in ("chapters", "index.md"):
        (root / name).symlink_to(ROOT / name)
    folder = root / "data"
    folder.mkdir()
    for file in (ROOT / "data").iterdir():
        (folder / file.name).symlink_to(file)
    yield folder


def run(folder: Path, corruption: Corruption) -> tuple[int, list[Place], str]:
    """Break a file, run the command, put the file back; return exit code, where faults are reported, and the output."""
    file, out = folder / corruption.file, StringIO()
    file.unlink()
    if corruption.content is not None:
        file.write_bytes(corruption.content)
    reading.bibliography.cache_clear()  # as in a new process
    try:
        with redirect_stderr(out), redirect_stdout(StringIO()):
            code = main([str(folder)])
    finally:
        file.unlink(missing_ok=True)
        file.symlink_to(ROOT / "data" / corruption.file)
    pattern = re.compile(rf"^{re.escape(str(folder))}/([\w.]+):(\d+): (?:column (\w+): )?", re.MULTILINE)
    found = [Place(file, int(line), column) for file, line, column in pattern.findall(out.getvalue())]
    return code, found, out.getvalue()


def is_caught(corruption: Corruption, code: int, found: list[Place]) -> bool:
    """Tell whether a corruption was reported where it is."""
    hits = [place in found for place in corruption.places]
    return code == 1 and (all(hits) if corruption.every else any(hits))


def missed(kind: str, count: int, shipped: Package, folder: Path) -> list[str]:
    """Return a line for each corruption of a kind that is not reported where it is; print how many were tried."""
    lines = []
    corruptions = generate(shipped, kind, count)
    for corruption in corruptions:
        code, found, out = run(folder, corruption)
        if not is_caught(corruption, code, found):
            wanted = " ".join(f"{place.file}:{place.line}:{place.column}" for place in corruption.places[:4])
            lines.append(f"{corruption.what} at {wanted}; printed: {out[:300]}")
    print(f"| {kind} | {len(corruptions)} | {len(corruptions) - len(lines)} |")
    return lines


def test_sound_package_passes(shipped: Package, linked: Path):
    """Written anew, a file without a change is no fault; without this, all that follows would show nothing."""
    same = Corruption("none", "states.csv", "".join(shipped.lines("states")).encode(), ())
    assert run(linked, same)[0] == 0


@pytest.mark.parametrize("kind", KINDS)
def test_some_of_each_kind_are_caught(kind: str, shipped: Package, linked: Path):
    assert missed(kind, FEW, shipped, linked) == []


@pytest.mark.prove
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_caught_whole(kind: str, shipped: Package, linked: Path):
    assert missed(kind, ALL, shipped, linked) == []


def test_there_are_enough_corruptions(shipped: Package):
    """In sum, of each kind, and in each table that holds a row."""
    made = {kind: generate(shipped, kind, ALL) for kind in KINDS}
    few = {kind: len(found) for kind, found in made.items() if len(found) < ALL}
    assert sum(map(len, made.values())) >= 600
    assert not few
    broken = {corruption.file for found in made.values() for corruption in found}
    assert {shipped.file(table) for table in shipped.resources} <= broken


def test_corruptions_are_the_same_each_time(shipped: Package):
    for kind in KINDS:
        assert generate(shipped, kind, 2) == generate(shipped, kind, 2)


def reported(name: str, count: int, shipped: Package, folder: Path) -> list[str]:
    """Return a line for each plausible change of one kind that is reported all the same."""
    changes = [PLAUSIBLE[name](shipped, Random(f"{name} {number}"), name) for number in range(count)]
    runs = [(change.what, *run(folder, change)) for change in changes]
    return [f"{what}; printed: {out[:300]}" for what, code, _, out in runs if code]


@pytest.mark.parametrize("name", PLAUSIBLE)
def test_what_cannot_be_known_passes(name: str, shipped: Package, linked: Path):
    """A plausible other value breaks no rule and passes: only a reading of the source could tell.

    Another state that there is, a date a day off where no event bears it, another number in range, another word of the
    list, one more source, a slip of the hand in free text, a caveat gone, a row gone that nothing refers to. A checksum
    would catch them, and would say no more than that somebody edited the table. Lines that end as on Windows pass on
    purpose: they change no cell.
    """
    assert reported(name, 1, shipped, linked) == []


@pytest.mark.prove
@pytest.mark.parametrize("name", PLAUSIBLE)
def test_what_cannot_be_known_passes_as_a_rule(name: str, shipped: Package, linked: Path):
    """So that the list is true of more than one happy case."""
    assert reported(name, 5, shipped, linked) == []
