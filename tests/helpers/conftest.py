"""Fixtures of the tests of the helpers: the languages of the book, and figures closed after each test."""

from collections.abc import Iterator

import matplotlib.pyplot as plt
import pytest

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
