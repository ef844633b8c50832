"""``make publish`` without GitHub: origin is a bare repository beside the clone, make builds a site of few files."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKE = """\
#!/bin/sh
mkdir -p _build/html/_static
echo "$SAYS" >_build/html/index.html
echo style >_build/html/_static/book.css
touch _build/html/.nojekyll
"""
ENV = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
NAMED = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def git(*arguments: str, at: Path) -> str:
    done = subprocess.run(["git", *arguments], cwd=at, env=ENV | NAMED, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a clone with one commit, whose origin has no branch gh-pages."""
    git("init", "--quiet", "--bare", "origin.git", at=tmp_path)
    git("init", "--quiet", "--initial-branch=main", "clone", at=tmp_path)
    clone = tmp_path / "clone"
    git("remote", "add", "origin", str(tmp_path / "origin.git"), at=clone)
    (clone / "tools").mkdir()
    shutil.copy(ROOT / "tools/publish.sh", clone / "tools")
    shutil.copy(ROOT / ".gitignore", clone)
    git("add", ".", at=clone)
    git("commit", "--quiet", "-m", "A book", at=clone)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "make").write_text(MAKE, encoding="utf-8")
    (tmp_path / "bin" / "make").chmod(0o755)
    return clone


def publish(clone: Path, says: str = "a site") -> subprocess.CompletedProcess:
    env = ENV | NAMED | {"PATH": f"{clone.parent / 'bin'}:{ENV['PATH']}", "SAYS": says}
    command = ["sh", "tools/publish.sh"]
    return subprocess.run(command, cwd=clone, env=env, capture_output=True, text=True, check=False)


def published(clone: Path) -> dict[str, str]:
    origin = clone.parent / "origin.git"
    names = git("ls-tree", "-r", "--name-only", "gh-pages", at=origin).splitlines()
    return {name: git("show", f"gh-pages:{name}", at=origin) for name in names}


def test_the_site_and_nothing_else_is_pushed(clone: Path):
    done = publish(clone)
    assert done.returncode == 0, done.stderr
    assert published(clone) == {".nojekyll": "", "index.html": "a site", "_static/book.css": "style"}
    assert git("log", "--format=%p", "gh-pages", at=clone.parent / "origin.git") == "", "a history of its own"


def test_the_branches_and_the_index_stay_as_they_were(clone: Path):
    before = git("for-each-ref", "refs/heads", at=clone), git("status", "--porcelain", at=clone)
    assert publish(clone).returncode == 0
    assert (git("for-each-ref", "refs/heads", at=clone), git("status", "--porcelain", at=clone)) == before


def test_what_goes_is_gone_and_the_history_stays(clone: Path):
    publish(clone)
    origin = clone.parent / "origin.git"
    first = git("rev-parse", "gh-pages", at=origin)
    (clone / "_build/html/old.html").touch()
    assert publish(clone, "a newer site").returncode == 0
    (clone / "_build/html/old.html").unlink()
    assert publish(clone, "the newest site").returncode == 0
    assert set(published(clone)) == {".nojekyll", "index.html", "_static/book.css"}
    assert git("rev-parse", "gh-pages~2", at=origin) == first


def test_the_same_site_is_not_pushed_again(clone: Path):
    publish(clone)
    done = publish(clone)
    assert done.returncode == 0 and "holds this site already" in done.stdout
    assert git("rev-list", "--count", "gh-pages", at=clone.parent / "origin.git") == "1"


@pytest.mark.parametrize("change", ["a file changed", "a file that git does not know"])
def test_a_dirty_tree_is_refused(clone: Path, change: str):
    (clone / (".gitignore" if "changed" in change else "new.md")).write_text("_build/\n", encoding="utf-8")
    done = publish(clone)
    assert done.returncode == 1 and not (clone / "_build").exists()
    assert done.stderr == "make publish: the tree has changes that no commit holds; commit them or put them away\n"


def test_no_origin_is_told(clone: Path):
    git("remote", "remove", "origin", at=clone)
    done = publish(clone)
    assert done.returncode == 1 and "git remote add origin ADDRESS" in done.stderr
    assert len(done.stderr.splitlines()) == 1
