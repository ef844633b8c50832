"""Drawings of the law: wordings of articles, bases, ways out."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from helpers.data import rows
from helpers.draw.rows import beside, key_below, name_rows, name_under_heads, under_heads
from helpers.draw.time import fifth_years
from helpers.labels import t
from helpers.style import INK, MUTED, STRIPES, WIDTH, colour

#: Face of a bar and ink of the year upon it, by how much of the text was read.
_READ = {"whole": (INK, "white"), "in part": (MUTED, "white"), "not read": ("white", INK)}
_SIZE = 9
#: Shortest bar, in days, that has room for its year.
_ROOM = 1500


def wordings(frame: pd.DataFrame) -> Figure:
    """Draw the wordings of articles as bars, one line an article: subject at the left, article at the right.

    A bar bears the year of its wording. Dark was read whole, grey in part; outlined is told by others. Stripes run from
    the signature where no day of force is known.

    Args:
        frame: :func:`helpers.law.versions`.
    """
    lines = list(dict.fromkeys(frame["line"]))
    figure, axes = plt.subplots(figsize=(WIDTH, 0.27 * len(lines) + 1.3))
    for row in rows(frame):
        face, ink = _READ[row.read] if row.known else ("white", INK)
        start, length = _span(row)
        axes.barh(
            lines.index(row.line),
            length,
            left=start,
            height=0.68,
            facecolor=face,
            edgecolor="white" if face != "white" else MUTED,
            hatch=None if row.known else STRIPES,
            linewidth=1.0,
        )
        if row.known and length > _ROOM:
            middle = (start + length / 2, lines.index(row.line))
            axes.annotate(row.version, middle, ha="center", va="center_baseline", fontsize=8, color=ink)
    heads = frame.drop_duplicates("line")
    named = heads["subject"].where(~heads["subject"].duplicated(), "")
    axes.set_yticks(range(len(lines)), [t(subject) if subject else "" for subject in named], color=INK, fontsize=_SIZE)
    for rank, row in enumerate(rows(heads)):
        article = t(f"chart: article of {row.instrument}").format(article=row.article)
        beside(axes, rank, article, color=MUTED, fontsize=_SIZE)
    _years(axes, len(lines))
    key = [
        Patch(facecolor=INK, edgecolor=INK, label=t("chart: text read whole")),
        Patch(facecolor="white", edgecolor=MUTED, label=t("chart: text not read, told by others")),
        Patch(facecolor=MUTED, edgecolor=MUTED, label=t("chart: text read in part")),
        Patch(facecolor="white", edgecolor=MUTED, hatch=STRIPES, label=t("chart: signed, day of force not known")),
    ]
    key_below(figure, key)
    return figure


def bases(frame: pd.DataFrame, *, rule: str) -> Figure:
    """Draw bases and facilities as bars, one line a site under the name of its host, with its user at the right.

    Stripes mark what was signed and not in force, or whose end is not known.

    Args:
        frame: :func:`helpers.law.bases`.
        rule: the day of the rule on bases of non-members, drawn as a line, ``YYYY-MM-DD``.
    """
    sites = dict.fromkeys(zip(frame["host"], frame["site"], frame["user"], strict=True))
    groups = [(host, [site for site in sites if site[0] == host]) for host in dict.fromkeys(frame["host"])]
    places, heads, height = under_heads(groups)
    figure, axes = plt.subplots(figsize=(WIDTH, 0.245 * height + 1.1))
    for row in rows(frame):
        start, length = _span(row)
        solid = row.status == "in force"
        axes.barh(
            places[row.host, row.site, row.user],
            length,
            left=start,
            height=0.66,
            facecolor=colour(row.user) if solid else "white",
            edgecolor=colour(row.user),
            hatch=None if solid else STRIPES,
            linewidth=0.8,
        )
    named = {place: t(f"chart: site {site}") for (_, site, _), place in places.items()}
    name_under_heads(axes, {place: t(host) for host, place in heads.items()}, named, fontweight="bold")
    for (_, _, user), place in places.items():
        beside(axes, place, t(user), color=colour(user), fontsize=_SIZE)
    day = date2num(pd.Timestamp(rule))
    axes.axvline(day, color=INK, linewidth=1.4, linestyle=(0, (4, 2)), zorder=3)
    axes.annotate(
        t("chart: rule on bases"),
        (day, 1),
        xycoords=("data", "axes fraction"),
        xytext=(0, 3),
        textcoords="offset points",
        ha="center",
        fontsize=_SIZE,
    )
    _years(axes, height)
    key = [
        Patch(facecolor=colour("RUS"), edgecolor=colour("RUS"), label=t("chart: used by Russia")),
        Patch(facecolor=colour(""), edgecolor=colour(""), label=t("chart: used by a state outside")),
        Patch(facecolor="white", edgecolor=MUTED, hatch=STRIPES, label=t("chart: not in force, or end not known")),
    ]
    key_below(figure, key)
    return figure


def exits(frame: pd.DataFrame) -> Figure:
    """Draw the days from an announcement to the end as bars; an open one is striped and ends on the as-of day.

    A dashed line stands where the notice that the Charter asks for would have run out.

    Args:
        frame: :func:`helpers.law.exits`.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 0.62 * len(frame) + 0.9))
    for rank, row in enumerate(rows(frame)):
        ink = colour(row.state)
        hatch, face = (STRIPES, "white") if row.open else (None, ink)
        axes.barh(rank, row.days, height=0.46, facecolor=face, edgecolor=ink, hatch=hatch, linewidth=0.8)
        text = t("chart: {days} days, open" if row.open else "chart: {days} days").format(days=row.days)
        inside = row.days > 0.6 * frame["days"].max() and len(frame) > 1
        axes.annotate(
            text,
            (row.days, rank),
            xytext=(-6 if inside else 7, 0),
            textcoords="offset points",
            ha="right" if inside else "left",
            va="center",
            weight="bold",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 2.0},
        )
    labels = [f"{t(row.state)} {row.announced[:4]}\n{t(f'chart: exit, {row.how}')}" for row in rows(frame)]
    name_rows(axes, labels, fontsize=_SIZE)
    _notice(axes, frame)
    axes.set_xlim(0, 1.12 * max(frame["days"].max(), 1))
    axes.set_xlabel(t("chart: days from announcement to end"), fontsize=_SIZE)
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    return figure


def _notice(axes: Axes, frame: pd.DataFrame) -> None:
    due = [(rank, row.notice) for rank, row in enumerate(rows(frame)) if pd.notna(row.notice)]
    for rank, days in due:
        axes.plot([days, days], [rank - 0.42, rank + 0.42], color=INK, linewidth=1.6, linestyle=(0, (3, 1.5)))
    for rank, days in due[:1]:
        axes.annotate(
            t("chart: notice of the Charter"),
            (days, rank - 0.42),
            xytext=(4, 2),
            textcoords="offset points",
            ha="left",
            va="bottom",
            fontsize=_SIZE,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
        )


def _span(row: object) -> tuple[float, float]:
    """Return the first day and the length of a bar, as matplotlib counts them."""
    start, end = (date2num(pd.Timestamp(getattr(row, side))) for side in ("start", "end"))
    return start, end - start


def _years(axes: Axes, lines: float) -> None:
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(lines - 0.4, -0.6)
    axes.margins(x=0.01)
    fifth_years(axes)
