"""The filters above the list, each with what may be chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from laerling.portals.checking import words
from laerling.portals.checking.choices import WITHOUT_OFFICE, Choice
from laerling.register import queries as register
from laerling.register.words import Words


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: its name in the address, its label, what stands for no choice, and (value, words) of the others."""

    name: str
    label: str
    all: str
    options: tuple[tuple[str, str], ...]
    chosen: str


def filters(choice: Choice, round_year: int, *, on: date, may_mend: bool) -> tuple[Filter, ...]:
    """Return the filters that make sense to whoever asks: an office has no offices, the Directorate no colleagues here."""
    kinds = [
        (count.kind, f"{words.label(count.kind)} ({count.n})")
        for count in register.finding_counts(choice.scope, round_year)
    ]
    found = [
        _filter(choice, "feil", _("What is wrong"), _with_chosen(kinds, choice.asked.get("feil", ""), words.FINDINGS)),
        _filter(choice, "alvor", _("What it costs"), _pairs(words.SEVERITIES)),
        _filter(choice, "status", pgettext("finding", "Status"), _pairs(words.STATES), none=_("All that are left")),
        _filter(choice, "register", _("Mended in"), _pairs(words.REGISTERS)),
    ]
    if choice.scope.unit_kind != "office":
        found.append(_filter(choice, "kontor", _("Training office"), _offices(choice, round_year)))
    if may_mend:
        people = register.people_to_assign(choice.scope, on=on)
        options = [("meg", _("Assigned to me")), *((one.id, one.name) for one in people)]
        found.append(_filter(choice, "hos", _("Assigned to"), options))
    return tuple(found)


def _filter(choice: Choice, name: str, label: str, options: Iterable[tuple[str, str]], *, none: str = "") -> Filter:
    return Filter(name, label, none or _("All"), tuple(options), choice.asked.get(name, ""))


def _pairs(of: Words) -> list[tuple[str, str]]:
    return [(code, str(label)) for code, label in of.items()]


def _with_chosen(options: list[tuple[str, str]], chosen: str, of: Words) -> list[tuple[str, str]]:
    """Return the options with the chosen one among them, also where none of it is left."""
    if not chosen or chosen in dict(options):
        return options
    return [*options, (chosen, str(of[chosen]))]


def _offices(choice: Choice, round_year: int) -> list[tuple[str, str]]:
    offices = register.offices_with_findings(choice.scope, round_year)
    named = sorted((office.name, office.orgnr) for office in offices if office.orgnr)
    options = [(WITHOUT_OFFICE, _("Without training office")), *((orgnr, name) for name, orgnr in named)]
    chosen = choice.asked.get("kontor", "")
    return options if not chosen or chosen in dict(options) else [*options, (chosen, chosen)]
