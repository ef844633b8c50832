"""The record of crises: codes and dates in, counts out; small tables by hand, and the shipped ones recounted."""

from collections import Counter
from datetime import date

import pandas as pd
import pytest

from helpers import as_of, crises, load
from tests.helpers.shipped import read


def frame(columns: str, *rows: tuple[str | None, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=columns.split(), dtype="str")


SPELLS = frame(
    "id state body layer status start end end_low",
    ("a", "ARM", "cst", "treaty", "signatory", "1992-05-15", "1994-04-20", None),
    ("b", "ARM", "cst", "treaty", "party", "1994-04-20", "..", None),
    ("c", "AZE", "cst", "treaty", "party", "1994-04-20", "1999-04-20", None),
    ("d", "ARM", "csto", "organisation", "member", "2003-09-18", "..", None),
)
CRISES = frame(
    "id name region type start end scene",
    ("late", "Late", "South Caucasus", "unrest", "2010-03-01", "2010-03-05", "ARM"),
    ("old", "Old", "South Caucasus", "unrest", "1992-01", "1992-02", "AZE"),
    ("long", "Long", "South Caucasus", "unrest", "1993", "1994-05-12", "AZE"),
    ("open", "Open", "Central Asia", "unrest", "2000-01-01", "..", "AZE"),
)
PARTS = frame("crisis state role", ("late", "AZE", "party"), ("long", "ARM", "party"), ("open", "ARM", "affected"))
REQUESTS = frame(
    "id crisis date state addressee asked_for title sources",
    ("r1", "late", "2010-03-02", "ARM", "alliance", "troops", None, "x"),
    ("r2", "late", "2010-03-01", "ARM", "Russia", "troops", None, "x"),
    ("r3", "old", "1992-01", "AZE", "alliance", "reform", None, "x"),
    ("r4", "long", "1993-06", "ARM", "alliance", "troops", None, "x"),
)
RESPONSES = frame(
    "id crisis date actor act title sources",
    ("p0", "late", "2010-03-01", "alliance", "troops", "too early", "x"),
    ("p1", "late", "2010-03-04", "alliance", "consultation", "met", "x"),
    ("p2", "late", "2010-03-09", "alliance", "mission", "went", "x"),
    ("p3", "late", "2010-03-03", "RUS", "troops", "sent", "x"),
    ("p4", "long", "1993-07-01", "alliance", "exercise", "held", "x"),
    ("p5", "long", "1993-08-01", "alliance", "declined", "refused", "x"),
)
REASONS = frame(
    "crisis reason view disputed alternative",
    ("late", "in mandate, acted", "coded", None, None),
    ("late", "unwilling", "critical", None, None),
    ("old", "not asked", "coded", None, None),
    ("long", "unwilling", "coded", "yes", "not asked"),
    ("open", "not asked", "coded", "yes", "unwilling"),
)
REASONS["disputed"] = REASONS["disputed"].notna()


def record() -> pd.DataFrame:
    return crises.record(CRISES, PARTS, REQUESTS, RESPONSES, REASONS, SPELLS, "2026-02-15").set_index("id")


def test_record_is_in_the_order_of_the_first_days():
    assert list(record().index) == ["old", "long", "open", "late"]


def test_stage_of_the_alliance():
    assert record()["stage"].to_dict() == {"old": "before", "long": "signed", "open": "Treaty", "late": "organisation"}


def test_bound_on_the_first_or_on_the_last_day():
    """Azerbaijan became a party before the long crisis ended, and was none any more when the open one began."""
    found = record()
    assert found["at_member"].to_dict() == {"old": False, "long": True, "open": False, "late": True}
    assert found["party_member"].to_dict() == {"old": False, "long": True, "open": False, "late": False}


def test_only_appeals_to_the_alliance_for_an_act_count():
    assert record()["asked"].to_dict() == {"old": False, "long": True, "open": False, "late": True}


def test_rung_is_the_highest_act_of_the_alliance_on_the_ladder():
    found = record()
    assert found["rung"].to_dict() == {"old": "none", "long": "none", "open": "none", "late": "troops"}
    assert found["declined"].to_dict() == {"old": False, "long": True, "open": False, "late": False}


def test_the_coded_reason_alone_counts():
    found = record()
    assert found.loc["late", "reason"] == "in mandate, acted"
    assert found["disputed"].to_dict() == {"old": False, "long": True, "open": True, "late": False}


def test_counts():
    found = record().reset_index()
    assert crises.measures(found) == {
        "crises": 4, "at_members": 2, "asked": 2, "acted": 1, "asked_and_acted": 1, "troops": 1, "asked_and_granted": 1,
    }  # fmt: skip
    by_rung = crises.by_rung(found).set_index("rung")
    assert by_rung.loc["none"].to_dict() == {"asked": 1, "not_asked": 2}
    assert by_rung[["asked", "not_asked"]].to_numpy().sum() == 4
    by_reason = crises.by_reason(found).set_index("reason")
    assert by_reason.loc["not asked"].to_dict() == {"firm": 1, "disputed": 1, "flipped_in": 1}
    assert by_reason.loc["unwilling"].to_dict() == {"firm": 0, "disputed": 1, "flipped_in": 1}


def test_flipping_exchanges_disputed_codes_only():
    found = record().reset_index()
    assert list(crises.flipped(found)["reason"]) == ["not asked", "not asked", "unwilling", "in mandate, acted"]
    assert list(crises.flipped(found, "open")["reason"]) == ["not asked", "unwilling", "unwilling", "in mandate, acted"]


def test_sensitivity_spans_what_each_change_gives():
    found = crises.sensitivity(record().reset_index()).set_index(["change", "measure"])
    assert found.loc[("one case left out", "troops"), ["value", "low", "high", "n"]].tolist() == [1, 0, 1, 4]
    assert found.loc[("one region dropped", "crises"), ["low", "high", "n"]].tolist() == [1, 3, 2]
    assert found.loc[("one code flipped", "crises"), ["low", "high", "n"]].tolist() == [4, 4, 2]


def test_delays_count_from_the_first_appeal_and_exact_days_only():
    found = crises.delays(REQUESTS, RESPONSES).set_index("crisis")
    assert list(found.index) == ["long", "late"]
    assert found.loc["late", ["asked_on", "first_act", "acted_on", "days"]].tolist() == [
        "2010-03-02", "consultation", "2010-03-04", 2,
    ]  # fmt: skip
    assert pd.isna(found.loc["late", "days_to_troops"]), "the troops came before the appeal"
    at_once = crises.delays(REQUESTS.assign(date=REQUESTS["date"].replace("2010-03-02", "2010-03-01")), RESPONSES)
    assert at_once.set_index("crisis").loc["late", ["first_act", "days", "days_to_troops"]].tolist() == ["troops", 0, 0]
    assert pd.isna(found.loc["long", "days"]), "a refusal and an exercise are no rungs"


def test_where_nobody_appealed_there_are_no_delays():
    some, none = (crises.delays(requests, RESPONSES) for requests in (REQUESTS, REQUESTS.iloc[:0]))
    assert none.empty and list(none.columns) == list(some.columns)


def test_inexact_days_are_not_subtracted():
    inexact = RESPONSES.assign(date=RESPONSES["date"].str.slice(0, 7))
    assert crises.delays(REQUESTS, inexact)["days"].isna().all()


def test_conflict_years_of_allies():
    years = frame("conflict state year side", ("k", "ARM", "1993", "primary"), ("k", "AZE", "1993", "primary"),
                  ("l", "AZE", "2000", "primary"), ("m", "ARM", "2000", "secondary"))  # fmt: skip
    found = crises.conflict_years(years.astype({"year": "int64"}), SPELLS)
    assert list(found.itertuples(index=False, name=None)) == [(1993, 1, "ARM"), (2000, 0, "")]


def test_network_has_an_edge_for_each_part_and_each_act():
    graph = crises.network(CRISES, PARTS.assign(id="p"), RESPONSES, ["late"])
    assert graph.nodes["late"]["kind"] == "crisis"
    assert graph.nodes["AZE"]["kind"] == "state" and graph.nodes["alliance"]["kind"] == "actor"
    bodies = RESPONSES.replace({"actor": {"RUS": "NATO"}})
    assert crises.network(CRISES, PARTS.assign(id="p"), bodies).nodes["NATO"]["kind"] == "actor"
    assert graph.number_of_edges("alliance", "late") == 3
    assert {data.get("role") for *_, data in graph.in_edges("late", data=True)} == {None, "party"}
    assert len(crises.network(CRISES, PARTS.assign(id="p"), RESPONSES)) == len(CRISES) + 4


def test_events_of_a_crisis_in_order():
    log = crises.events("late", REQUESTS, RESPONSES)
    assert list(log["id"]) == ["r2", "p0", "r1", "p3", "p1", "p2"]
    assert list(log["what"])[:3] == ["request", "troops", "request"]
    assert set(crises.events(["late", "old"], REQUESTS, RESPONSES)["crisis"]) == {"late", "old"}


def test_waits_are_ranges_where_dates_are_inexact():
    found = crises.waits(REQUESTS, RESPONSES).set_index("id")
    assert list(found.index) == ["r4", "r1"]
    assert found.loc["r1", ["act", "low", "high"]].tolist() == ["consultation", 2, 2]
    assert pd.isna(found.loc["r1", "met_low"]), "the troops came before the appeal, and mine are not the others'"
    turned = crises.waits(REQUESTS, RESPONSES.iloc[::-1]).set_index("id")
    assert turned.loc["r1", "act"] == "consultation", "the first act, in whatever order the table has them"
    month = RESPONSES.assign(date=RESPONSES["date"].str.slice(0, 7))
    assert crises.waits(REQUESTS, month).set_index("id").loc["r1", ["act", "low", "high"]].tolist() == ["troops", 0, 29]
    assert list(crises.by_kind(found.reset_index()).itertuples(index=False, name=None)) == [("troops", 2, 0)]


def test_heads_of_state_speak_for_it_and_others_do_not():
    offices = ["Roza Otunbayeva, President", "government of Armenia", "Ministry of Foreign Affairs", "Chief of Staff",
               "A B, overthrown President", "C D, First Deputy Minister of Foreign Affairs"]  # fmt: skip
    asked = pd.DataFrame({"asked_by": offices})
    assert list(crises.by_heads(asked).index) == [0, 1, 2]


def test_views_are_counted_by_crisis():
    views = frame(
        "crisis reason view",
        ("a", "unwilling", "critical"),
        ("a", "unwilling", "critical"),
        ("b", "unwilling", "critical"),
        ("a", "outside mandate", "official"),
        ("b", "not asked", "coded"),
    )
    found = crises.by_view(views).set_index("reason")
    assert list(found.index) == list(crises.REASONS)
    assert found.loc["unwilling"].to_dict() == {"official": 0, "critical": 2}
    assert found.to_numpy().sum() == 3
    assert crises.told_both(views, "outside mandate", "unwilling") == ["a"]
    assert crises.told_both(views, "unable", "unwilling") == []


def test_sensitivity_of_other_counts():
    found = crises.sensitivity(record().reset_index(), crises.reason_counts)
    rows = found.set_index(["change", "measure"])
    assert rows.loc[("one code flipped", "not asked"), ["value", "low", "high"]].tolist() == [2, 1, 3]
    assert rows.loc[("all disputed codes flipped", "not asked"), ["low", "high"]].tolist() == [2, 2]
    assert crises.moves(found) == {
        "all disputed codes flipped": 0, "one case left out": 1, "one code flipped": 1, "one region dropped": 1,
    }  # fmt: skip


def test_fighting_keeps_the_nearest_level_of_a_year():
    years = frame(
        "conflict state year side",
        ("Iraq: government", "ARM", "2004", "secondary"),
        ("Azerbaijan: X", "ARM", "2004", "secondary"),
        ("Mali: government", "ARM", "2005", "secondary"),
        ("Azerbaijan: X", "AZE", "2004", "primary"),
        ("Iraq: government", "AZE", "2004", "secondary"),
        ("Azerbaijan: X", "TUR", "2004", "secondary"),
    ).astype({"year": "int64"})
    found = crises.fighting(years, SPELLS, record().reset_index())
    assert list(found[["state", "year", "level", "bound"]].itertuples(index=False, name=None)) == [
        ("ARM", 2004, "secondary near", True),
        ("ARM", 2005, "secondary elsewhere", True),
        ("ARM", 2010, "deployment", True),
        ("AZE", 2004, "primary", False),
    ]
    assert found["conflicts"].tolist() == ["Azerbaijan: X", "Mali: government", "Late", "Azerbaijan: X"]


def test_edges_keep_the_highest_act_and_the_nearest_role():
    parts = frame("id crisis state role", ("x", "late", "AZE", "affected"), ("y", "late", "AZE", "party"))
    links = crises.edges(crises.network(CRISES, parts, RESPONSES, ["late", "long"]))
    told = {(row.kind, row.crisis, row.node): (row.what, row.declined, row.rows) for row in links.itertuples()}
    assert told == {
        ("part", "late", "AZE"): ("party", False, "x;y"),
        ("act", "late", "alliance"): ("troops", False, "p0;p1;p2"),
        ("act", "late", "RUS"): ("troops", False, "p3"),
        ("act", "long", "alliance"): ("declined", True, "p4;p5"),
    }
    lone = crises.edges(crises.network(CRISES, parts, RESPONSES[RESPONSES["id"] == "p4"], ["long"]))
    assert list(lone["what"]) == ["beside"], "an exercise is no rung of the ladder"


# --- the shipped tables, recounted with the csv module ----------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> pd.DataFrame:
    tables = [load(name) for name in ("crises", "crisis_states", "requests", "responses", "reasons", "memberships")]
    return crises.record(*tables, as_of())


def test_every_crisis_has_one_code_and_a_place_in_the_record(shipped: pd.DataFrame):
    coded = Counter(row["crisis"] for row in read("reasons") if row["view"] == "coded")
    assert sorted(coded) == sorted(row["id"] for row in read("crises")) == sorted(shipped["id"])
    assert set(coded.values()) == {1}


def test_shipped_counts(shipped: pd.DataFrame):
    found = crises.measures(shipped)
    asked = {
        row["crisis"] for row in read("requests") if row["addressee"] == "alliance" and row["asked_for"] != "reform"
    }
    own = [row for row in read("responses") if row["actor"] == "alliance" and row["act"] in crises.LADDER]
    assert found["asked"] == len(asked)
    assert found["acted"] == len({row["crisis"] for row in own})
    assert found["asked_and_acted"] == len(asked & {row["crisis"] for row in own})
    assert [row["crisis"] for row in own if row["act"] == "troops"] == ["kaz-2022"]


def test_shipped_delay_to_troops():
    found = crises.delays(load("requests"), load("responses")).set_index("crisis")
    assert found.loc["kaz-2022", "days_to_troops"] == (date(2022, 1, 6) - date(2022, 1, 5)).days


def test_shipped_views_and_years_recounted():
    heard = {(row["reason"], row["view"], row["crisis"]) for row in read("reasons")}
    found = crises.by_view(load("reasons")).set_index("reason")
    for view in ("official", "critical"):
        assert found[view].to_dict() == {
            reason: sum(1 for told in heard if told[:2] == (reason, view)) for reason in crises.REASONS
        }


def test_shipped_years_of_war_of_russia(shipped: pd.DataFrame):
    """Russia was bound from 20 April 1994, and a signatory before, so that all its years count."""
    found = crises.fighting(load("conflict_years"), load("memberships"), shipped)
    years = {row["year"] for row in read("conflict_years") if (row["state"], row["side"]) == ("RUS", "primary")}
    own = found[(found["state"] == "RUS") & (found["level"] == "primary")]
    assert own["bound"].all() and set(own["year"].astype("str")) == years
    assert found.loc[found["level"] == "deployment", ["state", "year"]].to_numpy().tolist() == [["KAZ", 2022]]


def test_shipped_record_without_central_asia(shipped: pd.DataFrame):
    """What the chapter on reasons says of it in words."""
    rest = shipped[shipped["region"] != "Central Asia"]
    assert crises.reason_counts(rest)["member against member"] == crises.measures(rest)["troops"] == 0


def test_no_single_code_or_case_carries_a_count(shipped: pd.DataFrame):
    tried = [crises.sensitivity(shipped), crises.sensitivity(shipped, crises.reason_counts)]
    assert all(crises.moves(found)["one code flipped"] <= 1 for found in tried)
    assert all(crises.moves(found)["one case left out"] == 1 for found in tried)
