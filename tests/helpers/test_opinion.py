"""Opinion: shares, stances and ledgers, counted here a second time without pandas, and as figures."""

from collections import Counter
from math import isclose

import pandas as pd
import pytest
from matplotlib.figure import Figure

from helpers import draw, load, opinion
from tests.helpers.figures import assert_legible, drawn
from tests.helpers.shipped import read

SILENT = ["KGZ", "TJK"]
STATES = ["KAZ", "KGZ", "TJK", "ARM", "BLR", "RUS", "UZB"]


def asked() -> pd.DataFrame:
    return opinion.asked(load("surveys"), SILENT)


def regard() -> pd.DataFrame:
    return opinion.regard(load("surveys"))


def voices() -> pd.DataFrame:
    return opinion.voices(load("positions"))


def by_state() -> pd.DataFrame:
    return opinion.ledger(load("interests"), "state", STATES)


def by_subject() -> pd.DataFrame:
    return opinion.ledger(load("interests"), "subject", opinion.by_weight(load("interests")))


# --- surveys ----------------------------------------------------------------------------------------------------------


def test_wilson_is_that_of_the_textbook():
    low, high = opinion.wilson(50, 100)
    assert isclose(low, 40.38, abs_tol=0.01) and isclose(high, 59.62, abs_tol=0.01)
    low, high = opinion.wilson(0, 10)
    assert low == pytest.approx(0, abs=1e-9) and isclose(high, 27.75, abs_tol=0.01)


def test_answers_add_up_by_side():
    shares = {row["id"]: float(row["share"]) for row in read("surveys")}
    frame = asked()
    for row in frame.dropna(subset="id").itertuples():
        assert row.share == pytest.approx(sum(shares[name] for name in row.id.split(";")), abs=0.01)
    assert opinion.share(frame, "arm-2024-freeze", "for") == 58
    assert opinion.share(frame, "kaz-2022-stay", "for") == 55
    columns = ["poll", "state", "month", "side", "share", "low", "high", "n", "method", "id"]
    assert list(frame.columns) == columns


def test_shares_and_their_limits_have_two_decimals():
    table = load("surveys").set_index("id", drop=False)
    (name,) = opinion.POLLS["arm-2024-july"]["for"]
    table = table.astype({"share": "float64"})
    table.loc[name, ["share", "n"]] = [20.126, 100]
    row = opinion.asked(table.reset_index(drop=True)).set_index("id").loc[name]
    low, high = opinion.wilson(20.126, 100)
    assert [row["share"], row["low"], row["high"]] == [20.13, round(low, 2), round(high, 2)]


def test_all_questions_on_the_alliance_are_there():
    """Every row that names the alliance in question or answer is drawn, but for one answer on help, told in prose."""
    named = {
        row["id"] for row in read("surveys") if "CSTO" in row["question"] + row["answer"] and row["state"] != "BLR"
    }
    drawn_ids = {name for cell in asked()["id"].dropna() for name in cell.split(";")}
    assert named - drawn_ids == {"survey-arm-gia-2022-11-help-csto"}
    assert not {row["state"] for row in read("surveys") if row["id"] in drawn_ids} & set(SILENT)


def test_one_question_is_one_sample():
    table = load("surveys").set_index("id")
    for sides in opinion.POLLS.values():
        part = table.loc[[name for ids in sides.values() for name in ids]]
        assert part[["pollster", "date", "state", "question"]].drop_duplicates().shape[0] == 1


def test_a_state_that_was_asked_is_not_silent():
    with pytest.raises(ValueError, match="ARM"):
        opinion.asked(load("surveys"), ["ARM"])
    assert pd.isna(asked().iloc[-1]["share"])


def test_views_of_russia_come_in_series():
    frame = regard()
    assert (frame.groupby(["question", "state", "pollster"]).size() > 1).all()
    assert opinion.first_and_last(frame, 0, "ARM") == (87, 43)
    assert opinion.first_and_last(frame, 0, "KGZ") == (97, 40 + 52)
    assert opinion.first_and_last(frame, 2, "KAZ") == (39, 12.8)
    assert not frame.duplicated(["question", "state", "pollster", "date"]).any()


# --- voices -----------------------------------------------------------------------------------------------------------


def test_stances_are_those_of_the_file():
    table = [row for row in read("positions") if row["topic"] in opinion.TOPICS]
    officials = [row for row in table if row["state"] == "ARM" and "opposition" not in row["office"]]
    counted = Counter(row["stance"] for row in officials)
    tally = opinion.stances(voices())
    assert {stance: tally.loc["ARM", stance] for stance in counted} == counted
    assert tally["n"].sum() == len(voices()) == len(table)
    assert tally.loc[["KAZ", "KGZ", "TJK"], "against"].sum() == 0


def test_a_stance_that_nobody_takes_is_counted_as_none():
    tally = opinion.stances(pd.DataFrame({"voice": ["KAZ", "ARM", "KAZ"], "stance": ["for", "against", "for"]}))
    assert list(tally.columns) == [*opinion.STANCES, "n"]
    assert tally.loc[["KAZ", "ARM"]].to_numpy().tolist() == [[2, 0, 0, 0, 2], [0, 0, 1, 0, 1]]


def test_voices_know_who_speaks():
    kinds = voices().set_index("id")["voice"]
    assert kinds["position-kastusiou-2010-withdraw"] == "opposition"
    assert kinds["position-bordyuzha-2012-uzbekistan"] == "organisation"
    assert kinds["position-galeotti-2014-mess"] == "scholars"
    assert "position-vucic-2019-neutral" not in set(opinion.voices(load("positions"), ["enlargement"])["id"])


def test_doubt_by_years():
    table = [row for row in read("positions") if row["topic"] in opinion.TOPICS]
    early = [row["stance"] for row in table if row["date"] < "2021"]
    found = opinion.doubting(voices(), range(1992, 2021))
    assert found == (sum(stance in ("mixed", "against") for stance in early), len(early))


# --- the ledger -------------------------------------------------------------------------------------------------------


def test_ledger_has_every_row_once():
    names = {row["id"] for row in read("interests")}
    for frame in (by_state(), by_subject()):
        assert set(frame["id"]) == names and len(frame) == len(names)
        assert frame["said_by"].notna().all()


def test_ledger_leaves_no_value_out():
    with pytest.raises(ValueError, match="UZB"):
        opinion.ledger(load("interests"), "state", STATES[:-1])


def test_ledger_tells_in_the_language_of_the_edition(monkeypatch: pytest.MonkeyPatch):
    english = by_state()["told"].iloc[0]
    monkeypatch.setenv("BOOK_LANGUAGE", "ar")
    assert by_state()["told"].iloc[0] != english


def test_subjects_on_both_sides():
    sides: dict[str, set[str]] = {}
    for row in read("interests"):
        sides.setdefault(row["subject"], set()).add(row["kind"])
    both = sorted(subject for subject, kinds in sides.items() if len(kinds) == 2)
    assert opinion.on_both_sides(load("interests")) == both
    assert set(opinion.by_weight(load("interests"))) == set(sides)
    few = pd.DataFrame({"subject": ["b", "c", "a", "c"]})
    assert opinion.by_weight(few) == ["c", "a", "b"]


def test_cases_are_those_the_notes_name():
    notes = {row["id"]: row["note"].lower() for row in read("interests")}
    cases = opinion.cases(load("interests"))
    assert list(cases.columns) == [*load("interests").columns, "bears"]
    assert cases.set_index("id")["bears"].to_dict() == {
        name: way for name, note in notes.items() for way in ("for", "against") if f"case {way} the reading" in note
    }


@pytest.mark.parametrize("n", [1, 3, 20])
def test_exact_limit_makes_all_hits_rare(n: int):
    """At the limit, n hits of n are as rare as one tail of the interval allows."""
    assert (opinion.exact(n, n) / 100) ** n == pytest.approx(0.025)


def test_exact_limit_asks_for_hits_alone():
    with pytest.raises(ValueError, match="1 of 2"):
        opinion.exact(1, 2)


# --- figures ----------------------------------------------------------------------------------------------------------

FIGURES = {
    "asked": (draw.asked, asked),
    "regard": (draw.regard, regard),
    "voices": (draw.voices, voices),
    "ledger by state": (draw.ledger, by_state),
    "ledger by subject": (draw.ledger, by_subject),
}


@pytest.mark.parametrize("name", FIGURES)
def test_text_lies_inside_and_apart(name: str, lang: str):
    function, frame = FIGURES[name]
    assert_legible(drawn(function, frame()))


@pytest.mark.parametrize("name", FIGURES)
def test_little_data_draw_too(name: str):
    function, frame = FIGURES[name]
    assert isinstance(drawn(function, frame().iloc[:1]), Figure)


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("asked", lambda frame: frame["share"].notna().sum()),
        ("voices", len),
        ("ledger by state", len),
        ("ledger by subject", len),
    ],
)
def test_a_mark_for_each_row(name: str, marks):
    function, frame = FIGURES[name]
    (axes,) = drawn(function, frame()).axes
    assert sum(line.get_linestyle() == "None" for line in axes.lines) == marks(frame())


def test_a_panel_for_each_question_and_a_dot_for_each_survey():
    figure = drawn(draw.regard, regard())
    assert len(figure.axes) == regard()["question"].nunique()
    assert sum(len(line.get_xdata()) for axes in figure.axes for line in axes.lines) == len(regard())
