"""Names: every spelling is kept with what bears it, and a text names what stands in it and nothing else."""

import pandas as pd
import pytest

from helpers import load
from helpers.names import named_by, spellings, unmarked


@pytest.fixture(scope="module")
def names() -> pd.DataFrame:
    return spellings(load("states"), load("bodies"), load("names"))


@pytest.mark.parametrize(
    ("of", "language", "name"),
    [
        ("KAZ", "English", "Kazakhstan"),
        ("KAZ", "Russian", "\u041a\u0430\u0437\u0430\u0445\u0441\u0442\u0430\u043d"),
        ("KAZ", "Arabic", "كازاخستان"),
        ("KGZ", "Arabic", "قرغيزستان"),  # as the book writes it
        ("KGZ", "Arabic", "قيرغيزستان"),  # as CLDR does
        ("csto", "English", "CSTO"),
        ("csto", "Arabic", "منظمة معاهدة الأمن الجماعي"),
        ("Nursultan Nazarbayev", "Arabic", "نور سلطان نزارباييف"),
    ],
)
def test_a_name_is_known_in_its_language(names: pd.DataFrame, of: str, language: str, name: str):
    assert len(names.query("of == @of and language == @language and name == @name")) == 1


def test_everything_has_a_name_in_each_language_and_no_name_stands_twice(names: pd.DataFrame):
    missing = [
        (of, language)
        for of, found in names.groupby("of")
        for language in ("English", "Russian", "Arabic")
        if language not in set(found["language"])
    ]
    assert not missing
    assert not names.duplicated(["of", "language", "name"]).any()
    assert names.groupby("name")["of"].nunique().max() == 1


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Kazakhstan's troops left Russia, and Kazakhstan said so.", ["KAZ", "RUS"]),
        ("The CSTO Parliamentary Assembly met; the CSTO did not.", ["csto-pa", "csto"]),
        ("The Collective Security Treaty Organization rests on the Collective Security Treaty.", ["csto", "cst"]),
        ("Tokayev spoke to Vladimir Putin.", ["Kassym-Jomart Tokayev", "Vladimir Putin"]),
        ("Russian words, a Europe of Georgians, an economy.", []),
    ],
)
def test_a_text_names_what_stands_in_it(names: pd.DataFrame, text: str, wanted: list[str]):
    assert named_by(names)(text) == wanted


def test_a_last_name_is_the_last_word_alone():
    people = [("A. Person", "Juan Carlos Person"), ("B. Single", "Single")]
    table = pd.DataFrame(people, columns=["of", "name"]).assign(kind="people", language="English")
    whom = named_by(table)
    assert whom("Person met Single.") == ["A. Person", "B. Single"]
    assert whom("Carlos met nobody.") == whom("") == []


def test_an_arabic_text_is_read_with_its_joined_words(names: pd.DataFrame, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BOOK_LANGUAGE", "ar")
    assert named_by(names)("روسيا وكازاخستان") == ["RUS", "KAZ"]
    assert named_by(names)("القازاق") == []


def test_marks_of_letters_are_left_off():
    assert unmarked("أوزبكستان") == "اوزبكستان"
    assert unmarked("\u0401\u0436") == "\u0415\u0436"
    assert unmarked("Kazakhstan") == "Kazakhstan"


def test_new_tables_are_taken_as_they_are():
    states = pd.DataFrame({"id": ["KAZ"], "alpha2": ["KZ"]})
    bodies = pd.DataFrame({"id": ["x"], "name": ["The X"], "short": ["X"], "name_ru": ["\u0418"], "name_ar": ["س"]})
    names = pd.DataFrame({"of": ["A. Person", "x"], "language": ["Arabic", "English"], "name": ["ص", "Xx"]})
    found = spellings(states, bodies, names)
    assert found.query("kind == 'people'")["name"].to_list() == ["A. Person", "ص"]
    assert found.query("of == 'x'").to_numpy().tolist() == [
        ["x", "bodies", "English", "The X"],
        ["x", "bodies", "English", "X"],
        ["x", "bodies", "Russian", "\u0418"],
        ["x", "bodies", "Arabic", "س"],
        ["x", "bodies", "English", "Xx"],
    ]
    assert found.loc[found["kind"] == "states", "of"].unique().tolist() == ["KAZ"]
    assert list(found.index) == list(range(len(found)))
