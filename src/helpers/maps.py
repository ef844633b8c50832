"""Maps: outlines read from well-known text, projected so that areas are true, and where their names go.

An outline is a list of polygons, a polygon a list of rings (the first its border, the others holes), a ring an array
of points. Points are longitude and latitude in degrees, or kilometres once projected.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import cos, radians, sin

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.data import rows

Points = NDArray[np.float64]
Outline = list[list[Points]]

#: Mean radius of the Earth in kilometres.
RADIUS = 6371.0
_MULTIPOLYGON = re.compile(r"\s*MULTIPOLYGON\s*\(\((.*)\)\)\s*", re.DOTALL)


@dataclass(frozen=True)
class Conic:
    """The equal-area conic projection of Albers on a sphere, seen through a window.

    Args:
        centre: longitude and latitude, in degrees, of the point at 0, 0.
        parallels: the two latitudes, in degrees, along which lengths are true.
        window: west, south, east and north edge of what is shown, in kilometres from the centre.
    """

    centre: tuple[float, float]
    parallels: tuple[float, float]
    window: tuple[float, float, float, float]

    def project(self, points: Points) -> Points:
        """Return points (longitude, latitude) in kilometres east and north of the centre."""
        south, north = (radians(parallel) for parallel in self.parallels)
        n = (sin(south) + sin(north)) / 2
        c = cos(south) ** 2 + 2 * n * sin(south)
        longitude, latitude = np.radians(np.asarray(points, dtype="float64")).T
        rho = RADIUS * np.sqrt(c - 2 * n * np.sin(latitude)) / n
        rho0 = RADIUS * np.sqrt(c - 2 * n * sin(radians(self.centre[1]))) / n
        theta = n * (longitude - radians(self.centre[0]))
        return np.column_stack([rho * np.sin(theta), rho0 - rho * np.cos(theta)])

    def outline(self, outline: Outline) -> Outline:
        """Return an outline in kilometres."""
        return [[self.project(ring) for ring in polygon] for polygon in outline]


#: Central Asia and its neighbours.
CENTRAL_ASIA = Conic(centre=(67.0, 45.0), parallels=(38.0, 52.0), window=(-1600.0, -1230.0, 1960.0, 1230.0))


def parse(wkt: str) -> Outline:
    """Return the outline that a multipolygon in well-known text stands for.

    Raises:
        ValueError: the text is no multipolygon, or a ring is not closed.
    """
    whole = _MULTIPOLYGON.fullmatch(wkt)
    if not whole:
        raise ValueError(f"no MULTIPOLYGON: {wkt[:40]!r}")
    outline = [
        [_ring(ring) for ring in re.split(r"\)\s*,\s*\(", polygon)]
        for polygon in re.split(r"\)\s*\)\s*,\s*\(\s*\(", whole.group(1).strip().removeprefix("(").removesuffix(")"))
    ]
    for ring in (ring for polygon in outline for ring in polygon):
        if len(ring) < 4 or (ring[0] != ring[-1]).any():
            raise ValueError(f"a ring is not closed: {wkt[:40]!r}")
    return outline


def _ring(text: str) -> Points:
    return np.array([[float(number) for number in pair.split()] for pair in text.split(",")], dtype="float64")


def area(outline: Outline) -> float:
    """Return the area inside a projected outline in square kilometres, holes taken out."""
    return sum(abs(_signed(polygon[0])) - sum(abs(_signed(hole)) for hole in polygon[1:]) for polygon in outline)


def _signed(ring: Points) -> float:
    x, y = ring.T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


def shared(one: Outline, other: Outline) -> list[Points]:
    """Return the lines along which two outlines touch, such as both have point by point."""
    edges = {frozenset(edge) for ring in _borders(other) for edge in pairwise(map(tuple, ring))}
    lines: list[list[tuple[float, ...]]] = []
    for ring in _borders(one):
        before = False
        for start, end in pairwise(map(tuple, ring)):
            here = frozenset((start, end)) in edges
            if here and before:
                lines[-1].append(end)
            elif here:
                lines.append([start, end])
            before = here
    return [np.array(line) for line in lines]


def _borders(outline: Outline) -> list[Points]:
    return [ring for polygon in outline for ring in polygon]


def disputed_lines(boundaries: pd.DataFrame) -> list[Points]:
    """Return the lines between states that are, or were when they were drawn, in dispute: each one's note names both.

    Args:
        boundaries: the table.
    """
    noted = list(rows(boundaries[boundaries["disputed"].notna()]))
    return [
        line
        for one, other in combinations(noted, 2)
        if other.name in one.disputed and one.name in other.disputed
        for line in shared(parse(one.geometry), parse(other.geometry))
    ]


def clip(ring: Points, window: tuple[float, float, float, float]) -> Points:
    """Return the part of a ring inside a window; Sutherland and Hodgman (1974). Empty where nothing is inside."""
    west, south, east, north = window
    found = [tuple(point) for point in ring[:-1]]
    for axis, edge, side in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        kept = []
        for start, end in zip(found, found[1:] + found[:1], strict=True):
            inside, next_inside = side * (start[axis] - edge) >= 0, side * (end[axis] - edge) >= 0
            if inside:
                kept.append(start)
            if inside != next_inside:
                part = (edge - start[axis]) / (end[axis] - start[axis])
                kept.append(tuple(a + part * (b - a) for a, b in zip(start, end, strict=True)))
        found = kept
    return np.array(found + found[:1], dtype="float64").reshape(-1, 2)


def inside(points: Points, ring: Points) -> NDArray[np.bool_]:
    """Return which points lie inside a closed ring, by the count of its edges to the east of them."""
    x, y = points.T[:, :, None]
    (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
    crosses = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        east = x < x0 + (y - y0) * (x1 - x0) / (y1 - y0)
    return (crosses & east).sum(axis=1) % 2 == 1


def label_place(ring: Points, flat: float = 2.5, steps: int = 48) -> tuple[float, float, float]:
    """Return the point of a ring with most room for a name, which is wider than high, and how much room there is.

    Args:
        ring: a closed ring, in kilometres.
        flat: how many times wider than high a name is.
        steps: fineness of the search, points along each side.

    Returns:
        East, north, and the half height of the largest box of that shape that is free, in kilometres.
    """
    low, high = ring.min(axis=0), ring.max(axis=0)
    grid = np.stack(np.meshgrid(*np.linspace(low, high, steps).T), axis=-1).reshape(-1, 2)
    grid = grid[inside(grid, ring)]
    if not len(grid):
        middle = ring[:-1].mean(axis=0)
        return float(middle[0]), float(middle[1]), 0.0
    squeezed = np.array([1 / flat, 1.0])
    room = _distance(grid * squeezed, ring * squeezed)
    best = int(room.argmax())
    return float(grid[best, 0]), float(grid[best, 1]), float(room[best])


def _distance(points: Points, ring: Points) -> Points:
    """Return the distance of each point from the nearest edge of a ring."""
    start, edge = ring[:-1], np.diff(ring, axis=0)
    length = np.maximum((edge**2).sum(axis=1), 1e-12)
    along = ((points[:, None] - start) * edge).sum(axis=2) / length
    nearest = start + np.clip(along, 0, 1)[:, :, None] * edge
    return np.sqrt(((points[:, None] - nearest) ** 2).sum(axis=2)).min(axis=1)


def areas(boundaries: pd.DataFrame, standing: pd.DataFrame, view: Conic, least: float = 40.0) -> pd.DataFrame:
    """Return the areas that a window shows, how each state stands to a body, and where its name goes.

    Args:
        boundaries: the table.
        standing: :func:`helpers.statuses.standing` to one body; states that are missing there have never been in it.
        view: projection and window.
        least: the room that a name needs, in kilometres; see :func:`label_place`.

    Returns:
        Columns ``id``, ``state``, ``standing``, ``east``, ``north`` (place of the name in kilometres from the centre,
        NA where there is no room for one), ``disputed``.
    """
    known = dict(zip(standing["state"], standing["standing"], strict=True))
    found = []
    for row in rows(boundaries):
        parts = [clip(polygon[0], view.window) for polygon in view.outline(parse(row.geometry))]
        parts = [part for part in parts if len(part) > 3]
        if parts:
            east, north, room = max(map(label_place, parts), key=lambda place: place[2])
            place = (round(east), round(north)) if room >= least else (pd.NA, pd.NA)
            found.append((row.id, row.state, known.get(row.state, "never"), *place, row.disputed))
    frame = pd.DataFrame(found, columns=["id", "state", "standing", "east", "north", "disputed"])
    return frame.astype({"east": "Int64", "north": "Int64"})
