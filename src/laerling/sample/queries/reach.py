"""Who of those asked can be reached, and how: over the latest draw, by office and by trade (M7, M22)."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from django.core.cache import cache
from django.db.models import Count

from laerling.access.types import Scope
from laerling.organisations import queries as organisations
from laerling.register.queries import can_be_reached, findings_version
from laerling.sample.models import SampleMember
from laerling.sample.queries.lists import latest

_KEPT_SECONDS: Final = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class ReachCount:
    """How many persons are asked, and how many of them can be reached by e-mail, SMS, both, at least one, neither."""

    n: int
    n_email: int
    n_mobile: int
    n_both: int
    n_either: int
    n_none: int


@dataclass(frozen=True, slots=True)
class ReachLine:
    """The counts of an office (`code` empty: establishments without an office) or a trade."""

    code: str
    name: str
    count: ReachCount


@dataclass(frozen=True, slots=True)
class ReachTable:
    """The counts of a scope in all, per office and per trade; each by name."""

    total: ReachCount
    by_office: tuple[ReachLine, ...]
    by_trade: tuple[ReachLine, ...]


def reach(scope: Scope, round_year: int) -> ReachTable:
    """Return how many of the scope's people on the latest list can be reached, and how.

    What is reckoned is remembered until another list is drawn or another file taken in; it is three queries then.
    """
    drawn = latest(round_year)
    if drawn is None:
        return ReachTable(_count(()), (), ())
    state = (drawn.id, drawn.drawn_at, findings_version(round_year), scope.key)
    return cast(
        "ReachTable", cache.get_or_set(f"reach:{_mark(state)}", lambda: _reckon(scope, drawn.id), _KEPT_SECONDS)
    )


def _reckon(scope: Scope, sample_id: str) -> ReachTable:
    groups = list(
        SampleMember.objects.filter(sample_id=sample_id)
        .visible_to(scope)
        # Grouped by the two conditions, so that each is looked at once per person.
        .values(
            "office_orgnr",
            "trade_code",
            "trade_name",
            by_email=can_be_reached("email", contract="contract"),
            by_mobile=can_be_reached("mobile", contract="contract"),
        )
        .annotate(n=Count("id"))
        .order_by()
    )
    offices = organisations.office_names() if groups else {}
    trades = {group["trade_code"]: group["trade_name"] for group in groups}
    return ReachTable(
        total=_count(groups),
        by_office=_lines(groups, "office_orgnr", offices),
        by_trade=_lines(groups, "trade_code", trades),
    )


def _mark(state: tuple[object, ...]) -> str:
    """Return a name for a state of things that any cache takes as a key."""
    return hashlib.sha256(repr(state).encode()).hexdigest()


def _lines(groups: Iterable[Mapping[str, Any]], key: str, names: Mapping[str, str]) -> tuple[ReachLine, ...]:
    by_code: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for group in groups:
        by_code[group[key]].append(group)
    lines = (ReachLine(code, names.get(code, "") or code, _count(of_code)) for code, of_code in by_code.items())
    return tuple(sorted(lines, key=lambda line: (line.name, line.code)))


def _count(groups: Iterable[Mapping[str, Any]]) -> ReachCount:
    n = n_email = n_mobile = n_both = 0
    for group in groups:
        n += group["n"]
        n_email += group["n"] * group["by_email"]
        n_mobile += group["n"] * group["by_mobile"]
        n_both += group["n"] * (group["by_email"] and group["by_mobile"])
    n_either = n_email + n_mobile - n_both
    return ReachCount(n, n_email, n_mobile, n_both, n_either, n - n_either)
