"""What all tests of the helpers share: the languages of the book, closed figures, frames held against docstrings."""

import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import helpers

pytest.register_assert_rewrite("figures")  # so that a failed check says which text it is about


@pytest.fixture(params=["en", "ar"])
def lang(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Draw in each language of the book."""
    monkeypatch.setenv("BOOK_LANGUAGE", request.param)
    return request.param


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def as_documented(function: Callable[..., Any], told: str) -> Callable[..., Any]:
    """Return the function, which now also checks the frame that it returns against what its docstring tells of it."""
    named = set(re.findall(r"``([^`]+)``", told))

    @wraps(function)
    def checked(*args: Any, **kwargs: Any) -> Any:
        frame = function(*args, **kwargs)
        if isinstance(frame, pd.DataFrame):
            unnamed = [column for column in frame.columns if column not in named]
            assert unnamed == [], f"columns that the docstring of {function.__name__} does not name"
            assert list(frame.index) == list(range(len(frame))), f"{function.__name__}: rows are numbered from 0"
        return frame

    return checked


@pytest.fixture(scope="session", autouse=True)
def documented_frames() -> Iterator[None]:
    """Whatever a test calls: a frame has the columns that the section "Returns" names, and rows numbered from 0."""
    with pytest.MonkeyPatch.context() as patch:
        for path in Path(helpers.__file__).parent.glob("*.py"):
            module = importlib.import_module(f"helpers.{path.stem}")
            for name, function in inspect.getmembers(module, inspect.isfunction):
                told = inspect.getdoc(function) or ""
                told = told.partition("\nReturns:\n")[2].partition("\n\nRaises:")[0]
                if "Columns" in told and not re.search(r"those of|for\s+each|indexed", told):
                    patch.setattr(module, name, as_documented(function, told))
        yield
