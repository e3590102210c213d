"""What every page asks first: who looks, and at which unit."""

from django.http import Http404, HttpRequest

from laerling.access import queries
from laerling.access.policy import may
from laerling.access.queries import GrantLine, Person, Reader
from laerling.access.types import Unit, read_unit
from laerling.kernel import clock
from laerling.portals.shell.staff import StaffRequest


def reader(request: StaffRequest) -> Reader:
    """Return what the person may see and give, as they act now."""
    return queries.reader(request.scope, request.user, on=clock.in_oslo(request.now).date())


def unit_of(request: HttpRequest, by: Reader) -> Unit:
    """Return the unit that the address names ("?hos=county:46"), the reader's own where it names none. Raises Http404."""
    asked = request.GET.get("hos", "")
    if not asked:
        return by.scope.unit
    unit = read_unit(asked)
    if unit is None or not by.reaches(unit):
        raise Http404
    return unit


def around(request: StaffRequest, by: Reader, *, to_confirm: tuple[Person, ...] | None = None) -> dict[str, object]:
    """Return what the tabs and buttons of every page know; `to_confirm` where the page has found out already."""
    asked = queries.asking_on(by.on)
    can_give = may(request.scope, "access.give")
    if to_confirm is None:
        to_confirm = queries.to_confirm(by) if asked.is_open and can_give else ()
    return {
        "can_give": can_give,
        "has_below": request.scope.unit_kind != "office",
        "asking": asked.days if asked.is_open and can_give else None,
        "n_to_confirm": len(to_confirm),
    }


def groups(lines: tuple[GrantLine, ...]) -> list[tuple[GrantLine, list[GrantLine]]]:
    """Return grants of one person put together where everything but the task is the same."""
    found: dict[object, list[GrantLine]] = {}
    for line in lines:
        same = (line.unit, line.valid_from, line.until, line.state, line.why, line.given_by, line.ended_why)
        found.setdefault(same, []).append(line)
    return [(ones[0], ones) for ones in found.values()]


def is_own(request: StaffRequest, person: Person) -> bool:
    """Return whether a person is the one who looks: nobody changes their own access."""
    return person.id == request.user.pk
