"""One bar in parts, drawn by the template as SVG: each part with its words, so that no colour stands alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from laerling.sample.queries import ReachCount

# A bar is drawn in thousandths of its width.
WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its class in the style sheet, words, size out of `total`, where it begins and how wide it is in thousandths."""

    code: str
    label: str
    n: int
    total: int
    query: str
    x: int
    width: int

    @property
    def share(self) -> str:
        """The part's share of the whole, "86,7 %"."""
        return share(self.n, self.total)


@dataclass(frozen=True, slots=True)
class Bar:
    """A whole bar of `n`. Without parts of any width where there is nothing to show."""

    title: str
    n: int
    parts: tuple[Part, ...]

    @property
    def description(self) -> str:
        """All of it in words."""
        return ", ".join(f"{part.label}: {number_format(part.n)}" for part in self.parts)


def bar(parts: Iterable[tuple[str, str, int, str]], *, title: str) -> Bar:
    """Return a bar of (code, words, size, address tail); empty parts keep their words and have no width."""
    given = list(parts)
    total = sum(n for _code, _label, n, _query in given)
    drawn, before = [], 0
    for code, label, n, query in given:
        start, before = before, before + n
        x = round(WIDTH * start / total) if total else 0
        end = round(WIDTH * before / total) if total else 0
        drawn.append(Part(code, label, n, total, query, x, end - x))
    return Bar(title, total, tuple(drawn))


def reach_bar(count: ReachCount) -> Bar:
    """Return how many can be reached both ways, one way or not at all."""
    return bar(
        [
            ("both", _("E-mail and SMS"), count.n_both, ""),
            ("email", _("E-mail only"), count.n_email - count.n_both, ""),
            ("mobile", _("SMS only"), count.n_mobile - count.n_both, ""),
            ("none", _("Neither"), count.n_none, ""),
        ],
        title=_("How they can be reached"),
    )


def share(n: int, total: int) -> str:
    """Return a share in per cent with one decimal, "86,7 %"; empty of nothing."""
    return f"{number_format(100 * n / total, 1)} %" if total else ""
