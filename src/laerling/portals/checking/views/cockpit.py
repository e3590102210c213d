"""The cockpit: how long is left, what is left and what it costs, how far one has come, and where to begin."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext

from laerling.portals.checking import bars, choices, words
from laerling.portals.checking.bars import Bar
from laerling.portals.checking.choices import Choice
from laerling.portals.checking.views.asking import asked
from laerling.portals.shell.staff import StaffRequest, page
from laerling.register import queries as register
from laerling.register.queries import OfficeFindings, Progress
from laerling.sample import queries as sample

# As many as a glance takes; the list has them all.
_MOST_OFFICES = 10


@dataclass(frozen=True, slots=True)
class Cost:
    """What is left of a severity: on how many apprentices, and where the list of it is."""

    severity: str
    label: str
    n_apprentices: int
    query: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault that is left, with its cost and the list of it."""

    label: str
    cost: str
    colour: str
    n: int
    n_apprentices: int
    query: str


@page(action="finding.read")
def home(request: StaffRequest) -> HttpResponse:
    """Show the unit's September."""
    here = asked(request)
    year, choice = here.this_round.year, here.choice
    progress = register.finding_progress(choice.scope, year)
    reach = sample.reach(choice.scope, year)
    offices = register.offices_with_findings(choice.scope, year) if choice.scope.unit_kind != "office" else ()
    context = {
        "progress": progress,
        "costs": _costs(progress, choice),
        "bar": _bar(progress, choice),
        "kinds": _kinds(choice, year),
        "offices": [_office(office, choice) for office in offices[:_MOST_OFFICES]],
        "n_more_offices": max(len(offices) - _MOST_OFFICES, 0),
        "changes": register.latest_changes(choice.scope, year),
        "reach": reach.total,
        "reach_bar": bars.reach_bar(reach.total),
    }
    return render(request, "checking/home.html", here.context | context)


def _costs(progress: Progress, choice: Choice) -> tuple[Cost, ...]:
    return tuple(
        Cost(severity, str(label), progress.cost[severity], _query(choice, alvor=severity))
        for severity, label in words.SEVERITIES.items()
    )


def _bar(progress: Progress, choice: Choice) -> Bar:
    """Return all findings there have been by how far they have come, proved mended first."""
    order = ("closed", "mended", "being_mended", "seen", "new", "will_not_be_mended")
    counts = {**progress.by_status, "closed": progress.n_closed}
    parts = [(state, str(words.STATES[state]), counts[state], _query(choice, status=state)) for state in order]
    return bars.bar(parts, title=pgettext("finding", "How far mending has come"))


def _kinds(choice: Choice, year: int) -> list[Kind]:
    return [
        Kind(
            label=words.label(count.kind),
            cost=str(words.SEVERITIES[count.severity]),
            colour=words.COLOURS[count.severity],
            n=count.n,
            n_apprentices=count.n_apprentices,
            query=_query(choice, feil=count.kind),
        )
        for count in register.finding_counts(choice.scope, year)
    ]


def _office(office: OfficeFindings, choice: Choice) -> tuple[OfficeFindings, str]:
    return office, _query(choice, kontor=office.orgnr or choices.WITHOUT_OFFICE)


def _query(choice: Choice, **chosen: str) -> str:
    return choices.query({"fylke": choice.asked.get("fylke", ""), **chosen})
