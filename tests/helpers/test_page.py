"""What a cell stores for its page, read as myst-nb reads it."""

import io
import logging
import subprocess
import sys
from ast import literal_eval
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from myst_nb.ext.glue import extract_glue_data
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output
from traitlets.config import Config

from helpers import as_of, draw, page

FRAME = pd.DataFrame(
    {
        "layer": ["treaty", "treaty", "organisation", "organisation"],
        "year": [1998, 1999, 2003, 2004],
        "members": [9, 6, 6, 6],
        "states": ['AZE;"GEO"', "ÄÖ,\nÜ", "", "معاهدة"],
    }
)


@pytest.fixture(scope="module", autouse=True)
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Display as in a notebook; without a shell, display only prints."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}))
        yield
        InteractiveShell.clear_instance()


def outputs(call: Callable[[], None]) -> list[NotebookNode]:
    """Return what a call displays, as the outputs of a notebook's cell."""
    with capture_output() as captured:
        call()
    return [new_output("display_data", data=out.data, metadata=out.metadata) for out in captured.outputs]


def glued(value: Any) -> Any:
    """Return a value as it comes out of myst-nb after glue has stored it."""
    notebook = new_notebook(cells=[new_code_cell(outputs=outputs(lambda: page.glue("count", value)))])
    (stored,) = extract_glue_data(notebook, [0], logging.getLogger()).items()
    name, output = stored
    assert name == "count"
    assert notebook.cells[0].outputs == [], "the page does not show it under the cell"
    return literal_eval(output["data"]["text/plain"])


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (9, 9),
        (-0.5, -0.5),
        ("15 May 1992", "15 May 1992"),
        ('Qur\'an, "quoted" and معاهدة', 'Qur\'an, "quoted" and معاهدة'),
        (np.int64(9), 9),
        (np.float64(0.25), 0.25),
        (np.str_("text"), "text"),
        (pd.Series([1, 2], dtype="Int64").max(), 2),
        (pd.Series([0.5, 1.5], dtype="Float64").mean(), 1.0),
        (pd.Series(["a", "b"]).nunique(), 2),
        ((pd.Series([1, 2]) == 2).sum(), 1),
    ],
    ids=repr,
)
def test_glue_stores_what_myst_nb_reads(value: Any, plain: Any):
    stored = glued(value)
    assert stored == plain
    assert type(stored) is type(plain)


@pytest.mark.parametrize(
    "value",
    [None, pd.NA, pd.NaT, float("nan"), np.nan, True, np.True_, [1], pd.Timestamp("1992-05-15")],
    ids=repr,
)
def test_glue_refuses_what_is_no_number_and_no_text(value: Any):
    with pytest.raises(TypeError, match="a number or a text is needed"):
        page.glue("count", value)


@pytest.mark.parametrize(
    "value",
    [FRAME, FRAME["year"], FRAME["year"].head(1), FRAME["year"].head(0), np.array([1, 2]), np.array([1])],
    ids=["frame", "column", "column of one", "empty column", "array", "array of one"],
)
def test_glue_refuses_what_is_no_scalar(value: Any):
    with pytest.raises(TypeError, match="a number or a text is needed"):
        page.glue("count", value)


def charted(**given: Any) -> NotebookNode:
    """Return what chart displays."""
    options = {"n": {"years": np.int64(4)}, "sources": ["b2002x", "a2001x", "b2002x"], **given}
    (output,) = outputs(lambda: page.chart("a-chart", draw.steps, FRAME, **options))
    return output


def test_chart_stores_picture_and_all_that_stands_behind_it():
    output = charted()
    assert output["data"]["image/svg+xml"].lstrip().startswith("<?xml")
    about = output["metadata"]["chart"]
    assert output["metadata"]["scrapbook"] == {"name": "a-chart", "mime_prefix": ""}
    assert about["name"] == "a-chart"
    assert about["helper"] == "helpers.draw.memberships.steps"
    assert about["n"] == {"years": 4}
    assert type(about["n"]["years"]) is int, "metadata of a notebook are JSON"
    assert about["sources"] == ["a2001x", "b2002x"]
    assert about["as_of"] == as_of()


def test_chart_offers_the_frame_it_drew():
    text = charted()["metadata"]["chart"]["csv"]
    read_back = pd.read_csv(io.StringIO(text), keep_default_na=False)
    pd.testing.assert_frame_equal(read_back, FRAME)
    assert "\r" not in text


def test_chart_reaches_the_page_under_its_name():
    notebook = new_notebook(cells=[new_code_cell(outputs=[charted()])])
    stored = extract_glue_data(notebook, [0], logging.getLogger())
    assert "image/svg+xml" in stored["a-chart"]["data"]


def test_chart_keeps_its_text_as_text():
    assert ">1998<" in charted()["data"]["image/svg+xml"].replace("\n", "")


def test_same_chart_is_the_same_bytes():
    assert charted() == charted()


def test_chart_passes_options_on():
    links = pd.DataFrame({"state": ["ARM", "RUS"], "body": ["csto", "cis"], "status": ["member", "member"]})
    (plain,) = outputs(lambda: page.chart("x", draw.affiliations, links, n={"links": 2}, sources=[], focus="csto"))
    (other,) = outputs(lambda: page.chart("x", draw.affiliations, links, n={"links": 2}, sources=[], focus="cis"))
    assert plain["data"]["image/svg+xml"] != other["data"]["image/svg+xml"]


def explored(steps: pd.DataFrame, **given: Any) -> NotebookNode:
    """Return what explorer displays; the picture is its options as text."""

    def picture(frame: pd.DataFrame, **options: Any) -> str:
        return f"<svg>{list(frame['year'])} {options}</svg>"

    call = {"n": {"years": np.int64(4)}, "sources": ["b2002x", "a2001x"], **given}
    (output,) = outputs(lambda: page.explorer("moves", picture, FRAME, steps, **call))
    return output


def test_explorer_shows_the_last_step_first_and_says_what_each_step_is():
    output = explored(pd.DataFrame({"step": [1998, 2003], "text": ["Nine.", "Six."]}), grid="fine")
    assert output["data"]["image/svg+xml"] == "<svg>[1998, 1999, 2003, 2004] {'step': 2003, 'grid': 'fine'}</svg>"
    about = output["metadata"]["chart"]
    assert about["steps"] == {"columns": ["step", "text"], "rows": [["1998", "Nine."], ["2003", "Six."]], "first": 1}
    assert (about["name"], about["n"], about["sources"]) == ("moves", {"years": 4}, ["a2001x", "b2002x"])
    assert about["csv"] == FRAME.to_csv(index=False)
    assert output["metadata"]["scrapbook"]["name"] == "moves"


def test_explorer_counts_steps_with_a_name_by_place():
    steps = pd.DataFrame({"step": ["all", "none", "some"], "text": ["All.", "None.", "Some."]})
    for first, place in ((0, 0), (1, 1), (-1, 2)):
        output = explored(steps, first=first)
        assert f"'step': {place}}}" in output["data"]["image/svg+xml"]
        assert output["metadata"]["chart"]["steps"]["first"] == place


def test_keys():
    one = pd.DataFrame({"sources": ["b;a", "a", None]})
    two = pd.DataFrame({"sources": ["c"]})
    assert page.keys(one, two) == ["a", "b", "c"]


def test_helpers_need_no_tool_of_the_site():
    """A downloaded notebook runs without myst-nb."""
    code = "import sys, helpers; sys.exit('myst_nb' in sys.modules or 'sphinx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
