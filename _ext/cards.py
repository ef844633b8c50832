"""The picture that a chapter shows where its address is shared: its title beside its first figure.

A figure that :mod:`_ext.raster` can't draw, and a chapter without one, leave the title alone.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from docutils import nodes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from PIL import Image
from sphinx.application import Sphinx

from _ext.raster import Drawing, UnknownElement
from helpers.data import as_of, package
from helpers.labels import date_text, language, t
from helpers.style import CARD, FAINT, INK

CARDS = "cards"
#: What the networks that show such pictures ask for, in pixels; the panel holds the words, the rest the figure.
WIDTH, HEIGHT, PANEL, MARGIN = 1200, 630, 456, 48
#: More colours than a figure has, with the shades of its edges; a picture weighs a quarter of what it would with all.
_COLOURS = 128


@dataclass
class Card:
    """What one picture shows."""

    title: str
    figure: Path | None


class Canvas:
    """A picture in the making; words run from the left, in Arabic from the right, where the panel stands too."""

    def __init__(self) -> None:
        """Begin with an empty one."""
        self.pixels = RendererAgg(WIDTH, HEIGHT, 72)
        self.right = language() == "ar"
        self.box(0, WIDTH, CARD)

    def box(self, left: float, width: float, colour: str) -> None:
        """Fill the whole height from ``left`` on."""
        Rectangle((left, 0), width, HEIGHT, color=colour, linewidth=0).draw(self.pixels)

    def words(self, text: str, top: float, size: float, colour: str, width: float, weight: str = "normal") -> float:
        """Write a text in lines that are not wider than ``width``; return where it ends below."""
        font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
        gc = self.pixels.new_gc()
        gc.set_foreground(colour)
        for line in self.lines(text, font, width):
            top += size * 1.2
            left = WIDTH - MARGIN - self.wide(line, font) if self.right else MARGIN
            self.pixels.draw_text(gc, left, top, line, font, 0)
        gc.restore()
        return top

    def wide(self, text: str, font: FontProperties) -> float:
        """Return how wide a text is."""
        return self.pixels.get_text_width_height_descent(text, font, False)[0]

    def lines(self, text: str, font: FontProperties, width: float) -> list[str]:
        """Break a text at its blanks."""
        first, *rest = text.split()
        found = [first]
        for word in rest:
            longer = f"{found[-1]} {word}"
            if self.wide(longer, font) <= width:
                found[-1] = longer
            else:
                found.append(word)
        return found

    def fitting(self, text: str, width: float, height: float) -> float:
        """Return the largest size in which a bold text fits a box."""
        for size in range(60, 20, -4):
            font = FontProperties(family="DejaVu Sans", size=size, weight="bold")
            lines = self.lines(text, font, width)
            if len(lines) * size * 1.2 <= height and max(self.wide(line, font) for line in lines) <= width:
                return size
        return 20

    def figure(self, drawing: Drawing) -> None:
        """Draw a figure as large as it fits beside the panel."""
        width, height = WIDTH - PANEL - MARGIN, HEIGHT - MARGIN
        scale = min(width / drawing.width, height / drawing.height)
        left = (0 if self.right else PANEL) + (WIDTH - PANEL - drawing.width * scale) / 2
        drawing.draw(self.pixels, left, (HEIGHT - drawing.height * scale) / 2, scale)

    def save(self, file: Path) -> None:
        """Write the picture."""
        picture = Image.fromarray(np.asarray(self.pixels.buffer_rgba())).convert("RGB")
        picture.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(file)


def paint(card: Card, book: str, file: Path) -> None:
    """Make one picture."""
    canvas, panel = Canvas(), WIDTH
    if card.figure is not None:
        with suppress(UnknownElement):  # what is drawn of it vanishes below the panel
            canvas.figure(Drawing(card.figure.read_text(encoding="utf-8")))
            panel = PANEL
    canvas.box(WIDTH - panel if canvas.right else 0, panel, INK)
    room = panel - 2 * MARGIN
    size = canvas.fitting(card.title, room, HEIGHT / 2)
    end = canvas.words(card.title, MARGIN, size, CARD, room, "bold")
    if card.title != book:
        canvas.words(book, end + MARGIN / 2, 24, FAINT, room)
    edition = t("card: edition").format(version=package()["version"], day=date_text(as_of()))
    canvas.words(edition, HEIGHT - MARGIN - 40, 18, FAINT, room)
    canvas.save(file)


def name(page: str) -> str:
    """Return where the site has the card of a page."""
    return f"{CARDS}/{page.rpartition('/')[2]}.png"


def begin(app: Sphinx) -> None:
    """Start with no card."""
    settings: Any = app
    settings.book_cards = {}


def note(app: Sphinx, document: nodes.document, page: str) -> None:
    """Note what the card of a chapter shows; its first figure is the first that a cell draws."""
    if "topics" in app.env.metadata[page]:
        drawn = (image["uri"] for image in document.findall(nodes.image) if image["uri"].endswith(".svg"))
        figure = next(drawn, None)
        settings: Any = app
        settings.book_cards[page] = Card(app.env.titles[page].astext(), figure and Path(app.srcdir, figure))


def put(app: Sphinx, page: str, template: str, context: dict[str, Any], document: nodes.document | None) -> None:
    """Make the card of a chapter, and give its address to the template; other pages show that of the front page.

    It is made here since Sphinx writes pages side by side.
    """
    settings: Any = app
    found: dict[str, Card] = settings.book_cards
    if page in found:
        file = Path(app.outdir, name(page))
        file.parent.mkdir(exist_ok=True)
        paint(found[page], app.config.html_title, file)
    shown = page if page in found else app.config.root_doc
    site = app.config.book_site
    if site and "topics" in app.env.metadata[shown]:
        context["about"] |= {"image": f"{site}/{name(shown)}", "width": WIDTH, "height": HEIGHT}


def setup(app: Sphinx) -> dict[str, Any]:
    """Note the cards as pages are resolved; make each when its page has said what else it says of itself."""
    app.connect("builder-inited", begin)
    app.connect("doctree-resolved", note)
    app.connect("html-page-context", put, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
