"""A chart as SVG for a strict page: plain marks with classes instead of colours, its own title and its finding in words.

Written here and not by a charting library: a page of one theme has sixteen drawings, and a drawing took such a library
40-150 ms, where this takes less than one (decision 0035). Files are made from the same drawings.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Literal

from django.utils.html import escape

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]

TEXT_SIZE = 15
_LINE_HEIGHT = 17
# Marks that tell units apart in grey as well: shapes, each about as heavy as a dot of radius one.
SHAPES = {
    "dot": "M-1,0a1,1 0 1,0 2,0a1,1 0 1,0 -2,0Z",
    "diamond": "M0,-1.45L0.8,0L0,1.45L-0.8,0Z",
    "bar": "M-0.3,-1.45h0.6v2.9h-0.6Z",
    "square": "M-0.85,-0.85h1.7v1.7h-1.7Z",
    "up": "M0,-1.1L1.1,0.9L-1.1,0.9Z",
    "bolt": "M0.35,-1.4L-0.75,0.25H-0.05L-0.35,1.4L0.75,-0.3H0.05Z",
    "down": "M0,1.1L1.1,-0.9L-1.1,-0.9Z",
}


class Drawing:
    """Marks on a ground of `width` x `height` pixels, drawn in the order they are added."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._marks: list[str] = []

    def rule(self, start: Point, end: Point, *, ink: str, width: float = 1, dash: str = "") -> None:
        """Draw a straight line."""
        broken = f' stroke-dasharray="{dash}"' if dash else ""
        (x1, y1), (x2, y2) = start, end
        place = f'x1="{_at(x1)}" y1="{_at(y1)}" x2="{_at(x2)}" y2="{_at(y2)}"'
        self._marks.append(f'<line class="stroke-{ink}" {place} stroke-width="{_at(width)}"{broken}/>')

    def line(self, points: Sequence[Point], *, ink: str, width: float = 2.5, dash: str = "") -> None:
        """Draw a line through points."""
        broken = f' stroke-dasharray="{dash}"' if dash else ""
        path = "L".join(f"{_at(x)},{_at(y)}" for x, y in points)
        look = f'fill="none" stroke-width="{_at(width)}" stroke-linejoin="round"{broken}'
        self._marks.append(f'<path class="stroke-{ink}" d="M{path}" {look}/>')

    def box(self, corner: Point, size: Point, *, ink: str, edge: str = "ground") -> None:
        """Draw a filled rectangle with a thin edge."""
        (x, y), (width, height) = corner, size
        place = f'x="{_at(x)}" y="{_at(y)}" width="{_at(width)}" height="{_at(height)}"'
        self._marks.append(f'<rect class="fill-{ink} stroke-{edge}" {place} stroke-width="1.5"/>')

    def mark(self, at: Point, *, shape: str, ink: str, size: float = 7) -> None:
        """Draw a unit's mark."""
        move = f"translate({_at(at[0])},{_at(at[1])}) scale({_at(size)})"
        thin = f'stroke-width="{1.5 / size:.3f}"'
        self._marks.append(f'<path class="fill-{ink} stroke-ground" d="{SHAPES[shape]}" transform="{move}" {thin}/>')

    def text(
        self,
        at: Point,
        words: str | Iterable[str],
        *,
        ink: str = "text",
        anchor: Anchor = "start",
        strong: bool = False,
        size: int = TEXT_SIZE,
    ) -> None:
        """Write words whose middle line lies at a height; several lines lie evenly about it."""
        lines = [words] if isinstance(words, str) else list(words)
        look = f'font-size="{size}"' + (f' text-anchor="{anchor}"' if anchor != "start" else "")
        look += ' font-weight="600"' if strong else ""
        top = at[1] - _LINE_HEIGHT * (len(lines) - 1) / 2 + size * 0.35
        for position, line in enumerate(lines):
            place = f'x="{_at(at[0])}" y="{_at(top + position * _LINE_HEIGHT)}"'
            self._marks.append(f'<text class="fill-{ink}" {place} {look}>{escape(line)}</text>')

    def svg(self, *, title: str, description: str) -> str:
        """Return the chart as SVG markup; the description says its finding and its figures."""
        body = "".join(self._marks)
        name = hashlib.sha256(f"{self.width}{body}{title}{description}".encode()).hexdigest()[:12]
        said = f'<title id="c{name}-t">{escape(title)}</title><desc id="c{name}-d">{escape(description)}</desc>'
        head = f'class="chart-svg" role="img" aria-labelledby="c{name}-t c{name}-d"'
        view = f'viewBox="0 0 {self.width} {self.height}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {head} {view}>{said}{body}</svg>'


def _at(value: float) -> str:
    """Write a coordinate shortly; the same drawing is the same text on every machine."""
    return f"{value:.1f}".removesuffix(".0")
