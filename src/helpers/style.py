"""One look for every figure: colours by state and by verdict, type, sizes.

Figures stand on a white card in light and dark pages alike, so each colour has a contrast of at least 3:1 against
white (WCAG 2.2, 1.4.11), which a test computes. Colour is never the only carrier: marks are labelled too.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import matplotlib as mpl

INK = "#1f2430"  # 15.5:1 on white: text
MUTED = "#5f6674"  # 5.8:1: secondary text, axes
PALE = "#8891a1"  # 3.2:1: broad lines behind others
FAINT = "#d9dce2"  # grid lines only, carry no meaning
CARD = "#ffffff"

#: The nine states that were ever party to the Treaty; after Paul Tol's "muted" scheme, darkened to 3:1.
STATE_COLOURS = {
    "RUS": "#332288",
    "BLR": "#3b8fc2",
    "KAZ": "#2e8c7c",
    "KGZ": "#117733",
    "TJK": "#80802b",
    "UZB": "#b07d12",
    "ARM": "#c25565",
    "AZE": "#882255",
    "GEO": "#aa4499",
}
#: All other states.
OTHER_STATE = "#6b7280"

#: Powers that states are compared with or trade with, where each is a mark of its own; after Okabe and Ito, darkened
#: to 4.5:1. Russia keeps its colour as a state.
PARTNER_COLOURS = {
    "RUS": STATE_COLOURS["RUS"],
    "CHN": "#c8500a",
    "USA": "#00875f",
    "TUR": "#a8568a",
    "EU": "#0072b2",
}

#: Verdicts on claims; ColorBrewer PRGn, darkened to 3:1. "not testable" stays uncoloured: outline only.
VERDICT_COLOURS = {
    "supported": "#1b7837",
    "partly supported": "#4a9a55",
    "disputed": "#9970ab",
    "contradicted": "#762a83",
}

#: Width of a figure in inches: a phone of 360 px shows it whole, and text of 9 pt at 9 px.
WIDTH = 4.8
#: Width of those that do not fit it, squares of numbers and panels side by side: there a phone scrolls.
WIDE = 6.4

#: Stripes, for what is there in part alone, not in force, not held or not known.
STRIPES = "//////"

_RC: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text: it can be searched, selected and translated
    "svg.hashsalt": "csto-central-asia-book",  # the same figure is the same bytes
    "font.family": ["DejaVu Sans", "sans-serif"],
    "font.size": 10,
    "text.color": INK,
    "axes.labelcolor": MUTED,
    "axes.edgecolor": MUTED,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "grid.color": FAINT,
    "grid.linewidth": 0.8,
    "legend.fontsize": 9,
    "legend.frameon": False,
    "figure.facecolor": CARD,
    "axes.facecolor": CARD,
    "savefig.facecolor": CARD,
    "figure.constrained_layout.use": True,
}


def colour(state: str) -> str:
    """Return the colour of a state, the same in every figure of the book."""
    return STATE_COLOURS.get(state, OTHER_STATE)


def style() -> AbstractContextManager[None]:
    """Return the context in which a figure is drawn and saved, for a ``with`` statement."""
    return mpl.rc_context(_RC)
