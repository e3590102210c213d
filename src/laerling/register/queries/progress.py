"""How far mending has come: counts by kind, by status and by office, and what the newest extract changed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, Sum, Value
from django.db.models.functions import Coalesce

from laerling.access.types import Scope
from laerling.organisations import queries as organisations
from laerling.register.models import CountyForecast, Extract, Finding, FindingStep
from laerling.register.queries.findings import EVERYTHING, chosen_findings
from laerling.register.rules.findings import SEVERITIES, STATUSES


@dataclass(frozen=True, slots=True)
class FindingCount:
    """How many open findings there are of a kind, the dearest severity among them, and on how many apprentices."""

    kind: str
    severity: str
    n: int
    n_apprentices: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far mending has come.

    `by_status` counts open findings by what people say, `n_closed` those an extract has proved mended. `cost` is how
    many apprentices the open ones bear on, by severity; somebody with two faults of the same severity on the same
    contract is counted once, somebody with a fault and whose unit has one too, twice.
    """

    n_open: int
    by_status: dict[str, int]
    n_closed: int
    cost: dict[str, int]


@dataclass(frozen=True, slots=True)
class OfficeFindings:
    """A training office's open findings; `orgnr` and `name` are empty for apprentices without office."""

    orgnr: str
    name: str
    n: int
    n_apprentices: int


@dataclass(frozen=True, slots=True)
class LatestChanges:
    """What the newest extract of the round did: `at` is when it was taken in, None where none is."""

    at: datetime | None
    n_found: int
    n_closed: int
    n_reopened: int


def finding_counts(scope: Scope, round_year: int) -> tuple[FindingCount, ...]:
    """Return how many open findings of each kind the scope has, the dearest kind first, then the most frequent."""
    groups = (
        chosen_findings(scope, round_year, EVERYTHING)
        .values("kind", "cost_rank")
        .annotate(n=Count("id"), n_apprentices=Sum("n_apprentices"))
    )
    kinds: dict[str, list[tuple[int, int, int]]] = {}
    for group in groups:
        kinds.setdefault(group["kind"], []).append((group["cost_rank"], group["n"], group["n_apprentices"]))
    counts = [
        (min(rank for rank, _n, _cost in parts), sum(n for _r, n, _c in parts), sum(c for _r, _n, c in parts), kind)
        for kind, parts in kinds.items()
    ]
    ordered = sorted(counts, key=lambda count: (count[0], -count[1], count[3]))
    return tuple(FindingCount(kind, SEVERITIES[rank], n, cost) for rank, n, cost, kind in ordered)


def finding_progress(scope: Scope, round_year: int) -> Progress:
    """Return how far the scope's findings are mended, proved and said, and what is left."""
    own = Finding.objects.filter(round_id=round_year).visible_to(scope)
    groups = (
        own.values("status", "severity", is_closed=Q(closed_at__isnull=False))
        .annotate(n=Count("id"))
        .values_list("status", "is_closed", "n")
    )
    by_status = dict.fromkeys(STATUSES, 0)
    n_closed = 0
    for status, is_closed, n in groups:
        if is_closed:
            n_closed += n
        else:
            by_status[status] += n
    return Progress(
        n_open=sum(by_status.values()), by_status=by_status, n_closed=n_closed, cost=_cost(scope, round_year)
    )


def _cost(scope: Scope, round_year: int) -> dict[str, int]:
    """Return how many apprentices the open findings bear on, by severity."""
    groups = (
        chosen_findings(scope, round_year, EVERYTHING)
        .values("severity")
        .annotate(
            persons=Count("contract_id", distinct=True, filter=Q(orgnr="")),
            by_units=Coalesce(Sum("n_apprentices", filter=~Q(orgnr="")), Value(0)),
        )
    )
    found = {group["severity"]: group["persons"] + group["by_units"] for group in groups}
    return {severity: found.get(severity, 0) for severity in SEVERITIES}


def offices_with_findings(scope: Scope, round_year: int) -> tuple[OfficeFindings, ...]:
    """Return the offices that have open findings with the scope, those with most first."""
    own = chosen_findings(scope, round_year, EVERYTHING)
    groups = own.values_list("office_orgnr").annotate(n=Count("id"), cost=Sum("n_apprentices")).order_by()
    # An office that NOR lacks is known by what its contracts call it.
    lacking = own.filter(kind="office_not_in_nor").values_list("office_orgnr", "contract__party_name")
    names = {orgnr: name for orgnr, name in lacking if name} | organisations.office_names() | {"": ""}
    offices = [OfficeFindings(orgnr, names.get(orgnr, orgnr), n, cost) for orgnr, n, cost in groups]
    return tuple(sorted(offices, key=lambda office: (-office.n, office.name, office.orgnr)))


def findings_version(round_year: int) -> str:
    """Return a mark that is another whenever the round's findings have been reckoned anew: after every file taken in."""
    extracts = Extract.objects.taken_in().filter(round_id=round_year).aggregate(n=Count("id"), at=Max("decided_at"))
    return f"{extracts['n']}/{extracts['at']}"


def latest_changes(scope: Scope, round_year: int) -> LatestChanges:
    """Return what the newest extract found, proved mended and found again with the scope."""
    at = CountyForecast.objects.filter(round_id=round_year).aggregate(at=Max("at"))["at"]
    if at is None:
        return LatestChanges(None, 0, 0, 0)
    own = Finding.objects.filter(round_id=round_year).visible_to(scope)
    counts = own.aggregate(
        n_found=Count("id", filter=Q(first_found_at=at, closed_at=None)), n_closed=Count("id", filter=Q(closed_at=at))
    )
    reopened = FindingStep.objects.filter(at=at, what="reopened", finding__in=own).count()
    return LatestChanges(at, counts["n_found"], counts["n_closed"], reopened)
