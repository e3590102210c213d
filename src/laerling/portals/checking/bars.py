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
    """One part: its class in the style sheet, words, size, where it begins and how wide it is in thousandths."""

    code: str
    label: str
    n: int
    share: str
    query: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A whole bar; `description` says all of it in words. Without parts where there is nothing to show."""

    title: str
    description: str
    n: int
    parts: tuple[Part, ...]


def bar(parts: Iterable[tuple[str, str, int, str]], *, title: str) -> Bar:
    """Return a bar of (code, words, size, address tail); empty parts keep their words and have no width."""
    given = list(parts)
    total = sum(n for _code, _label, n, _query in given)
    drawn, before = [], 0
    for code, label, n, query in given:
        start, before = before, before + n
        x = round(WIDTH * start / total) if total else 0
        end = round(WIDTH * before / total) if total else 0
        drawn.append(Part(code, label, n, share(n, total), query, x, end - x))
    said = ", ".join(f"{part.label}: {number_format(part.n)}" for part in drawn)
    return Bar(title, said, total, tuple(drawn))


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
