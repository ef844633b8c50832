"""Maps: outlines read, areas kept, names placed; measured a second time on the sphere, without the projection."""

import re
from collections.abc import Callable
from itertools import pairwise
from math import cos, radians, sin

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from helpers import as_of, draw, load, maps, spells, statuses
from helpers.labels import t
from tests.helpers.figures import Draw, assert_legible, drawn
from tests.helpers.shipped import read

REGION = ["KAZ", "KGZ", "TJK", "UZB", "TKM"]
SQUARE = "MULTIPOLYGON (((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 2 1, 2 2, 1 2, 1 1)), ((6 0, 7 0, 7 1, 6 1, 6 0)))"
VIEW = maps.CENTRAL_ASIA


def ring(*points: tuple[float, float]) -> np.ndarray:
    return np.array([*points, points[0]], dtype="float64")


def geometry(state: str) -> str:
    """Return the outline of a state as the csv module reads it."""
    return next(row["geometry"] for row in read("boundaries") if row["id"] == f"map-area-{state}")


def on_sphere(wkt: str) -> float:
    """Return an area in square kilometres, straight from degrees: the sum over edges of mean sine times width."""
    total = 0.0
    for text in re.findall(r"\(([^()]+)\)", wkt):
        points = [tuple(map(radians, map(float, pair.split()))) for pair in text.split(",")]
        total += sum((end[0] - start[0]) * (sin(start[1]) + sin(end[1])) / 2 for start, end in pairwise(points))
    return abs(total) * maps.RADIUS**2


def standing() -> pd.DataFrame:
    alliance = spells.select(load("memberships"), bodies=["csto"])
    return statuses.standing(alliance, load("boundaries")["state"].unique(), ["csto"], as_of())


def shown() -> pd.DataFrame:
    return maps.areas(load("boundaries"), standing(), VIEW)


def region(frame: pd.DataFrame) -> Figure:
    return draw.region(frame, outlines=load("boundaries"), focus=REGION)


# --- reading ----------------------------------------------------------------------------------------------------------


def test_parse_keeps_polygons_and_holes():
    outline = maps.parse(SQUARE)
    assert [len(polygon) for polygon in outline] == [2, 1]
    assert outline[0][1].tolist() == [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]


@pytest.mark.parametrize("wkt", ["", "POLYGON ((0 0, 1 0, 1 1, 0 0))", "MULTIPOLYGON EMPTY"])
def test_parse_takes_multipolygons_alone(wkt: str):
    with pytest.raises(ValueError, match="MULTIPOLYGON"):
        maps.parse(wkt)


def test_an_open_ring_is_refused():
    with pytest.raises(ValueError, match="closed"):
        maps.parse("MULTIPOLYGON (((0 0, 1 0, 1 1, 0 1)))")


def test_every_outline_of_the_table_is_read():
    for row in load("boundaries").itertuples():
        points = sum(len(ring) for polygon in maps.parse(row.geometry) for ring in polygon)
        assert points == row.geometry.count(",") + 1


# --- projecting -------------------------------------------------------------------------------------------------------


def test_the_centre_is_the_origin():
    assert VIEW.project(np.array([VIEW.centre])) == pytest.approx(np.zeros((1, 2)))


@pytest.mark.parametrize("parallel", VIEW.parallels)
def test_lengths_are_true_along_the_two_parallels(parallel: float):
    step = 0.01
    one, other = VIEW.project(np.array([(70.0, parallel), (70.0 + step, parallel)]))
    assert np.hypot(*(other - one)) == pytest.approx(maps.RADIUS * cos(radians(parallel)) * radians(step), rel=1e-6)


@given(st.floats(45, 90), st.floats(33, 57))
def test_small_squares_keep_their_area(longitude: float, latitude: float):
    step = 0.05
    corners = [(0, 0), (step, 0), (step, step), (0, step)]
    square = ring(*[(longitude + east, latitude + north) for east, north in corners])
    true = maps.RADIUS**2 * radians(step) * (sin(radians(latitude + step)) - sin(radians(latitude)))
    assert maps.area(VIEW.outline([[square]])) == pytest.approx(true, rel=1e-4)


@pytest.mark.parametrize("state", [state.lower() for state in REGION])
def test_areas_of_states_are_those_on_the_sphere(state: str):
    wkt = geometry(state)
    assert maps.area(VIEW.outline(maps.parse(wkt))) == pytest.approx(on_sphere(wkt), rel=0.005)


def test_kazakhstan_has_its_size():
    """Its statistical office gives 2.72 million square kilometres; the outline is simplified."""
    assert maps.area(VIEW.outline(maps.parse(geometry("kaz")))) == pytest.approx(2_724_900, rel=0.01)


def test_holes_are_taken_out():
    assert maps.area(maps.parse(SQUARE)) == 16 - 1 + 1


# --- lines ------------------------------------------------------------------------------------------------------------


def test_shared_lines_are_chains():
    left = maps.parse("MULTIPOLYGON (((0 0, 1 0, 1 1, 1 2, 0 2, 0 0)))")
    right = maps.parse("MULTIPOLYGON (((2 0, 2 2, 1 2, 1 1, 1 0, 2 0)))")
    assert [line.tolist() for line in maps.shared(left, right)] == [[[1, 0], [1, 1], [1, 2]]]
    far = maps.parse("MULTIPOLYGON (((5 0, 6 0, 6 1, 5 0)))")
    assert maps.shared(left, far) == []


def test_lines_are_dashed_where_each_note_names_the_other():
    boundaries = load("boundaries").set_index("state", drop=False)
    pair = boundaries.loc[["KGZ", "TJK"]]
    assert maps.disputed_lines(pair)
    assert maps.disputed_lines(boundaries.loc[["KGZ", "CHN"]]) == [], "both are noted, for other lines"
    assert maps.disputed_lines(boundaries.loc[["KGZ", "KAZ"]]) == []


def test_a_line_is_disputed_only_if_both_states_say_so():
    west, east = "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 1, 0 0)))", "MULTIPOLYGON (((1 0, 2 0, 2 1, 1 1, 1 0)))"
    table = pd.DataFrame({"name": ["West", "East"], "geometry": [west, east], "disputed": ["East", "West"]})
    assert [line.tolist() for line in maps.disputed_lines(table)] == [[[1, 0], [1, 1]]]
    for notes in (["East", "North"], ["North", "West"]):
        assert maps.disputed_lines(table.assign(disputed=notes)) == []


# --- windows and names ------------------------------------------------------------------------------------------------


def test_clip_cuts_at_the_window():
    square = ring((-1, -1), (1, -1), (1, 1), (-1, 1))
    cut = maps.clip(square, (0, 0, 5, 5))
    assert maps.area([[cut]]) == 1
    assert len(maps.clip(square, (2, 2, 3, 3))) == 0
    assert maps.area([[maps.clip(square, (-9, -9, 9, 9))]]) == 4
    small = maps.clip(square, (-0.5, -0.25, 0.75, 0.5))
    assert [*small.min(axis=0), *small.max(axis=0)] == [-0.5, -0.25, 0.75, 0.5], "cut on all four sides"


def test_inside():
    square = ring((0, 0), (2, 0), (2, 2), (0, 2))
    assert maps.inside(np.array([[1.0, 1.0], [3.0, 1.0], [1.0, -0.5]]), square).tolist() == [True, False, False]
    slanting = ring((0, 0), (4, 0), (8, 4), (4, 4))  # a rhomboid: no side but two runs north
    there = np.array([[2.0, 1.0], [0.5, 1.0], [5.5, 2.0], [7.0, 2.0], [5.0, 3.5], [2.0, 3.5]])
    assert maps.inside(there, slanting).tolist() == [True, False, True, False, True, False]


def test_names_stand_in_their_states():
    boundaries = dict(zip(load("boundaries")["id"], load("boundaries")["geometry"], strict=True))
    named = shown().dropna(subset="east")
    assert set(REGION) <= set(named["state"])
    for row in named.itertuples():
        point = np.array([[row.east, row.north]], dtype="float64")
        outline = VIEW.outline(maps.parse(boundaries[row.id]))
        assert any(maps.inside(point, polygon[0])[0] for polygon in outline), row.id


def test_a_name_goes_into_the_part_with_most_room():
    """A state of two parts, the larger one first or last; a name that needs more room than there is has no place."""
    small, large = "((74 44, 75 44, 75 45, 74 45, 74 44))", "((66 43, 70 43, 70 47, 66 47, 66 43))"
    for parts in ((small, large), (large, small)):
        table = pd.DataFrame(
            [("x", "KAZ", f"MULTIPOLYGON ({', '.join(parts)})", None)], columns=["id", "state", "geometry", "disputed"]
        )
        nobody = pd.DataFrame({"state": [], "standing": []})
        found = maps.areas(table, nobody, VIEW)
        assert abs(found["east"].item() - 79) < 80 and abs(found["north"].item()) < 230
        assert found["standing"].tolist() == ["never"]
        assert maps.areas(table, nobody, VIEW, least=500)[["east", "north"]].isna().all(axis=None)


def test_room_is_measured_to_the_nearest_side_of_a_wide_box():
    square = ring((10, 10), (20, 10), (20, 20), (10, 20))
    assert maps.label_place(square, steps=3) == (15, 15, pytest.approx(2)), "the middle of three by three points"
    assert maps.label_place(square, flat=1, steps=3) == (15, 15, pytest.approx(5))


def test_a_sliver_has_no_place():
    assert maps.label_place(ring((0, 0), (10, 0), (10, 1e-9)))[2] == pytest.approx(0, abs=1e-6)
    assert maps.label_place(ring((0, 0), (1, 0), (2, 0))) == (1, 0, 0)


def test_the_map_tells_who_is_a_member():
    found = shown().groupby("standing")["state"].agg(set)
    assert found["member"] == {"RUS", "KAZ", "KGZ", "TJK"}
    assert found["former"] == {"UZB"}
    assert "TKM" in found["never"]


# --- the figure -------------------------------------------------------------------------------------------------------

FIGURES: dict[str, tuple[Draw, Callable[[], pd.DataFrame]]] = {"region": (region, shown)}


@pytest.mark.parametrize("name", FIGURES)
def test_text_lies_inside_and_apart(name: str, lang: str):
    function, make = FIGURES[name]
    assert_legible(drawn(function, make()))


def test_region_draws_an_area_for_each_row_and_a_name_for_each_place():
    frame = shown()
    (axes,) = drawn(region, frame).axes
    areas = [patch for patch in axes.patches if isinstance(patch, PathPatch)]
    assert len(areas) == len(frame)
    assert sum(bool(area.get_hatch()) for area in areas) == (frame["standing"] == "former").sum()
    names = {text.get_text() for text in axes.texts}
    assert {t(state) for state in frame.dropna(subset="east")["state"]} <= names


@pytest.mark.parametrize("name", FIGURES)
def test_little_data_draw_too(name: str):
    function, make = FIGURES[name]
    assert isinstance(drawn(function, make().query("state == 'UZB'")), Figure)
