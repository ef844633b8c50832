"""Contrast of every colour against the white card, by the formula of WCAG 2.2."""

import re
from inspect import getsource

import matplotlib as mpl
import pytest

from helpers import style

PARTNERS = {f"partner {name}": colour for name, colour in style.PARTNER_COLOURS.items()}
COLOURS = {**style.STATE_COLOURS, **style.VERDICT_COLOURS, **PARTNERS, "other state": style.OTHER_STATE}

#: Contrasts that the comments of the module claim: ``MUTED = "#5f6674"  # 5.8:1: secondary text``.
CLAIMS = re.findall(r'^([A-Z]+) = "(#[0-9a-f]{6})"  # ([\d.]+):1', getsource(style), re.MULTILINE)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, ``#rrggbb``."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return sum(share * value for share, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_formula():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # the known grey just below 4.5


@pytest.mark.parametrize("colour", COLOURS.values(), ids=COLOURS.keys())
def test_marks_stand_out(colour: str):
    assert contrast(colour, style.CARD) >= 3


@pytest.mark.parametrize("colour", [style.INK, style.MUTED], ids=["ink", "muted"])
def test_text_is_readable(colour: str):
    assert contrast(colour, style.CARD) >= 4.5


@pytest.mark.parametrize(("name", "colour", "claimed"), CLAIMS, ids=[name for name, *_ in CLAIMS])
def test_contrast_is_what_the_comment_says(name: str, colour: str, claimed: str):
    assert contrast(colour, style.CARD) == pytest.approx(float(claimed), abs=0.05)


def test_comments_claim_a_contrast_for_text():
    assert {"INK", "MUTED"} <= {name for name, *_ in CLAIMS}


def test_colours_differ():
    assert len(set(style.STATE_COLOURS.values())) == len(style.STATE_COLOURS)
    assert len(set(style.VERDICT_COLOURS.values())) == len(style.VERDICT_COLOURS)


def test_colours_of_partners_differ_and_russia_keeps_its_own():
    assert len(set(style.PARTNER_COLOURS.values())) == len(style.PARTNER_COLOURS)
    others = set(style.PARTNER_COLOURS.values()) - {style.STATE_COLOURS["RUS"]}
    assert style.PARTNER_COLOURS["RUS"] == style.colour("RUS")
    assert not others & (set(style.STATE_COLOURS.values()) | set(style.VERDICT_COLOURS.values()))


def test_partners_can_be_read_as_text():
    assert min(contrast(colour, style.CARD) for colour in style.PARTNER_COLOURS.values()) >= 4.5


def test_colour_of_a_state():
    assert style.colour("RUS") == style.STATE_COLOURS["RUS"]
    assert style.colour("CHN") == style.OTHER_STATE


def test_style_ends_with_its_context():
    before = mpl.rcParams["font.size"], mpl.rcParams["svg.fonttype"]
    with style.style():
        assert mpl.rcParams["svg.fonttype"] == "none"
    assert (mpl.rcParams["font.size"], mpl.rcParams["svg.fonttype"]) == before
