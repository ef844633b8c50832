"""Drawing a figure of matplotlib, given as SVG, on a canvas of pixels: with matplotlib itself, which wrote it.

It knows what matplotlib's SVG is made of: paths, marks that are used again, texts, clips by a rectangle, stripes.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox

_HREF = "{http://www.w3.org/1999/xlink}href"
_CODES: dict[str, Any] = {"M": Path.MOVETO, "L": Path.LINETO, "Q": Path.CURVE3, "C": Path.CURVE4}
_CAPS: dict[str, Any] = {"butt": "butt", "round": "round", "square": "projecting"}
_NUMBER = re.compile(r"-?[\d.]+(?:e-?\d+)?")
_URL = re.compile(r"url\(#(.+)\)")


class UnknownElement(Exception):
    """The drawing holds what this module does not know."""


class Drawing:
    """A drawing of matplotlib."""

    def __init__(self, svg: str) -> None:
        """Read it."""
        self.root = ElementTree.fromstring(svg)
        self.width, self.height = map(float, self.root.attrib["viewBox"].split()[2:])
        self.named = {element.attrib["id"]: element for element in self.root.iter() if "id" in element.attrib}

    def draw(self, canvas: RendererAgg, left: float, top: float, scale: float) -> None:
        """Draw it on a canvas of 72 dots an inch.

        Raises:
            UnknownElement: it holds what this module does not know; nothing should be shown of it then.
        """
        self.canvas, self.scale = canvas, scale
        self.place = Affine2D().scale(scale, -scale).translate(left, canvas.height - top)
        self._all(self.root, None)

    def _all(self, parent: Element, clip: Element | None) -> None:
        for element in parent:
            tag = element.tag.rpartition("}")[2]
            own = self._named(element.get("clip-path")) or clip
            if tag == "g":
                self._all(element, own)
            elif tag == "path" and "d" in element.attrib:  # some have nothing to draw
                self._path(element, own, self.place)
            elif tag == "use":
                x, y = (float(element.get(side, 0)) for side in "xy")
                mark = self.named[element.attrib[_HREF].removeprefix("#")]
                self._path(mark, own, Affine2D().translate(x, y) + self.place, _style(element))
            elif tag == "text":
                self._text(element)
            elif tag not in ("path", "defs", "metadata", "style"):
                raise UnknownElement(tag)

    def _named(self, url: str | None) -> Element | None:
        found = _URL.fullmatch(url or "")
        return self.named[found[1]] if found else None

    def _rectangle(self, clip: Element) -> Bbox:
        (shape,) = clip
        if not shape.tag.endswith("rect"):
            raise UnknownElement("clipPath without a rect")
        x, y, width, height = (float(shape.attrib[name]) for name in ("x", "y", "width", "height"))
        (x0, y0), (x1, y1) = self.place.transform([(x, y + height), (x + width, y)])  # upwards
        return Bbox.from_extents(x0, y0, x1, y1)

    def _path(self, element: Element, clip: Element | None, place: Any, used: dict[str, str] | None = None) -> None:
        style = _style(element) | (used or {})
        gc = self.canvas.new_gc()
        if clip is not None:
            gc.set_clip_rectangle(self._rectangle(clip))
        gc.set_linewidth(0)
        if style.get("stroke", "none") != "none":
            gc.set_linewidth(float(style.get("stroke-width", 1)) * self.scale)
            gc.set_foreground(to_rgba(style["stroke"], _opacity(style, "stroke")), isRGBA=True)
            join: Any = style.get("stroke-linejoin", "round")
            gc.set_joinstyle(join)
            gc.set_capstyle(_CAPS[style.get("stroke-linecap", "butt")])
            dashes = [float(part) * self.scale for part in _NUMBER.findall(style.get("stroke-dasharray", ""))]
            if dashes:
                gc.set_dashes(float(style.get("stroke-dashoffset", 0)) * self.scale, dashes)
        self.canvas.draw_path(gc, _outline(element.attrib["d"]), place, self._fill(gc, style))
        gc.restore()

    def _fill(self, gc: GraphicsContextBase, style: dict[str, str]) -> tuple[float, ...] | None:
        fill = style.get("fill", "#000000")
        pattern = self._named(fill)
        if pattern is None:
            return None if fill == "none" else to_rgba(fill, _opacity(style, "fill"))
        ground, stripes = pattern
        size = float(pattern.attrib["width"])
        own: Any = gc
        outline = Affine2D().scale(1 / size).transform_path(_outline(stripes.attrib["d"]))
        own.get_hatch_path = lambda: outline
        gc.set_hatch_color(_style(stripes)["stroke"])
        gc.set_hatch_linewidth(float(_style(stripes)["stroke-width"]) * self.scale)
        return None if ground.get("fill", "none") == "none" else to_rgba(ground.attrib["fill"])

    def _text(self, element: Element) -> None:
        style = _style(element)
        size = float(style["font-size"].removesuffix("px")) * self.scale
        font = FontProperties(family="DejaVu Sans", size=size, weight=int(style.get("font-weight", 400)))
        words = "".join(element.itertext())
        turned = _NUMBER.findall(element.get("transform", ""))
        if "x" in element.attrib:
            x, y, angle = float(element.attrib["x"]), float(element.attrib["y"]), -float(turned[0])
        else:
            x, y, *rest = map(float, turned)
            angle = -rest[0] if rest else 0
        width, _, _ = self.canvas.get_text_width_height_descent(words, font, False)
        before = width * {"start": 0, "middle": 0.5, "end": 1}[style.get("text-anchor", "start")]
        x, y = self.place.transform((x, y))
        dx, dy = Affine2D().rotate_deg(angle).transform((before, 0))
        gc = self.canvas.new_gc()
        gc.set_foreground(style.get("fill", "#000000"))
        self.canvas.draw_text(gc, x - dx, self.canvas.height - (y - dy), words, font, angle)
        gc.restore()


def _style(element: Element) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in element.get("style", "").split(";") if part.strip())
    return {name.strip(): value.strip() for name, value in pairs}


def _opacity(style: dict[str, str], kind: str) -> float:
    return float(style.get("opacity", 1)) * float(style.get(f"{kind}-opacity", 1))


def _outline(written: str) -> Path:
    """Return what the attribute ``d`` of a path says: letters and numbers, all absolute, as matplotlib writes them."""
    points: list[tuple[float, float]] = []
    codes: list[Any] = []
    code, parts = _CODES["M"], iter(written.split())
    for part in parts:
        if part == "z":
            points.append(points[-1])
            codes.append(Path.CLOSEPOLY)
        elif part in _CODES:
            code = _CODES[part]
        else:
            points.append((float(part), float(next(parts))))
            codes.append(code)
    return Path(points, codes)
