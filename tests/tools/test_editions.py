"""One place holds the edition and its date; what repeats it agrees, and what changed between two can be listed."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.package.test_workflows import check
from tools import changes, edition, release

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = json.loads((ROOT / "data/datapackage.json").read_text(encoding="utf-8"))
VERSION, DAY = PACKAGE["version"], PACKAGE["as_of"]
CITED = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
DEPOSITED = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
#: What Zenodo documents of the fields that stand here; no package carries a schema of it.
DEPOSIT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["title", "description", "upload_type", "creators", "access_right", "license"],
    "properties": {
        "title": {"type": "string", "minLength": 3},
        "description": {"type": "string", "minLength": 3},
        "upload_type": {"enum": ["dataset", "software", "lesson", "other"]},  # others ask for further fields
        "access_right": {"const": "open"},  # others ask for further fields
        "license": {"const": "cc-by-4.0"},
        "creators": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name"],
                "properties": {name: {"type": "string", "minLength": 1} for name in ("name", "affiliation", "orcid")},
            },
        },
        "version": {"type": "string"},
        "publication_date": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        "language": {"type": "string", "pattern": "^[a-z]{3}$"},
        "keywords": {"type": "array", "items": {"type": "string", "minLength": 1}, "uniqueItems": True},
        "notes": {"type": "string"},
    },
}


def test_the_citation_is_valid():
    done = check("vendor.citation-file-format", ROOT / "CITATION.cff")
    assert done.returncode == 0, done.stdout


def test_a_slip_in_the_citation_is_seen(tmp_path: Path):
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8").replace("type: dataset", "type: atlas")
    (tmp_path / "CITATION.cff").write_text(text, encoding="utf-8")
    assert check("vendor.citation-file-format", tmp_path / "CITATION.cff").returncode == 1


def test_the_deposit_is_as_zenodo_documents_it():
    jsonschema.validate(DEPOSITED, DEPOSIT)


@pytest.mark.parametrize("fault", [{"creators": []}, {"license": "free"}, {"titel": "A"}, {"publication_date": "2026"}])
def test_a_slip_in_the_deposit_is_seen(fault: dict):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(DEPOSITED | fault, DEPOSIT)


def test_edition_and_date_are_the_same_everywhere():
    assert (CITED["version"], str(CITED["date-released"])) == (VERSION, DAY)
    assert (DEPOSITED["version"], DEPOSITED["publication_date"]) == (VERSION, DAY)
    day = date.fromisoformat(DAY)
    newest = re.search(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest and newest[1] == f"{VERSION} (as of {day.day} {day:%B %Y})"


def test_title_authors_and_words_are_the_same_everywhere():
    assert CITED["title"] == DEPOSITED["title"] == CONFIG["title"]
    assert CITED["authors"] == DEPOSITED["creators"] == [{"name": CONFIG["author"]}]
    assert (CITED["keywords"], " ".join(CITED["abstract"].split())) == (DEPOSITED["keywords"], DEPOSITED["description"])


def test_the_wheel_has_the_edition(tmp_path: Path):
    build = "import hatchling.build, sys; print(hatchling.build.build_wheel(sys.argv[1]))"
    command = [sys.executable, "-c", build, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    wheel = done.stdout.split()[-1]
    assert wheel == f"csto_central_asia_book-{VERSION}-py3-none-any.whl"
    about = f"csto_central_asia_book-{VERSION}.dist-info/METADATA"
    assert f"\nVersion: {VERSION}\n" in zipfile.ZipFile(tmp_path / wheel).read(about).decode()


@pytest.mark.parametrize("name", edition.REPEATED)
def test_a_new_edition_is_written_where_the_old_one_stood(name: str):
    text = (ROOT / name).read_text(encoding="utf-8")
    forms = edition.REPEATED[name]
    assert edition.repeat(text, forms, VERSION, DAY) == text
    later = edition.repeat(text, forms, "2027.1", "2027-03-01")
    assert later == text.replace(VERSION, "2027.1").replace(DAY, "2027-03-01") != text


# --- what changed between two -----------------------------------------------------------------------------------------


def pack(folder: Path, tables: dict[str, str]) -> str:
    """Write a file of tables as the site offers it; return its path."""
    path = folder / f"{len(list(folder.iterdir()))}.zip"
    with zipfile.ZipFile(path, "w") as packed:
        resources = [{"name": name, "path": f"{name}.csv"} for name in tables]
        packed.writestr("datapackage.json", json.dumps({"resources": resources}))
        for name, text in tables.items():
            packed.writestr(f"{name}.csv", text)
    return str(path)


FACTS = "id,day,note\na-1,1992,\nb-2,1999,first\nc-3,2003,\n"


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (FACTS, []),
        (FACTS + "d-4,2022,\n", ["facts: added: d-4"]),
        (FACTS.replace("c-3,2003,\n", ""), ["facts: retired: c-3"]),
        (FACTS.replace("1999,first", "2000,second"), ["facts: changed: b-2 (day, note)"]),
        ("id,day,note,basis\na-1,1992,,\nb-2,1999,first,whole\nc-3,2003,,\n", ["facts: changed: b-2 (basis)"]),
        ("id,day,note\nc-3,2003,\na-1,1992,\nb-2,1999,first\n", []),
    ],
    ids=["nothing", "added", "retired", "changed", "a new column", "another order"],
)
def test_changes_are_told_by_table_id_and_column(tmp_path: Path, after: str, told: list[str]):
    assert changes.changes(pack(tmp_path, {"facts": FACTS}), pack(tmp_path, {"facts": after})) == told


def test_tables_that_come_and_go_and_figures_are_told(tmp_path: Path):
    before = pack(tmp_path, {"old": "id\nx\n", "figures": "year,value\n1992,1\n1993,2\n", "labels": "key,en\na,A\n"})
    after = pack(tmp_path, {"new": "id\ny\n", "figures": "year,value\n1992,1\n1993,3\n1994,2\n", "labels": "key,en\n"})
    told = ["new: added: y", "figures: 2 rows came, 1 went", "old: retired: x"]
    assert changes.changes(before, after) == told


def test_two_revisions_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture):
    def git(*arguments: str) -> None:
        about = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *about, *arguments], cwd=tmp_path, check=True, capture_output=True)

    shutil.copytree(ROOT / "data", tmp_path / "data")
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "-m", "one")
    git("tag", "v1")
    states = tmp_path / "data/states.csv"
    states.write_text(states.read_text(encoding="utf-8").replace("KAZ,KZ,successor", "KAZ,KZ,power"), encoding="utf-8")
    git("commit", "--quiet", "-am", "two")
    monkeypatch.chdir(tmp_path)
    assert changes.main(["v1", "HEAD"]) == 0
    assert capsys.readouterr().out == "states: changed: KAZ (group)\n0 facts added, 1 changed, 0 retired\n"


@pytest.mark.parametrize("arguments", [["v1"], ["no-such-tag", "HEAD"], ["missing.zip", "HEAD"], []])
def test_a_bad_name_is_told_in_one_line(capsys: pytest.CaptureFixture, arguments: list[str]):
    assert changes.main(arguments) == 1
    said = capsys.readouterr()
    assert not said.out and len(said.err.splitlines()) == 1 and said.err.startswith("make changes")


# --- a release --------------------------------------------------------------------------------------------------------


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "site/downloads").mkdir(parents=True)
    for name in ("index.html", ".nojekyll", "downloads/all.zip", "downloads/book.whl"):
        (tmp_path / "site" / name).touch()
    return tmp_path / "site"


def test_a_release_holds_notes_site_wheel_and_tables(built: Path, tmp_path: Path):
    files = release.gather(f"v{VERSION}", built, tmp_path / "dist")
    site = f"csto-central-asia-{VERSION}-site.zip"
    assert {file.name for file in files} == {"notes.md", "all.zip", "book.whl", site}
    assert {".nojekyll", "index.html", "downloads/book.whl"} <= set(
        zipfile.ZipFile(tmp_path / "dist" / site).namelist()
    )
    assert (tmp_path / "dist/notes.md").read_text(encoding="utf-8").startswith("- ")


def test_a_tag_that_is_not_the_edition_is_refused(built: Path, tmp_path: Path):
    with pytest.raises(ValueError, match=f"the tag 'v1' is not v{VERSION}"):
        release.gather("v1", built, tmp_path / "dist")
    with pytest.raises(ValueError, match="no site; build it: make book"):
        release.gather(f"v{VERSION}", tmp_path, tmp_path / "dist")


def test_the_notes_are_the_section_of_the_edition():
    text = "# Changelog\n\n## 2 (as of b)\n\n- new\n- more\n\n## 1 (as of a)\n\n- old\n"
    assert (release.notes(text, "2"), release.notes(text, "1")) == ("- new\n- more\n", "- old\n")
    with pytest.raises(ValueError, match="no section of edition 3"):
        release.notes(text, "3")
