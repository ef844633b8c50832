"""A site is never put in place in part."""

import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.errors import SphinxParallelError

from _ext.whole import Site, Tasks


def fail() -> None:
    raise ValueError("a page that can't be written")


def test_an_error_met_while_another_task_starts_is_told():
    tasks = Tasks(1)
    tasks.add_task(fail)
    while not all(pipe.poll() for pipe in tasks._precvs.values()):
        time.sleep(0.01)
    with pytest.raises(SphinxParallelError, match="can't be written"):
        tasks.add_task(print)


def test_a_page_that_was_not_written_ends_the_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    site: Site = object.__new__(Site)
    site.folder, site.made = tmp_path / "html", tmp_path / ".html.next"
    site.heard = SimpleNamespace(warnings=[])
    for folder in (site.folder, site.made):
        folder.mkdir()
        (folder / "index.html").write_text(folder.name)
    app = SimpleNamespace(
        env=SimpleNamespace(found_docs={"index", "lost"}, doc2path=lambda page: f"{page}.md"),
        builder=SimpleNamespace(format="html", get_outfilename=lambda page: site.made / f"{page}.html"),
    )
    with pytest.raises(SystemExit) as ended:
        site.finish(app, None)
    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith("lost.md:1: this page was not written\n")
    assert (site.folder / "index.html").read_text() == "html" and not site.made.exists()
