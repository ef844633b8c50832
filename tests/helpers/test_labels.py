"""Words: every one has a label, and dates read as a reader writes them."""

import pandas as pd
import pytest

from helpers import load
from helpers.check import Tables
from helpers.labels import date_text, language, names, range_text, t, titles

LANGUAGES = ["en", "ar"]


@pytest.fixture
def arabic(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BOOK_LANGUAGE", "ar")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_a_list_has_a_label(lang: str):
    data = Tables()
    words = {
        word
        for table in data.names
        for field in data.fields(table)
        for word in [field["title"], *field.get("constraints", {}).get("enum", [])]
    }
    assert "boycotting" in words
    assert [word for word in sorted(words) if not t(word, lang).strip()] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_state_has_a_name(lang: str):
    states = load("states")["id"]
    assert len({t(state, lang) for state in states}) == len(states)


def test_names_of_states():
    assert t("KGZ") == "Kyrgyzstan"
    assert t("TUR") == "Turkey"
    assert t("KGZ", "ar") == "قرغيزستان"


@pytest.mark.parametrize("key", ["no such word", "XXX", ""])
def test_unknown_key_says_what_to_do(key: str):
    with pytest.raises(KeyError, match=f"no label {key!r}; add a row to data/labels.csv"):
        t(key)


def test_language_of_the_edition(arabic: None):
    assert language() == "ar"
    assert t("RUS") == "روسيا"


def test_english_unless_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("BOOK_LANGUAGE", raising=False)
    assert language() == "en"


@pytest.mark.parametrize(
    ("edtf", "en", "ar"),
    [
        ("1992-05-15", "15 May 1992", "15 مايو 1992"),
        ("1992-05-01", "1 May 1992", "1 مايو 1992"),
        ("1992-05", "May 1992", "مايو 1992"),
        ("1992", "1992", "1992"),
        ("2022-01-05T01:30+06:00", "5 January 2022, 01:30 (UTC+06:00)", "5 يناير 2022، 01:30 (UTC+06:00)"),
    ],
)
def test_date_text(edtf: str, en: str, ar: str):
    assert date_text(edtf, "en") == en
    assert date_text(edtf, "ar") == ar


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("edtf", ["2022/2023", "1992-05-15/1992-06"])
def test_date_text_of_an_interval(edtf: str, lang: str):
    first, last = (date_text(part, lang) for part in edtf.split("/"))
    assert date_text(edtf, lang) == t("{start} to {end}", lang).format(start=first, end=last)


def test_date_text_of_two_dots(arabic: None):
    assert date_text("..") == t("ongoing", "ar")
    assert date_text("..", "en") == "ongoing"


def test_date_text_of_no_date():
    with pytest.raises(ValueError):
        date_text("1992-13")


def test_names_as_a_phrase():
    assert names(["RUS", "ARM", "BLR"], "en") == "Armenia, Belarus and Russia"
    assert names(["ARM", "RUS"], "ar") == "أرمينيا وروسيا"
    assert names(["ARM"], "en") == "Armenia"


def test_titles_are_in_the_language_of_the_edition(monkeypatch: pytest.MonkeyPatch):
    table = pd.DataFrame({"id": ["a", "b"], "name": ["One", "Two"], "name_ar": ["واحد", "اثنان"]})
    assert titles(table) == {"a": "One", "b": "Two"}
    monkeypatch.setenv("BOOK_LANGUAGE", "ar")
    assert titles(table) == {"a": "واحد", "b": "اثنان"}


def test_ranges_of_numbers():
    assert (range_text(2500, 2500), range_text(1000, 2500)) == ("2,500", "1,000 to 2,500")
