"""Votes: known numbers counted another way, small cases by hand, and figures with a mark for each row."""

import re
from collections import Counter
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers import draw, load, spells, votes
from tests.helpers.figures import Draw, assert_legible, drawn
from tests.helpers.shipped import read

WINDOWS = (("2017-09-01", "2022-02-23"), ("2022-02-24", "2024-06-04"))


def little(**columns: list[int | None]) -> pd.DataFrame:
    """Return a small table of roll calls; whatever state is not named never voted."""
    frame = pd.DataFrame({name: pd.array(cast, dtype="Int64") for name, cast in columns.items()})
    missing = [state for state in (*votes.EU27, *votes.STATES, "CHN", "USA", "TUR") if state not in frame]
    empty = pd.DataFrame(pd.NA, index=frame.index, columns=missing, dtype="Int64")
    days = [f"2020-01-{day:02}" for day in range(1, len(frame) + 1)]
    return pd.concat([frame, empty], axis=1).assign(date=days, session=75)


def windows() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the roll calls before and after February 2022."""
    calls = votes.with_union(load("roll_calls"))
    before, after = (votes.between(calls, *days) for days in WINDOWS)
    return before, after


def sessions() -> pd.DataFrame:
    """Return what the chart of sessions draws."""
    return votes.by_session(votes.with_union(load("roll_calls")), votes.STATES[1:])


def moved() -> pd.DataFrame:
    """Return what the chart of changes draws."""
    return votes.change(*windows(), votes.STATES)


def alike() -> pd.DataFrame:
    """Return what the heat map draws."""
    return votes.similarity(windows()[1], [*votes.PARTNERS, *votes.MEMBERS, *votes.OTHERS])


def ukraine() -> pd.DataFrame:
    """Return what the matrix of resolutions draws."""
    states = [*votes.STATES, "CHN", "TUR", "USA"]
    return votes.on_ukraine(load("ukraine_resolutions"), load("ukraine_votes"), states)


def drift(frame: pd.DataFrame) -> Figure:
    """Draw sessions as the chapter does."""
    return draw.drift(frame, groups=votes.PANELS, since=2021.5)


def changes(frame: pd.DataFrame) -> Figure:
    """Draw changes as the chapter does."""
    return draw.changes(frame, groups=votes.ROWS)


def heat(frame: pd.DataFrame) -> Figure:
    """Draw similarity as the chapter does."""
    return draw.heat(frame, members=votes.GROUPS["alliance"])


def ballots(frame: pd.DataFrame) -> Figure:
    """Draw resolutions as the chapter does."""
    return draw.ballots(frame, counts=votes.with_russia(ukraine(), votes.MEMBERS), groups=votes.POWERS)


FIGURES: dict[str, tuple[Draw, Callable[[], pd.DataFrame]]] = {
    "drift": (drift, sessions),
    "changes": (changes, moved),
    "heat": (heat, alike),
    "ballots": (ballots, ukraine),
}


def test_the_union_has_27_members_and_the_table_all_of_them():
    assert len(set(votes.EU27)) == 27
    assert set(votes.EU27) <= set(read("roll_calls")[0])


def test_members_and_others_are_those_of_both_windows():
    organisation = spells.select(load("memberships"), bodies=["csto"], layer="organisation")
    for day in [day for window in WINDOWS for day in window]:
        assert set(spells.on(organisation, day)["state"]) == {"RUS", *votes.MEMBERS}


def test_the_majority_of_the_union_and_its_ties_counted_another_way():
    ties, found = 0, votes.with_union(load("roll_calls")).set_index("resid")["EU"]
    rows = read("roll_calls")
    for row in rows:
        counts = Counter(row[state] for state in votes.EU27 if row[state]).most_common()
        tie = not counts or (len(counts) > 1 and counts[0][1] == counts[1][1])
        ties += tie
        assert pd.isna(found[int(row["resid"])]) if tie else found[int(row["resid"])] == int(counts[0][0])
    assert ties == found.isna().sum() == 8
    assert len(rows) == 2494


def test_agreement_with_russia_counted_another_way():
    """The first headline of the chapter."""
    frame = moved().set_index(["state", "partner"])
    rows = [row for row in read("roll_calls") if row["date"] >= "2022-02-24"]
    for state, n, share in [("KAZ", 159, 56.6), ("BLR", 173, 74.6), ("UZB", 158, 63.3)]:
        both = [(row[state], row["RUS"]) for row in rows if row[state] and row["RUS"]]
        same = sum(one == other for one, other in both)
        assert (len(both), round(100 * same / len(both), 1)) == (n, share)
        assert frame["n_after"][state, "RUS"] == n
        assert frame["after"][state, "RUS"] == pytest.approx(100 * same / n)


def test_cohesion_counted_another_way_and_told_by_the_verdict():
    """The second headline, and the numbers in the reason of O54."""
    rows = [row for row in read("roll_calls") if row["date"] >= "2022-02-24"]
    found = votes.cohesion(windows()[1], votes.GROUPS).set_index("group")
    for group, states in votes.GROUPS.items():
        shares = []
        for one, other in combinations(states, 2):
            both = [row[one] == row[other] for row in rows if row[one] and row[other]]
            shares.append(100 * sum(both) / len(both))
        assert found["share"][group] == pytest.approx(sum(shares) / len(shares))
        assert found["low"][group] < found["share"][group] < found["high"][group]
    (reason,) = [row["reason"] for row in read("claims") if row["id"] == "O54"]
    told = [int(number) for number in re.findall(r"(\d+) per cent", reason)]
    assert told == [round(found["share"][group]) for group in ("alliance", "Central Asia", "EU")]


def test_agreement_asks_who_voted_on_both():
    calls = little(RUS=[1, 2, 3, None], KAZ=[1, 2, 1, 1], UZB=[None, None, None, 3])
    frame = votes.agreement(calls, ["KAZ", "UZB", "RUS"], ["RUS"])
    assert list(zip(frame["state"], frame["n"], strict=True)) == [("KAZ", 3), ("UZB", 0)]
    assert frame["share"].iloc[0] == pytest.approx(200 / 3)
    assert np.isnan(frame["share"].iloc[1])


def test_a_tie_in_the_union_is_no_vote():
    calls = votes.with_union(little(AUT=[1, 1, None], BEL=[3, 1, None], FRA=[None, 2, None]))
    assert list(calls["EU"].isna()) == [True, False, True]
    assert calls["EU"].iloc[1] == 1


def test_windows_take_both_days_and_months_from_their_first():
    calls = little(RUS=[1, 1, 1]).assign(date=["2000-10", "2000-10-01", "2000-11"])
    assert len(votes.between(calls, "2000-10-01", "2000-10-01")) == 2
    assert len(votes.between(calls, "2000-10-02", "2000-11-01")) == 1
    assert votes.days(calls) == ("2000-10", "2000-11")


def test_sessions_with_few_roll_calls_are_left_out():
    calls = votes.with_union(little(RUS=[1, 1], KAZ=[1, 3]))
    assert votes.by_session(calls, ["KAZ"], ["RUS"], least=3).empty
    frame = votes.by_session(calls, ["KAZ"], ["RUS"], least=2)
    assert [tuple(row) for row in frame.itertuples(index=False)] == [(75, 2020, "KAZ", "RUS", 2, 50.0)]
    assert (sessions()["n"] >= votes.LEAST).all()


def test_intervals_hold_the_change_and_are_the_same_each_time():
    frame = moved()
    assert (frame["low"] < frame["change"]).all() and (frame["change"] < frame["high"]).all()
    assert (frame["change"] == frame["after"] - frame["before"]).all()
    pd.testing.assert_frame_equal(frame, moved())


def test_an_interval_is_about_as_wide_as_theory_has_it():
    """For a share of one window the bootstrap is close to the normal interval of a proportion."""
    rng = np.random.default_rng(7)
    cast = rng.choice([1, 3], size=400, p=[0.7, 0.3])
    calls = little(RUS=[1] * 28, KAZ=[1] * 28).iloc[np.zeros(400, dtype=int)].reset_index(drop=True)
    before = calls.assign(KAZ=pd.array(cast, dtype="Int64"))
    row = votes.change(before, before, ["KAZ"], ["RUS"]).iloc[0]
    share = (cast == 1).mean()
    expected = 1.96 * 100 * np.sqrt(2 * share * (1 - share) / 400)
    assert row["change"] == 0
    assert (row["high"] - row["low"]) / 2 == pytest.approx(expected, rel=0.1)


def test_a_gap_is_the_difference_of_mean_changes():
    before, after = windows()
    change = moved().set_index(["partner", "state"])["change"]["RUS"]
    found = votes.gap(before, after, votes.INSIDE, votes.OUTSIDE)
    assert found["some"] == pytest.approx(sum(change[state] for state in votes.INSIDE) / 3)
    assert found["others"] == pytest.approx(sum(change[state] for state in votes.OUTSIDE) / 2)
    assert found["low"] < found["difference"] < found["high"]
    assert (found["n_before"], found["n_after"]) == (len(before), len(after))
    assert found["difference"] < 0 < votes.gap(before, after, votes.INSIDE, ["UZB"])["difference"], "as the prose says"
    assert list(votes.gaps(before, after, votes.INSIDE, votes.OUTSIDE).index) == list(votes.PARTNERS)


def test_a_gap_to_a_state_that_never_moves_is_the_change_itself():
    rng = np.random.default_rng(7)
    before, after = (
        little(RUS=[1] * 28, BLR=[1] * 28, KAZ=[int(vote) for vote in rng.choice([1, 3], size=28)]) for _ in range(2)
    )
    moved = votes.change(before, after, ["KAZ"], ["RUS"]).iloc[0]
    found = votes.gap(before, after, ["KAZ"], ["BLR"])
    assert found[["difference", "low", "high"]].tolist() == moved[["change", "low", "high"]].tolist(), "the same draws"
    assert moved["low"] < moved["high"]


def test_contested_means_yes_against_no():
    calls = little(RUS=[1, 3, 1, 2, None], USA=[3, 1, 2, 3, 1], KAZ=[1, 2, 1, 1, 1], UZB=[3, None, 1, 1, 1])
    contest = votes.contested(calls)
    assert list(contest.index) == [0, 1]
    frame = votes.sides(contest, ["KAZ", "UZB"])
    assert list(frame["votes"]) == [1, 1, 0, 0, 0, 0, 1, 1]
    assert list(frame["voted"]) == [2] * 4 + [1] * 4
    assert frame.groupby("state")["share"].sum().tolist() == [100, 100]
    assert votes.with_side(contest, "with Russia")["KAZ"] == 50


def test_similar_states_stand_together():
    frame = alike()
    order = list(dict.fromkeys(frame["state"]))
    assert order.index("RUS") < order.index("KAZ") < order.index("USA")
    assert abs(order.index("GEO") - order.index("MDA")) == 1
    shares = frame.set_index(["state", "other"])["share"]
    assert all(shares[one, other] == shares[other, one] for one, other in combinations(order, 2))
    with pytest.raises(ValueError, match="never voted together"):
        votes.similarity(little(RUS=[1], KAZ=[None]), ["RUS", "KAZ"])


def test_votes_on_ukraine_counted_another_way():
    cast = {(row["resolution"], row["state"]): row["vote"] for row in read("ukraine_votes")}
    counts = votes.with_russia(ukraine(), votes.MEMBERS)
    for row in counts.itertuples():
        known = [state for state in votes.MEMBERS if (row.resolution, state) in cast]
        same = [state for state in known if cast[row.resolution, state] == cast[row.resolution, "RUS"]]
        assert (row.same, row.known) == (len(same), len(known))
        assert "BLR" in same
    assert counts["date"].is_monotonic_increasing
    assert counts.loc[counts["same"].idxmax(), "resolution"] == "ukr-es-11-3"


@pytest.mark.parametrize("name", FIGURES)
def test_text_lies_inside_and_apart(name: str, lang: str):
    function, make = FIGURES[name]
    assert_legible(drawn(function, make()), slanting=name == "ballots")


def test_drift_passes_through_each_share():
    frame = sessions()
    panels = [axes for axes in drawn(drift, frame).axes if axes.axison]
    assert len(panels) == frame["state"].nunique()
    points = sum(np.isfinite(np.asarray(line.get_ydata(), float)).sum() for axes in panels for line in axes.lines)
    assert points == len(frame) + 2 * len(panels), "and the line of the date"


def test_changes_draw_a_dot_and_a_bar_for_each_row():
    frame = moved()
    lines = [line for axes in drawn(changes, frame).axes for line in axes.lines]
    dots = [line for line in lines if line.get_marker() == "o"]
    assert len(dots) == len(frame)
    assert sorted(line.get_xdata()[0] for line in dots) == sorted(frame["change"])
    hollow = sum(line.get_markerfacecolor() != line.get_color() for line in dots)
    assert hollow == ((frame["low"] <= 0) & (frame["high"] >= 0)).sum()


def test_heat_draws_a_square_with_a_number_for_each_row():
    frame = alike()
    (axes,) = drawn(heat, frame).axes
    assert len(axes.patches) == len(axes.texts) == len(frame)


def test_ballots_draw_a_box_for_each_vote():
    frame = ukraine()
    (axes,) = drawn(ballots, frame).axes
    boxes = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert len(boxes) == len(frame)
    assert sum(bool(box.get_hatch()) for box in boxes) == (frame["vote"] == "absent").sum()


@pytest.mark.parametrize("name", FIGURES)
def test_little_data_draw_too(name: str):
    function, make = FIGURES[name]
    assert isinstance(drawn(function, make().query("index == 0")), Figure)
